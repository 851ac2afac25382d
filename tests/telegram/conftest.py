"""The bot, whole, against the Bot API server of the tests."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from bot.bootstrap import build_engine
from bot.settings import Settings, read_settings
from bot.telegram.ports import Engine
from bot.telegram.serve import serve
from tests.botapi import TOKEN, BotApi, Person

SettingsFor = Callable[..., Settings]
Serving = Callable[..., AbstractAsyncContextManager[None]]


@pytest.fixture(scope="session")
def engine() -> Engine:
    return build_engine()


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


@pytest.fixture
def serving(api: BotApi, engine: Engine, settings_for: SettingsFor) -> Serving:
    """Return a context in which the bot serves with the settings given."""

    @asynccontextmanager
    async def run(**variables: str) -> AsyncIterator[None]:
        stop = asyncio.Event()
        task = asyncio.create_task(serve(settings_for(**variables), engine, stop))
        ready = asyncio.create_task(api.asked("setWebhook" if "WEBHOOK_URL" in variables else "getUpdates"))
        await asyncio.wait({task, ready}, return_when=asyncio.FIRST_COMPLETED)
        try:
            if ready.done():
                yield
        finally:
            ready.cancel()
            stop.set()
            await task

    return run


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
def _fresh_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("STATE_KEY", "STATE_DAYS", "WEBHOOK_URL", "WEBHOOK_SECRET", "WEBHOOK_LISTEN", "HEARTBEAT_FILE", "LOG_LEVEL"):
        monkeypatch.delenv(name, raising=False)
    yield
