"""In groups the bot speaks only when it is spoken to: short, to each, and without buttons to trip over."""

import pytest

from bot.telegram.brief import ROOM
from bot.telegram.commands import COMMANDS, IN_GROUPS
from bot.telegram.ports import Engine
from tests.botapi import BotApi, Person
from tests.botapi.methods import BOT

GROUP = -1001234567890
QUESTION = "How can my town join OGP Local?"
CALL = "@OGP_local_test_bot"
CHAT = "https://t.me/ogp_local_test_bot"


@pytest.fixture
def member(bot: BotApi) -> Person:
    return Person(bot, 900, "en", group=GROUP)


@pytest.fixture
def other(bot: BotApi, member: Person) -> Person:
    del member
    return Person(bot, 901, "fr", group=GROUP)


def begins(text: str, engine: Engine, target: str, language: str = "en") -> bool:
    """Return whether the text begins as the answer does."""
    return text.startswith("\n\n".join(engine.open(target, language).text.split("\n\n")[:2]))


async def test_question_to_nobody_is_left_alone(member: Person) -> None:
    assert (await member.says(QUESTION)).messages == ()


async def test_picture_is_left_alone(member: Person) -> None:
    assert (await member.sends(photo=[{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}])).messages == ()


@pytest.mark.parametrize("command", ["/themes", "/themes@ogp_local_test_bot", "/THEMES@OGP_Local_Test_Bot"])
async def test_command_is_answered_as_a_reply(command: str, member: Person, engine: Engine) -> None:
    shown = (await member.says(command, message_id=5)).only
    assert shown.text.startswith(str(engine.open("topic:themes", "en").title))
    assert shown.replies_to == 5


@pytest.mark.parametrize("command", ["/join@another_bot", "/nonsense", "/roll 6"])
async def test_command_for_others_is_left_alone(command: str, member: Person) -> None:
    assert (await member.says(command)).messages == ()


async def test_long_answer_is_short_with_its_sources_and_a_way_to_the_rest(member: Person, engine: Engine) -> None:
    shown = (await member.says(f"{CALL} What is OGP Local?")).only
    whole = engine.open("topic:about.ogp-local", "en")
    body, _, sources = shown.text.partition(f"\n\n{engine.say('sources.many', 'en')}\n")
    assert whole.text.startswith(body)
    assert len(body) < min(len(whole.text), ROOM + len(str(whole.title)) + 10)
    assert all(link.title in sources for link in whole.links)
    assert shown.links == [link.url for link in whole.links]
    assert shown.labels == [engine.say("button.more_here", "en")]
    assert shown.addresses == [f"{CHAT}?start=about_ogp-local__en"]


async def test_reply_to_the_bot_is_answered(member: Person, engine: Engine) -> None:
    earlier = {"message_id": 3, "date": 1, "chat": member.chat, "from": BOT, "text": "x"}
    reply = await member.says("What is OGP Local?", reply_to_message=earlier)
    assert reply.text.startswith(str(engine.open("topic:about.ogp-local", "en").title))


async def test_reply_to_someone_else_is_left_alone(member: Person) -> None:
    someone = {"id": 5, "is_bot": False, "first_name": "x"}
    earlier = {"message_id": 3, "date": 1, "chat": member.chat, "from": someone, "text": "x"}
    assert (await member.says(QUESTION, reply_to_message=earlier)).messages == ()


async def test_answer_stays_in_its_thread(member: Person) -> None:
    shown = (await member.says("/join", message_thread_id=42, is_topic_message=True)).only
    assert shown.thread == 42


@pytest.mark.parametrize("command", sorted(COMMANDS))
async def test_no_command_leaves_buttons_that_call_back(command: str, member: Person) -> None:
    shown = (await member.says(f"/{command}")).only
    assert shown.callbacks == []
    assert len(shown.text) < 1000
    assert [button for button in shown.buttons if not button.url] == []


async def test_check_is_offered_in_private(member: Person, engine: Engine) -> None:
    shown = (await member.says("/join")).only
    assert begins(shown.text, engine, "check:")
    assert "Reply to this message" not in shown.text
    assert (shown.labels, shown.addresses) == ([engine.say("button.check", "en")], [f"{CHAT}?start=check__en"])


async def test_choices_lead_to_the_private_chat(member: Person, engine: Engine) -> None:
    shown = (await member.says(f"{CALL} Is Córdoba a member?")).only
    assert shown.text == engine.say("members.lookup.ambiguous", "en")
    assert len(shown.labels) >= 2
    assert shown.addresses[0].startswith(f"{CHAT}?start=member-")
    assert (shown.callbacks, len(shown.addresses)) == ([], len(shown.labels))


async def test_unknown_offers_topics_in_private(member: Person, engine: Engine) -> None:
    shown = (await member.says(f"{CALL} who is the mayor of Madrid?")).only
    assert shown.text == engine.say("unknown.text", "en")
    assert 1 <= len(shown.addresses) <= 4
    assert shown.callbacks == []


@pytest.mark.parametrize("asked", ["/members", f"{CALL} show me the list of members"])
async def test_list_is_an_overview_with_a_way_to_the_pages(asked: str, member: Person, engine: Engine) -> None:
    shown = (await member.says(asked)).only
    assert shown.text.startswith(engine.open("members:regions", "en").text)
    assert shown.addresses == [f"{CHAT}?start=members-regions__en"]


async def test_lookup_is_whole(member: Person, engine: Engine) -> None:
    shown = (await member.says(f"{CALL} Is Scotland a member?")).only
    assert shown.text.startswith(engine.open("member:scotland", "en").text)


async def test_help_says_what_privacy_mode_means(member: Person, engine: Engine) -> None:
    for command in ("/help", "/start"):
        text = (await member.says(command)).text
        assert text.startswith(engine.say("help.groups", "en"))
        assert [line.split()[0] for line in text.split("\n") if line.startswith("/")] == [f"/{n}" for n in IN_GROUPS]


async def test_each_question_is_answered_in_its_own_language(member: Person, other: Person, engine: Engine) -> None:
    await member.says(f"{CALL} ¿Qué es el programa OGP Local y cuándo se creó?")
    assert begins((await other.says("/themes")).text, engine, "topic:themes", "fr")
    assert begins((await member.says("/themes")).text, engine, "topic:themes", "en")


async def test_nobody_fixes_the_language_for_the_others(member: Person, other: Person, engine: Engine) -> None:
    names = ", ".join(engine.language_name(code, code) for code in engine.languages)
    assert (await member.says("/language")).text == engine.say("help.languages", "en", languages=names)
    wish = await member.says(f"{CALL} Please answer me in French from now on")
    assert wish.text == engine.say("help.languages", "fr", languages=names)
    tap = await member.presses("1:en:pin:sw", member.bots_message(5))
    assert tap.text == engine.say("help.languages", "sw", languages=names)
    assert begins((await other.says("/themes")).text, engine, "topic:themes", "fr")


async def test_question_of_one_is_not_followed_up_by_another(member: Person, other: Person, engine: Engine) -> None:
    await member.says(f"{CALL} Which members are there in Kenya?")
    reply = await other.says(f"{CALL} more")
    assert not reply.text.startswith(engine.open("topic:members.country", "en").text[:40])
    assert "Kenya" not in reply.text


@pytest.mark.parametrize("data", ["1:en:topic:join", "1!:en:members:2", "1!:en:check:KE.g.yy", "1:en:member:scotland"])
async def test_buttons_of_earlier_versions_still_work(data: str, member: Person, engine: Engine) -> None:
    shown = (await member.says("/themes")).only
    reply = await member.presses(data, member.bots_message(shown.id))
    assert begins(reply.text, engine, data.partition(":en:")[2])
    assert (reply.only.callbacks, len(reply.only.addresses)) == ([], len(reply.labels))


@pytest.mark.parametrize("data", ["1:en:nonsense:x", "", "<b>"])
async def test_forged_button_gets_a_friendly_word(data: str, member: Person, engine: Engine) -> None:
    reply = await member.presses(data, member.bots_message(5))
    assert reply.text == engine.say("stale_button.text", "en").strip()


async def test_channel_is_left_alone(member: Person) -> None:
    member.chat["type"] = "channel"
    assert (await member.says("/join")).messages == ()


async def test_post_of_the_linked_channel_is_left_alone(member: Person) -> None:
    channel = {"id": -1009, "type": "channel", "title": "x"}
    post = {"sender_chat": channel, "is_automatic_forward": True}
    assert (await member.says(f"{CALL} {QUESTION}", **post)).messages == ()


async def test_administrator_without_a_name_is_answered_and_a_bot_is_not(member: Person) -> None:
    robot = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    assert (await member.sends(text="/themes", **{"from": robot})).messages == ()
    assert (await member.sends(text="/themes", sender_chat=member.chat, **{"from": robot})).only.text


async def test_what_was_posted_through_the_bot_is_not_answered(member: Person, john: Person) -> None:
    assert (await member.says(f"{CALL} {QUESTION}", via_bot=BOT)).messages == ()
    assert (await john.says(QUESTION, via_bot=BOT)).messages == ()


async def test_group_that_becomes_a_supergroup_is_answered_there(member: Person, bot: BotApi, engine: Engine) -> None:
    moved = Person(bot, 900, "en", group=-1009999)
    assert (await member.sends(migrate_to_chat_id=-1009999)).messages == ()
    assert (await moved.sends(migrate_from_chat_id=GROUP)).messages == ()
    bot.state.migrated[GROUP] = -1009999
    assert (await member.says("/themes", message_id=5)).messages == ()  # not in the old group
    shown = bot.shown[-1]
    assert (shown.chat, shown.replies_to, begins(shown.text, engine, "topic:themes")) == (-1009999, None, True)
    assert (await moved.says("/themes")).only.replies_to
    assert {call.refusal for call in bot.refused} == {"Bad Request: group chat was upgraded to a supergroup chat"}
    bot.calls.clear()


async def test_tap_in_a_group_that_was_moved_is_answered_there(member: Person, bot: BotApi) -> None:
    Person(bot, 900, "en", group=-1009999)
    shown = (await member.says("/themes")).only
    bot.state.migrated[GROUP] = -1009999
    await member.presses("1!:en:members:2", member.bots_message(shown.id))
    assert bot.shown[-1].chat == -1009999
    bot.calls.clear()


async def test_group_that_removed_the_bot_ends_quietly(member: Person, bot: BotApi) -> None:
    bot.state.blocked.add(GROUP)
    assert (await member.says("/themes")).messages == ()
    bot.calls.clear()
