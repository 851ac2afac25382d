import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.text import MAX_CHARS, clean, fold, words


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("¿Qué es OGP Local?", ["que", "es", "ogp", "local"]),
        ("d'OGP l’ONU", ["d", "ogp", "l", "onu"]),
        ("п’ять", ["пять"]),
        ("مَا هِيَ الشّراكة؟", ["ما", "هي", "الشراكه"]),
        ("서울은 회원인가요?", ["서울은", "회원인가요"]),
        ("Timișoara ŽILINA", ["timisoara", "zilina"]),
        ("holaaaaa", ["hola"]),
        ("hоlа", ["hola"]),  # with Cyrillic о and а
        ("😀 🤷‍♀️", []),
        ("o\u200bgp", ["ogp"]),
    ],
)
def test_words_are_folded_the_same_way(written: str, expected: list[str]) -> None:
    assert words(clean(written)) == expected


@pytest.mark.parametrize("written", ["किताब", "বাংলা", "ภาษาไทย"])
def test_words_keep_marks_where_a_script_needs_them(written: str) -> None:
    assert words(clean(written)) == [unicodedata.normalize("NFKC", written)]


@given(st.text(max_size=5000))
def test_cleaned_text_is_short_and_without_controls(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) <= MAX_CHARS
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in cleaned)


@given(st.text(max_size=300))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold(clean(text))
    assert fold(once) == once


@given(st.text(max_size=300))
def test_words_are_never_empty_and_hold_no_blanks(text: str) -> None:
    assert all(word and not word.isspace() and " " not in word for word in words(clean(text)))
