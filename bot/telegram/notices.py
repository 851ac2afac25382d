"""What is said beside answers: that one must wait, or that something went wrong."""

import logging

from telegram import Bot, Message, Update

from bot.engine.dialogue import Answer, Context
from bot.stores import Store
from bot.telegram.asked import context_of
from bot.telegram.ports import Engine
from bot.telegram.poster import is_private, thread_of
from bot.telegram.render import bare_text

log = logging.getLogger(__name__)


class Notices:
    """Speaks to the chat of an update, in its language as far as that is known."""

    def __init__(self, engine: Engine, store: Store) -> None:
        self._engine = engine
        self._store = store

    async def ask_for_patience(self, update: Update, bot: Bot) -> None:
        """Tell someone who has written a lot that it is answered one by one; groups are left in peace."""
        chat = update.effective_chat
        if chat and is_private(chat) and not update.guest_message:
            await self._say("busy.text", await self._asked(update), update, bot)

    async def apologise(self, update: Update, bot: Bot) -> None:
        """Tell the chat that something went wrong."""
        if update.effective_chat is None or update.guest_message:
            return
        try:
            asked = await self._asked(update)
        except Exception as error:  # noqa: BLE001  # the store may be what is broken; the person still gets a reply
            log.error("state not read: %s", type(error).__name__)  # noqa: TRY400  # the text of an error may hold words of users
            asked = Context(hint=update.effective_user.language_code if update.effective_user else None)
        await self._say("error.text", asked, update, bot)

    async def _asked(self, update: Update) -> Context:
        """Return what is known about the chat besides words."""
        chat = update.effective_chat
        return context_of(await self._store.load(chat.id), chat, update.effective_user) if chat else Context()

    async def _say(self, key: str, asked: Context, update: Update, bot: Bot) -> None:
        """Send words of the interface to the thread that the update is of."""
        chat, message = update.effective_chat, update.effective_message
        if chat is None:
            return
        language = self._engine.language_for(asked)
        answer = Answer(language=language, kind="answer", topic=None, text=self._engine.say(key, language))
        thread = thread_of(message) if isinstance(message, Message) else None
        await bot.send_message(chat.id, bare_text(answer, self._engine), message_thread_id=thread)
