"""When something breaks inside: the person gets a word, the log gets the place and nothing of the person's."""

import logging
import time
from collections.abc import AsyncIterator

import pytest

from bot.stores import MemoryStore
from bot.telegram.app import build
from bot.telegram.dispatch import Dispatcher
from bot.telegram.errors import UnansweredError, describe
from bot.telegram.logs import quiet_libraries
from bot.telegram.pace import Pace
from bot.telegram.polling import Polling
from bot.telegram.ports import Engine
from tests.botapi import TOKEN, BotApi, Person, Refusal
from tests.support.days import KEPT_FOR
from tests.telegram.conftest import Run, SettingsFor
from tests.telegram.fakes import RetentiveStore, TroubledEngine, TroubledStore


@pytest.fixture
def waits() -> list[float]:
    """Return the list of how long the bot waited; no time passes."""
    return []


@pytest.fixture
async def troubled(
    api: BotApi, engine: Engine, settings_for: SettingsFor, waits: list[float], run: Run
) -> AsyncIterator[BotApi]:
    """Return the server with a bot whose engine breaks on some questions."""

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    quiet_libraries()
    store = MemoryStore(KEPT_FOR, time.time)
    application = build(settings_for(), TroubledEngine(engine), store, Pace(sleep, patience=100, chance=lambda: 1.0))
    async with application, run(Polling(application.bot, Dispatcher(application), lambda: None)):
        yield api


async def test_person_is_told_in_the_language_of_the_chat(troubled: BotApi, engine: Engine) -> None:
    ana = Person(troubled, 1, "es")
    assert (await ana.says("trouble")).text == engine.say("error.text", "es").strip()
    await ana.says("How can my town join OGP Local?")
    assert (await ana.says("trouble")).text == engine.say("error.text", "en").strip()


async def test_button_that_breaks_stops_its_spinner_and_says_so(troubled: BotApi, engine: Engine) -> None:
    ana = Person(troubled, 1, "es")
    reply = await ana.presses("1:es:topic:events", ana.bots_message(1))
    assert reply.text == engine.say("error.text", "es").strip()


async def test_bot_goes_on_after_an_error(troubled: BotApi, engine: Engine) -> None:
    ana = Person(troubled, 1, "es")
    await ana.says("trouble")
    assert (await ana.says("/start")).text == engine.say("start.text", "es").strip()


async def test_log_of_an_error_says_where_and_nothing_of_the_person(
    troubled: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ana = Person(troubled, 987654321, "es")
    await ana.says("trouble with my salary")
    await ana.says("¿Cómo se une Zapotlanejo?")
    await ana.taps((await ana.says("/join")).labels[0])
    assert "an update failed: ValueError in " in caplog.text
    assert "fakes.py" in caplog.text
    held = ("salary", "Zapotlanejo", str(ana.number), ana.name, TOKEN, TOKEN.partition(":")[2])
    assert not [word for word in held if word in caplog.text]


async def test_error_is_described_with_its_causes_and_without_their_texts() -> None:
    try:
        try:
            int("secret words")
        except ValueError as error:
            raise RuntimeError("other secret words") from error
    except RuntimeError as caught:
        text = describe(caught)
    assert text.startswith("RuntimeError in test_error_is_described")
    assert "; from ValueError in " in text
    assert "secret" not in text


async def test_broken_store_still_lets_the_person_be_told(
    api: BotApi, engine: Engine, settings_for: SettingsFor, run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    application = build(settings_for(), engine, TroubledStore(KEPT_FOR, time.time))
    async with application, run(Polling(application.bot, Dispatcher(application), lambda: None)):
        ana = Person(api, 987654321, "es")
        assert (await ana.says("hola")).text == engine.say("error.text", "es").strip()
    assert "987654321" not in caplog.text


async def test_wish_to_be_forgotten_is_never_said_to_be_done_when_it_is_not(
    api: BotApi, engine: Engine, settings_for: SettingsFor, run: Run
) -> None:
    application = build(settings_for(), engine, RetentiveStore(KEPT_FOR, time.time))
    async with application, run(Polling(application.bot, Dispatcher(application), lambda: None)):
        ana = Person(api, 1, "es")
        assert (await ana.says("/forget")).text == engine.say("error.text", "es").strip()
        reply = await ana.presses("1:es:forget:", ana.bots_message(1))
        assert reply.text == engine.say("error.text", "es").strip()


async def test_word_of_trouble_stays_in_the_thread(troubled: BotApi, engine: Engine) -> None:
    member = Person(troubled, 1, "es", group=-100300)
    asked = {"text": "@ogp_local_test_bot trouble", "message_thread_id": 42}
    shown = (await member.sends(**asked, is_topic_message=True)).only
    assert (shown.text, shown.thread) == (engine.say("error.text", "es").strip(), 42)
    assert (await member.sends(**asked)).only.thread is None  # in a group without topics, a thread is of replies


async def test_album_whose_answer_failed_is_answered_when_it_comes_again(
    api: BotApi, engine: Engine, settings_for: SettingsFor
) -> None:
    ana = Person(api, 1, "es")
    picture = {"photo": [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}], "media_group_id": "77"}
    updates = [{"update_id": number, "message": ana._message(**picture)} for number in range(3)]
    application = build(settings_for(), engine, MemoryStore(KEPT_FOR, time.time), Pace(patience=0))
    async with application:
        dispatcher = Dispatcher(application)
        api.fail("sendMessage", Refusal("Bad Gateway", 502))
        with pytest.raises(UnansweredError):
            await dispatcher.handle(updates[0])
        for update in updates:
            await dispatcher.handle(update)
    assert [shown.text for shown in api.shown] == [engine.say("not_text.text", "es").strip()]


async def test_blocked_bot_is_no_error(troubled: BotApi, caplog: pytest.LogCaptureFixture) -> None:
    ana = Person(troubled, 1, "es")
    troubled.state.blocked.add(ana.number)
    assert (await ana.says("/start")).messages == ()
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_bot_waits_as_long_as_telegram_asks(troubled: BotApi, waits: list[float], engine: Engine) -> None:
    troubled.fail("sendMessage", Refusal("Too Many Requests: retry after 7", 429, retry_after=7))
    assert (await Person(troubled, 1, "es").says("/start")).text == engine.say("start.text", "es").strip()
    assert waits == [7]


async def test_question_that_could_not_be_answered_comes_again(
    troubled: BotApi, waits: list[float], engine: Engine
) -> None:
    troubled.fail("sendMessage", Refusal("Too Many Requests", 429, retry_after=101))
    assert (await Person(troubled, 1, "es").says("/start")).text == engine.say("start.text", "es").strip()
    assert waits == []  # longer than the patience: left to Telegram, which sent the update again


async def test_reply_that_was_lost_is_sent_again(troubled: BotApi, waits: list[float], engine: Engine) -> None:
    troubled.fail("sendMessage", Refusal("Bad Gateway", 502), Refusal("Internal Server Error", 500))
    assert (await Person(troubled, 1, "es").says("/start")).text == engine.say("start.text", "es").strip()
    assert waits == [0.5, 1]


async def test_markup_that_telegram_refuses_is_sent_as_plain_text_and_is_a_fault(
    troubled: BotApi, waits: list[float], engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    troubled.fail("sendMessage", Refusal("Bad Request: can't parse entities: Unsupported start tag"))
    reply = await Person(troubled, 1, "es").says("/benefits")
    assert engine.open("topic:benefits", "es").text in reply.text
    assert (reply.only.formatted("bold"), "<b>" in reply.text) == ([], False)
    assert [r.getMessage() for r in caplog.records if r.levelno == logging.ERROR] == [
        "Telegram refuses the markup of a message, sent without it: mend sendMessage"
    ]
    assert waits == []


async def test_keyboard_that_telegram_refuses_is_left_out(troubled: BotApi, engine: Engine) -> None:
    troubled.fail("sendMessage", Refusal("Bad Request: BUTTON_DATA_INVALID"))
    reply = await Person(troubled, 1, "es").says("/start")
    assert (reply.text, reply.labels) == (engine.say("start.text", "es").strip(), [])


async def test_chat_that_is_not_there_ends_quietly(troubled: BotApi, caplog: pytest.LogCaptureFixture) -> None:
    ana = Person(troubled, 1, "es")
    troubled.fail("sendMessage", Refusal("Bad Request: chat not found"))
    assert (await ana.says("/start")).messages == ()
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_refused_reply_is_not_sent_again_and_the_person_is_told(
    troubled: BotApi, waits: list[float], engine: Engine
) -> None:
    troubled.fail("sendMessage", Refusal("Bad Request: message is too long"))
    assert (await Person(troubled, 1, "es").says("/start")).text == engine.say("error.text", "es").strip()
    assert waits == []


async def test_bot_survives_when_not_even_that_gets_through(troubled: BotApi, engine: Engine) -> None:
    ana = Person(troubled, 1, "es")
    troubled.fail("sendMessage", *[Refusal("Bad Request: no")] * 2)
    assert (await ana.says("/start")).messages == ()
    assert (await ana.says("/start")).text == engine.say("start.text", "es").strip()


async def test_spinner_that_cannot_be_stopped_does_not_keep_the_answer(troubled: BotApi, engine: Engine) -> None:
    ana = Person(troubled, 1, "es")
    troubled.fail("answerCallbackQuery", Refusal("Bad Gateway", 502))
    troubled.state.taps["t"] = True
    query = {"id": "t", "from": {"id": 1, "is_bot": False, "first_name": "x"}, "chat_instance": "1"}
    reply = await ana.acts(callback_query=query | {"data": "1:es:topic:join", "message": ana.bots_message(1)})
    assert reply.text.startswith(engine.open("topic:join", "es").text)
