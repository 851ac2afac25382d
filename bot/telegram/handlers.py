"""From an update to a reply: ask, render, send, remember."""

import logging
from collections import deque
from contextlib import suppress
from dataclasses import replace

from telegram import Bot, CallbackQuery, Chat, Message, Update, User
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.engine.dialogue import Answer, Context, Question
from bot.errors import StaleTargetError
from bot.stores import ChatState, Exchange, Store
from bot.telegram import deeplink
from bot.telegram.callback import Press, asked_step, decode
from bot.telegram.commands import COMMANDS
from bot.telegram.deeplink import DeepLink
from bot.telegram.desk import FORGET, START, Desk, KeptFor
from bot.telegram.feedback import Feedback
from bot.telegram.incoming import Command, Incoming, Words, read
from bot.telegram.ports import Engine
from bot.telegram.poster import Poster, is_private
from bot.telegram.render import render
from bot.telegram.tap import question_of, read_tap

_ALBUMS = 1000
"""How many albums are kept in mind, so that each gets one reply and not one for every picture."""

_NEITHER = "none:"
"""Target of the button below choices that says none of them is meant."""

_LIST, _REGIONS = "members:1", "members:regions"
"""The long list of members, and its overview."""

log = logging.getLogger(__name__)


class Handlers:
    """What is done with each kind of update."""

    def __init__(self, engine: Engine, store: Store, kept_for: KeptFor) -> None:
        self._engine = engine
        self._store = store
        self._desk = Desk(engine, kept_for)
        self._feedback = Feedback(engine, store.feedback, kept_for)
        self._poster = Poster(engine)
        self._albums: deque[str] = deque(maxlen=_ALBUMS)

    async def on_message(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a message, new or edited."""
        message = update.effective_message
        incoming = read(message, context.bot.bot) if message else None
        if message is None or incoming is None or self._seen(message):
            return
        state, link = await self._store.load(message.chat.id), self._link(incoming)
        asked = _at_step(_context(state, message.chat, update.effective_user, link), message)
        reply = self._reply if is_private(message.chat) else self._reply_in_group
        answer = reply(incoming, asked, link)
        sent = await self._put(update, context.bot, answer, incoming, state.exchange)
        if isinstance(incoming, Words):
            await self._feedback.count(answer, incoming.text)
        if isinstance(incoming, Command) and COMMANDS.get(incoming.name) == FORGET:
            await self._store.forget(message.chat.id)
            return
        spoken = isinstance(incoming, Words) or bool(link and link.language)
        await self._keep(message.chat, answer, Exchange(message.message_id, sent), spoken=spoken)

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
        chat = query.message.chat
        asked = await self._asked(chat, query.from_user)
        press = decode(query.data)
        answer = self._open(press, asked)
        if not is_private(chat):
            answer = self._for_all(answer)
        if press and press.target == FORGET:
            await self._store.forget(chat.id)
        in_place = press is not None and press.in_place and answer.target is not None and query.message.is_accessible
        if press and press.target == _NEITHER:
            await self._neither(query, context.bot, answer)
        elif not (in_place and await self._poster.rewrite(chat, query.message.message_id, context.bot, answer)):
            await self._poster.send(query.message, context.bot, answer)
        await self._keep(chat, answer, None, spoken=False)

    async def ask_for_patience(self, update: Update, bot: Bot) -> None:
        """Tell someone who has written a lot that it is answered one by one; groups are left in peace."""
        chat = update.effective_chat
        if chat and is_private(chat) and not update.guest_message:
            language = self._engine.language_for(await self._asked(chat, update.effective_user))
            await bot.send_message(chat.id, render(self._desk.notice("busy.text", language), self._engine).text)

    async def apologise(self, update: Update, bot: Bot) -> None:
        """Tell the chat that something went wrong, in its language as far as that is known."""
        if update.effective_chat is None or update.guest_message:
            return
        chat = update.effective_chat.id
        try:
            asked = await self._asked(update.effective_chat, update.effective_user)
        except Exception as error:  # noqa: BLE001  # the store may be what is broken; the person still gets a reply
            log.error("state not read: %s", type(error).__name__)  # noqa: TRY400  # the text of an error may hold words of users
            asked = Context(hint=update.effective_user.language_code if update.effective_user else None)
        answer = self._desk.notice("error.text", self._engine.language_for(asked))
        await bot.send_message(chat, render(answer, self._engine).text)

    def _link(self, incoming: Incoming) -> DeepLink | None:
        """Return the deep link by which the chat was opened."""
        if isinstance(incoming, Command) and COMMANDS.get(incoming.name) == START and incoming.argument:
            return deeplink.read(incoming.argument, self._engine.languages)
        return None

    def _reply(self, incoming: Incoming, asked: Context, link: DeepLink | None) -> Answer:
        """Return the answer to a message in private."""
        if isinstance(incoming, Words):
            answer = self._engine.answer(Question(incoming.text, asked))
            answer = self._desk.switched(answer) if answer.pin else answer
            return self._feedback.below(answer, incoming.text, checking=asked.step is not None)
        language = self._engine.language_for(asked)
        if link:
            return self._desk.linked(link, language)
        if isinstance(incoming, Command):
            return self._desk.command(incoming, language)
        return self._desk.notice("not_text.text", language)

    def _reply_in_group(self, incoming: Incoming, asked: Context, _: DeepLink | None) -> Answer:
        """Return the answer to a message in a group, each on its own."""
        if isinstance(incoming, Words):
            return self._for_all(self._engine.answer(Question(incoming.text, asked)))
        language = self._engine.language_for(asked)
        if isinstance(incoming, Command):
            return self._for_all(self._desk.command_in_group(incoming, language))
        return self._desk.notice("not_text.text", language)

    def _for_all(self, answer: Answer) -> Answer:
        """Return the answer in a group: no language is fixed there, and no long list begun."""
        if answer.pin is not None:
            return self._desk.languages(answer.pin or answer.language)
        return self._engine.open(_REGIONS, answer.language) if answer.target == _LIST else answer

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

    async def _asked(self, chat: Chat, user: User | None) -> Context:
        """Return what is known about the chat besides words."""
        return _context(await self._store.load(chat.id), chat, user)

    async def _neither(self, query: CallbackQuery, bot: Bot, answer: Answer) -> None:
        """Reply to the question of which none of the choices was meant, and offer to send it to the curators."""
        question = question_of(query.message, query)
        if question:
            asked = question.text or question.caption or ""
            await self._poster.send(question, bot, self._feedback.below(answer, asked), quote=True)
        elif query.message:
            await self._poster.send(query.message, bot, answer)
        await self._feedback.count_neither(answer.language)

    async def _put(self, update: Update, bot: Bot, answer: Answer, incoming: Incoming, last: Exchange | None) -> int:
        """Show the answer, in place of the last one when its question was edited; return the id of its message."""
        message = update.effective_message
        if message is None:
            raise TypeError("an answer to no message")
        page = COMMANDS.get(incoming.name) if isinstance(incoming, Command) else None
        edited = update.edited_message is not None and last is not None and last.question == message.message_id
        if edited and last and await self._poster.rewrite(message.chat, last.answer, bot, answer, page=page):
            return last.answer
        return await self._poster.send(message, bot, answer, quote=isinstance(incoming, Words), page=page)

    async def _keep(self, chat: Chat, answer: Answer, exchange: Exchange | None, *, spoken: bool) -> None:
        """Remember a wish for a language, and what the chat spoke and saw last; of a group only the messages."""
        if not is_private(chat):
            if exchange:
                await self._store.remember(chat.id, answer.language, None, exchange)
            return
        if answer.pin is not None:
            await self._store.pin(chat.id, answer.pin or None)
        if spoken or answer.target:
            await self._store.remember(chat.id, answer.language, answer.target, exchange)

    def _seen(self, message: Message) -> bool:
        """Return whether another picture of the same album has had its reply."""
        album = message.media_group_id
        if album is None or message.caption:
            return False
        seen = album in self._albums
        self._albums.append(album)
        return seen


def _context(state: ChatState, chat: Chat, user: User | None, link: DeepLink | None = None) -> Context:
    """Return what is known besides words: in a group, whose members share nothing, only whose words they are."""
    known = state if is_private(chat) else ChatState()
    return Context(
        hint=user.language_code if user else None,
        pinned=known.pinned,
        last_language=(link and link.language) or known.last_language,
        last_target=known.last_target,
    )


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
