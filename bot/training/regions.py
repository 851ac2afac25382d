"""The regions of the world's countries, from ISO 3166-2 with the translations of the iso-codes project."""

import gettext
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress

import pycountry

_CODES = {"tl": "fil"}
"""Languages that the translations are filed under by another code."""


_FIRST, _SECOND = 400_000, 30_000
"""Inhabitants that a region is taken to have, a division of the country or one of such a division."""


def region_names(languages: Sequence[str], member_countries: Collection[str]) -> Iterator[tuple[str, str, int]]:
    """Yield the names of regions, their country and inhabitants: the first divisions, in the members' countries all."""
    catalogues = list(_catalogues(languages))
    for region in pycountry.subdivisions:
        if region.parent_code is None or region.country_code in member_countries:
            names = {region.name, *(catalogue.gettext(region.name) for catalogue in catalogues)}
            for name in sorted(names):
                size = _SECOND if region.parent_code else _FIRST
                yield name.split(" (")[0].split(" [")[0], region.country_code, size


def _catalogues(languages: Sequence[str]) -> Iterator[gettext.NullTranslations]:
    for language in languages:
        with suppress(FileNotFoundError):  # not every language has been translated into
            yield gettext.translation("iso3166-2", pycountry.LOCALES_DIR, [_CODES.get(language, language)])
