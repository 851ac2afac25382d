"""What an answer looks like in a group: short, and with no buttons but those that lead to the private chat."""

from collections.abc import Sequence
from dataclasses import replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.engine.dialogue import Answer, Option
from bot.telegram.brief import shorten
from bot.telegram.deeplink import DeepLink, address, is_linkable
from bot.telegram.keyboard import fitting
from bot.telegram.ports import Engine
from bot.telegram.render import Rendered, bare_text

_CHECK, _LIST = "check:", "members:"
_CHOICES, _TOPICS = 8, 4
"""Buttons at most, where one must be chosen and where they are merely offered."""


def render_for_group(answer: Answer, engine: Engine, bot: str, page: str | None = None) -> Rendered:
    """Return the message; ``bot`` is the address of the bot's chat, ``page`` what the answer opens there."""
    text, cut = shorten(answer.text, titled=bool(answer.title))
    if answer.target == _CHECK:  # what it asks for is answered in private
        text = "\n\n".join(answer.text.split("\n\n")[:2])
    ways = _ways(answer, engine, answer.target or page or "", cut=cut)
    return Rendered(bare_text(replace(answer, text=text), engine), _keyboard(ways, bot, answer.language))


def link_button(label: str, target: str | None, bot: str, language: str) -> InlineKeyboardButton:
    """Return a button that opens the target in the private chat."""
    return InlineKeyboardButton(fitting(label), url=address(bot, DeepLink(target, language)))


def _ways(answer: Answer, engine: Engine, page: str, *, cut: bool) -> list[Option]:
    """Return what is offered in the private chat."""
    if answer.kind != "answer":
        offered = [option for option in answer.options if is_linkable(option.target)]
        return offered[: _CHOICES if answer.kind == "choices" else _TOPICS]
    if page.startswith(_CHECK):
        return [Option(engine.say("button.check", answer.language), page)]
    checks = [option for option in answer.options if option.target.startswith(_CHECK)][:1]
    goes_on = cut or page.startswith(_LIST)
    more = [Option(engine.say("button.more_here", answer.language), page)] if goes_on else []
    return [*checks, *more]


def _keyboard(ways: Sequence[Option], bot: str, language: str) -> InlineKeyboardMarkup | None:
    rows = [[link_button(way.label, way.target, bot, language)] for way in ways]
    return InlineKeyboardMarkup(rows) if rows else None
