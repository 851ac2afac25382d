"""Whatever comes in: a sensible reply in the right language, never silence or broken markup."""

import pytest

from bot.telegram.commands import COMMANDS
from bot.telegram.ports import Engine
from tests.botapi import BotApi, Person

CONTENT = {
    "photo": [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}],
    "voice": {"file_id": "1", "file_unique_id": "1", "duration": 1},
    "video": {"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1, "duration": 1},
    "video_note": {"file_id": "1", "file_unique_id": "1", "length": 1, "duration": 1},
    "audio": {"file_id": "1", "file_unique_id": "1", "duration": 1},
    "document": {"file_id": "1", "file_unique_id": "1"},
    "animation": {"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1, "duration": 1},
    "sticker": {
        "file_id": "1",
        "file_unique_id": "1",
        "type": "regular",
        "width": 1,
        "height": 1,
        "is_animated": False,
        "is_video": False,
    },
    "contact": {"phone_number": "1", "first_name": "x"},
    "location": {"longitude": 1.0, "latitude": 1.0},
    "dice": {"emoji": "🎲", "value": 1},
    "poll": {
        "id": "1",
        "question": "x",
        "options": [],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "members_only": False,
    },
    "something_new": {"of": "tomorrow"},
}

TEXTS = {
    "empty": "",
    "blanks": " \n\t ",
    "emoji": "🤷🏽‍♀️🏛️🌍",
    "digits": "1234567890",
    "punctuation": "?!?!…",
    "4096 letters": "a" * 4096,
    "4096 words": "gobierno " * 455,
    "4096 emoji": "😀" * 2048,
    "mixed scripts": "Что такое OGP 지방 مرحبا γειά",
    "combining marks": "Z̷̢̛͎͔͙a̸̡͓̍l̴̛̯͊g̵̱̈́o̶̜͝ é́́́́",
    "right-to-left marks": "\u202e\u2067abc\u200f\u2069 \u202bjoin\u202c",
    "HTML": "<b>join</b> <script>alert(1)</script> <a href='x'>& &lt; &amp; </i>",
    "Markdown": "*join* _me_ `code` [x](http://example.org) ~~no~~ ||spoiler||",
    "control characters": "jo\x00in\x07 \x1b[31m O\x08GP \x7f",
    "half a character": "join \ud83d OGP",
    "place in HTML": "Is <b>Zzyzx & Sons</b> a member of OGP Local?",
    "place with control characters": "Is Zzy\x00zx\u202e a member of OGP Local?",
    "link": "https://example.org/?a=<b>&c=%00",
    "braces": "{email} {0} {} %s {unknown} join",
    "slash": "/",
    "path": "/etc/passwd",
    "zero width": "\u200b\u200c\u200d\ufeff",
}


@pytest.mark.parametrize("name", TEXTS)
async def test_text_of_any_kind_gets_a_reply(name: str, john: Person) -> None:
    assert (await john.says(TEXTS[name])).text


@pytest.mark.parametrize("name", ["empty", "blanks", "emoji", "zero width"])
async def test_message_without_words_is_told_so_in_the_language_of_the_client(
    name: str, ana: Person, engine: Engine
) -> None:
    assert (await ana.says(TEXTS[name])).text == engine.say("empty.text", "es").strip()


async def test_message_without_words_is_told_so_in_the_language_of_the_chat(ana: Person, engine: Engine) -> None:
    await ana.says("What is OGP Local and who can join it?")
    assert (await ana.says("🤷")).text == engine.say("empty.text", "en").strip()


@pytest.mark.parametrize("kind", CONTENT)
async def test_what_is_no_text_gets_a_friendly_word(kind: str, ana: Person, engine: Engine) -> None:
    assert (await ana.sends(**{kind: CONTENT[kind]})).text == engine.say("not_text.text", "es").strip()


async def test_caption_is_answered(ana: Person, engine: Engine) -> None:
    reply = await ana.sends(photo=CONTENT["photo"], caption="¿Cómo puede unirse mi municipio a OGP Local?")
    assert reply.text.startswith(engine.open("topic:join", "es").text)


async def test_album_gets_one_reply(ana: Person) -> None:
    replies = [await ana.sends(photo=CONTENT["photo"], media_group_id="77") for _ in range(4)]
    assert [len(reply.messages) for reply in replies] == [1, 0, 0, 0]


@pytest.mark.parametrize(
    "service",
    [
        {"new_chat_title": "x"},
        {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 4711, "type": "private"}}},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
        {"write_access_allowed": {}},
    ],
)
async def test_service_message_is_ignored(service: dict[str, object], ana: Person) -> None:
    assert (await ana.sends(**service)).messages == ()


@pytest.mark.parametrize("command", ["/nonsense", "/ayuda", "/startt", "/help_me", "/a@ogp_local_test_bot"])
async def test_unknown_command_lists_the_known(command: str, ana: Person, engine: Engine) -> None:
    text = (await ana.says(command)).text
    assert text.startswith(engine.say("unknown_command.text", "es").strip())
    assert not [name for name in COMMANDS if f"/{name} – " not in text]


async def test_edited_question_is_answered_anew(john: Person, engine: Engine) -> None:
    await john.says("Whta is?")
    assert (await john.edits(text="How can my town join OGP Local?")).text.startswith(
        engine.open("topic:join", "en").text
    )


async def test_edited_caption_is_answered_anew(john: Person, engine: Engine) -> None:
    reply = await john.edits(photo=CONTENT["photo"], caption="How can my town join OGP Local?")
    assert reply.text.startswith(engine.open("topic:join", "en").text)


async def test_location_on_the_move_is_not_commented_on(john: Person) -> None:
    assert (await john.edits(location=CONTENT["location"])).messages == ()


FORGED = [
    "",
    "x",
    "join",
    "0:es:topic:join",
    "9:es:topic:join",
    "1:es:topic:nonsense",
    "1:es:topic:",
    "1:es:nonsense:x",
    "1:es:members:0",
    "1:es:members:-1",
    "1:es:members:99",
    "1!:es:members:99",
    "1:es:members:",
    "1:es:members:x",
    "1:es:members:²",
    "1:es:member:nowhere",
    "1:es:later:nowhere",
    "1:es:country:XX",
    "1:es:pin:xx",
    "1:es:pin:English",
    "1:es:start:x",
    "1:es:__class__:x",
    "<b>&",
    "\x00\u202e",
    "1:es:topic:" + "j" * 53,
]


@pytest.mark.parametrize("data", FORGED)
async def test_forged_or_stale_button_gets_a_friendly_word(data: str, ana: Person, engine: Engine) -> None:
    shown = (await ana.says("/join")).only
    reply = await ana.presses(data, ana.bots_message(shown.id))
    assert reply.text == engine.say("stale_button.text", "es").strip()


async def test_stale_button_speaks_the_language_of_the_chat(ana: Person, engine: Engine) -> None:
    await ana.says("What is OGP Local and who can join it?")
    reply = await ana.presses("0:es:topic:join", ana.bots_message(1))
    assert reply.text == engine.say("stale_button.text", "en").strip()


async def test_button_in_a_language_no_longer_served_answers_in_that_of_the_chat(ana: Person, engine: Engine) -> None:
    reply = await ana.presses("1:xx:topic:join", ana.bots_message(1))
    assert reply.text.startswith(engine.open("topic:join", "es").text)


@pytest.mark.parametrize("data", ["1:es:topic:join", "1!:es:members:2"])
async def test_button_of_a_message_too_old_to_see_answers_anew(data: str, ana: Person, engine: Engine) -> None:
    reply = await ana.presses(data, ana.inaccessible(5))
    assert reply.text.startswith(engine.open(data.partition(":es:")[2], "es").text)


async def test_page_of_a_message_that_is_gone_comes_as_a_new_message(ana: Person, bot: BotApi, engine: Engine) -> None:
    reply = await ana.presses("1!:es:members:2", ana.bots_message(12345))
    assert reply.text.startswith(engine.open("members:2", "es").text)
    assert [call.refusal for call in bot.refused] == ["Bad Request: message to edit not found"]
    bot.calls.clear()


async def test_button_without_a_message_only_stops_its_spinner(ana: Person) -> None:
    assert (await ana.presses("1:es:topic:join", None)).messages == ()


async def test_button_tapped_too_long_ago_is_answered_all_the_same(ana: Person, bot: BotApi, engine: Engine) -> None:
    query = {"id": "old", "from": {"id": 4711, "is_bot": False, "first_name": "x"}, "chat_instance": "1"}
    reply = await ana.acts(callback_query=query | {"data": "1:es:topic:join", "message": ana.bots_message(1)})
    assert reply.text.startswith(engine.open("topic:join", "es").text)
    assert [call.method for call in bot.refused] == ["answerCallbackQuery"]
    bot.calls.clear()


async def test_spinner_stops_before_the_answer_is_sent(ana: Person, bot: BotApi) -> None:
    await ana.presses("1:es:topic:join", ana.bots_message(1))
    methods = [call.method for call in bot.calls]
    assert methods.index("answerCallbackQuery") < methods.index("sendMessage")


async def test_message_in_a_form_the_library_does_not_know_is_answered(ana: Person, engine: Engine) -> None:
    assert (await ana.sends(poll={"of": "tomorrow"})).text == engine.say("not_text.text", "es").strip()
    reply = await ana.sends(text="/benefits", entities=[{"type": "bot_command"}])
    assert reply.text.startswith(engine.open("topic:benefits", "es").text)


async def test_update_that_nobody_can_read_does_not_block_the_next(ana: Person, bot: BotApi, engine: Engine) -> None:
    await bot.settled(await bot.push({"message": {"message_id": 1, "chat": "broken"}}))
    assert (await ana.says("/start")).text == engine.say("start.text", "es").strip()


async def test_kinds_of_updates_that_are_not_asked_for_are_passed_over(
    ana: Person, bot: BotApi, engine: Engine
) -> None:
    poll = {"poll_id": "1", "option_ids": [0], "option_persistent_ids": ["0"], "user": {"id": 1, "is_bot": False}}
    await bot.push({"poll_answer": poll, "message": {"nonsense": 1}})
    assert (await ana.says("/start")).text == engine.say("start.text", "es").strip()
