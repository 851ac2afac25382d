"""Puts answers into chats, in the way that suits each: whole in private, short in groups."""

from telegram import Bot, Chat, MaybeInaccessibleMessage, Message
from telegram.constants import ChatType
from telegram.error import BadRequest, ChatMigrated

from bot.engine.dialogue import Answer
from bot.telegram.group import render_for_group
from bot.telegram.ports import Engine
from bot.telegram.render import Rendered, render


class Poster:
    """Sends and rewrites messages."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def send(
        self,
        message: MaybeInaccessibleMessage,
        bot: Bot,
        answer: Answer,
        *,
        quote: bool = False,
        page: str | None = None,
    ) -> int:
        """Send the answer to the message, in a group as a reply to it; return the id of what was sent.

        ``page``: target of the answer where it does not say so itself.
        """
        shown = self._render(answer, message.chat, bot, page)
        if not isinstance(message, Message):
            return (await bot.send_message(message.chat.id, shown.text, reply_markup=shown.keyboard)).message_id
        sent = await message.reply_text(
            shown.text,
            reply_markup=shown.keyboard,
            do_quote=quote or not is_private(message.chat),
            allow_sending_without_reply=True,
        )
        return sent.message_id

    async def rewrite(self, chat: Chat, message: int, bot: Bot, answer: Answer, *, page: str | None = None) -> bool:
        """Put the answer in the place of a message of the bot; return whether that could be done."""
        shown = self._render(answer, chat, bot, page)
        try:
            await bot.edit_message_text(shown.text, chat_id=chat.id, message_id=message, reply_markup=shown.keyboard)
        except BadRequest as error:
            return "not modified" in error.message.lower()
        except ChatMigrated:
            return False  # a new message finds its way, see ``bot.telegram.pace``
        return True

    def _render(self, answer: Answer, chat: Chat, bot: Bot, page: str | None) -> Rendered:
        if is_private(chat):
            return render(answer, self._engine)
        return render_for_group(answer, self._engine, bot.link, page)


def is_private(chat: Chat) -> bool:
    """Return whether the chat is one with a single person."""
    return chat.type == ChatType.PRIVATE


def thread_of(message: Message | None) -> int | None:
    """Return the topic of a forum that the message stands in."""
    return message.message_thread_id if message and message.is_topic_message else None
