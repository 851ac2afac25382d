"""Write utterances as people type them: with slips of the finger, or in Latin letters."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from random import Random

Spellings = Mapping[str, Sequence[str]]
"""Letter -> its spellings in Latin letters, the commonest first."""

_USUAL = 0.6
"""How often a letter is spelled the commonest way."""

_NEARBY = {a: b for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm") for a, b in pairwise(row)}


def misspell(text: str, random: Random) -> str:
    """Return the text with one slip in about every third longer word."""
    return " ".join(_slip(word, random) if len(word) > 3 and random.random() < 0.35 else word for word in text.split())  # noqa: PLR2004


def _slip(word: str, random: Random) -> str:
    """Return the word with a letter left out, doubled, swapped with the next, or struck beside."""
    at = random.randrange(1, len(word) - 1)
    kind = random.choice(("drop", "drop", "swap", "double", "near"))
    if kind == "drop":
        return word[:at] + word[at + 1 :]
    if kind == "swap":
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == "double":
        return word[:at] + word[at] + word[at:]
    return word[:at] + _NEARBY.get(word[at], word[at]) + word[at + 1 :]


def read_spellings(row: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the spellings of one row of ``latin.yaml``; two apostrophes stand for nothing at all."""
    return {letter: tuple("" if form == "''" else form for form in forms.split()) for letter, forms in row.items()}


def latinise(text: str, spellings: Spellings, random: Random) -> str:
    """Return the text in Latin letters, each letter spelled one way throughout, as one person would."""
    chosen = {
        letter: forms[0] if random.random() < _USUAL else random.choice(forms) for letter, forms in spellings.items()
    }
    text = text.lower()
    for letter in sorted(chosen, key=len, reverse=True):
        text = text.replace(letter, chosen[letter])
    return text
