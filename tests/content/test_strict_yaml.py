from pathlib import Path

import pytest

from bot.content.strict_yaml import line_of, read_yaml
from bot.errors import ContentError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "some.yaml"


def test_every_scalar_stays_a_string(file: Path) -> None:
    file.write_text("no: no\nyear: 2011\nempty:\nbig: 1_000\n", encoding="utf-8")
    assert read_yaml(file) == {"no": "no", "year": "2011", "empty": "", "big": "1_000"}


def test_empty_file_holds_nothing(file: Path) -> None:
    file.write_text("# only a comment\n", encoding="utf-8")
    assert read_yaml(file) == {}


def test_duplicate_key_is_refused_with_both_lines(file: Path) -> None:
    file.write_text("a: 1\nb: 2\na: 3\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"line 3: the key 'a' stands here again \(first in line 1\)"):
        read_yaml(file)


def test_tags_build_nothing_but_text(file: Path) -> None:
    file.write_text("a: !!python/object/apply:os.system ['true']\nb: !!int 3\n", encoding="utf-8")
    assert read_yaml(file) == {"a": ["true"], "b": "3"}


def test_line_of_a_nested_key_is_found(file: Path) -> None:
    file.write_text("a:\n  b:\n    c: 1\n", encoding="utf-8")
    assert line_of(file, ("a", "b", "c")) == 3
    assert line_of(file, ("a", "x")) == 1
    assert line_of(file, ("x",)) is None
