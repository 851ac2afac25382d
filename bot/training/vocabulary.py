"""The words of the utterances, told from the names in them."""

from collections import Counter
from collections.abc import Iterable, Iterator

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


def common_words(samples: Iterable[Sample]) -> tuple[Hashes, Hashes]:
    """Return the hashes of the words that are no names, and of the most frequent ones among them."""
    small: Counter[str] = Counter()
    names: Counter[str] = Counter()
    about_places: Counter[tuple[str, str]] = Counter()
    for sample in samples:
        if sample.weight == 1 and sample.topic.startswith(_MEMBERSHIP):
            about_places.update((sample.language, word) for word, _ in set(_words(sample.text)))
        elif sample.weight == 1 and not sample.topic.startswith(_REFORMS):
            for word, is_name in set(_words(sample.text)):
                (names if is_name else small)[word] += 1
    small.update({word: _OFTEN for (_, word), count in about_places.items() if count >= _AROUND_NAMES})
    return (
        sorted_hashes({stable_hash(word) for word, count in small.items() if not names[word] or count >= _OFTEN}),
        sorted_hashes({stable_hash(word) for word, count in small.items() if count >= _EVERYWHERE}),
    )


def _words(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the folded words and whether a capital inside the sentence marks them as names."""
    text = clean(text)
    for word, capital in zip(raw_words(text), capitals(text), strict=True):
        yield fold_word(word), capital
