"""What a button carries: callback data from a target and back."""

import re
from dataclasses import dataclass

from telegram import Message

MAX_BYTES = 64
"""Limit of Telegram."""

_VERSION = "1"
"""Raise it when targets change their meaning: buttons of older messages are then known to be stale."""

_WAY_OUT = "stop:"
"""Target of the button out of the check, which carries the step that it stands below (``bot.engine.guide``)."""

_DATA = re.compile(_VERSION + r"(?P<mark>!?):(?P<language>[a-z]{2,3}):(?P<target>[a-z]+:[A-Za-z0-9._-]*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Press:
    """A tap on a button."""

    target: str
    language: str
    """Language of the message that bears the button."""

    in_place: bool = False
    """Whether the answer takes the place of that message, as when pages are turned."""


def encode(press: Press) -> str:
    """Return the callback data."""
    data = f"{_VERSION}{'!' if press.in_place else ''}:{press.language}:{press.target}"
    if len(data.encode()) > MAX_BYTES or not _DATA.fullmatch(data):
        raise ValueError(f"no target for a button: {press.target!r}")
    return data


def decode(data: str | None) -> Press | None:
    """Return the tap; None for data that this version of the bot did not write."""
    match = _DATA.fullmatch(data or "")
    return Press(match["target"], match["language"], in_place=bool(match["mark"])) if match else None


def asked_step(message: Message | None) -> Press | None:
    """Return the step of the guided check that a message asks, as its way out says; None for any other message."""
    markup = message.reply_markup if message else None
    presses = (decode(str(button.callback_data)) for row in markup.inline_keyboard for button in row) if markup else ()
    return next((press for press in presses if press and press.target.startswith(_WAY_OUT)), None)
