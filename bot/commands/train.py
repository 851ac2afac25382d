"""``train``: learn the knowledge base now rather than at the next start."""

import argparse
import sys

from bot.bootstrap import knowledge_folder, learn
from bot.content.load import load_knowledge


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    del parser


def main(arguments: argparse.Namespace) -> int:
    """Learn, unless that was done since the last change; return 0."""
    del arguments
    content = load_knowledge(knowledge_folder())
    learned = learn(content, lambda message: print(message, file=sys.stderr))  # noqa: T201
    sys.stdout.write(f"learned: {len(learned.topic.labels)} topics, {len(learned.vocabulary)} words\n")
    return 0
