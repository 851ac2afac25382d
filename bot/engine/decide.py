"""Decide what an utterance asks for: answer, offer a choice, or say that it is not known."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.engine.analysis import Analysis
from bot.engine.dialogue import Kind
from bot.engine.linear import LinearModel
from bot.engine.named import MEMBERS, PLACES

NONE = "none"
_LOOKUP, _COUNTRY, _LIST = "members.lookup", "members.country", "members"
_ONE_MATTER = frozenset({"join", "join.eligibility"})
"""Topics between which nobody is asked to choose: either answers, and offers the other."""

_FEW = 3
"""Words beside a member's name up to which it is what the utterance is about."""

_PLAINLY = 2.5
"""How many times as likely it must be that a country is asked for, when one of the members is named as well."""

_THOUGH_STRANGE = 0.6
"""Probability from which on an utterance is answered of which hardly a word is known, so badly is it typed."""

_OFFERED = 3


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability on the bot does what; measured, see ``docs/matching.md``."""

    answer: float = 0.50
    lead: float = 1.8
    """How many times as likely as the next topic the best one must be to be answered below ``answer``."""

    floor: float = 0.24
    """Least probability of a topic that is answered for its lead."""

    offer: float = 0.08
    """Least probability of a topic that is offered."""

    none: float = 0.38
    """From here on the utterance is taken to be about something else."""

    understood: float = 0.34
    """Least share of known words to give a plain answer."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do, and the candidates with their probabilities, best first."""

    kind: Kind
    candidates: tuple[tuple[str, float], ...]
    """Topics without ``none``."""

    none: float
    understood: float
    part: str | None = None
    """Part of the best topic that was clearly meant (``Topic.part_of``)."""

    one_place: bool = False
    """Whether it sounds like asking for one place rather than for those of a country."""

    @property
    def topic(self) -> str:
        """Return the best topic."""
        return self.candidates[0][0]

    @property
    def page(self) -> str:
        """Return what to open: the best topic, or its part."""
        return self.part or self.topic

    def near(self, least: float) -> tuple[str, ...]:
        """Return the topics of at least this probability, best first, at most three."""
        return tuple(topic for topic, probability in self.candidates[:_OFFERED] if probability >= least)


def decide(  # noqa: PLR0913  # the evidence, and by what to judge it
    analysis: Analysis,
    model: LinearModel,
    understood: float,
    thresholds: Thresholds,
    parts: Mapping[str, str],
    without: Collection[str] = (),
) -> Decision:
    """Return the decision on the utterance, the topics of ``without`` left out; ``parts``: see ``Knowledge.parts``."""
    labels = dict(zip(model.labels, model.probabilities(analysis.topic_features).tolist(), strict=True))
    none = labels.pop(NONE, 0.0)
    probabilities = {label: share for label, share in labels.items() if label not in parts}
    for part, whole in parts.items():
        probabilities[whole] = probabilities.get(whole, 0.0) + labels.get(part, 0.0)
    for topic in without:
        probabilities[topic] = 0.0
    ranked = tuple(sorted(_by_names(probabilities, analysis).items(), key=lambda item: -item[1]))
    first, best = ranked[0]
    if first == _LOOKUP and len(analysis.plain()) <= _FEW and _names_a_member(analysis):
        none /= 2  # hardly anybody writes the name of a member for nothing
    one_place = probabilities.get(_LOOKUP, 0.0) > probabilities.get(_COUNTRY, 0.0) + probabilities.get(_LIST, 0.0)
    return Decision(
        kind=_kind(ranked, none, understood, thresholds),
        candidates=ranked,
        none=none,
        understood=understood,
        part=next((part for part, whole in parts.items() if whole == first and labels.get(part, 0.0) > best / 2), None),
        one_place=one_place,
    )


def _kind(ranked: Sequence[tuple[str, float]], none: float, understood: float, thresholds: Thresholds) -> Kind:
    """Return whether to answer, to offer a choice, or to say that it is not known."""
    best, second = (*(share for _, share in ranked[:2]), 0.0)[:2]
    if {topic for topic, _ in ranked[:2]} == _ONE_MATTER:
        best, second = best + second, 0.0
    leads = best >= thresholds.floor and best >= thresholds.lead * max(second, none)
    answers = best >= thresholds.answer or leads
    if understood < thresholds.understood and best < _THOUGH_STRANGE:
        answers = False
    if none >= thresholds.none and none > best:
        return "unknown"
    if answers and best > none:
        return "answer"
    return "choices" if best >= thresholds.offer and understood >= thresholds.understood else "unknown"


def _names_a_member(analysis: Analysis) -> bool:
    """Return whether a member is named as it is listed."""
    refs = (ref for mention in analysis.mentions if mention.exact for ref in mention.refs)
    return any(ref.startswith(MEMBERS) for ref in refs)


def _by_names(probabilities: Mapping[str, float], analysis: Analysis) -> dict[str, float]:
    """Return the probabilities with membership questions sorted by what is named: a place, a country, or nothing."""
    result = dict(probabilities)
    kinds = {ref.partition(":")[0] for mention in analysis.mentions for ref in mention.refs}
    if kinds == {"country"} and not analysis.plain():
        return {_COUNTRY: 1.0, **dict.fromkeys(result.keys() - {_COUNTRY}, 0.0)}  # a flag, or the name of a country
    named = _COUNTRY if "country" in kinds else None
    if not kinds.isdisjoint(PLACES):
        lead = _PLAINLY if _names_a_member(analysis) else 1
        asks_country = named and result.get(_COUNTRY, 0.0) > lead * result.get(_LOOKUP, 0.0)
        named = _COUNTRY if asks_country else _LOOKUP  # "I live in Kampala. Does Uganda have members?"
    if named and named in result:
        result[named] = sum(result.pop(topic, 0.0) for topic in (_LOOKUP, _COUNTRY, _LIST))
    return result
