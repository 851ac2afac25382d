"""Look hashes up in sorted arrays, which take a tenth of the memory of sets."""

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint32]
"""Hashes (``features.stable_hash``), sorted."""


def sorted_hashes(values: Collection[int]) -> Hashes:
    """Return the hashes as an array to look others up in."""
    return np.array(sorted(values), dtype=np.uint32)


def are_known(wanted: Sequence[int], hashes: Hashes) -> list[bool]:
    """Return for each hash whether the sorted hashes contain it."""
    if not wanted or not len(hashes):
        return [False] * len(wanted)
    values = np.array(wanted, dtype=np.uint32)
    at = np.minimum(hashes.searchsorted(values), len(hashes) - 1)
    found: list[bool] = (hashes[at] == values).tolist()
    return found


def find(wanted: int, hashes: Hashes) -> int | None:
    """Return where the hash stands among the sorted ones; None when it does not."""
    at = int(hashes.searchsorted(np.uint32(wanted)))
    return at if at < len(hashes) and hashes[at] == wanted else None
