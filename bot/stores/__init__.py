"""Stores for the little that the bot remembers of a chat."""

from pathlib import Path

from bot.settings import Settings
from bot.stores.base import ChatState, Clock, Exchange, KeptFor, Store, StoreBusyError, StoreGoneError
from bot.stores.feedback import (
    CHOICES,
    UNKNOWN,
    Counted,
    Event,
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
    "FeedbackStore",
    "Kept",
    "KeptFor",
    "MemoryStore",
    "RedisStore",
    "Sent",
    "SqliteStore",
    "SteadyStore",
    "Store",
    "StoreBusyError",
    "StoreGoneError",
    "What",
    "kept_for",
    "open_store",
]


def kept_for(settings: Settings) -> KeptFor:
    """Return the days that the settings name; made here alone."""
    return KeptFor(settings.state_days, settings.report_days, settings.question_days)


def open_store(settings: Settings, clock: Clock) -> Store:
    """Return the store that the settings name."""
    secret = settings.state_key.get_secret_value().encode() if settings.state_key else None
    days = kept_for(settings)
    scheme, _, rest = settings.state_url.partition("://")
    if scheme == "memory":
        return MemoryStore(days, clock, secret)
    if scheme in ("redis", "rediss"):
        return RedisStore(settings.state_url, days, clock, secret)
    return SqliteStore(Path(rest.removeprefix("/")), days, clock, secret)
