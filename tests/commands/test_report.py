import io
import json
import re
from datetime import UTC, date, datetime
from importlib import util
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from bot.cli import main
from bot.report.terminal import as_object, print_report
from bot.settings import Settings
from tests.report.filled import HOSTILE, fill, read
from tests.support.servers import redis_server

DOCUMENTED = Path(__file__).parent.parent.parent / "docs" / "report.md"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_object_is_the_one_that_is_documented(folder: Path) -> None:
    (block,) = re.findall(r"```json\n(.*?)```", DOCUMENTED.read_text(encoding="utf-8"), re.DOTALL)
    assert json.loads(json.dumps(as_object(read(fill(folder / "state.sqlite"))))) == json.loads(block)


def test_store_is_that_of_the_settings(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(folder / "state.sqlite", datetime.now(UTC).date())
    assert main(["report", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert (printed["answers"], printed["unknown"], len(printed["questions"])) == (8, 1, 2)
    assert main(["report", "--json", "--days", "1"]) == 0
    assert json.loads(capsys.readouterr().out)["answers"] == 4


@pytest.mark.parametrize("columns", [40, 80])
def test_tables_fit_and_name_everything(columns: int, folder: Path) -> None:
    console = Console(width=columns, record=True, file=io.StringIO())
    print_report(read(fill(folder / "state.sqlite", hostile=HOSTILE)), console)
    text = console.export_text()
    assert max(map(cell_len, text.splitlines())) <= columns
    for words in ("9 answers", "members.lookup", "es", "11-28", "متى"):
        assert words in text


def test_empty_store_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(folder / "state.sqlite", date(2020, 1, 1))
    assert main(["report"]) == 0
    assert "Nothing was counted and no question was sent in these days." in capsys.readouterr().out


def test_page_is_written(folder: Path) -> None:
    fill(folder / "state.sqlite", datetime.now(UTC).date())
    assert main(["report", "--html", "report.html"]) == 0
    assert (folder / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def refusal(arguments: list[str], capsys: pytest.CaptureFixture[str], code: int = 1) -> str:
    assert main(["report", *arguments]) == code
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    return error


def test_store_in_memory_is_one_clear_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("STATE_URL", "memory://")
    assert "memory:// keeps nothing" in refusal([], capsys)


def test_store_that_is_not_there_is_one_clear_line_and_is_not_made(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refusal([], capsys).startswith("STATE_URL: state.sqlite: is not there")
    assert list(folder.iterdir()) == []


def test_server_that_is_not_there_is_one_clear_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STATE_URL", "redis://127.0.0.1:1/0")
    assert "cannot be read" in refusal([], capsys)


def test_server_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with redis_server(tmp_path) as server:
        monkeypatch.setenv("STATE_URL", server.url)
        assert main(["report"]) == 0
    assert "Nothing was counted" in capsys.readouterr().out


def test_file_that_cannot_be_written_is_one_clear_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(folder / "state.sqlite")
    assert refusal(["--html", "none/report.html"], capsys).startswith("--html: none/report.html: cannot be written")


def test_plots_that_are_not_installed_are_one_clear_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(folder / "state.sqlite")
    found = util.find_spec
    monkeypatch.setattr("bot.commands.report.find_spec", lambda name: None if name == "matplotlib" else found(name))
    assert "pip install 'ogp-local-bot[report]'" in refusal(["--html", "report.html"], capsys)


@pytest.mark.parametrize("days", ["0", "-3"])
def test_days_that_are_none_are_wrong_usage(days: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(folder / "state.sqlite")
    assert "--days: must be 1 or more" in refusal([f"--days={days}"], capsys, 2)
