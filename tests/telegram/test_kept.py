"""What the state file holds of a chat, and what it does not."""

from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from sqlite3 import connect
from typing import Any

import pytest

from bot.engine.dialogue import Context, Question
from bot.telegram.ports import Engine
from tests.botapi import BotApi, Person
from tests.botapi.methods import as_message
from tests.telegram.conftest import Serving

AMBIGUOUS = "Is Córdoba a member?"
CHECKED = ("check:", "KE.", "member:", "later:", "other:", "country:")
"""What would tell what was answered in the guided check."""


class File:
    """The state file, looked into while the bot is at work."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with closing(connect(self.path)) as connection:
            return connection.execute(query).fetchall()

    @property
    def everything(self) -> bytes:
        return b"".join(path.read_bytes() for path in self.path.parent.iterdir())


@pytest.fixture
def file(tmp_path: Path) -> File:
    return File(tmp_path / "state.sqlite")


@pytest.fixture
async def bot(api: BotApi, serving: Serving, file: File) -> AsyncIterator[BotApi]:
    async with serving(STATE_URL=f"sqlite:////{file.path}"):
        yield api
    assert api.refused == []


async def test_nothing_is_kept_of_what_is_answered_in_the_guided_check(
    john: Person, bot: BotApi, engine: Engine, file: File
) -> None:
    shown = (await john.says("/join")).only
    for place in ("Naivasha", "Scotland", "nowhere at all", "Córdoba"):
        await john.says(place, reply_to_message=as_message(bot.state, shown))
    shown = (await john.taps(engine.say("check.choose_country", "en"), shown)).only
    shown = (await john.says("Kenya", reply_to_message=as_message(bot.state, shown))).only
    for key in ("check.role.government", *["check.yes"] * 4, "check.no"):
        shown = (await john.taps(engine.say(key, "en"), shown)).only
    assert file.rows("SELECT last_language, last_target, words FROM chat") == [("en", None, None)]
    assert not [told for told in CHECKED if told.encode() in file.everything]


async def test_question_after_the_check_can_be_followed_up(john: Person, bot: BotApi, engine: Engine) -> None:
    shown = (await john.says("/join")).only
    await john.says("Naivasha", reply_to_message=as_message(bot.state, shown))
    await john.says("Is Nairobi a member?")
    assert (await john.says("and Madrid?")).text.startswith(engine.open("member:madrid", "en").text)


async def test_question_asked_within_the_check_can_be_followed_up(john: Person, bot: BotApi, engine: Engine) -> None:
    shown = (await john.says("/join")).only
    await john.says("What can a town gain from joining OGP Local?", reply_to_message=as_message(bot.state, shown))
    expected = engine.answer(Question("more", Context("en", last_language="en", last_target="topic:benefits")))
    assert expected.kind == "answer"
    assert (await john.says("more")).text.startswith(expected.text)


async def test_words_of_the_last_question_cannot_be_read_and_differ_by_chat(bot: BotApi, file: File) -> None:
    for number in (987654321987, 987654321988):
        await Person(bot, number, "en").says("What is OGP Local?", message_id=50)
    hashes = {words for (words,) in file.rows("SELECT words FROM chat")}
    assert (len(hashes), None in hashes) == (2, False)
    assert b"What is" not in file.everything


async def test_none_of_these_counts_once_however_often_it_is_tapped(john: Person, engine: Engine, file: File) -> None:
    shown = (await john.says(AMBIGUOUS)).only
    message = as_message(john._api.state, shown)
    for _ in range(3):
        assert (await john.presses("1:en:none:", message)).text.startswith(
            engine.say("unknown.none_of_these", "en").strip()
        )
    assert file.rows("SELECT number FROM tally WHERE topic = 'choices' AND what = 'not_helped'") == [(1,)]
