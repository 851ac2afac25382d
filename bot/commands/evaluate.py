"""``evaluate``: measure the bot on files of questions."""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.bootstrap import build_engine
from bot.engine import Question
from bot.evaluation import Outcome, Tally, judge, read_questions, tally

_WEAKEST = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="question files, named by language: es.tsv")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--wrong", action="store_true", help="list every question that fared wrong")


def main(arguments: argparse.Namespace) -> int:
    """Print how the questions fared and return 0."""
    outcomes = evaluate(arguments.files, progress=not arguments.json)
    if arguments.json:
        sys.stdout.write(json.dumps(_as_object(outcomes), ensure_ascii=False, indent=1) + "\n")
        return 0
    console = Console()
    console.print(_table("language", group(outcomes, lambda outcome: (outcome.asked.language,))))
    console.print(_table("style", group(outcomes, lambda outcome: (outcome.asked.style,))))
    weak = sorted(group(outcomes, lambda outcome: outcome.asked.topics).items(), key=_by_right)[:_WEAKEST]
    console.print(_table(f"topic ({_WEAKEST} weakest)", dict(weak)))
    if arguments.wrong:
        for line in wrong_lines(outcomes):
            console.print(line, markup=False, highlight=False, soft_wrap=True)
    return 0


def evaluate(files: Sequence[Path], *, progress: bool = False) -> list[Outcome]:
    """Return the outcome of every question of the files, asked without a hint."""
    asked = [question for file in files for question in read_questions(file)]
    engine = build_engine()
    console = Console(stderr=True)
    shown = track(asked, "asking", console=console, transient=True, disable=not (progress and console.is_terminal))
    return [judge(question, engine.answer(Question(question.text))) for question in shown]


def group(outcomes: Sequence[Outcome], keys: Callable[[Outcome], Sequence[str]]) -> dict[str, Tally]:
    """Return the tally of each key, in alphabetical order."""
    groups: defaultdict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        for key in keys(outcome):
            groups[key].append(outcome)
    return {key: tally(groups[key]) for key in sorted(groups)}


def wrong_lines(outcomes: Sequence[Outcome]) -> list[str]:
    """Return one line for each question with a wrong topic, entity or language."""
    lines = []
    for outcome in outcomes:
        asked, answer = outcome.asked, outcome.answer
        if not outcome.right or (outcome.answerable and not outcome.language):
            wanted = "|".join(asked.topics) + (f" {asked.entity}" if asked.entity else "")
            got = f"{answer.kind} {answer.topic or ''} {answer.entity.member or answer.entity.country or ''}".strip()
            offered = ", ".join(answer.choices[:3])
            lines.append(
                f"{asked.language}: {asked.text}\n    wanted {wanted}; got {answer.language} {got} ({offered})"
            )
    return lines


def macro(by_language: dict[str, Tally]) -> Tally:
    """Return the mean of the shares over the languages."""
    rows = list(by_language.values())

    def mean(name: str) -> float | None:
        values = [value for row in rows if (value := getattr(row, name)) is not None]
        return sum(values) / len(values) if values else None

    names = ("right", "offered", "language", "false_answers")
    return Tally(sum(row.questions for row in rows), *(mean(name) for name in names))


def _by_right(row: tuple[str, Tally]) -> float:
    return 1.0 if row[1].right is None else row[1].right


def _as_object(outcomes: Sequence[Outcome]) -> dict[str, object]:
    by_language = group(outcomes, lambda outcome: (outcome.asked.language,))
    return {
        "macro": asdict(macro(by_language)),
        "languages": {key: asdict(value) for key, value in by_language.items()},
        "topics": {key: asdict(value) for key, value in group(outcomes, lambda o: o.asked.topics).items()},
        "styles": {key: asdict(value) for key, value in group(outcomes, lambda o: (o.asked.style,)).items()},
        "wrong": wrong_lines(outcomes),
    }


def _table(title: str, rows: dict[str, Tally]) -> Table:
    table = Table(title=f"by {title}")
    table.add_column(title.split(" ", maxsplit=1)[0])
    for heading in ("questions", "right", "or offered", "language", "false answers"):
        table.add_column(heading, justify="right")
    for key, row in rows.items():
        table.add_row(key, *_cells(row))
    if title == "language":
        table.add_section()
        table.add_row("macro", *_cells(macro(rows)))
    return table


def _cells(row: Tally) -> list[str]:
    shares = (row.right, row.offered, row.language, row.false_answers)
    return [str(row.questions), *("" if share is None else f"{share:.3f}" for share in shares)]
