"""Finds names and titles by what has been typed of them so far: their beginning, with a slip or two."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

_AFTER_ALL = "\U0010ffff"
_SHORTEST_FUZZY = 4
_ALIKE = 0.74
_MOST_KEYS = 60
"""Keys that are looked at for one beginning; a letter or two begin hundreds."""

_EXACT, _PREFIX, _WRITTEN, _FUZZY = 1.0, 0.8, 0.15, 0.5
"""How well a name matches: written out, begun (and more so the more of it is written), nearly begun."""

Grades = dict[str, float]
"""What was found, and how well it matches, 0 to 1."""


class Lookup:
    """An index over keys, each of which may stand for several things."""

    def __init__(self, table: Mapping[str, Sequence[str]]) -> None:
        self._table = table
        self._keys = sorted(table)

    def find(self, typed: str, *, nearly: bool = False) -> Grades:
        """Return what begins as it was typed; ``nearly``: else what begins about so."""
        grades: Grades = {}
        for key in self._beginning(typed):
            self._add(grades, key, _EXACT if key == typed else _PREFIX + _WRITTEN * len(typed) / len(key))
        if nearly and not grades and len(typed) >= _SHORTEST_FUZZY:
            for key, likeness in self._alike(typed):
                self._add(grades, key, _FUZZY * likeness)
        return grades

    def _add(self, grades: Grades, key: str, grade: float) -> None:
        for ref in self._table[key]:
            grades[ref] = max(grade, grades.get(ref, 0.0))

    def _beginning(self, typed: str) -> Sequence[str]:
        start, end = bisect_left(self._keys, typed), bisect_left(self._keys, typed + _AFTER_ALL)
        return sorted(self._keys[start:end], key=len)[:_MOST_KEYS]

    def _alike(self, typed: str) -> Iterator[tuple[str, float]]:
        """Yield keys with the same first letter whose beginning is like what was typed."""
        start, end = bisect_left(self._keys, typed[0]), bisect_left(self._keys, typed[0] + _AFTER_ALL)
        keys = [key for key in self._keys[start:end] if len(key) >= len(typed) - 1]
        beginnings = [key[: len(typed)] for key in keys]
        score = OSA.normalized_similarity
        for _, likeness, at in process.extract(typed, beginnings, scorer=score, score_cutoff=_ALIKE, limit=_MOST_KEYS):
            yield keys[at], likeness
