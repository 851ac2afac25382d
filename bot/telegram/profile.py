"""What Telegram shows of the bot in each language: commands, name, descriptions, and the button of the menu."""

import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from hashlib import sha256

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    MenuButtonCommands,
)
from telegram.error import TelegramError

from bot.stores import Store
from bot.telegram.commands import COMMANDS, IN_GROUPS, describe
from bot.telegram.ports import Engine

_DEFAULT = "en"
"""Language for those whose language is not served."""

_CODE_LENGTH = 2
"""Telegram takes ISO 639-1 codes only."""

_NOTE = "profile"
"""Name of the note of what was published, in the store."""

log = logging.getLogger(__name__)


async def publish(bot: Bot, engine: Engine, store: Store) -> None:
    """Set what differs from what Telegram has, unless all was just so within the last day.

    A failure is logged, for the bot works without; the next start tries again.
    """
    wanted = _digest(bot, engine)
    if await store.noted(_NOTE) == wanted:
        return
    steps = (_commands, _commands_in_groups, _name, _description, _short_description)
    done = [await _attempt(step, bot, engine, *which) for which in _languages(engine) for step in steps]
    done.append(await _attempt(_menu_button, bot, engine, *_languages(engine)[0]))
    if all(done):
        await store.note(_NOTE, wanted)


def _languages(engine: Engine) -> list[tuple[str | None, str]]:
    """Return the codes that Telegram is told, with the language of each; None is for all others."""
    languages = engine.languages
    default = _DEFAULT if _DEFAULT in languages else languages[0]
    return [(None, default), *((code, code) for code in languages if len(code) == _CODE_LENGTH)]


def _digest(bot: Bot, engine: Engine) -> str:
    """Return a hash of all that is wanted, and of which bot."""
    texts = [
        [code, *describe(engine, language, COMMANDS), *describe(engine, language, IN_GROUPS)]
        + [engine.say(key, language) for key in ("bot.name", "bot.description", "bot.short_description")]
        for code, language in _languages(engine)
    ]
    return sha256(json.dumps([bot.id, texts]).encode()).hexdigest()


Pairs = Sequence[tuple[str, str]]
Step = Callable[[Bot, Engine, str | None, str], Awaitable[None]]


async def _attempt(step: Step, bot: Bot, engine: Engine, code: str | None, language: str) -> bool:
    """Return whether the step was done."""
    try:
        await step(bot, engine, code, language)
    except TelegramError as error:
        log.warning("profile%s for %s not set: %s", step.__name__, code or "all", type(error).__name__)
        return False
    return True


async def _commands(bot: Bot, engine: Engine, code: str | None, language: str) -> None:
    await _set_commands(bot, describe(engine, language, COMMANDS), BotCommandScopeAllPrivateChats(), code)


async def _commands_in_groups(bot: Bot, engine: Engine, code: str | None, language: str) -> None:
    await _set_commands(bot, describe(engine, language, IN_GROUPS), BotCommandScopeAllGroupChats(), code)


async def _set_commands(bot: Bot, described: Pairs, scope: BotCommandScope, code: str | None) -> None:
    wanted = tuple(BotCommand(name, description) for name, description in described)
    if await bot.get_my_commands(scope, code) != wanted:
        await bot.set_my_commands(wanted, scope, code)


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


async def _menu_button(bot: Bot, *_: object) -> None:
    """Let the button beside the field for writing open the commands."""
    if not isinstance(await bot.get_chat_menu_button(), MenuButtonCommands):
        await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
