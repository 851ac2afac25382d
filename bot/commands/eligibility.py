"""``eligibility``: check whether a place can join, by questions or, with ``--json`` or answers as options, at once."""

import argparse
import json
import sys
from typing import Any, get_args

from rich.console import Console

from bot.bootstrap import build_engine
from bot.commands.ask import as_links, as_text
from bot.commands.chat import talk
from bot.engine import Engine
from bot.engine.eligibility import CRITERIA, Mark, Role, Verdict
from bot.errors import UsageError

_MARKS: dict[str, Mark] = {"yes": "met", "no": "missing", "unsure": "unsure"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("--json", action="store_true", help="ask nothing, print one JSON object")
    parser.add_argument("--place", metavar="TEXT", help="name of the place")
    parser.add_argument("--country", metavar="TEXT", help="country of the place, by name, flag or ISO code")
    parser.add_argument("--role", choices=get_args(Role), default="local-government", help="who is asking")
    parser.add_argument("--language", metavar="CODE", default="en", help="language of the text (en)")
    for criterion in CRITERIA:
        parser.add_argument(f"--{criterion}", choices=_MARKS, help="whether it is given; unsure when left out")


def main(arguments: argparse.Namespace) -> int:
    """Judge or ask, and return 0; raise UsageError for a language that is not served."""
    engine = build_engine()
    if arguments.language not in engine.languages:
        raise UsageError(f"--language: {arguments.language!r} is not served; choose from {', '.join(engine.languages)}")
    if not (arguments.json or arguments.place or arguments.country):
        talk(engine, Console(), arguments.language, first="check:")
        return 0
    verdict = _judge(engine, arguments)
    answer = engine.say_verdict(verdict, arguments.language)
    shown = as_text(answer)
    if arguments.json:
        shown = json.dumps(as_object(verdict, engine, arguments.language), ensure_ascii=False) + "\n"
    sys.stdout.write(shown)
    return 0


def _judge(engine: Engine, arguments: argparse.Namespace) -> Verdict:
    given = {name: getattr(arguments, name.replace("-", "_")) for name in CRITERIA}
    marks = {name: _MARKS[said] for name, said in given.items() if said}
    verdict = engine.judge(arguments.place, arguments.country, arguments.role, marks)
    if arguments.country and verdict.country is None and verdict.kind != "ambiguous-place":
        sys.stderr.write(
            f"--country: {arguments.country!r} is no country that I know; write a name, a flag or an ISO code\n"
        )
    return verdict


def as_object(verdict: Verdict, engine: Engine, language: str) -> dict[str, Any]:
    """Return the verdict in the form fixed for ``--json``."""
    kind, _, name = (verdict.member or "").partition(":")
    answer = engine.say_verdict(verdict, language)
    row: dict[str, Any] = {
        "verdict": verdict.kind,
        "member": name if kind == "member" else None,
        "later_member": name if kind == "later" else None,
        "inside": verdict.inside.partition(":")[2] if verdict.inside else None,
        "country": verdict.country,
        "country_status": verdict.status,
        "criteria": dict(verdict.marks),
        "as_of": engine.as_of,
        "sources": as_links(answer),
        "text": answer.text,
    }
    if verdict.kind == "ambiguous-place":
        names = (option.label for option in answer.options)
        row["candidates"] = [
            _candidate(ref, label, engine) for ref, label in zip(verdict.case.places, names, strict=True)
        ]
    return row


def _candidate(ref: str, label: str, engine: Engine) -> dict[str, str | None]:
    """Return one of the places that a name can stand for; ``other:<name>.<ISO>`` is none that is known."""
    kind, _, name = ref.partition(":")
    country = name.rpartition(".")[2] if kind == "other" else engine.country_of(ref)
    return {"name": label, "member": name if kind == "member" else None, "country": country or None}
