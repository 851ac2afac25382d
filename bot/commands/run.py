"""``run``: serve Telegram."""

import asyncio

from bot.settings import Settings
from bot.telegram.logs import configure
from bot.telegram.ports import Engine
from bot.telegram.serve import serve


def run(settings: Settings, engine: Engine) -> int:
    """Serve until a signal comes, then return 0; raise BotError when Telegram cannot be served."""
    secrets = (settings.telegram_bot_token, settings.webhook_secret, settings.state_key)
    configure(settings.log_level, [secret.get_secret_value() for secret in secrets if secret])
    asyncio.run(serve(settings, engine))
    return 0
