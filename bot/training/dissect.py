"""Take all samples apart, on every core."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from random import Random

from bot.engine.analysis import analyse
from bot.engine.features import language_features, stable_hash
from bot.engine.places import PlaceIndex
from bot.training.corpus import Sample
from bot.training.rows import Rows, join_rows, pack

_CHUNK = 2000
_LONGEST_PART = 3


@dataclass(frozen=True, slots=True)
class Dissected:
    """What the samples consist of, in their order."""

    topic: Rows
    language: Rows
    part: Rows
    """Of one to three neighbouring words of each sample, for its language."""

    words: frozenset[int]
    """Hashes of all words of the samples of full weight."""


def dissect(samples: Sequence[Sample], index: PlaceIndex) -> Dissected:
    """Return the features of all samples, the same in every run and on any number of cores."""
    chunks = [samples[start : start + _CHUNK] for start in range(0, len(samples), _CHUNK)]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        parts = list(pool.map(partial(_dissect_chunk, index=index), chunks))
    return Dissected(
        topic=join_rows([part.topic for part in parts]),
        language=join_rows([part.language for part in parts]),
        part=join_rows([part.part for part in parts]),
        words=frozenset().union(*(part.words for part in parts)),
    )


def _dissect_chunk(samples: Sequence[Sample], index: PlaceIndex) -> Dissected:
    analyses = [analyse(sample.text, index) for sample in samples]
    pairs = list(zip(samples, analyses, strict=True))
    return Dissected(
        topic=pack(a.topic_features for a in analyses),
        language=pack(language_features(a.spoken) for a in analyses),
        part=pack(language_features(list(_part(a.spoken, sample.text))) for sample, a in pairs),
        words=frozenset(stable_hash(word) for sample, a in pairs if sample.weight == 1 for word in a.words),
    )


def _part(words: Sequence[str], seed: str) -> Iterator[str]:
    """Yield one to three neighbouring words, as in a keyword search."""
    random = Random(seed)  # noqa: S311  # a seed for repeatable samples, no secret
    size = random.randint(1, _LONGEST_PART)
    start = random.randrange(max(1, len(words) - size + 1))
    yield from words[start : start + size]
