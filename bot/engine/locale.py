"""Numbers, lists and names as CLDR has them for a language."""

import re
from collections.abc import Sequence
from functools import cache

from babel import Locale
from babel.languages import get_official_languages
from babel.lists import format_list
from babel.numbers import format_decimal

_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
"""Codes of CLDR for unions, outlying islands and tests."""

_FOUR_TOGETHER = frozenset({"es", "ca"})
"""Languages that part the digits from five on only (minimumGroupingDigits in CLDR, which Babel does not heed)."""

_CODES = {"fil": "tl"}
"""Codes of CLDR that have another name here."""

RIGHT_TO_LEFT = frozenset({"ar"})
_LATIN_RUN = re.compile(r"[A-Za-z0-9@](?:[A-Za-z0-9@À-ɏ.,:/_'’&+–-]| (?=[A-Za-z0-9@]))*(?<![.,:])")
_FIRST_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)


def format_number(value: str, language: str) -> str:
    """Return the whole number with the separators of the language, in European digits."""
    together = language in _FOUR_TOGETHER and len(value) <= 4  # noqa: PLR2004
    return format_decimal(int(value), locale=_locale(language), numbering_system="latn", group_separator=not together)


def join_list(items: Sequence[str], language: str) -> str:
    """Return the items as an enumeration such as "a, b and c"."""
    return format_list(list(items), locale=_locale(language))


def country_name(iso: str, language: str) -> str:
    """Return the usual name of the country; its code where CLDR has none."""
    return str(_locale(language).territories.get(iso, iso))


def country_names(language: str) -> dict[str, str]:
    """Return the name of every country by its ISO 3166-1 alpha-2 code."""
    territories = _locale(language).territories.items()
    return {iso: str(name) for iso, name in territories if iso.isalpha() and len(iso) == 2 and iso not in _NO_COUNTRIES}  # noqa: PLR2004


def is_country(iso: str) -> bool:
    """Return whether CLDR knows a country of this ISO 3166-1 alpha-2 code."""
    return iso in country_names("en")


def language_name(code: str, language: str) -> str:
    """Return the name of the language ``code`` in ``language``; the code where CLDR has none."""
    return str(_locale(language).languages.get(code, code))


def official_languages(iso: str) -> tuple[str, ...]:
    """Return the codes of the languages that are official in the whole country."""
    return tuple(_CODES.get(code, code) for code in get_official_languages(iso, de_facto=True))


def own_language_name(code: str) -> str:
    """Return what speakers of the language call it, with a capital letter as on a button."""
    name = language_name(code, code)
    return name[:1].title() + name[1:]


def isolate(text: str, language: str) -> str:
    """Return the text with Latin runs isolated where the language is written from right to left."""
    if language not in RIGHT_TO_LEFT:
        return text
    return _LATIN_RUN.sub(lambda run: f"{_FIRST_ISOLATE}{run.group()}{_POP_ISOLATE}", text)
