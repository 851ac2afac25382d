"""Normalise text for matching: one way for all languages, marks kept where words need them."""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

import regex

MAX_CHARS = 600
"""How much of a message is looked at; people ask in its first lines, and time stays bounded."""

_INVISIBLE = dict.fromkeys(
    [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x00AD, 0xFEFF, 0x180E, 0x034F, 0x0640]
)
_STRIPPABLE = ("LATIN", "CYRILLIC", "GREEK", "ARABIC")
_SPECIAL = str.maketrans({
    "ß": "ss", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "ŀ": "l",
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ؤ": "و", "ئ": "ي",
    "և": "եւ",
})  # fmt: skip
_APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ‘`´ʻ′", "'"))
_LOOKALIKES = str.maketrans("aeopcxyikmthbjs", "аеорсхуікмтнвјѕ")
_LOOKALIKES_BACK = str.maketrans("аеорсхуікмтнвјѕ", "aeopcxyikmthbjs")
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}\p{M}]*")
FLAG = "zzflag"
"""Beginning of the word that stands for a flag, before its ISO code."""

_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}|\U0001f3f4([\U000e0061-\U000e007a]+)\U000e007f")
_END = re.compile("[.!?…:¡¿؟։]")
"""What ends a sentence, after which a capital says nothing."""

_REPEAT = re.compile(r"(\D)\1{2,}")


def clean(text: str) -> str:
    """Return the text in one Unicode form, without control and invisible characters, cut to ``MAX_CHARS``."""
    text = _FLAG.sub(_spell_flag, unicodedata.normalize("NFKC", text[: 4 * MAX_CHARS])).translate(_INVISIBLE)
    text = "".join(" " if unicodedata.category(char) in ("Cc", "Cs", "Co") else char for char in text)
    return " ".join(text[:MAX_CHARS].split())


def _spell_flag(flag: re.Match[str]) -> str:
    """Return a flag as a word with the ISO code of its country or region in it."""
    first = 0xE0061 if flag[1] else 0x1F1E6
    return f" {FLAG}{''.join(chr(ord('a') + ord(sign) - first) for sign in flag[1] or flag[0])} "


@lru_cache(maxsize=4096)
def _strip_mark(char: str) -> str:
    """Return the letter without its marks where the script can do without them."""
    if char < "\x80" or not unicodedata.name(char, "").startswith(_STRIPPABLE):
        return char
    parts = unicodedata.normalize("NFKD", char)
    return "".join(part for part in parts if not unicodedata.combining(part)) or char


def fold(text: str) -> str:
    """Return the text as it is compared: small letters, no accents, one spelling of each Arabic letter."""
    text = text.casefold().translate(_SPECIAL)
    text = "".join(map(_strip_mark, text)) if not text.isascii() else text
    text = re.sub(r"[\u0300-\u036f\u064b-\u065f\u0670]", "", text)
    return _REPEAT.sub(r"\1", text)


def _one_script(word: str) -> str:
    """Return the word with look-alike letters of another script put right."""
    if word.isascii():
        return word
    latin = sum("a" <= char <= "z" for char in word)
    cyrillic = sum("\u0400" <= char <= "\u04ff" for char in word)
    if not latin or not cyrillic:
        return word
    return word.translate(_LOOKALIKES if cyrillic > latin else _LOOKALIKES_BACK)


def raw_words(text: str) -> list[str]:
    """Return the words as they are written; an apostrophe parts them except between Cyrillic letters."""
    return _WORD.findall(_joined(text))


def capitals(text: str) -> tuple[bool, ...]:
    """Return for each of the raw words whether a capital marks it as a name: inside a sentence, or all in capitals."""
    text = _joined(text)
    found = list(_WORD.finditer(text))
    if all(match[0].isupper() for match in found):
        return (False,) * len(found)
    inside = (False, *(_END.search(text, a.end(), b.start()) is None for a, b in pairwise(found)))
    return tuple(
        match[0][:1].isupper() and (within or match[0][1:].isupper())
        for match, within in zip(found, inside, strict=True)
    )


def _joined(text: str) -> str:
    """Return the text with one kind of apostrophe, and none inside a Cyrillic word."""
    text = text.translate(_APOSTROPHES)
    return re.sub(r"(?<=[\u0400-\u04ff])'(?=[\u0400-\u04ff])", "", text) if "'" in text else text


@lru_cache(maxsize=4096)
def fold_word(word: str) -> str:
    """Return one word as it is compared, look-alike letters of another script put right."""
    return _one_script(fold(word))


def words(text: str) -> list[str]:
    """Return the folded words of a text."""
    return [fold_word(word) for word in raw_words(text)]
