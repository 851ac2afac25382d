"""The bot as a process of its own, to be killed and started again."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.botapi import TOKEN

_PROGRAM = """
import sys
from bot.commands.run import run
from bot.settings import read_settings
from tests.load.engine import Echo
sys.exit(run(read_settings(None), Echo()))
"""
_PATIENCE = 20


class BotProcess:
    """Runs with the settings given; what it logs goes to a file."""

    def __init__(self, log: Path, program: str = _PROGRAM, **settings: str) -> None:
        self._log = log
        self._program = program
        known = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "KNOWLEDGE_DIR")}
        self._environment = known | {"TELEGRAM_BOT_TOKEN": TOKEN, "LOG_LEVEL": "DEBUG"} | settings
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as log:
            command = [sys.executable, "-c", self._program]
            self._process = subprocess.Popen(command, env=self._environment, stdout=log, stderr=log)  # noqa: S603  # ours

    def kill(self) -> None:
        """End it as a power cut would."""
        self._signal(signal.SIGKILL)

    def stop(self) -> int:
        """End it as an operator would; return its exit code."""
        return self._signal(signal.SIGTERM)

    def send(self, number: signal.Signals) -> None:
        assert self._process
        self._process.send_signal(number)

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8") if self._log.exists() else ""

    def _signal(self, number: signal.Signals) -> int:
        if self._process is None:
            return 0
        self._process.send_signal(number)
        code = self._process.wait(_PATIENCE)
        self._process = None
        return code

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self._process:
            self.kill()
