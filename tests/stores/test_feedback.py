"""What every store must do with feedback."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.stores import (
    Counted,
    Event,
    Kept,
    KeptFor,
    MemoryStore,
    RedisStore,
    Sent,
    SqliteStore,
    SteadyStore,
    Store,
    StoreGoneError,
)
from bot.stores.feedback import MOST_A_DAY
from tests.support.clock import Clock
from tests.support.servers import RedisServer

DAYS = KeptFor(states=30, counts=10, questions=5)
TODAY = date(2023, 11, 14)
JOIN = Event("es", "join", "answered")
SENT = Sent("ar", "unknown", "ما هو الطقس اليوم؟ 🌧")


@pytest.fixture(params=["memory", "sqlite", "redis"])
async def store(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> AsyncIterator[Store]:
    if request.param == "redis":
        server: RedisServer = request.getfixturevalue("redis")
        server.empty()
        store: Store = RedisStore(server.url, DAYS, clock)
    elif request.param == "sqlite":
        store = SqliteStore(tmp_path / "s.sqlite", DAYS, clock)
    else:
        store = MemoryStore(DAYS, clock)
    yield store
    await store.close()


async def test_nothing_is_there_at_first(store: Store) -> None:
    assert (await store.feedback.counts(), await store.feedback.questions()) == ((), ())


async def test_events_are_counted_by_day_language_topic_and_kind(store: Store, clock: Clock) -> None:
    helped, other = Event("es", "join", "helped"), Event("ky", "themes.open-data", "answered")
    for event in (JOIN, other, JOIN, helped):
        await store.feedback.count(event)
    clock.pass_days(1)
    await store.feedback.count(JOIN)
    assert await store.feedback.counts() == (
        Counted(TODAY, JOIN, 2),
        Counted(TODAY, helped, 1),
        Counted(TODAY, other, 1),
        Counted(date(2023, 11, 15), JOIN, 1),
    )


async def test_events_at_once_are_all_counted(store: Store) -> None:
    await asyncio.gather(*(store.feedback.count(JOIN) for _ in range(50)))
    assert await store.feedback.counts() == (Counted(TODAY, JOIN, 50),)


async def test_question_is_kept_once_for_each_key(store: Store, clock: Clock) -> None:
    await store.feedback.keep_question("a_-1", SENT)
    await store.feedback.keep_question("b", SENT)
    clock.pass_days(1)
    await store.feedback.keep_question("a_-1", Sent("es", "join", "other"))
    assert await store.feedback.questions() == (Kept(TODAY, SENT), Kept(TODAY, SENT))


async def test_all_of_it_expires(store: Store, clock: Clock) -> None:
    await store.feedback.count(JOIN)
    await store.feedback.keep_question("a", SENT)
    clock.pass_days(4)
    assert len(await store.feedback.questions()) == 1
    clock.pass_days(1)
    assert (len(await store.feedback.counts()), await store.feedback.questions()) == (1, ())
    clock.pass_days(5)
    assert await store.feedback.counts() == ()


async def test_purging_deletes_what_has_expired_and_no_more(store: Store, clock: Clock) -> None:
    await store.feedback.count(JOIN)
    await store.feedback.keep_question("a", SENT)
    clock.pass_days(6)
    await store.feedback.count(JOIN)
    await store.feedback.keep_question("b", SENT)
    clock.pass_days(4)
    await store.purge()
    clock.pass_days(-10)
    assert [row.day for row in await store.feedback.counts()] == [date(2023, 11, 20)]
    assert [row.day for row in await store.feedback.questions()] == [date(2023, 11, 20)]


async def test_no_more_than_so_many_are_kept_a_day_which_is_logged_once(
    store: Store, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    for key in range(MOST_A_DAY + 3):
        await store.feedback.keep_question("same", SENT)
        await store.feedback.keep_question(str(key), SENT)
    assert len(await store.feedback.questions()) == MOST_A_DAY
    assert [record.getMessage() for record in caplog.records] == [
        f"{MOST_A_DAY} questions were sent today: no more are kept before tomorrow"
    ]
    clock.pass_days(1)
    await store.feedback.keep_question("a", SENT)
    assert len(await store.feedback.questions()) == MOST_A_DAY + 1


async def test_forgetting_a_chat_leaves_what_belongs_to_none(store: Store) -> None:
    await store.feedback.keep_question("a", SENT)
    await store.forget(4711)
    assert len(await store.feedback.questions()) == 1


async def test_counting_goes_without_a_store_but_keeping_does_not_pretend() -> None:
    store = SteadyStore(RedisStore("redis://127.0.0.1:1/0", DAYS, Clock()))
    await store.feedback.count(JOIN)
    assert not store.reachable
    with pytest.raises(StoreGoneError):
        await store.feedback.keep_question("a", SENT)
    with pytest.raises(StoreGoneError):
        await store.feedback.counts()
    with pytest.raises(StoreGoneError):
        await store.feedback.questions()
    await store.close()
