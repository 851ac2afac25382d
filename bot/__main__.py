"""Entry point of ``python -m bot`` and of the command ``ogp-local-bot``."""

import sys

from bot.cli import main


def run() -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(main())


if __name__ == "__main__":
    run()
