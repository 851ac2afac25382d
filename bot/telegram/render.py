"""An answer into what is sent."""

from dataclasses import dataclass, replace

from telegram import InlineKeyboardMarkup

from bot.engine.dialogue import Answer
from bot.telegram.keyboard import keyboard
from bot.telegram.markup import to_html
from bot.telegram.ports import Engine


@dataclass(frozen=True, slots=True)
class Rendered:
    """Text in HTML and the buttons below it."""

    text: str
    keyboard: InlineKeyboardMarkup | None


def render(answer: Answer, engine: Engine) -> Rendered:
    """Return the message that shows the answer."""
    return Rendered(_text(answer, engine), keyboard(answer))


def bare_text(answer: Answer, engine: Engine) -> str:
    """Return the text in HTML for a message without the buttons of the answer, and so with nothing to copy."""
    return _text(replace(answer, copyable=None), engine)


def _text(answer: Answer, engine: Engine) -> str:
    heading = engine.say("sources.many" if len(answer.links) > 1 else "sources", answer.language)
    return to_html(answer, heading)
