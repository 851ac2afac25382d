from pathlib import Path

import pytest

from bot.cli import main
from tests.support.tiny import edit, write_tiny


def test_sound_knowledge_base_is_reported_with_its_coverage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(write_tiny(tmp_path))]) == 0
    assert "3/3" in capsys.readouterr().out


def test_faults_are_printed_and_the_exit_code_is_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(write_tiny(tmp_path), "es/about.yaml", "{founded}", "{fouded}")
    assert main(["check", str(tmp_path)]) == 1
    error = capsys.readouterr().err
    assert "uses {fouded}" in error
    assert "lacks {founded}" in error


def test_copied_test_question_is_a_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_tiny(tmp_path / "knowledge")
    questions = tmp_path / "en.tsv"
    questions.write_text("join\tplain\t\tHow to join, number 3, please\n", encoding="utf-8")
    assert main(["check", str(root), "--questions", str(questions)]) == 1
    assert "copies a test question" in capsys.readouterr().err


def test_own_knowledge_base_is_sound(capsys: pytest.CaptureFixture[str]) -> None:
    questions = [str(file) for file in sorted(Path("tests/questions").glob("*/*.tsv"))]
    assert len(questions) >= 42
    assert main(["check", "--questions", *questions]) == 0, capsys.readouterr().err
