"""Turn an utterance into the features that the classifiers weigh."""

from collections.abc import Iterator, Sequence
from zlib import crc32

LANGUAGE_NGRAMS = range(1, 5)
_MAX_WORD = 24
_HANGUL = range(0xAC00, 0xD7A4)


def stable_hash(text: str) -> int:
    """Return a 32-bit hash that is the same on every machine and in every run."""
    return crc32(text.encode())


def _ngrams(word: str, sizes: range) -> Iterator[str]:
    """Yield the parts of a word, its ends marked."""
    marked = f"<{word[:_MAX_WORD]}>"
    for size in sizes:
        for start in range(len(marked) - size + 1):
            yield marked[start : start + size]


def long_parts(word: str) -> list[str]:
    """Return the longer parts of a word, those that hardly occur by chance."""
    return list(_ngrams(word, range(2, 4) if ord(word[0]) in _HANGUL else range(4, 6)))


MARK, WORD, PAIR, PART = 3.0, 1.6, 1.0, 0.7
"""How much a name, a word, a pair of neighbours and a part of a word count beside one another."""

WHOLE = 2.5
"""How much a whole word counts for its language beside a part of a word."""

Features = dict[int, float]
"""Hash of each feature with its weight."""


def topic_features(words: Sequence[str | None], marks: Sequence[str]) -> Features:
    """Return the features of the words (None where a name was taken out) and of the marks put in for names."""
    features: Features = {}
    previous: str | None = "<s>"
    for word in words:
        if word is None:
            previous = "§"
            continue
        sizes = range(1, 4) if ord(word[0]) in _HANGUL else range(3, 6)
        for part in _ngrams(word, sizes):
            features[stable_hash(part)] = PART
        features[stable_hash(f"w{word}")] = WORD
        features[stable_hash(f"b{previous} {word}")] = PAIR
        previous = word
    features[stable_hash(f"b{previous} </s>")] = PAIR
    for mark in marks:
        features[stable_hash(f"§{mark}")] = MARK
    return features


def language_features(words: Sequence[str]) -> Features:
    """Return the features of the words as they are written: character n-grams across word borders, and whole words."""
    text = f" {' '.join(words)} "
    features = {
        stable_hash(text[start : start + size]): 1.0
        for size in LANGUAGE_NGRAMS
        for start in range(len(text) - size + 1)
    }
    return features | {stable_hash(f"w{word}"): WHOLE for word in words}
