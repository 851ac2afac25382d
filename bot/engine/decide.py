"""Decide what an utterance asks for: answer, offer a choice, or say that it is not known."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from bot.engine.analysis import Analysis
from bot.engine.dialogue import Kind
from bot.engine.features import stable_hash
from bot.engine.linear import LinearModel

NONE = "none"
_LOOKUP, _COUNTRY, _LIST = "members.lookup", "members.country", "members"
_FEW = 3
"""Words beside a member's name up to which it is what the utterance is about."""

_OFFERED = 3


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability on the bot does what; measured, see ``docs/matching.md``."""

    answer: float = 0.55
    lead: float = 2.5
    """How many times as likely as the next topic the best one must be to be answered below ``answer``."""

    floor: float = 0.25
    """Least probability of a topic that is answered for its lead."""

    offer: float = 0.08
    """Least probability of a topic that is offered."""

    none: float = 0.40
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
    one_place: bool = False
    """Whether it sounds like asking for one place rather than for those of a country."""

    @property
    def topic(self) -> str:
        """Return the best topic."""
        return self.candidates[0][0]

    def near(self, least: float) -> tuple[str, ...]:
        """Return the topics of at least this probability, best first, at most three."""
        return tuple(topic for topic, probability in self.candidates[:_OFFERED] if probability >= least)


def understood_share(analysis: Analysis, vocabulary: "np.ndarray[tuple[int], np.dtype[np.uint32]]") -> float:
    """Return the share of the words that the utterances of the knowledge base contain or that are names, 0 to 1."""
    plain = analysis.plain()
    if not analysis.words:
        return 0.0
    hashes = np.array([stable_hash(word) for word in plain], dtype=np.uint32)
    at = np.minimum(np.searchsorted(vocabulary, hashes), len(vocabulary) - 1)
    known = int((vocabulary[at] == hashes).sum()) if len(hashes) else 0
    return (known + len(analysis.words) - len(plain)) / len(analysis.words)


def decide(
    analysis: Analysis, model: LinearModel, understood: float, thresholds: Thresholds, without: Collection[str] = ()
) -> Decision:
    """Return the decision on the utterance, the topics of ``without`` left out."""
    probabilities = dict(zip(model.labels, model.probabilities(analysis.topic_features).tolist(), strict=True))
    none = probabilities.pop(NONE, 0.0)
    for topic in without:
        probabilities[topic] = 0.0
    ranked = tuple(sorted(_by_names(probabilities, analysis).items(), key=lambda item: -item[1]))
    (first, best), (_, second) = (*ranked, ("", 0.0), ("", 0.0))[:2]
    if first == _LOOKUP and _names_a_member(analysis):
        none /= 2
    leads = best >= thresholds.floor and best >= thresholds.lead * max(second, none)
    answers = best >= thresholds.answer or leads
    if understood < thresholds.understood and best < 0.9:  # noqa: PLR2004  # too little of it is known to be plain
        answers = False
    if none >= thresholds.none and none > best:
        kind: Kind = "unknown"
    elif answers and best > none:
        kind = "answer"
    else:
        kind = "choices" if best >= thresholds.offer and understood >= thresholds.understood else "unknown"
    one_place = probabilities.get(_LOOKUP, 0.0) > probabilities.get(_COUNTRY, 0.0) + probabilities.get(_LIST, 0.0)
    return Decision(kind, ranked, none, understood, one_place)


def _names_a_member(analysis: Analysis) -> bool:
    """Return whether there is little else than the name of a member, which hardly anybody writes for nothing."""
    refs = (ref for mention in analysis.mentions if mention.exact for ref in mention.refs)
    return len(analysis.plain()) <= _FEW and any(ref.startswith(("member:", "later:")) for ref in refs)


def _by_names(probabilities: Mapping[str, float], analysis: Analysis) -> dict[str, float]:
    """Return the probabilities with membership questions sorted by what is named: a place, a country, or nothing."""
    result = dict(probabilities)
    kinds = {ref.partition(":")[0] for mention in analysis.mentions for ref in mention.refs}
    named = _LOOKUP if kinds & {"member", "later", "city"} else _COUNTRY if "country" in kinds else None
    if named and named in result:
        result[named] = sum(result.pop(topic, 0.0) for topic in (_LOOKUP, _COUNTRY, _LIST))
    return result
