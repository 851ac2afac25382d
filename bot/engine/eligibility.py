"""Whether a place can join OGP Local, as the sources say: a case in, a verdict out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.content.schema import Knowledge

Role = Literal["local-government", "civil-society", "national-government", "other"]
Mark = Literal["met", "missing", "unsure"]
CountryStatus = Literal["confirmed", "unconfirmed", "left", "never", "unknown"]
VerdictKind = Literal[
    "member",
    "former-member",
    "fits",
    "incomplete",
    "unsure",
    "country-out",
    "country-unknown",
    "with-government",
    "national",
    "ambiguous-place",
]

CRITERIA = ("backing", "partner", "track-record", "term", "capacity")
"""What is asked of a local government, in this order."""

_ALONE: tuple[Role, ...] = ("civil-society", "other")
_OUT: tuple[CountryStatus, ...] = ("left", "never")


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of a place that might join."""

    places: tuple[str, ...] = ()
    """What the name of the place can stand for, see ``places.Mention``; several: it is ambiguous."""

    country: str | None = None
    """ISO 3166-1 alpha-2 code."""

    role: Role = "local-government"
    marks: Mapping[str, Mark] = field(default_factory=dict)
    """Criterion -> how it stands; what is missing here is unsure."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What follows from a case."""

    kind: VerdictKind
    case: Case
    member: str | None
    """``member:ID`` or ``later:ID`` when the place is a member."""

    inside: str | None
    """Member region that the place lies in, as ``member:ID`` or ``later:ID``."""

    country: str | None
    status: CountryStatus
    marks: Mapping[str, Mark]
    """Every criterion with its mark."""


def judge(case: Case, knowledge: Knowledge) -> Verdict:
    """Return the verdict on the case; it says what the sources say, and promises nothing."""
    members = [ref for ref in case.places if ref.startswith(("member:", "later:"))]
    town = next((knowledge.towns[ref[5:]] for ref in case.places if ref.startswith("town:")), None)
    inside = town.region if town and not members else None
    home = knowledge.country_of(members[0]) if members else town.country if town else None
    country = case.country or (home if len(case.places) == 1 else None)
    status = country_status(country, knowledge)
    marks: dict[str, Mark] = {name: case.marks.get(name, "unsure") for name in CRITERIA}
    kind = _kind(case, members, country, marks, knowledge)
    member = members[0] if kind in ("member", "former-member") else None
    return Verdict(kind, case, member, inside, country, status, marks)


def country_status(iso: str | None, knowledge: Knowledge) -> CountryStatus:
    """Return what the sources say of the country's own membership in OGP."""
    row = knowledge.countries.get(iso or "")
    return row.status if row else "unknown"


def _kind(  # noqa: PLR0911  # one line for each verdict, in the order in which they count
    case: Case, members: list[str], country: str | None, marks: Mapping[str, Mark], knowledge: Knowledge
) -> VerdictKind:
    status = country_status(country, knowledge)
    if len(case.places) > 1:
        return "ambiguous-place"
    if members:
        return "former-member" if members[0].partition(":")[2] in knowledge.eligibility.former else "member"
    if case.role == "national-government":
        return "national"
    if status in _OUT:
        return "country-out"
    if status == "unknown":
        return "country-unknown"
    if case.role in _ALONE:
        return "with-government"
    if "missing" in marks.values():
        return "incomplete"
    certain = status == "confirmed" and not is_doubtful(country, knowledge)
    return "fits" if certain and "unsure" not in marks.values() else "unsure"


def is_doubtful(iso: str | None, knowledge: Knowledge) -> bool:
    """Return whether the sources leave a doubt about the country, or say that something has changed."""
    row = knowledge.countries.get(iso or "")
    return iso in knowledge.eligibility.doubts or bool(row and row.change)
