"""Read an utterance: take it apart, decide on its topic, notice two wishes in one and what is refused."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.content.schema import Grammar
from bot.engine.analysis import Analysis, Span, analyse
from bot.engine.decide import Decision, Thresholds, decide
from bot.engine.learned import Learned
from bot.engine.places import PlaceIndex
from bot.engine.text import clean, words
from bot.engine.understood import understood_share

_BOTH = 0.75
"""Probability that each of two wishes must have by itself; measured, see ``docs/matching.md``."""

_CLEAR = 0.75
"""Probability that a part must have to speak for an utterance that is unclear as a whole, or that begins politely."""

_LEFT = 0.3
"""Probability that must be left where something was refused; else it was no refusal ("why not the ministries?")."""

_ELSEWHERE = 0.5
"""From here on an utterance that is about something else holds no two wishes."""

_HEARD = 0.005
"""Probability that the whole utterance must give to each of them ..."""

_CERTAIN = 0.9
"""... unless each is as sure as this by itself."""

_FEWEST, _MOST = 3, 45
"""Words between which an utterance is searched for refusals and second wishes; longer ones would take too long."""

_SHORTEST_WISH = 2
"""Words that the first of two wishes has at least."""

_BORDERS = 3
"""Places at which an utterance is tried in two parts; each takes about as long as reading it once more."""

_LIST, _MEMBERSHIP = "members", "members."
_NAMED = 0.7
"""Probability below which a question about membership is taken without its doubtful names ..."""

_NEARLY = 0.9
"""... when it is about as clear so."""

_LONGEST_REFUSAL = 7
_REFUSED = 0.35
_PLEASANTRIES = frozenset({"chat.greeting", "chat.thanks", "chat.goodbye"})
_TOGETHER = {"join", "join.eligibility"}
"""Topics of one group that are often asked for together; others of a group are shades of one wish."""

_OF_ONE_PLACE = {"members", "reforms"}
"""Groups that a question about what a member has done sounds like."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an utterance was taken to mean."""

    analysis: Analysis
    decision: Decision
    second: "Reading | None" = None
    """The other wish, when the utterance holds two."""


class Reader:
    """Reads utterances with what was learned."""

    def __init__(
        self, learned: Learned, grammars: Mapping[str, Grammar], thresholds: Thresholds, parts: Mapping[str, str]
    ) -> None:
        """Take what was learned, the little words, and the parts of topics (``Knowledge.parts``)."""
        self._learned = learned
        self._parts = parts
        self._thresholds = thresholds
        self._places = PlaceIndex(learned.names, learned.gazetteer, learned.common, learned.frequent)
        self._refusals = {code: _phrases(grammar.negation) for code, grammar in grammars.items()}
        self._links = {code: {phrase[0] for phrase in _phrases(g.follow_up)} for code, g in grammars.items()}

    def read(self, text: str) -> Reading:
        """Return the reading of the text as one wish."""
        return self._understand(analyse(text, self._places))

    def _understand(self, analysis: Analysis, without: Collection[str] = ()) -> Reading:
        """Return the reading as one wish, the topics of ``without`` left out."""
        reading = self._decide(analysis, without)
        certain = analysis.certain()
        if certain is analysis:
            return reading
        plain = self._decide(certain, without)
        return plain if _clearer(plain.decision, reading.decision) else reading

    def _decide(self, analysis: Analysis, without: Collection[str]) -> Reading:
        understood = understood_share(analysis, self._learned)
        decision = decide(analysis, self._learned.topic, understood, self._thresholds, self._parts, without)
        return Reading(analysis, decision)

    def country_of_town(self, analysis: Analysis) -> str | None:
        """Return the ISO code of the country of the town that the whole utterance names."""
        return self._places.country_of_town(analysis.words)

    def refine(self, reading: Reading, language: str) -> Reading:
        """Return the reading with a refusal heeded, or split into its two wishes, where there is either."""
        if not _FEWEST <= len(reading.analysis.words) <= _MOST:
            return reading
        clauses = reading.analysis.clauses()
        return (
            self._after_pleasantry(reading, clauses)
            or self._without_refused(reading, clauses, language)
            or self._split(reading, clauses, language)
            or self._clearest_clause(reading, clauses)
            or reading
        )

    def _clearest_clause(self, reading: Reading, clauses: Sequence[Span]) -> Reading | None:
        """Return the reading of the one clause that is clear where the whole is not ("No idea. How do we join?")."""
        elsewhere = reading.decision.none >= self._thresholds.none  # "... my deposit. Can you help me?" is not for us
        if reading.decision.kind == "answer" or elsewhere or len(clauses) < 2:  # noqa: PLR2004
            return None
        readings = [self._understand(reading.analysis.part(clause)) for clause in clauses]
        clear = [part for part in readings if part.decision.candidates[0][1] >= _CLEAR]
        return clear[0] if len({part.decision.topic for part in clear}) == 1 else None

    def _without_refused(self, reading: Reading, clauses: Sequence[Span], language: str) -> Reading | None:
        """Return the reading of the rest when a clause refuses a topic ("not the summit, the other event")."""
        whole = reading.analysis
        for at, (start, end) in enumerate(clauses if len(clauses) > 1 else ()):
            spoken = whole.words[start:end]
            if len(spoken) > _LONGEST_REFUSAL or not self._refuses(spoken, language):
                continue
            refused = self._understand(whole.part((start, end))).decision
            if refused.candidates[0][1] < _REFUSED:
                continue
            rest = self._understand(whole.part(*clauses[:at], *clauses[at + 1 :]), without={refused.topic})
            if rest.decision.candidates[0][1] >= _LEFT:
                return rest
        return None

    def _after_pleasantry(self, reading: Reading, clauses: Sequence[Span]) -> Reading | None:
        """Return the reading of what follows or precedes a greeting or thanks ("Good morning, who can join?")."""
        if reading.decision.topic not in _PLEASANTRIES or len(clauses) < 2:  # noqa: PLR2004
            return None
        whole = reading.analysis
        wish = [clause for clause in clauses if not self._is_pleasantry(whole.part(clause))]
        rest = self._understand(whole.part(*wish), without=_PLEASANTRIES)
        asks = rest.decision.kind == "answer" and rest.decision.candidates[0][1] >= _CLEAR
        return rest if asks and len(rest.analysis.words) >= _FEWEST else None

    def _is_pleasantry(self, analysis: Analysis) -> bool:
        return self._understand(analysis).decision.topic in _PLEASANTRIES

    def _refuses(self, spoken: Sequence[str], language: str) -> bool:
        """Return whether one of the first words is a refusal."""
        start = tuple(spoken[:3])
        return any(
            start[at : at + len(phrase)] == phrase for phrase in self._refusals[language] for at in range(len(start))
        )

    def _split(self, reading: Reading, clauses: Sequence[Span], language: str) -> Reading | None:
        """Return the reading as two wishes when both halves of the utterance are clear and differ."""
        heard = {topic for topic, probability in reading.decision.candidates if probability >= _HEARD}
        if reading.decision.none > _ELSEWHERE:
            return None
        whole = reading.analysis
        best: tuple[float, Reading, Reading] | None = None
        for border in _borders(whole, clauses, self._links[language]):
            first = self._understand(whole.part((0, border)))
            if first.decision.candidates[0][1] < _BOTH:
                continue
            second = self._understand(whole.part((border, len(whole.words))))
            sureness = min(half.decision.candidates[0][1] for half in (first, second))
            topics = {first.decision.topic, second.decision.topic}
            clear = sureness >= (_BOTH if topics <= heard else _CERTAIN) and _differ(topics)
            if clear and (best is None or sureness > best[0]):
                best = (sureness, first, second)
        return Reading(best[1].analysis, best[1].decision, best[2]) if best else None


def _clearer(plain: Decision, named: Decision) -> bool:
    """Return whether the utterance is better understood without its doubtful names."""
    without, with_names = plain.candidates[0][1], named.candidates[0][1]
    if not named.topic.startswith(_MEMBERSHIP):
        return without >= with_names
    if with_names < _NAMED:
        return without >= _NEARLY * with_names
    if plain.topic == _LIST:
        return without >= _NEARLY * with_names
    return without >= with_names and not plain.topic.startswith(_MEMBERSHIP)


def _borders(analysis: Analysis, clauses: Sequence[Span], links: Collection[str]) -> Sequence[int]:
    """Return the words at which the utterance may part: linking words, beginnings of clauses; those amid it first."""
    linking = (at for at in range(_SHORTEST_WISH, len(analysis.words) - 1) if analysis.words[at] in links)
    borders = {*linking, *(start for start, _ in clauses[1:])}
    named = {at for mention in analysis.mentions for at in range(mention.start + 1, mention.end)}
    return sorted(borders - named, key=lambda border: _unevenness(analysis.raw, border))[:_BORDERS]


def _unevenness(words: Sequence[str], border: int) -> int:
    """Return by how many letters the parts of the words differ."""
    return abs(sum(map(len, words[:border])) - sum(map(len, words[border:])))


def _differ(topics: set[str]) -> bool:
    """Return whether the topics are two wishes rather than shades of one; greetings are no wish."""
    groups = {topic.partition(".")[0] for topic in topics}
    if "chat" in groups or groups == _OF_ONE_PLACE:
        return False
    return len(topics) == 2 and (len(groups) == 2 or topics == _TOGETHER)  # noqa: PLR2004


def _phrases(lines: Collection[str]) -> list[tuple[str, ...]]:
    return [phrase for line in lines if (phrase := tuple(words(clean(line))))]
