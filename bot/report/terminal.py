"""The report as tables for the terminal, and as an object."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.report.figures import Report, Tally

_MOST = 30
"""Groups of questions that are printed; the other forms of the report have all."""

NOTHING = "Nothing was counted and no question was sent in these days."


def print_report(report: Report, console: Console) -> None:
    """Print the report, readable from 40 columns on."""
    console.print(f"{report.first} to {report.last}", highlight=False)
    if report.empty:
        console.print(NOTHING)
        return
    console.print(_summary(report.whole), highlight=False)
    for table in (_topics(report), _languages(report), _days(report), _questions(report)):
        if table.row_count:
            console.print(table)


def as_object(report: Report) -> dict[str, Any]:
    """Return the report in the form that ``docs/report.md`` describes."""
    return {
        "from": report.first.isoformat(),
        "to": report.last.isoformat(),
        **_figures(report.whole),
        "topics": [{"topic": topic, **_figures(tally)} for topic, tally in report.topics.items()],
        "languages": [{"language": code, **_figures(tally)} for code, tally in report.languages.items()],
        "days": [{"day": day.isoformat(), **_figures(tally)} for day, tally in report.days.items()],
        "questions": [
            {
                "language": group.language,
                "size": group.size,
                "newest": group.newest.isoformat(),
                "answered": list(group.topics),
                "texts": list(group.texts),
            }
            for group in report.groups
        ],
    }


def share(value: float | None) -> str:
    """Return a share as it is read; "" for none."""
    return "" if value is None else f"{value:.0%}"


def _figures(tally: Tally) -> Mapping[str, float | None]:
    shares = ("unknown_share", "choices_share", "helped_share")
    return asdict(tally) | {name: getattr(tally, name) for name in shares}


def _summary(whole: Tally) -> str:
    rated = f", {share(whole.helped_share)} of {whole.helped + whole.not_helped} helped"
    return (
        f"{whole.answers} answers, {share(whole.unknown_share) or '0%'} unknown, "
        f"{share(whole.choices_share) or '0%'} choices ({whole.neither} times none was meant)"
        f"{rated if whole.helped_share is not None else ''}"
    )


def _topics(report: Report) -> Table:
    table = _table("answers by topic; did they help?", "topic", "all", "yes", "no", "share")
    for topic, row in report.topics.items():
        table.add_row(topic, *_cells(row.answers, row.helped, row.not_helped), share(row.helped_share))
    return table


def _languages(report: Report) -> Table:
    table = _table("answers by language, and shares", "", "all", "unknown", "choices", "helped")
    for code, row in report.languages.items():
        shares = (row.unknown_share, row.choices_share, row.helped_share)
        table.add_row(code, str(row.answers), *map(share, shares))
    return table


def _days(report: Report) -> Table:
    span = "week" if report.weekly else "day"
    table = _table(f"answers by {span}; did they help?", span, "all", "unknown", "yes", "no")
    for day, row in report.spans.items():
        table.add_row(f"{day:%m-%d}", *_cells(row.answers, row.unknown, row.helped, row.not_helped))
    return table


def _questions(report: Report) -> Table:
    """Return the largest groups, each with its newest wording."""
    table = _table("questions that were sent")
    table.add_column("times", justify="right")
    table.add_column("newest", no_wrap=True)
    table.add_column("question; what the bot had answered", overflow="fold")
    for group in report.groups[:_MOST]:
        answered = f"\n{group.language}: {', '.join(group.topics)}"
        table.add_row(str(group.size), f"{group.newest:%m-%d}", Text(group.texts[0]).append(answered, "dim"))
    if len(report.groups) > _MOST:
        table.caption = f"{len(report.groups) - _MOST} more with --json or --html FILE"
    return table


def _table(title: str, *columns: str) -> Table:
    """Return a table as narrow as can be, the first column a name and the others numbers."""
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", caption_justify="left", padding=0)
    for column in columns:
        table.add_column(column, justify="right" if table.columns else "left", overflow="fold")
    return table


def _cells(*numbers: int) -> list[str]:
    """Return the numbers as they are read, nothing for none."""
    return [str(number or "") for number in numbers]
