"""Serves Telegram from start to stop."""

import asyncio
import logging
import signal
import time
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.errors import BotError
from bot.settings import Settings
from bot.stores import Store, open_store
from bot.telegram.app import App, build
from bot.telegram.dispatch import Dispatcher
from bot.telegram.errors import describe
from bot.telegram.heartbeat import Heartbeat
from bot.telegram.logs import quiet_libraries
from bot.telegram.polling import Polling
from bot.telegram.ports import Engine
from bot.telegram.profile import publish
from bot.telegram.webhook import Webhook

_SWEEP = 3600
"""Seconds between two rounds of deleting what has expired."""

_PULSE = 20
"""Seconds between two heartbeats while Telegram sends nothing to the webhook."""

log = logging.getLogger(__name__)


async def serve(settings: Settings, engine: Engine, stop: asyncio.Event | None = None) -> None:
    """Answer until ``stop`` is set or a signal comes; raise BotError when it cannot be done."""
    quiet_libraries()
    stop = stop or _stop_at_signals()
    store = open_store(settings, time.time)
    try:
        application = build(settings, engine, store)
        with _explained(settings):
            async with application.bot:  # the application alone leaves connections open when the first call fails
                await _work(settings, engine, store, application, stop)
        log.info("stopped")
    finally:
        await store.close()


async def _work(settings: Settings, engine: Engine, store: Store, application: App, stop: asyncio.Event) -> None:
    """Answer until ``stop`` is set, and do beside it what has time."""
    how = "webhook" if settings.webhook_url else "polling"
    async with application, _beside(publish(application.bot, engine)), _beside(_sweep(store)):
        log.info("@%s answers by %s", application.bot.username, how)
        await _deliver(settings, application, stop)


async def _deliver(settings: Settings, application: App, stop: asyncio.Event) -> None:
    """Take updates by webhook when a public address is set, else by polling."""
    dispatcher = Dispatcher(application)
    heartbeat = Heartbeat(settings.heartbeat_file)
    heartbeat.beat()
    if settings.webhook_url is None:
        await Polling(application.bot, dispatcher, heartbeat.beat).run(stop)
        return
    async with _beside(_pulse(heartbeat)):
        await Webhook(application.bot, dispatcher, settings).run(stop)


def _stop_at_signals() -> asyncio.Event:
    """Return an event that is set when the process is told to end."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


@contextmanager
def _explained(settings: Settings) -> Iterator[None]:
    """Turn what Telegram refuses into one line for whoever runs the bot, the token not in it."""
    try:
        yield
    except InvalidToken:
        raise BotError(
            f"TELEGRAM_BOT_TOKEN: {settings.telegram_api_url} does not know this token; copy it anew from @BotFather"
        ) from None
    except BadRequest as error:
        raise BotError(f"{settings.telegram_api_url}: refused: {error.message}") from None
    except TelegramError as error:
        raise BotError(
            f"{settings.telegram_api_url}: cannot be reached ({type(error.__cause__ or error).__name__}); "
            "check the network and TELEGRAM_API_URL"
        ) from None


@asynccontextmanager
async def _beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Do the work beside what is in the block, and end it with the block."""
    task = asyncio.create_task(work)
    task.add_done_callback(_report)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


def _report(task: asyncio.Task[None]) -> None:
    """Log the failure of work that is done beside: the bot answers all the same."""
    error = None if task.cancelled() else task.exception()
    if error:
        log.error("ended early: %s", describe(error))


async def _sweep(store: Store) -> None:
    """Delete what has expired, again and again."""
    while True:
        await asyncio.sleep(_SWEEP)
        await store.purge()


async def _pulse(heartbeat: Heartbeat) -> None:
    """Beat while the event loop turns."""
    while True:
        heartbeat.beat()
        await asyncio.sleep(_PULSE)
