"""The guided check in Telegram: taps rewrite one message, replies are taken as answers, other words are not."""

import re

import pytest

from bot.bootstrap import knowledge_folder
from bot.content.load import load_knowledge
from bot.telegram.ports import Engine
from tests.botapi import BotApi, Person
from tests.botapi.methods import as_message
from tests.botapi.shown import Shown

SERVED = load_knowledge(knowledge_folder()).served


def replying_to(api: BotApi, shown: Shown) -> dict[str, object]:
    return {"reply_to_message": as_message(api.state, shown)}


async def test_join_begins_the_check_and_taps_rewrite_its_message(john: Person, engine: Engine) -> None:
    first = (await john.says("/join")).only
    shown = first
    for key in ("check.choose_country", None, "check.role.government", *["check.yes"] * 5):
        label = engine.say(key, "en") if key else "Kenya"
        shown = (await john.taps(label, shown)).only
        assert shown.id == first.id
    assert engine.say("check.verdict.fits", "en") in shown.text
    assert engine.say("check.back", "en") in shown.labels


async def test_way_back_and_way_out(john: Person, engine: Engine) -> None:
    shown = (await john.says("/join")).only
    shown = (await john.taps(engine.say("check.choose_country", "en"), shown)).only
    shown = (await john.taps(engine.say("check.back", "en"), shown)).only
    assert shown.text.startswith(engine.open("check:", "en").text)
    out = (await john.taps(engine.say("check.stop", "en"), shown)).only
    assert out.text.startswith(engine.say("check.stopped", "en"))


async def test_reply_to_the_step_is_its_answer(john: Person, engine: Engine, bot: BotApi) -> None:
    shown = (await john.says("/join")).only
    reply = await john.says("Naivasha", **replying_to(bot, shown))
    assert reply.text.startswith(engine.say("check.place.noted", "en", place="Naivasha", date="April 2026"))


async def test_words_that_reply_to_nothing_are_a_question_of_their_own(john: Person, engine: Engine) -> None:
    await john.says("/join")
    reply = await john.says("What is the e-mail address of OGP Local?")
    assert reply.text.startswith(str(engine.open("topic:contact.email", "en").title))


async def test_old_step_goes_on_where_it_was_after_a_restart(john: Person, engine: Engine, bot: BotApi) -> None:
    shown = (await john.says("/join")).only
    reply = await john.presses("1!:en:check:KE.g.yy", as_message(bot.state, shown))
    assert engine.say("check.record.ask", "en") in reply.text


@pytest.mark.parametrize("data", ["1!:en:check:KE.g.yyyyyyy", "1!:en:check:zz", "0:check", "1!:xx:check:KE"])
async def test_button_of_another_version_gets_a_friendly_word(john: Person, bot: BotApi, data: str) -> None:
    shown = (await john.says("/join")).only
    reply = await john.presses(data, as_message(bot.state, shown))
    assert reply.messages


async def test_same_tap_twice_changes_nothing_and_throws_nothing(john: Person, engine: Engine, bot: BotApi) -> None:
    shown = (await john.says("/join")).only
    label = engine.say("check.choose_country", "en")
    _, button = john.button(label, shown)
    assert button.data
    message = as_message(bot.state, shown)
    await john.presses(button.data, message)
    again = await john.presses(button.data, message)
    assert again.messages == ()
    assert [call.method for call in bot.refused] == ["editMessageText"]  # "not modified", which is no fault
    bot.calls.clear()


@pytest.mark.parametrize("language", SERVED)
async def test_every_path_of_buttons_is_walked_in_every_language(john: Person, bot: BotApi, language: str) -> None:
    """Tap every button of the check once; the server of the tests refuses what Telegram refuses."""
    shown = (await john.says("/join")).only
    waiting, tapped = [f"1!:{language}:check:", f"1!:{language}:check:KE"], set[str]()
    while waiting:
        data = waiting.pop()
        tapped.add(data)
        reply = await john.presses(data, as_message(bot.state, shown))
        for page in reply.messages:
            assert page.buttons, "a dead end"
            shown = page if data.startswith("1!") else shown
            waiting += [press for press in _steps(page) if press not in tapped and press not in waiting]
    assert sum(data.startswith(f"1!:{language}:check:KE.g.") for data in tapped) == MARKED_PAGES
    assert {call.method for call in bot.refused} <= {"editMessageText"}  # "not modified": the page was shown already
    bot.calls.clear()


MARKED_PAGES = 3 + 9 + 27 + 81 + 243
"""Pages of one country after one to five answers, each of them yes, no or not sure."""


def _steps(page: Shown) -> list[str]:
    """Return what the buttons of the check carry; of the countries that are offered, Kenya's only."""
    found = [str(button.data) for button in page.buttons if button.data]
    return [data for data in found if re.fullmatch(r"1!?:[a-z]+:(check|stop):(KE.*|--)?", data)]
