import json
from pathlib import Path

import pytest

from bot.cli import main


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    file = tmp_path / "en.tsv"
    rows = [
        "about.ogp-local\tplain\t\tWhat is OGP Local?",
        "members.lookup\tplain\tnairobi\tIs Nairobi a member?",
        "members.lookup\tplain\tmadrid\tIs Nairobi a member?",
        "none\tplain\t\tWhat time is dinner tonight?",
    ]
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return file


def test_figures_are_given_as_json(questions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--json", str(questions)]) == 0
    figures = json.loads(capsys.readouterr().out)["languages"]["en"]
    assert figures["questions"] == 4
    assert figures["right"] == pytest.approx(2 / 3)
    assert figures["false_answers"] == 0


def test_tables_and_wrong_answers_are_printed(questions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--wrong", str(questions)]) == 0
    printed = capsys.readouterr().out
    assert "macro" in printed
    assert "wanted members.lookup madrid; got en answer members.lookup nairobi" in printed


def test_faults_of_a_file_are_named_all_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "en.tsv"
    file.write_text("join plain how\njoin\tplain\t\t\n", encoding="utf-8")
    assert main(["evaluate", str(file)]) == 1
    error = capsys.readouterr().err
    assert "line 1: needs 4 columns" in error
    assert "line 2: needs 4 columns" in error


def test_missing_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "no-such.tsv"]) == 1
    assert "no-such.tsv" in capsys.readouterr().err
