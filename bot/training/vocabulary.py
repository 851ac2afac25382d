"""The words of the utterances, told from the names in them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from bot.engine.features import stable_hash
from bot.engine.hashes import Hashes, sorted_hashes
from bot.engine.text import capitals, clean, fold_word, raw_words
from bot.training.corpus import Sample

_OFTEN = 3
"""Times that a word which is also written as a name must stand in small letters to count as a word."""

_EVERYWHERE = 30
"""Utterances that a very short word must stand in to count as a word even where it abbreviates a name."""

_MEMBERSHIP, _REFORMS = "members", "reforms"
"""Topics whose utterances are full of names, which do not tell what is a word ..."""

_AROUND_NAMES = 8
"""... unless a word stands in so many samples of one language, more than any name does."""


_NAME, _LONG_NAME = 6, 7
"""Letters of a name from which on a word that consists of it and an ending is no other word, around names ..."""

_SELDOM = 8
"""... and elsewhere, when no more utterances have it than this."""


def common_words(samples: Iterable[Sample], name_within: Callable[[str], str]) -> tuple[Hashes, Hashes]:
    """Return the hashes of the words that are no names, and of the most frequent ones among them.

    ``name_within`` tells which name a word consists of but for an ending (``PlaceIndex.name_within``).
    """
    small: Counter[str] = Counter()
    names: Counter[str] = Counter()
    about_places: Counter[tuple[str, str]] = Counter()
    for sample in samples:
        if sample.weight == 1 and sample.topic.startswith(_MEMBERSHIP):
            about_places.update((sample.language, word) for word, _ in set(_words(sample.text)))
        elif sample.weight == 1 and not sample.topic.startswith(_REFORMS):
            for word, is_name in set(_words(sample.text)):
                (names if is_name else small)[word] += 1
    inflected = {word for word, count in small.items() if count <= _SELDOM and len(name_within(word)) >= _LONG_NAME}
    often = {word for (_, word), count in about_places.items() if count >= _AROUND_NAMES}
    small.update({word: _OFTEN for word in often if len(name_within(word)) < _NAME})
    common = {word for word, count in small.items() if not names[word] or count >= _OFTEN} - inflected
    frequent = {word for word, count in small.items() if count >= _EVERYWHERE}
    return sorted_hashes(set(map(stable_hash, common))), sorted_hashes(set(map(stable_hash, frequent)))


def _words(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the folded words and whether a capital inside the sentence marks them as names."""
    text = clean(text)
    for word, capital in zip(raw_words(text), capitals(text), strict=True):
        yield fold_word(word), capital
