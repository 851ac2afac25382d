"""Feedback that is forgotten when the bot stops."""

from bot.stores.base import Clock, KeptFor
from bot.stores.feedback import MOST_A_DAY, Counted, Event, FullDays, Kept, Sent, day_number, day_of


class MemoryFeedback:
    """Keeps feedback in dictionaries."""

    def __init__(self, kept_for: KeptFor, clock: Clock) -> None:
        self._kept_for = kept_for
        self._clock = clock
        self._full_days = FullDays()
        self._counts: dict[tuple[int, Event], int] = {}
        self._questions: dict[str, tuple[int, Sent]] = {}

    async def count(self, event: Event) -> None:
        """Count the event today."""
        key = (self._today(), event)
        self._counts[key] = self._counts.get(key, 0) + 1

    async def keep_question(self, key: str, sent: Sent) -> None:
        """Keep the question; once only for each key, and not beyond the most of a day."""
        today = self._today()
        if sum(day == today for day, _ in self._questions.values()) >= MOST_A_DAY:
            self._full_days.tell(today)
            return
        self._questions.setdefault(key, (today, sent))

    async def counts(self) -> tuple[Counted, ...]:
        """Return all counts, sorted."""
        oldest = self._today() - self._kept_for.counts
        return tuple(sorted(Counted(day_of(day), e, n) for (day, e), n in self._counts.items() if day > oldest))

    async def questions(self) -> tuple[Kept, ...]:
        """Return all questions, sorted."""
        oldest = self._today() - self._kept_for.questions
        return tuple(sorted(Kept(day_of(day), sent) for day, sent in self._questions.values() if day > oldest))

    def purge(self) -> None:
        """Delete what has expired."""
        today = self._today()
        self._counts = {key: n for key, n in self._counts.items() if key[0] > today - self._kept_for.counts}
        self._questions = {
            key: kept for key, kept in self._questions.items() if kept[0] > today - self._kept_for.questions
        }

    def _today(self) -> int:
        return day_number(self._clock())
