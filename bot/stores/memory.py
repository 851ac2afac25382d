"""A store that forgets everything when the bot stops."""

import secrets
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import replace

from bot.stores.base import ANSWERED_FOR, NOTED_FOR, SECONDS_A_DAY, ChatState, Clock, Exchange, KeptFor, chat_key
from bot.stores.memory_feedback import MemoryFeedback


class MemoryStore:
    """Keeps states in a dictionary."""

    def __init__(self, kept_for: KeptFor, clock: Clock, secret: bytes | None = None) -> None:
        self._seconds = kept_for.states * SECONDS_A_DAY
        self._clock = clock
        self._secret = secret or secrets.token_bytes(32)
        self._states: dict[bytes, tuple[ChatState, float]] = {}
        self._answered: dict[int, float] = {}
        self._notes: dict[str, tuple[str, float]] = {}
        self.feedback = MemoryFeedback(kept_for, clock)

    async def load(self, chat: int) -> ChatState:
        """Return what is remembered of the chat."""
        state, expires = self._states.get(chat_key(chat, self._secret), (ChatState(), 0.0))
        return state if self._clock() < expires else ChatState()

    async def remember(self, chat: int, language: str, target: str | None, exchange: Exchange | None = None) -> None:
        """Keep the language and target of the last answer, and the messages when there are new ones."""
        await self._change(chat, lambda state: ChatState(state.pinned, language, target, exchange or state.exchange))

    async def pin(self, chat: int, language: str | None) -> None:
        """Keep the language that the user fixed."""
        await self._change(chat, lambda state: replace(state, pinned=language))

    async def forget(self, chat: int) -> None:
        """Delete all that is remembered of the chat."""
        self._states.pop(chat_key(chat, self._secret), None)

    async def answered(self, update: int) -> bool:
        """Return whether the update was answered within the last day."""
        return self._clock() < self._answered.get(update, 0.0)

    async def note_answered(self, update: int) -> None:
        """Remember for a day that the update was answered."""
        self._answered[update] = self._clock() + ANSWERED_FOR

    async def noted(self, name: str) -> str | None:
        """Return what was noted under the name within the last day."""
        value, expires = self._notes.get(name, (None, 0.0))
        return value if self._clock() < expires else None

    async def note(self, name: str, value: str) -> None:
        """Keep the value for a day."""
        self._notes[name] = (value, self._clock() + NOTED_FOR)

    def turn(self, chat: int) -> AbstractAsyncContextManager[None]:
        """Return a context that does nothing: no other process has this memory."""
        del chat
        return nullcontext()

    async def ping(self) -> None:
        """Do nothing: memory is always there."""

    async def purge(self) -> None:
        """Delete what has expired."""
        now = self._clock()
        self._answered = {update: expires for update, expires in self._answered.items() if now < expires}
        self._states = {key: kept for key, kept in self._states.items() if now < kept[1]}
        self._notes = {name: kept for name, kept in self._notes.items() if now < kept[1]}
        self.feedback.purge()

    async def close(self) -> None:
        """Do nothing: there is nothing to let go of."""

    async def _change(self, chat: int, change: Callable[[ChatState], ChatState]) -> None:
        """Write the changed state; nothing else runs between reading and writing, for there is no await."""
        state = change(await self.load(chat))
        self._states[chat_key(chat, self._secret)] = (state, self._clock() + self._seconds)
