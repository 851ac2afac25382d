"""What every store must do."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.stores import ChatState, Exchange, MemoryStore, RedisStore, SqliteStore, Store
from tests.support.clock import Clock
from tests.support.days import KEPT_FOR
from tests.support.servers import RedisServer

CHAT, OTHER = 4711, -1001234567890


@pytest.fixture(params=["memory", "sqlite", "redis"])
async def store(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> AsyncIterator[Store]:
    if request.param == "redis":
        server: RedisServer = request.getfixturevalue("redis")
        store: Store = RedisStore(server.url, KEPT_FOR, clock, request.node.name.encode())
    else:
        store = (
            MemoryStore(KEPT_FOR, clock)
            if request.param == "memory"
            else SqliteStore(tmp_path / "s.sqlite", KEPT_FOR, clock)
        )
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


async def test_messages_of_the_last_question_stay_until_the_next(store: Store) -> None:
    await store.remember(CHAT, "es", "topic:join", Exchange(5, 6))
    await store.remember(CHAT, "en", None)
    await store.pin(CHAT, "fr")
    assert await store.load(CHAT) == ChatState("fr", "en", None, Exchange(5, 6))
    await store.remember(CHAT, "en", None, Exchange(2**40, 8, 2**56 - 1))
    await store.remember(CHAT, "en", None)
    assert await store.load(CHAT) == ChatState("fr", "en", None, Exchange(2**40, 8, 2**56 - 1))
    await store.remember(CHAT, "en", None, Exchange(9, 10))
    assert await store.load(CHAT) == ChatState("fr", "en", None, Exchange(9, 10))


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


UPDATES = iter(range(1_000_000, 2_000_000))
"""Ids of updates, each used once: one server serves all tests."""


async def test_answered_update_is_remembered_for_a_day(store: Store, clock: Clock) -> None:
    update, other = next(UPDATES), next(UPDATES)
    assert not await store.answered(update)
    await store.note_answered(update)
    await store.note_answered(update)
    assert (await store.answered(update), await store.answered(other)) == (True, False)
    clock.pass_days(0.99)
    assert await store.answered(update)
    clock.pass_days(0.02)
    assert not await store.answered(update)


async def test_purging_forgets_updates_of_days_gone_by(store: Store, clock: Clock) -> None:
    update = next(UPDATES)
    await store.note_answered(update)
    clock.pass_days(1.1)
    await store.purge()
    clock.pass_days(-1.1)
    assert not await store.answered(update)


async def test_clock_that_goes_backwards_loses_nothing(store: Store, clock: Clock) -> None:
    update = next(UPDATES)
    await store.pin(CHAT, "fr")
    await store.note_answered(update)
    clock.pass_days(-400)
    await store.remember(CHAT, "es", None)
    assert await store.load(CHAT) == ChatState("fr", "es", None)
    assert await store.answered(update)


async def test_turn_can_be_taken_again_and_store_is_there(store: Store) -> None:
    for _ in range(2):
        async with store.turn(CHAT):
            await store.remember(CHAT, "es", None)
    await store.ping()


async def test_note_is_kept_for_a_day(store: Store, clock: Clock) -> None:
    name = f"note {next(UPDATES)}"
    assert await store.noted(name) is None
    await store.note(name, "first")
    clock.pass_days(0.5)
    await store.note(name, "two words")
    clock.pass_days(0.99)
    assert (await store.noted(name), await store.noted("another")) == ("two words", None)
    clock.pass_days(0.02)
    await store.purge()
    assert await store.noted(name) is None
