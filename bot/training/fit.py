"""Fit the linear classifiers: softmax regression with AdaGrad on sparse features (Duchi et al. 2011)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from bot.engine.linear import LinearModel
from bot.training.rows import Rows

_BATCH = 1024
_SEED = 7


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to fit a model."""

    epochs: int
    rate: float
    decay: float
    """Pull of the weights towards nothing; keeps rare features from deciding alone."""

    rarest: int = 2
    """Features of fewer samples are left out."""


def fit(rows: Rows, labels: Sequence[str], weights: Sequence[float], recipe: Recipe) -> LinearModel:
    """Return the model that tells the labels of the rows of features."""
    names = tuple(sorted(set(labels)))
    target = np.array([names.index(label) for label in labels])
    matrix, hashes, idf = _matrix(rows, recipe.rarest)
    parameters, bias = _descend(matrix, target, np.asarray(weights, dtype=np.float32), len(names), recipe)
    peak = np.abs(parameters).max(axis=1)
    keep = peak > 1e-3  # noqa: PLR2004  # below, a feature moves nothing
    scale = (peak[keep] / 127).astype(np.float32)
    quantised = np.round(parameters[keep] / scale[:, None]).astype(np.int8)
    return LinearModel(names, hashes[keep], quantised, scale, idf[keep], bias)


def _matrix(rows: Rows, rarest: int) -> tuple[sparse.csr_matrix, npt.NDArray[np.uint32], npt.NDArray[np.float32]]:
    """Return the samples as rows of unit length weighed by idf, the features kept, and their idf."""
    hashes, columns, counts = np.unique(rows.hashes, return_inverse=True, return_counts=True)
    keep = counts >= rarest
    renumber = np.cumsum(keep) - 1
    kept = keep[columns]
    sample = np.repeat(np.arange(len(rows.lengths)), rows.lengths)[kept]
    idf = np.log((1 + len(rows.lengths)) / (1 + counts[keep])).astype(np.float32)
    columns = renumber[columns[kept]]
    value = rows.weights[kept] * idf[columns]
    matrix = sparse.csr_matrix((value, (sample, columns)), shape=(len(rows.lengths), int(keep.sum())), dtype=np.float32)
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    norms[norms == 0] = 1
    matrix = sparse.diags(1 / norms).astype(np.float32) @ matrix
    return matrix.tocsr(), hashes[keep].astype(np.uint32), idf


def _descend(
    matrix: sparse.csr_matrix,
    target: npt.NDArray[np.int64],
    sample_weights: npt.NDArray[np.float32],
    classes: int,
    recipe: Recipe,
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Return weights and bias after some epochs of AdaGrad."""
    random = np.random.default_rng(_SEED)
    weights = np.zeros((matrix.shape[1], classes), dtype=np.float32)
    squares = np.full_like(weights, 1e-6)
    bias = np.zeros(classes, dtype=np.float32)
    bias_squares = np.full_like(bias, 1e-6)
    for _ in range(recipe.epochs):
        order = random.permutation(matrix.shape[0])
        for start in range(0, len(order), _BATCH):
            chosen = order[start : start + _BATCH]
            batch = matrix[chosen]
            columns = np.unique(batch.indices)
            part = batch[:, columns]
            scores = part @ weights[columns] + bias
            error = np.exp(scores - scores.max(axis=1, keepdims=True))
            error /= error.sum(axis=1, keepdims=True)
            error[np.arange(len(chosen)), target[chosen]] -= 1
            error *= sample_weights[chosen, None]
            gradient = part.T @ error / len(chosen) + recipe.decay * weights[columns]
            squares[columns] += gradient * gradient
            weights[columns] -= recipe.rate * gradient / np.sqrt(squares[columns])
            slope = error.mean(axis=0)
            bias_squares += slope * slope
            bias -= recipe.rate * slope / np.sqrt(bias_squares)
    return weights, bias
