"""Counts into figures: by topic, by language, by day; and the questions sent, grouped."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from bot.report.likeness import Group, group_questions
from bot.stores import CHOICES, UNKNOWN, Counted, Kept

Key = TypeVar("Key")

_MOST_DAYS = 31
"""Days that are shown one by one; more are shown as weeks."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How often something happened."""

    answers: int = 0
    """All of them, those included that were no answer but a choice, or that nothing is known."""

    choices: int = 0
    neither: int = 0
    """Choices of which none was meant."""

    unknown: int = 0
    helped: int = 0
    not_helped: int = 0

    @property
    def unknown_share(self) -> float | None:
        """Return the share of unknown among the answers."""
        return _share(self.unknown, self.answers)

    @property
    def choices_share(self) -> float | None:
        """Return the share of choices among the answers."""
        return _share(self.choices, self.answers)

    @property
    def helped_share(self) -> float | None:
        """Return the share of answers that helped among those of which somebody said so or the contrary."""
        return _share(self.helped, self.helped + self.not_helped)


@dataclass(frozen=True, slots=True)
class Report:
    """All that is reported of some days."""

    first: date
    last: date
    whole: Tally
    topics: Mapping[str, Tally]
    """The most answered first; without ``unknown`` and ``choices``."""

    languages: Mapping[str, Tally]
    days: Mapping[date, Tally]
    """Every day from the first with an answer on."""

    groups: tuple[Group, ...]

    @property
    def empty(self) -> bool:
        """Return whether there is nothing to report."""
        return not self.days and not self.groups

    @property
    def spans(self) -> Mapping[date, Tally]:
        """Return the days, or where they are many the weeks, each under its Monday."""
        if len(self.days) <= _MOST_DAYS:
            return self.days
        weeks: defaultdict[date, list[Tally]] = defaultdict(list)
        for day, tally in self.days.items():
            weeks[day - timedelta(days=day.weekday())].append(tally)
        return {monday: _sum(tallies) for monday, tallies in weeks.items()}

    @property
    def weekly(self) -> bool:
        """Return whether the spans are weeks."""
        return len(self.days) > _MOST_DAYS


def make_report(counts: Iterable[Counted], questions: Iterable[Kept], today: date, days: int) -> Report:
    """Return the report of so many days, today included."""
    first = today - timedelta(days=days - 1)
    counted = [row for row in counts if first <= row.day <= today]
    return Report(
        first=first,
        last=today,
        whole=_tally(counted),
        topics=_most_first(_by(lambda row: row.event.topic, [row for row in counted if _is_topic(row)])),
        languages=_most_first(_by(lambda row: row.event.language, counted)),
        days=_without_gaps(_by(lambda row: row.day, counted), today),
        groups=group_questions([kept for kept in questions if first <= kept.day <= today]),
    )


def _is_topic(row: Counted) -> bool:
    return row.event.topic not in (UNKNOWN, CHOICES)


def _by(key: Callable[[Counted], Key], counted: Iterable[Counted]) -> dict[Key, Tally]:
    """Return the tally of each key."""
    rows: defaultdict[Key, list[Counted]] = defaultdict(list)
    for row in counted:
        rows[key(row)].append(row)
    return {name: _tally(of_it) for name, of_it in rows.items()}


def _tally(rows: Sequence[Counted]) -> Tally:
    numbers: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        numbers[_name(row)] += row.number
        if row.event.what == "answered":
            numbers["answers"] += row.number
    numbers.pop("answered", None)
    return Tally(**numbers)


def _name(row: Counted) -> str:
    """Return the field of a tally that the row belongs to."""
    what, topic = row.event.what, row.event.topic
    if topic == CHOICES:
        return "choices" if what == "answered" else "neither"
    return "unknown" if topic == UNKNOWN else what


def _sum(tallies: Iterable[Tally]) -> Tally:
    names = Tally.__dataclass_fields__
    rows = list(tallies)
    return Tally(**{name: sum(getattr(row, name) for row in rows) for name in names})


def _most_first(tallies: dict[str, Tally]) -> dict[str, Tally]:
    return dict(sorted(tallies.items(), key=lambda item: (-item[1].answers, item[0])))


def _without_gaps(tallies: dict[date, Tally], today: date) -> dict[date, Tally]:
    """Return the days from the first one on, those without anything too."""
    if not tallies:
        return {}
    first = min(tallies)
    days = [first + timedelta(days=number) for number in range((today - first).days + 1)]
    return {day: tallies.get(day, Tally()) for day in days}


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None
