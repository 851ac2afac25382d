"""A store with some days of feedback in it."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.report import Report, make_report
from bot.stores import Event, Sent, SqliteStore
from tests.support.days import KEPT_FOR

TODAY = date(2026, 11, 30)
HOSTILE = "</p><script>alert('x')</script><img src=x onerror=\"y()\"> & [red]{0}%s\u202e"

EVENTS = (
    (2, Event("es", "join", "answered"), 3),
    (2, Event("es", "join", "helped"), 2),
    (2, Event("es", "unknown", "answered"), 1),
    (0, Event("ar", "members.lookup", "answered"), 2),
    (0, Event("ar", "members.lookup", "not_helped"), 1),
    (0, Event("en", "choices", "answered"), 2),
    (0, Event("en", "choices", "not_helped"), 1),
)
QUESTIONS = (
    (2, Sent("es", "unknown", "¿Cuándo abre la próxima convocatoria?")),
    (0, Sent("es", "join", "cuando abre la proxima convocatoria")),
    (1, Sent("ar", "unknown", "متى تفتح الدعوة القادمة؟")),
)


class Day:
    """A clock that shows some hour of a day before today, or of the day that it is told."""

    def __init__(self, today: date) -> None:
        self._today = datetime(today.year, today.month, today.day, 15, tzinfo=UTC)
        self.ago = 0

    def __call__(self) -> float:
        return (self._today - timedelta(days=self.ago)).timestamp()


def fill(file: Path, today: date = TODAY, hostile: str = "") -> Path:
    """Fill the store and return its file."""
    asyncio.run(_fill(file, today, hostile))
    return file


async def _fill(file: Path, today: date, hostile: str) -> None:
    clock = Day(today)
    store = SqliteStore(file, KEPT_FOR, clock)
    for clock.ago, event, number in EVENTS:
        for _ in range(number):
            await store.feedback.count(event)
    for key, (clock.ago, sent) in enumerate(QUESTIONS):
        await store.feedback.keep_question(str(key), sent)
    if hostile:
        await store.feedback.count(Event("en", hostile, "answered"))
        await store.feedback.keep_question("hostile", Sent("en", hostile, hostile))
    await store.close()


def read(file: Path, days: int = 180) -> Report:
    """Return the report of the store."""
    return asyncio.run(_read(file, days))


async def _read(file: Path, days: int) -> Report:
    store = SqliteStore(file, KEPT_FOR, Day(TODAY))
    report = make_report(await store.feedback.counts(), await store.feedback.questions(), TODAY, days)
    await store.close()
    return report
