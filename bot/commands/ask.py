"""``ask``: one answer on standard output, or one for each line of standard input."""

import argparse
import json
import sys
from typing import Any

from bot.bootstrap import build_engine
from bot.engine import Answer, Context, Engine, Question
from bot.errors import UsageError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("text", nargs="?", help="the question")
    parser.add_argument("--hint", metavar="CODE", help="language code as Telegram reports it, such as es or pt-br")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--explain", action="store_true", help="show languages and topics considered, with their scores"
    )
    parser.add_argument(
        "--jsonl", action="store_true", help='read lines {"text": ..., "hint": ...}, write one JSON object for each'
    )


def main(arguments: argparse.Namespace) -> int:
    """Answer and return 0; raise UsageError when there is nothing to answer."""
    if arguments.jsonl:
        return _answer_lines(build_engine())
    if arguments.text is None:
        raise UsageError('ask: needs a question, such as: ogp-local-bot ask "What is OGP Local?" (or --jsonl)')
    engine = build_engine()
    question = Question(arguments.text, Context(hint=arguments.hint))
    if arguments.explain:
        sys.stdout.write(_explain(engine, question))
    answer = engine.answer(question)
    sys.stdout.write(json.dumps(as_object(answer), ensure_ascii=False) + "\n" if arguments.json else as_text(answer))
    return 0


def _answer_lines(engine: Engine) -> int:
    """Answer each line of standard input by itself; a line that is no question is named with its number."""
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            text, hint = row["text"], row.get("hint")
        except (ValueError, KeyError, TypeError, AttributeError):
            row, text, hint = None, None, None
        if not isinstance(text, str) or not (hint is None or isinstance(hint, str)):
            raise UsageError(
                f'standard input, line {number}: needs {{"text": "...", "hint": "es"}}, found {line[:60]!r}'
            )
        answer = engine.answer(Question(text, Context(hint=hint)))
        sys.stdout.write(json.dumps(as_object(answer), ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return 0


def as_object(answer: Answer) -> dict[str, Any]:
    """Return the answer in the form fixed for ``--json``."""
    return {
        "language": answer.language,
        "kind": answer.kind,
        "topic": answer.topic,
        "entity": {"member": answer.entity.member, "country": answer.entity.country},
        "choices": list(answer.choices),
        "score": answer.score,
        "text": answer.text,
        "links": as_links(answer),
    }


def as_links(answer: Answer) -> list[dict[str, str]]:
    """Return the links of the answer with title and address."""
    return [{"title": link.title, "url": link.url} for link in answer.links]


def as_text(answer: Answer) -> str:
    """Return the answer as plain text with its links."""
    links = "".join(f"\n{link.title}: {link.url}" for link in answer.links)
    return f"{answer.text}\n{links}\n" if links else f"{answer.text}\n"


def _explain(engine: Engine, question: Question) -> str:
    explanation = engine.explain(question)
    languages = ", ".join(f"{code} {share:.3f}" for code, share in explanation.language.evidence.items())
    lines = [f"language: {languages}"]
    if explanation.language.foreign:
        lines.append(f"seems to be in another language: {explanation.language.foreign}")
    lines += [f"name: {name} = {', '.join(refs)}" for name, refs in explanation.mentions.items()]
    decision = explanation.reading.decision
    lines.append(f"words known: {decision.understood:.2f}")
    lines.append(f"decision: {decision.kind} (about something else: {decision.none:.3f})")
    lines += [f"topic: {topic} {share:.3f}" for topic, share in decision.candidates[:5]]
    if explanation.reading.second:
        lines.append(f"second wish: {explanation.reading.second.decision.topic}")
    return "\n".join(lines) + "\n\n"
