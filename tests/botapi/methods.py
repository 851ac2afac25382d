"""The methods of the Bot API that the bot needs, each with the parameters that it has."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.botapi.markup import checked_keyboard, checked_result, checked_text
from tests.botapi.refusal import Refusal, bad_request
from tests.botapi.shown import Shown
from tests.botapi.state import State

Params = dict[str, str]
Method = Callable[[State, Params], Any]

BOT = {"id": 123456, "is_bot": True, "first_name": "OGP Local", "username": "ogp_local_test_bot"}
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
_OLD_TAP = "query is too old and response timeout expired or query ID is invalid"
_LIMITS = {"name": 64, "description": 512, "short_description": 120}


def get_me(_: State, __: Params) -> Any:
    return BOT


def send_message(state: State, params: Params) -> Any:
    chat = _chat(state, params)
    text, entities = checked_text(params, "message is too long")
    rows = checked_keyboard(params.get("reply_markup"))
    reply = _replied(state, chat, json.loads(params.get("reply_parameters", "{}")))
    thread = params.get("message_thread_id")
    number = state.message_id()
    shown = Shown(chat, number, text, params["text"], entities, rows, reply, int(thread) if thread else None)
    state.shown.append(shown)
    return as_message(state, shown)


def edit_message_text(state: State, params: Params) -> Any:
    chat = _chat(state, params)
    old = state.message(chat, int(params.get("message_id", 0)))
    if old is None or (chat, old.id) in state.gone:
        raise bad_request("message to edit not found")
    text, entities = checked_text(params, "MESSAGE_TOO_LONG")
    rows = checked_keyboard(params.get("reply_markup"))
    new = replace(old, text=text, html=params["text"], entities=entities, rows=rows, edits=old.edits + 1)
    if new.same_content(old):
        raise bad_request(_NOT_MODIFIED)
    state.shown.append(new)
    return as_message(state, new)


def edit_message_reply_markup(state: State, params: Params) -> Any:
    chat = _chat(state, params)
    old = state.message(chat, int(params.get("message_id", 0)))
    if old is None:
        raise bad_request("message to edit not found")
    new = replace(old, rows=checked_keyboard(params.get("reply_markup")), edits=old.edits + 1)
    if new.same_content(old):
        raise bad_request(_NOT_MODIFIED)
    state.shown.append(new)
    return as_message(state, new)


def answer_callback_query(state: State, params: Params) -> Any:
    tap = params.get("callback_query_id", "")
    if len(params.get("text", "")) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    if not state.taps.get(tap):
        raise bad_request(_OLD_TAP)
    state.taps[tap] = False
    return True


def answer_inline_query(state: State, params: Params) -> Any:
    _take_query(state, params.get("inline_query_id", ""))
    results = json.loads(params["results"])
    if len(results) > 50:
        raise bad_request("RESULTS_TOO_MUCH")
    if len({result["id"] for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    start = json.loads(params.get("button", "{}")).get("start_parameter")
    if start is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", start):
        raise bad_request("START_PARAM_INVALID")
    state.found[params["inline_query_id"]] = tuple(checked_result(result) for result in results)
    return True


def answer_guest_query(state: State, params: Params) -> Any:
    _take_query(state, params.get("guest_query_id", ""))
    state.found[params["guest_query_id"]] = (checked_result(json.loads(params["result"])),)
    return {"inline_message_id": "of the guest"}


def _take_query(state: State, query: str) -> None:
    if query not in state.queries:
        raise bad_request(_OLD_TAP)
    state.queries.remove(query)


def set_my_commands(state: State, params: Params) -> Any:
    commands = json.loads(params["commands"])
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    state.profile[_scope(params), _language(params)] = commands
    return True


def get_my_commands(state: State, params: Params) -> Any:
    return state.profile.get((_scope(params), _language(params)), [])


def _scope(params: Params) -> str:
    """Return under which name commands are kept: those of private chats, of groups, or of all others."""
    kind = json.loads(params.get("scope", "{}")).get("type", "default")
    names = {"all_private_chats": "commands", "all_group_chats": "commands in groups", "default": "other commands"}
    if kind not in names:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    return names[kind]


def set_chat_menu_button(state: State, params: Params) -> Any:
    button = json.loads(params.get("menu_button", "{}"))
    if button.get("type") not in ("commands", "web_app", "default"):
        raise bad_request("can't parse menu button: MenuButton has unsupported type")
    state.profile["menu button", ""] = button
    return True


def get_chat_menu_button(state: State, _: Params) -> Any:
    return state.profile.get(("menu button", ""), {"type": "default"})


def setter(what: str) -> Method:
    def set_text(state: State, params: Params) -> Any:
        if len(params.get(what, "")) > _LIMITS[what]:
            raise bad_request(f"bot {what} is too long")
        state.profile[what, _language(params)] = params.get(what, "")
        return True

    return set_text


def getter(what: str) -> Method:
    return lambda state, params: {what: state.profile.get((what, _language(params)), "")}


def set_webhook(state: State, params: Params) -> Any:
    if not re.match(r"https?://", params.get("url", "")):
        raise bad_request("bad webhook: HTTPS url must be provided for webhook")
    state.webhook = params
    return True


def delete_webhook(state: State, _: Params) -> Any:
    state.webhook = {}
    return True


def get_webhook_info(state: State, _: Params) -> Any:
    return {"url": state.webhook.get("url", ""), "has_custom_certificate": False, "pending_update_count": 0}


def as_message(state: State, shown: Shown) -> dict[str, Any]:
    """Return the message as updates and answers carry it."""
    keyboard = [
        [
            {"text": b.label}
            | ({"callback_data": b.data} if b.data else {})
            | ({"url": b.url} if b.url else {})
            | ({"copy_text": {"text": b.copies}} if b.copies else {})
            for b in row
        ]
        for row in shown.rows
    ]
    message = {"message_id": shown.id, "date": 1_700_000_000, "chat": state.chats[shown.chat], "from": BOT}
    replied = state.said.get((shown.chat, shown.replies_to or 0))
    if replied:  # Telegram shows one message back, not the one before that
        message["reply_to_message"] = {key: value for key, value in replied.items() if key != "reply_to_message"}
    return message | {"text": shown.text} | ({"reply_markup": {"inline_keyboard": keyboard}} if keyboard else {})


def _chat(state: State, params: Params) -> int:
    if not params.get("chat_id"):
        raise bad_request("chat_id is empty")
    chat = int(params["chat_id"])
    if chat in state.migrated:
        description = "Bad Request: group chat was upgraded to a supergroup chat"
        raise Refusal(description, migrate_to_chat_id=state.migrated[chat])
    if chat not in state.chats:
        raise bad_request("chat not found")
    if chat in state.blocked:
        raise Refusal("Forbidden: bot was blocked by the user", 403)
    return chat


def _replied(state: State, chat: int, parameters: dict[str, Any]) -> int | None:
    """Return the message that is replied to; None for none, and for a deleted one where that is allowed."""
    number = parameters.get("message_id")
    if number is None:
        return None
    there = (chat, number) not in state.gone and ((chat, number) in state.said or state.message(chat, number))
    if not there and not parameters.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return int(number) if there else None


def _language(params: Params) -> str:
    code = params.get("language_code", "")
    if not re.fullmatch(r"([a-z]{2})?", code):
        raise bad_request("invalid language code specified")
    return code


METHODS: dict[str, tuple[Method, set[str]]] = {
    "getMe": (get_me, set()),
    "sendMessage": (
        send_message,
        {
            "business_connection_id",
            "chat_id",
            "message_thread_id",
            "direct_messages_topic_id",
            "text",
            "parse_mode",
            "entities",
            "link_preview_options",
            "disable_notification",
            "protect_content",
            "allow_paid_broadcast",
            "message_effect_id",
            "suggested_post_parameters",
            "reply_parameters",
            "reply_markup",
        },
    ),
    "editMessageText": (
        edit_message_text,
        {
            "business_connection_id",
            "chat_id",
            "message_id",
            "inline_message_id",
            "text",
            "parse_mode",
            "entities",
            "link_preview_options",
            "reply_markup",
        },
    ),
    "editMessageReplyMarkup": (
        edit_message_reply_markup,
        # parse_mode is not documented here; the library sends it with everything, and Telegram passes it over
        {"business_connection_id", "chat_id", "message_id", "inline_message_id", "reply_markup", "parse_mode"},
    ),
    "answerInlineQuery": (
        answer_inline_query,
        {"inline_query_id", "results", "cache_time", "is_personal", "next_offset", "button"},
    ),
    "answerGuestQuery": (answer_guest_query, {"guest_query_id", "result"}),
    "answerCallbackQuery": (answer_callback_query, {"callback_query_id", "text", "show_alert", "url", "cache_time"}),
    "setMyCommands": (set_my_commands, {"commands", "scope", "language_code"}),
    "getMyCommands": (get_my_commands, {"scope", "language_code"}),
    "setChatMenuButton": (set_chat_menu_button, {"chat_id", "menu_button"}),
    "getChatMenuButton": (get_chat_menu_button, {"chat_id"}),
    "setMyName": (setter("name"), {"name", "language_code"}),
    "getMyName": (getter("name"), {"language_code"}),
    "setMyDescription": (setter("description"), {"description", "language_code"}),
    "getMyDescription": (getter("description"), {"language_code"}),
    "setMyShortDescription": (setter("short_description"), {"short_description", "language_code"}),
    "getMyShortDescription": (getter("short_description"), {"language_code"}),
    "setWebhook": (
        set_webhook,
        {
            "url",
            "certificate",
            "ip_address",
            "max_connections",
            "allowed_updates",
            "drop_pending_updates",
            "secret_token",
        },
    ),
    "deleteWebhook": (delete_webhook, {"drop_pending_updates"}),
    "getWebhookInfo": (get_webhook_info, set()),
    "sendChatAction": (
        lambda state, params: bool(_chat(state, params)),
        {"business_connection_id", "chat_id", "message_thread_id", "action"},
    ),
}
"""Name to what it does and which parameters it knows; ``getUpdates`` is the server's own."""

GET_UPDATES = {"offset", "limit", "timeout", "allowed_updates"}
