"""Fetches updates from Telegram and confirms them once they are handled."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.telegram.app import RawUpdate, UpdateBot
from bot.telegram.dispatch import Dispatcher

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
"""Seconds between two tries while Telegram cannot be reached."""

_FAREWELL = 5
"""Seconds to confirm the last updates when stopping."""

Beat = Callable[[], None]
Result = TypeVar("Result")

log = logging.getLogger(__name__)


class Polling:
    """Polls until it is told to stop."""

    def __init__(
        self, bot: UpdateBot, dispatcher: Dispatcher, beat: Beat, *, first_pause: float = _FIRST_PAUSE
    ) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._beat = beat
        self._offset: int | None = None
        self._first_pause = first_pause
        self._pause = 0.0

    async def run(self, stop: asyncio.Event) -> None:
        """Handle updates until ``stop`` is set; what was begun is finished and confirmed."""
        await self._bot.delete_webhook()
        while not stop.is_set():
            updates = await _unless(stop, self._fetch())
            if updates:
                await asyncio.gather(*(self._dispatcher.handle(update) for update in updates))
                self._offset = max(update["update_id"] for update in updates) + 1
            if self._pause:
                await _unless(stop, asyncio.sleep(self._pause))
        await self._confirm()

    async def _fetch(self) -> list[RawUpdate]:
        """Return the next updates; none, and a pause before the next try, when they cannot be had."""
        try:
            updates = await self._bot.fetch_updates(self._offset)
        except InvalidToken:
            raise
        except TelegramError as error:
            self._pause = min(max(2 * self._pause, self._first_pause), _LONGEST_PAUSE)
            log.warning("no updates: %s; next try in %.0f s", _reason(error), self._pause)
            return []
        self._pause = 0.0
        self._beat()
        return updates

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
    if isinstance(error, Conflict):
        return "another process fetches the updates of this bot; stop it"
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
