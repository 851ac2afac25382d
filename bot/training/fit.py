"""Fit the linear classifiers: softmax regression with AdaGrad on sparse features (Duchi et al. 2011)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from bot.engine.linear import STEPS, LinearModel, pack_weights
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
    scale = (peak[keep] / STEPS).astype(np.float16)
    return LinearModel(
        names, hashes[keep], pack_weights(parameters[keep], scale), scale, idf[keep].astype(np.float16), bias
    )


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
    number = np.empty(matrix.shape[1], dtype=np.int32)
    for _ in range(recipe.epochs):
        order = random.permutation(matrix.shape[0])
        for start in range(0, len(order), _BATCH):
            chosen = order[start : start + _BATCH]
            batch = matrix[chosen]
            present = np.zeros(matrix.shape[1], dtype=np.bool_)
            present[batch.indices] = True
            columns = np.flatnonzero(present)
            number[columns] = np.arange(len(columns))
            part = sparse.csr_matrix((batch.data, number[batch.indices], batch.indptr), (len(chosen), len(columns)))
            current, spread = weights[columns], squares[columns]
            scores = part @ current + bias
            error = np.exp(scores - scores.max(axis=1, keepdims=True))
            error /= error.sum(axis=1, keepdims=True)
            error[np.arange(len(chosen)), target[chosen]] -= 1
            error *= sample_weights[chosen, None]
            gradient = part.T @ (error / len(chosen))
            gradient += recipe.decay * current
            spread += gradient * gradient
            squares[columns] = spread
            gradient *= recipe.rate
            gradient /= np.sqrt(spread, out=spread)
            current -= gradient
            weights[columns] = current
            slope = error.mean(axis=0)
            bias_squares += slope * slope
            bias -= recipe.rate * slope / np.sqrt(bias_squares)
    return weights, bias
