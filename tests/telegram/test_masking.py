import timeit

import pytest

from bot.telegram.masking import MAX_CHARS, mask

CASES = [
    ("Escriba a ana.lopez+x@ejemplo.org.mx, gracias", "Escriba a [e-mail], gracias"),
    ("llame al +52 (33) 1234-5678", "llame al [number]"),
    ("هاتفي ٠٥٥ ١٢٣ ٤٥٦٧", "هاتفي [number]"),
    ("@anita, what does @OGP say?", "[name], what does [name] say?"),
    ("see https://t.me/joinchat/AbC?x=1 and HTTP://X.ORG", "see [link] and [link]"),
    ("see t.me/anita, www.example.mx/a or example.org", "see [link] [link] or [link]"),
    ("tg://user?id=12345", "[link]"),
    ("gobierno.mx/tramites/ana", "[link]"),
    ("What changed in 2021-2022, and in 2018/2020?", "What changed in 2021-2022, and in 2018/2020?"),
    ("78 members, 15 countries: e.g. U.S.A.?", "78 members, 15 countries: e.g. U.S.A.?"),
    ("two\nlines\x00  and\ttabs", "two lines and tabs"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_what_leads_to_a_person_is_masked_and_the_rest_stays(text: str, expected: str) -> None:
    assert mask(text) == expected


def test_long_text_is_cut_after_it_was_masked() -> None:
    text = mask("word " * 98 + "ana.lopez@example.org and more")
    assert len(text) == MAX_CHARS
    assert "ana" not in text
    assert text.endswith("…")


@pytest.mark.parametrize("part", ["a", "a.", "1 ", "1   ", "a@", "-", "a.b-", "(", "+1", "@", "1-1.1/"])
def test_time_grows_with_the_text_and_not_with_its_square(part: str) -> None:
    text = part * (4096 // len(part))
    once, tenfold = seconds(text), seconds(10 * text)
    assert tenfold < 40 * max(once, 0.001)  # ten times as much, with room for a busy machine; a square takes a hundred


def seconds(text: str) -> float:
    """Return the shortest time of some that masking takes."""
    return min(timeit.repeat(lambda: mask(text), number=1, repeat=5))
