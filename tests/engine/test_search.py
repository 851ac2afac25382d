"""What is found while somebody types."""

import time

import pytest

from bot.engine import Context, Engine
from bot.engine.search import MOST


def found(engine: Engine, typed: str, hint: str | None = None) -> list[tuple[str | None, str]]:
    """Return target and language of what is found."""
    return [(row.answer.target, row.answer.language) for row in engine.search(typed, Context(hint=hint))]


@pytest.mark.parametrize(
    ("typed", "hint", "target", "language"),
    [
        ("scotl", "es", "member:scotland", "en"),
        ("Scotland", "es", "member:scotland", "en"),
        ("escoc", "en", "member:scotland", "es"),
        ("écosse", "en", "member:scotland", "fr"),
        ("ecosse", "en", "member:scotland", "fr"),
        ("scotlnad", "en", "member:scotland", "en"),
        ("is scotland a member", "en", "member:scotland", "en"),
        ("mad", "es", "member:madrid", "es"),
        ("madrid", "sw", "member:madrid", "sw"),
        ("sao paulo", "pt", "member:sao-paulo", "pt"),
        ("서울", "ko", "member:seoul", "ko"),
        ("корд", "ru", "member:cordoba-city", "ru"),
        ("kenya", "en", "country:KE", "en"),
        ("members ken", "en", "country:KE", "en"),
        ("kakam", "en", "later:kakamega", "en"),
        ("benefici", "it", "topic:benefits", "it"),
        ("beneficios", "en", "topic:benefits", "es"),
        ("anticorr", "es", "topic:themes.anti-corruption", "es"),
        ("corrupcion", "es", "topic:themes.anti-corruption", "es"),
        ("how can my town join ogp local", "es", "topic:join", "en"),
        ("what does it cost", "en", "topic:join.cost", "en"),
        ("elegib", "es", "topic:join.eligibility", "es"),
    ],
)
def test_best_is_what_was_meant(typed: str, hint: str, target: str, language: str, engine: Engine) -> None:
    assert found(engine, typed, hint)[0] == (target, language)


def test_country_comes_with_its_members(engine: Engine) -> None:
    targets = [target for target, _ in found(engine, "Kenya", "en")]
    assert {"member:nairobi", "member:makueni", "member:nandi", "member:elgeyo-marakwet"} < set(targets)


@pytest.mark.parametrize("typed", ["", " ", "x", "qwzx", "🏛️", "(((", "\x00"])
def test_nothing_to_find_lists_the_menu_in_the_language_of_the_user(typed: str, engine: Engine) -> None:
    menu = [option.target for option in engine.open("menu:", "sw").options]
    assert found(engine, typed, "sw") == [(target.replace("topic:members", "members:1"), "sw") for target in menu]


def test_fixed_language_is_kept(engine: Engine) -> None:
    rows = engine.search("beneficios", Context(hint="es", pinned="fr"))
    assert {row.answer.language for row in rows} == {"fr"}


def test_rows_are_few_and_each_has_a_title_and_one_line(engine: Engine) -> None:
    for typed in ("a", "el", "sa", "members", "open", "kenya", ""):
        rows = engine.search(typed, Context(hint="en"))
        assert 1 <= len(rows) <= MOST
        assert len({row.answer.target for row in rows}) == len(rows)
        assert all(row.title and row.summary and "\n" not in row.title + row.summary for row in rows)
        assert all("{" not in row.title + row.summary for row in rows)


@pytest.mark.parametrize(
    "typed",
    [
        *("join " * 51, "a" * 256, "😀" * 128, "é" * 256, "Что такое OGP " * 18, "m a d r i d " * 21, "\u202e" * 256),
        *("{email} {0} %s <b>", "Is Elgeyo Marakwet in Kenya a member, and how about Scotland and Catalonia? " * 3),
    ],
)
def test_anything_is_searched_for_in_time(typed: str, engine: Engine) -> None:
    engine.search(typed[:256], Context(hint="es"))
    took = []
    for _ in range(5):
        began = time.process_time()
        assert engine.search(typed[:256], Context(hint="es"))
        took.append(time.process_time() - began)
    assert min(took) < 0.015
