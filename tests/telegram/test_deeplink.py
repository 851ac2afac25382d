"""Links that open the chat at a topic, in a language."""

import asyncio
import re
from pathlib import Path

import pytest

from bot.bootstrap import knowledge_folder
from bot.cli import main
from bot.content.load import load_knowledge
from bot.telegram.deeplink import DeepLink, address, leads, parameter, read
from bot.telegram.ports import Engine
from tests.botapi import BotApi, Person
from tests.telegram.conftest import SettingsFor

LANGUAGES = ("en", "es", "sw")


@pytest.mark.parametrize(
    ("link", "start"),
    [
        (DeepLink("topic:join.eligibility"), "join_eligibility"),
        (DeepLink("topic:join.eligibility", "sw"), "join_eligibility__sw"),
        (DeepLink("topic:about.why-local", "es"), "about_why-local__es"),
        (DeepLink("member:elgeyo-marakwet", "en"), "member-elgeyo-marakwet__en"),
        (DeepLink("country:KE"), "country-KE"),
        (DeepLink("other:cordoba-city.ES"), "other-cordoba-city_ES"),
        (DeepLink("members:2"), "members-2"),
        (DeepLink("members:r019.2", "sw"), "members-r019_2__sw"),
        (DeepLink("check:"), "check"),
        (DeepLink("check:KE.g.yyn", "sw"), "check-KE_g_yyn__sw"),
        (DeepLink("check:--", "sw"), "check---__sw"),
        (DeepLink("privacy:", "sw"), "privacy__sw"),
        (DeepLink(None, "sw"), "sw"),
    ],
)
def test_link_leads_back_to_what_it_was_made_from(link: DeepLink, start: str) -> None:
    assert parameter(link) == start
    assert read(start, LANGUAGES) == link


@pytest.mark.parametrize("target", ["pin:fr", "forget:", "stop:KE", "none:", "menu:", "topic:" + "x" * 99, "topic:é"])
def test_what_cannot_be_linked_to_leads_to_the_welcome(target: str) -> None:
    assert parameter(DeepLink(target, "sw")) == "sw"
    assert address("https://t.me/a_bot", DeepLink(target)) == "https://t.me/a_bot"


@pytest.mark.parametrize("start", ["join__xx", "join__", "é", "<b>", "a b", "a" * 65, "", "join__sw\n"])
def test_malformed_parameter_is_none(start: str) -> None:
    assert read(start, LANGUAGES) is None


def test_every_topic_and_place_can_be_linked_to_in_every_language(engine: Engine) -> None:
    knowledge = load_knowledge(knowledge_folder())
    targets = [f"topic:{name}" for name in knowledge.topics] + [f"member:{name}" for name in knowledge.members]
    targets += [f"later:{name}" for name in knowledge.later]
    lost = [target for target in targets for code in (None, *engine.languages) if not leads(DeepLink(target, code))]
    assert lost == []


@pytest.mark.parametrize("link", [DeepLink("topic:" + "x" * 61, "sw"), DeepLink("forget:"), DeepLink("topic:é")])
def test_link_that_leads_elsewhere_is_known_as_such(link: DeepLink) -> None:
    assert not leads(link)
    assert leads(DeepLink("topic:" + "x" * 60, "sw"))


def test_every_topic_of_the_menu_has_a_link(engine: Engine) -> None:
    for option in engine.open("menu:", "en").options:
        start = parameter(DeepLink(option.target, "en"))
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", start)
        assert read(start, engine.languages) == DeepLink(option.target, "en")


async def test_start_with_a_topic_opens_it_in_the_language_of_the_client(ana: Person, engine: Engine) -> None:
    reply = await ana.says("/start join_eligibility")
    assert reply.text.startswith(engine.open("topic:join.eligibility", "es").text)


async def test_language_of_the_link_is_spoken_until_another_is(ana: Person, engine: Engine) -> None:
    reply = await ana.says("/start join_eligibility__sw")
    assert reply.text.startswith(engine.open("topic:join.eligibility", "sw").text)
    assert (await ana.says("/benefits")).text.startswith(engine.open("topic:benefits", "sw").text)
    await ana.says("¿Qué es el programa OGP Local y cuándo se creó?")
    assert (await ana.says("/benefits")).text.startswith(engine.open("topic:benefits", "es").text)


async def test_language_alone_welcomes_in_it_and_stays(ana: Person, engine: Engine) -> None:
    assert (await ana.says("/start sw")).text == engine.say("start.text", "sw").strip()
    assert (await ana.says("/benefits")).text.startswith(engine.open("topic:benefits", "sw").text)


async def test_pinned_language_holds_against_that_of_a_link(ana: Person, engine: Engine) -> None:
    await ana.says("/language")
    await ana.taps("Français")
    assert (await ana.says("/start join__sw")).text.startswith(engine.open("topic:join", "fr").text)


@pytest.mark.parametrize(("start", "target"), [("member-scotland", "member:scotland"), ("check", "check:")])
async def test_link_leads_to_places_and_the_check(start: str, target: str, ana: Person, engine: Engine) -> None:
    assert (await ana.says(f"/start {start}")).text.startswith(engine.open(target, "es").text)


@pytest.mark.parametrize(
    "start",
    [
        *("nonsense", "___", "..", "members_lookup_x", "<b>", "a" * 64, "a" * 4000, "join__xx", "pin-fr", "forget"),
        *("member-", "member-nowhere", "check-zz", "members-99", "\u202e", "join sw", "__"),
    ],
)
async def test_start_with_something_else_welcomes(start: str, ana: Person, engine: Engine) -> None:
    assert (await ana.says(f"/start {start}")).text == engine.say("start.text", "es").strip()
    assert (await ana.says("/privacy")).text.startswith(engine.say("privacy.text", "es", days="30").strip())


async def test_name_of_the_bot_is_asked_of_telegram(
    api: BotApi, settings_for: SettingsFor, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    settings_for()
    file = tmp_path / "join.svg"
    assert await asyncio.to_thread(main, ["link", "join", "--language", "es", "--qr", str(file)]) == 0
    assert capsys.readouterr().out == "https://t.me/ogp_local_test_bot?start=join__es\n"
    assert file.exists()
    assert [call.method for call in api.calls] == ["getMe"]
