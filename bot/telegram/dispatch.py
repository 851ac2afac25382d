"""Hands updates to the application: many chats at once, each chat in order, each update once."""

import asyncio
import logging
from collections import deque
from weakref import WeakValueDictionary

from telegram import Update

from bot.telegram.app import App, RawUpdate
from bot.telegram.errors import describe

_REMEMBERED = 2000
"""Ids of the last updates: Telegram sends one again when its confirmation was lost."""

_CORE = frozenset({"message_id", "date", "edit_date", "chat", "from", "text", "caption", "media_group_id"})
"""Parts of a message that have not changed in years."""

log = logging.getLogger(__name__)


class Dispatcher:
    """Takes raw updates from polling or the webhook."""

    def __init__(self, application: App) -> None:
        self._application = application
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._handled: deque[int] = deque(maxlen=_REMEMBERED)

    async def handle(self, raw: RawUpdate) -> None:
        """Handle the update to its end; return only then, so that the caller may confirm it."""
        update = self._parse(raw)
        if update is None:
            return
        async with self._turn(update):
            if update.update_id in self._handled:
                return
            await self._application.process_update(update)
            self._handled.append(update.update_id)

    def _parse(self, raw: RawUpdate) -> Update | None:
        """Return the update, reduced to its core when the library does not know its form; None when that fails too."""
        for candidate in (raw, _core(raw)):
            try:
                return Update.de_json(candidate, self._application.bot)
            except Exception as error:  # noqa: BLE001  # whatever the library makes of it, the other updates must pass
                log.warning("an update has a form that is not known: %s", describe(error))
        return None

    def _turn(self, update: Update) -> asyncio.Lock:
        """Return the lock of the chat, which serves those who wait in the order in which they came."""
        chat = update.effective_chat.id if update.effective_chat else 0
        return self._turns.setdefault(chat, asyncio.Lock())


def _core(raw: RawUpdate) -> RawUpdate:
    """Return the update with only what an answer needs of its message."""
    core: RawUpdate = {"update_id": raw.get("update_id")}
    for kind in ("message", "edited_message"):
        if isinstance(raw.get(kind), dict):
            core[kind] = {key: value for key, value in raw[kind].items() if key in _CORE}
    return core
