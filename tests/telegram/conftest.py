"""The bot, whole, against the Bot API server of the tests."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol, TypeVar

import pytest

from bot.settings import Settings, read_settings
from bot.telegram.ports import Engine
from bot.telegram.serve import serve
from tests.botapi import TOKEN, BotApi, Person

Value = TypeVar("Value")
SettingsFor = Callable[..., Settings]
Serving = Callable[..., AbstractAsyncContextManager[None]]


class Runs(Protocol):
    """Something that runs until it is told to stop."""

    async def run(self, stop: asyncio.Event) -> None: ...


Run = Callable[[Runs], AbstractAsyncContextManager[asyncio.Event]]


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        yield api


@pytest.fixture
def settings_for(api: BotApi, monkeypatch: pytest.MonkeyPatch) -> SettingsFor:
    """Return a function that reads settings for the server, with others set or changed."""

    def read(**variables: str) -> Settings:
        standard = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": api.url, "STATE_URL": "memory://"}
        for name, value in (standard | variables).items():
            monkeypatch.setenv(name, value)
        return read_settings(env_file=None)

    return read


@asynccontextmanager
async def running(work: Callable[[asyncio.Event], Coroutine[Any, Any, None]]) -> AsyncIterator[asyncio.Event]:
    """Do the work beside the block, whose end tells it to stop; the block ends when the work fails."""
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(work(stop))
        try:
            yield stop
        finally:
            stop.set()


async def until(true: Callable[[], bool]) -> None:
    """Return once it is true; for what announces itself in no other way."""
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110  # see above
            await asyncio.sleep(0.002)


@pytest.fixture
def run() -> Run:
    """Return a context in which, say, polling runs."""
    return lambda work: flat(running(work.run))


@asynccontextmanager
async def flat(context: AbstractAsyncContextManager[Value]) -> AsyncIterator[Value]:
    """Raise the one error of a group as itself."""
    try:
        async with context as value:
            yield value
    except BaseExceptionGroup as group:
        raise group.exceptions[0] from None


@pytest.fixture
def serving(api: BotApi, engine: Engine, settings_for: SettingsFor) -> Serving:
    """Return a context in which the bot serves with the settings given."""

    @asynccontextmanager
    async def context(**variables: str) -> AsyncIterator[None]:
        settings = settings_for(**variables)
        async with flat(running(lambda stop: serve(settings, engine, stop))):
            await api.asked("setWebhook" if "WEBHOOK_URL" in variables else "getUpdates")
            yield

    return context


@pytest.fixture
async def bot(api: BotApi, serving: Serving) -> AsyncIterator[BotApi]:
    """Return the server with the bot at work; nothing that it asks for may be refused."""
    async with serving():
        yield api
    assert api.refused == []


@pytest.fixture
def ana(bot: BotApi) -> Person:
    """Return someone whose Telegram is in Spanish."""
    return Person(bot, 4711, "es")


@pytest.fixture
def john(bot: BotApi) -> Person:
    """Return someone whose Telegram is in English."""
    return Person(bot, 4712, "en")


@pytest.fixture
def stranger(bot: BotApi) -> Person:
    """Return someone whose Telegram does not tell its language."""
    return Person(bot, 4713)


@pytest.fixture(autouse=True)
def _fresh_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "STATE_KEY",
        "STATE_DAYS",
        "REPORT_DAYS",
        "QUESTION_DAYS",
        "WEBHOOK_URL",
        "WEBHOOK_SECRET",
        "WEBHOOK_LISTEN",
        "HEARTBEAT_FILE",
        "WEBHOOK_QUEUE",
        "STATUS_LISTEN",
        "STOP_SECONDS",
        "SENTRY_DSN",
        "LOG_FORMAT",
        "LOG_LEVEL",
    ):
        monkeypatch.delenv(name, raising=False)
