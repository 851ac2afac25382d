"""What is done when a handler fails: one line in the log without anything of the user's, one word to the user."""

import logging
import traceback
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from telegram import Bot, Update
from telegram.error import Forbidden, TelegramError
from telegram.ext import ContextTypes

Apologise = Callable[[Update, Bot], Awaitable[None]]
Handler = Callable[[object, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]

log = logging.getLogger(__name__)


def error_handler(apologise: Apologise) -> Handler:
    """Return the error handler; ``apologise`` tells the user."""

    async def on_error(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        error = context.error
        if error is None:
            return
        if isinstance(error, Forbidden):
            log.info("a chat takes no messages from the bot any more")
            return
        log.error("an update failed: %s", describe(error))
        if isinstance(update, Update):
            await _try(apologise, update, context.bot)

    return on_error


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


async def _try(apologise: Apologise, update: Update, bot: Bot) -> None:
    try:
        await apologise(update, bot)
    except TelegramError as error:
        log.warning("nor could the user be told: %s", type(error).__name__)
