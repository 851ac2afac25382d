"""Feedback in Redis or Valkey."""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

from redis.asyncio import Redis

from bot.stores.base import SECONDS_A_DAY, Clock, KeptFor
from bot.stores.feedback import MOST_A_DAY, Counted, Event, FullDays, Kept, Sent, day_number, day_of
from bot.stores.redis_calls import PREFIX, asked, found

_TALLY, _QUESTION, _SENT = f"{PREFIX}tally:", f"{PREFIX}question:", f"{PREFIX}sent:"

_KEEP = """
if tonumber(redis.call('GET', KEYS[2]) or 0) >= tonumber(ARGV[3]) then return 1 end
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'EX', ARGV[2]) then
    redis.call('INCR', KEYS[2])
    redis.call('EXPIRE', KEYS[2], ARGV[4])
end
return 0
"""
"""Keeps and counts a question of the day; returns 1 where there are too many."""


class RedisFeedback:
    """Keeps the counts of a day in a hash, and each question by itself; all expire."""

    def __init__(self, redis: Redis, kept_for: KeptFor, clock: Clock) -> None:
        self._redis = redis
        self._kept_for = kept_for
        self._clock = clock
        self._full_days = FullDays()
        self._keep = redis.register_script(_KEEP)

    async def count(self, event: Event) -> None:
        """Count the event today."""
        today = self._today()
        key, last = f"{_TALLY}{today}", today + self._kept_for.counts - 1
        async with self._redis.pipeline() as pipe:
            pipe.hincrby(key, f"{event.language}|{event.topic}|{event.what}", 1)
            pipe.expire(key, self._seconds_through(last))
            await asked(pipe.execute())

    async def keep_question(self, key: str, sent: Sent) -> None:
        """Keep the question; once only for each key, and not beyond the most of a day."""
        today = self._today()
        last = today + self._kept_for.questions - 1
        value = json.dumps([today, last, sent.language, sent.topic, sent.text], ensure_ascii=False)
        keys = [f"{_QUESTION}{key}", f"{_SENT}{today}"]
        if await asked(self._keep(keys=keys, args=[value, self._seconds_through(last), MOST_A_DAY, 2 * SECONDS_A_DAY])):
            self._full_days.tell(today)

    async def counts(self) -> tuple[Counted, ...]:
        """Return all counts, sorted."""
        rows: list[Counted] = []
        for key in await self._keys(_TALLY):
            day = _day_in(key)
            if day > self._today() - self._kept_for.counts:
                rows += _counted(day, await asked(self._redis.hgetall(key)))
        return tuple(sorted(rows))

    async def questions(self) -> tuple[Kept, ...]:
        """Return all questions, sorted."""
        rows = [row async for _, row in self._rows() if row[1] >= self._today()]
        return tuple(sorted(Kept(day_of(day), Sent(*sent)) for day, _, *sent in rows))

    async def purge(self) -> None:
        """Delete what has expired by the bot's clock; the server does so by its own."""
        today = self._today()
        for key in await self._keys(_TALLY):
            if _day_in(key) <= today - self._kept_for.counts:
                await asked(self._redis.delete(key))
        async for key, row in self._rows():
            if row[1] < today:
                await asked(self._redis.delete(key))

    async def _rows(self) -> AsyncIterator[tuple[bytes, list[Any]]]:
        """Yield key and fields of each question."""
        for key in await self._keys(_QUESTION):
            value: bytes | None = await asked(self._redis.get(key))
            if value:
                yield key, json.loads(value)

    async def _keys(self, beginning: str) -> tuple[bytes, ...]:
        return await found(self._redis.scan_iter(f"{beginning}*", count=500))

    def _seconds_through(self, last: int) -> int:
        """Return the seconds until the day is over."""
        return max(1, int((last + 1) * SECONDS_A_DAY - self._clock()))

    def _today(self) -> int:
        return day_number(self._clock())


def _day_in(key: bytes) -> int:
    return int(key.rpartition(b":")[2])


def _counted(day: int, fields: dict[bytes, bytes]) -> Iterator[Counted]:
    for name, number in fields.items():
        language, topic, what = name.decode().split("|")
        yield Counted(day_of(day), Event(language, topic, what), int(number))  # type: ignore[arg-type]  # written above
