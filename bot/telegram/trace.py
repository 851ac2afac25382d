"""What is known about the update in hand, for logs and figures: never whose it is, nor what it says."""

from contextvars import ContextVar
from dataclasses import dataclass

from bot.telegram.ports import Engine


@dataclass(slots=True)
class Trace:
    """One update on its way."""

    update: int
    engine: Engine | None = None
    """The engine that it began with: a reload does not change it in the middle."""

    language: str | None = None
    topic: str | None = None
    kind: str | None = None
    """Kind of the answer."""

    failure: Exception | None = None
    """Why no answer reached Telegram; the update is then not confirmed."""


current: ContextVar[Trace | None] = ContextVar("current", default=None)
"""The update that the running task handles."""
