"""A tap on one of the buttons that ask for feedback."""

from dataclasses import dataclass

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.constants import ChatType

from bot.telegram.callback import decode

HELPED, NOT_HELPED, OFFER, SEND, KEEP = "helped", "nothelped", "offer", "send", "keep"
"""Kinds of their targets; after the colon come the topic and, but for ``keep``, the key of the question."""

_TAPS = frozenset({HELPED, NOT_HELPED, OFFER, SEND, KEEP})
_UNDER_ANSWERS = frozenset({HELPED, NOT_HELPED, OFFER})

_BEFORE_KEY = "_"
"""Between topic and key; no topic has it in its name."""


@dataclass(frozen=True, slots=True)
class Tap:
    """What was tapped, and below which message."""

    kind: str
    topic: str
    key: str
    """Stands for the question in the store; the same on all buttons that are about it."""

    language: str
    hint: str | None
    """Language of the client."""

    message: Message
    question: Message | None
    """The message that this one replies to; None when it is gone, or somebody else's."""

    @property
    def rest(self) -> InlineKeyboardMarkup | None:
        """Return the buttons of the message but for those below an answer that ask for feedback."""
        rows = self.message.reply_markup.inline_keyboard if self.message.reply_markup else ()
        left = [[button for button in row if _kind(button) not in _UNDER_ANSWERS] for row in rows]
        return InlineKeyboardMarkup([row for row in left if row]) if any(left) else None


def target_of(kind: str, topic: str = "", key: str = "") -> str:
    """Return the target of a button, which ``read_tap`` reads."""
    return f"{kind}:{topic}{_BEFORE_KEY}{key}"


def read_tap(query: CallbackQuery) -> Tap | None:
    """Return the tap; None for one on another button, or on one that the message does not have (which is forged)."""
    press, message = decode(query.data), query.message
    kind, _, name = press.target.partition(":") if press else ("", "", "")
    if press is None or kind not in _TAPS or not isinstance(message, Message) or message.chat.type != ChatType.PRIVATE:
        return None
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    if not any(button.callback_data == query.data for row in rows for button in row):
        return None
    topic, parted, key = name.partition(_BEFORE_KEY)
    if not parted:  # a button of an older form, which is as stale as any other
        return None
    hint, question = query.from_user.language_code, question_of(message, query)
    return Tap(kind, topic, key, press.language, hint, message, question)


def question_of(message: object, query: CallbackQuery) -> Message | None:
    """Return the question of the person who taps that the message, in a private chat, replies to."""
    if not isinstance(message, Message) or message.chat.type != ChatType.PRIVATE:
        return None
    asked = message.reply_to_message
    if asked is None or asked.from_user != query.from_user:
        return None
    return asked if asked.text or asked.caption else None


def _kind(button: InlineKeyboardButton) -> str:
    press = decode(str(button.callback_data))
    return press.target.partition(":")[0] if press else ""
