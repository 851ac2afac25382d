"""Find the name that a misspelled word stands for."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 5
"""Letters from which on a name may be misspelled."""

_LIKENESS = 0.79
_REMEMBERED = 5_000
"""Misspellings whose outcome is kept: people repeat each other, and clauses are looked at twice."""


class Spellings:
    """Keys of names (``tokens.skeleton``), found by others that are like them; the first letter is right."""

    def __init__(self, keys: Iterable[str]) -> None:
        groups: defaultdict[str, list[str]] = defaultdict(list)
        for key in keys:
            if len(key) >= SHORTEST:
                groups[key[0]].append(key)
        self._groups = {first: _Group.of(sorted(group, key=len)) for first, group in groups.items()}
        self._longest = max((int(len(key) / _LIKENESS) for group in groups.values() for key in group), default=0)
        self._nearest: dict[str, str | None] = {}

    def nearest(self, key: str) -> str | None:
        """Return the name that is most like the key, None when none is like it."""
        group = self._groups.get(key[:1])
        if group is None or not SHORTEST <= len(key) <= self._longest:
            return None
        if key not in self._nearest:
            if len(self._nearest) >= _REMEMBERED:
                self._nearest.clear()
            self._nearest[key] = group.nearest(key)
        return self._nearest[key]


@dataclass(frozen=True, slots=True)
class _Group:
    """Keys with one first letter, and what tells at a glance that a word is none of them."""

    keys: Sequence[str]
    """Short ones first."""

    begins: Sequence[int]
    """Where the keys of each length begin."""

    letters: npt.NDArray[np.uint32]

    @classmethod
    def of(cls, keys: Sequence[str]) -> "_Group":
        """Return the keys, sorted by length, with the letters of each."""
        longest = len(keys[-1])
        return cls(
            keys=keys,
            begins=[bisect_left(keys, length, key=len) for length in range(longest + 2)],
            letters=np.array([_letters(key) for key in keys], dtype=np.uint32),
        )

    def nearest(self, key: str) -> str | None:
        """Return the key that is most like this one, None when none is like it."""
        match = process.extractOne(key, self._near(key), scorer=OSA.normalized_similarity, score_cutoff=_LIKENESS)
        return match[0] if match else None

    def _near(self, key: str) -> list[str]:
        """Return the keys that may be like this one: a slip changes the length by one, and two letters at most."""
        slips = int((1 - _LIKENESS) * len(key) / _LIKENESS)  # a name may be longer by so much
        first, end = self._begin(len(key) - slips), self._begin(len(key) + slips + 1)
        others = np.bitwise_count(self.letters[first:end] ^ np.uint32(_letters(key)))
        return [self.keys[first + at] for at in np.flatnonzero(others <= 2 * slips).tolist()]

    def _begin(self, length: int) -> int:
        """Return where the keys of this length begin."""
        return self.begins[min(length, len(self.begins) - 1)]


def _letters(key: str) -> int:
    """Return the set of the letters of the key, as bits."""
    bits = 0
    for char in key:
        bits |= 1 << (ord(char) & 31)
    return bits
