"""No question is lost: what is confirmed, what comes again, what is not answered twice."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.stores import SqliteStore
from bot.telegram.app import App, build
from bot.telegram.dispatch import Dispatcher
from bot.telegram.pace import Pace
from bot.telegram.polling import Polling
from tests.botapi import BotApi, Person, Refusal
from tests.support.days import KEPT_FOR
from tests.telegram.conftest import Run, SettingsFor, until
from tests.telegram.fakes import TerseEngine


class Waits:
    """A sleep that lasts until it is ended."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self.over = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)
        await self.over.wait()


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
async def application(api: BotApi, settings_for: SettingsFor, waits: Waits, tmp_path: Path) -> AsyncIterator[App]:
    store = SqliteStore(tmp_path / "state.sqlite", KEPT_FOR, time.time)
    del api
    yield build(settings_for(), TerseEngine(), store, Pace(waits, chance=lambda: 1.0))
    await store.close()


def message(person: Person, text: str) -> dict[str, object]:
    return {"message": {"message_id": 1, "date": 1, "chat": person.chat, "text": text}}


async def test_chat_that_telegram_slows_down_does_not_stop_the_others(
    api: BotApi, application: App, run: Run, waits: Waits
) -> None:
    slow, quick = Person(api, 1), Person(api, 2)
    api.fail("sendMessage", Refusal("Too Many Requests: retry after 3600", 429, retry_after=3600))
    async with application, run(Polling(application.bot, Dispatcher(application), lambda: None)):
        first = await api.push(message(slow, "a"))
        await until(lambda: waits.asked == [3600])
        for number in range(3):  # they come, one after the other, while the first waits
            await api.push(message(quick, "b" * number))
            await until(lambda number=number: len(api.shown) == number + 1)  # type: ignore[misc]  # mypy cannot tell it
        assert api._confirmed < first
        waits.over.set()
        await api.settled(first + 3)
    assert [shown.chat for shown in api.shown] == [2, 2, 2, 1]


async def test_what_is_not_done_within_the_grace_period_comes_again(
    api: BotApi, application: App, run: Run, waits: Waits
) -> None:
    ana = Person(api, 1)
    api.fail("sendMessage", Refusal("Bad Gateway", 502))
    async with application:
        async with run(Polling(application.bot, Dispatcher(application), lambda: None, grace=0.05)) as stop:
            update = await api.push(message(ana, "a"))
            await until(lambda: bool(waits.asked))
            stop.set()
        assert (api.shown, api._confirmed < update) == ([], True)
        async with run(Polling(application.bot, Dispatcher(application), lambda: None)):
            await api.settled(update)
    assert len(api.shown) == 1


async def test_answered_update_is_not_answered_again_after_a_restart(
    api: BotApi, application: App, run: Run, tmp_path: Path
) -> None:
    ana = Person(api, 1)
    store = SqliteStore(tmp_path / "state.sqlite", KEPT_FOR, time.time)
    raw = {"update_id": 5} | message(ana, "a")
    async with application:
        await Dispatcher(application, store).handle(raw)
        await store.close()
        again = SqliteStore(tmp_path / "state.sqlite", KEPT_FOR, time.time)
        restarted = Dispatcher(application, again)
        await restarted.handle(raw)
        await again.close()
    assert len(api.shown) == 1
    assert restarted.vitals.ignored.labels("repeated")._value.get() == 1
    del run


async def test_reply_is_tried_again_with_growing_pauses(api: BotApi, application: App, waits: Waits) -> None:
    waits.over.set()
    api.fail("sendMessage", *[Refusal("Internal Server Error", 500)] * 9)
    async with application:
        await Dispatcher(application).handle({"update_id": 5} | message(Person(api, 1), "a"))
    assert waits.asked == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]
    assert len(api.shown) == 1


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**400], ids=["large", "small", "huge"])
async def test_number_no_update_has_is_ignored(number: int, api: BotApi, application: App) -> None:
    async with application:
        await Dispatcher(application).handle({"update_id": number} | message(Person(api, 1), "a"))
    assert api.shown == []


@pytest.mark.parametrize(
    "number", [2**63, "12", {"of": 1}, None, 1.5], ids=["large", "text", "object", "none", "broken"]
)
async def test_message_whose_number_is_none_is_ignored(
    number: object, api: BotApi, application: App, caplog: pytest.LogCaptureFixture
) -> None:
    chat = Person(api, 1).chat
    async with application:
        odd = {"message_id": number, "date": 1, "chat": chat, "text": "a"}
        await Dispatcher(application).handle({"update_id": 5, "message": odd})
    assert api.shown == []
    assert "an update failed" not in caplog.text
