"""What the server knows: chats, messages, taps, profile, webhook, and every call."""

from dataclasses import dataclass, field
from typing import Any

from tests.botapi.refusal import Refusal
from tests.botapi.shown import Offered, Shown


@dataclass(frozen=True)
class Call:
    """A request of the bot."""

    method: str
    params: dict[str, str]
    refusal: str | None = None


@dataclass
class State:
    """Everything, in the order in which it happened."""

    calls: list[Call] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    """Each message of the bot and each edit of one."""

    said: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)
    """The messages of people, by chat and number; taken out, they are deleted."""

    chats: dict[int, dict[str, Any]] = field(default_factory=dict)
    gone: set[tuple[int, int]] = field(default_factory=set)
    """Chat and id of messages that were deleted."""

    migrated: dict[int, int] = field(default_factory=dict)
    """Groups that became supergroups, by the new id."""

    blocked: set[int] = field(default_factory=set)
    taps: dict[str, bool] = field(default_factory=dict)
    """Taps on buttons, and whether the spinner still turns."""

    queries: set[str] = field(default_factory=set)
    """Inline and guest queries that wait for their results."""

    found: dict[str, tuple[Offered, ...]] = field(default_factory=dict)

    profile: dict[tuple[str, str], Any] = field(default_factory=dict)
    webhook: dict[str, str] = field(default_factory=dict)
    faults: dict[str, list[Refusal]] = field(default_factory=dict)
    """What the next calls of a method get instead of an answer."""

    next_message: int = 1

    def message(self, chat: int, message: int) -> Shown | None:
        """Return the message as it is now."""
        return next((shown for shown in reversed(self.shown) if (shown.chat, shown.id) == (chat, message)), None)

    def message_id(self) -> int:
        self.next_message += 1
        return self.next_message
