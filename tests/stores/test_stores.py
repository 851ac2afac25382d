"""What every store must do."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.stores import ChatState, MemoryStore, SqliteStore, Store
from bot.stores.base import SECONDS_A_DAY

CHAT, OTHER = 4711, -1001234567890


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now

    def pass_days(self, days: float) -> None:
        self.now += days * SECONDS_A_DAY


MAKERS: list[Callable[[Path, Clock], Store]] = [
    lambda _, clock: MemoryStore(30, clock),
    lambda folder, clock: SqliteStore(folder / "state.sqlite", 30, clock),
]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=MAKERS, ids=["memory", "sqlite"])
async def store(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> AsyncIterator[Store]:
    store: Store = request.param(tmp_path, clock)
    yield store
    await store.close()


async def test_state_is_empty_when_nothing_was_kept(store: Store) -> None:
    assert await store.load(CHAT) == ChatState()


async def test_what_was_kept_comes_back_for_that_chat_alone(store: Store) -> None:
    await store.remember(CHAT, "pt", "topic:join")
    assert await store.load(CHAT) == ChatState(None, "pt", "topic:join")
    assert await store.load(OTHER) == ChatState()


async def test_remembering_replaces_the_last_and_leaves_the_pin(store: Store) -> None:
    await store.pin(CHAT, "fr")
    await store.remember(CHAT, "es", "topic:join")
    await store.remember(CHAT, "en", None)
    assert await store.load(CHAT) == ChatState("fr", "en", None)


async def test_pinning_leaves_the_last_and_can_be_undone(store: Store) -> None:
    await store.remember(CHAT, "es", "members:2")
    await store.pin(CHAT, "fr")
    assert await store.load(CHAT) == ChatState("fr", "es", "members:2")
    await store.pin(CHAT, None)
    assert await store.load(CHAT) == ChatState(None, "es", "members:2")


async def test_forgetting_leaves_nothing_of_that_chat_alone(store: Store) -> None:
    await store.pin(CHAT, "fr")
    await store.remember(CHAT, "es", "members:2")
    await store.remember(OTHER, "en", None)
    await store.forget(CHAT)
    await store.forget(CHAT)
    assert await store.load(CHAT) == ChatState()
    assert await store.load(OTHER) == ChatState(None, "en", None)


async def test_state_expires_after_the_days_without_a_message(store: Store, clock: Clock) -> None:
    await store.pin(CHAT, "fr")
    clock.pass_days(29)
    await store.remember(CHAT, "es", None)
    clock.pass_days(29.9)
    assert await store.load(CHAT) == ChatState("fr", "es", None)
    clock.pass_days(0.1)
    assert await store.load(CHAT) == ChatState()


async def test_nothing_expired_shows_through_what_is_kept_later(store: Store, clock: Clock) -> None:
    await store.pin(CHAT, "fr")
    clock.pass_days(31)
    await store.remember(CHAT, "es", None)
    assert await store.load(CHAT) == ChatState(None, "es", None)


async def test_purging_deletes_only_what_has_expired(store: Store, clock: Clock) -> None:
    await store.remember(CHAT, "es", None)
    clock.pass_days(20)
    await store.remember(OTHER, "en", None)
    clock.pass_days(20)
    await store.purge()
    clock.pass_days(-20)
    assert await store.load(CHAT) == ChatState()
    assert await store.load(OTHER) == ChatState(None, "en", None)


async def test_pins_and_memories_written_at_once_are_both_kept(store: Store) -> None:
    await asyncio.gather(*(store.remember(chat, "es", None) for chat in range(50)), store.pin(7, "fr"))
    assert await store.load(7) == ChatState("fr", "es", None)
    assert await store.load(49) == ChatState(None, "es", None)
