"""Stores for the little that the bot remembers of a chat."""

from pathlib import Path

from bot.settings import Settings
from bot.stores.base import ChatState, Clock, Exchange, Store, StoreBusyError, StoreGoneError
from bot.stores.feedback import (
    CHOICES,
    UNKNOWN,
    Counted,
    Event,
    FeedbackDays,
    FeedbackStore,
    Kept,
    Sent,
    What,
)
from bot.stores.memory import MemoryStore
from bot.stores.redis import RedisStore
from bot.stores.sqlite import SqliteStore
from bot.stores.steady import SteadyStore

__all__ = [
    "CHOICES",
    "UNKNOWN",
    "ChatState",
    "Clock",
    "Counted",
    "Event",
    "Exchange",
    "FeedbackDays",
    "FeedbackStore",
    "Kept",
    "MemoryStore",
    "RedisStore",
    "Sent",
    "SqliteStore",
    "SteadyStore",
    "Store",
    "StoreBusyError",
    "StoreGoneError",
    "What",
    "open_store",
]


def open_store(settings: Settings, clock: Clock) -> Store:
    """Return the store that the settings name."""
    secret = settings.state_key.get_secret_value().encode() if settings.state_key else None
    feedback = FeedbackDays(settings.report_days, settings.question_days)
    scheme, _, rest = settings.state_url.partition("://")
    if scheme == "memory":
        return MemoryStore(settings.state_days, clock, secret, feedback)
    if scheme in ("redis", "rediss"):
        return RedisStore(settings.state_url, settings.state_days, clock, secret, feedback)
    return SqliteStore(Path(rest.removeprefix("/")), settings.state_days, clock, secret, feedback)
