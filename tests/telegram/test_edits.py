"""An edit of the last question edits its answer."""

import pytest

from bot.telegram.ports import Engine
from tests.botapi import BotApi, Person
from tests.botapi.methods import BOT

QUESTION = "How can my town join OGP Local?"


async def test_edit_of_the_last_question_edits_its_answer(john: Person, engine: Engine) -> None:
    first = (await john.says("What is OGP Local?", message_id=50)).only
    second = (await john.edits(text=QUESTION, message_id=50)).only
    assert (second.id, second.edits) == (first.id, 1)
    assert second.text.startswith(engine.open("topic:join", "en").text)
    offered = [option.label for option in engine.open("topic:join", "en").options]
    assert second.labels == [*offered, engine.say("button.helped", "en"), engine.say("button.not_helped", "en")]
    third = (await john.edits(text="What is OGP?", message_id=50)).only
    assert (third.id, third.edits) == (first.id, 2)


async def test_edit_that_changes_nothing_is_fine(john: Person, bot: BotApi) -> None:
    await john.says(
        "Thanks a lot", message_id=50
    )  # below which no button asks for feedback, each with a key of its own
    assert (await john.edits(text="Thanks a lot!", message_id=50)).messages == ()
    assert [call.method for call in bot.refused] == ["editMessageText"]
    bot.calls.clear()


async def test_edit_that_leaves_the_words_leaves_the_answer(john: Person, engine: Engine) -> None:
    shown = (await john.says(QUESTION, message_id=50)).only
    assert (await john.edits(text=QUESTION, message_id=50)).messages == ()
    rated = (await john.taps(engine.say("button.helped", "en"), shown)).only
    assert (await john.edits(text=QUESTION, message_id=50)).messages == ()
    again = (await john.edits(text="What is OGP Local?", message_id=50)).only
    assert (again.id, (await john.edits(text="What is OGP Local?", message_id=50)).messages) == (rated.id, ())


async def test_edit_of_an_older_question_gets_a_new_answer(john: Person) -> None:
    first = (await john.says("What is OGP Local?", message_id=50)).only
    second = (await john.says(QUESTION, message_id=60)).only
    again = (await john.edits(text="What is OGP?", message_id=50)).only
    assert again.id not in (first.id, second.id)
    assert again.replies_to == 50


async def test_taps_in_between_do_not_matter(john: Person) -> None:
    first = (await john.says("What is OGP Local?", message_id=50)).only
    await john.taps(first.labels[0])
    assert (await john.edits(text=QUESTION, message_id=50)).only.id == first.id


async def test_answer_that_is_gone_is_given_anew(john: Person, bot: BotApi, engine: Engine) -> None:
    first = (await john.says("What is OGP Local?", message_id=50)).only
    bot.state.gone.add((john.number, first.id))
    again = (await john.edits(text=QUESTION, message_id=50)).only
    assert again.id != first.id
    assert again.text.startswith(engine.open("topic:join", "en").text)
    assert (await john.edits(text="What is OGP?", message_id=50)).only.id == again.id
    assert [call.refusal for call in bot.refused] == ["Bad Request: message to edit not found"]
    bot.calls.clear()


async def test_edited_command_edits_its_page(john: Person, engine: Engine) -> None:
    first = (await john.says("/benefits", message_id=50)).only
    second = (await john.edits(text="/reforms", message_id=50)).only
    assert (second.id, second.text.startswith(engine.open("topic:reforms", "en").text)) == (first.id, True)


async def test_edit_after_forgetting_gets_a_new_answer(john: Person) -> None:
    first = (await john.says("What is OGP Local?", message_id=50)).only
    await john.says("/forget")
    assert (await john.edits(text=QUESTION, message_id=50)).only.id != first.id


@pytest.mark.parametrize("content", [{"location": {"longitude": 1.0, "latitude": 1.0}}])
async def test_location_that_moves_stays_without_a_word(content: dict[str, object], john: Person) -> None:
    await john.sends(message_id=50, **content)
    assert (await john.edits(message_id=50, **content)).messages == ()


async def test_edit_in_a_group_edits_the_short_answer(bot: BotApi) -> None:
    person = Person(bot, 900, "en", group=-100200)
    first = (await person.says(f"@{BOT['username']} What is OGP Local?", message_id=50)).only
    second = (await person.edits(text=f"@{BOT['username']} {QUESTION}", message_id=50)).only
    assert (second.id, second.edits, second.callbacks) == (first.id, 1, [])
    assert (await person.edits(text=QUESTION, message_id=50)).messages == ()


async def test_only_the_last_question_of_a_group_is_known_again(bot: BotApi) -> None:
    one, two = Person(bot, 900, "en", group=-100200), Person(bot, 901, "en", group=-100200)
    first = (await one.says(f"@{BOT['username']} What is OGP Local?", message_id=50)).only
    second = (await two.says(f"@{BOT['username']} {QUESTION}", message_id=51)).only
    again = (await one.edits(text=f"@{BOT['username']} What is OGP?", message_id=50)).only
    assert again.id not in (first.id, second.id)
