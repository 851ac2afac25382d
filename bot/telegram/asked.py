"""What is known of a message besides its words."""

from dataclasses import replace
from hashlib import blake2b, sha256

from telegram import Chat, Message, User

from bot.engine.dialogue import Context
from bot.stores import ChatState
from bot.telegram.callback import asked_step
from bot.telegram.deeplink import DeepLink
from bot.telegram.poster import is_private

_BYTES = 7
"""Of the hash of words, which is kept as a number that SQLite can hold."""


def context_of(state: ChatState, chat: Chat, user: User | None, link: DeepLink | None = None) -> Context:
    """Return what is known besides words: in a group, whose members share nothing, only whose words they are."""
    known = state if is_private(chat) else ChatState()
    return Context(
        hint=user.language_code if user else None,
        pinned=known.pinned,
        last_language=(link and link.language) or known.last_language,
        last_target=known.last_target,
    )


def at_step(asked: Context, message: Message) -> Context:
    """Return the context with the step of the check that the message replies to, and its language."""
    press = asked_step(message.reply_to_message)
    if press is None:
        return asked
    return replace(asked, step=press.target.partition(":")[2], last_language=press.language)


def words_hash(message: Message, secret: str) -> int:
    """Return a keyed hash of the words, another one in each message: it tells whether they changed, and no more."""
    said = f"{message.chat.id} {message.message_id} {message.text or message.caption or ''}"
    key = sha256(secret.encode()).digest()
    return int.from_bytes(blake2b(said.encode(errors="replace"), key=key, digest_size=_BYTES).digest())
