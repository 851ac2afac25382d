"""Which place or language an utterance is about."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.engine.analysis import Analysis
from bot.engine.learned import Learned
from bot.engine.understood import known_words


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place that was asked about."""

    refs: tuple[str, ...]
    """What the name can stand for, see ``places.Mention``; empty for a name that nothing knows."""

    written: str
    """The name as the user wrote it."""


def named_place(analysis: Analysis, learned: Learned, *, want_country: bool) -> NamedPlace | None:
    """Return the place that the utterance names; None when it names none."""
    wanted = ("country",) if want_country else ("member", "later", "city", "country")
    for kind in wanted:
        for mention in analysis.mentions:
            refs = tuple(ref for ref in mention.refs if ref.startswith(f"{kind}:"))
            if refs:
                return NamedPlace(refs, " ".join(analysis.raw[mention.start : mention.end]))
    if want_country:
        return None
    unknown = " ".join(_unknown_names(analysis, learned))
    return NamedPlace((), unknown) if unknown else None


def _unknown_names(analysis: Analysis, learned: Learned) -> Iterator[str]:
    """Yield the words in capitals that no utterance of the knowledge base contains."""
    known = known_words(analysis.words, learned)
    yield from (raw for raw, seen in zip(analysis.raw, known, strict=True) if raw[:1].isupper() and not seen)


def named_languages(analysis: Analysis) -> list[str]:
    """Return the codes of the languages that the utterance names."""
    refs = (ref for mention in analysis.mentions for ref in mention.refs)
    return list(dict.fromkeys(ref.partition(":")[2] for ref in refs if ref.startswith("language:")))
