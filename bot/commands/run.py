"""``run``: serve Telegram; without a token, chat in the terminal."""

import argparse
import asyncio
import gc
import logging
import signal

from rich.console import Console

from bot.bootstrap import build_engine, knowledge_folder
from bot.commands.chat import talk
from bot.errors import BotError
from bot.settings import Settings, read_settings
from bot.telegram.errors import describe
from bot.telegram.logs import configure
from bot.telegram.ports import Engine
from bot.telegram.reload import rebuild
from bot.telegram.reports import Reports
from bot.telegram.serve import Reading, serve

_BUG = 3
_GARBAGE = 10_000
"""Objects that are made before garbage is looked for: at Python's 700 that takes a twentieth of the time of answers."""

log = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command; settings come from the environment."""
    parser.add_argument("--watch", action="store_true", help="read the knowledge base anew when its files change")


def main(arguments: argparse.Namespace) -> int:
    """Serve until a signal comes and return 0; raise BotError when that cannot be done."""
    settings = read_settings()
    if settings.telegram_bot_token:
        _outlast_hangup()
    engine = build_engine()
    if settings.telegram_bot_token is None:
        talk(engine, Console(), greeting="chat.terminal.no_token")
        return 0
    return run(settings, engine, Reading(rebuild, knowledge_folder() if arguments.watch else None))


def run(settings: Settings, engine: Engine, reading: Reading | None = None) -> int:
    """Serve until a signal comes, then return 0; raise BotError when Telegram cannot be served."""
    secrets = (settings.telegram_bot_token, settings.webhook_secret, settings.state_key, settings.sentry_dsn)
    reports = [Reports(settings.sentry_dsn.get_secret_value())] if settings.sentry_dsn else []
    known = [secret.get_secret_value() for secret in secrets if secret]
    configure(settings.log_level, known, settings.log_format, *reports)
    gc.collect()
    gc.freeze()  # the knowledge base stays: looking through it for garbage would hold up answers
    gc.set_threshold(_GARBAGE)
    try:
        asyncio.run(serve(settings, engine, reading=reading))
    except BotError:
        raise
    except Exception as error:  # noqa: BLE001  # a traceback may quote users: here only kinds and places are told
        log.critical("ended by a bug: %s", describe(error))
        return _BUG
    finally:
        for report in reports:
            report.close()
    return 0


def _outlast_hangup() -> None:
    """Let a wish to read the knowledge base anew pass by until that is read at all; a hangup would end the process."""
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
