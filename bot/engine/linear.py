"""A linear classifier over hashed features, small enough to be looked up in microseconds."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.engine.features import Features

STEPS = 7
"""Steps of a weight in either direction: four bits, since over hundreds of features the rounding evens out."""

_ZERO = 8

Arrays = Mapping[str, npt.NDArray[np.generic]]


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights of each known feature for each label."""

    labels: tuple[str, ...]
    hashes: npt.NDArray[np.uint32]
    """Features, sorted."""

    weights: npt.NDArray[np.uint8]
    """One row a feature, two labels a byte (see ``pack_weights``), in steps of ``scale``."""

    scale: npt.NDArray[np.float16]
    """Step of each feature's weights."""

    idf: npt.NDArray[np.float16]
    """Rarity of each feature."""

    bias: npt.NDArray[np.float32]

    def scores(self, features: Features) -> npt.NDArray[np.float32]:
        """Return the log odds of each label."""
        if not features or not len(self.hashes):
            return self.bias
        hashes = np.fromiter(features.keys(), dtype=np.uint32, count=len(features))
        order = hashes.argsort()  # neighbours lie near each other in memory, which takes half the time
        wanted = hashes[order]
        rows = np.minimum(self.hashes.searchsorted(wanted), len(self.hashes) - 1)
        known = self.hashes[rows] == wanted
        rows = rows[known]
        if not len(rows):
            return self.bias
        weights = np.fromiter(features.values(), dtype=np.float32, count=len(features))[order[known]]
        value = self.idf[rows].astype(np.float32) * weights
        step = self.scale[rows].astype(np.float32) * value / np.sqrt((value * value).sum())
        total: npt.NDArray[np.float32] = step @ _unpack(self.weights[rows], len(self.labels)) + self.bias
        return total

    def probabilities(self, features: Features) -> npt.NDArray[np.float32]:
        """Return the probability of each label."""
        scores = self.scores(features)
        powers = np.exp(scores - scores.max())
        result: npt.NDArray[np.float32] = powers / powers.sum()
        return result


def pack_weights(weights: npt.NDArray[np.float32], scale: npt.NDArray[np.float16]) -> npt.NDArray[np.uint8]:
    """Return the weights in steps of their row's scale, from -``STEPS`` to ``STEPS``, two in a byte."""
    steps = np.clip(np.round(weights / scale.astype(np.float32)[:, None]), -STEPS, STEPS).astype(np.int8) + _ZERO
    if steps.shape[1] % 2:
        steps = np.pad(steps, ((0, 0), (0, 1)), constant_values=_ZERO)
    packed: npt.NDArray[np.uint8] = (steps[:, 0::2] << 4 | steps[:, 1::2]).astype(np.uint8)
    return packed


def _unpack(packed: npt.NDArray[np.uint8], labels: int) -> npt.NDArray[np.float32]:
    """Return the steps of each label."""
    steps = np.empty((len(packed), 2 * packed.shape[1]), dtype=np.float32)
    steps[:, 0::2], steps[:, 1::2] = packed >> 4, packed & 15
    return steps[:, :labels] - _ZERO
