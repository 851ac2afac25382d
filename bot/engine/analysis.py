"""Take an utterance apart: words, names, features."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.engine.features import Features, topic_features
from bot.engine.places import Mention, PlaceIndex
from bot.engine.text import capitals, clean, fold_word, raw_words

_CLAUSE = re.compile(r"[.!?;:,…،؛؟。！？\n]+\s*|\s+[-–—]\s+")
"""Where a clause ends."""

Span = tuple[int, int]
"""From which word up to which."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """What an utterance consists of."""

    text: str
    raw: tuple[str, ...]
    """Words as written."""

    words: tuple[str, ...]
    """The same words folded."""

    capitals: tuple[bool, ...]
    """Whether a capital marks each word as a name (``text.capitals``)."""

    mentions: tuple[Mention, ...]
    spoken: tuple[str, ...]
    """Words in small letters, accents kept: those that are no names, or all when there are no others."""

    topic_features: Features

    def plain(self) -> list[str]:
        """Return the folded words that are no names."""
        named = {at for mention in self.mentions for at in range(mention.start, mention.end)}
        return [word for at, word in enumerate(self.words) if at not in named]

    def certain(self) -> "Analysis":
        """Return the analysis without the names that may be words."""
        kept = self.certain_mentions()
        if len(kept) == len(self.mentions):
            return self
        return _with_mentions(self.text, self.raw, self.words, self.capitals, kept)

    def certain_mentions(self) -> Sequence[Mention]:
        """Return the names that are no words: all but inexact ones of one word without a capital."""
        return [mention for mention in self.mentions if not self._doubtful(mention)]

    def clauses(self) -> Sequence[Span]:
        """Return which words make up each clause; clauses without words are none."""
        counts = [len(raw_words(clause)) for clause in _CLAUSE.split(self.text)]
        return [(end - count, end) for count, end in zip(counts, accumulate(counts), strict=True) if count]

    def part(self, *spans: Span) -> "Analysis":
        """Return the analysis of some of the words; a name that reaches beyond them is none."""
        ats = [at for start, end in spans for at in range(start, end)]
        return _with_mentions(
            ", ".join(" ".join(self.raw[start:end]) for start, end in spans),
            [self.raw[at] for at in ats],
            [self.words[at] for at in ats],
            [self.capitals[at] for at in ats],
            [mention.moved(to) for mention in self.mentions if (to := _place(mention, spans)) is not None],
        )

    def _doubtful(self, mention: Mention) -> bool:
        return not mention.exact and mention.end == mention.start + 1 and not self.capitals[mention.start]


def analyse(text: str, places: PlaceIndex) -> Analysis:
    """Return the parts of the utterance; names are taken out of the features and marks put in."""
    text = clean(text)
    raw = raw_words(text)
    folded = [fold_word(word) for word in raw]
    marked = capitals(text)
    return _with_mentions(text, raw, folded, marked, places.mentions(folded, marked))


def _with_mentions(
    text: str, raw: Sequence[str], words: Sequence[str], marked: Sequence[bool], mentions: Sequence[Mention]
) -> Analysis:
    """Return the analysis of the words with these names in them."""
    masked: list[str | None] = list(words)
    marks: list[str] = []
    for mention in mentions:
        masked[mention.start : mention.end] = [None] * (mention.end - mention.start)
        marks.extend(_marks(mention))
    spoken = [word.casefold() for word, kept in zip(raw, masked, strict=True) if kept] or [w.casefold() for w in raw]
    return Analysis(
        text=text,
        raw=tuple(raw),
        words=tuple(words),
        capitals=tuple(marked),
        mentions=tuple(mentions),
        spoken=tuple(spoken),
        topic_features=topic_features(masked, marks),
    )


def _place(mention: Mention, spans: Sequence[Span]) -> int | None:
    """Return at which of the words of the spans the name begins; None when none of them holds it."""
    before = 0
    for start, end in spans:
        if start <= mention.start and mention.end <= end:
            return before + mention.start - start
        before += end - start
    return None


def _marks(mention: Mention) -> list[str]:
    """Return the features of a name: what kind it is, and which one; a town is one of many cities."""
    refs = ["city:" if ref.startswith("town:") else ref for ref in mention.refs]
    kinds = dict.fromkeys(ref.partition(":")[0] for ref in refs)
    return [*kinds, *(ref for ref in refs if not ref.startswith("city:"))]
