from pathlib import Path

import pytest

from bot.content.check import check_copies, check_knowledge, check_phrases
from bot.content.load import load_knowledge, load_phrases
from bot.errors import ContentError
from tests.support.tiny import edit, write_tiny


def faults_of(root: Path) -> list[str]:
    """Return the faults of form, or else those that the check finds."""
    try:
        knowledge = load_knowledge(root)
        phrases = load_phrases(root, knowledge.languages)
    except ContentError as error:
        return [str(fault) for fault in error.faults]
    return [str(fault) for fault in (*check_knowledge(knowledge), *check_phrases(knowledge, phrases))]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_tiny(tmp_path)


def test_sound_knowledge_base_has_no_faults(root: Path) -> None:
    assert faults_of(root) == []


# ruff: noqa: E501  # the table reads better in rows
BROKEN = [
    ("key given twice", "es/interface.yaml", "start.text: Welcome", "start.text: a\nstart.text: b", "line 2"),
    ("YAML fault", "es/interface.yaml", "start.text: Welcome", "start.text: [", "interface.yaml"),
    ("not a mapping", "changes.yaml", "moved:\n  links:\n  - brochure", "- moved", "must hold keys and values"),
    ("unknown key of a topic", "es/join.yaml", "summary:", "sumary:", "join: sumary (line"),
    ("title too long", "es/join.yaml", "title: How to join", "title: " + "x" * 61, "join: title"),
    ("button too long", "es/join.yaml", "button: How to join", "button: " + "x" * 29, "join: button"),
    ("source without address", "sources.yaml", "https://example.org/brochure", "brochure.pdf", "brochure: url"),
    ("unknown status", "languages.yaml", "status: served", "status: ready", "en: status"),
    ("unknown country code", "members.yaml", "country: ES", "country: Spain", "madrid: country"),
    ("related topic unknown", "topics.yaml", "- join", "- joni", "'joni', which is not in topics.yaml"),
    ("link unknown", "topics.yaml", "- brochure", "- brochrue", "'brochrue', which is not in sources.yaml"),
    ("group unknown", "topics.yaml", "contact.email:", "kontact.email:", "must begin with one of"),
    ("figure without source", "figures.yaml", "source: brochure", "source: web", "'web', which is not in sources.yaml"),
    ("figure no number", "figures.yaml", "value: '2011'", "value: about 2011", "must be a whole number"),
    ("change unknown", "members.yaml", "kind: city", "kind: city\n  change: gone", "'gone', which is not in changes.yaml"),
    ("namesake unknown", "namesakes.yaml", "{}", "ES:\n  refs: [country:ES, member:atlantis]", "'member:atlantis'"),
    ("topic missing in a language", "es/join.yaml", "join:", "joint:", "es/join.yaml: join: is missing"),
    ("topic known nowhere", "es/join.yaml", "join:", "chat.x:", "chat.x: is not in topics.yaml"),
    ("word missing in a language", "es/interface.yaml", "help.text: Ask me", "", "help.text: is missing"),
    ("word known nowhere", "es/interface.yaml", "help.text", "hepl.text", "hepl.text: is known to no other file"),
    ("member missing in a language", "es/places.yaml", "madrid:", "madird:", "members: madrid: is missing"),
    ("later member missing", "es/places.yaml", "kyiv:", "kiev:", "later: kyiv: is missing"),
    ("unknown placeholder", "es/about.yaml", "{founded}", "{fouded}", "uses {fouded}"),
    ("figure that others say", "es/about.yaml", "{founded}", "2011", "lacks {founded}"),
    ("figure that others do not say", "es/join.yaml", "Sentence", "{founded} sentence", "says {founded}"),
    ("open brace", "es/join.yaml", "Sentence", "{Sentence", "brace without its partner"),
    ("topic without questions", "es/questions/join.yaml", "join:", "joint:", "joint: is not in topics.yaml"),
    ("phrase under two topics", "es/questions/join.yaml", "how to join word", "what is it word", "stands under about.ogp"),
    ("unknown slot", "es/questions/join.yaml", "number 3", "{town}", "uses {town}"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN]
)
def test_fault_is_found(root: Path, file: str, old: str, new: str, expected: str) -> None:
    edit(root, file, old, new)
    found = faults_of(root)
    assert any(expected in fault and file.partition("/")[0] in fault for fault in found), found


def test_answer_that_is_too_short_is_found(root: Path) -> None:
    path = root / "es/join.yaml"
    path.write_text("join: {title: How, button: How, summary: How, answer: Short.}\n", encoding="utf-8")
    assert faults_of(root) == [f"{path}: join: the answer has 6 characters; write 300 to 900"]


def test_too_few_questions_are_counted(root: Path) -> None:
    path = root / "es/questions/join.yaml"
    path.write_text("join:\n  questions: |\n    one\n    two\n", encoding="utf-8")
    assert faults_of(root) == [f"{path}: join: needs 20 questions, has 2; add 18 more"]


def test_missing_file_is_named(root: Path) -> None:
    (root / "es/join.yaml").unlink()
    assert faults_of(root) == [f"{root / 'es/join.yaml'}: is missing; add the file"]


def test_file_in_another_encoding_is_named(root: Path) -> None:
    (root / "es/join.yaml").write_bytes("join: señal".encode("latin-1"))
    assert "is not UTF-8" in faults_of(root)[0]


def test_all_faults_of_a_run_are_reported_at_once(root: Path) -> None:
    edit(root, "sources.yaml", "https://example.org/brochure", "brochure.pdf")
    edit(root, "es/join.yaml", "title:", "tittle:")
    edit(root, "members.yaml", "kind: city", "kind: village")
    assert {Path(fault.split(": ")[0]).name for fault in faults_of(root)} == {
        "sources.yaml",
        "join.yaml",
        "members.yaml",
    }


def test_text_in_another_script_is_found(root: Path) -> None:
    edit(root, "languages.yaml", "es:", "ru:")
    (root / "es").rename(root / "ru")
    assert any("is not written in Cyrillic letters" in fault for fault in faults_of(root))


def test_draft_language_may_be_incomplete(root: Path) -> None:
    edit(root, "languages.yaml", "es:\n  status: served", "es:\n  status: draft")
    (root / "es/join.yaml").unlink()
    assert faults_of(root) == []


@pytest.mark.parametrize(
    "asked", ["How to join number 3, please?", "how to join the number 3 please", "HOW TO JOIN NUMBER 3 PLEASE"]
)
def test_copies_of_test_questions_are_found(root: Path, asked: str) -> None:
    phrases = load_phrases(root, ["en"])
    found = check_copies(phrases, {"en": [asked]}, root)
    assert any("'how to join number 3 please' copies a test question" in str(fault) for fault in found)


def test_single_words_of_test_questions_are_free(root: Path) -> None:
    path = root / "en/questions/join.yaml"
    path.write_text("join:\n  questions: |\n    joining\n", encoding="utf-8")
    assert check_copies(load_phrases(root, ["en"]), {"en": ["Joining?"]}, root) == []
