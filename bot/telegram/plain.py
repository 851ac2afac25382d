"""A message without what Telegram could not read in it: better plain than not at all."""

import re
from html import unescape
from typing import Any

from telegram.error import BadRequest

_TEXTS = ("text", "caption")
_MARKUP = re.compile(r"can't parse (message |caption )?(entities|text)|unsupported start tag|entity", re.IGNORECASE)
_KEYBOARD = re.compile(r"button_|can't parse.*keyboard|keyboard.*(invalid|too)|reply_markup", re.IGNORECASE)


def simpler(data: dict[str, Any], error: BadRequest) -> dict[str, Any] | None:
    """Return the request without the part that Telegram refuses; None when it refuses something else."""
    if _MARKUP.search(error.message) and any(isinstance(data.get(name), str) for name in _TEXTS):
        plain = {name: to_plain(data[name]) for name in _TEXTS if isinstance(data.get(name), str)}
        without = {key: value for key, value in data.items() if key not in ("parse_mode", "entities")}
        return without | plain if data.get("parse_mode") else None
    if _KEYBOARD.search(error.message) and data.get("reply_markup"):
        return {key: value for key, value in data.items() if key != "reply_markup"}
    return None


def to_plain(markup: str) -> str:
    """Return the text of HTML, addresses of links in brackets behind their titles."""
    linked = re.sub(r'<a href="([^"]*)">(.*?)</a>', r"\2 (\1)", markup, flags=re.DOTALL)
    return unescape(re.sub(r"</?[a-z][^>]*>", "", linked))
