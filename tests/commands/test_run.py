import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.botapi import TOKEN

_HUNG_UP = """
import os, signal, sys
from bot.cli import main
from bot.commands import run

def build_engine():
    os.kill(os.getpid(), signal.SIGHUP)
    sys.exit(7)

run.build_engine = build_engine
main(["run"])
"""


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="there are no hangups on this system")
def test_hangup_while_starting_does_not_end_the_bot(tmp_path: Path) -> None:
    environment = os.environ | {"TELEGRAM_BOT_TOKEN": TOKEN, "STATE_URL": "memory://"}
    ended = subprocess.run(  # noqa: S603  # a program of our own
        [sys.executable, "-c", _HUNG_UP], cwd=tmp_path, env=environment, timeout=60, check=False
    )
    assert ended.returncode == 7
