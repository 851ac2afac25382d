"""``report``: what people asked, what helped, and the questions that they sent."""

import argparse
import asyncio
import json
import sys
import time
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console

from bot.errors import BotError, UsageError
from bot.report import Report, make_report
from bot.report.terminal import as_object, print_report
from bot.settings import Settings, read_settings
from bot.stores import Counted, Kept, StoreGoneError, open_store


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command; the store is that of STATE_URL."""
    parser.add_argument("--days", type=int, metavar="N", help="only the last N days (default: all that is kept)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a page with plots")


def main(arguments: argparse.Namespace) -> int:
    """Print or write the report and return 0; raise BotError when the store cannot be read."""
    settings = read_settings()
    days = max(settings.report_days, settings.question_days) if arguments.days is None else arguments.days
    if days < 1:
        raise UsageError(f"--days: must be 1 or more (found {days})")
    _check(settings, arguments.html)
    counts, questions = asyncio.run(_read(settings))
    report = make_report(counts, questions, datetime.now(UTC).date(), days)
    if arguments.html:
        _write(report, arguments.html)
    if arguments.json:
        sys.stdout.write(json.dumps(as_object(report), ensure_ascii=False, indent=1) + "\n")
    elif not arguments.html:
        print_report(report, Console())
    return 0


def _check(settings: Settings, html: Path | None) -> None:
    """Raise BotError when there can be no report."""
    scheme, _, rest = settings.state_url.partition("://")
    if scheme == "memory":
        raise BotError("STATE_URL: memory:// keeps nothing, so there is nothing to report; set the store of the bot")
    file = Path(rest.removeprefix("/"))
    if scheme == "sqlite" and not file.exists():
        raise BotError(f"STATE_URL: {file}: is not there; run this where the bot runs, or set STATE_URL as there")
    if html and not find_spec("matplotlib"):
        raise BotError("--html: needs the parts for plots: pip install 'ogp-local-bot[report]'")


async def _read(settings: Settings) -> tuple[tuple[Counted, ...], tuple[Kept, ...]]:
    """Return all counts and questions."""
    store = open_store(settings, time.time)
    try:
        return await store.feedback.counts(), await store.feedback.questions()
    except StoreGoneError as error:
        raise BotError(
            f"STATE_URL: cannot be read ({error}); is the store running, and is the address right?"
        ) from None
    finally:
        await store.close()


def _write(report: Report, file: Path) -> None:
    """Write the page."""
    from bot.report.page import page  # noqa: PLC0415  # takes its time, and is not installed where it is not wanted

    try:
        file.write_text(page(report), encoding="utf-8")
    except OSError as error:
        raise BotError(
            f"--html: {file}: cannot be written ({error.strerror}); name a file in a writable folder"
        ) from None
