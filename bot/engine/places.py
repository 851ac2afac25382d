"""Find the places, countries and languages that an utterance names, in any script and with typos."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from bot.engine.features import stable_hash
from bot.engine.hashes import Hashes, find, sorted_hashes
from bot.engine.spellings import Spellings
from bot.engine.tokens import Tokens, skeleton

MAX_WORDS = 5
"""Longest name that is looked for (Tangier - Tetouan - Al Hoceima without its last word still matches)."""

_ABBREVIATION = 3
"""Names up to this length count as words where they are words too: "us" against "US"."""

_TOGETHER = 5
"""Letters up to which several frequent words are no name, though one is written like them."""

_LONGEST_SUFFIX = 5
_FREE_CUT = 2
"""An ending up to this length may follow any name; a longer one only a name that is longer still."""

_MISSPELLED_WORDS = 3
_SHORTEST_STEM = 4
_FUZZY_WORDS = 45
"""Words up to which misspelled names are looked for; in longer texts it would take too long."""

_VOWELS = "aeiouy"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name that was recognised in the words from ``start`` up to ``end``."""

    start: int
    end: int
    refs: tuple[str, ...]
    """What it can stand for: ``member:ID``, ``later:ID``, ``town:ID`` (inside a member region), ``country:ISO``,
    ``language:CODE``, ``city:ISO`` (any other town, by its country)."""

    exact: bool
    """Whether it is written as listed, rather than inflected or misspelled."""

    def moved(self, start: int) -> "Mention":
        """Return the mention of the same name in words where it begins elsewhere."""
        return replace(self, start=start, end=start + self.end - self.start)


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Hashes of the names of the world's towns and regions, sorted, with the index of their country beside them."""

    hashes: npt.NDArray[np.uint32]
    country_of: npt.NDArray[np.uint16]
    countries: Sequence[str]
    large: Hashes
    """Hashes of the names of large cities, which are no inflected forms of other names."""

    def country(self, key: str) -> str | None:
        """Return the ISO code of the country of the largest town of this name."""
        at = find(stable_hash(key), self.hashes)
        return None if at is None else self.countries[int(self.country_of[at])]

    def is_large(self, key: str) -> bool:
        """Return whether this is the name of a large city."""
        return find(stable_hash(key), self.large) is not None


class PlaceIndex:
    """All names that the knowledge base and CLDR give, ready for the search in an utterance."""

    def __init__(
        self,
        names: Mapping[str, tuple[str, ...]],
        gazetteer: Gazetteer,
        common: Hashes | None = None,
        frequent: Hashes | None = None,
    ) -> None:
        self._names = names
        self._gazetteer = gazetteer
        self._common = sorted_hashes(()) if common is None else common
        self._frequent = sorted_hashes(()) if frequent is None else frequent
        stems: defaultdict[str, list[str]] = defaultdict(list)
        for key, refs in names.items():
            stem = key.rstrip(_VOWELS) if len(key) > _SHORTEST_STEM else key
            if len(stem) >= _SHORTEST_STEM:
                stems[stem].extend(refs)
        self._stems = {stem: tuple(dict.fromkeys(refs)) for stem, refs in stems.items()}
        self._spellings = Spellings(names)

    def mentions(self, words: Sequence[str], capitals: Sequence[bool]) -> list[Mention]:
        """Return the names in the folded words, from left to right; a capital (``text.capitals``) speaks for a name."""
        taken: set[int] = set()
        found: list[Mention] = []
        tokens = Tokens.of(words, capitals, self._common)
        for search, sizes in self._searches(tokens):
            for start, end in _windows(len(words), sizes):
                if taken.isdisjoint(range(start, end)):
                    mention = search(tokens, start, end)
                    if mention:
                        taken.update(range(start, end))
                        found.append(mention)
        return sorted(found, key=lambda mention: mention.start)

    def _searches(self, tokens: Tokens) -> Sequence[tuple["_Search", range]]:
        """Return how to look for names, and in how many words each: common words are at most names as they stand."""
        any_size = range(1, MAX_WORDS + 1)
        if all(tokens.common):
            return ((self._listed, any_size),)
        if len(tokens.words) > _FUZZY_WORDS:
            return ((self._listed, any_size), (self._inflected, any_size), (self._town, any_size))
        return (
            (self._listed, any_size),
            (self._misspelled, range(2, _MISSPELLED_WORDS + 1)),
            (self._inflected, any_size),
            (self._town, any_size),
            (self._misspelled, range(1, 2)),
        )

    def country_of_town(self, words: Sequence[str]) -> str | None:
        """Return the ISO code of the country of the town that all the words together name, common words or not."""
        return self._gazetteer.country("".join(skeleton(word) for word in words))

    def _listed(self, tokens: Tokens, start: int, end: int) -> Mention | None:
        """Return the name as it is listed, in Arabic also with article or preposition, in Korean with a particle."""
        key = tokens.key(start, end)
        refs = self._names.get(key)
        if refs and self._are_words(tokens, start, end):
            refs = _without_countries(refs) if end - start == 1 and len(key) > _ABBREVIATION else None
        keys = (
            *(f"{stem}{tokens.key(start + 1, end)}" for stem in tokens.articled[start]),
            *(f"{tokens.key(start, end - 1)}{stem}" for stem in tokens.marked[end - 1]),
        )
        refs = refs or next((self._names[key] for key in keys if key in self._names), None)
        return Mention(start, end, refs, exact=True) if refs else None

    def _are_words(self, tokens: Tokens, start: int, end: int) -> bool:
        """Return whether a name is rather words: frequent ones, written small ("us"), or short together ("la o")."""
        if end - start > 1 and tokens.borders[end] - tokens.borders[start] > _TOGETHER:
            return False
        return not any(tokens.capitals[start:end]) and all(
            find(stable_hash(word), self._frequent) is not None for word in tokens.words[start:end]
        )

    def _inflected(self, tokens: Tokens, start: int, end: int) -> Mention | None:
        """Return a name that carries an ending, of a case or of what is made from it."""
        if all(tokens.common[start:end]):
            return None
        key = tokens.key(start, end)
        refs = self._without_ending(key, len(tokens.keys[end - 1])) or self._stems.get(key)
        return Mention(start, end, refs, exact=False) if refs and not self._gazetteer.is_large(key) else None

    def _without_ending(self, key: str, last: int) -> tuple[str, ...] | None:
        """Return what the key stands for without its ending; ``last``: length of its last word."""
        for cut in range(1, min(_LONGEST_SUFFIX, len(key) - _SHORTEST_STEM, last - 1) + 1):
            stem = key[:-cut]
            if cut > _FREE_CUT and len(stem) < cut + _FREE_CUT + 1:
                break
            refs = self._names.get(stem) if len(stem) > _SHORTEST_STEM or cut <= _FREE_CUT else None
            refs = refs or (self._stems.get(stem) if len(stem) > _SHORTEST_STEM else None)
            if refs:
                return refs
        return None

    def _town(self, tokens: Tokens, start: int, end: int) -> Mention | None:
        """Return a town of the world that is not in the knowledge base."""
        key = tokens.key(start, end)
        if any(tokens.common[start:end]) or len(key) < _SHORTEST_STEM:
            return None
        country = self._gazetteer.country(key)
        inflects = end - start == 1 and not tokens.words[start].isascii()
        for cut in (1, 2, 3):
            if country is None and inflects and len(key) - cut > _SHORTEST_STEM:
                country = self._gazetteer.country(key[:-cut])
        return Mention(start, end, (f"city:{country}",), exact=False) if country else None

    def _misspelled(self, tokens: Tokens, start: int, end: int) -> Mention | None:
        """Return the name that differs by a letter or two."""
        if all(tokens.common[start:end]) or self._holds_town(tokens, start, end):
            return None
        name = self._spellings.nearest(tokens.key(start, end))
        return Mention(start, end, self._names[name], exact=False) if name else None

    def _holds_town(self, tokens: Tokens, start: int, end: int) -> bool:
        """Return whether one of several words is a town by itself ("Texas a" is no misspelled name)."""
        words = tokens.keys[start:end]
        return len(words) > 1 and any(len(key) > _SHORTEST_STEM and self._gazetteer.country(key) for key in words)


_Search = Callable[[Tokens, int, int], Mention | None]
"""Finds the name that words are, from one up to another."""


def _without_countries(refs: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a frequent word can stand for: no country or town, whose name is a word of another language."""
    return tuple(ref for ref in refs if not ref.startswith(("country:", "later:", "town:")))


def _windows(count: int, sizes: range) -> Iterator[tuple[int, int]]:
    """Yield the windows of these sizes over the words, long ones first."""
    for size in reversed(sizes):
        for start in range(count - size + 1):
            yield start, start + size
