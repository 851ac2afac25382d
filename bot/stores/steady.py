"""Goes on without memory while the store is gone."""

import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import TypeVar

from bot.stores.base import ChatState, Exchange, Store, StoreGoneError
from bot.stores.feedback import SteadyFeedback

_PAUSE = 2.0
"""Seconds between two tries while the store is gone; in between nobody waits for it."""

Result = TypeVar("Result")

log = logging.getLogger(__name__)


class SteadyStore:
    """Another store, whose failures become an empty memory; only a wish to be forgotten must not be lost."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], float] = time.monotonic,
        observe: Callable[[float], None] = lambda _: None,
    ) -> None:
        self._store = store
        self._observe = observe
        self._clock = clock
        self._gone_since: float | None = None
        self._next_try = 0.0
        self.feedback = SteadyFeedback(store.feedback, self._tried)

    @property
    def reachable(self) -> bool:
        """Return whether the store answered when it was last asked."""
        return self._gone_since is None

    async def load(self, chat: int) -> ChatState:
        """Return what is remembered of the chat; nothing while the store is gone."""
        return await self._tried(lambda: self._store.load(chat), ChatState())

    async def remember(self, chat: int, language: str, target: str | None, exchange: Exchange | None = None) -> None:
        """Keep the language and target of the last answer, and the messages when there are new ones."""
        await self._tried(lambda: self._store.remember(chat, language, target, exchange), None)

    async def pin(self, chat: int, language: str | None) -> None:
        """Keep the language that the user fixed."""
        await self._tried(lambda: self._store.pin(chat, language), None)

    async def forget(self, chat: int) -> None:
        """Delete all that is remembered of the chat; raise StoreGoneError rather than pretend."""
        await self._store.forget(chat)

    async def answered(self, update: int) -> bool:
        """Return whether the update was answered; not, as far as is known, while the store is gone."""
        return await self._tried(lambda: self._store.answered(update), False)  # noqa: FBT003  # a result, not a flag

    async def note_answered(self, update: int) -> None:
        """Remember for a day that the update was answered."""
        await self._tried(lambda: self._store.note_answered(update), None)

    async def noted(self, name: str) -> str | None:
        """Return what was noted under the name within the last day; nothing while the store is gone."""
        return await self._tried(lambda: self._store.noted(name), None)

    async def note(self, name: str, value: str) -> None:
        """Keep the value for a day."""
        await self._tried(lambda: self._store.note(name, value), None)

    def turn(self, chat: int) -> AbstractAsyncContextManager[None]:
        """Return a context that no other process is in for the same chat, as far as the store is there."""
        return self._turn(chat)

    async def ping(self) -> None:
        """Look whether the store is there; see ``reachable``."""
        await self._tried(self._store.ping, None)

    async def purge(self) -> None:
        """Delete what has expired."""
        await self._tried(self._store.purge, None)

    async def close(self) -> None:
        """Let go of files and connections."""
        await self._store.close()

    @asynccontextmanager
    async def _turn(self, chat: int) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            await self._tried(lambda: stack.enter_async_context(self._store.turn(chat)), None)
            yield

    async def _tried(self, work: Callable[[], Awaitable[Result]], otherwise: Result) -> Result:
        """Return what the work returns, else the other; note whether the store is there."""
        if self._gone_since is not None and self._clock() < self._next_try:
            return otherwise
        began = time.perf_counter()
        try:
            if self._gone_since is not None:
                await self._store.ping()  # what can be read may still not be written, as on a full disk
            result = await work()
        except (StoreGoneError, OSError) as error:
            self._note_gone(error)
            return otherwise
        finally:
            self._observe(time.perf_counter() - began)
        if self._gone_since is not None:
            log.warning("the store is back after %.0f s", self._clock() - self._gone_since)
            self._gone_since = None
        return result

    def _note_gone(self, error: Exception) -> None:
        """Say so once, and leave the store alone for a while."""
        self._next_try = self._clock() + _PAUSE
        if self._gone_since is None:
            self._gone_since = self._clock()
            log.error("the store is gone (%s): answering without memory", _kind(error))


def _kind(error: Exception) -> str:
    """Return the kind of what went wrong; a store's own texts name no chat."""
    return f"{type(error.__cause__ or error).__name__}: {error}" if isinstance(error, StoreGoneError) else "OSError"
