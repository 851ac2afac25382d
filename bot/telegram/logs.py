"""Logging that never holds the token or a user's words."""

import json
import logging
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from bot.telegram.errors import describe
from bot.telegram.trace import current

_TALKATIVE = ("httpx", "httpcore", "telegram", "uvicorn", "asyncio", "aiohttp")
"""httpx writes URLs with the token at INFO, the library texts and chat ids at DEBUG and whole updates at CRITICAL."""

_SILENT = logging.CRITICAL + 1

_OWN = "bot"
"""Only what this project writes itself is written as it is."""


class Redact(logging.Filter):
    """Takes secrets out of whatever is logged, and the texts out of errors: a second line of defence."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__()
        forms = {form for secret in secrets for form in (secret, quote(secret, safe=""), secret.partition(":")[2])}
        self._secrets = sorted(filter(None, forms), key=len, reverse=True)

    def filter(self, record: logging.LogRecord) -> bool:
        """Return True: every record passes, without the secrets."""
        record.msg, record.args = self._clean(record.getMessage()), None
        if record.exc_info and record.exc_info[1]:
            record.exc_text = describe(record.exc_info[1])
        record.exc_text = self._clean(record.exc_text) if record.exc_text else None
        record.stack_info = None
        return True

    def _clean(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "[secret]")
        return text


class OnlyOurs(logging.Filter):
    """Leaves of what libraries write only where it was written: their texts may quote anything."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return True: every record passes, without the text when it is not ours."""
        if record.name.partition(".")[0] != _OWN:
            record.msg, record.args = f"written at {record.filename}:{record.lineno}, not shown", None
        trace = current.get()
        record.update = trace.update if trace else None
        return True


class Lines(logging.Formatter):
    """One line of text for people at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        what = " ".join(f"{key}={value}" for key, value in _fields(record).items())
        time = datetime.fromtimestamp(record.created).astimezone().strftime("%H:%M:%S")
        return " ".join(filter(None, (time, record.levelname, record.getMessage(), what, record.exc_text)))


class Objects(logging.Formatter):
    """One JSON object a line for programs."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {"time": time, "level": record.levelname, "logger": record.name}
        line |= {"message": record.getMessage()} | _fields(record)
        if record.exc_text:
            line["error"] = record.exc_text
        return json.dumps(line, ensure_ascii=False)


def quiet_libraries() -> None:
    """Silence the libraries that would write what must not be written; what matters is logged by the bot itself."""
    for name in _TALKATIVE:
        level = _SILENT if name in ("telegram", "uvicorn") else logging.WARNING
        logging.getLogger(name).setLevel(level)


def configure(level: str, secrets: Sequence[str], form: str = "auto", *more: logging.Handler) -> None:
    """Write to stderr from the level on, and to the other handlers, secrets taken out."""
    stream = logging.StreamHandler(sys.stderr)
    people = form == "text" or (form == "auto" and sys.stderr.isatty())
    stream.setFormatter(Lines() if people else Objects())
    root = logging.getLogger()
    root.handlers = [stream, *more]
    root.setLevel(level)
    for handler in root.handlers:
        handler.addFilter(OnlyOurs())
        handler.addFilter(Redact(secrets))
    logging.captureWarnings(capture=True)
    quiet_libraries()


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    """Return what is known beside the text: the update's id, and what the writer of the line has added."""
    update = getattr(record, "update", None)
    fields: dict[str, Any] = getattr(record, "fields", {})
    return ({} if update is None else {"update": update}) | {k: v for k, v in fields.items() if v is not None}
