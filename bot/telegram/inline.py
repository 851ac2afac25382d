"""Inline mode and guest mode: answers in chats that the bot is no member of."""

from telegram import (
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.ext import ContextTypes

from bot.engine.dialogue import Context, Found, Question
from bot.stores import Store
from bot.telegram.group import link_button, render_for_group
from bot.telegram.incoming import words_for
from bot.telegram.ports import Engine
from bot.telegram.render import Rendered, bare_text

CACHED = 300
"""Seconds for which Telegram may answer the same query of the same person by itself."""


class Inline:
    """Answers inline queries, and those who call the bot as a guest."""

    def __init__(self, engine: Engine, store: Store) -> None:
        self._engine = engine
        self._store = store

    async def on_query(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """List what is found; the language is that of the query, else that of the person's own chat with the bot."""
        query = update.inline_query
        if query is None:
            return
        state = await self._store.load(query.from_user.id)
        asked = Context(query.from_user.language_code, state.pinned, state.last_language)
        found = self._engine.search(query.query, asked)
        language = found[0].answer.language if found else self._engine.language_for(asked)
        await context.bot.answer_inline_query(
            query.id,
            [self._article(row, context.bot.link) for row in found],
            cache_time=CACHED,
            is_personal=True,
            button=InlineQueryResultsButton(self._engine.say("link.tap", language), start_parameter=language),
        )

    async def on_guest(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a message that calls the bot as a guest: in short, each question by itself."""
        message = update.guest_message
        if message is None or not message.guest_query_id:
            return
        hint = message.from_user.language_code if message.from_user else None
        answer = self._engine.answer(Question(words_for(message, context.bot.bot), Context(hint)))
        shown = render_for_group(answer, self._engine, context.bot.link)
        result = _result("guest", answer.title or answer.text[:60], "", shown)
        await context.bot.answer_guest_query(message.guest_query_id, result)

    def _article(self, row: Found, bot: str) -> InlineQueryResultArticle:
        """Return the row with the answer that choosing it posts."""
        answer = row.answer
        button = link_button(self._engine.say("link.tap", answer.language), answer.target, bot, answer.language)
        shown = Rendered(bare_text(answer, self._engine), InlineKeyboardMarkup([[button]]))
        return _result(f"{answer.language}.{answer.target}", row.title, row.summary, shown)


def _result(name: str, title: str, summary: str, shown: Rendered) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        id=name,
        title=title,
        description=summary or None,
        input_message_content=InputTextMessageContent(shown.text),
        reply_markup=shown.keyboard,
    )
