"""While the store is gone, the bot goes on without memory; then it recovers."""

import logging
import sqlite3
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.stores import ChatState, MemoryStore, RedisStore, SqliteStore, SteadyStore, StoreGoneError
from tests.support.days import KEPT_FOR
from tests.support.servers import redis_server

CHAT = 987654321987


class Ticking:
    """A clock that shows a later time whenever it is looked at, so that nothing has to be waited for."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 10
        return self.now


class Outage(MemoryStore):
    """Is gone when it is told to."""

    gone = False
    asked = 0

    async def load(self, chat: int) -> ChatState:
        self.asked += 1
        await self.ping()
        return await super().load(chat)

    async def ping(self) -> None:
        if self.gone:
            raise StoreGoneError("unplugged")


@pytest.fixture
def outage() -> Outage:
    return Outage(KEPT_FOR, time.time)


async def test_memory_is_empty_while_the_store_is_gone_and_comes_back(outage: Outage) -> None:
    store = SteadyStore(outage, Ticking())
    await store.pin(CHAT, "fr")
    outage.gone = True
    assert (await store.load(CHAT), store.reachable) == (ChatState(), False)
    await store.note("profile", "lost")
    assert (await store.answered(1), await store.noted("profile")) == (False, None)
    outage.gone = False
    assert (await store.load(CHAT), store.reachable) == (ChatState("fr"), True)


async def test_outage_is_logged_once_and_so_is_its_end(outage: Outage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    store = SteadyStore(outage, Ticking())
    outage.gone = True
    for _ in range(5):
        await store.load(CHAT)
        async with store.turn(CHAT):
            pass
    outage.gone = False
    await store.load(CHAT)
    messages = [record.getMessage() for record in caplog.records]
    assert messages[0] == "the store is gone (StoreGoneError: unplugged): answering without memory"
    assert messages[1].startswith("the store is back after ")
    assert len(messages) == 2


async def test_store_that_is_gone_is_left_alone_for_a_while(outage: Outage) -> None:
    store = SteadyStore(outage, lambda: 0.0)
    outage.gone = True
    for _ in range(5):
        await store.load(CHAT)
    assert outage.asked == 1


async def test_wish_to_be_forgotten_is_never_dropped_in_silence(redis_gone: SteadyStore) -> None:
    with pytest.raises(StoreGoneError):
        await redis_gone.forget(CHAT)


@pytest.fixture
async def redis_gone() -> AsyncIterator[SteadyStore]:
    store = SteadyStore(RedisStore("redis://127.0.0.1:1/0", KEPT_FOR, time.time))
    yield store
    await store.close()


async def test_redis_that_stops_and_starts_again(tmp_path: Path) -> None:
    with redis_server(tmp_path) as server:
        store = SteadyStore(RedisStore(server.url, KEPT_FOR, time.time), Ticking())
        await store.pin(CHAT, "fr")
        server.stop()
        async with store.turn(CHAT):
            assert await store.load(CHAT) == ChatState()
        await store.remember(CHAT, "es", None)
        assert not store.reachable
        server.start()
        await store.pin(CHAT, "pt")
        assert (await store.load(CHAT), store.reachable) == (ChatState("pt"), True)
        await store.close()


async def test_disk_that_is_full_leaves_the_bot_without_memory(tmp_path: Path) -> None:
    sqlite = SqliteStore(tmp_path / "state.sqlite", KEPT_FOR, time.time)
    store = SteadyStore(sqlite, Ticking())
    await store.remember(1, "es", None)
    await sqlite._run(lambda connection: connection.execute("PRAGMA max_page_count = 1").fetchone())  # as if full
    for chat in range(500):
        await store.remember(chat, "es", "topic:" + "x" * 200)
    assert not store.reachable
    await sqlite._run(lambda connection: connection.execute("PRAGMA max_page_count = 100000").fetchone())
    await store.remember(1, "fr", None)
    assert (await store.load(1), store.reachable) == (ChatState(None, "fr"), True)
    await store.close()


async def test_file_that_was_damaged_leaves_the_bot_without_memory(tmp_path: Path) -> None:
    file = tmp_path / "state.sqlite"
    store = SteadyStore(SqliteStore(file, KEPT_FOR, time.time), Ticking())
    with sqlite3.connect(file) as other:
        other.execute("DROP TABLE chat")
    other.close()
    assert (await store.load(CHAT), store.reachable) == (ChatState(), False)
    await store.close()
