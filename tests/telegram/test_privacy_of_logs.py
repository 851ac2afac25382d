"""Nothing of a person's, and no secret, gets into logs or error reports: a real process at its most talkative."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from tests.botapi import TOKEN, BotApi, Person, Refusal
from tests.load.process import BotProcess
from tests.support.servers import free_port

PROGRAM = """
import asyncio, logging, sys, warnings
from bot.commands.run import run
from bot.settings import read_settings
from tests.load.engine import Echo

class Troubled(Echo):
    def answer(self, question):
        logging.getLogger("some.library").error("quoting %s", question.text)
        warnings.warn(question.text, stacklevel=1)
        if "trouble" in question.text:
            raise ValueError(question.text)
        if "stray" in question.text:
            async def fail():
                raise ValueError(question.text)
            self.task = asyncio.get_running_loop().create_task(fail())
            del self.task
        return super().answer(question)

sys.exit(run(read_settings(None), Troubled()))
"""
SECRET = "secret_of-this-test"  # noqa: S105  # of the tests
CHAT = 987654321987
PRIVATE = ("Zapotlanejo", str(CHAT), "Xochiquetzal", TOKEN, TOKEN.partition(":")[2], SECRET, "quoting")


@asynccontextmanager
async def sentry() -> AsyncIterator[tuple[str, list[str]]]:
    """Yield a DSN and what is reported to it."""
    reports: list[str] = []

    async def take(request: web.Request) -> web.Response:
        body = await request.read()
        zipped = request.headers.get("Content-Encoding") == "gzip" and body[:2] == b"\x1f\x8b"
        reports.append((gzip.decompress(body) if zipped else body).decode())
        return web.json_response({})

    application = web.Application()
    application.router.add_post("/api/7/envelope/", take)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://key@127.0.0.1:{runner.addresses[0][1]}/7", reports
    await runner.cleanup()


async def talk(api: BotApi) -> None:
    """Say what leads to answers, errors, retries and refusals."""
    ana = Person(api, CHAT, "es")
    await ana.says("¿Cómo se une Zapotlanejo?")
    await ana.says("trouble in Zapotlanejo")
    await ana.says("stray Zapotlanejo")
    api.fail("sendMessage", Refusal("Bad Gateway", 502))
    await ana.says("Zapotlanejo again")
    api.fail("sendMessage", Refusal(f"Bad Request: can't parse entities in Zapotlanejo of {CHAT}"))
    await ana.says("Zapotlanejo <b>")
    await ana.acts(message={"nonsense": "Zapotlanejo", "chat": CHAT})


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_nothing_private_is_logged_or_reported(mode: str, api: BotApi, tmp_path: Path) -> None:
    port = free_port()
    hook = {"WEBHOOK_URL": f"http://127.0.0.1:{port}/hook", "WEBHOOK_LISTEN": f"127.0.0.1:{port}"}
    async with sentry() as (dsn, reports):
        settings = {"TELEGRAM_API_URL": api.url, "STATE_URL": "memory://", "SENTRY_DSN": dsn, "WEBHOOK_SECRET": SECRET}
        with BotProcess(tmp_path / "log", PROGRAM, **settings, **(hook if mode == "webhook" else {})) as bot:
            await api.asked("setWebhook" if mode == "webhook" else "getUpdates")
            await talk(api)
            code = await asyncio.to_thread(bot.stop)
    lines: list[dict[str, Any]] = [json.loads(line) for line in bot.log.splitlines()]
    assert code == 0
    assert not [word for word in PRIVATE if word in bot.log]
    assert not [word for word in PRIVATE if word in "".join(reports)]
    assert [report for report in reports if "an update failed: ValueError in" in report]
    first = next(line for line in lines if line["message"] == "handled")
    assert set(first) == {"time", "level", "logger", "message", "update", "kind", "language", "topic", "ms"}
    assert (first["kind"], first["language"], first["topic"]) == ("answer", "es", "echo")
    assert [line for line in lines if line["logger"] == "some.library" and line["message"].endswith("not shown")]
    assert [line for line in lines if line["message"].startswith("something went wrong beside: ValueError in fail")]


async def test_text_is_written_for_people(api: BotApi, tmp_path: Path) -> None:
    settings = {"TELEGRAM_API_URL": api.url, "STATE_URL": "memory://", "LOG_FORMAT": "text"}
    with BotProcess(tmp_path / "log", **settings) as bot:
        await api.asked("getUpdates")
        await Person(api, CHAT, "es").says("hola")
        await asyncio.to_thread(bot.stop)
    assert " INFO handled update=1001 kind=answer language=es topic=echo ms=" in bot.log
