"""``python -m bot.telegram.health``: exit code 0 while the bot's heartbeat is fresh, for Docker's HEALTHCHECK."""

import sys
import time
from pathlib import Path

from bot.errors import BotError
from bot.settings import read_settings

STALE_AFTER = 120
"""Seconds: four long polls."""


def fault(file: Path | None, now: float) -> str | None:
    """Return what is wrong, None when all is well."""
    if file is None:
        return "HEARTBEAT_FILE: is missing; set it for the bot and for this check alike"
    try:
        age = now - file.stat().st_mtime
    except OSError as error:
        return f"{file}: {error.strerror}; the bot has not fetched any updates yet"
    return f"{file}: last heartbeat {age:.0f} s ago; the bot gets no updates" if age > STALE_AFTER else None


def main() -> int:
    """Print what is wrong, if anything; return the exit code."""
    try:
        problem = fault(read_settings().heartbeat_file, time.time())
    except BotError as error:
        problem = str(error)
    if problem:
        sys.stderr.write(f"{problem}\n")
    return 1 if problem else 0


if __name__ == "__main__":
    sys.exit(main())
