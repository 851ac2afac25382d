"""Updates are confirmed once they are handled, chats do not wait for each other, and outages pass."""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator

import pytest

from bot.engine.dialogue import Answer, Context, Question
from bot.errors import BotError
from bot.stores import ChatState, MemoryStore
from bot.telegram.app import UPDATES, App, build
from bot.telegram.dispatch import Dispatcher
from bot.telegram.polling import Polling
from bot.telegram.ports import Engine
from tests.botapi import BotApi, Person, Refusal
from tests.support.days import KEPT_FOR
from tests.telegram.conftest import Run, Serving, SettingsFor
from tests.telegram.fakes import TroubledEngine


class SlowStore(MemoryStore):
    """Lets a chat wait until it is released."""

    def __init__(self) -> None:
        super().__init__(KEPT_FOR, time.time)
        self.held: dict[int, asyncio.Event] = {}
        self.waiting = asyncio.Event()

    async def load(self, chat: int) -> ChatState:
        if chat in self.held:
            self.waiting.set()
            await self.held[chat].wait()
        return await super().load(chat)


@pytest.fixture
def store() -> SlowStore:
    return SlowStore()


@pytest.fixture
def application(engine: Engine, settings_for: SettingsFor, store: SlowStore) -> App:
    return build(settings_for(), engine, store)


def polling(application: App) -> Polling:
    return Polling(application.bot, Dispatcher(application), lambda: None)


@pytest.fixture
async def impatient(api: BotApi, application: App, run: Run) -> AsyncIterator[BotApi]:
    """Return the server with a bot that hardly pauses after an outage."""
    async with application, run(Polling(application.bot, Dispatcher(application), lambda: None, first_pause=0.001)):
        await api.asked("getUpdates")
        yield api


def text(person: Person, words: str) -> dict[str, object]:
    return {"message": {"message_id": 1, "date": 1, "chat": person.chat, "text": words}}


async def test_update_is_confirmed_only_after_it_was_answered(api: BotApi, serving: Serving) -> None:
    async with serving():
        await Person(api, 1, "es").says("/start")
    methods = [call.method for call in api.calls]
    confirmations = [n for n, call in enumerate(api.calls) if call.params.get("offset") == "1002"]
    assert methods.index("sendMessage") < min(confirmations)


async def test_only_the_kinds_that_are_handled_are_asked_for(api: BotApi, serving: Serving) -> None:
    async with serving():
        await Person(api, 1, "es").says("/start")
    assert {call["allowed_updates"] for call in api.called("getUpdates")} == {json.dumps(list(UPDATES))}


async def test_waiting_updates_are_kept_and_a_webhook_removed_at_start(api: BotApi, serving: Serving) -> None:
    update = await api.push(text(Person(api, 1, "es"), "/start"))
    api.state.webhook = {"url": "https://example.org"}
    async with serving():
        await api.settled(update)
    assert len(api.shown) == 1
    assert api.called("deleteWebhook") == [{}]


TOPICS = ("themes", "events", "contact", "benefits")


async def test_one_chat_is_answered_in_order(
    api: BotApi, engine: Engine, application: App, run: Run, store: SlowStore
) -> None:
    ana = Person(api, 1, "es")
    store.held[1] = asyncio.Event()
    updates = [await api.push(text(ana, command)) for command in (f"/{topic}" for topic in TOPICS)]
    async with application, run(polling(application)):
        await store.waiting.wait()
        store.held[1].set()
        await api.settled(updates[-1])
    spoken = engine.language_for(Context())
    titles = [shown.formatted("bold")[0] for shown in api.shown]
    assert titles == [engine.open(f"topic:{topic}", spoken).title for topic in TOPICS]


async def test_chat_that_takes_long_does_not_hold_up_another(
    api: BotApi, application: App, run: Run, store: SlowStore
) -> None:
    slow, quick = Person(api, 1, "es"), Person(api, 2, "en")
    store.held[1] = asyncio.Event()
    await api.push(text(slow, "/start"))
    last = await api.push(text(quick, "/start"))
    async with application, run(polling(application)):
        await store.waiting.wait()
        await api.asked("sendMessage")
        assert [shown.chat for shown in api.shown] == [2]
        store.held[1].set()
        await api.settled(last)
    assert [shown.chat for shown in api.shown] == [2, 1]


async def test_what_was_begun_is_finished_and_confirmed_when_stopping(
    api: BotApi, application: App, run: Run, store: SlowStore
) -> None:
    ana = Person(api, 1, "es")
    store.held[1] = asyncio.Event()
    update = await api.push(text(ana, "/start"))
    async with application, run(polling(application)) as stop:
        await store.waiting.wait()
        stop.set()
        store.held[1].set()
    assert len(api.shown) == 1
    assert api.called("getUpdates")[-1] == {
        "offset": str(update + 1),
        "timeout": "0",
        "allowed_updates": json.dumps(list(UPDATES)),
    }


async def test_crash_before_the_confirmation_loses_nothing(
    api: BotApi, engine: Engine, settings_for: SettingsFor, run: Run, serving: Serving
) -> None:
    class Crash(BaseException):
        """As a power cut: nothing catches it."""

    class CrashingEngine(TroubledEngine):
        def answer(self, question: Question) -> Answer:
            raise Crash(question.text)

    update = await api.push(text(Person(api, 1, "es"), "hola"))
    application = build(settings_for(), CrashingEngine(engine), MemoryStore(KEPT_FOR, time.time))
    with pytest.raises(Crash):
        async with application, run(polling(application)) as stop:
            await stop.wait()
    assert api.shown == []
    async with serving():
        await api.settled(update)
    assert len(api.shown) == 1


@pytest.mark.parametrize(
    ("refusal", "reason"),
    [
        (Refusal("Bad Gateway", 502), "NetworkError"),
        (Refusal("Internal Server Error", 500), "NetworkError"),
        (Refusal("Too Many Requests: retry after 1", 429, retry_after=1), "Telegram asks for patience"),
    ],
)
async def test_outage_passes_and_is_logged(
    refusal: Refusal, reason: str, impatient: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    impatient.fail("getUpdates", refusal, refusal)
    assert (await Person(impatient, 1, "es").says("/start")).text
    warnings = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert len(warnings) == 2
    assert not [warning for warning in warnings if reason not in warning]


async def test_two_pollers_end_with_one_clear_line(api: BotApi, serving: Serving) -> None:
    api.fail("getUpdates", Refusal("Conflict: terminated by other getUpdates request", 409))
    with pytest.raises(BotError, match=r"another process fetches the updates of this bot; stop it") as caught:
        async with serving():
            await asyncio.Event().wait()
    assert "\n" not in str(caught.value)


async def test_pauses_grow_up_to_a_limit(api: BotApi, application: App) -> None:
    async with application:
        polls = polling(application)
        api.fail("getUpdates", *[Refusal("Bad Gateway", 502)] * 7)
        pauses = []
        for _ in range(7):
            assert await polls._fetch() == []
            pauses.append(polls._pause)
    assert pauses == [1, 2, 4, 8, 16, 30, 30]


async def test_stopping_does_not_wait_for_the_end_of_a_pause(api: BotApi, serving: Serving) -> None:
    api.fail("getUpdates", *[Refusal("Bad Gateway", 502)] * 9)
    begun = time.monotonic()
    async with serving():
        pass
    assert time.monotonic() - begun < 1


async def test_token_that_is_revoked_ends_the_bot_with_one_clear_line(api: BotApi, serving: Serving) -> None:
    api.fail("getUpdates", Refusal("Unauthorized", 401))
    with pytest.raises(BotError, match=r"TELEGRAM_BOT_TOKEN: .* does not know this token"):
        async with serving():
            await asyncio.Event().wait()
