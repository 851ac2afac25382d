"""Every word of the interface that the program asks for is there, and every one that is there is asked for."""

import re
from pathlib import Path

from bot.content.schema import Knowledge

SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in sorted(Path("bot").rglob("*.py")))
PREFIXES = ("command.", "change.", "members.kind.", "members.country.", "members.lookup.later.", "check.")
"""Beginnings of keys whose ends come from the data."""


def test_words_that_the_program_says_exist(knowledge: Knowledge) -> None:
    asked = set(re.findall(r"""say\(\s*["']([a-z_.]+)["']""", SOURCES))
    assert asked > {"members.lookup.yes", "language.switched"}
    assert asked - set(knowledge.locales["en"].words) == set()


def test_words_that_exist_are_said(knowledge: Knowledge) -> None:
    words = knowledge.locales["en"].words
    unused = {key for key in words if not key.startswith(PREFIXES) and not re.search(rf"""["']{key}["']""", SOURCES)}
    assert unused == set()
