"""From an update to a reply: ask, render, send, remember."""

import logging
from collections import deque
from contextlib import suppress
from dataclasses import replace

from telegram import Bot, CallbackQuery, MaybeInaccessibleMessage, Message, Update, User
from telegram.constants import ChatType
from telegram.error import BadRequest, TelegramError
from telegram.ext import ContextTypes

from bot.engine.dialogue import Answer, Context, Question
from bot.errors import StaleTargetError
from bot.stores import Store
from bot.telegram.callback import Press, asked_step, decode
from bot.telegram.commands import COMMANDS
from bot.telegram.desk import FORGET, Desk
from bot.telegram.feedback import Feedback
from bot.telegram.incoming import Command, Incoming, Words, read
from bot.telegram.ports import Engine
from bot.telegram.render import render
from bot.telegram.tap import question_of, read_tap

_ALBUMS = 1000
"""How many albums are kept in mind, so that each gets one reply and not one for every picture."""

NEITHER = "none:"
"""Target of the button below choices that says none of them is meant."""

log = logging.getLogger(__name__)


class Handlers:
    """What is done with each kind of update."""

    def __init__(self, engine: Engine, store: Store, days: int, question_days: int) -> None:
        self._engine = engine
        self._store = store
        self._desk = Desk(engine, days, question_days)
        self._feedback = Feedback(engine, store.feedback, question_days)
        self._albums: deque[str] = deque(maxlen=_ALBUMS)

    async def on_message(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a message, new or edited."""
        message = update.effective_message
        incoming = read(message, context.bot.bot) if message else None
        if message is None or incoming is None or self._seen(message):
            return
        asked = _at_step(await self._context(message.chat.id, update.effective_user), message)
        answer = self._reply(incoming, asked)
        if isinstance(incoming, Words):
            if message.chat.type == ChatType.PRIVATE:  # in groups the buttons would be everybody's
                answer = self._feedback.below(answer, incoming.text, checking=asked.step is not None)
            await self._send(message, context.bot, answer, quote=True)
            await self._feedback.count(answer, incoming.text)
        else:
            await self._send(message, context.bot, answer)
        if isinstance(incoming, Command) and COMMANDS.get(incoming.name) == FORGET:
            await self._store.forget(message.chat.id)
            return
        await self._keep(message.chat.id, answer, spoken=isinstance(incoming, Words))

    async def on_button(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a tap on a button; the spinner goes first, whatever comes of it."""
        query = update.callback_query
        if query is None:
            return
        tap = read_tap(query)
        await _stop_spinner(query, self._feedback.toast(tap))
        if tap:
            await self._feedback.take(tap)
            return
        if query.message is None:  # sent in another bot's name or chat: nowhere to reply
            return
        chat = query.message.chat.id
        asked = await self._context(chat, query.from_user)
        press = decode(query.data)
        answer = self._open(press, asked)
        if press and press.target == FORGET:
            await self._store.forget(chat)
        in_place = press is not None and press.in_place and answer.target is not None
        if press and press.target == NEITHER:
            await self._neither(query, context.bot, answer)
        elif not (in_place and await self._rewrite(query, answer)):
            await self._send(query.message, context.bot, answer)
        await self._keep(chat, answer, spoken=False)

    async def apologise(self, update: Update, bot: Bot) -> None:
        """Tell the chat that something went wrong, in its language as far as that is known."""
        if update.effective_chat is None:
            return
        chat = update.effective_chat.id
        try:
            asked = await self._context(chat, update.effective_user)
        except Exception as error:  # noqa: BLE001  # the store may be what is broken; the person still gets a reply
            log.error("state not read: %s", type(error).__name__)  # noqa: TRY400  # the text of an error may hold words of users
            asked = Context(hint=update.effective_user.language_code if update.effective_user else None)
        answer = self._desk.notice("error.text", self._engine.language_for(asked))
        await bot.send_message(chat, render(answer, self._engine).text)

    def _reply(self, incoming: Incoming, asked: Context) -> Answer:
        """Return the answer to a message."""
        if isinstance(incoming, Words):
            answer = self._engine.answer(Question(incoming.text, asked))
            return self._desk.switched(answer) if answer.pin else answer
        language = self._engine.language_for(asked)
        if isinstance(incoming, Command):
            return self._desk.command(incoming, language)
        return self._desk.notice("not_text.text", language)

    def _open(self, press: Press | None, asked: Context) -> Answer:
        """Return the answer to a tap; a stale or forged button gets a friendly word."""
        if press:
            with suppress(StaleTargetError):
                return self._desk.open(press.target, self._language(press, asked))
        return self._desk.notice("stale_button.text", self._engine.language_for(asked))

    def _language(self, press: Press, asked: Context) -> str:
        """Return the pinned language, else that of the message with the button."""
        if press.target == "pin:":
            return self._engine.language_for(replace(asked, pinned=None))
        for language in (asked.pinned, press.language):
            if language in self._engine.languages:
                return str(language)
        return self._engine.language_for(asked)

    async def _context(self, chat: int, user: User | None) -> Context:
        """Return what is known about the chat."""
        state = await self._store.load(chat)
        return Context(
            hint=user.language_code if user else None,
            pinned=state.pinned,
            last_language=state.last_language,
            last_target=state.last_target,
        )

    async def _neither(self, query: CallbackQuery, bot: Bot, answer: Answer) -> None:
        """Reply to the question of which none of the choices was meant, and offer to send it to the curators."""
        question = question_of(query.message, query)
        if question:
            await self._send(
                question, bot, self._feedback.below(answer, question.text or question.caption or ""), quote=True
            )
        elif query.message:
            await self._send(query.message, bot, answer)
        await self._feedback.count_neither(answer.language)

    async def _send(self, message: MaybeInaccessibleMessage, bot: Bot, answer: Answer, *, quote: bool = False) -> None:
        """Send the answer as a new message; ``quote``, and in a group: as a reply to what it answers."""
        shown = render(answer, self._engine)
        if isinstance(message, Message):
            quote = quote or message.chat.type != ChatType.PRIVATE
            await message.reply_text(
                shown.text, reply_markup=shown.keyboard, do_quote=quote, allow_sending_without_reply=quote
            )
        else:
            await bot.send_message(message.chat.id, shown.text, reply_markup=shown.keyboard)

    async def _rewrite(self, query: CallbackQuery, answer: Answer) -> bool:
        """Put the answer in the place of the message; return whether that could be done."""
        if query.message is None or not query.message.is_accessible:
            return False
        shown = render(answer, self._engine)
        try:
            await query.edit_message_text(shown.text, reply_markup=shown.keyboard)
        except BadRequest as error:
            return "not modified" in error.message.lower()
        return True

    async def _keep(self, chat: int, answer: Answer, *, spoken: bool) -> None:
        """Remember a wish for a language, and what the chat spoke and saw last."""
        if answer.pin is not None:
            await self._store.pin(chat, answer.pin or None)
        if spoken or answer.target:
            await self._store.remember(chat, answer.language, answer.target)

    def _seen(self, message: Message) -> bool:
        """Return whether another picture of the same album has had its reply."""
        album = message.media_group_id
        if album is None or message.caption:
            return False
        seen = album in self._albums
        self._albums.append(album)
        return seen


def _at_step(asked: Context, message: Message) -> Context:
    """Return the context with the step of the check that the message replies to, and its language."""
    press = asked_step(message.reply_to_message)
    if press is None:
        return asked
    return replace(asked, step=press.target.partition(":")[2], last_language=press.language)


async def _stop_spinner(query: CallbackQuery, toast: str | None = None) -> None:
    """Tell the client that the tap has arrived, with a word that it shows for a moment."""
    try:
        await query.answer(toast)
    except TelegramError as error:
        log.debug("tap not confirmed: %s", type(error).__name__)
