"""A tap on one of the buttons that ask for feedback."""

from dataclasses import dataclass

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.constants import ChatType

from bot.telegram.callback import decode

HELPED, NOT_HELPED, OFFER, SEND, KEEP = "helped", "nothelped", "offer", "send", "keep"
"""Kinds of their targets; the name after the colon is the topic, for ``send`` with the key of the question."""

_TAPS = frozenset({HELPED, NOT_HELPED, OFFER, SEND, KEEP})
_UNDER_ANSWERS = frozenset({HELPED, NOT_HELPED, OFFER})


@dataclass(frozen=True, slots=True)
class Tap:
    """What was tapped, and below which message."""

    kind: str
    name: str
    language: str
    query: CallbackQuery
    message: Message

    @property
    def question(self) -> Message | None:
        """Return the message that this one replies to; None when it is gone, or somebody else's."""
        return question_of(self.message, self.query)

    @property
    def rest(self) -> InlineKeyboardMarkup | None:
        """Return the buttons of the message but for those below an answer that ask for feedback."""
        rows = self.message.reply_markup.inline_keyboard if self.message.reply_markup else ()
        left = [[button for button in row if _kind(button) not in _UNDER_ANSWERS] for row in rows]
        return InlineKeyboardMarkup([row for row in left if row]) if any(left) else None


def read_tap(query: CallbackQuery) -> Tap | None:
    """Return the tap; None for one on another button, or on one that the message does not have (which is forged)."""
    press, message = decode(query.data), query.message
    kind, _, name = press.target.partition(":") if press else ("", "", "")
    if press is None or kind not in _TAPS or not isinstance(message, Message) or message.chat.type != ChatType.PRIVATE:
        return None
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    there = any(button.callback_data == query.data for row in rows for button in row)
    return Tap(kind, name, press.language, query, message) if there else None


def question_of(message: object, query: CallbackQuery) -> Message | None:
    """Return the question of the person who taps that the message, in a private chat, replies to."""
    if not isinstance(message, Message) or message.chat.type != ChatType.PRIVATE:
        return None
    asked = message.reply_to_message
    own = asked is not None and asked.from_user is not None and asked.from_user.id == query.from_user.id
    return asked if own and asked and (asked.text or asked.caption) else None


def _kind(button: InlineKeyboardButton) -> str:
    press = decode(str(button.callback_data))
    return press.target.partition(":")[0] if press else ""
