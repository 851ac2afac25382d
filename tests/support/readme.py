"""Writes what the README quotes: transcripts and tables, made by the commands themselves (`make readme`)."""

import re
import sys
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

from bot.bootstrap import build_engine, knowledge_folder
from bot.commands.ask import as_text
from bot.commands.evaluate import evaluate, group, macro
from bot.content.load import load_knowledge, load_phrases
from bot.engine import Answer, Context, Engine, Question
from bot.evaluation import Tally

ROOT = Path(__file__).parent.parent.parent
README = ROOT / "README.md"
SETS = ("sample", "own", "second", "hard")
_BLOCK = re.compile(r"<!-- (transcript|check|table): (\S+) -->\n.*?<!-- end -->", re.DOTALL)
_ASKED = re.compile(r"^> (.+)$", re.MULTILINE)


def refreshed(text: str, write: dict[str, Callable[[str, str], str]]) -> str:
    """Return the README with each block written anew by the function for its kind."""

    def block(found: re.Match[str]) -> str:
        kind, name = found.groups()
        if kind not in write:
            return found.group()
        return f"<!-- {kind}: {name} -->\n{write[kind](name, found.group())}\n<!-- end -->"

    return _BLOCK.sub(block, text)


def transcript(engine: Engine, old: str) -> str:
    """Return the questions of the block with what the bot answers to them now."""
    turns = [f"> {asked}\n\n{as_text(engine.answer(Question(asked))).rstrip()}" for asked in _ASKED.findall(old)]
    return "```text\n" + "\n\n".join(turns) + "\n```"


def check(engine: Engine, language: str, old: str) -> str:
    """Return the guided check as the block walks it: /join, then taps on buttons by their words, or typed replies."""
    turns: list[str] = []
    answer = engine.open("check:", language)
    for said in _ASKED.findall(old):
        if turns:
            answer = _next(engine, answer, said, language)
        buttons = "  ".join(f"[{option.label}]" for option in answer.options)
        turns.append(f"> {said}\n\n{as_text(answer).rstrip()}\n\n{buttons}")
    return "```text\n" + "\n\n".join(turns) + "\n```"


def _next(engine: Engine, answer: Answer, said: str, language: str) -> Answer:
    """Return the page that a tap or a reply leads to."""
    for option in answer.options:
        if option.label == said:
            return engine.open(option.target, language)
    step = str(answer.target).partition(":")[2]
    return engine.answer(Question(said, Context(step=step, last_language=language)))


def table(name: str) -> str:
    """Return the figures by language on the question set of this name."""
    rows = _by_language(name)
    lines = ["| language | questions | right | or offered | language | false answers |", "|---|--:|--:|--:|--:|--:|"]
    lines += [_row(code, row) for code, row in rows.items()]
    return "\n".join([*lines, _row("**mean**", macro(rows))])


def sets() -> str:
    """Return the figures of each question set, averaged over the languages."""
    lines = ["| set | questions | right | or offered | language | false answers |", "|---|--:|--:|--:|--:|--:|"]
    return "\n".join([*lines, *(_row(name, macro(_by_language(name))) for name in SETS)])


def coverage() -> str:
    """Return what each language has of topics, words, names of members and utterances."""
    knowledge = load_knowledge(knowledge_folder())
    phrases = load_phrases(knowledge.root, knowledge.served)
    lines = ["| language | topics | words | members | utterances |", "|---|--:|--:|--:|--:|"]
    for code in knowledge.served:
        content, rows = knowledge.locales[code], phrases[code].values()
        parts = (len(content.texts), len(content.words), len(content.members))
        utterances = sum(len((*row.vocabulary, *row.questions, *row.latin)) for row in rows)
        lines.append(f"| {code} | {' | '.join(map(str, parts))} | {utterances:,} |")
    return "\n".join(lines)


@cache
def _by_language(name: str) -> dict[str, Tally]:
    """Return the figures of a question set by language."""
    outcomes = evaluate(sorted((ROOT / "tests/questions" / name).glob("*.tsv")))
    served = set(build_engine().languages)
    return group([o for o in outcomes if o.asked.language in served], lambda o: (o.asked.language,))


def _row(name: str, row: Tally) -> str:
    shares = (row.right, row.offered, row.language, row.false_answers)
    return f"| {name} | {row.questions} | " + " | ".join("" if s is None else f"{s:.3f}" for s in shares) + " |"


def main() -> None:
    """Rewrite the README in place."""
    engine = build_engine()
    write: dict[str, Callable[[str, str], str]] = {
        "transcript": lambda _, old: transcript(engine, old),
        "check": lambda language, old: check(engine, language, old),
        "table": lambda name, _: {"coverage": coverage, "sets": sets}.get(name, partial(table, name))(),
    }
    README.write_text(refreshed(README.read_text(encoding="utf-8"), write), encoding="utf-8")
    sys.stdout.write("README.md is up to date\n")


if __name__ == "__main__":
    main()
