"""The engine: a question in, an answer out."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.content.schema import Knowledge
from bot.engine.analysis import Analysis
from bot.engine.conversation import Conversation
from bot.engine.decide import Decision, Thresholds
from bot.engine.dialogue import Answer, Context, Kind, Option, Question
from bot.engine.foreign import ForeignLanguages, Profiles
from bot.engine.language import LanguageDecider, LanguageGuess
from bot.engine.learned import Learned
from bot.engine.locale import language_name, official_languages, own_language_name
from bot.engine.membership import Membership
from bot.engine.named import named_languages, named_place
from bot.engine.pages import Pages
from bot.engine.reading import Reader, Reading
from bot.engine.text import MAX_CHARS
from bot.engine.understood import known_share
from bot.errors import StaleTargetError

_LIKELY = 0.08
"""Probability from which on a topic that came second is worth a button."""

_RELATED = 4


@dataclass(frozen=True, slots=True)
class Explanation:
    """How an answer came about."""

    language: LanguageGuess
    reading: Reading
    mentions: Mapping[str, tuple[str, ...]]


class Engine:
    """Answers questions from the knowledge base; holds no state of any chat."""

    def __init__(
        self, knowledge: Knowledge, learned: Learned, profiles: Profiles, thresholds: Thresholds | None = None
    ) -> None:
        self.languages = knowledge.served
        self._learned = learned
        self._menu = knowledge.menu
        self._thresholds = thresholds or Thresholds()
        grammars = {code: knowledge.locales[code].grammar for code in self.languages}
        self._reader = Reader(learned, grammars, self._thresholds, knowledge.parts)
        self._conversation = Conversation(knowledge)
        self._pages = Pages(knowledge)
        self._membership = Membership(knowledge, self._pages)
        foreign = ForeignLanguages(profiles, self.languages)
        self._decider = LanguageDecider(learned.language, self.languages, foreign, _speakers(knowledge))
        self._openers: dict[str, Callable[[str, str], Answer]] = {
            "topic": self._topic,
            "country": self._membership.country,
            "member": self._membership.member,
            "later": self._membership.later_member,
            "members": self._membership.list_page,
            "menu": lambda _, language: self._notice("choices", "start.text", language),
            "none": lambda _, language: self._notice("unknown", "unknown.none_of_these", language),
        }

    def answer(self, question: Question) -> Answer:
        """Return the answer to the question; never raises for anything that can be typed."""
        reading = self._reader.read(question.text)
        context = question.context
        if not reading.analysis.words:
            return self._notice("unknown", "empty.text", self._decider.without_words(context))
        guess = self._decider.decide(reading.analysis, context, known_share(reading.analysis, self._learned))
        language = context.pinned if context.pinned in self.languages else guess.code
        if guess.foreign and reading.decision.kind != "answer":
            spoken = self._decider.without_words(replace(context, last_language=None))
            return self._notice("unknown", "language.not_spoken", spoken)
        follow_up = self._follow_up(reading, context, language)
        answer = follow_up or self._respond(self._reader.refine(reading, guess.code), language)
        if len(question.text) > MAX_CHARS:
            return replace(answer, text=f"{answer.text}\n\n{self.say('too_long.text', language)}")
        return answer

    def explain(self, question: Question) -> Explanation:
        """Return the evidence for the language and the candidates for the topic."""
        reading = self._reader.read(question.text)
        analysis = reading.analysis
        guess = self._decider.decide(analysis, question.context, known_share(analysis, self._learned))
        mentions = {" ".join(analysis.raw[m.start : m.end]): m.refs for m in analysis.mentions}
        return Explanation(guess, self._reader.refine(reading, guess.code), mentions)

    def open(self, target: str, language: str) -> Answer:
        """Return what a button or command leads to; raise StaleTargetError for what does not exist."""
        kind, _, name = target.partition(":")
        if kind not in self._openers or language not in self.languages:
            raise StaleTargetError(target)
        return self._openers[kind](name, language)

    def say(self, key: str, language: str, **values: str) -> str:
        """Return words of the interface, values filled in."""
        return self._pages.page(None, self._pages.book(language).say(key, **values), language)

    def language_for(self, context: Context) -> str:
        """Return the language for a reply that has no words to go by."""
        return self._decider.without_words(context)

    def language_name(self, code: str, language: str) -> str:
        """Return the name of a language, as on a button when it is its own."""
        return own_language_name(code) if code == language else language_name(code, language)

    def _follow_up(self, reading: Reading, context: Context, language: str) -> Answer | None:
        """Return the answer to an utterance that lives from the one before it."""
        target = self._conversation.follow_up(reading.analysis, context.last_target, language)
        try:
            return self.open(target, language) if target else None
        except StaleTargetError:
            return None

    def _respond(self, reading: Reading, language: str) -> Answer:
        """Return what the reading calls for: an answer, two in one, a choice, or that nothing is known."""
        decision = reading.decision
        score = round(decision.candidates[0][1], 3)
        if decision.kind == "choices":
            answer = self._notice("choices", "choices.text", language, decision.near(self._thresholds.offer / 4))
            neither = Option(self._pages.book(language).say("button.none_of_these"), "none:")
            answer = replace(answer, options=(*answer.options, neither))
        elif decision.kind == "unknown":
            answer = self._notice(
                "unknown", "unknown.text", language, _merge(decision.near(_LIKELY), self._menu, len(self._menu))
            )
        else:
            answer = self._also(self._compose(decision, reading.analysis, language), decision.near(_LIKELY)[1:])
            answer = replace(answer, pin=self._pin(decision.topic, reading.analysis))
            if reading.second:
                second = self._compose(reading.second.decision, reading.second.analysis, language)
                answer = _both(answer, second)
        return replace(answer, score=score)

    def _compose(self, decision: Decision, analysis: Analysis, language: str) -> Answer:
        """Return the answer of the topic, about the place that was named where it is about one."""
        topic = decision.topic
        if topic in ("members.lookup", "members.country"):
            place = named_place(analysis, self._learned, want_country=topic == "members.country")
            if place is not None:
                return self._membership.about(place, language, one_place=decision.one_place)
        return self._topic(decision.page, language)

    def _topic(self, topic: str, language: str) -> Answer:
        return self._membership.all_members(1, language) if topic == "members" else self._pages.topic(topic, language)

    def _pin(self, topic: str, analysis: Analysis) -> str | None:
        """Return the language that the user asked to go on in."""
        wanted = [code for code in named_languages(analysis) if code in self.languages]
        return wanted[0] if topic == "chat.language" and len(wanted) == 1 else None

    def _also(self, answer: Answer, near: Sequence[str]) -> Answer:
        """Return the answer with the topics that were nearly meant before those that are merely related."""
        choices = _merge(tuple(near), answer.choices, _RELATED)
        if answer.kind != "answer" or choices == answer.choices:
            return answer
        others = tuple(
            option for option in answer.options if option.target.removeprefix("topic:") not in answer.choices
        )
        return replace(answer, choices=choices, options=(*others, *self._pages.options(choices, answer.language)))

    def _notice(self, kind: Kind, key: str, language: str, topics: tuple[str, ...] | None = None) -> Answer:
        """Return words of the interface with topics to choose from, those of the menu unless others are given."""
        return self._pages.notice(kind, key, self._menu if topics is None else topics, language)


def _speakers(knowledge: Knowledge) -> Counter[str]:
    """Return in how many member places each language is official."""
    return Counter(code for row in knowledge.members.values() for code in official_languages(row.country))


def _both(first: Answer, second: Answer) -> Answer:
    """Return two answers in one message."""
    options = dict.fromkeys((*second.options[:2], *first.options[:2]))
    return replace(
        first,
        text=f"{first.text}\n\n{second.text}",
        choices=_merge((second.topic,) if second.topic else (), first.choices, _RELATED),
        links=tuple(dict.fromkeys((*first.links, *second.links))),
        options=tuple(options),
        copyable=first.copyable or second.copyable,
    )


def _merge(first: tuple[str, ...], then: tuple[str, ...], most: int) -> tuple[str, ...]:
    """Return the topics of both, each once, in this order, cut to so many."""
    return tuple(dict.fromkeys((*first, *then)))[:most]
