"""Every word of the interface that the program asks for is there, and every one that is there is asked for."""

import re
from pathlib import Path
from typing import get_args

from bot.content.schema import Knowledge
from bot.engine.eligibility import VerdictKind

SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in sorted(Path("bot").rglob("*.py")))
PREFIXES = (
    *("command.", "change.", "members.kind.", "members.country.", "members.lookup.later."),
    *("check.country.", "check.doubt.", "check.role.", "check.verdict."),
)
"""Beginnings of keys whose ends come from the data."""


def test_words_that_the_program_says_exist(knowledge: Knowledge) -> None:
    asked = set(re.findall(r"""say\(\s*["']([a-z_.]+)["']""", SOURCES))
    assert asked > {"members.lookup.yes", "language.switched"}
    assert asked - set(knowledge.locales["en"].words) == set()


CRITERION = re.compile(r"check\.(backing|partner|record|term|capacity)\.(ask|why|name|mend)|check\.(yes|no|unsure)")
"""Words of the guided check whose middle or end comes from what is asked."""


def test_every_verdict_has_its_words_and_no_other(knowledge: Knowledge) -> None:
    said = {
        key.removeprefix("check.verdict.") for key in knowledge.locales["en"].words if key.startswith("check.verdict.")
    }
    assert said == set(get_args(VerdictKind)) - {"ambiguous-place"} | {"no-country"}


def test_words_that_exist_are_said(knowledge: Knowledge) -> None:
    words = {key for key in knowledge.locales["en"].words if not CRITERION.fullmatch(key)}
    unused = {key for key in words if not key.startswith(PREFIXES) and not re.search(rf"""["']{key}["']""", SOURCES)}
    assert unused == set()
