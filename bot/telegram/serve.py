"""Serves Telegram from start to stop."""

import asyncio
import logging
import signal
import time
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from telegram.error import BadRequest, Conflict, InvalidToken, TelegramError

from bot.errors import BotError
from bot.settings import Settings
from bot.stores import SteadyStore, Store, open_store
from bot.telegram.app import App, build, pace_for
from bot.telegram.dispatch import Dispatcher
from bot.telegram.errors import describe
from bot.telegram.heartbeat import Heartbeat
from bot.telegram.live import LiveEngine
from bot.telegram.logs import quiet_libraries
from bot.telegram.notices import Notices
from bot.telegram.polling import Polling
from bot.telegram.ports import Engine
from bot.telegram.profile import publish
from bot.telegram.reload import Build, Reload, watch
from bot.telegram.site import health, serving
from bot.telegram.vitals import Vitals
from bot.telegram.webhook import Webhook

_SWEEP = 3600
"""Seconds between two rounds of deleting what has expired."""

_PULSE = 20
"""Seconds between two heartbeats while Telegram sends nothing to the webhook."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reading:
    """How the knowledge base is read anew while the bot serves."""

    build: Build
    folder: Path | None = None
    """Watched for changes when given."""


async def serve(
    settings: Settings, engine: Engine, stop: asyncio.Event | None = None, reading: Reading | None = None
) -> None:
    """Answer until ``stop`` is set or a signal comes; raise BotError when it cannot be done."""
    quiet_libraries()
    asyncio.get_running_loop().set_exception_handler(_tell_stray)
    stop = stop or _stop_at_signals()
    vitals = Vitals()
    store = SteadyStore(open_store(settings, time.time), observe=lambda seconds: vitals.observe("store", seconds))
    vitals.watch_store(lambda: store.reachable)
    try:
        live = LiveEngine(engine, vitals)
        application = build(settings, live, store, pace_for(settings, vitals))
        with explained(settings):
            # the application alone leaves connections open when the first call fails
            async with application.bot, _reloading(live, application, reading, store):
                dispatcher = Dispatcher(application, store, vitals, Notices(live, store).ask_for_patience)
                await _work(settings, live, application, dispatcher, stop, store)
        log.info("stopped")
    finally:
        await store.close()


async def _work(  # noqa: PLR0913  # the parts, put together here and nowhere else
    settings: Settings, engine: Engine, application: App, dispatcher: Dispatcher, stop: asyncio.Event, store: Store
) -> None:
    """Answer until ``stop`` is set, and do beside it what has time."""
    how = "webhook" if settings.webhook_url else "polling"
    async with (
        application,
        _beside(publish(application.bot, engine, store)),
        _beside(_sweep(store)),
        _beside(_look(store)),
    ):
        log.info("@%s answers by %s", application.bot.username, how)
        await _deliver(settings, application, dispatcher, stop)


async def _deliver(settings: Settings, application: App, dispatcher: Dispatcher, stop: asyncio.Event) -> None:
    """Take updates by webhook when a public address is set, else by polling."""
    heartbeat = Heartbeat(settings.heartbeat_file)
    heartbeat.beat()
    async with AsyncExitStack() as stack:
        if settings.status:
            grace = settings.stop_seconds
            await stack.enter_async_context(serving(health(dispatcher.vitals), "STATUS_LISTEN", settings.status, grace))
        if settings.webhook_url is None:
            polling = Polling(application.bot, dispatcher, heartbeat.beat, grace=settings.stop_seconds)
            await polling.run(stop)
            return
        await stack.enter_async_context(_beside(_pulse(heartbeat)))
        await Webhook(application.bot, dispatcher, settings).run(stop)


@asynccontextmanager
async def _reloading(live: LiveEngine, application: App, reading: Reading | None, store: Store) -> AsyncIterator[None]:
    """Read the knowledge base anew at SIGHUP, and when its files change if that is wished."""
    if reading is None:
        yield
        return
    reload = Reload(live, reading.build, lambda: publish(application.bot, live, store))
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGHUP, reload.want)
    try:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(_beside(reload.run()))
            if reading.folder:
                await stack.enter_async_context(_beside(watch(reading.folder, reload.want)))
            yield
    finally:
        loop.remove_signal_handler(signal.SIGHUP)


def _tell_stray(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log what went wrong where nobody waits for it, without the text, which may hold words of users."""
    error = context.get("exception")
    log.error("something went wrong beside: %s", describe(error) if error else "no error is known")


def _stop_at_signals() -> asyncio.Event:
    """Return an event that is set when the process is told to end."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


@contextmanager
def explained(settings: Settings) -> Iterator[None]:
    """Turn what Telegram refuses into one line for whoever runs the bot, the token not in it."""
    try:
        yield
    except Conflict:
        raise BotError(
            f"{settings.telegram_api_url}: another process fetches the updates of this bot; stop it, "
            "or use WEBHOOK_URL to run several"
        ) from None
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


async def _look(store: Store) -> None:
    """Look whether the store is there, so that its health is known while nobody asks anything."""
    while True:
        await asyncio.sleep(_PULSE)
        await store.ping()


async def _pulse(heartbeat: Heartbeat) -> None:
    """Beat while the event loop turns."""
    while True:
        heartbeat.beat()
        await asyncio.sleep(_PULSE)
