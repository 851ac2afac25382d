"""Fetches updates from Telegram and confirms each once it and all before it are handled."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.telegram.app import LONG_POLL, RawUpdate, UpdateBot
from bot.telegram.dispatch import Dispatcher
from bot.telegram.errors import UnansweredError
from bot.telegram.pace import asked_for

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
"""Seconds between two tries while Telegram cannot be reached."""

_FIRST_LOOK, _LAST_LOOK = 0.1, 1.0
"""Seconds to wait for what is in hand before looking for more; Telegram tells at once what is not confirmed."""

_FAREWELL = 5
"""Seconds to confirm the last updates when stopping."""

Beat = Callable[[], None]
Result = TypeVar("Result")

log = logging.getLogger(__name__)


class Polling:
    """Polls until it is told to stop."""

    def __init__(
        self,
        bot: UpdateBot,
        dispatcher: Dispatcher,
        beat: Beat,
        *,
        first_pause: float = _FIRST_PAUSE,
        grace: float = 8.0,
    ) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._beat = beat
        self._next: int | None = None
        self._open: dict[int, asyncio.Task[None] | None] = {}
        """Updates that must not be confirmed yet: in hand, or (None) left unanswered for now."""

        self._done: set[int] = set()
        self._first_pause = first_pause
        self._grace = grace
        self._pause = 0.0
        self._look = _FIRST_LOOK

    async def run(self, stop: asyncio.Event) -> None:
        """Handle updates until ``stop`` is set; what was begun is finished and confirmed."""
        await self._bot.delete_webhook()
        try:
            while not stop.is_set():
                self._begin(await _unless(stop, self._fetch()) or [])
                if self._pause:
                    await _unless(stop, asyncio.sleep(self._pause))
                elif self._open:
                    await _unless(stop, self._wait())
                self._collect()
        except BaseException:
            await self._finish(0)
            raise
        await self._finish(self._grace)
        await self._confirm()

    @property
    def _offset(self) -> int | None:
        """Return the first update that must come again; those before it are confirmed."""
        return min(self._open) if self._open else self._next

    async def _fetch(self) -> list[RawUpdate]:
        """Return the next updates; none, and a pause before the next try, when they cannot be had."""
        try:
            updates = await self._bot.fetch_updates(self._offset, seconds=0 if self._open else LONG_POLL)
        except (InvalidToken, Conflict):
            raise
        except TelegramError as error:
            self._dispatcher.vitals.telegram_failed(error, unreachable=True)
            self._pause = min(max(2 * self._pause, self._first_pause), _LONGEST_PAUSE)
            if isinstance(error, RetryAfter):
                self._pause = max(self._pause, asked_for(error))
            log.warning("no updates: %s; next try in %.0f s", _reason(error), self._pause)
            return []
        self._pause = 0.0
        self._dispatcher.vitals.telegram_well()
        self._dispatcher.vitals.moved()
        self._beat()
        return updates

    def _begin(self, updates: Sequence[RawUpdate]) -> None:
        """Begin with what is not in hand yet, in the order in which it came."""
        fresh = False
        for update in updates:
            number = update["update_id"]
            if number in self._done or self._open.get(number):
                continue
            self._open[number] = asyncio.create_task(self._dispatcher.handle(update))
            self._next = max(self._next or 0, number + 1)
            fresh = True
        self._look = _FIRST_LOOK if fresh else min(2 * self._look, _LAST_LOOK)

    async def _wait(self) -> None:
        """Wait until all that is in hand is done, but not long: one that waits must not hold up what comes."""
        tasks = [task for task in self._open.values() if task]
        if tasks:
            await asyncio.wait(tasks, timeout=self._look)
        else:
            await asyncio.sleep(self._look)  # all were left unanswered: not at once again

    def _collect(self) -> None:
        """Note what is done; raise what ends the service."""
        for number, task in list(self._open.items()):
            if task is None or not task.done():
                continue
            error = None if task.cancelled() else task.exception()
            if task.cancelled() or isinstance(error, UnansweredError):
                self._open[number] = None
            elif error:
                raise error
            else:
                del self._open[number]
                self._done.add(number)
        offset = self._offset or 0
        self._done = {number for number in self._done if number >= offset}

    async def _finish(self, grace: float) -> None:
        """Let what is in hand end within the time, then break it off: it stays unconfirmed."""
        tasks = [task for task in self._open.values() if task]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=grace)
            for task in late:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        if grace:
            self._collect()

    async def _confirm(self) -> None:
        """Tell Telegram what has been handled, so that it does not come again after a restart."""
        if self._offset is None:
            return
        try:
            await asyncio.wait_for(self._bot.fetch_updates(self._offset, seconds=0), _FAREWELL)
        except (TelegramError, TimeoutError) as error:
            log.warning("the last updates are not confirmed: %s", type(error).__name__)


def _reason(error: TelegramError) -> str:
    """Return what hinders, without the text of the error, which may hold the token."""
    return "Telegram asks for patience" if isinstance(error, RetryAfter) else type(error).__name__


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, Result]) -> Result | None:
    """Return the result of the work, which is broken off when ``stop`` is set."""
    working, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        for task in (working, stopping):
            task.cancel()
        await asyncio.gather(working, stopping, return_exceptions=True)
