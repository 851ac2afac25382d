"""A store in one SQLite file."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from pathlib import Path
from threading import Lock
from typing import TypeVar

from bot.stores.base import (
    ANSWERED_FOR,
    NOTED_FOR,
    SECONDS_A_DAY,
    ChatState,
    Clock,
    Exchange,
    KeptFor,
    StoreGoneError,
    chat_key,
)
from bot.stores.sqlite_feedback import SqliteFeedback
from bot.stores.sqlite_feedback import purge as purge_feedback
from bot.stores.sqlite_file import PURGE, open_file

_ALIVE = "SELECT pinned, last_language, last_target, question, answer, words FROM chat WHERE key = ? AND expires > ?"
_REMEMBER = """
INSERT INTO chat (key, last_language, last_target, question, answer, words, expires) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET
last_language = excluded.last_language, last_target = excluded.last_target, expires = excluded.expires,
question = coalesce(excluded.question, question), answer = coalesce(excluded.answer, answer),
words = CASE WHEN excluded.question IS NULL THEN words ELSE excluded.words END
"""
_PIN = """
INSERT INTO chat (key, pinned, expires) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE
SET pinned = excluded.pinned, expires = excluded.expires
"""
_PURGE_ANSWERED = "DELETE FROM answered WHERE expires <= ?"
_ANSWERED = "SELECT 1 FROM answered WHERE id = ? AND expires > ?"
_NOTE_ANSWERED = "INSERT OR REPLACE INTO answered VALUES (?, ?)"
_NOTED = "SELECT value FROM note WHERE name = ? AND expires > ?"
_NOTE = "INSERT OR REPLACE INTO note VALUES (?, ?, ?)"
_PURGE_NOTES = "DELETE FROM note WHERE expires <= ?"

Result = TypeVar("Result")


class SqliteStore:
    """Keeps states in a file; each operation is one transaction."""

    def __init__(self, path: Path, kept_for: KeptFor, clock: Clock, secret: bytes | None = None) -> None:
        self._clock = clock
        self._seconds = kept_for.states * SECONDS_A_DAY
        self._lock = Lock()
        self._connection, kept = open_file(path, clock())
        self._secret = secret or kept
        self.feedback = SqliteFeedback(self._run, kept_for, clock)

    async def load(self, chat: int) -> ChatState:
        """Return what is remembered of the chat."""
        key, now = self._key(chat), self._clock()
        row = await self._run(lambda connection: connection.execute(_ALIVE, (key, now)).fetchone())
        if row is None:
            return ChatState()
        pinned, language, target, question, answer, words = row
        return ChatState(pinned, language, target, Exchange(question, answer, words) if question else None)

    async def remember(self, chat: int, language: str, target: str | None, exchange: Exchange | None = None) -> None:
        """Keep the language and target of the last answer, and the messages when there are new ones."""
        ids = (exchange.question, exchange.answer, exchange.words) if exchange else (None, None, None)
        await self._write(_REMEMBER, (self._key(chat), language, target, *ids, self._clock() + self._seconds))

    async def pin(self, chat: int, language: str | None) -> None:
        """Keep the language that the user fixed."""
        await self._write(_PIN, (self._key(chat), language, self._clock() + self._seconds))

    async def forget(self, chat: int) -> None:
        """Delete all that is remembered of the chat."""
        await self._write("DELETE FROM chat WHERE key = ?", (self._key(chat),))

    async def answered(self, update: int) -> bool:
        """Return whether the update was answered within the last day."""
        values = (update, self._clock())
        return await self._run(lambda connection: connection.execute(_ANSWERED, values).fetchone()) is not None

    async def note_answered(self, update: int) -> None:
        """Remember for a day that the update was answered."""
        values = (update, self._clock() + ANSWERED_FOR)
        await self._run(lambda connection: connection.execute(_NOTE_ANSWERED, values))

    async def noted(self, name: str) -> str | None:
        """Return what was noted under the name within the last day."""
        values = (name, self._clock())
        row = await self._run(lambda connection: connection.execute(_NOTED, values).fetchone())
        return row[0] if row else None

    async def note(self, name: str, value: str) -> None:
        """Keep the value for a day."""
        values = (name, value, self._clock() + NOTED_FOR)
        await self._run(lambda connection: connection.execute(_NOTE, values))

    def turn(self, chat: int) -> AbstractAsyncContextManager[None]:
        """Return a context that does nothing: the file serves one process."""
        del chat
        return nullcontext()

    async def ping(self) -> None:
        """Raise StoreGoneError when the file cannot be written to."""
        await self._run(lambda connection: connection.execute(_NOTE_ANSWERED, (-1, 0.0)))

    async def purge(self) -> None:
        """Delete what has expired."""
        now = self._clock()

        def purge(connection: sqlite3.Connection) -> None:
            connection.execute(PURGE, (now,))
            connection.execute(_PURGE_ANSWERED, (now,))
            connection.execute(_PURGE_NOTES, (now,))
            purge_feedback(connection, now)

        await asyncio.to_thread(self._transact, purge)

    async def close(self) -> None:
        """Close the file."""
        await asyncio.to_thread(self._connection.close)

    def _key(self, chat: int) -> bytes:
        return chat_key(chat, self._secret)

    async def _write(self, statement: str, values: tuple[object, ...]) -> None:
        """Run the statement; what has expired goes first, so that nothing old shows through a new row."""
        now = self._clock()

        def write(connection: sqlite3.Connection) -> None:
            connection.execute(PURGE, (now,))
            connection.execute(statement, values)

        await self._run(write)

    async def _run(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Return what the work returns, done in one transaction.

        It is done right here: it takes some 20 microseconds, and handing it to a thread takes ten times as long.
        """
        return self._transact(work)

    def _transact(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        try:
            with self._lock, self._connection:
                return work(self._connection)
        except sqlite3.Error as error:  # disk full, file locked, folder gone: the text names no chat
            raise StoreGoneError(str(error)) from error
