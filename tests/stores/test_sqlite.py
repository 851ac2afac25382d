"""What is particular to the store in a file."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import BotError
from bot.settings import Settings
from bot.stores import ChatState, Event, Exchange, MemoryStore, SqliteStore, open_store
from bot.stores.base import chat_key
from bot.stores.sqlite_file import APPLICATION, VERSION
from tests.support.days import KEPT_FOR

CHAT = 987654321987


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state.sqlite"


def opened(file: Path, secret: bytes | None = None) -> SqliteStore:
    return SqliteStore(file, KEPT_FOR, time.time, secret)


def list_of(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def everything_in(folder: Path) -> Iterator[bytes]:
    for file in list_of(folder):
        yield file.read_bytes()


async def test_state_outlives_a_restart(file: Path) -> None:
    store = opened(file)
    await store.pin(CHAT, "pt")
    await store.close()
    store = opened(file)
    assert await store.load(CHAT) == ChatState("pt")
    await store.close()


async def test_state_is_lost_when_the_key_changes(file: Path) -> None:
    store = opened(file, b"one key of some length")
    await store.pin(CHAT, "pt")
    await store.close()
    store = opened(file, b"another key of some length")
    assert await store.load(CHAT) == ChatState()
    await store.close()


async def test_file_holds_no_chat_id(file: Path) -> None:
    store = opened(file)
    await store.remember(CHAT, "pt", "topic:join")
    held = b"".join(everything_in(file.parent))
    await store.close()
    assert b"topic:join" in held
    assert not [form for form in (str(CHAT).encode(), CHAT.to_bytes(8), CHAT.to_bytes(8, "little")) if form in held]


async def test_key_given_by_the_operator_is_not_in_the_file(file: Path) -> None:
    store = opened(file, b"a key that stays outside")
    await store.remember(CHAT, "pt", None)
    held = b"".join(everything_in(file.parent))
    await store.close()
    assert b"a key that stays outside" not in held


async def test_file_is_for_its_owner_alone(file: Path) -> None:
    store = opened(file)
    await store.remember(CHAT, "pt", None)
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in list_of(file.parent)}
    await store.close()
    assert set(modes.values()) == {"0o600"}, modes


async def test_two_bots_share_a_file(file: Path) -> None:
    one, two = opened(file), opened(file)
    await one.pin(CHAT, "pt")
    await two.remember(CHAT, "es", None)
    assert await one.load(CHAT) == ChatState("pt", "es")
    await one.close()
    await two.close()


OLDER = """
CREATE TABLE chat (
    key BLOB PRIMARY KEY, pinned TEXT, last_language TEXT, last_target TEXT, expires REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE answered (id INTEGER PRIMARY KEY, expires REAL NOT NULL) STRICT;
CREATE TABLE secret (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
INSERT INTO secret VALUES ('chat', x'0102');
"""
"""The tables of version 2."""


async def test_file_of_an_older_version_is_taken_over(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(f"{OLDER} PRAGMA application_id = {APPLICATION}; PRAGMA user_version = 2;")
        values = (chat_key(CHAT, b"\x01\x02"), "pt", time.time() + 1000)
        connection.execute("INSERT INTO chat (key, pinned, expires) VALUES (?, ?, ?)", values)
        connection.commit()
    store = opened(file)
    await store.feedback.count(Event("pt", "join", "answered"))
    assert (await store.load(CHAT), len(await store.feedback.counts())) == (ChatState("pt"), 1)
    await store.remember(CHAT, "es", "topic:join", Exchange(5, 6))
    assert await store.load(CHAT) == ChatState("pt", "es", "topic:join", Exchange(5, 6))
    await store.close()
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)


def refusal(file: Path) -> str:
    with pytest.raises(BotError) as caught:
        opened(file)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(f"STATE_URL: {file}: ")
    assert caught.value.exit_code == 1
    return message


def test_folder_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    assert "name a file in a writable folder" in refusal(tmp_path / "none" / "state.sqlite")


def test_path_that_is_a_folder_is_one_clear_line(tmp_path: Path) -> None:
    assert "cannot be opened" in refusal(tmp_path)


def test_file_that_is_no_database_is_one_clear_line(file: Path) -> None:
    file.write_text("just a text that someone keeps in a file of this name\n" * 100, encoding="utf-8")
    assert "file is not a database" in refusal(file)
    assert file.read_text(encoding="utf-8").startswith("just a text")


def test_database_of_a_newer_version_is_one_clear_line(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(f"PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION + 1};")
    assert "newer version of the bot" in refusal(file)


def test_database_of_another_program_is_one_clear_line(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE invoices (id INTEGER)")
    assert "another program" in refusal(file)


@pytest.mark.parametrize(("url", "kind"), [("memory://", MemoryStore), ("sqlite:///{}/state.sqlite", SqliteStore)])
async def test_store_is_the_one_that_the_settings_name(
    url: str, kind: type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATE_URL", url.format(tmp_path))
    monkeypatch.setenv("STATE_KEY", "a key that is long enough")
    store = open_store(Settings(), time.time)
    await store.remember(CHAT, "pt", None)
    await store.close()
    assert type(store) is kind
    assert (tmp_path / "state.sqlite").exists() == (kind is SqliteStore)


async def test_path_may_be_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STATE_URL", "sqlite:///here.sqlite")
    await open_store(Settings(), time.time).close()
    assert (tmp_path / "here.sqlite").exists()
