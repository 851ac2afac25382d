"""What somebody looks for while they type: topics, members, countries."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.content.schema import Knowledge
from bot.engine.dialogue import SMALL_TALK, Answer, Context, Found
from bot.engine.language import LanguageDecider
from bot.engine.learned import Learned
from bot.engine.lookup import Grades, Lookup
from bot.engine.membership import Membership
from bot.engine.pages import Pages
from bot.engine.reading import Reader, Reading
from bot.engine.shelf import Shelf, key_words
from bot.engine.text import clean, fold_word, raw_words
from bot.engine.understood import known_share

MOST = 10
"""Things that are found at most."""

_SHORTEST, _SHORTEST_LAST = 2, 3
"""Letters of a name from which on it is looked up: as the whole query, as its end."""

_LONGEST_NAME = 4
"""Words at the end of a query that are looked up as one name."""

_CANDIDATES, _CANDIDATE = 5, 0.12
"""Topics that count because the words seem to ask for them, and from which probability on."""

_EXACT, _INEXACT = 0.95, 0.6
"""How well a name matches that stands somewhere in the query."""

_WITHIN = 0.4
"""How well the members of a country match that was found."""

_ELSEWHERE = 0.9
"""How much a name counts that only other languages use."""

_PLACES = ("member:", "later:", "country:")
_ABOUT_PLACES = ("topic:members.lookup", "topic:members.country")

Open = Callable[[str, str], Answer]


@dataclass(frozen=True, slots=True)
class _Query:
    """What was typed, taken apart."""

    words: Sequence[str]
    keys: Sequence[str]
    reading: Reading
    context: Context


class Search:
    """Searches names in all languages, and texts in that of the query and that of the user."""

    def __init__(  # noqa: PLR0913  # the parts of the engine that it stands on
        self,
        knowledge: Knowledge,
        pages: Pages,
        membership: Membership,
        reader: Reader,
        decider: LanguageDecider,
        learned: Learned,
    ) -> None:
        self._knowledge = knowledge
        self._pages = pages
        self._membership = membership
        self._reader = reader
        self._decider = decider
        self._learned = learned
        later = {row.country for row in knowledge.later.values()}
        countries = {f"country:{iso}" for iso in {*membership.countries, *later, *knowledge.countries}}
        listed = ((key, [ref for ref in refs if ref in countries or ref.startswith(_PLACES[:2])])
                  for key, refs in learned.names.items())  # fmt: skip
        self._names = Lookup({key: refs for key, refs in listed if refs})
        self._shelves: dict[str, Shelf] = {}

    def find(self, text: str, context: Context, open_: Open) -> tuple[Found, ...]:
        """Return what is found, best first; the most useful topics where nothing was typed or found."""
        spoken = self._decider.without_words(context)
        words = raw_words(clean(text))
        grades: Grades = {}
        if sum(map(len, words)) >= _SHORTEST:
            query = _Query([fold_word(word) for word in words], key_words(text), self._reader.read(text), context)
            grades, spoken = self._graded(query, spoken)
        targets = sorted(grades, key=lambda target: (-grades[target], not target.startswith(_PLACES)))[:MOST]
        targets = targets or [f"topic:{topic}" for topic in self._knowledge.menu]
        return tuple(self._found(target, spoken, open_) for target in targets)

    def _graded(self, query: _Query, spoken: str) -> tuple[Grades, str]:
        """Return what is found with its grades, and the language: that of the query, else the one spoken."""
        places, typed = self._places(query, spoken)
        topics = self._shelf(spoken).topics(query.words)
        language = spoken
        if not topics and query.context.pinned != spoken:
            language = self._language(query, places, typed, spoken)
            topics = self._shelf(language).topics(query.words)
        grades = _asked_for(query.reading)
        for target, grade in (*topics.items(), *places.items()):
            grades[target] = max(grade, grades.get(target, 0.0))
        if places:
            grades = {target: grade for target, grade in grades.items() if target not in _ABOUT_PLACES}
        return grades, language

    def _language(self, query: _Query, places: Grades, typed: str, spoken: str) -> str:
        """Return the language whose name for the best place was typed, else that of the words."""
        best = max(places, key=places.__getitem__) if places else ""
        if typed and best:
            calling = [code for code in self._knowledge.served if self._calls(code, best, typed)]
            wanted = (spoken, "en", *calling)
            return next((code for code in wanted if code in calling), spoken)
        analysis = query.reading.analysis
        return self._decider.decide(analysis, query.context, known_share(analysis, self._learned)).code

    def _calls(self, language: str, ref: str, typed: str) -> bool:
        """Return whether a word of the place's name in the language begins so."""
        kind, _, name = ref.partition(":")
        book = self._pages.book(language)
        words = key_words(book.country(name) if kind == "country" else book.place(kind, name))
        return any("".join(words[start:]).startswith(typed) for start in range(len(words)))

    def _places(self, query: _Query, spoken: str) -> tuple[Grades, str]:
        """Return the places that the query names, and which part of it is their name not yet written out."""
        grades, typed = self._typed(query.keys, spoken)
        for mention in query.reading.analysis.mentions:
            for ref in mention.refs:
                if ref.startswith(_PLACES):
                    grades[ref] = max(_EXACT if mention.exact else _INEXACT, grades.get(ref, 0.0))
        for target, grade in list(grades.items()):
            if target.startswith("country:") and grade >= _INEXACT:
                for member in self._membership.members_of(target.removeprefix("country:")):
                    grades.setdefault(f"member:{member}", _WITHIN)
        return grades, typed

    def _typed(self, keys: Sequence[str], spoken: str) -> tuple[Grades, str]:
        """Return the places whose names begin as the query, or its last words, do; and those words."""
        for start in range(max(0, len(keys) - _LONGEST_NAME), len(keys)):
            typed = "".join(keys[start:])
            if len(typed) >= (_SHORTEST_LAST if start else _SHORTEST):
                grades = self._names.find(typed, nearly=start == 0)
                grades = {
                    ref: grade * (1 if self._calls(spoken, ref, typed) else _ELSEWHERE) for ref, grade in grades.items()
                }
                if len(typed) >= _SHORTEST_LAST:
                    grades = self._shelf(spoken).places(typed) | grades
                if grades:
                    return grades, typed
        return {}, ""

    def _shelf(self, language: str) -> Shelf:
        """Return the texts of a language, made ready when it is first asked for."""
        if language not in self._shelves:
            self._shelves[language] = Shelf(self._knowledge.locales[language])
        return self._shelves[language]

    def _found(self, target: str, language: str, open_: Open) -> Found:
        answer = open_(target, language)
        kind, _, name = target.partition(":")
        book = self._pages.book(language)
        if kind == "topic":
            text = book.topic(name)
            return Found(answer, book.fill(text.title), book.fill(text.summary))
        if kind == "country":
            count = len(self._membership.members_of(name))
            return Found(answer, book.country(name), book.say("inline.country", count=str(count)))
        said = book.say("inline.member" if kind == "member" else "inline.later")
        return Found(answer, self._membership.label(target, language), said)


def _asked_for(reading: Reading) -> Grades:
    """Return the topics that the words seem to ask for."""
    decision = reading.decision
    if decision.kind == "unknown":
        return {}
    likely = {topic: share for topic, share in decision.candidates[:_CANDIDATES] if share >= _CANDIDATE}
    if decision.part:
        likely[decision.part] = decision.candidates[0][1] + 0.01
    return {f"topic:{topic}": share for topic, share in likely.items() if not topic.startswith(SMALL_TALK)}
