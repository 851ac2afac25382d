"""Inline mode: what is offered while one types, and what choosing it posts; the bot as a guest."""

import logging

import pytest

from bot.bootstrap import knowledge_folder
from bot.content.load import load_knowledge
from bot.engine.dialogue import Context, Question
from bot.telegram.deeplink import DeepLink, read
from bot.telegram.inline import CACHED
from bot.telegram.ports import Engine
from tests.botapi import BotApi, Person
from tests.telegram.test_bad_input import TEXTS

RIGHT_TO_LEFT = "\u200f"
"""Mark before paragraphs in Arabic."""

NO_ROWS = ("members.country", "chat.")
"""Begins of topics that are not looked for: no answer before a country is named, and small talk."""

CHAT = "https://t.me/ogp_local_test_bot"


async def test_place_is_offered_with_its_answer_sources_and_a_way_to_the_bot(ana: Person, engine: Engine) -> None:
    row = (await ana.seeks("scotland"))[0]
    answer = engine.open("member:scotland", "en")
    assert (row.title, row.summary) == ("Scotland (United Kingdom)", engine.say("inline.member", "en"))
    assert row.text.startswith(answer.text)
    assert row.links == [link.url for link in answer.links]
    assert not row.previewed
    (button,) = row.buttons
    assert (button.label, button.url) == (engine.say("link.tap", "en"), f"{CHAT}?start=member-scotland__en")


async def test_topic_is_offered_in_the_language_of_the_query(john: Person, engine: Engine) -> None:
    row = (await john.seeks("beneficios"))[0]
    assert row.title == engine.open("topic:benefits", "es").title
    assert row.text.startswith(engine.open("topic:benefits", "es").text)


async def test_nothing_typed_lists_the_menu_in_the_language_of_the_person(bot: BotApi, engine: Engine) -> None:
    rows = await Person(bot, 5, "sw").seeks("")
    options = engine.open("menu:", "sw").options
    assert [row.title for row in rows] == [engine.open(option.target, "sw").title for option in options]


async def test_language_fixed_in_private_holds(john: Person, engine: Engine) -> None:
    await john.says("/language")
    await john.taps("Français")
    assert (await john.seeks("madrid"))[0].text.startswith(engine.open("member:madrid", "fr").text)


async def test_answer_may_be_kept_for_a_while_for_that_person(john: Person, bot: BotApi) -> None:
    await john.seeks("kenya")
    sent = bot.called("answerInlineQuery")[-1]
    assert (sent["cache_time"], sent["is_personal"]) == (str(CACHED), "true")
    assert '"start_parameter": "en"' in sent["button"]


async def posted(person: Person, engine: Engine, target: str, language: str, typed: str) -> list[str]:
    """Type, and return what is wrong with the row of the target: that there is none, its text, or where it leads."""
    target = engine.open(target, language).target or target
    row = next((row for row in await person.seeks(typed) if row.id == f"{language}.{target}"), None)
    if row is None:
        return [f"{language} {target}: {typed!r} does not offer it"]
    start = row.buttons[0].url.partition("?start=")[2] if row.buttons[0].url else ""
    leads, whole = read(start, engine.languages), engine.open(target, language).text
    faults = [] if leads == DeepLink(target, language) else [f"{language} {target}: leads to {leads}"]
    same = row.text.replace(RIGHT_TO_LEFT, "").startswith(whole)
    return faults if same else [*faults, f"{language} {target}: another text"]


@pytest.mark.parametrize("language", load_knowledge(knowledge_folder()).served)
async def test_topics_and_places_can_be_found_and_posted(bot: BotApi, engine: Engine, language: str) -> None:
    knowledge, person = load_knowledge(knowledge_folder()), Person(bot, 6000, language)
    texts, names = knowledge.locales[language].texts, knowledge.locales[language].members
    typed = {f"topic:{topic}": texts[topic].title for topic in knowledge.topics if not topic.startswith(NO_ROWS)}
    typed |= {f"member:{member}": names[member].name for member in knowledge.members}
    step = 1 if language in ("en", "es") else 12
    faults = [
        fault
        for target, words in list(typed.items())[::step]
        for fault in await posted(person, engine, target, language, words)
    ]
    assert faults == []


@pytest.mark.parametrize("name", TEXTS)
async def test_query_of_256_characters_of_anything_is_answered(name: str, ana: Person) -> None:
    rows = await ana.seeks((TEXTS[name] * 256)[:256])
    assert 1 <= len(rows) <= 10


async def test_typing_leaves_the_private_chat_as_it_was(ana: Person, engine: Engine) -> None:
    await ana.says("Is Nairobi a member?")
    await ana.seeks("beneficios")
    assert (await ana.says("and Madrid?")).text.startswith(engine.open("member:madrid", "en").text)


async def test_query_that_nobody_waits_for_any_more_ends_quietly(
    ana: Person, bot: BotApi, caplog: pytest.LogCaptureFixture, engine: Engine
) -> None:
    caplog.set_level(logging.INFO, logger="bot")
    query = {"id": "old", "from": {"id": 4711, "is_bot": False, "first_name": "x"}, "query": "my secret", "offset": ""}
    await ana.acts(inline_query=query)
    assert len(bot.called("answerInlineQuery")) == 1
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert "nobody there to answer: BadRequest" in caplog.text
    assert "secret" not in caplog.text
    bot.calls.clear()
    assert (await ana.says("/start")).text == engine.say("start.text", "es").strip()


async def test_odd_query_does_not_block_the_next(ana: Person) -> None:
    person = {"id": 4711, "is_bot": False, "first_name": "x"}
    for odd in ({"id": 5, "from": person, "query": "x", "offset": ""}, {"id": "5", "from": person, "query": None}, {}):
        await ana.acts(inline_query=odd)
    assert await ana.seeks("kenya")


async def test_guest_answers_in_short_with_a_way_to_the_rest(ana: Person, engine: Engine) -> None:
    asked = "What is OGP Local?"
    (row,) = await ana.invites(f"@ogp_local_test_bot {asked}")
    answer = engine.answer(Question(asked, Context("es")))
    assert row.text.startswith(f"{answer.title}\n\n")
    assert len(row.text) < len(answer.text)
    assert [button.url for button in row.buttons] == [f"{CHAT}?start=about_ogp-local__en"]


async def test_guest_that_fails_or_is_late_does_not_speak_up(ana: Person, bot: BotApi) -> None:
    await ana.acts(guest_message=ana._message(text="@ogp_local_test_bot hola", guest_query_id="late"))
    await ana.acts(guest_message=ana._message(text="@ogp_local_test_bot hola"))
    assert bot.shown == []
    assert [call.method for call in bot.refused] == ["answerGuestQuery"]
    bot.calls.clear()


@pytest.mark.parametrize("text", ["@ogp_local_test_bot", "", "/start@ogp_local_test_bot", "@ogp_local_test_bot 🤷"])
async def test_guest_says_something_sensible_to_anything(text: str, ana: Person) -> None:
    (row,) = await ana.invites(text)
    assert row.text
    assert not [button for button in row.buttons if not button.url]
