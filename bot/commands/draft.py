"""``draft``: lay out the folder of a new language, to be translated and not served until it is complete."""

import argparse
import sys

from babel import Locale, UnknownLocaleError

from bot.bootstrap import knowledge_folder
from bot.content.draft import write_draft
from bot.content.load import load_knowledge
from bot.errors import UsageError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("language", metavar="CODE", help="code of the language, such as de, pl or tr")


def main(arguments: argparse.Namespace) -> int:
    """Write the files, say what to do next, and return 0."""
    try:
        name = Locale.parse(arguments.language).get_display_name("en")
    except (UnknownLocaleError, ValueError) as error:
        raise UsageError(f"draft: {arguments.language!r} is no language that CLDR knows; try de, pl or tr") from error
    knowledge = load_knowledge(knowledge_folder())
    files = write_draft(knowledge, arguments.language)
    sys.stdout.write(
        f"{len(files)} files for {name} are in {knowledge.root / arguments.language}.\n"
        "Replace each text that begins with TODO by its translation; then see what is left: ogp-local-bot check\n"
    )
    return 0
