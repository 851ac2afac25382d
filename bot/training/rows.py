"""Features of many samples in three flat arrays, which are small and quick to hand from process to process."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.engine.features import Features


@dataclass(frozen=True, slots=True)
class Rows:
    """The features of the samples, one after the other."""

    hashes: npt.NDArray[np.uint32]
    weights: npt.NDArray[np.float32]
    lengths: npt.NDArray[np.int64]
    """How many features each sample has."""


def pack(features: Iterable[Features]) -> Rows:
    """Return the features of samples as flat arrays."""
    rows = list(features)
    lengths = np.array([len(row) for row in rows], dtype=np.int64)
    total = int(lengths.sum())
    hashes = np.fromiter((feature for row in rows for feature in row), dtype=np.uint32, count=total)
    weights = np.fromiter((weight for row in rows for weight in row.values()), dtype=np.float32, count=total)
    return Rows(hashes, weights, lengths)


def join_rows(parts: Sequence[Rows]) -> Rows:
    """Return the rows of all parts, in order."""
    return Rows(
        np.concatenate([part.hashes for part in parts]),
        np.concatenate([part.weights for part in parts]),
        np.concatenate([part.lengths for part in parts]),
    )
