"""From an update to a reply: ask, render, send, remember."""

import logging
from dataclasses import dataclass, replace

from telegram import Bot, CallbackQuery, Chat, MaybeInaccessibleMessage, Message, Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.engine.dialogue import Answer
from bot.stores import ChatState, Exchange, KeptFor, Store
from bot.telegram.asked import at_step, context_of, words_hash
from bot.telegram.callback import decode
from bot.telegram.commands import COMMANDS
from bot.telegram.desk import FORGET, Desk
from bot.telegram.feedback import Feedback
from bot.telegram.incoming import Command, Incoming, Words, read
from bot.telegram.ports import Engine
from bot.telegram.poster import Poster, is_private
from bot.telegram.replies import Replies
from bot.telegram.seen import Seen
from bot.telegram.tap import question_of, read_tap

_LATELY = 1000
"""How many albums, and taps on "none of these", are kept in mind, so that each counts once."""

_NEITHER = "none:"
"""Target of the button below choices that says none of them is meant."""

_CHECK, _TOPIC = "check:", "topic:"
"""Begins of targets: those of the guided check hold what was answered in it, those of topics do not."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Heard:
    """A message that asks something."""

    message: Message
    incoming: Incoming
    words: int
    """Keyed hash of the words."""

    edited: Exchange | None
    """The chat's last question and its answer, when this is an edit of that question."""


class Handlers:
    """What is done with each kind of update."""

    def __init__(self, engine: Engine, store: Store, kept_for: KeptFor) -> None:
        self._store = store
        self._feedback = Feedback(engine, store.feedback, kept_for)
        self._replies = Replies(engine, Desk(engine, kept_for), self._feedback)
        self._poster = Poster(engine)
        self._albums = Seen(_LATELY)
        self._neithers = Seen(_LATELY)

    async def on_message(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a message, new or edited; an edit that leaves the words as they were asks nothing."""
        message = update.effective_message
        incoming = read(message, context.bot.bot) if message else None
        if message is None or incoming is None or _album(message) in self._albums:
            return
        state, words = await self._store.load(message.chat.id), words_hash(message, context.bot.token)
        edited = state.exchange if update.edited_message and _is_last(message, state) else None
        if edited and edited.words == words:
            return
        await self._answer(_Heard(message, incoming, words, edited), state, context.bot)
        self._albums.note(_album(message))

    async def on_button(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a tap on a button; the spinner goes first, whatever comes of it."""
        query = update.callback_query
        if query is None:
            return
        tap = read_tap(query)
        await _stop_spinner(query, self._feedback.toast(tap))
        if tap:
            await self._feedback.take(tap)
        elif query.message:  # else sent in another bot's name or chat: nowhere to reply
            await self._open(query, query.message, context.bot)

    async def _answer(self, heard: _Heard, state: ChatState, bot: Bot) -> None:
        """Answer the message; a wish to be forgotten is fulfilled before anybody says so."""
        chat, incoming, link = heard.message.chat, heard.incoming, self._replies.link(heard.incoming)
        asked = at_step(context_of(state, chat, heard.message.from_user, link), heard.message)
        reply = self._replies.in_private if is_private(chat) else self._replies.in_group
        answer = reply(incoming, asked, link)
        if _wants_to_be_forgotten(incoming):
            await self._store.forget(chat.id)
            await self._put(heard, bot, answer)
            return
        sent = await self._put(heard, bot, answer)
        if isinstance(incoming, Words):
            await self._feedback.count(answer, incoming.text)
        in_check = asked.step is not None
        exchange = Exchange(heard.message.message_id, sent, None if in_check else heard.words)
        spoken = isinstance(incoming, Words) or bool(link and link.language)
        await self._keep(chat, _forgetful(answer, in_check=in_check), exchange, spoken=spoken or bool(answer.target))

    async def _put(self, heard: _Heard, bot: Bot, answer: Answer) -> int:
        """Show the answer, in place of the last one when its question was edited; return the id of its message."""
        message, incoming, edited = heard.message, heard.incoming, heard.edited
        page = COMMANDS.get(incoming.name) if isinstance(incoming, Command) else None
        if edited and await self._poster.rewrite(message.chat, edited.answer, bot, answer, page=page):
            return edited.answer
        return await self._poster.send(message, bot, answer, quote=isinstance(incoming, Words), page=page)

    async def _open(self, query: CallbackQuery, message: MaybeInaccessibleMessage, bot: Bot) -> None:
        """Open what the button leads to."""
        chat, press = message.chat, decode(query.data)
        answer = self._replies.to_tap(press, context_of(await self._store.load(chat.id), chat, query.from_user))
        if not is_private(chat):
            answer = self._replies.for_all(answer)
        if press and press.target == FORGET:
            await self._store.forget(chat.id)
        in_place = press is not None and press.in_place and answer.target is not None and message.is_accessible
        if press and press.target == _NEITHER:
            await self._neither(query, message, bot, answer)
        elif not (in_place and await self._poster.rewrite(chat, message.message_id, bot, answer)):
            await self._poster.send(message, bot, answer)
        await self._keep(chat, _forgetful(answer), None, spoken=bool(answer.target))

    async def _neither(self, query: CallbackQuery, message: MaybeInaccessibleMessage, bot: Bot, answer: Answer) -> None:
        """Reply to the question of which none of the choices was meant, and offer to send it to the curators."""
        question = question_of(message, query)
        if question:
            asked = question.text or question.caption or ""
            await self._poster.send(question, bot, self._feedback.below(answer, asked), quote=True)
        else:
            await self._poster.send(message, bot, answer)
        if self._neithers.note((message.chat.id, message.message_id)):
            await self._feedback.count_neither(answer.language)

    async def _keep(self, chat: Chat, answer: Answer, exchange: Exchange | None, *, spoken: bool) -> None:
        """Remember a wish for a language, and what the chat spoke and saw last; of a group only the messages."""
        if not is_private(chat):
            if exchange:
                await self._store.remember(chat.id, answer.language, None, exchange)
            return
        if answer.pin is not None:
            await self._store.pin(chat.id, answer.pin or None)
        if spoken:
            await self._store.remember(chat.id, answer.language, answer.target, exchange)


def _album(message: Message) -> str | None:
    """Return the album of a picture without words of its own: all of them together get one reply."""
    return None if message.caption else message.media_group_id


def _is_last(message: Message, state: ChatState) -> bool:
    """Return whether the message is the last question of its chat."""
    return state.exchange is not None and state.exchange.question == message.message_id


def _wants_to_be_forgotten(incoming: Incoming) -> bool:
    return isinstance(incoming, Command) and COMMANDS.get(incoming.name) == FORGET


def _forgetful(answer: Answer, *, in_check: bool = False) -> Answer:
    """Return the answer without a target that tells what was answered in the guided check: that is not kept."""
    target = answer.target or ""
    tells = target.startswith(_CHECK) or (in_check and not target.startswith(_TOPIC))
    return replace(answer, target=None) if tells else answer


async def _stop_spinner(query: CallbackQuery, toast: str | None = None) -> None:
    """Tell the client that the tap has arrived, with a word that it shows for a moment."""
    try:
        await query.answer(toast)
    except TelegramError as error:
        log.debug("tap not confirmed: %s", type(error).__name__)
