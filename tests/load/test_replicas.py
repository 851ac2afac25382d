"""Two real processes behind a real nginx over a real Redis: one is killed under load, and nobody notices."""

import asyncio
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from redis.asyncio import Redis

from bot.stores import ChatState, RedisStore
from tests.botapi import TOKEN
from tests.load.process import BotProcess
from tests.load.telegram import LoadApi
from tests.support.days import KEPT_FOR
from tests.support.servers import free_port, nginx, redis_server, wait_for_port

UPDATES, CHATS = 600, 40
SECRET = "secret-of-the-replicas"  # noqa: S105  # of the tests


async def test_replica_that_is_killed_under_load_is_not_missed(tmp_path: Path) -> None:
    front, ports = free_port(), (free_port(), free_port())
    address = f"http://127.0.0.1:{front}/telegram"
    with redis_server(tmp_path) as redis, nginx(tmp_path, front, ports):
        async with LoadApi(webhook=address) as api:
            for number in range(1, UPDATES + 1):
                api.ask(number, 1_000_000 + number % CHATS, f"question {number}")
            settings = {
                "TELEGRAM_API_URL": api.url,
                "STATE_URL": redis.url,
                "WEBHOOK_URL": address,
                "WEBHOOK_SECRET": SECRET,
            }
            one, two = (
                BotProcess(tmp_path / f"{port}.log", WEBHOOK_LISTEN=f"127.0.0.1:{port}", **settings) for port in ports
            )
            with one, two:
                for port in ports:
                    await asyncio.to_thread(wait_for_port, port)
                delivering = asyncio.create_task(api.deliver())
                await api.until(lambda: len(api.answers) > UPDATES // 4, 30)
                in_hand = api.in_flight
                one.kill()
                await api.until(lambda: len(api.answers) > UPDATES // 2, 30)
                one.start()
                await asyncio.wait_for(delivering, 60)
                codes = (one.stop(), two.stop())
        await _check_shared(redis.url)
    _check_answers(api, in_hand)
    assert codes == (0, 0)
    assert min(one.log.count('"handled"'), two.log.count('"handled"')) > UPDATES // 20, "both replicas have worked"
    assert not [word for word in (TOKEN, SECRET, "question 1", "Traceback", "1000001") if word in one.log + two.log]


def _check_answers(api: LoadApi, in_hand: int) -> None:
    """Every question answered, hardly one twice, each chat in order."""
    orders: defaultdict[int, list[int]] = defaultdict(list)
    for chat, text in dict.fromkeys(api.answers):
        orders[chat].append(int(text.split()[-1]))
    assert sum(len(numbers) for numbers in orders.values()) == UPDATES
    assert len(api.answers) - UPDATES <= in_hand
    assert [numbers for numbers in orders.values() if numbers != sorted(numbers)] == []


async def _check_shared(url: str) -> None:
    """What one replica has learned of a chat, any other knows."""
    store, server = RedisStore(url, KEPT_FOR, time.time), Redis.from_url(url)
    states = [await store.load(1_000_000 + chat) for chat in range(CHATS)]
    keys = [key async for key in server.scan_iter("*answered*")]
    await store.close()
    await server.aclose()
    assert [replace(state, exchange=None) for state in states] == [ChatState(None, "es", "topic:echo")] * CHATS
    assert all(state.exchange for state in states)
    assert len(keys) == UPDATES
