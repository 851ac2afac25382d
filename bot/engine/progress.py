"""Where somebody stands in the guided check, as it is carried by a button: nothing of it is kept elsewhere."""

import re
from dataclasses import dataclass, replace

from bot.engine.eligibility import CRITERIA, Case, Mark, Role
from bot.errors import StaleTargetError

TARGET = "check:"
NO_COUNTRY = "--"
"""Stands for the country while it is being asked for."""

_ROLES: dict[str, Role] = {"g": "local-government", "c": "civil-society", "n": "national-government", "o": "other"}
_MARKS: dict[str, Mark] = {"y": "met", "n": "missing", "u": "unsure"}
_FORM = re.compile(r"(?P<country>[A-Z]{2}|--)?(?:\.(?P<role>[gcno])(?:\.(?P<marks>[ynu]{1,5}))?)?")


@dataclass(frozen=True, slots=True)
class Progress:
    """The answers given so far, each as one letter."""

    country: str = ""
    """ISO code; "" before it was asked for, ``NO_COUNTRY`` while it is."""

    role: str = ""
    marks: str = ""

    @property
    def target(self) -> str:
        """Return the target of a button that leads here, 17 characters at most."""
        return TARGET + ".".join(part for part in (self.country, self.role, self.marks) if part)

    @property
    def step(self) -> str:
        """Return what is asked next: ``place``, ``country``, ``role``, a criterion, or ``verdict``."""
        if not self.country:
            return "place"
        if self.country == NO_COUNTRY:
            return "country"
        if not self.role:
            return "role"
        done = self.role != "g" or len(self.marks) == len(CRITERIA)
        return "verdict" if done else CRITERIA[len(self.marks)]

    @property
    def case(self) -> Case:
        """Return the case as it is known so far."""
        marks = dict(zip(CRITERIA, (_MARKS[mark] for mark in self.marks), strict=False))
        role = _ROLES.get(self.role, "local-government")
        return Case(country=None if self.country == NO_COUNTRY else self.country or None, role=role, marks=marks)

    def back(self) -> "Progress":
        """Return the step before this one."""
        if self.marks:
            return replace(self, marks=self.marks[:-1])
        if self.role:
            return replace(self, role="")
        return Progress(NO_COUNTRY) if self.country not in ("", NO_COUNTRY) else Progress()


def read_progress(name: str) -> Progress:
    """Return the progress that a button carries; raise StaleTargetError when it carries none."""
    match = _FORM.fullmatch(name)
    if match is None or (match["role"] and match["country"] in (None, NO_COUNTRY)):
        raise StaleTargetError(TARGET + name)
    return Progress(match["country"] or "", match["role"] or "", match["marks"] or "")
