"""Whole dialogues in a private chat, from the update in to what the person sees."""

import pytest

from bot.engine.dialogue import Context, Question
from bot.telegram.commands import COMMANDS
from bot.telegram.ports import Engine
from tests.botapi import BotApi, Person

EMAIL = "local@opengovpartnership.org"


def privacy(engine: Engine, language: str) -> str:
    days = {"privacy.text": "30", "privacy.counts": "180", "privacy.feedback": "90"}
    return "\n\n".join(engine.say(key, language, days=number).strip() for key, number in days.items())


async def test_question_gets_its_answer_with_sources_and_related_topics(ana: Person, engine: Engine) -> None:
    question = "¿Cómo puede unirse mi municipio a OGP Local?"
    shown = (await ana.says(question)).only
    expected = engine.answer(Question(question, Context(hint="es")))
    assert expected.target == "topic:join"
    assert shown.text.startswith(expected.text)
    assert shown.formatted("bold") == [expected.title]
    assert shown.links == [link.url for link in expected.links]
    assert engine.say("sources.many", "es") in shown.text
    asked = [engine.say(key, "es") for key in ("button.helped", "button.not_helped")]
    assert shown.labels == [*(option.label for option in expected.options), *asked]


async def test_answer_comes_in_the_language_of_each_question(ana: Person, engine: Engine) -> None:
    for question, language in (
        ("What is OGP Local and when was it created?", "en"),
        ("Qu'est-ce que le programme OGP Local et quand a-t-il été créé ?", "fr"),
        ("O que é o programa OGP Local e quando foi criado?", "pt"),
        ("¿Qué es el programa OGP Local y cuándo se creó?", "es"),
    ):
        assert (await ana.says(question)).text.startswith(str(engine.open("topic:about.ogp-local", language).title))


async def test_answer_to_words_quotes_them_and_others_do_not(john: Person, bot: BotApi) -> None:
    asked = (await john.says("What is OGP Local?", message_id=5)).only
    told = (await john.says("/join", message_id=6)).only
    tapped = (await john.taps(asked.labels[0], asked)).only
    assert (asked.replies_to, told.replies_to, tapped.replies_to) == (5, None, None)
    bot.state.gone.add((john.number, 7))
    assert (await john.says("What is OGP Local?", message_id=7)).only.replies_to is None


async def test_links_are_not_previewed(john: Person, bot: BotApi) -> None:
    await john.says("What is OGP Local?")
    assert bot.called("sendMessage")[-1]["link_preview_options"] == '{"is_disabled": true}'


async def test_button_opens_its_topic_as_a_new_message(john: Person, engine: Engine) -> None:
    first = (await john.says("/benefits")).only
    label = first.labels[0]
    second = (await john.taps(label)).only
    assert second.id != first.id
    target = engine.open("topic:benefits", "en").options[0].target
    assert second.text.startswith(engine.open(target, "en").text)


async def test_button_answers_in_the_language_of_its_message(john: Person, engine: Engine) -> None:
    shown = (await john.says("¿Qué temas se pueden trabajar en OGP Local?")).only
    await john.says("Who can join?")
    reply = await john.taps(shown.labels[0], shown)
    target = engine.open("topic:themes", "es").options[0].target
    assert reply.text.startswith(engine.open(target, "es").text)


async def test_list_of_members_is_turned_in_place(john: Person, engine: Engine) -> None:
    first = (await john.says("/members")).only
    second = (await john.taps(engine.say("button.next", "en"))).only
    assert (second.id, second.edits) == (first.id, 1)
    assert second.text.startswith(engine.open("members:2", "en").text)
    third = (await john.taps(engine.say("button.previous", "en"))).only
    assert (third.id, third.text) == (first.id, first.text)


async def test_whole_list_can_be_turned_to_its_end(john: Person, engine: Engine) -> None:
    shown = (await john.says("/members")).only
    pages, following = 1, engine.say("button.next", "en")
    while following in shown.labels:
        shown = (await john.taps(following, shown)).only
        pages += 1
    assert pages > 2
    assert engine.say("members.list_page", "en", page=str(pages), pages=str(pages)) in shown.text


async def test_list_by_region_takes_the_place_of_the_list_and_leads_back(john: Person, engine: Engine) -> None:
    first = shown = (await john.says("/members")).only
    for key, target in (
        ("button.by_region", "members:regions"),
        ("", "members:r019.1"),
        ("button.next", "members:r019.2"),
        ("button.back", "members:regions"),
        ("button.by_country", "members:1"),
    ):
        shown = (await john.taps(engine.say(key, "en") if key else "Americas", shown)).only
        assert shown.text.startswith(engine.open(target, "en").text)
        assert shown.id == first.id


async def test_page_that_is_shown_already_changes_nothing(john: Person, bot: BotApi, engine: Engine) -> None:
    await john.says("/members")
    shown, button = john.button(engine.say("button.next", "en"))
    await john.taps(button.label, shown)
    reply = await john.taps(button.label, shown)  # a second tap on the old keyboard
    assert reply.messages == ()
    assert [call.method for call in bot.refused] == ["editMessageText"]
    bot.calls.clear()


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - {"start", "help", "language", "privacy", "forget"}))
async def test_command_opens_its_topic(command: str, john: Person, engine: Engine) -> None:
    assert (await john.says(f"/{command}")).text.startswith(engine.open(COMMANDS[command], "en").text)


async def test_forget_deletes_what_is_kept_and_confirms(ana: Person, engine: Engine) -> None:
    await ana.says("/language")
    await ana.taps("Français")
    assert (await ana.says("/forget")).text == engine.say("privacy.deleted", "fr")
    assert (await ana.says("/help")).text.startswith(engine.say("help.text", "es").strip())


async def test_start_welcomes_and_offers_topics(ana: Person, engine: Engine) -> None:
    shown = (await ana.says("/start")).only
    assert shown.text == engine.say("start.text", "es").strip()
    assert shown.labels == [option.label for option in engine.open("menu:", "es").options]


async def test_help_lists_commands_and_languages(ana: Person, engine: Engine) -> None:
    text = (await ana.says("/help")).text
    assert text.startswith(engine.say("help.text", "es").strip())
    assert not [name for name in COMMANDS if f"/{name} – {engine.say(f'command.{name}', 'es')}" not in text]
    assert not [code for code in engine.languages if engine.language_name(code, code) not in text]


async def test_contact_gives_the_address_first_and_copies_it_with_one_tap(ana: Person) -> None:
    for asked in ("/contact", "¿Cuál es el correo electrónico de OGP Local?"):
        shown = (await ana.says(asked)).only
        assert EMAIL in shown.formatted("code")
        assert shown.buttons[0].copies == EMAIL
        assert EMAIL in shown.buttons[0].label


async def test_language_chosen_by_button_holds_against_the_words(john: Person, engine: Engine) -> None:
    shown = (await john.says("/language")).only
    assert shown.text == engine.say("language.prompt", "en")
    assert shown.labels == [
        *(engine.language_name(code, code) for code in engine.languages),
        engine.say("language.automatic_button", "en"),
    ]
    assert (await john.taps(engine.language_name("fr", "fr"))).text == engine.say("language.pinned", "fr")
    assert (await john.says("What is OGP Local?")).text.startswith(engine.open("topic:about.ogp-local", "fr").text)
    assert (await john.says("/benefits")).text.startswith(engine.open("topic:benefits", "fr").text)


async def test_pinned_language_holds_for_buttons_of_older_messages(john: Person, engine: Engine) -> None:
    shown = (await john.says("/benefits")).only
    await john.says("/language")
    await john.taps(engine.language_name("pt", "pt"))
    reply = await john.taps(shown.labels[0], shown)
    target = engine.open("topic:benefits", "en").options[0].target
    assert reply.text.startswith(engine.open(target, "pt").text)


async def test_automatic_undoes_the_pinned_language(john: Person, engine: Engine) -> None:
    await john.says("/language")
    await john.taps(engine.language_name("fr", "fr"))
    shown = (await john.says("/language")).only
    reply = await john.taps(engine.say("language.automatic_button", "fr"), shown)
    assert reply.text == engine.say("language.automatic", "en")
    assert (await john.says("What is OGP Local?")).text.startswith(engine.open("topic:about.ogp-local", "en").text)


async def test_wish_in_words_pins_the_language(john: Person, engine: Engine) -> None:
    reply = await john.says("Please answer me in French from now on")
    assert reply.text == engine.say("language.switched", "fr")
    assert (await john.says("What is OGP Local?")).text.startswith(engine.open("topic:about.ogp-local", "fr").text)


async def test_language_without_words_is_that_of_the_client_then_of_the_chat(ana: Person, engine: Engine) -> None:
    assert (await ana.says("/help")).text.startswith(engine.say("help.text", "es").strip())
    await ana.says("What can a town gain from joining OGP Local?")
    assert (await ana.says("/help")).text.startswith(engine.say("help.text", "en").strip())


async def test_privacy_names_the_days_and_deletes_on_request(john: Person, engine: Engine) -> None:
    await john.says("/language")
    await john.taps(engine.language_name("fr", "fr"))
    shown = (await john.says("/privacy")).only
    assert shown.text == privacy(engine, "fr")
    await john.taps(shown.labels[0], shown)
    assert (await john.says("/privacy")).text == privacy(engine, "en")


async def test_chats_do_not_share_what_is_remembered(bot: BotApi, john: Person, engine: Engine) -> None:
    await john.says("/language")
    await john.taps(engine.language_name("fr", "fr"))
    maria = Person(bot, 5000, "pt")
    assert (await maria.says("/privacy")).text == privacy(engine, "pt")


async def test_choices_lead_to_their_topics(john: Person) -> None:
    shown = (await john.says("Is Córdoba a member?")).only
    assert len(shown.labels) >= 2
    reply = await john.taps(shown.labels[0])
    assert reply.text
    assert reply.text != shown.text


@pytest.mark.parametrize("command", ["/START", "/start@ogp_local_test_bot", "/start\n", "/start "])
async def test_command_is_known_however_it_is_written(command: str, ana: Person, engine: Engine) -> None:
    assert (await ana.says(command)).text == engine.say("start.text", "es").strip()


async def test_update_is_answered_once_when_it_comes_twice(bot: BotApi, john: Person) -> None:
    reply = await john.says("/join")
    again = await bot.push({"message": {"message_id": 999, "date": 1, "chat": john.chat, "text": "/join"}})
    await bot.settled(again)
    assert len(bot.shown) == len(reply.messages) + 1
