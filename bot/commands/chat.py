"""``chat``: talk in the terminal, with the same engine, choices and buttons (as numbers)."""

import argparse
from dataclasses import replace

from rich.console import Console
from rich.text import Text

from bot.bootstrap import build_engine
from bot.engine import Answer, Context, Engine, Question
from bot.errors import StaleTargetError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("--hint", metavar="CODE", help="language to begin in, such as es or pt")


def main(arguments: argparse.Namespace) -> int:
    """Talk until an empty line or the end of the input; return 0."""
    talk(build_engine(), Console(), arguments.hint)
    return 0


def talk(
    engine: Engine, console: Console, hint: str | None = None, *, greeting: str | None = None, first: str | None = None
) -> None:
    """Read questions and print answers; numbers choose among the options of the last answer.

    ``first``: target of the page to begin with.
    """
    context = Context(hint=hint)
    language = engine.language_for(context)
    if greeting:
        console.print(Text(engine.say(greeting, language), style="dim"))
    console.print(Text(engine.say("chat.terminal.welcome", language), style="dim"))
    answer = engine.open(first, language) if first else None
    if answer:
        show(answer, console)
    while True:
        text = _read(console, engine.say("chat.terminal.prompt", language))
        if not text:
            break
        answer = _reply(engine, text, answer, replace(context, step=_step(answer)))
        if answer is None:
            console.print(Text(engine.say("chat.terminal.bad_number", language), style="yellow"))
            continue
        pinned = answer.pin or context.pinned
        language = pinned or answer.language
        context = Context(hint, pinned, language, answer.target)
        show(answer, console)
        if answer.pin:
            console.print(Text(engine.say("language.switched", answer.pin), style="green"))
    console.print(Text(engine.say("chat.terminal.bye", language), style="dim"))


def _step(answer: Answer | None) -> str | None:
    """Return the step of the guided check that the last answer asks: what is typed next replies to it."""
    asks = answer is not None and answer.target is not None and answer.target.startswith("check:")
    return str(answer.target).partition(":")[2] if answer and asks else None


def _read(console: Console, prompt: str) -> str:
    try:
        return console.input(Text(f"\n{prompt}> ", style="bold")).strip()
    except EOFError:
        return ""


def _reply(engine: Engine, text: str, last: Answer | None, context: Context) -> Answer | None:
    """Return the reply; None when the text is a number without an option."""
    if text.isdecimal() and last and last.options:
        options = last.options
        if not 1 <= int(text) <= len(options):
            return None
        try:
            return engine.open(options[int(text) - 1].target, context.pinned or last.language)
        except StaleTargetError:
            return None
    return engine.answer(Question(text, context))


def show(answer: Answer, console: Console) -> None:
    """Print an answer, its links and its numbered options."""
    body = Text("\n" + answer.text)
    if answer.title and answer.text.startswith(answer.title):
        body.stylize("bold", 1, len(answer.title) + 1)
    console.print(body)
    if answer.links:
        console.print()
    for link in answer.links:
        console.print(Text(f"{link.title}: {link.url}", style="blue"), soft_wrap=True)
    if answer.options:
        console.print()
    for number, option in enumerate(answer.options, 1):
        console.print(Text(f"  {number}  {option.label}", style="cyan"))
