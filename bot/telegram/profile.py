"""What Telegram shows of the bot in each language: commands, name, descriptions."""

import logging
from collections.abc import Awaitable, Callable

from telegram import Bot, BotCommand
from telegram.error import TelegramError

from bot.telegram.commands import describe
from bot.telegram.ports import Engine

_DEFAULT = "en"
"""Language for those whose language is not served."""

_CODE_LENGTH = 2
"""Telegram takes ISO 639-1 codes only."""

log = logging.getLogger(__name__)


async def publish(bot: Bot, engine: Engine) -> None:
    """Set what differs from what Telegram has; a failure is logged, for the bot works without."""
    languages = engine.languages
    default = _DEFAULT if _DEFAULT in languages else languages[0]
    for code, language in ((None, default), *((code, code) for code in languages if len(code) == _CODE_LENGTH)):
        for step in (_commands, _name, _description, _short_description):
            await _attempt(step, bot, engine, code, language)


Step = Callable[[Bot, Engine, str | None, str], Awaitable[None]]


async def _attempt(step: Step, bot: Bot, engine: Engine, code: str | None, language: str) -> None:
    try:
        await step(bot, engine, code, language)
    except TelegramError as error:
        log.warning("profile%s for %s not set: %s", step.__name__, code or "all", type(error).__name__)


async def _commands(bot: Bot, engine: Engine, code: str | None, language: str) -> None:
    wanted = tuple(BotCommand(name, description) for name, description in describe(engine, language))
    if await bot.get_my_commands(language_code=code) != wanted:
        await bot.set_my_commands(wanted, language_code=code)


async def _name(bot: Bot, engine: Engine, code: str | None, language: str) -> None:
    wanted = engine.say("bot.name", language)
    if (await bot.get_my_name(code)).name != wanted:
        await bot.set_my_name(wanted, code)


async def _description(bot: Bot, engine: Engine, code: str | None, language: str) -> None:
    wanted = engine.say("bot.description", language).strip()
    if (await bot.get_my_description(code)).description != wanted:
        await bot.set_my_description(wanted, code)


async def _short_description(bot: Bot, engine: Engine, code: str | None, language: str) -> None:
    wanted = engine.say("bot.short_description", language).strip()
    if (await bot.get_my_short_description(code)).short_description != wanted:
        await bot.set_my_short_description(wanted, code)
