"""``run``: serve Telegram; without a token, chat in the terminal."""

import argparse
import asyncio

from rich.console import Console

from bot.bootstrap import build_engine
from bot.commands.chat import talk
from bot.settings import Settings, read_settings
from bot.telegram.logs import configure
from bot.telegram.ports import Engine
from bot.telegram.serve import serve


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command: none, settings come from the environment."""
    del parser


def main(arguments: argparse.Namespace) -> int:
    """Serve until a signal comes and return 0; raise BotError when that cannot be done."""
    del arguments
    settings = read_settings()
    engine = build_engine()
    if settings.telegram_bot_token is None:
        talk(engine, Console(), greeting="chat.terminal.no_token")
        return 0
    return run(settings, engine)


def run(settings: Settings, engine: Engine) -> int:
    """Serve until a signal comes, then return 0; raise BotError when Telegram cannot be served."""
    secrets = (settings.telegram_bot_token, settings.webhook_secret, settings.state_key)
    configure(settings.log_level, [secret.get_secret_value() for secret in secrets if secret])
    asyncio.run(serve(settings, engine))
    return 0
