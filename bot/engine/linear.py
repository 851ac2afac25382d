"""A linear classifier over hashed features, small enough to be looked up in microseconds."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.engine.features import Features

Arrays = Mapping[str, npt.NDArray[np.generic]]


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights of each known feature for each label."""

    labels: tuple[str, ...]
    hashes: npt.NDArray[np.uint32]
    """Features, sorted."""

    weights: npt.NDArray[np.int8]
    """One row a feature, one column a label, in steps of ``scale``."""

    scale: npt.NDArray[np.float32]
    """Step of each feature's weights; holds the rarity of the feature (idf) as well."""

    idf: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    def scores(self, features: Features) -> npt.NDArray[np.float32]:
        """Return the log odds of each label."""
        if not features or not len(self.hashes):
            return self.bias
        wanted = np.fromiter(features.keys(), dtype=np.uint32, count=len(features))
        weights = np.fromiter(features.values(), dtype=np.float32, count=len(features))
        rows = np.minimum(np.searchsorted(self.hashes, wanted), len(self.hashes) - 1)
        known = self.hashes[rows] == wanted
        rows = rows[known]
        if not len(rows):
            return self.bias
        value = self.idf[rows] * weights[known]
        step = self.scale[rows] * value / np.sqrt((value * value).sum())
        total: npt.NDArray[np.float32] = step @ self.weights[rows].astype(np.float32) + self.bias
        return total

    def probabilities(self, features: Features) -> npt.NDArray[np.float32]:
        """Return the probability of each label."""
        scores = self.scores(features)
        powers = np.exp(scores - scores.max())
        result: npt.NDArray[np.float32] = powers / powers.sum()
        return result
