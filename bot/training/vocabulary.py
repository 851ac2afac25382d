"""The words that utterances use often enough not to be taken for names."""

from collections import Counter
from collections.abc import Iterable

from bot.engine.features import stable_hash
from bot.engine.text import clean, words
from bot.training.corpus import Sample

EVERYWHERE = 30
"""Utterances that a very short word must stand in to count as a word even where it abbreviates a name."""


_ABOUT_PLACES = ("members", "reforms")
"""Topics whose utterances are full of names; they do not tell what is a word."""


def common_words(samples: Iterable[Sample]) -> tuple[frozenset[int], frozenset[int]]:
    """Return the hashes of the words that stand in any utterance, and of those in at least ``EVERYWHERE``."""
    texts = (s.text for s in samples if s.weight == 1 and not s.topic.startswith(_ABOUT_PLACES))
    counts = Counter(word for text in texts for word in set(words(clean(text))))
    return (
        frozenset(map(stable_hash, counts)),
        frozenset(stable_hash(word) for word, count in counts.items() if count >= EVERYWHERE),
    )
