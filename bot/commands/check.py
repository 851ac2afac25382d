"""``check``: every fault of the knowledge base, and the coverage of each language."""

import argparse
from collections import defaultdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.bootstrap import knowledge_folder
from bot.content.check import check_copies, check_knowledge, check_phrases
from bot.content.load import load_knowledge, load_phrases
from bot.content.schema import Knowledge
from bot.content.speech import check_speech
from bot.errors import ContentError
from bot.evaluation import read_questions


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("folder", nargs="?", type=Path, help="folder of the knowledge base (default: the bot's own)")
    parser.add_argument(
        "--questions", type=Path, nargs="*", default=[], metavar="FILE", help="question files that must not be copied"
    )


def main(arguments: argparse.Namespace) -> int:
    """Print the coverage; raise ContentError with all faults when there are any."""
    root = arguments.folder or knowledge_folder()
    knowledge = load_knowledge(root)
    phrases = load_phrases(root, knowledge.languages)
    asked: defaultdict[str, list[str]] = defaultdict(list)
    for file in arguments.questions:
        asked[file.stem] += [question.text for question in read_questions(file)]
    Console().print(
        _coverage(knowledge, {code: sum(len(row.questions) for row in phrases[code].values()) for code in phrases})
    )
    faults = [*check_knowledge(knowledge), *check_phrases(knowledge, phrases), *check_copies(phrases, asked, root)]
    faults += check_speech(knowledge, {code: phrases[code] for code in knowledge.served})
    if faults:
        raise ContentError(faults)
    return 0


def _coverage(knowledge: Knowledge, questions: dict[str, int]) -> Table:
    table = Table(title="coverage")
    for heading in ("language", "status", "topics", "words", "members", "questions", "reviewed"):
        table.add_column(heading, justify="right" if heading in ("topics", "words", "members", "questions") else "left")
    for code, language in knowledge.languages.items():
        content = knowledge.locales[code]
        table.add_row(
            code,
            language.status,
            f"{len(content.texts)}/{len(knowledge.topics)}",
            str(len(content.words)),
            f"{len(content.members)}/{len(knowledge.members)}",
            str(questions[code]),
            language.reviewed,
        )
    table.caption = "\n".join(f"{code}: {row.made}, {row.date}" for code, row in knowledge.languages.items())
    table.caption_justify = "left"
    return table
