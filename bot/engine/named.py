"""Which place or language an utterance is about."""

from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from bot.content.schema import Elsewhere, Knowledge
from bot.engine.analysis import Analysis
from bot.engine.learned import Learned
from bot.engine.places import Mention
from bot.engine.text import words
from bot.engine.understood import known_words

MEMBERS = ("member:", "later:")
"""Beginnings of what stands for a member."""

PLACES = ("member", "later", "town", "city")
"""Kinds of names that stand for one place."""

_NEAR = 2
"""Words that may stand between a place and the country that it is said to be in ("Paris in Texas")."""


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place that was asked about."""

    refs: tuple[str, ...]
    """What the name can stand for, see ``places.Mention``; empty for a name that nothing knows."""

    written: str
    """The name as the user wrote it."""

    exact: bool = True
    """Whether it is written as listed."""

    elsewhere: str | None = None
    """ISO code of another country that the place was said to be in, so that it is no member of that name."""


def named_place(analysis: Analysis, learned: Learned, knowledge: Knowledge, *, want_country: bool) -> NamedPlace | None:
    """Return the place that the utterance names; None when it names none."""
    named = next(_named(analysis, [("country",)] if want_country else [PLACES, ("country",)]), None)
    if named:
        mention, refs = named
        written = " ".join(analysis.raw[mention.start : mention.end])
        elsewhere = None if want_country else said_elsewhere(analysis, mention, refs, knowledge)
        return NamedPlace(refs, written, mention.exact, elsewhere)
    if want_country:
        return None
    unknown = " ".join(_unknown_names(analysis, learned))
    return NamedPlace((), unknown) if unknown else None


def _named(analysis: Analysis, wanted: Sequence[Sequence[str]]) -> Iterator[tuple[Mention, tuple[str, ...]]]:
    """Yield the names of the kinds wanted, with what they can stand for; of each sort those last that may be words."""
    for kinds, mentions in product(wanted, (analysis.certain_mentions(), analysis.mentions)):
        for kind, mention in product(kinds, _as_asked(mentions, analysis)):
            refs = tuple(ref for ref in mention.refs if ref.startswith(f"{kind}:"))
            if refs:
                yield mention, refs


def _as_asked(mentions: Sequence[Mention], analysis: Analysis) -> Sequence[Mention]:
    """Return the names of the last clause first: people tell where they come from, and then ask."""
    if len(mentions) < 2:  # noqa: PLR2004
        return mentions
    starts = [start for start, _ in analysis.clauses()]
    return sorted(mentions, key=lambda mention: -bisect(starts, mention.start))


def _unknown_names(analysis: Analysis, learned: Learned) -> Iterator[str]:
    """Yield the words in capitals that no utterance of the knowledge base contains."""
    known = known_words(analysis.words, learned)
    yield from (raw for raw, seen in zip(analysis.raw, known, strict=True) if raw[:1].isupper() and not seen)


def said_elsewhere(analysis: Analysis, mention: Mention, refs: Sequence[str], knowledge: Knowledge) -> str | None:
    """Return the other country that the member is said to be in, by a country or a telling word beside its name."""
    homes = {knowledge.country_of(ref) for ref in refs if ref.startswith((*MEMBERS, "country:"))}
    if not homes:
        return None
    for ref in refs:
        row = knowledge.elsewhere.get(ref)
        if row and _near(analysis, mention, row):
            return row.countries[0]
    if refs[0].startswith("country:"):
        return None
    for other in analysis.mentions:
        named = [ref.partition(":")[2] for ref in other.refs if ref.startswith("country:")]
        if named and other != mention and not homes & set(named) and _beside(mention, other):
            return named[0]
    return None


def _beside(mention: Mention, other: Mention) -> bool:
    """Return whether the other name follows within some words, or stands right before."""
    return 0 <= other.start - mention.end <= _NEAR or other.end == mention.start


def _near(analysis: Analysis, mention: Mention, row: Elsewhere) -> bool:
    around = (*analysis.words[max(0, mention.start - _NEAR) : mention.start],
              *analysis.words[mention.end : mention.end + _NEAR + 1])  # fmt: skip
    return not {word for name in row.near for word in words(name)}.isdisjoint(around)


def namesakes(refs: Sequence[str], table: Mapping[str, Elsewhere], *, equal: bool) -> tuple[str, ...]:
    """Return targets ``other:<id>.<ISO>`` of other places that bear the name; ``equal``: only those as well known."""
    rows = [(ref.partition(":")[2], table[ref]) for ref in refs if ref in table]
    return tuple(
        f"other:{name}.{iso}" for name, row in rows if row.equal == "yes" or not equal for iso in row.countries
    )


def named_languages(analysis: Analysis) -> list[str]:
    """Return the codes of the languages that the utterance names."""
    refs = (ref for mention in analysis.mentions for ref in mention.refs)
    return list(dict.fromkeys(ref.partition(":")[2] for ref in refs if ref.startswith("language:")))
