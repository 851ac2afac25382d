from pathlib import Path

import pytest

from bot.cli import main
from bot.content.check import check_knowledge, check_phrases
from bot.content.draft import write_draft
from bot.content.load import GROUPS, load_knowledge, load_phrases
from bot.errors import BotError
from tests.support.tiny import edit, write_tiny


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_tiny(tmp_path)


def test_draft_holds_every_text_to_be_translated(root: Path) -> None:
    files = write_draft(load_knowledge(root), "de")
    assert {file.relative_to(root / "de").as_posix() for file in files} == {
        *(f"{group}.yaml" for group in GROUPS),
        *(f"questions/{group}.yaml" for group in (*GROUPS, "none")),
        "interface.yaml",
        "places.yaml",
        "grammar.yaml",
    }
    assert "TODO How to join" in (root / "de/join.yaml").read_text(encoding="utf-8")


def test_draft_is_sound_but_not_served(root: Path) -> None:
    write_draft(load_knowledge(root), "de")
    knowledge = load_knowledge(root)
    assert "de" in knowledge.languages
    assert "de" not in knowledge.served
    assert knowledge.locales["de"].texts == {}
    assert check_knowledge(knowledge) == []
    assert check_phrases(knowledge, load_phrases(root, knowledge.languages)) == []


def test_translated_topic_counts_and_the_others_do_not(root: Path) -> None:
    write_draft(load_knowledge(root), "de")
    text = (root / "de/join.yaml").read_text(encoding="utf-8").replace("TODO ", "")
    (root / "de/join.yaml").write_text(text, encoding="utf-8")
    assert set(load_knowledge(root).locales["de"].texts) == {"join"}


def test_language_served_too_early_is_a_fault(root: Path) -> None:
    write_draft(load_knowledge(root), "de")
    edit(root, "languages.yaml", "de: {status: draft", "de: {status: served")
    faults = [str(fault) for fault in check_knowledge(load_knowledge(root))]
    assert any("de/join.yaml: join: is missing in this language" in fault for fault in faults)


def test_language_that_is_there_is_not_overwritten(root: Path) -> None:
    with pytest.raises(BotError, match="is there already"):
        write_draft(load_knowledge(root), "es")


def test_command_says_what_to_do_next(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KNOWLEDGE_DIR", str(root))
    assert main(["draft", "de"]) == 0
    assert "German" in capsys.readouterr().out
    assert main(["draft", "xx-nowhere"]) == 2
    assert "is no language that CLDR knows" in capsys.readouterr().err
