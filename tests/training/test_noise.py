from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.training.noise import latinise, misspell, read_spellings


@given(st.text(max_size=80), st.integers(0, 99))
def test_slips_keep_the_number_of_words(text: str, seed: int) -> None:
    assert len(misspell(text, Random(seed)).split()) == len(text.split())


def test_slips_are_the_same_for_the_same_seed() -> None:
    text = "how can my municipality join the partnership"
    assert misspell(text, Random(1)) == misspell(text, Random(1)) != text


def test_letters_are_spelled_one_way_throughout() -> None:
    spellings = read_spellings({"ж": "zh j", "а": "a", "ь": "''"})
    assert latinise("Жажа жь", spellings, Random(3)) in ("zhazha zh", "jaja j")
