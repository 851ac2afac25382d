"""The server of the tests refuses what Telegram refuses, in Telegram's words."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession

from tests.botapi import TOKEN, BotApi, Person

CHAT = 1


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        Person(api, CHAT)
        yield api


async def call(api: BotApi, method: str, token: str = TOKEN, **params: Any) -> Any:
    async with ClientSession() as session, session.post(f"{api.url}/bot{token}/{method}", json=params) as response:
        body = await response.json()
        assert (response.status == 200) == body["ok"]
        return body["result"] if body["ok"] else (body["error_code"], body["description"])


def keyboard(**button: Any) -> dict[str, Any]:
    return {"chat_id": CHAT, "text": "x", "reply_markup": {"inline_keyboard": [[button]]}}


def html(text: str) -> dict[str, Any]:
    return {"chat_id": CHAT, "text": text, "parse_mode": "HTML"}


REFUSED = [
    ("sendMessage", {"chat_id": CHAT, "text": ""}, "message text is empty"),
    ("sendMessage", {"chat_id": CHAT, "text": " \n "}, "message text is empty"),
    ("sendMessage", {"chat_id": CHAT}, "message text is empty"),
    ("sendMessage", html("<b></b>"), "message text is empty"),
    ("sendMessage", {"chat_id": CHAT, "text": "x" * 4097}, "message is too long"),
    ("sendMessage", {"chat_id": CHAT, "text": "😀" * 2049}, "message is too long"),
    ("sendMessage", {"text": "x"}, "chat_id is empty"),
    ("sendMessage", {"chat_id": 99, "text": "x"}, "chat not found"),
    ("sendMessage", {"chat_id": CHAT, "text": "x", "colour": "red"}, "unknown parameters ['colour']"),
    ("sendMessage", html("<p>x</p>"), 'can\'t parse entities: Unsupported start tag "p" at byte offset 0'),
    ("sendMessage", html("é <b>x"), "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
    ("sendMessage", html("é < 5"), "can't parse entities: Unclosed start tag at byte offset 3"),
    ("sendMessage", html("x</b>"), "can't parse entities: Unexpected end tag at byte offset 1"),
    (
        "sendMessage",
        html("<b><i>x</b></i>"),
        'can\'t parse entities: Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
    ),
    ("sendMessage", keyboard(text="x", callback_data="ñ" * 33), "BUTTON_DATA_INVALID"),
    ("sendMessage", keyboard(text="", callback_data="x"), "inline keyboard button text must be non-empty"),
    ("sendMessage", keyboard(text="x", copy_text={"text": "y" * 257}), "BUTTON_COPY_TEXT_INVALID"),
    (
        "sendMessage",
        keyboard(text="x"),
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    ("editMessageText", {"chat_id": CHAT, "message_id": 77, "text": "x"}, "message to edit not found"),
    (
        "answerCallbackQuery",
        {"callback_query_id": "1"},
        "query is too old and response timeout expired or query ID is invalid",
    ),
    (
        "answerInlineQuery",
        {"inline_query_id": "1", "results": []},
        "query is too old and response timeout expired or query ID is invalid",
    ),
    ("setMyCommands", {"commands": [{"command": "Help", "description": "x"}]}, "BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": [{"command": "a", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ("setMyName", {"name": "x", "language_code": "ast"}, "invalid language code specified"),
    ("setWebhook", {"url": "x"}, "bad webhook: HTTPS url must be provided for webhook"),
]


@pytest.mark.parametrize(("method", "params", "text"), REFUSED)
async def test_bad_request_is_refused(method: str, params: dict[str, Any], text: str, api: BotApi) -> None:
    assert await call(api, method, **params) == (400, f"Bad Request: {text}")
    assert [refused.refusal for refused in api.refused] == [f"Bad Request: {text}"]
    assert api.shown == []


async def test_wrong_token_and_unknown_method_are_refused(api: BotApi) -> None:
    assert await call(api, "getMe", token="1:x") == (401, "Unauthorized")
    assert await call(api, "getMe", token="x") == (404, "Not Found")
    assert await call(api, "getMee") == (404, "Not Found: method not found")


async def test_same_text_and_buttons_are_not_modified(api: BotApi) -> None:
    sent = await call(api, "sendMessage", **keyboard(text="x", callback_data="y"))
    same = keyboard(text="x", callback_data="y") | {"message_id": sent["message_id"]}
    _, text = await call(api, "editMessageText", **same)
    assert text.startswith("Bad Request: message is not modified: ")
    assert (await call(api, "editMessageText", **same | {"text": "z"}))["text"] == "z"


async def test_tap_is_answered_once(api: BotApi) -> None:
    api.state.taps["t"] = True
    assert await call(api, "answerCallbackQuery", callback_query_id="t") is True
    assert (await call(api, "answerCallbackQuery", callback_query_id="t"))[0] == 400


async def test_updates_come_until_they_are_confirmed(api: BotApi) -> None:
    first = await api.push({"message": {}})
    await api.push({"poll": {}})
    assert [update["update_id"] for update in await call(api, "getUpdates")] == [first, first + 1]
    assert len(await call(api, "getUpdates", allowed_updates=["message"])) == 1
    assert await call(api, "getUpdates", offset=first + 2) == []
    assert await call(api, "getUpdates") == []


async def test_markup_is_shown_as_telegram_shows_it(api: BotApi) -> None:
    await call(api, "sendMessage", **html(' <b>a &lt; b</b> <a href="https://example.org/?a=1&amp;b=2">c</a> &copy; '))
    (shown,) = api.shown
    assert shown.text == "a < b c &copy;"
    assert shown.formatted("bold") == ["a < b"]
    assert shown.links == ["https://example.org/?a=1&b=2"]
