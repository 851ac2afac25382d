"""The same dialogues by webhook; and what is not from Telegram stays outside."""

import asyncio
import io
import json
import logging
import socket
import time
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from bot.errors import BotError
from bot.settings import Settings
from bot.stores import ChatState, MemoryStore
from bot.telegram.app import UPDATES, build
from bot.telegram.dispatch import Dispatcher
from bot.telegram.ports import Engine
from bot.telegram.webhook import MAX_BODY, Webhook
from tests.botapi import TOKEN, BotApi, Person, Refusal
from tests.support.days import KEPT_FOR
from tests.telegram.conftest import Run, Serving, SettingsFor

SECRET = "the-secret_of-the-webhook"  # noqa: S105  # of the tests
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@pytest.fixture
def address(port: int) -> str:
    return f"http://127.0.0.1:{port}/telegram/updates"


@pytest.fixture
def variables(port: int, address: str) -> dict[str, str]:
    return {"WEBHOOK_URL": address, "WEBHOOK_LISTEN": f"127.0.0.1:{port}", "WEBHOOK_SECRET": SECRET}


@pytest.fixture
def settings(settings_for: SettingsFor, variables: dict[str, str]) -> Settings:
    return settings_for(**variables)


@pytest.fixture
async def hooked(api: BotApi, serving: Serving, variables: dict[str, str]) -> AsyncIterator[BotApi]:
    async with serving(**variables):
        yield api
    assert api.refused == []


async def post(address: str, body: bytes | str | io.BytesIO, secret: str | None = SECRET, method: str = "POST") -> int:
    headers = {HEADER: secret} if secret else {}
    async with ClientSession() as session, session.request(method, address, data=body, headers=headers) as response:
        return response.status


def update(number: int = 1, text: str = "/start") -> str:
    chat = {"id": 1, "type": "private"}
    return json.dumps({"update_id": number, "message": {"message_id": 1, "date": 1, "chat": chat, "text": text}})


async def test_dialogue_goes_by_webhook_as_by_polling(hooked: BotApi, engine: Engine) -> None:
    ana = Person(hooked, 1, "es")
    assert (await ana.says("/start")).text == engine.say("start.text", "es").strip()
    shown = (await ana.says("/members")).only
    assert (await ana.taps(engine.say("button.next", "es"))).only.id == shown.id
    assert (await ana.presses("junk", ana.bots_message(1))).text == engine.say("stale_button.text", "es").strip()


async def test_telegram_is_told_address_secret_and_kinds(hooked: BotApi, address: str) -> None:
    (told,) = hooked.called("setWebhook")
    assert told == {"url": address, "secret_token": SECRET, "allowed_updates": json.dumps(list(UPDATES))}
    assert TOKEN not in address


async def test_secret_is_made_when_missing(api: BotApi, serving: Serving, variables: dict[str, str]) -> None:
    secrets = set()
    for _ in range(2):
        async with serving(**variables | {"WEBHOOK_SECRET": ""}):
            secrets.add(api.called("setWebhook")[-1]["secret_token"])
        api.calls.clear()
    assert len(secrets) == 2
    assert all(len(secret) >= 32 for secret in secrets)


async def test_webhook_stays_when_the_bot_stops(api: BotApi, serving: Serving, variables: dict[str, str]) -> None:
    async with serving(**variables):
        pass
    assert api.state.webhook
    assert api.called("deleteWebhook") == []


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], SECRET + "x", "ñ"])
async def test_caller_without_the_secret_is_refused(secret: str | None, hooked: BotApi, address: str) -> None:
    Person(hooked, 1)
    assert await post(address, update(), secret) == 401
    assert hooked.shown == []


@pytest.mark.parametrize(
    "body",
    ["", "x", "[]", "1", "null", "{}", '{"update_id": "1"}', "[" * 100_000, b"\xff\xfe", '{"update_id":'],
    ids=str,
)
async def test_body_that_is_no_update_is_ignored(body: bytes | str, hooked: BotApi, address: str) -> None:
    assert await post(address, body) == 200
    assert hooked.shown == []
    Person(hooked, 1)
    assert await post(address, update()) == 200


async def test_body_that_is_too_large_is_ignored(hooked: BotApi, address: str) -> None:
    Person(hooked, 1)
    assert await post(address, io.BytesIO(b" " * (MAX_BODY + 1))) == 200
    assert await post(address, update()) == 200


async def test_update_the_library_cannot_read_is_confirmed_all_the_same(hooked: BotApi, address: str) -> None:
    assert await post(address, '{"update_id": 5, "message": {"nonsense": 1}}') == 200
    assert hooked.shown == []


@pytest.mark.parametrize(("path", "method", "status"), [("/", "POST", 404), ("/telegram/updates", "GET", 405)])
async def test_other_paths_and_methods_lead_nowhere(
    path: str, method: str, status: int, hooked: BotApi, address: str
) -> None:
    assert hooked.shown == []
    assert await post(address.replace("/telegram/updates", path), update(), method=method) == status


async def test_update_sent_twice_is_answered_once(hooked: BotApi, address: str) -> None:
    Person(hooked, 1)
    statuses = await asyncio.gather(*(post(address, update()) for _ in range(5)))
    assert statuses == [200] * 5
    assert len(hooked.shown) == 1


async def test_update_is_confirmed_only_after_it_was_answered(
    api: BotApi, engine: Engine, settings: Settings, run: Run, address: str
) -> None:
    class Held(MemoryStore):
        async def load(self, chat: int) -> ChatState:
            reached.set()
            await released.wait()
            return await super().load(chat)

    Person(api, 1)
    reached, released = asyncio.Event(), asyncio.Event()
    application = build(settings, engine, Held(KEPT_FOR, time.time))
    async with application, run(Webhook(application.bot, Dispatcher(application), settings)) as stop:
        await api.asked("setWebhook")
        posting = asyncio.create_task(post(address, update()))
        await reached.wait()
        assert not posting.done()
        stop.set()  # what was begun is finished
        released.set()
        assert await posting == 200
    assert len(api.shown) == 1


async def test_port_in_use_is_one_clear_line(serving: Serving, variables: dict[str, str], port: int) -> None:
    with socket.create_server(("127.0.0.1", port)), pytest.raises(BotError) as caught:
        async with serving(**variables):
            await asyncio.Event().wait()
    assert str(caught.value) == (
        f"WEBHOOK_LISTEN: 127.0.0.1:{port}: Address already in use; choose an address and port that are free"
    )


async def test_address_that_is_not_ones_own_is_one_clear_line(serving: Serving, variables: dict[str, str]) -> None:
    with pytest.raises(BotError, match=r"WEBHOOK_LISTEN: 192\.0\.2\.1:1"):
        async with serving(**variables | {"WEBHOOK_LISTEN": "192.0.2.1:1"}):
            await asyncio.Event().wait()


async def test_webhook_that_telegram_refuses_is_one_clear_line(
    api: BotApi, serving: Serving, variables: dict[str, str]
) -> None:
    api.fail("setWebhook", Refusal("Bad Request: bad webhook: IP address 127.0.0.1 is reserved"))
    with pytest.raises(BotError) as caught:
        async with serving(**variables):
            await asyncio.Event().wait()
    assert str(caught.value) == f"{api.url}: refused: Bad webhook: ip address 127.0.0.1 is reserved"


async def test_log_holds_neither_secret_nor_words(
    hooked: BotApi, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await Person(hooked, 987654321, "es").says("¿Cómo se une Zapotlanejo?")
    await post(address, update(7, "Zapotlanejo"), "guess")
    assert not [word for word in ("Zapotlanejo", "987654321", SECRET, TOKEN, "guess") if word in caplog.text]
