"""What is particular to the store that processes share."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from bot.stores import ChatState, Event, RedisStore, Sent, StoreGoneError
from bot.stores.redis_calls import found
from tests.support.days import KEPT_FOR
from tests.support.servers import RedisServer

CHAT = 987654321987


def opened(server: RedisServer, secret: bytes | None = None) -> RedisStore:
    return RedisStore(server.url, KEPT_FOR, time.time, secret)


async def test_processes_share_state_updates_and_the_key(redis: RedisServer) -> None:
    one, two = opened(redis), opened(redis)
    await asyncio.gather(one.pin(CHAT, "pt"), two.remember(CHAT, "es", "topic:join"))
    await one.note_answered(77)
    assert await two.load(CHAT) == await one.load(CHAT) == ChatState("pt", "es", "topic:join")
    assert await two.answered(77)
    await one.close()
    await two.close()


async def test_server_holds_no_chat_id_and_everything_expires(redis: RedisServer) -> None:
    store, server = opened(redis), Redis.from_url(redis.url)
    await store.remember(CHAT, "pt", "topic:join")
    await store.note_answered(78)
    await store.feedback.count(Event("pt", "join", "answered"))
    await store.feedback.keep_question("key", Sent("pt", "join", "?"))
    async with store.turn(CHAT):
        keys = [key.decode() async for key in server.scan_iter("*")]
        lasting = [key for key in keys if await server.ttl(key) < 0]
    assert not [key for key in keys if str(CHAT) in key]
    assert [key for key in lasting if not key.endswith(":secret")] == []
    await store.close()
    await server.aclose()


async def test_one_process_waits_for_the_turn_of_another(redis: RedisServer) -> None:
    one, two = opened(redis), opened(redis)
    happened: list[str] = []

    async def work(store: RedisStore, name: str) -> None:
        async with store.turn(CHAT):
            happened.append(f"{name} begins")
            await asyncio.sleep(0.05)
            happened.append(f"{name} ends")

    await asyncio.gather(work(one, "a"), work(two, "b"))
    first = happened[0][0]
    second = "b" if first == "a" else "a"
    assert happened == [f"{first} begins", f"{first} ends", f"{second} begins", f"{second} ends"]
    await one.close()
    await two.close()


async def test_key_is_put_back_when_the_server_was_emptied(redis: RedisServer) -> None:
    one, server = opened(redis), Redis.from_url(redis.url)
    await one.pin(CHAT, "pt")
    await server.flushdb()
    await one.ping()
    two = opened(redis)
    await two.pin(CHAT, "fr")
    assert await one.load(CHAT) == ChatState("fr")
    await one.close()
    await two.close()
    await server.aclose()


async def test_key_that_the_server_names_twice_is_one() -> None:
    async def scan() -> AsyncIterator[bytes]:
        for key in (b"b", b"a", b"b"):
            yield key

    assert await found(scan()) == (b"a", b"b")


async def test_server_that_is_not_there_is_told(redis: RedisServer) -> None:
    del redis  # where there is no Redis at all, the library is not looked at either
    store = RedisStore("redis://127.0.0.1:1/0", KEPT_FOR, time.time)
    with pytest.raises(StoreGoneError):
        await store.load(CHAT)
    await store.close()
