"""Someone who writes a lot, or waits, is told so; nobody is left without an answer."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator

import pytest

from bot.stores import MemoryStore
from bot.telegram import indicator
from bot.telegram.app import App, build
from bot.telegram.crowd import MANY, MOST
from bot.telegram.dispatch import Dispatcher
from bot.telegram.notices import Notices
from bot.telegram.pace import Pace
from tests.botapi import BotApi, Person, Refusal
from tests.botapi.methods import BOT
from tests.support.days import KEPT_FOR
from tests.telegram.conftest import SettingsFor, until
from tests.telegram.fakes import TerseEngine
from tests.telegram.test_unanswered import Waits, message

BUSY = "busy.text es {}"
GROUP = -100500


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
async def application(api: BotApi, settings_for: SettingsFor, waits: Waits) -> AsyncIterator[App]:
    del api
    store = MemoryStore(KEPT_FOR, time.time)
    built = build(settings_for(), TerseEngine(), store, Pace(waits, chance=lambda: 1.0))
    async with built:
        yield built


def polite(application: App) -> Dispatcher:
    """Return a dispatcher that asks for patience."""
    store = MemoryStore(KEPT_FOR, time.time)
    return Dispatcher(application, store, patience=Notices(TerseEngine(), store).ask_for_patience)


async def burst(dispatcher: Dispatcher, person: Person, first: int, count: int, text: str = "") -> None:
    """Send so many messages at once, the n-th of n letters, and wait until all are handled."""
    updates = ({"update_id": first + n} | message(person, f"{text}{'a' * n}") for n in range(1, count + 1))
    await asyncio.gather(*(dispatcher.handle(update) for update in updates))


def answers(api: BotApi, chat: int) -> list[int]:
    return [int(shown.text.split()[0]) for shown in api.shown if shown.chat == chat and shown.text != BUSY]


def notices(api: BotApi) -> list[int]:
    return [shown.chat for shown in api.shown if shown.text == BUSY]


async def test_burst_is_asked_for_patience_once_and_answered_in_order(api: BotApi, application: App) -> None:
    dispatcher, ana, john = polite(application), Person(api, 1), Person(api, 2)
    await asyncio.gather(burst(dispatcher, ana, 0, 20), burst(dispatcher, john, 100, MANY))
    await until(lambda: notices(api) == [1])
    assert answers(api, 1) == list(range(1, 21))
    assert answers(api, 2) == list(range(1, MANY + 1))
    await burst(dispatcher, ana, 200, MANY + 1)
    await until(lambda: notices(api) == [1, 1])


async def test_group_is_not_asked_for_patience(api: BotApi, application: App) -> None:
    await burst(polite(application), Person(api, 1, group=GROUP), 0, 20, "@ogp_local_test_bot ")
    assert len(api.shown) == 20
    assert notices(api) == []


async def test_more_than_can_be_answered_is_dropped_counted_and_logged_once(
    api: BotApi, application: App, caplog: pytest.LogCaptureFixture
) -> None:
    dispatcher = Dispatcher(application)
    await burst(dispatcher, Person(api, 1), 0, MOST + 11)
    assert answers(api, 1) == list(range(1, MOST + 2))
    assert dispatcher.vitals.ignored.labels("crowded")._value.get() == 10
    said = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert said == ["a chat writes more than can be answered: further updates of it are dropped for now"]
    await burst(dispatcher, Person(api, 1), 1000, 1)
    assert answers(api, 1)[-1] == 1


async def test_courtesy_that_fails_keeps_no_answer_back(api: BotApi, application: App) -> None:
    api.state.blocked.add(1)
    await burst(polite(application), Person(api, 1), 0, 10)
    api.state.blocked.clear()
    await burst(Dispatcher(application), Person(api, 1), 100, 2)
    assert answers(api, 1) == [1, 2]


async def test_typing_is_shown_twice_at_most_and_only_while_an_answer_takes_its_time(
    api: BotApi, application: App, waits: Waits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indicator, "MOMENT", 0.02)
    monkeypatch.setattr(indicator, "LASTS", 0.0)
    dispatcher, ana = Dispatcher(application), Person(api, 1)
    await burst(dispatcher, ana, 0, 1)
    assert api.called("sendChatAction") == []
    api.fail("sendMessage", Refusal("Too Many Requests: retry after 30", 429, retry_after=30))
    answering = asyncio.create_task(burst(dispatcher, ana, 100, 1))
    await until(lambda: len(api.called("sendChatAction")) == indicator.TIMES)
    await burst(dispatcher, Person(api, 2), 200, 5)  # in the meantime it could be shown more often
    waits.over.set()
    await answering
    assert api.called("sendChatAction") == [{"chat_id": "1", "action": "typing"}] * 2


async def test_typing_that_is_refused_keeps_no_answer_back(
    api: BotApi, application: App, waits: Waits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indicator, "MOMENT", 0.0)
    api.fail("sendMessage", Refusal("Bad Gateway", 502))
    api.fail("sendChatAction", Refusal("Bad Gateway", 502))
    answering = asyncio.create_task(burst(Dispatcher(application), Person(api, 1), 0, 1))
    await until(lambda: any(call.method == "sendChatAction" for call in api.refused))
    waits.over.set()
    await answering
    assert answers(api, 1) == [1]


async def test_burst_of_a_guest_is_not_spoken_to(api: BotApi, application: App) -> None:
    dispatcher, stranger = polite(application), Person(api, 1)
    message = {
        "message_id": 1,
        "date": 1,
        "chat": stranger.chat,
        "text": "@ogp_local_test_bot a",
        "guest_query_id": "g",
    }
    await asyncio.gather(*(dispatcher.handle({"update_id": n, "guest_message": message}) for n in range(1, 20)))
    await asyncio.gather(*dispatcher._beside)
    assert api.shown == []


class Held(MemoryStore):
    """Takes its time until it is let go."""

    def __init__(self) -> None:
        super().__init__(KEPT_FOR, time.time)
        self.free = asyncio.Event()

    async def answered(self, update: int) -> bool:
        await self.free.wait()
        return await super().answered(update)


async def test_chatter_of_a_group_keeps_no_question_out(api: BotApi, application: App) -> None:
    store, member = Held(), Person(api, 1, group=GROUP)
    dispatcher = Dispatcher(application, store)
    texts = [*["what a day"] * (MOST + 9), f"@{BOT['username']} aaa", *["what a day"] * 9]
    updates = ({"update_id": number} | message(member, text) for number, text in enumerate(texts))
    handling = [asyncio.create_task(dispatcher.handle(update)) for update in updates]
    await asyncio.sleep(0)  # all of them wait now
    store.free.set()
    await asyncio.gather(*handling)
    assert [shown.text for shown in api.shown] == ["3 letras"]
    assert dispatcher.vitals.ignored.labels("crowded")._value.get() == 0


async def test_questions_of_a_group_are_dropped_beyond_the_limit(api: BotApi, application: App) -> None:
    dispatcher = Dispatcher(application)
    await burst(dispatcher, Person(api, 1, group=GROUP), 0, MOST + 11, f"@{BOT['username']} ")
    assert len(api.shown) == MOST + 1
    assert dispatcher.vitals.ignored.labels("crowded")._value.get() == 10


async def test_tap_that_is_dropped_does_not_turn_forever(api: BotApi, application: App) -> None:
    dispatcher, ana = Dispatcher(application), Person(api, 1)
    api.state.taps["late"] = True
    query = {"id": "late", "from": ana._user, "chat_instance": "1", "data": "1:es:topic:join"}
    updates: list[dict[str, object]] = [
        *([message(ana, "a")] * (MOST + 1)),
        {"callback_query": query | {"message": ana.bots_message(5)}},
    ]
    await asyncio.gather(*(dispatcher.handle({"update_id": n} | update) for n, update in enumerate(updates)))
    await asyncio.gather(*dispatcher._beside)
    assert len(api.shown) == MOST + 1
    assert not api.state.taps["late"]
