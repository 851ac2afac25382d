"""What is done when a handler fails: one line in the log without anything of the user's, one word to the user."""

import logging
import traceback
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from telegram import Bot, Update
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import ContextTypes

from bot.telegram.trace import current

Apologise = Callable[[Update, Bot], Awaitable[None]]
Handler = Callable[[object, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]

_CLOSED = ("chat not found", "not enough rights", "no rights", "chat_write_forbidden", "topic_closed", "user not found")
"""What Telegram says, with code 400, of chats that take no messages from the bot."""

_LATE = "query is too old"
"""What it says of a query, typed or tapped, that nobody waits for any more."""

log = logging.getLogger(__name__)


class UnansweredError(Exception):
    """No answer reached Telegram: the update must not be confirmed, so that it comes again."""


def error_handler(apologise: Apologise) -> Handler:
    """Return the error handler; ``apologise`` tells the user."""

    async def on_error(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        error = context.error
        if error is None:
            return
        if is_closed(error):
            log.info("nobody there to answer: %s", type(error).__name__)
        elif is_passing(error) or isinstance(error, InvalidToken):
            _leave_unanswered(error)
        else:
            log.error("an update failed: %s", describe(error))
            if isinstance(update, Update):
                await _try(apologise, update, context.bot)

    return on_error


def is_closed(error: Exception) -> bool:
    """Return whether the chat takes no messages from the bot (any more): nothing to mend, nobody to tell."""
    if isinstance(error, BadRequest):
        return any(words in error.message.lower() for words in (*_CLOSED, _LATE))
    return isinstance(error, Forbidden | ChatMigrated)


def is_passing(error: Exception) -> bool:
    """Return whether the request may succeed later: too many at once, the network, Telegram's own trouble."""
    if isinstance(error, BadRequest):
        return False
    return isinstance(error, RetryAfter | NetworkError) or type(error) is TelegramError  # the last: not JSON


def describe(error: BaseException) -> str:
    """Return kinds and places of the error and its causes; never their texts, which may quote a user."""
    parts = []
    cause: BaseException | None = error
    while cause is not None:
        places = [
            f"{frame.name} ({frame.filename}:{frame.lineno})" for frame in traceback.extract_tb(cause.__traceback__)
        ]
        parts.append(f"{type(cause).__name__} in {' > '.join(places[-6:])}" if places else type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    return "; from ".join(parts)


def _leave_unanswered(error: Exception) -> None:
    trace = current.get()
    if trace:
        trace.failure = error


async def _try(apologise: Apologise, update: Update, bot: Bot) -> None:
    try:
        await apologise(update, bot)
    except TelegramError as error:
        log.warning("nor could the user be told: %s", type(error).__name__)
        if is_passing(error):
            _leave_unanswered(error)
