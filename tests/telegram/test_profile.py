"""What Telegram shows of the bot."""

import pytest
from telegram import Bot

from bot.stores import MemoryStore
from bot.stores.base import SECONDS_A_DAY
from bot.telegram.app import sender
from bot.telegram.commands import COMMANDS, IN_GROUPS
from bot.telegram.ports import Engine
from bot.telegram.profile import publish
from tests.botapi import BotApi, Refusal
from tests.support.clock import Clock
from tests.support.days import KEPT_FOR
from tests.telegram.conftest import Serving, SettingsFor
from tests.telegram.fakes import TroubledEngine

WHAT = ("commands", "commands in groups", "name", "description", "short_description")


@pytest.fixture
def store(clock: Clock) -> MemoryStore:
    return MemoryStore(KEPT_FOR, clock)


class Renamed(TroubledEngine):
    """Says another description of the bot."""

    def say(self, key: str, language: str, **values: str) -> str:
        return f"{super().say(key, language, **values).strip()}{'!' if key == 'bot.short_description' else ''}"


def bot(settings_for: SettingsFor) -> Bot:
    return sender(settings_for())


async def test_everything_is_set_in_every_language_and_for_all_others(
    api: BotApi, engine: Engine, settings_for: SettingsFor, store: MemoryStore
) -> None:
    async with bot(settings_for) as sender:
        await publish(sender, engine, store)
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
    api: BotApi, engine: Engine, settings_for: SettingsFor, store: MemoryStore, clock: Clock
) -> None:
    async with bot(settings_for) as sender:
        await publish(sender, engine, store)
        api.calls.clear()
        api.state.profile["name", "es"] = "Another"
        clock.now += SECONDS_A_DAY
        await publish(sender, engine, store)
    assert [call.params for call in api.calls if call.method.startswith("set")] == [
        {"name": engine.say("bot.name", "es"), "language_code": "es"}
    ]


async def test_restart_makes_no_call_for_a_day(
    api: BotApi, engine: Engine, settings_for: SettingsFor, store: MemoryStore, clock: Clock
) -> None:
    async with bot(settings_for) as sender:
        await publish(sender, engine, store)
        api.calls.clear()
        await publish(sender, engine, store)
        assert api.calls == []
        clock.now += SECONDS_A_DAY
        await publish(sender, engine, store)
    codes = 1 + sum(len(code) == 2 for code in engine.languages)
    assert len(api.calls) == codes * len(WHAT) + 1
    assert {call.method[:3] for call in api.calls} == {"get"}


async def test_restart_with_other_texts_sets_them(
    api: BotApi, engine: Engine, settings_for: SettingsFor, store: MemoryStore
) -> None:
    async with bot(settings_for) as sender:
        await publish(sender, engine, store)
        api.calls.clear()
        await publish(sender, Renamed(engine), store)
    assert {call.method for call in api.calls if call.method.startswith("set")} == {"setMyShortDescription"}
    assert api.state.profile["short_description", "pt"] == f"{engine.say('bot.short_description', 'pt').strip()}!"


async def test_what_telegram_refuses_hinders_nothing_else_and_is_tried_again(
    api: BotApi, engine: Engine, settings_for: SettingsFor, store: MemoryStore
) -> None:
    api.fail("setMyName", *[Refusal("Too Many Requests", 429, retry_after=80000)] * 99)
    async with bot(settings_for) as sender:
        await publish(sender, engine, store)
        assert ("name", "es") not in api.state.profile
        assert ("commands", "es") in api.state.profile
        api.state.faults.clear()
        await publish(sender, engine, store)
    assert ("name", "es") in api.state.profile


async def test_profile_is_set_while_the_bot_serves(api: BotApi, serving: Serving) -> None:
    async with serving():
        await api.asked("setMyShortDescription")
    assert ("commands", "") in api.state.profile
