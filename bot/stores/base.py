"""What the bot remembers of a chat, and what a store must be able to do."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from hashlib import blake2b, sha256
from typing import Protocol

from bot.stores.feedback import FeedbackStore

Clock = Callable[[], float]
"""Returns the seconds since 1970; passed in so that tests can set it."""

SECONDS_A_DAY = 86400

ANSWERED_FOR = SECONDS_A_DAY
"""Seconds for which an answered update is remembered; Telegram keeps updates no longer than that."""

NOTED_FOR = SECONDS_A_DAY
"""Seconds for which a note is kept."""


@dataclass(frozen=True, slots=True)
class KeptFor:
    """Days after which what the bot keeps is deleted."""

    states: int
    counts: int
    questions: int


class StoreGoneError(Exception):
    """The store cannot be reached, or cannot be written to, now."""


class StoreBusyError(Exception):
    """Another process has been at the same chat for too long."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """Ids of a question's message and of the bot's answer to it, numbers that mean something in their chat alone."""

    question: int
    answer: int
    words: int | None = None
    """Keyed hash of the question's words, see ``bot.telegram.asked``; None when they are not to be known again."""


@dataclass(frozen=True, slots=True)
class ChatState:
    """All that is remembered of a chat."""

    pinned: str | None = None
    """Language that the user fixed."""

    last_language: str | None = None
    last_target: str | None = None
    exchange: Exchange | None = None
    """The last question and its answer."""


class Store(Protocol):
    """Keeps the state of chats, each for a number of days after it was last written."""

    @property
    def feedback(self) -> FeedbackStore:
        """What people make of the answers."""

    async def load(self, chat: int) -> ChatState:
        """Return what is remembered of the chat; an empty state when nothing is, or no longer."""

    async def remember(self, chat: int, language: str, target: str | None, exchange: Exchange | None = None) -> None:
        """Keep the language and target of the last answer, and the messages when there are new ones."""

    async def pin(self, chat: int, language: str | None) -> None:
        """Keep the language that the user fixed; None undoes it."""

    async def forget(self, chat: int) -> None:
        """Delete all that is remembered of the chat."""

    async def answered(self, update: int) -> bool:
        """Return whether the update was answered within the last day."""

    async def note_answered(self, update: int) -> None:
        """Remember for a day that the update was answered."""

    async def noted(self, name: str) -> str | None:
        """Return what was noted under the name within the last day."""

    async def note(self, name: str, value: str) -> None:
        """Keep a value of the bot's own, which says nothing of any chat, for a day."""

    def turn(self, chat: int) -> AbstractAsyncContextManager[None]:
        """Return a context that no other process is in for the same chat; raise StoreBusyError when that takes long."""

    async def ping(self) -> None:
        """Raise StoreGoneError when the store cannot be reached."""

    async def purge(self) -> None:
        """Delete what has expired."""

    async def close(self) -> None:
        """Let go of files and connections."""


def chat_key(chat: int, secret: bytes) -> bytes:
    """Return the keyed hash that stands for the chat; without the secret it leads back to nobody."""
    return blake2b(str(chat).encode(), key=sha256(secret).digest(), digest_size=16).digest()
