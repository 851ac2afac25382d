"""Hands updates to the application: many chats at once, each chat in order, each update once."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any
from weakref import WeakValueDictionary

from telegram import Bot, Message, Update
from telegram.error import InvalidToken

from bot.stores import KeptFor, MemoryStore, Store, StoreBusyError
from bot.telegram.app import UPDATES, App, RawUpdate
from bot.telegram.crowd import Crowd, Place
from bot.telegram.errors import UnansweredError, describe
from bot.telegram.incoming import read
from bot.telegram.trace import Trace, current
from bot.telegram.vitals import Vitals

_PATIENCE = 10.0
"""Seconds for which it is tried to ask a chat for patience; after that the answers themselves are out."""

_REMEMBERED = 5000
"""Ids of the last updates, for when the store is gone."""

_CORE = frozenset(
    {"message_id", "date", "edit_date", "chat", "from", "text", "caption", "media_group_id", "guest_query_id"}
)
"""Parts of a message that have not changed in years."""

_MAX_ID = 2**63 - 1
"""Largest number that a store can keep."""

Patience = Callable[[Update, Bot], Coroutine[Any, Any, None]]
"""Tells a chat to wait."""

log = logging.getLogger(__name__)


class Dispatcher:
    """Takes raw updates from polling or the webhook."""

    def __init__(
        self,
        application: App,
        store: Store | None = None,
        vitals: Vitals | None = None,
        patience: Patience | None = None,
    ) -> None:
        self._application = application
        self._store = store or MemoryStore(KeptFor(1, 1, 1), time.time)
        self.vitals = vitals or Vitals()
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._answered: dict[int, None] = {}
        self._patience = patience
        self._crowd = Crowd()
        self._beside: set[asyncio.Task[None]] = set()

    async def handle(self, raw: RawUpdate) -> None:
        """Handle the update to its end, so that the caller may confirm it; raise UnansweredError when it may not."""
        kind = next((kind for kind in UPDATES if kind in raw), "other")
        self.vitals.received(kind)
        update = self._parse(raw) if kind != "other" else None
        if update is None:
            self.vitals.ignored.labels("unknown_kind" if kind == "other" else "unknown_form").inc()
            return
        if update.inline_query:  # each stands by itself, and nobody waits for the one before
            await self._traced(update, self._once)
            return
        chat = _chat(update)
        if not self._asks(update):
            await self._traced(update, self._in_turn)
            return
        place = self._crowd.enter(chat)
        if place in (Place.DROPPED, Place.FIRST_DROPPED):
            self._drop(update, place)
            return
        try:
            if place is Place.PATIENCE:
                self._ask_for_patience(update)
            await self._traced(update, self._in_turn)
        finally:
            self._crowd.leave(chat)

    async def _traced(self, update: Update, handle: Callable[[Update, Trace], Awaitable[None]]) -> None:
        """Handle the update, counted as in hand and known to what is logged meanwhile."""
        self.vitals.queue.inc()
        token = current.set(trace := Trace(update.update_id))
        try:
            await handle(update, trace)
        finally:
            current.reset(token)
            self.vitals.queue.dec()

    def _drop(self, update: Update, place: Place) -> None:
        """Count an update that is not answered, for too many of its chat wait; say so once in a burst."""
        self.vitals.ignored.labels("crowded").inc()
        if place is Place.FIRST_DROPPED:
            log.warning("a chat writes more than can be answered: further updates of it are dropped for now")
        if update.callback_query:
            self._do_beside(update.callback_query.answer())

    def _ask_for_patience(self, update: Update) -> None:
        """Have the chat told to wait, beside its answers: those come in order, whatever becomes of this."""
        if self._patience:
            self._do_beside(self._patience(update, self._application.bot))

    def _do_beside(self, telling: Coroutine[Any, Any, object]) -> None:
        """Do what nobody waits for."""
        task = asyncio.create_task(_tried(telling))
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

    def _asks(self, update: Update) -> bool:
        """Return whether something is asked of the bot; most of what is said in a group is not."""
        message = update.message or update.edited_message
        return message is None or read(message, self._application.bot.bot) is not None

    async def _in_turn(self, update: Update, trace: Trace) -> None:
        """Handle the update once those of the same chat that came before it are done, here and elsewhere."""
        chat, began = _chat(update), time.perf_counter()
        async with self._turns.setdefault(chat, asyncio.Lock()):
            try:
                async with self._store.turn(chat):
                    self.vitals.observe("turn", time.perf_counter() - began)
                    await self._once(update, trace)
            except StoreBusyError as error:
                log.warning("left to Telegram: another process has been at the same chat for too long")
                raise UnansweredError from error
        self._tell(trace, time.perf_counter() - began)

    async def _once(self, update: Update, trace: Trace) -> None:
        """Handle the update unless that was done before."""
        number = update.update_id
        if number in self._answered or await self._store.answered(number):
            log.info("came again, was answered before")
            self.vitals.ignored.labels("repeated").inc()
            return
        try:
            await self._application.process_update(update)
        except Exception as error:  # noqa: BLE001  # one update that is a puzzle shall not end the service
            log.error("an update failed: %s", describe(error))  # noqa: TRY400  # the text of an error may hold words of users
        if isinstance(trace.failure, InvalidToken):
            raise trace.failure
        if trace.failure:
            log.warning("left to Telegram, no answer got through: %s", type(trace.failure).__name__)
            raise UnansweredError from trace.failure
        self._answered[number] = None
        if len(self._answered) > _REMEMBERED:
            del self._answered[next(iter(self._answered))]
        await self._store.note_answered(number)

    def _tell(self, trace: Trace, seconds: float) -> None:
        """Write the line of the update, and count its answer."""
        self.vitals.observe("total", seconds)
        if trace.kind and trace.language:
            self.vitals.answered(trace.kind, trace.language)
        fields = {"kind": trace.kind, "language": trace.language, "topic": trace.topic, "ms": round(1000 * seconds, 1)}
        log.info("handled", extra={"fields": fields})

    def _parse(self, raw: RawUpdate) -> Update | None:
        """Return the update, reduced to its core when the library does not know its form; None when that fails too."""
        for candidate in (raw, _core(raw)):
            try:
                return _checked(Update.de_json(candidate, self._application.bot))
            except Exception as error:  # noqa: BLE001  # whatever the library makes of it, the other updates must pass
                log.warning("an update has a form that is not known: %s", describe(error))
        return None


async def _tried(telling: Coroutine[Any, Any, object]) -> None:
    """Do what nobody waits for, for a while."""
    try:
        await asyncio.wait_for(telling, _PATIENCE)
    except Exception as error:  # noqa: BLE001  # a courtesy: nothing follows from it
        log.info("a courtesy failed: %s", type(error).__name__)


def _chat(update: Update) -> int:
    """Return the chat, else the person: what belongs together is answered in order."""
    whose = update.effective_chat or update.effective_user
    return whose.id if whose else 0


def _checked(update: Update) -> Update:
    """Return the update; raise TypeError where the library took over what is not of the kind that it says."""
    message, query = update.effective_message, update.callback_query
    chat, person = update.effective_chat, update.effective_user
    texts = [chat.type if chat else None, query.data if query else None, person.language_code if person else None]
    texts += [update.inline_query.query, update.inline_query.id] if update.inline_query else []
    if isinstance(message, Message):
        texts += [message.text, message.caption, message.media_group_id]
    if message and not chat:
        raise TypeError("a message without a chat")
    numbers = [update.update_id, *(whose.id for whose in (chat, person) if whose)]
    numbers += [message.message_id] if message else []
    if not all(isinstance(text, str | None) for text in texts) or not all(type(number) is int for number in numbers):
        raise TypeError("a text that is none, or a number that is none")
    if any(abs(number) > _MAX_ID for number in numbers):
        raise ValueError("a number larger than any that Telegram gives")
    return update


def _core(raw: RawUpdate) -> RawUpdate:
    """Return the update with only what an answer needs of its message."""
    core: RawUpdate = {"update_id": raw.get("update_id")}
    for kind in ("message", "edited_message", "guest_message"):
        if isinstance(raw.get(kind), dict):
            core[kind] = {key: value for key, value in raw[kind].items() if key in _CORE}
    return core
