"""Feedback in the SQLite file."""

import sqlite3
from collections.abc import Callable
from typing import Any, Protocol

from bot.stores.base import Clock, KeptFor
from bot.stores.feedback import MOST_A_DAY, Counted, Event, FullDays, Kept, Sent, day_number, day_of

TABLES = """
CREATE TABLE IF NOT EXISTS tally (
    day INTEGER NOT NULL, language TEXT NOT NULL, topic TEXT NOT NULL, what TEXT NOT NULL,
    number INTEGER NOT NULL, last_day INTEGER NOT NULL, PRIMARY KEY (day, language, topic, what)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS question (
    key TEXT PRIMARY KEY, day INTEGER NOT NULL, language TEXT NOT NULL, topic TEXT NOT NULL, text TEXT NOT NULL,
    last_day INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS question_day ON question (day);
"""
"""Without row ids, which would tell in which order questions came; ``last_day``: the day before it is deleted."""

_COUNT = """
INSERT INTO tally VALUES (?, ?, ?, ?, 1, ?) ON CONFLICT (day, language, topic, what) DO UPDATE SET number = number + 1
"""
_COUNTS = "SELECT day, language, topic, what, number FROM tally WHERE last_day >= ? ORDER BY 1, 2, 3, 4"
_OF_DAY = "SELECT count(*) FROM question WHERE day = ?"
_KEEP = "INSERT OR IGNORE INTO question VALUES (?, ?, ?, ?, ?, ?)"
_QUESTIONS = "SELECT day, language, topic, text FROM question WHERE last_day >= ? ORDER BY 1, 2, 3, 4"


class Run(Protocol):
    """Does some work in one transaction."""

    async def __call__(self, work: Callable[[sqlite3.Connection], Any]) -> Any: ...  # noqa: D102  # see above


class SqliteFeedback:
    """Keeps feedback in two tables; each operation is one transaction."""

    def __init__(self, run: Run, kept_for: KeptFor, clock: Clock) -> None:
        self._run = run
        self._kept_for = kept_for
        self._clock = clock
        self._full_days = FullDays()

    async def count(self, event: Event) -> None:
        """Count the event today."""
        today = self._today()
        values = (today, event.language, event.topic, event.what, today + self._kept_for.counts - 1)
        await self._run(lambda connection: connection.execute(_COUNT, values))

    async def keep_question(self, key: str, sent: Sent) -> None:
        """Keep the question; once only for each key, and not beyond the most of a day."""
        today = self._today()
        values = (key, today, sent.language, sent.topic, sent.text, today + self._kept_for.questions - 1)

        def keep(connection: sqlite3.Connection) -> bool:
            full: bool = connection.execute(_OF_DAY, (today,)).fetchone()[0] >= MOST_A_DAY
            if not full:
                connection.execute(_KEEP, values)
            return full

        if await self._run(keep):
            self._full_days.tell(today)

    async def counts(self) -> tuple[Counted, ...]:
        """Return all counts, sorted."""
        rows = await self._alive(_COUNTS)
        return tuple(Counted(day_of(day), Event(*event), number) for day, *event, number in rows)

    async def questions(self) -> tuple[Kept, ...]:
        """Return all questions, sorted."""
        return tuple(Kept(day_of(day), Sent(*sent)) for day, *sent in await self._alive(_QUESTIONS))

    async def _alive(self, query: str) -> list[Any]:
        today = self._today()
        rows: list[Any] = await self._run(lambda connection: connection.execute(query, (today,)).fetchall())
        return rows

    def _today(self) -> int:
        return day_number(self._clock())


def purge(connection: sqlite3.Connection, now: float) -> None:
    """Delete what has expired."""
    for table in ("tally", "question"):
        connection.execute(f"DELETE FROM {table} WHERE last_day < ?", (day_number(now),))  # noqa: S608  # names from here
