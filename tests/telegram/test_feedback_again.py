"""Taps that come again, for what they led to did not get through: none is lost, and no question is kept twice."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings
from bot.stores import Store, open_store
from bot.telegram.app import build
from bot.telegram.dispatch import Dispatcher
from bot.telegram.errors import UnansweredError
from bot.telegram.pace import Pace
from bot.telegram.ports import Engine
from tests.botapi import BotApi, Person, Refusal, Shown
from tests.botapi.methods import as_message
from tests.telegram.conftest import SettingsFor
from tests.telegram.test_feedback import QUESTION

CHAT = 987654321987
NOW = 1_700_000_000.0


class Process:
    """A bot that gives up at once on what does not get through, as it does after a while."""

    def __init__(self, api: BotApi, settings: Settings, engine: Engine, store: Store) -> None:
        self._api = api
        self._number = 0
        self.store = store
        self.application = build(settings, engine, store, Pace(patience=0))
        self._dispatcher = Dispatcher(self.application, store)

    async def handle(self, **update: Any) -> list[Shown]:
        """Handle the update, which gets a new id; return what is shown."""
        self._number += 1
        before = len(self._api.shown)
        await self._dispatcher.handle({"update_id": id(self) + self._number} | update)
        return self._api.shown[before:]

    async def counted(self, what: str) -> int:
        """Return how often it was counted."""
        return sum(row.number for row in await self.store.feedback.counts() if row.event.what == what)


@pytest.fixture
def settings(settings_for: SettingsFor, tmp_path: Path) -> Settings:
    return settings_for(STATE_URL=f"sqlite:////{tmp_path}/state.sqlite")


@pytest.fixture
async def store(settings: Settings) -> AsyncIterator[Store]:
    store = open_store(settings, lambda: NOW)
    yield store
    await store.close()


@pytest.fixture
async def process(api: BotApi, settings: Settings, engine: Engine, store: Store) -> AsyncIterator[Process]:
    process = Process(api, settings, engine, store)
    async with process.application:
        yield process


@pytest.fixture
async def other(api: BotApi, settings: Settings, engine: Engine, store: Store) -> AsyncIterator[Process]:
    """Return a second process over the same store, or the first one after a restart."""
    process = Process(api, settings, engine, store)
    async with process.application:
        yield process


@pytest.fixture
def zoe(api: BotApi) -> Person:
    return Person(api, CHAT, "en")


async def answered(zoe: Person, process: Process) -> Shown:
    """Return the answer to the question."""
    user = {"id": CHAT, "is_bot": False, "first_name": "Zoe", "language_code": "en"}
    message = {"message_id": 70, "date": 1, "chat": zoe.chat, "from": user, "text": QUESTION}
    process._api._note({"message": message})
    return (await process.handle(message=message))[0]


def tap(zoe: Person, api: BotApi, label: str, shown: Shown) -> dict[str, Any]:
    """Return the update of a tap."""
    shown, button = zoe.button(label, shown)
    user = {"id": CHAT, "is_bot": False, "first_name": "Zoe", "language_code": "en"}
    message = as_message(api.state, shown)
    return {"id": "1", "from": user, "chat_instance": "1", "data": button.data, "message": message}


@pytest.mark.parametrize("method", ["sendMessage", "editMessageReplyMarkup"])
async def test_tap_that_comes_again_offers_once_and_counts_once(
    method: str, zoe: Person, api: BotApi, engine: Engine, process: Process
) -> None:
    shown = await answered(zoe, process)
    query = tap(zoe, api, engine.say("button.not_helped", "en"), shown)
    before = len(api.shown)
    api.fail(method, Refusal("Bad Gateway", 502))
    with pytest.raises(UnansweredError):
        await process.handle(callback_query=query)
    await process.handle(callback_query=query)
    offer, without = api.shown[before:]
    assert (offer.replies_to, without.id, without.labels) == (70, shown.id, shown.labels[:-2])
    assert await process.counted("not_helped") == 1


async def test_offer_that_is_refused_for_good_leaves_the_count(
    zoe: Person, api: BotApi, engine: Engine, process: Process
) -> None:
    query = tap(zoe, api, engine.say("button.not_helped", "en"), await answered(zoe, process))
    api.fail("sendMessage", Refusal("Bad Request: not this time"))
    await process.handle(callback_query=query)
    assert await process.counted("not_helped") == 1


async def test_edit_that_got_through_though_its_reply_was_lost_loses_nothing(
    zoe: Person, api: BotApi, engine: Engine, process: Process
) -> None:
    query = tap(zoe, api, engine.say("button.helped", "en"), await answered(zoe, process))
    api.fail("editMessageReplyMarkup", Refusal("Bad Request: message is not modified"))
    await process.handle(callback_query=query)
    assert await process.counted("helped") == 1


async def test_two_offers_of_two_processes_keep_the_question_once(
    zoe: Person, api: BotApi, engine: Engine, process: Process, other: Process
) -> None:
    query = tap(zoe, api, engine.say("button.not_helped", "en"), await answered(zoe, process))
    offers = [(await one.handle(callback_query=query))[0] for one in (process, other)]
    for offer in offers:
        await other.handle(callback_query=tap(zoe, api, engine.say("button.send_question", "en"), offer))
    assert len(await process.store.feedback.questions()) == 1


async def test_same_question_asked_twice_may_be_sent_twice(
    zoe: Person, api: BotApi, engine: Engine, process: Process
) -> None:
    for _ in range(2):
        query = tap(zoe, api, engine.say("button.not_helped", "en"), await answered(zoe, process))
        offer = (await process.handle(callback_query=query))[0]
        await process.handle(callback_query=tap(zoe, api, engine.say("button.send_question", "en"), offer))
    assert len(await process.store.feedback.questions()) == 2
