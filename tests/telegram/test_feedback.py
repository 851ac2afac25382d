"""Feedback with consent: every path, and what is kept before and after the tap on "send"."""

from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from sqlite3 import connect
from typing import Any

import pytest

from bot.content.schema import Knowledge
from bot.telegram.callback import Press, decode, encode
from bot.telegram.ports import Engine
from bot.telegram.tap import NOT_HELPED, target_of
from tests.botapi import BotApi, Person, Refusal, Reply, Shown
from tests.botapi.methods import as_message
from tests.telegram.conftest import Serving

QUESTION = "How can my town join OGP Local? Write to zoe@example.org or @zoe_zapata, +52 55 1234 5678"
UNKNOWN = "Which team will win the football match tomorrow in Zapotlanejo?"
AMBIGUOUS = ("people and governments", "citizens and the mayor", "citizens", "who, what, where", "government, people")
"""Questions of which at least one gets a choice."""

CHAT = 987654321987


class Kept:
    """The state file, looked into while the bot is at work."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "state.sqlite"

    @property
    def questions(self) -> list[tuple[Any, ...]]:
        return self._rows("SELECT language, topic, text FROM question ORDER BY text")

    @property
    def counts(self) -> dict[tuple[str, str, str], int]:
        rows = self._rows("SELECT language, topic, what, number FROM tally")
        return {(language, topic, what): number for language, topic, what, number in rows}

    @property
    def everything(self) -> bytes:
        return b"".join(path.read_bytes() for path in self.file.parent.iterdir())

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        with closing(connect(self.file)) as connection:
            return connection.execute(query).fetchall()


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


@pytest.fixture
async def bot(api: BotApi, serving: Serving, kept: Kept) -> AsyncIterator[BotApi]:
    async with serving(STATE_URL=f"sqlite:////{kept.file}", QUESTION_DAYS="60"):
        yield api
    assert api.refused == []


@pytest.fixture
def zoe(bot: BotApi) -> Person:
    return Person(bot, CHAT, "en")


@pytest.fixture
def say(engine: Engine) -> dict[str, str]:
    keys = [f"button.{name}" for name in ("helped", "not_helped", "send_question", "keep_private")]
    keys += [f"feedback.{name}" for name in ("thanks", "sent", "declined", "gone")]
    keys += ["unknown.none_of_these", "stale_button.text"]
    words = {key.partition(".")[2]: engine.say(key, "en").strip() for key in keys}
    return words | {"offer": engine.say("feedback.offer", "en", days="60").strip()}


async def test_helped_is_counted_thanked_and_not_asked_again(
    zoe: Person, bot: BotApi, kept: Kept, say: dict[str, str]
) -> None:
    shown = (await zoe.says(QUESTION)).only
    assert shown.labels[-2:] == [say["helped"], say["not_helped"]]
    after = (await zoe.taps(say["helped"], shown)).only
    assert (after.id, after.text, after.labels) == (shown.id, shown.text, shown.labels[:-2])
    assert bot.called("answerCallbackQuery")[-1]["text"] == say["thanks"]
    assert kept.counts == {("en", "join", "answered"): 1, ("en", "join", "helped"): 1}
    assert kept.questions == []


async def test_did_not_help_then_send_keeps_the_question_without_who_asked(
    zoe: Person, kept: Kept, say: dict[str, str]
) -> None:
    shown = (await zoe.says(QUESTION, message_id=70)).only
    offer, without = (await zoe.taps(say["not_helped"], shown)).messages
    assert without.labels == shown.labels[:-2]
    assert (offer.text, offer.replies_to) == (say["offer"], 70)
    assert offer.labels == [say["send_question"], say["keep_private"]]
    assert (kept.questions, b"zoe" in kept.everything, b"my town" in kept.everything) == ([], False, False)
    end = (await zoe.taps(say["send_question"], offer)).only
    assert (end.id, end.text, end.labels) == (offer.id, say["sent"], [])
    text = "How can my town join OGP Local? Write to [e-mail] or [name], [number]"
    assert kept.questions == [("en", "join", text)]
    assert kept.counts == {("en", "join", "answered"): 1, ("en", "join", "not_helped"): 1}


async def test_nothing_in_the_file_leads_to_the_person(zoe: Person, kept: Kept, say: dict[str, str]) -> None:
    await zoe.says(QUESTION)
    await zoe.taps(say["not_helped"])
    await zoe.taps(say["send_question"])
    held = kept.everything
    assert b"my town" in held
    forms = (str(CHAT).encode(), CHAT.to_bytes(8), CHAT.to_bytes(6), CHAT.to_bytes(8, "little"), zoe.name.encode())
    assert not [form for form in (*forms, b"zoe@example", b"zoe_zapata", b"1234 5678") if form in held]


async def test_did_not_help_then_keep_keeps_nothing(zoe: Person, kept: Kept, say: dict[str, str]) -> None:
    await zoe.says(QUESTION)
    await zoe.taps(say["not_helped"])
    end = (await zoe.taps(say["keep_private"])).only
    assert (end.text, end.labels, kept.questions) == (say["declined"], [], [])
    assert b"my town" not in kept.everything


async def test_unknown_offers_first_and_sends_then(zoe: Person, kept: Kept, say: dict[str, str]) -> None:
    shown = (await zoe.says(UNKNOWN)).only
    assert shown.labels[-1] == say["send_question"]
    offer, without = (await zoe.taps(say["send_question"], shown)).messages
    assert (without.labels, offer.text, kept.questions) == (shown.labels[:-1], say["offer"], [])
    assert (await zoe.taps(say["send_question"], offer)).text == say["sent"]
    assert kept.questions == [("en", "unknown", UNKNOWN)]
    assert kept.counts == {("en", "unknown", "answered"): 1}


async def test_none_of_the_choices_offers_to_send_the_question(
    zoe: Person, kept: Kept, engine: Engine, say: dict[str, str]
) -> None:
    shown = (await choices(zoe, engine)).only
    reply = await zoe.taps(engine.say("button.none_of_these", "en"), shown)
    assert reply.text.startswith(say["none_of_these"])
    assert reply.only.replies_to == shown.replies_to
    offer = (await zoe.taps(say["send_question"], reply.only)).messages[0]
    await zoe.taps(say["send_question"], offer)
    assert [topic for _, topic, _ in kept.questions] == ["unknown"]
    assert kept.counts["en", "choices", "not_helped"] == 1


async def choices(person: Person, engine: Engine) -> Reply:
    """Ask until the bot offers a choice."""
    for question in AMBIGUOUS:
        reply = await person.says(question)
        if engine.say("button.none_of_these", "en") in reply.labels:
            return reply
    raise AssertionError("none of the questions is ambiguous any more")


async def test_double_tap_on_send_keeps_the_question_once(
    zoe: Person, bot: BotApi, kept: Kept, say: dict[str, str]
) -> None:
    await zoe.says(QUESTION)
    offer = (await zoe.taps(say["not_helped"])).messages[0]
    await zoe.taps(say["send_question"], offer)
    assert (await zoe.taps(say["send_question"], offer)).messages == ()
    assert len(kept.questions) == 1
    assert [call.method for call in bot.refused] == ["editMessageText"]  # "not modified"
    bot.calls.clear()


@pytest.mark.parametrize("label", ["helped", "not_helped"])
async def test_double_tap_below_an_answer_counts_once(
    label: str, zoe: Person, bot: BotApi, kept: Kept, say: dict[str, str]
) -> None:
    shown = (await zoe.says(QUESTION)).only
    await zoe.taps(say[label], shown)
    assert (await zoe.taps(say[label], shown)).messages == ()
    assert kept.counts["en", "join", label] == 1
    bot.calls.clear()


async def test_question_that_was_deleted_is_not_asked_for(zoe: Person, kept: Kept, say: dict[str, str]) -> None:
    shown = (await zoe.says(QUESTION)).only
    zoe.deletes_all()
    assert (await zoe.taps(say["not_helped"], shown)).messages[0].text == say["gone"]
    assert kept.questions == []


async def test_question_that_was_deleted_after_the_offer_is_not_kept(
    zoe: Person, kept: Kept, say: dict[str, str]
) -> None:
    await zoe.says(QUESTION)
    offer = (await zoe.taps(say["not_helped"])).messages[0]
    zoe.deletes_all()
    end = (await zoe.taps(say["send_question"], offer)).only
    assert (end.id, end.text, end.labels, kept.questions) == (offer.id, say["gone"], [], [])


async def test_answer_comes_though_the_question_was_deleted_before_it(zoe: Person) -> None:
    message = {"message_id": 99, "date": 1, "chat": zoe.chat, "text": QUESTION}  # which the server knows nothing of
    assert (await zoe.acts(message=message)).only.replies_to is None


async def test_question_that_was_edited_is_kept_as_it_is_now(zoe: Person, kept: Kept, say: dict[str, str]) -> None:
    await zoe.says("What is OGP Local?", message_id=70)
    shown = (await zoe.edits(text="How can our town join OGP Local?", message_id=70)).only
    offer = (await zoe.taps(say["not_helped"], shown)).messages[0]
    await zoe.taps(say["send_question"], offer)
    assert [text for *_, text in kept.questions] == ["How can our town join OGP Local?"]


async def test_question_below_a_picture_is_kept_too(zoe: Person, kept: Kept, say: dict[str, str]) -> None:
    photo = [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}]
    await zoe.sends(photo=photo, caption=QUESTION)
    await zoe.taps(say["not_helped"])
    await zoe.taps(say["send_question"])
    assert [text[:31] for *_, text in kept.questions] == ["How can my town join OGP Local?"]


async def test_offer_that_is_gone_is_thanked_for_below(
    zoe: Person, bot: BotApi, kept: Kept, say: dict[str, str]
) -> None:
    await zoe.says(QUESTION)
    offer = (await zoe.taps(say["not_helped"])).messages[0]
    bot.fail("editMessageText", Refusal("Bad Request: message to edit not found"))
    end = (await zoe.taps(say["send_question"], offer)).only
    assert (end.id != offer.id, end.text, len(kept.questions)) == (True, say["sent"], 1)
    bot.calls.clear()


FORGED = ["helped:join_a", "nothelped:join_a", "offer:unknown_a", "send:join_a", "keep:_", "send:_", "send:", "helped:"]


async def test_button_of_an_older_form_is_stale(zoe: Person, bot: BotApi, kept: Kept, say: dict[str, str]) -> None:
    message = as_message(bot.state, (await zoe.says("/benefits")).only)
    message["reply_markup"] = {"inline_keyboard": [[{"text": "x", "callback_data": "1:en:helped:join"}]]}
    assert (await zoe.presses("1:en:helped:join", message)).text == say["text"]
    assert kept.counts == {}


@pytest.mark.parametrize("target", FORGED)
async def test_button_that_the_message_does_not_have_does_nothing(
    target: str, zoe: Person, bot: BotApi, kept: Kept, say: dict[str, str]
) -> None:
    shown = (await zoe.says("/benefits")).only
    for message in (as_message(bot.state, shown), zoe.bots_message(1), zoe.inaccessible(5)):
        assert (await zoe.presses(f"1:en:{target}", message)).text == say["text"]
    assert (kept.counts, kept.questions) == ({}, [])


async def test_buttons_of_a_language_no_longer_served_speak_that_of_the_client(
    zoe: Person, bot: BotApi, say: dict[str, str]
) -> None:
    shown = (await zoe.says(QUESTION)).only
    message = as_message(bot.state, shown)
    button = message["reply_markup"]["inline_keyboard"][-1][-1]
    button["callback_data"] = button["callback_data"].replace(":en:", ":xx:")
    reply = await zoe.presses(button["callback_data"], message)
    assert reply.messages[0].text == say["offer"]


async def test_question_of_someone_else_is_never_kept(zoe: Person, bot: BotApi, kept: Kept) -> None:
    await zoe.says(QUESTION)
    offer = (await zoe.taps("👎 Did not help")).messages[0]
    message = as_message(bot.state, offer)
    message["reply_to_message"] |= {"from": {"id": 1, "is_bot": False, "first_name": "x"}}
    data = message["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await zoe.presses(data, message)
    assert kept.questions == []


@pytest.mark.parametrize("said", ["/benefits", "/members", "/join", "/help", "Thanks a lot!", "🤷", "123", "/nonsense"])
async def test_no_feedback_is_asked_for_but_below_answers_to_questions(
    said: str, zoe: Person, say: dict[str, str]
) -> None:
    labels = (await zoe.says(said)).labels
    assert {say["helped"], say["not_helped"], say["send_question"]} & set(labels) == set()


async def test_no_feedback_is_asked_for_within_the_check(zoe: Person, bot: BotApi, say: dict[str, str]) -> None:
    shown = (await zoe.says("/join")).only
    for place in ("Naivasha", "Scotland", "nowhere at all"):
        reply = await zoe.says(place, reply_to_message=as_message(bot.state, shown))
        assert say["helped"] not in reply.labels


async def test_question_within_the_check_is_one_like_any_other(zoe: Person, bot: BotApi, say: dict[str, str]) -> None:
    shown = (await zoe.says("/join")).only
    asked = "What is the e-mail address of OGP Local?"
    assert say["helped"] in (await zoe.says(asked, reply_to_message=as_message(bot.state, shown))).labels


async def test_groups_are_counted_but_not_asked(bot: BotApi, kept: Kept, say: dict[str, str]) -> None:
    member = Person(bot, 900, "en", group=-1001234567890)
    shown = (await member.says("@ogp_local_test_bot How can my town join OGP Local?")).only
    assert {say["helped"], say["not_helped"]} & set(shown.labels) == set()
    message = as_message(bot.state, shown)
    message["reply_markup"] = {"inline_keyboard": [[{"text": "x", "callback_data": "1:en:send:join_abc"}]]}
    assert (await member.presses("1:en:send:join_abc", message)).text == say["text"]
    assert (kept.counts, kept.questions) == ({("en", "join", "answered"): 1}, [])


async def test_small_talk_and_commands_are_told_apart_in_the_counts(zoe: Person, kept: Kept) -> None:
    for said in ("Thanks a lot!", "/benefits", "/help", "🤷", QUESTION, QUESTION):
        await zoe.says(said)
    assert kept.counts == {("en", "chat.thanks", "answered"): 1, ("en", "join", "answered"): 2}


async def test_place_on_the_list_is_rated_under_its_topic(zoe: Person, kept: Kept, say: dict[str, str]) -> None:
    await zoe.says("Is Scotland a member of OGP Local?")
    await zoe.taps(say["helped"])
    assert kept.counts["en", "members.lookup", "helped"] == 1


async def test_forgetting_is_confirmed_and_the_question_sent_stays_without_a_chat(
    zoe: Person, kept: Kept, engine: Engine, say: dict[str, str]
) -> None:
    await zoe.says(QUESTION)
    await zoe.taps(say["not_helped"])
    await zoe.taps(say["send_question"])
    assert (await zoe.says("/forget")).text == engine.say("privacy.deleted", "en").strip()
    assert len(kept.questions) == 1


async def test_every_path_is_walked_in_every_language(zoe: Person, engine: Engine, bot: BotApi) -> None:
    """The server of the tests refuses what Telegram refuses: too long a toast, data or text."""
    for language in engine.languages:
        await zoe.says("/language")
        await zoe.taps(engine.language_name(language, language))
        shown = (await zoe.says(QUESTION)).only
        await zoe.taps(engine.say("button.helped", language), shown)
        shown = (await zoe.says(QUESTION)).only
        offer = (await zoe.taps(engine.say("button.not_helped", language), shown)).messages[0]
        assert shows(offer, engine.say("feedback.offer", language, days="60"))
        end = (await zoe.taps(engine.say("button.send_question", language), offer)).only
        assert shows(end, engine.say("feedback.sent", language))
        assert engine.say("privacy.feedback", language, days="60").strip() in plain((await zoe.says("/privacy")).text)
    assert bot.refused == []


def plain(text: str) -> str:
    return text.replace("\u200f", "")  # the mark at the beginning of lines that run from right to left


def shows(shown: Shown, text: str) -> bool:
    return plain(shown.text) == text.strip()


def test_data_of_the_longest_topic_fits(knowledge: Knowledge) -> None:
    longest = max(knowledge.topics, key=len)
    press = Press(target_of(NOT_HELPED, longest, "abcd-_gh"), "ast")
    assert decode(encode(press)) == press


@pytest.mark.parametrize("label", ["helped", "not_helped"])
async def test_answer_that_was_deleted_before_its_buttons_go_is_rated_all_the_same(
    label: str, zoe: Person, bot: BotApi, kept: Kept, say: dict[str, str]
) -> None:
    shown = (await zoe.says(QUESTION)).only
    bot.fail("editMessageReplyMarkup", Refusal("Bad Request: message to edit not found"))
    await zoe.taps(say[label], shown)
    assert kept.counts["en", "join", label] == 1
    bot.calls.clear()


async def test_person_who_has_blocked_the_bot_throws_nothing(
    zoe: Person, bot: BotApi, kept: Kept, say: dict[str, str]
) -> None:
    shown = (await zoe.says(QUESTION)).only
    bot.state.blocked.add(CHAT)
    assert (await zoe.taps(say["not_helped"], shown)).messages == ()
    assert kept.questions == []
    bot.calls.clear()


async def test_question_that_cannot_be_kept_is_never_said_to_be_sent(
    api: BotApi, serving: Serving, engine: Engine, say: dict[str, str]
) -> None:
    async with serving(STATE_URL="redis://127.0.0.1:1/0"):
        person = Person(api, CHAT, "en")
        await person.says(QUESTION)
        offer = (await person.taps(say["not_helped"])).messages[0]
        reply = await person.taps(say["send_question"], offer)
        assert reply.text == engine.say("error.text", "en").strip()
    assert api.refused == []
