import os
import time
from pathlib import Path

import pytest

from bot.telegram.health import STALE_AFTER, fault, main
from bot.telegram.heartbeat import Heartbeat

NOW = 1_700_000_000.0


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "heartbeat"


def test_fresh_heartbeat_is_healthy(file: Path) -> None:
    Heartbeat(file).beat()
    os.utime(file, (NOW, NOW))
    assert fault(file, NOW + STALE_AFTER) is None


def test_old_heartbeat_is_not(file: Path) -> None:
    Heartbeat(file).beat()
    os.utime(file, (NOW, NOW))
    assert fault(file, NOW + 500) == f"{file}: last heartbeat 500 s ago; the bot gets no updates"


def test_missing_heartbeat_is_not(file: Path) -> None:
    assert fault(file, NOW) == f"{file}: No such file or directory; the bot has not fetched any updates yet"


def test_check_without_a_file_says_what_to_set() -> None:
    assert "HEARTBEAT_FILE" in str(fault(None, NOW))


def test_no_file_no_beat() -> None:
    Heartbeat(None).beat()


def test_command_returns_the_exit_code(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(file.parent)
    monkeypatch.setenv("HEARTBEAT_FILE", str(file))
    assert main() == 1
    assert "No such file" in capsys.readouterr().err
    Heartbeat(file).beat()
    os.utime(file, (time.time(), time.time()))
    assert (main(), capsys.readouterr().err) == (0, "")


def test_command_with_faulty_settings_is_unhealthy(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(file.parent)
    monkeypatch.setenv("STATE_DAYS", "soon")
    assert main() == 1
    assert "STATE_DAYS: must be a whole number" in capsys.readouterr().err
