"""The command line: the parser, the table of commands, the exit codes."""

import argparse
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib.metadata import version

from bot.commands import ask, chat, check, draft, eligibility, evaluate, link, report, run, train
from bot.errors import BotError

Command = Callable[[argparse.Namespace], int]

_INTERRUPTED = 130
_BUG = 3

_COMMANDS = {
    "run": (run, "serve Telegram; without TELEGRAM_BOT_TOKEN, chat in the terminal"),
    "chat": (chat, "talk to the bot in the terminal"),
    "ask": (ask, "answer one question, or many from standard input"),
    "eligibility": (eligibility, "check whether a place can join OGP Local"),
    "link": (link, "print the address that opens the chat at a topic, and draw its QR code"),
    "check": (check, "report every fault of the knowledge base"),
    "evaluate": (evaluate, "measure the bot on files of questions"),
    "report": (report, "tell what was asked and answered, what helped, and which questions people sent"),
    "draft": (draft, "lay out the folder of a new language, to be translated"),
    "train": (train, "learn the knowledge base and keep what was learned beside it"),
}


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    main_parser = argparse.ArgumentParser(
        prog="ogp-local-bot", description="Answers questions about OGP Local, with sources, in many languages."
    )
    main_parser.add_argument("--version", action="version", version=f"%(prog)s {version('ogp-local-bot')}")
    commands = main_parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (module, summary) in _COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
        module.add_arguments(command)
        command.set_defaults(command_of=module.main)
    return main_parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0 fine, 1 something to mend, 2 wrong usage, 3 a bug, 130 interrupted."""
    _speak_utf8()
    parsed = parser().parse_args(arguments)
    command: Command = parsed.command_of
    try:
        return command(parsed)
    except BotError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()  # the reader has gone (`| head`): nothing left to say
        return 0
    except Exception:  # noqa: BLE001  # the one place where a bug becomes an exit code
        traceback.print_exc()
        return _BUG


def _speak_utf8() -> None:
    """Make the standard streams UTF-8 wherever the terminal's own encoding is something else."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
