"""What a message asks of the bot: a command, words, something that is no text, or nothing."""

import re
from dataclasses import dataclass

from telegram import Message, User
from telegram.constants import ChatType

from bot.telegram.commands import COMMANDS

_COMMAND = re.compile(r"/(?P<name>[A-Za-z0-9_]{1,64})(?:@(?P<bot>[A-Za-z0-9_]+))?(?!\w)(?P<rest>.*)", re.DOTALL)
_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)


@dataclass(frozen=True, slots=True)
class Command:
    """A command, with what was written after it."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A question or remark."""

    text: str


@dataclass(frozen=True, slots=True)
class NotText:
    """A picture, a voice message, a sticker: anything without words."""


Incoming = Command | Words | NotText


def read(message: Message, bot: User) -> Incoming | None:
    """Return what the message asks; None when the bot has nothing to say to it."""
    if message.is_automatic_forward or _by_a_bot(message, bot):
        return None
    if message.chat.type == ChatType.PRIVATE:
        return _private(message)
    return _group(message, bot) if message.chat.type in _GROUPS else None


def _by_a_bot(message: Message, bot: User) -> bool:
    """Return whether a bot wrote the message, or this one through inline mode; not so an administrator unnamed."""
    if message.via_bot and message.via_bot.id == bot.id:
        return True
    return bool(message.from_user and message.from_user.is_bot and not message.sender_chat)


def _private(message: Message) -> Incoming | None:
    if message.text is not None:
        return _command(message.text) or Words(message.text)
    if message.caption:
        return Words(message.caption)
    return None if message.edit_date else NotText()  # a live location is edited every few seconds


def _group(message: Message, bot: User) -> Incoming | None:
    """Return what is meant for the bot: commands, mentions of its name, replies to it."""
    text = message.text or message.caption or ""
    match = _COMMAND.match(text)
    if match:
        ours = match["bot"].lower() == (bot.username or "").lower() if match["bot"] else match["name"] in COMMANDS
        return _command(text) if ours else None
    words, count = _unnamed(text, bot)
    replied = message.reply_to_message and message.reply_to_message.from_user
    return Words(words) if count or (text and replied and replied.id == bot.id) else None


def words_for(message: Message, bot: User) -> str:
    """Return the words of a message that calls the bot as a guest, without its name or a slash."""
    return _unnamed(message.text or message.caption or "", bot)[0].removeprefix("/")


def _unnamed(text: str, bot: User) -> tuple[str, int]:
    """Return the text without the name of the bot, and how often it stood there."""
    words, count = re.subn(rf"@{bot.username}\b", " ", text, flags=re.IGNORECASE)
    return words.strip(), count


def _command(text: str) -> Command | None:
    match = _COMMAND.match(text)
    return Command(match["name"].lower(), match["rest"].strip()) if match else None
