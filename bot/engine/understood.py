"""How much of an utterance is known: the share of its words that the knowledge base has, or has nearly."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bot.engine.analysis import Analysis
from bot.engine.features import long_parts, stable_hash
from bot.engine.learned import Learned

_NEARLY = 0.6
"""Share of a word's longer parts that must be known for an inflected or misspelled form of a known word."""


def understood_share(analysis: Analysis, learned: Learned) -> float:
    """Return the share of words that are names, or in the utterances of the knowledge base as a whole or nearly."""
    if not analysis.words:
        return 0.0
    plain = analysis.plain()
    whole = are_known([stable_hash(word) for word in plain], learned.vocabulary)
    known = sum(seen or _nearly(word, learned) for word, seen in zip(plain, whole, strict=True))
    return (known + len(analysis.words) - len(plain)) / len(analysis.words)


def _nearly(word: str, learned: Learned) -> bool:
    parts = are_known([stable_hash(part) for part in long_parts(word)], learned.topic.hashes)
    return bool(parts) and sum(parts) >= _NEARLY * len(parts)


def are_known(wanted: Sequence[int], hashes: npt.NDArray[np.uint32]) -> list[bool]:
    """Return for each hash whether the sorted hashes contain it."""
    if not wanted or not len(hashes):
        return [False] * len(wanted)
    values = np.array(wanted, dtype=np.uint32)
    at = np.minimum(np.searchsorted(hashes, values), len(hashes) - 1)
    found: list[bool] = (hashes[at] == values).tolist()
    return found
