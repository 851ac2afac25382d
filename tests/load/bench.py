"""Answers per second through real HTTP beside an echo bot on the same library and server (`make bench`)."""

import asyncio
import gc
import logging
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles

from bot.bootstrap import build_engine
from bot.evaluation import read_questions
from bot.settings import read_settings
from bot.stores import SqliteStore
from bot.telegram import app
from bot.telegram.dispatch import Dispatcher
from bot.telegram.logs import quiet_libraries
from bot.telegram.pace import Pace
from tests.botapi import TOKEN
from tests.load.fuzz import megabytes
from tests.load.process import BotProcess
from tests.load.silent import Silent
from tests.load.telegram import LoadApi
from tests.support.days import KEPT_FOR
from tests.support.servers import free_port

QUESTIONS, CHATS, ROUNDS, BURSTS = 1500, 500, 3, 40
FLAT = 100_000
_SECRET = "secret-of-the-bench"  # noqa: S105  # of the tests
_FOLDER = Path(__file__).parent.parent / "questions"

_OURS = "import sys; from bot.cli import main; sys.exit(main(['run']))"

_ECHO = """
import os
from contextlib import asynccontextmanager
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from telegram import Update
from telegram.ext import ApplicationBuilder, MessageHandler, filters

base = os.environ["TELEGRAM_API_URL"]
application = (
    ApplicationBuilder().token(os.environ["TELEGRAM_BOT_TOKEN"]).base_url(f"{base}/bot")
    .concurrent_updates(256).pool_timeout(30).build()
)

async def echo(update, context):
    await update.message.reply_text(update.message.text)

application.add_handler(MessageHandler(filters.TEXT, echo))
url = os.environ.get("WEBHOOK_URL")
if url is None:
    application.run_polling()
else:
    secret = os.environ["WEBHOOK_SECRET"]

    async def receive(request):
        if request.headers.get("X-Telegram-Bot-Api-Secret-Token") != secret:
            return PlainTextResponse("", 403)
        await application.process_update(Update.de_json(await request.json(), application.bot))
        return PlainTextResponse("ok")

    @asynccontextmanager
    async def lifespan(site):
        await application.initialize()
        await application.bot.set_webhook(url, secret_token=secret)
        yield

    host, port = os.environ["WEBHOOK_LISTEN"].split(":")
    uvicorn.run(
        Starlette(routes=[Route("/hook", receive, methods=["POST"])], lifespan=lifespan),
        host=host, port=int(port), log_level="critical", access_log=False,
    )
"""


async def rate(program: str, mode: str, asked: Sequence[str], folder: Path) -> float:
    """Return answers per second, the first tenth not counted."""
    port = free_port()
    address = f"http://127.0.0.1:{port}/hook"
    async with LoadApi(webhook=address if mode == "webhook" else None) as api:
        for number, text in enumerate(asked, 1):
            api.ask(number, 1 + number % CHATS, text)
        settings = {"TELEGRAM_API_URL": api.url, "STATE_URL": f"sqlite:///{folder}/state.sqlite", "LOG_LEVEL": "INFO"}
        if mode == "webhook":
            hook = {"WEBHOOK_URL": address, "WEBHOOK_LISTEN": f"127.0.0.1:{port}", "WEBHOOK_SECRET": _SECRET}
            settings |= hook
        with BotProcess(folder / "log", program, **settings):
            delivering = asyncio.create_task(api.deliver()) if mode == "webhook" else None
            first, last = len(asked) // 10, len(asked)
            await api.until(lambda: len(api.answers) >= first, 120)
            began = time.perf_counter()
            await api.until(lambda: len(api.answers) >= last, 300)
            seconds = time.perf_counter() - began
            if delivering:
                await delivering
    (folder / "state.sqlite").unlink(missing_ok=True)
    return (last - first) / seconds


async def burst(asked: Sequence[str], folder: Path) -> list[float]:
    """Return the seconds that each of many requests took, 50 of them sent at once, then a pause."""
    port = free_port()
    address = f"http://127.0.0.1:{port}/hook"
    async with LoadApi(webhook=address) as api:
        settings = {"TELEGRAM_API_URL": api.url, "STATE_URL": f"sqlite:///{folder}/burst.sqlite"}
        hook = {"WEBHOOK_URL": address, "WEBHOOK_LISTEN": f"127.0.0.1:{port}", "WEBHOOK_SECRET": _SECRET}
        with BotProcess(folder / "log", _OURS, **settings, **hook, LOG_LEVEL="INFO"):
            await api.registered()
            await api.quiet()  # what the bot sets at its start is not measured
            for number in range(1, BURSTS * 50 + 1):
                api.ask(number, number, asked[number % len(asked)])
                if number % 50 == 0:
                    await api.deliver()
                    await asyncio.sleep(0.3)
    return api.latencies[100:]  # the first two find connections and caches empty


async def grown(asked: Sequence[str], folder: Path) -> tuple[float, float]:
    """Return the megabytes at a tenth of many updates and at their end."""
    quiet_libraries()
    os.environ |= {"TELEGRAM_BOT_TOKEN": TOKEN}
    request, original = Silent(), app._request
    app._request = lambda: request  # no network
    store = SqliteStore(folder / "flat.sqlite", KEPT_FOR, time.time)
    application = app.build(read_settings(None), build_engine(), store, Pace())
    app._request = original
    await application.initialize()
    dispatcher = Dispatcher(application, store)
    sizes = []
    for number in range(1, FLAT + 1):
        chat = {"id": 1 + number % CHATS, "type": "private"}
        message = {"message_id": number, "date": 1, "chat": chat, "text": asked[number % len(asked)]}
        await dispatcher.handle({"update_id": number, "message": message})
        await asyncio.sleep(0)  # the network would let the loop turn here, which sweeps its cancelled timers
        if number in (FLAT // 10, FLAT):
            sizes.append(megabytes())
    await application.shutdown()
    await store.close()
    return sizes[0], sizes[1]


def main() -> None:
    """Print rates, their ratio, latencies and growth."""
    asked = [question.text for file in sorted(_FOLDER.glob("own/*.tsv")) for question in read_questions(file)]
    random.Random(1).shuffle(asked)  # languages mixed: some cost three times as much as others
    asked = (asked * (QUESTIONS // len(asked) + 1))[:QUESTIONS]
    logging.disable(logging.WARNING)
    gc.collect()
    gc.freeze()  # lest the bench hold up what it measures
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for mode in ("polling", "webhook"):
            rates: dict[str, list[float]] = {"echo": [], "ours": []}
            for _ in range(ROUNDS):
                for who, program in (("echo", _ECHO), ("ours", _OURS)):
                    found = asyncio.run(rate(program, mode, asked, folder))
                    rates[who].append(found)
            ours, echo = median(rates["ours"]), median(rates["echo"])
            sys.stdout.write(f"{mode}: {ours:.0f} answers/s, echo bot {echo:.0f}, ratio {ours / echo:.2f}\n")
            sys.stdout.flush()
        latencies = [1000 * seconds for seconds in asyncio.run(burst(asked, folder))]
        high = quantiles(latencies, n=100)[98]
        sys.stdout.write(f"50 requests at once: median {median(latencies):.0f} ms, 99th percentile {high:.0f} ms\n")
        sys.stdout.flush()
        before, after = asyncio.run(grown(asked, folder))
    sys.stdout.write(f"{FLAT} updates: {before:.0f} MB after a tenth, {after:.0f} MB at the end\n")


if __name__ == "__main__":
    main()
