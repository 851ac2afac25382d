"""What people make of the answers: counts by day, and questions that they sent to the curators."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, Protocol, TypeVar

What = Literal["answered", "helped", "not_helped"]

UNKNOWN, CHOICES = "unknown", "choices"
"""Stand for the topic where none was answered."""

MOST_A_DAY = 500
"""Questions that are kept of one day, over all chats: no flood fills the store, or the report."""

Result = TypeVar("Result")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """Something that is counted; it says nothing of who or when, but for the day."""

    language: str
    topic: str
    what: What


@dataclass(frozen=True, slots=True, order=True)
class Counted:
    """How often an event came about on a day."""

    day: date
    event: Event
    number: int


@dataclass(frozen=True, slots=True, order=True)
class Sent:
    """A question that somebody sent to the curators: its words, the language, and what the bot had answered."""

    language: str
    topic: str
    text: str


@dataclass(frozen=True, slots=True, order=True)
class Kept:
    """A question with the day on which it was sent."""

    day: date
    sent: Sent


class FeedbackStore(Protocol):
    """Keeps feedback, nothing of which leads to a chat."""

    async def count(self, event: Event) -> None:
        """Count the event today."""

    async def keep_question(self, key: str, sent: Sent) -> None:
        """Keep the question; once only for each key, and not beyond ``MOST_A_DAY``."""

    async def counts(self) -> tuple[Counted, ...]:
        """Return all counts, sorted."""

    async def questions(self) -> tuple[Kept, ...]:
        """Return all questions, sorted."""


class SteadyFeedback:
    """Another store of feedback; counting does without it while it is gone, the rest does not pretend."""

    def __init__(
        self, feedback: FeedbackStore, tried: Callable[[Callable[[], Awaitable[Any]], Any], Awaitable[Any]]
    ) -> None:
        self._feedback = feedback
        self._tried = tried

    async def count(self, event: Event) -> None:
        """Count the event today."""
        await self._tried(lambda: self._feedback.count(event), None)

    async def keep_question(self, key: str, sent: Sent) -> None:
        """Keep the question; raise StoreGoneError rather than pretend."""
        await self._feedback.keep_question(key, sent)

    async def counts(self) -> tuple[Counted, ...]:
        """Return all counts; raise StoreGoneError when they cannot be read."""
        return await self._feedback.counts()

    async def questions(self) -> tuple[Kept, ...]:
        """Return all questions; raise StoreGoneError when they cannot be read."""
        return await self._feedback.questions()


class FullDays:
    """Says once of a day that no more of its questions are kept."""

    def __init__(self) -> None:
        self._told: int | None = None

    def tell(self, day: int) -> None:
        """Log it, unless it was the last thing said."""
        if day != self._told:
            self._told = day
            log.warning("%d questions were sent today: no more are kept before tomorrow", MOST_A_DAY)


def day_number(now: float) -> int:
    """Return the days since 1970: what is kept with feedback in place of a time, which could lead to a person."""
    return timedelta(seconds=now) // timedelta(days=1)


def day_of(number: int) -> date:
    """Return the day with the number."""
    return date(1970, 1, 1) + timedelta(days=number)
