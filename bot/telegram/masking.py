"""A question without what could lead to a person: addresses, numbers, names of accounts, links."""

import re
from collections.abc import Mapping

from telegram import Message
from telegram.constants import MessageEntityType

from bot.telegram.markup import clean

MAX_CHARS = 500
"""How much of a question is kept."""

_MAIL, _NUMBER, _NAME, _LINK = "[e-mail]", "[number]", "[name]", "[link]"
_MARKED: Mapping[str, str] = {
    MessageEntityType.EMAIL: _MAIL,
    MessageEntityType.PHONE_NUMBER: _NUMBER,
    MessageEntityType.MENTION: _NAME,
    MessageEntityType.TEXT_MENTION: _NAME,
    MessageEntityType.URL: _LINK,
}
"""What Telegram itself has found in the message."""

_PATTERNS = (
    (re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)*"), _MAIL),
    (re.compile(r"\b(?:[a-z][a-z0-9+]{0,9}://|www\.|t\.me/)\S+", re.IGNORECASE), _LINK),
    (re.compile(r"(?<![\w.-])(?:[\w-]++\.)+(?:com|info|net|org|gov|edu|\w{2}(?=/))(?:/\S*|\b)", re.IGNORECASE), _LINK),
    (re.compile(r"[@＠]\w+"), _NAME),
)
_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of what follows."""

_DIGITS = re.compile(r"(?<!\d)\+?\(?\d(?:[\s().\-–/]{0,3}\d){6,}")
_YEARS = range(1900, 2100)


def masked_question(message: Message) -> str:
    """Return the words of the message, masked and cut."""
    found = message.parse_entities([*_MARKED]) | message.parse_caption_entities([*_MARKED])
    text = message.text or message.caption or ""
    for entity, part in found.items():
        text = text.replace(part, _MARKED[entity.type])
    return mask(text)


def mask(text: str) -> str:
    """Return the text masked and cut, in one line."""
    text = " ".join(_TURNING.sub("", clean(text)).split())
    for pattern, name in _PATTERNS:
        text = pattern.sub(name, text)
    text = _DIGITS.sub(_hide_number, text)
    return text if len(text) <= MAX_CHARS else text[: MAX_CHARS - 1] + "…"


def _hide_number(found: re.Match[str]) -> str:
    """Return a stand-in for a number as long as that of a telephone; years may stay."""
    years = all(int(digits) in _YEARS for digits in re.findall(r"\d+", found[0]))
    return found[0] if years else _NUMBER
