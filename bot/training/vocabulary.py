"""The words of the utterances, told from the names in them."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from bot.engine.features import stable_hash
from bot.engine.hashes import Hashes, sorted_hashes
from bot.engine.text import capitals, clean, fold_word, raw_words
from bot.engine.tokens import skeleton
from bot.training.corpus import Sample

_OFTEN = 3
"""Times that a word which is also written as a name must stand in small letters to count as a word."""

_EVERYWHERE = 30
"""Utterances that a very short word must stand in to count as a word even where it abbreviates a name."""

_MEMBERSHIP, _REFORMS = "members", "reforms"
"""Topics whose utterances are full of names, which do not tell what is a word ..."""

_AROUND_NAMES = 8
"""... unless a word stands in so many samples of one language, more than any name does."""


_NAME = 5
"""Letters of a name from which on a word that consists of it and an ending is no other word, around names ..."""

_SELDOM = 8
"""... and elsewhere, when no more utterances have it than this."""

_LONGEST_ENDING = 6


def common_words(samples: Iterable[Sample], names: Mapping[str, Collection[str]]) -> tuple[Hashes, Hashes]:
    """Return the hashes of the words that are no names, and of the most frequent ones among them.

    ``names`` are the keys of the names that each language has (``names.names_of_language``).
    """
    small: Counter[tuple[str, str]] = Counter()
    marked: Counter[str] = Counter()
    about_places: Counter[tuple[str, str]] = Counter()
    for sample in samples:
        if sample.weight == 1 and sample.topic.startswith(_MEMBERSHIP):
            about_places.update((sample.language, word) for word, _ in set(_words(sample.text)))
        elif sample.weight == 1 and not sample.topic.startswith(_REFORMS):
            for word, is_name in set(_words(sample.text)):
                if is_name:
                    marked[word] += 1
                else:
                    small[sample.language, word] += 1
    often = {entry for entry, count in about_places.items() if count >= _AROUND_NAMES}
    seldom = {entry for entry, count in small.items() if count <= _SELDOM}
    inflected = {entry for entry in often | seldom if _name_within(entry[1], names[entry[0]])}
    totals: Counter[str] = Counter()
    for entry, count in (*small.items(), *((entry, _OFTEN) for entry in often)):
        if entry not in inflected:
            totals[entry[1]] += count
    common = {stable_hash(word) for word, count in totals.items() if not marked[word] or count >= _OFTEN}
    frequent = {stable_hash(word) for word, count in totals.items() if count >= _EVERYWHERE}
    return sorted_hashes(common), sorted_hashes(frequent)


def _name_within(word: str, names: Collection[str]) -> bool:
    """Return whether the word consists of a name and an ending."""
    key = skeleton(word)
    stems = (key[:-cut] for cut in range(1, _LONGEST_ENDING + 1))
    return any(len(stem) >= _NAME and stem in names for stem in stems)


def _words(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the folded words and whether a capital marks them as names; those whose capital says nothing left out."""
    text = clean(text)
    for word, capital in zip(raw_words(text), capitals(text), strict=True):
        if capital or not word[:1].isupper():
            yield fold_word(word), capital
