from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.report import Report, Tally, make_report
from bot.stores import Counted, Event
from tests.report.filled import TODAY, fill, read


@pytest.fixture
def report(tmp_path: Path) -> Report:
    return read(fill(tmp_path / "state.sqlite"))


def test_whole_holds_all_and_its_shares(report: Report) -> None:
    assert report.whole == Tally(answers=8, choices=2, neither=1, unknown=1, helped=2, not_helped=1)
    shares = (report.whole.unknown_share, report.whole.choices_share, report.whole.helped_share)
    assert shares == (0.125, 0.25, 0.667)


def test_topics_are_those_that_were_answered_the_most_first(report: Report) -> None:
    assert report.topics == {"join": Tally(answers=3, helped=2), "members.lookup": Tally(answers=2, not_helped=1)}
    assert list(report.topics) == ["join", "members.lookup"]


def test_languages_hold_what_was_not_answered_too(report: Report) -> None:
    assert list(report.languages) == ["es", "ar", "en"]
    assert report.languages["es"] == Tally(answers=4, unknown=1, helped=2)


def test_days_have_no_gaps(report: Report) -> None:
    assert list(report.days) == [date(2026, 11, day) for day in (28, 29, 30)]
    assert report.days[date(2026, 11, 29)] == Tally()


def test_days_before_those_wished_for_are_left_out(tmp_path: Path) -> None:
    report = read(fill(tmp_path / "state.sqlite"), days=1)
    assert (report.first, report.last, report.whole.answers) == (TODAY, TODAY, 4)
    assert [group.size for group in report.groups] == [1]


@pytest.mark.parametrize(("days", "spans", "weekly"), [(31, 31, False), (32, 6, True), (180, 27, True)])
def test_many_days_are_shown_as_weeks(days: int, spans: int, weekly: bool) -> None:  # noqa: FBT001
    join = Event("es", "join", "answered")
    report = make_report([Counted(TODAY - timedelta(days=ago), join, 1) for ago in range(days)], [], TODAY, days)
    assert (len(report.spans), report.weekly) == (spans, weekly)
    assert sum(row.answers for row in report.spans.values()) == days


def test_nothing_makes_an_empty_report() -> None:
    report = make_report([], [], TODAY, 7)
    assert report.empty
    assert (report.whole.unknown_share, report.whole.helped_share) == (None, None)
