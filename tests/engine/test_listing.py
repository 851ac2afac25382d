"""The list of members: pages by country and by region, each member once, all of one message."""

import pytest

from bot.content.schema import Knowledge
from bot.engine import Engine
from bot.engine.dialogue import Answer
from bot.errors import StaleTargetError
from bot.telegram.markup import MAX_LENGTH
from bot.telegram.render import render


def walk(engine: Engine, first: str, language: str) -> list[Answer]:
    """Return all pages that turning leads to."""
    pages, following = [engine.open(first, language)], engine.say("button.next", language)
    while targets := [option.target for option in pages[-1].options if option.label == following]:
        pages.append(engine.open(targets[0], language))
    return pages


def regions(engine: Engine, language: str) -> list[str]:
    return [option.target for option in engine.open("members:regions", language).options[:-1]]


def test_every_country_stands_on_one_page_of_each_list(engine: Engine, knowledge: Knowledge) -> None:
    countries = {row.country for row in knowledge.members.values()}
    by_country = [line for page in walk(engine, "members:1", "en") for line in page.text.split("\n") if ": " in line]
    by_region = [line for first in regions(engine, "en") for page in walk(engine, first, "en")
                 for line in page.text.split("\n") if line.startswith("• ")]  # fmt: skip
    assert len(by_region) == len(countries)
    assert set(by_region) <= set(by_country)


def test_every_page_is_one_message_and_has_a_way_back_in_every_language(engine: Engine) -> None:
    for language in engine.languages:
        pages = [*walk(engine, "members:1", language), engine.open("members:regions", language)]
        for first in regions(engine, language):
            inner = walk(engine, first, language)
            assert all(page.options[-1].target == "members:regions" for page in inner)
            pages += inner
        for page in pages:
            assert len(render(page, engine).text) <= MAX_LENGTH
            assert page.title
            assert page.text.startswith(page.title)
        assert engine.open("members:regions", language).options[-1].target == "members:1"


def test_regions_bear_their_names_in_the_language(engine: Engine) -> None:
    labels = [option.label for option in engine.open("members:regions", "sw").options]
    assert labels[:4] == ["Afrika", "Amerika", "Asia", "Ulaya"]


def test_list_does_not_grow_when_other_countries_are_asked_for(engine: Engine) -> None:
    before = engine.open("members:4", "en").text
    engine.open("country:DE", "en")
    assert engine.open("members:4", "en").text == before


@pytest.mark.parametrize(
    "name", ["0", "99", "", "x", "²", "r", "r002", "r002.0", "r002.9", "r999.1", "r009.1", "regions.1", "1" * 40]
)
def test_page_that_does_not_exist_is_stale(name: str, engine: Engine) -> None:
    with pytest.raises(StaleTargetError):
        engine.open(f"members:{name}", "en")
