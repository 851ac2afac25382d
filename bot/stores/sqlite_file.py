"""The SQLite file: opened, refused when it is not ours, and given the tables of this version."""

import secrets
import sqlite3
from pathlib import Path

from bot.errors import BotError
from bot.stores.sqlite_feedback import TABLES

APPLICATION = 0x4F47504C
"""Number in ``PRAGMA application_id``: the file is ours."""

VERSION = 3
"""Number in ``PRAGMA user_version``; raise it with every change of the tables."""

_TABLES = """
CREATE TABLE IF NOT EXISTS chat (
    key BLOB PRIMARY KEY, pinned TEXT, last_language TEXT, last_target TEXT, expires REAL NOT NULL,
    question INTEGER, answer INTEGER, words INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS chat_expires ON chat (expires);
CREATE TABLE IF NOT EXISTS answered (id INTEGER PRIMARY KEY, expires REAL NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS answered_expires ON answered (expires);
CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, value TEXT NOT NULL, expires REAL NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS secret (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
"""
_NEWER = ("question", "answer", "words")
"""Columns of ``chat`` that older files lack."""

PURGE = "DELETE FROM chat WHERE expires <= ?"


def open_file(path: Path, now: float) -> tuple[sqlite3.Connection, bytes]:
    """Return the connection to a file with the tables of this version, and the key that the file keeps."""
    try:
        path.touch(mode=0o600)  # it holds the key for hashing: nobody else is to read it
        connection = sqlite3.connect(path, timeout=1, check_same_thread=False)
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise BotError(f"STATE_URL: {path}: cannot be opened ({reason}); name a file in a writable folder") from None
    try:
        _refuse_foreign(connection, path)
        _make_tables(connection)
        with connection:
            connection.execute(PURGE, (now,))
            return connection, _kept_secret(connection)
    except sqlite3.Error as error:
        connection.close()
        raise BotError(f"STATE_URL: {path}: cannot serve as the state file ({error}); name another file") from None
    except BotError:
        connection.close()
        raise


def _refuse_foreign(connection: sqlite3.Connection, path: Path) -> None:
    """Raise BotError when the file belongs to another program or to a newer version of the bot."""
    application, version, tables = (
        connection.execute(query).fetchone()[0]
        for query in ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_master")
    )
    if tables and application != APPLICATION:
        raise BotError(f"STATE_URL: {path}: is the database of another program; name another file")
    if version > VERSION:
        raise BotError(
            f"STATE_URL: {path}: was written by a newer version of the bot "
            f"(form {version}, this one knows {VERSION}); update the bot or name another file"
        )


def _make_tables(connection: sqlite3.Connection) -> None:
    """Create what is missing; two bots that start at once take turns."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")  # safe when the process is killed; spares a wait at each write
    connection.execute("PRAGMA secure_delete = ON")
    connection.executescript(f"BEGIN EXCLUSIVE; {_TABLES} {TABLES}")
    present = {name for _, name, *_ in connection.execute("PRAGMA table_info(chat)")}
    for column in _NEWER:
        if column not in present:
            connection.execute(f"ALTER TABLE chat ADD COLUMN {column} INTEGER")
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.commit()


def _kept_secret(connection: sqlite3.Connection) -> bytes:
    """Return the key for hashing chat ids; made once and kept."""
    connection.execute("INSERT OR IGNORE INTO secret VALUES ('chat', ?)", (secrets.token_bytes(32),))
    kept: bytes = connection.execute("SELECT value FROM secret WHERE name = 'chat'").fetchone()[0]
    return kept
