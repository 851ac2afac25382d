"""Reply markup and texts: what Telegram accepts of them."""

import json
import re
from typing import Any

from tests.botapi.entities import Entity, parse_html
from tests.botapi.refusal import bad_request
from tests.botapi.shown import Button, Offered

_ACTIONS = {"callback_data", "copy_text", "url"}


def checked_text(params: dict[str, str], too_long: str) -> tuple[str, tuple[Entity, ...]]:
    """Return the text as it is shown."""
    raw = params.get("text", "")
    mode = params.get("parse_mode", "")
    if mode.upper() not in ("", "HTML"):
        raise bad_request("unsupported parse_mode")
    text, entities = parse_html(raw) if mode else (raw.strip(), [])
    if not text:
        raise bad_request("message text is empty")
    if len(text.encode("utf-16-le")) // 2 > 4096:
        raise bad_request(too_long)
    return text, tuple(entities)


def checked_result(result: dict[str, Any]) -> Offered:
    """Return a row of inline results as it is shown."""
    if not 1 <= len(result["id"].encode()) <= 64:
        raise bad_request("RESULT_ID_INVALID")
    if result["type"] != "article" or not result.get("title", "").strip():
        raise bad_request("RESULT_TITLE_EMPTY")
    content = result["input_message_content"]
    params = {"text": content["message_text"], "parse_mode": content.get("parse_mode", "")}
    text, entities = checked_text(params, "MESSAGE_TOO_LONG")
    markup = result.get("reply_markup")
    rows = checked_keyboard(json.dumps(markup) if markup else None)
    previewed = not content.get("link_preview_options", {}).get("is_disabled")
    return Offered(result["id"], result["title"], result.get("description", ""), text, entities, rows, previewed)


def checked_keyboard(markup: str | None) -> tuple[tuple[Button, ...], ...]:
    """Return the rows of buttons."""
    if markup is None:
        return ()
    parsed = json.loads(markup)
    if not isinstance(parsed, dict) or set(parsed) != {"inline_keyboard"}:
        raise bad_request("object expected as reply markup")
    rows = tuple(tuple(_button(button) for button in row) for row in parsed["inline_keyboard"])
    if sum(map(len, rows)) > 100 or any(len(row) > 8 for row in rows):
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return rows


def _button(button: dict[str, Any]) -> Button:
    if unknown := set(button) - {"text"} - _ACTIONS:
        raise bad_request(f"can't parse inline keyboard button: unknown fields {sorted(unknown)}")
    if not button.get("text", "").strip():
        raise bad_request("inline keyboard button text must be non-empty")
    actions = [action for action in _ACTIONS if button.get(action)]
    if len(actions) != 1:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    data, copied = button.get("callback_data"), (button.get("copy_text") or {}).get("text")
    if data and len(data.encode()) > 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if copied is not None and not 1 <= len(copied) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if button.get("url") and not re.match(r"(https?://[^/\s]+\.|tg://)", button["url"]):
        raise bad_request("BUTTON_URL_INVALID")
    return Button(button["text"], data, copied, button.get("url"))
