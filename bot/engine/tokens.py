"""Prepare the words of an utterance for the search for names."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from anyascii import anyascii

from bot.engine.features import stable_hash
from bot.engine.hashes import Hashes, are_known

_KOREAN_PARTICLES = (
    "이라는", "이라고", "에서는", "에서도", "으로는", "라는", "라고", "에서", "에는", "에도", "으로", "이랑",
    "까지", "부터", "처럼", "한테", "이나", "이요",
    "은", "는", "이", "가", "을", "를", "에", "의", "도", "로", "와", "과", "랑", "만", "나", "요",
)  # fmt: skip
_KOREAN_ENDS = frozenset(particle[-1] for particle in _KOREAN_PARTICLES)
_ARABIC_PREFIXES = ("وال", "بال", "لل", "ال", "و", "ب", "ل", "ف")
_ARABIC_BEGINNINGS = frozenset(prefix[0] for prefix in _ARABIC_PREFIXES)


@lru_cache(maxsize=4096)
def skeleton(word: str) -> str:
    """Return the word in plain Latin letters, for comparison across scripts and spellings."""
    return "".join(char for char in anyascii(word).lower() if char.isalnum())


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of an utterance and what is known of each."""

    words: Sequence[str]
    keys: Sequence[str]
    capitals: Sequence[bool]
    common: Sequence[bool]
    articled: Sequence[Sequence[str]]
    """Keys of each word that is not common without an Arabic article or preposition ..."""

    marked: Sequence[Sequence[str]]
    """... and without a Korean particle."""

    joined: str
    """All keys, one after the other ..."""

    borders: Sequence[int]
    """... and where each begins."""

    @classmethod
    def of(cls, words: Sequence[str], capitals: Sequence[bool], common: Hashes) -> "Tokens":
        """Return the folded words with what the search for names needs; a capital (``text.capitals``) is no word."""
        hashes = [0 if big else stable_hash(word) for word, big in zip(words, capitals, strict=True)]
        known = are_known(hashes, common)
        keys = [skeleton(word) for word in words]
        return cls(
            words=words,
            keys=keys,
            capitals=capitals,
            common=known,
            articled=[() if usual else _without_article(word) for word, usual in zip(words, known, strict=True)],
            marked=[() if usual else _without_particle(word) for word, usual in zip(words, known, strict=True)],
            joined="".join(keys),
            borders=[0, *accumulate(map(len, keys))],
        )

    def key(self, start: int, end: int) -> str:
        """Return the key under which these words would be listed as a name."""
        return self.joined[self.borders[start] : self.borders[end]]


def _without_article(word: str) -> Sequence[str]:
    """Return the keys that an Arabic word may have without its article or preposition."""
    if word[0] not in _ARABIC_BEGINNINGS:
        return ()
    return [skeleton(word[len(p) :]) for p in _ARABIC_PREFIXES if word.startswith(p) and len(word) > len(p) + 2]


def _without_particle(word: str) -> Sequence[str]:
    """Return the keys that a Korean word may have without the particle at its end."""
    if word[-1] not in _KOREAN_ENDS:
        return ()
    return [skeleton(word[: -len(p)]) for p in _KOREAN_PARTICLES if word.endswith(p) and len(word) > len(p) + 1]
