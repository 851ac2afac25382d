"""Numbers, lists and names as CLDR has them for a language."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from babel import Locale, localedata
from babel.languages import get_official_languages

_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
"""Codes of CLDR for unions, outlying islands and tests."""

_FOUR_TOGETHER = frozenset({"es", "ca"})
"""Languages that part the digits from five on only (minimumGroupingDigits in CLDR, which Babel does not heed)."""

_CODES = {"fil": "tl"}
"""Codes of CLDR that have another name here."""

RIGHT_TO_LEFT = frozenset({"ar"})
_LATIN_RUN = re.compile(r"[A-Za-z0-9@](?:[A-Za-z0-9@À-ɏ.,:/_'’&+–-]| (?=[A-Za-z0-9@]))*(?<![.,:])")
_FIRST_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class _Tables:
    """What is needed of a language's CLDR data."""

    countries: Mapping[str, str]
    regions: Mapping[str, str]
    """Names of parts of the world by their UN M.49 code."""

    languages: Mapping[str, str]
    lists: Mapping[str, str]
    """Patterns of an enumeration: ``2``, ``start``, ``middle``, ``end``."""

    group: str
    """Separator between the thousands."""


@cache
def _tables(language: str) -> _Tables:
    """Return the tables; the rest of what Babel reads, some megabyte a language, is let go of."""
    locale = Locale.parse(language)
    tables = _Tables(
        countries={iso: str(name) for iso, name in locale.territories.items() if iso.isalpha()},
        regions={code: str(name) for code, name in locale.territories.items() if code.isdecimal()},
        languages={code: str(name) for code, name in locale.languages.items()},
        lists=dict(locale.list_patterns["standard"]),
        group=str(locale.number_symbols["latn"]["group"]),
    )
    localedata._cache.clear()  # noqa: SLF001  # Babel offers no other way
    return tables


def format_number(value: str, language: str) -> str:
    """Return the whole number with the separators of the language, in European digits."""
    together = language in _FOUR_TOGETHER and len(value) <= 4  # noqa: PLR2004
    return str(int(value)) if together else f"{int(value):,}".replace(",", _tables(language).group)


def join_list(items: Sequence[str], language: str) -> str:
    """Return the items as an enumeration such as "a, b and c"."""
    patterns = _tables(language).lists
    if len(items) <= 2:  # noqa: PLR2004
        return patterns["2"].format(*items) if len(items) == 2 else "".join(items)  # noqa: PLR2004
    joined = patterns["start"].format(items[0], items[1])
    for item in items[2:-1]:
        joined = patterns["middle"].format(joined, item)
    return patterns["end"].format(joined, items[-1])


def country_name(iso: str, language: str) -> str:
    """Return the usual name of the country; its code where CLDR has none."""
    return _tables(language).countries.get(iso, iso)


def country_names(language: str) -> dict[str, str]:
    """Return the name of every country by its ISO 3166-1 alpha-2 code."""
    named = _tables(language).countries.items()
    return {iso: name for iso, name in named if len(iso) == 2 and iso not in _NO_COUNTRIES}  # noqa: PLR2004


def region_name(code: str, language: str) -> str:
    """Return the name of a part of the world; its code where CLDR has none."""
    return _tables(language).regions.get(code, code)


def is_country(iso: str) -> bool:
    """Return whether CLDR knows a country of this ISO 3166-1 alpha-2 code."""
    return iso in country_names("en")


def language_name(code: str, language: str) -> str:
    """Return the name of the language ``code`` in ``language``; the code where CLDR has none."""
    return _tables(language).languages.get(code, code)


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
