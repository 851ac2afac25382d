"""What Telegram shows of the bot."""

from telegram import Bot

from bot.telegram.app import sender
from bot.telegram.commands import COMMANDS, IN_GROUPS
from bot.telegram.ports import Engine
from bot.telegram.profile import publish
from tests.botapi import BotApi, Refusal
from tests.telegram.conftest import Serving, SettingsFor

WHAT = ("commands", "commands in groups", "name", "description", "short_description")


def bot(settings_for: SettingsFor) -> Bot:
    return sender(settings_for())


async def test_everything_is_set_in_every_language_and_for_all_others(
    api: BotApi, engine: Engine, settings_for: SettingsFor
) -> None:
    async with bot(settings_for) as sender:
        await publish(sender, engine)
    codes = ["", *(code for code in engine.languages if len(code) == 2)]
    assert set(api.state.profile) == {(what, code) for what in WHAT for code in codes} | {("menu button", "")}
    assert [command["command"] for command in api.state.profile["commands in groups", "sw"]] == list(IN_GROUPS)
    assert api.state.profile["menu button", ""] == {"type": "commands"}
    assert api.state.profile["commands", "es"] == [
        {"command": name, "description": engine.say(f"command.{name}", "es")} for name in COMMANDS
    ]
    assert api.state.profile["name", "pt"] == engine.say("bot.name", "pt")
    assert api.state.profile["description", ""] == engine.say("bot.description", "en").strip()
    assert api.refused == []


async def test_nothing_is_set_again_that_has_not_changed(
    api: BotApi, engine: Engine, settings_for: SettingsFor
) -> None:
    async with bot(settings_for) as sender:
        await publish(sender, engine)
        api.calls.clear()
        api.state.profile["name", "es"] = "Another"
        await publish(sender, engine)
    assert [call.params for call in api.calls if call.method.startswith("set")] == [
        {"name": engine.say("bot.name", "es"), "language_code": "es"}
    ]


async def test_restart_asks_once_for_each_thing_and_sets_nothing(
    api: BotApi, engine: Engine, settings_for: SettingsFor
) -> None:
    async with bot(settings_for) as sender:
        await publish(sender, engine)
        api.calls.clear()
        await publish(sender, engine)
    codes = 1 + sum(len(code) == 2 for code in engine.languages)
    assert len(api.calls) == codes * len(WHAT) + 1
    assert {call.method[:3] for call in api.calls} == {"get"}


async def test_what_telegram_refuses_does_not_hinder_the_rest(
    api: BotApi, engine: Engine, settings_for: SettingsFor
) -> None:
    api.fail("setMyName", *[Refusal("Too Many Requests", 429, retry_after=80000)] * 99)
    async with bot(settings_for) as sender:
        await publish(sender, engine)
    assert ("name", "es") not in api.state.profile
    assert ("commands", "es") in api.state.profile


async def test_profile_is_set_while_the_bot_serves(api: BotApi, serving: Serving) -> None:
    async with serving():
        await api.asked("setMyShortDescription")
    assert ("commands", "") in api.state.profile
