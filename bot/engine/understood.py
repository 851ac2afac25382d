"""How much of an utterance is known: the share of its words that the knowledge base has, or has nearly."""

from collections.abc import Sequence

from bot.engine.analysis import Analysis
from bot.engine.features import long_parts, stable_hash
from bot.engine.hashes import are_known
from bot.engine.learned import Learned

_NEARLY = 0.6
"""Share of a word's longer parts that must be known for an inflected or misspelled form of a known word."""


def known_share(analysis: Analysis, learned: Learned) -> float:
    """Return the share of words that are names, or stand in the utterances of the knowledge base as they are."""
    return _share(analysis, known_words(analysis.plain(), learned))


def understood_share(analysis: Analysis, learned: Learned) -> float:
    """Return the share of words that are names, or stand in the utterances as they are, inflected or misspelled."""
    plain = analysis.plain()
    known = known_words(plain, learned)
    return _share(analysis, [seen or _nearly(word, learned) for word, seen in zip(plain, known, strict=True)])


def known_words(words: Sequence[str], learned: Learned) -> list[bool]:
    """Return for each folded word whether it stands in an utterance of the knowledge base."""
    return are_known([stable_hash(word) for word in words], learned.vocabulary)


def _share(analysis: Analysis, known: Sequence[bool]) -> float:
    return (sum(known) + len(analysis.words) - len(known)) / len(analysis.words) if analysis.words else 0.0


def _nearly(word: str, learned: Learned) -> bool:
    parts = are_known([stable_hash(part) for part in long_parts(word)], learned.topic.hashes)
    return bool(parts) and sum(parts) >= _NEARLY * len(parts)
