"""In groups the bot speaks only when it is spoken to."""

import pytest

from bot.telegram.ports import Engine
from tests.botapi import BotApi, Person
from tests.botapi.methods import BOT

GROUP = -1001234567890
QUESTION = "How can my town join OGP Local?"


@pytest.fixture
def member(bot: BotApi) -> Person:
    return Person(bot, 900, "en", group=GROUP)


async def test_question_to_nobody_is_left_alone(member: Person) -> None:
    assert (await member.says(QUESTION)).messages == ()


async def test_picture_is_left_alone(member: Person) -> None:
    assert (await member.sends(photo=[{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}])).messages == ()


@pytest.mark.parametrize("command", ["/benefits", "/benefits@ogp_local_test_bot", "/BENEFITS@OGP_Local_Test_Bot"])
async def test_command_is_answered_as_a_reply(command: str, member: Person, engine: Engine) -> None:
    shown = (await member.says(command, message_id=5)).only
    assert shown.text.startswith(engine.open("topic:benefits", "en").text)
    assert shown.replies_to == 5


@pytest.mark.parametrize("command", ["/join@another_bot", "/nonsense", "/roll 6"])
async def test_command_for_others_is_left_alone(command: str, member: Person) -> None:
    assert (await member.says(command)).messages == ()


async def test_question_that_names_the_bot_is_answered(member: Person, engine: Engine) -> None:
    reply = await member.says(f"@OGP_local_test_bot {QUESTION}")
    assert reply.text.startswith(engine.open("topic:join", "en").text)


async def test_reply_to_the_bot_is_answered(member: Person, engine: Engine) -> None:
    earlier = {"message_id": 3, "date": 1, "chat": member.chat, "from": BOT, "text": "x"}
    assert (await member.says(QUESTION, reply_to_message=earlier)).text.startswith(engine.open("topic:join", "en").text)


async def test_reply_to_someone_else_is_left_alone(member: Person) -> None:
    other = {"id": 5, "is_bot": False, "first_name": "x"}
    earlier = {"message_id": 3, "date": 1, "chat": member.chat, "from": other, "text": "x"}
    assert (await member.says(QUESTION, reply_to_message=earlier)).messages == ()


async def test_answer_stays_in_its_thread(member: Person) -> None:
    shown = (await member.says("/join", message_thread_id=42, is_topic_message=True)).only
    assert shown.thread == 42


async def test_buttons_work(member: Person) -> None:
    shown = (await member.says("/join")).only
    assert (await member.taps(shown.labels[0])).text


async def test_channel_is_left_alone(member: Person) -> None:
    member.chat["type"] = "channel"
    assert (await member.says("/join")).messages == ()
