"""A store in Redis or Valkey, which any number of processes share."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from bot.stores.base import (
    ANSWERED_FOR,
    NOTED_FOR,
    SECONDS_A_DAY,
    ChatState,
    Clock,
    Exchange,
    KeptFor,
    StoreBusyError,
    StoreGoneError,
    chat_key,
)
from bot.stores.redis_calls import PREFIX, asked, each
from bot.stores.redis_feedback import RedisFeedback

_PATIENCE = 2.0
"""Seconds for one operation; the bot goes on without memory after that."""

_LEASE, _RENEWAL = 5.0, 1.5
"""Seconds for which a chat is one process's turn, renewed while it lasts; one that was killed loses it soon."""

_FIRST_LOOK, _LAST_LOOK = 0.01, 0.25
"""Seconds between two looks whether it is the chat's turn."""

_LONGEST_WAIT = 30.0
"""Seconds after which the update is left to Telegram, which sends it again."""

_CHANGE = """
local expires = redis.call('HGET', KEYS[1], 'expires')
if expires and tonumber(expires) <= tonumber(ARGV[1]) then redis.call('DEL', KEYS[1]) end
redis.call('HSET', KEYS[1], 'expires', ARGV[2], unpack(ARGV, 4))
redis.call('EXPIRE', KEYS[1], ARGV[3])
"""
"""Changes some fields of a chat; nothing that has expired shows through."""

_RENEW = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end"
_LEAVE = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end"


class RedisStore:
    """Keeps states in hashes that expire; connects when it is first asked."""

    def __init__(self, url: str, kept_for: KeptFor, clock: Clock, secret: bytes | None = None) -> None:
        self._clock = clock
        self._seconds = kept_for.states * SECONDS_A_DAY
        self._secret = secret
        self._given = secret is not None
        self._redis = Redis.from_url(
            url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE, retry=Retry(NoBackoff(), 1)
        )
        self.feedback = RedisFeedback(self._redis, kept_for, clock)
        self._change, self._renew, self._leave = map(self._redis.register_script, (_CHANGE, _RENEW, _LEAVE))

    async def load(self, chat: int) -> ChatState:
        """Return what is remembered of the chat."""
        key = await self._key(chat)
        found: list[bytes | None] = await asked(
            self._redis.hmget(key, ["pinned", "last_language", "last_target", "question", "answer", "words", "expires"])
        )
        pinned, language, target, question, answer, words, expires = (
            value.decode() if value else None for value in found
        )
        if not expires or self._clock() >= float(expires):
            return ChatState()
        exchange = Exchange(int(question), int(answer), int(words) if words else None) if question and answer else None
        return ChatState(pinned, language, target, exchange)

    async def remember(self, chat: int, language: str, target: str | None, exchange: Exchange | None = None) -> None:
        """Keep the language and target of the last answer, and the messages when there are new ones."""
        ids: tuple[str, ...] = ()
        if exchange:
            words = "" if exchange.words is None else str(exchange.words)
            ids = ("question", str(exchange.question), "answer", str(exchange.answer), "words", words)
        await self._write(chat, "last_language", language, "last_target", target or "", *ids)

    async def pin(self, chat: int, language: str | None) -> None:
        """Keep the language that the user fixed."""
        await self._write(chat, "pinned", language or "")

    async def forget(self, chat: int) -> None:
        """Delete all that is remembered of the chat."""
        await asked(self._redis.delete(await self._key(chat)))

    async def answered(self, update: int) -> bool:
        """Return whether the update was answered within the last day."""
        expires: bytes | None = await asked(self._redis.get(f"{PREFIX}answered:{update}"))
        return expires is not None and self._clock() < float(expires)

    async def note_answered(self, update: int) -> None:
        """Remember for a day that the update was answered."""
        expires = self._clock() + ANSWERED_FOR
        await asked(self._redis.set(f"{PREFIX}answered:{update}", expires, ex=ANSWERED_FOR))

    async def noted(self, name: str) -> str | None:
        """Return what was noted under the name within the last day."""
        found: bytes | None = await asked(self._redis.get(f"{PREFIX}note:{name}"))
        expires, _, value = found.decode().partition(" ") if found else ("0", "", "")
        return value if self._clock() < float(expires) else None

    async def note(self, name: str, value: str) -> None:
        """Keep the value for a day."""
        expires = self._clock() + NOTED_FOR
        await asked(self._redis.set(f"{PREFIX}note:{name}", f"{expires} {value}", ex=NOTED_FOR))

    def turn(self, chat: int) -> AbstractAsyncContextManager[None]:
        """Return a context that no other process is in for the same chat."""
        return self._turn(chat)

    async def ping(self) -> None:
        """Raise StoreGoneError when the server cannot be reached; put the key back when it was emptied meanwhile."""
        await asked(self._redis.ping())
        if not self._given:
            self._secret = await self._agreed_secret()

    async def purge(self) -> None:
        """Delete what has expired by the bot's clock; the server does so by its own."""
        for kind, field in (("chat", "expires"), ("answered", None)):
            async for key in each(self._redis.scan_iter(f"{PREFIX}{kind}:*", count=500)):
                expires: bytes | None = await asked(self._redis.hget(key, field) if field else self._redis.get(key))
                if expires and float(expires) <= self._clock():
                    await asked(self._redis.delete(key))
        await self.feedback.purge()

    async def close(self) -> None:
        """Let go of the connections."""
        await self._redis.aclose()

    async def _key(self, chat: int) -> str:
        self._secret = self._secret or await self._agreed_secret()
        return f"{PREFIX}chat:{chat_key(chat, self._secret).hex()}"

    async def _agreed_secret(self) -> bytes:
        """Return the key for hashing chat ids, which all processes share; the first to come keeps it on the server."""
        name = f"{PREFIX}secret"
        await asked(self._redis.set(name, self._secret or secrets.token_bytes(32), nx=True))
        agreed: bytes | None = await asked(self._redis.get(name))
        if not agreed:
            raise StoreGoneError("the key for hashing chats was deleted while it was read")
        return agreed

    async def _write(self, chat: int, *fields: str) -> None:
        now = self._clock()
        times = (now, now + self._seconds, self._seconds)
        await asked(self._change(keys=[await self._key(chat)], args=[*times, *fields]))

    @asynccontextmanager
    async def _turn(self, chat: int) -> AsyncIterator[None]:
        """Hold a lease on the chat; end it with the block, or when this process is killed soon after."""
        key, mine = (await self._key(chat)).replace(":chat:", ":turn:", 1), secrets.token_hex(8)
        await self._enter(key, mine)
        renewing = asyncio.create_task(self._keep(key, mine))
        try:
            yield
        finally:
            renewing.cancel()
            with suppress(StoreGoneError):  # it ends by itself
                await asked(self._leave(keys=[key], args=[mine]))

    async def _enter(self, key: str, mine: str) -> None:
        """Wait for the lease."""
        pause, waited = _FIRST_LOOK, 0.0
        while not await asked(self._redis.set(key, mine, nx=True, px=int(_LEASE * 1000))):
            if waited > _LONGEST_WAIT:
                raise StoreBusyError
            await asyncio.sleep(pause)
            waited += pause
            pause = min(2 * pause, _LAST_LOOK)

    async def _keep(self, key: str, mine: str) -> None:
        """Renew the lease while it is needed."""
        while True:
            await asyncio.sleep(_RENEWAL)
            with suppress(StoreGoneError):
                await asked(self._renew(keys=[key], args=[mine, int(_LEASE * 1000)]))
