from pathlib import Path

import pytest

from bot.bootstrap import build_engine, fingerprint
from bot.cli import main
from bot.content.load import load_knowledge
from bot.engine import Question
from bot.errors import ContentError
from tests.support.tiny import edit, write_tiny


def test_small_knowledge_base_is_learned_and_answers(tmp_path: Path) -> None:
    engine = build_engine(write_tiny(tmp_path), progress=lambda _: None)
    assert engine.answer(Question("how to join number 5 please")).topic == "join"
    assert engine.answer(Question("weather in town number 5 please")).kind == "unknown"


def test_what_was_learned_is_kept_until_the_utterances_change(tmp_path: Path) -> None:
    told: list[str] = []
    root = write_tiny(tmp_path)
    build_engine(root, told.append)
    assert told != []
    told.clear()
    build_engine(root, told.append)
    assert told == []
    edit(root, "en/questions/join.yaml", "number 3", "number three")
    build_engine(root, told.append)
    assert told != []
    assert [folder.name for folder in (root / ".model").iterdir()] == [fingerprint(load_knowledge(root))]


def test_damaged_file_is_learned_anew(tmp_path: Path) -> None:
    root = write_tiny(tmp_path)
    build_engine(root, lambda _: None)
    for file in (root / ".model").glob("*/topic_weights.npy"):
        file.write_bytes(file.read_bytes()[:100])
    assert build_engine(root, lambda _: None).answer(Question("how to join number 5 please")).topic == "join"


def test_faulty_knowledge_base_is_refused_with_all_faults(tmp_path: Path) -> None:
    root = write_tiny(tmp_path)
    edit(root, "es/about.yaml", "{founded}", "{fouded}")
    edit(root, "topics.yaml", "- join", "- joni")
    with pytest.raises(ContentError) as caught:
        build_engine(root, lambda _: None)
    assert {fault.file.name for fault in caught.value.faults} == {"about.yaml", "topics.yaml"}


def test_run_prints_what_check_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_tiny(tmp_path)
    edit(root, "es/about.yaml", "{founded}", "{fouded}")
    assert main(["check", str(root)]) == 1
    said_by_check = capsys.readouterr().err
    monkeypatch.setenv("KNOWLEDGE_DIR", str(root))
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    assert main(["run"]) == 1
    assert capsys.readouterr().err == said_by_check
