"""Shows that the bot is at it where an answer takes longer than a moment."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any

from telegram import Bot, Chat, Message, Update
from telegram.constants import ChatAction
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.telegram.poster import thread_of

MOMENT = 1.0
"""Seconds after which an answer that is not out yet is announced."""

LASTS, TIMES = 4.5, 2
"""Seconds for which Telegram shows it, and how often it is shown: it counts among the requests to a chat that waits
because there were too many."""

Handler = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]


def announced(handler: Handler) -> Handler:
    """Return the handler, at work visibly when it takes its time."""

    async def handle(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        if update.effective_chat is None:
            await handler(update, context)
            return
        async with _typing(update.effective_chat, update.effective_message, context.bot):
            await handler(update, context)

    return handle


@asynccontextmanager
async def _typing(chat: Chat, message: Message | None, bot: Bot) -> AsyncIterator[None]:
    tasks: list[asyncio.Task[None]] = []
    thread = thread_of(message)
    loop = asyncio.get_running_loop()
    timer = loop.call_later(MOMENT, lambda: tasks.append(loop.create_task(_show(bot, chat.id, thread))))
    try:
        yield
    finally:
        timer.cancel()
        for task in tasks:
            task.cancel()


async def _show(bot: Bot, chat: int, thread: int | None) -> None:
    with suppress(TelegramError):
        for _ in range(TIMES):
            await bot.send_chat_action(chat, ChatAction.TYPING, message_thread_id=thread)
            await asyncio.sleep(LASTS)
