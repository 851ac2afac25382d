"""Puts the library's application together."""

import math
import os
from functools import cache
from ssl import SSLContext
from typing import Any

from httpx import create_ssl_context
from telegram import LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    Defaults,
    ExtBot,
    InlineQueryHandler,
    MessageHandler,
    filters,
)
from telegram.request import BaseRequest

from bot.errors import UsageError
from bot.settings import Settings
from bot.stores import Store, kept_for
from bot.telegram.connection import Connection
from bot.telegram.errors import error_handler
from bot.telegram.handlers import Handlers
from bot.telegram.indicator import announced
from bot.telegram.inline import Inline
from bot.telegram.notices import Notices
from bot.telegram.pace import Pace
from bot.telegram.ports import Engine
from bot.telegram.vitals import Vitals

UPDATES = ("message", "edited_message", "callback_query", "inline_query", "guest_message")
"""Kinds of updates that the bot asks Telegram for."""

LONG_POLL = 30
"""Seconds that Telegram may hold a request for updates open."""

WEBHOOK_PATIENCE = 25.0
"""Seconds for which a reply is tried again while Telegram waits for the webhook; then Telegram keeps the update."""

App = Application[Any, Any, Any, Any, Any, Any]
RawUpdate = dict[str, Any]


class UpdateBot(ExtBot[None]):
    """The library's bot, which also hands out updates as they came: one that is odd shall not block the others."""

    async def fetch_updates(self, offset: int | None, seconds: int = LONG_POLL) -> list[RawUpdate]:
        """Return the waiting updates from ``offset`` on, which confirms those before it."""
        data = {"offset": offset, "timeout": seconds, "allowed_updates": UPDATES}
        fetched: list[RawUpdate] = await self._post("getUpdates", data, read_timeout=seconds + 10)
        return fetched


def build(settings: Settings, engine: Engine, store: Store, pace: Pace | None = None) -> App:
    """Return the application with all its handlers; nothing is sent yet."""
    pace = pace or pace_for(settings, Vitals())
    bot = sender(settings, pace)
    application: App = ApplicationBuilder().bot(bot).updater(None).job_queue(None).build()
    handlers = Handlers(engine, store, kept_for(settings))
    wanted = filters.UpdateType.MESSAGES & ~filters.StatusUpdate.ALL
    application.add_handler(MessageHandler(wanted, announced(handlers.on_message)))
    application.add_handler(CallbackQueryHandler(announced(handlers.on_button)))
    inline = Inline(engine, store)
    application.add_handler(InlineQueryHandler(inline.on_query))
    application.add_handler(MessageHandler(filters.UpdateType.GUEST_MESSAGE, inline.on_guest))
    application.add_error_handler(error_handler(Notices(engine, store).apologise))
    return application


def sender(settings: Settings, pace: Pace | None = None) -> UpdateBot:
    """Return the library's bot with our connection; raise UsageError without a token."""
    if settings.telegram_bot_token is None:
        raise UsageError("TELEGRAM_BOT_TOKEN: is missing; set it to the token that @BotFather gave you")
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # else the library warns at each wait that Telegram asks for
    return UpdateBot(
        settings.telegram_bot_token.get_secret_value(),
        base_url=f"{settings.telegram_api_url}/bot",
        base_file_url=f"{settings.telegram_api_url}/file/bot",
        request=_request(),
        get_updates_request=_request(),
        defaults=Defaults(parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)),
        rate_limiter=pace,
    )


def pace_for(settings: Settings, vitals: Vitals) -> Pace:
    """Return the pace: by polling there is no hurry, for what is not answered is not confirmed."""
    return Pace(patience=WEBHOOK_PATIENCE if settings.webhook_url else math.inf, vitals=vitals)


def _request() -> BaseRequest:
    return Connection(_certificates())


@cache
def _certificates() -> SSLContext:
    """Return the trusted certificates; reading them takes as long as a hundred answers, so it is done once."""
    return create_ssl_context()
