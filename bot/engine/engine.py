"""The engine: a question in, an answer out."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.content.schema import Knowledge, LocaleContent
from bot.engine.analysis import Analysis
from bot.engine.conversation import Conversation
from bot.engine.decide import Decision, Thresholds
from bot.engine.dialogue import Answer, Context, Entity, Found, Kind, Option, Question
from bot.engine.eligibility import Case, Mark, Role, Verdict, judge
from bot.engine.foreign import ForeignLanguages
from bot.engine.guide import Guide
from bot.engine.language import LanguageDecider, LanguageGuess
from bot.engine.learned import Learned
from bot.engine.listing import Listing
from bot.engine.locale import language_name, official_languages, own_language_name
from bot.engine.membership import Membership
from bot.engine.named import MEMBERS, named_languages, named_place
from bot.engine.pages import Pages
from bot.engine.reading import Reader, Reading
from bot.engine.search import Search
from bot.engine.text import MAX_CHARS
from bot.engine.understood import known_share
from bot.errors import StaleTargetError

_LIKELY = 0.08
"""Probability from which on a topic that came second is worth a button."""

_RELATED = 4
_JOINING = ("join", "join.eligibility")
"""Topics under which the check whether a place can join is offered."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """How an answer came about."""

    language: LanguageGuess
    reading: Reading
    mentions: Mapping[str, tuple[str, ...]]


class Engine:
    """Answers questions from the knowledge base; holds no state of any chat."""

    def __init__(self, knowledge: Knowledge, learned: Learned, thresholds: Thresholds | None = None) -> None:
        self.languages = knowledge.served
        self._learned = learned
        self._menu = knowledge.menu
        self._thresholds = thresholds or Thresholds()
        grammars = {code: knowledge.locales[code].grammar for code in self.languages}
        self._reader = Reader(learned, grammars, self._thresholds, knowledge.parts)
        self._conversation = Conversation(knowledge)
        self._pages = Pages(knowledge)
        self._membership = Membership(knowledge, self._pages)
        self._listing = Listing(knowledge, self._pages, self._membership)
        self._guide = Guide(knowledge, self._pages, self._membership, self._reader.country_of_town)
        self._knowledge = knowledge
        foreign = ForeignLanguages(learned.grams, self.languages)
        alphabets = {code: _letters(knowledge.locales[code]) for code in self.languages}
        self._decider = LanguageDecider(learned.language, self.languages, foreign, _speakers(knowledge), alphabets)
        self._search = Search(knowledge, self._pages, self._membership, self._reader, self._decider, learned)
        self._openers: dict[str, Callable[[str, str], Answer]] = {
            "topic": self._topic,
            "country": self._membership.country,
            "member": self._membership.member,
            "later": self._membership.later_member,
            "other": self._membership.other,
            "check": self._guide.open,
            "stop": self._guide.stop,
            "members": self._listing.open,
            "menu": lambda _, language: self._notice("choices", "start.text", language),
            "none": lambda _, language: self._notice("unknown", "unknown.none_of_these", language),
        }

    def answer(self, question: Question) -> Answer:
        """Return the answer to the question; never raises for anything that can be typed."""
        reading = self._reader.read(question.text)
        context = question.context
        if not reading.analysis.words and context.step is None:
            return self._notice("unknown", "empty.text", self._decider.without_words(context))
        guess = self._decider.decide(reading.analysis, context, known_share(reading.analysis, self._learned))
        language = context.pinned if context.pinned in self.languages else guess.code
        if guess.foreign and reading.decision.kind != "answer":
            spoken = self._decider.without_words(replace(context, last_language=None))
            return self._notice("unknown", "language.not_spoken", spoken)
        typed = self._typed(reading, context)
        answer = typed or self._follow_up(reading, context, language)
        answer = answer or self._respond(self._reader.refine(reading, guess.code), language)
        if len(question.text) > MAX_CHARS:
            return replace(answer, text=f"{answer.text}\n\n{self.say('too_long.text', language)}")
        return answer

    def search(self, text: str, context: Context) -> tuple[Found, ...]:
        """Return what somebody looks for who is still typing, best first; the menu where that is nothing."""
        return self._search.find(text, context, self.open)

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

    @property
    def as_of(self) -> str:
        """Date of the newest material that the check whether a place can join rests on."""
        return self._knowledge.eligibility.as_of

    def judge(self, place: str | None, country: str | None, role: Role, marks: Mapping[str, Mark]) -> Verdict:
        """Return whether the place can join; a country that does not exist counts as none."""
        iso = self._guide.country(self._reader.read(country).analysis) if country else None
        places: tuple[str, ...] = ()
        if place:
            places, iso, _ = self._guide.place(self._reader.read(place).analysis, iso)
        return judge(Case(places, iso, role, marks), self._knowledge)

    def country_of(self, ref: str) -> str:
        """Return the ISO code of the country of ``member:ID``, ``later:ID`` or ``country:ISO``; "" for any other."""
        return self._knowledge.country_of(ref)

    def say_verdict(self, verdict: Verdict, language: str) -> Answer:
        """Return the verdict in plain words."""
        return self._guide.verdict(verdict, language)

    def say(self, key: str, language: str, **values: str) -> str:
        """Return words of the interface, values filled in."""
        return self._pages.page(None, self._pages.book(language).say(key, **values), language)

    def language_for(self, context: Context) -> str:
        """Return the language for a reply that has no words to go by."""
        return self._decider.without_words(context)

    def language_name(self, code: str, language: str) -> str:
        """Return the name of a language, as on a button when it is its own."""
        return own_language_name(code) if code == language else language_name(code, language)

    def _typed(self, reading: Reading, context: Context) -> Answer | None:
        """Return what follows from a reply to a step of the guided check; None for a question of its own."""
        if context.step is None:
            return None
        asks = reading.decision.kind == "answer" and not reading.decision.topic.startswith("members")
        if asks and not reading.analysis.mentions:
            return None
        try:
            return self._guide.typed(context.step, reading.analysis, self._decider.without_words(context))
        except StaleTargetError:
            return None

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
            want_country = topic == "members.country"
            place = named_place(analysis, self._learned, self._knowledge, want_country=want_country)
            if place is not None:
                return self._membership.about(place, language, one_place=decision.one_place)
        if topic in _JOINING:
            return self._can_join(self._topic(decision.page, language), analysis, language)
        return self._topic(decision.page, language)

    def _can_join(self, answer: Answer, analysis: Analysis, language: str) -> Answer:
        """Return the answer on joining, what is known of the place that was named before it."""
        places, country, _ = self._guide.place(analysis, None)
        member = places[0] if len(places) == 1 and places[0].startswith(MEMBERS) else None
        if member:
            known = self.open(member, language)
            text = f"{known.text}\n\n{answer.text}"
            return replace(
                answer, text=text, title=None, entity=known.entity, options=(*known.options[:1], *answer.options)
            )
        if not country:
            return answer
        check = replace(answer.options[0], target=f"check:{country}")
        return replace(answer, entity=Entity(None, country), options=(check, *answer.options[1:]))

    def _topic(self, topic: str, language: str) -> Answer:
        if topic == "members":
            return self._listing.by_country(1, language)
        answer = self._pages.topic(topic, language)
        if answer.topic not in _JOINING:
            return answer
        check = Option(self._pages.book(language).say("button.check"), "check:")
        return replace(answer, options=(check, *answer.options))

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


def _letters(content: LocaleContent) -> frozenset[str]:
    """Return the letters that the texts of a language are written in, small."""
    texts = (*(text.answer for text in content.texts.values()), *(place.name for place in content.members.values()))
    return frozenset(char for text in texts for char in text.casefold() if char.isalpha())


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
