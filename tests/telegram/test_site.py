"""Health and figures, by webhook and by polling; when the webhook is full or stopping; what Telegram reports of it."""

import asyncio
import logging
import socket
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.errors import BotError
from bot.settings import Settings
from bot.stores import MemoryStore, SteadyStore, StoreGoneError
from bot.telegram.app import App, build
from bot.telegram.dispatch import Dispatcher
from bot.telegram.vitals import STALLED_AFTER, Vitals
from bot.telegram.webhook import Webhook
from tests.botapi import BotApi, Person, Refusal
from tests.support.days import KEPT_FOR
from tests.support.servers import free_port
from tests.telegram.conftest import Run, Serving, SettingsFor, until
from tests.telegram.fakes import TerseEngine
from tests.telegram.test_webhook import SECRET, post, update


async def get(url: str) -> tuple[int, str]:
    async with ClientSession() as session, session.get(url) as response:
        return response.status, await response.text()


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def hook(port: int) -> dict[str, str]:
    address = f"http://127.0.0.1:{port}/hook"
    return {"WEBHOOK_URL": address, "WEBHOOK_LISTEN": f"127.0.0.1:{port}", "WEBHOOK_SECRET": SECRET}


async def test_webhook_serves_health_and_figures(
    api: BotApi, serving: Serving, hook: dict[str, str], port: int
) -> None:
    async with serving(**hook):
        await Person(api, 987654321, "es").says("¿Qué es OGP Local?")
        assert await get(f"http://127.0.0.1:{port}/healthz") == (200, "alive")
        status, body = await get(f"http://127.0.0.1:{port}/readyz")
        figures = (await get(f"http://127.0.0.1:{port}/metrics"))[1]
    assert (status, body) == (200, '{"ready":true,"store":true,"telegram":true,"updates":true}')
    for line in (
        'ogp_updates_total{kind="message"} 1.0',
        'ogp_answers_total{kind="answer",language="es"} 1.0',
        'ogp_stage_seconds_count{stage="engine"} 1.0',
        'ogp_stage_seconds_count{stage="total"} 1.0',
        "ogp_unknown_share 0.0",
        "ogp_queue 0.0",
        "ogp_last_update_timestamp_seconds 1.",
        'ogp_well{part="store"} 1.0',
    ):
        assert line in figures
    assert "987654321" not in figures


async def test_polling_serves_them_where_it_is_told(api: BotApi, serving: Serving, port: int) -> None:
    async with serving(STATUS_LISTEN=f"127.0.0.1:{port}"):
        await Person(api, 1, "es").says("/start")
        assert (await get(f"http://127.0.0.1:{port}/readyz"))[0] == 200
        assert 'ogp_updates_total{kind="message"} 1.0' in (await get(f"http://127.0.0.1:{port}/metrics"))[1]


async def test_status_port_in_use_is_one_clear_line(serving: Serving, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)), pytest.raises(BotError, match=r"STATUS_LISTEN: .* already in use"):
        async with serving(STATUS_LISTEN=f"127.0.0.1:{port}"):
            await asyncio.Event().wait()


class Held(MemoryStore):
    """Lets everyone wait until it is released; is gone when told to."""

    def __init__(self) -> None:
        super().__init__(KEPT_FOR, time.time)
        self.reached, self.released, self.gone = asyncio.Event(), asyncio.Event(), False

    async def note_answered(self, update: int) -> None:
        self.reached.set()
        await self.released.wait()
        await super().note_answered(update)

    async def ping(self) -> None:
        if self.gone:
            raise StoreGoneError("unplugged")


@pytest.fixture
async def held() -> Held:
    return Held()


@pytest.fixture
def settings(settings_for: SettingsFor, hook: dict[str, str]) -> Settings:
    return settings_for(**hook, WEBHOOK_QUEUE="2")


@pytest.fixture
async def hooked(api: BotApi, settings: Settings, held: Held) -> AsyncIterator[tuple[App, Dispatcher]]:
    Person(api, 1)
    Person(api, 2)
    application = build(settings, TerseEngine(), held)
    async with application:
        yield application, Dispatcher(application, held, Vitals())


def about(chat: int, number: int) -> str:
    return update(number).replace('"id": 1,', f'"id": {chat},')


async def test_webhook_that_is_full_lets_telegram_keep_the_update(
    api: BotApi, hooked: tuple[App, Dispatcher], settings: Settings, held: Held, run: Run
) -> None:
    address = str(settings.webhook_url)
    async with run(Webhook(hooked[0].bot, hooked[1], settings)):
        await api.asked("setWebhook")
        posts = [asyncio.create_task(post(address, about(chat, chat))) for chat in (1, 2)]
        await held.reached.wait()
        await until(lambda: len(api.shown) == 2)
        assert await post(address, update(3)) == 503
        held.released.set()
        assert await asyncio.gather(*posts) == [200, 200]
        assert await post(address, update(3)) == 200
    assert len(api.shown) == 3


async def test_webhook_that_is_stopping_finishes_what_it_has_and_takes_no_more(
    api: BotApi, hooked: tuple[App, Dispatcher], settings: Settings, held: Held, run: Run
) -> None:
    address = str(settings.webhook_url)
    webhook = Webhook(hooked[0].bot, hooked[1], settings)
    async with ClientSession() as session, run(webhook) as stop:
        await api.asked("setWebhook")
        async with session.get(address.replace("/hook", "/healthz")) as response:
            assert response.status == 200
        first = asyncio.create_task(post(address, about(1, 1)))
        await held.reached.wait()
        stop.set()
        await until(lambda: webhook._stopping)
        second = await asyncio.gather(post(address, about(2, 2)), return_exceptions=True)
        held.released.set()
        assert await first == 200
    assert second[0] == 503 or isinstance(second[0], OSError)  # refused: Telegram comes again in both cases
    assert [shown.chat for shown in api.shown] == [1]


async def test_answer_that_telegram_does_not_take_leaves_the_update_with_telegram(
    api: BotApi, hooked: tuple[App, Dispatcher], settings: Settings, held: Held, run: Run
) -> None:
    held.released.set()
    api.fail("sendMessage", Refusal("Too Many Requests: retry after 3600", 429, retry_after=3600))
    async with run(Webhook(hooked[0].bot, hooked[1], settings)):
        await api.asked("setWebhook")
        assert await post(str(settings.webhook_url), update(1)) == 503
        assert await post(str(settings.webhook_url), update(1)) == 200
    assert len(api.shown) == 1


async def test_token_revoked_while_answering_ends_the_bot(api: BotApi, serving: Serving, hook: dict[str, str]) -> None:
    Person(api, 1)
    api.fail("sendMessage", Refusal("Unauthorized", 401))
    with pytest.raises(  # noqa: PT012  # the bot ends while the block runs
        BotError, match=r"TELEGRAM_BOT_TOKEN: .* does not know this token"
    ):
        async with serving(**hook):
            assert await post(hook["WEBHOOK_URL"], update()) == 503
            await asyncio.Event().wait()


@pytest.mark.parametrize("body", ['{"update_id": 5, "poll": {}}', '{"update_id": 6, "brand_new": 1}'])
async def test_unknown_kind_of_update_is_ignored_and_counted(
    body: str, api: BotApi, serving: Serving, hook: dict[str, str], port: int
) -> None:
    async with serving(**hook):
        assert await post(hook["WEBHOOK_URL"], body) == 200
        assert await post(hook["WEBHOOK_URL"], "no json") == 200
        assert await post(hook["WEBHOOK_URL"], update(), "wrong") == 401
        figures = (await get(f"http://127.0.0.1:{port}/metrics"))[1]
    for why in ("unknown_kind", "no_update", "wrong_secret"):
        assert f'ogp_ignored_total{{why="{why}"}} 1.0' in figures
    assert api.shown == []


class Info:
    """What Telegram says of the webhook."""

    def __init__(self, api: BotApi) -> None:
        self._api = api
        self.told: dict[str, Any] = {}
        original = api._result

        async def result(method: str, params: dict[str, str]) -> Any:
            said = await original(method, params)
            return said | self.told if method == "getWebhookInfo" else said

        api._result = result  # type: ignore[method-assign]  # the server of this test alone


async def test_what_telegram_reports_of_the_webhook_is_logged_once(
    api: BotApi,
    hooked: tuple[App, Dispatcher],
    settings: Settings,
    run: Run,
    caplog: pytest.LogCaptureFixture,
) -> None:
    info = Info(api)
    info.told = {"last_error_date": 1_700_000_000, "last_error_message": "Connection refused"}
    async with run(Webhook(hooked[0].bot, hooked[1], settings, look=0.01)):
        await until(lambda: len(api.called("getWebhookInfo")) >= 3)
    warnings = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert warnings == ["Telegram reports of the webhook: Connection refused"]


async def test_webhook_that_was_taken_away_is_set_anew(
    api: BotApi, hooked: tuple[App, Dispatcher], settings: Settings, run: Run
) -> None:
    async with run(Webhook(hooked[0].bot, hooked[1], settings, look=0.01)):
        await api.asked("setWebhook")
        api.state.webhook = {}
        await until(lambda: bool(api.state.webhook))
    assert api.state.webhook["url"] == settings.webhook_url


async def test_health_tells_which_part_is_not_well(  # noqa: PLR0913  # fixtures
    hooked: tuple[App, Dispatcher], settings: Settings, held: Held, run: Run, port: int, api: BotApi
) -> None:
    now = 0.0
    vitals = Vitals(lambda: now)
    store = SteadyStore(held)
    vitals.watch_store(lambda: store.reachable)
    held.gone = True
    await store.ping()
    for _ in range(3):
        vitals.telegram_failed(OSError(), unreachable=True)
    now = STALLED_AFTER
    async with run(Webhook(hooked[0].bot, Dispatcher(hooked[0], held, vitals), settings)):
        await api.asked("setWebhook")
        assert await get(f"http://127.0.0.1:{port}/readyz") == (
            503,
            '{"ready":false,"store":false,"telegram":false,"updates":false}',
        )
        assert (await get(f"http://127.0.0.1:{port}/healthz"))[0] == 200
        vitals.telegram_well()
        vitals.moved()
        assert (await get(f"http://127.0.0.1:{port}/readyz"))[0] == 503
        assert (await get(f"http://127.0.0.1:{port}/readyz?except=store"))[0] == 200
