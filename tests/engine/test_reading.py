"""What an utterance of several clauses and names is taken for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine import Engine, Question
from bot.engine.analysis import analyse
from bot.engine.hashes import sorted_hashes
from bot.engine.places import Gazetteer, Mention, PlaceIndex

NAMES = {"tirana": ("member:tirana",), "newyork": ("city:US",), "lao": ("country:LA",)}


@pytest.fixture(scope="module")
def places() -> PlaceIndex:
    none = sorted_hashes(())
    return PlaceIndex(NAMES, Gazetteer(none, none.astype("uint16"), (), none))


@settings(max_examples=200, deadline=None)
@given(text=st.text(alphabet="abж가'’ .,;:?!…،-–\n1", max_size=60))
def test_clauses_hold_each_word_once(places: PlaceIndex, text: str) -> None:
    analysis = analyse(text, places)
    assert [at for start, end in analysis.clauses() for at in range(start, end)] == list(range(len(analysis.words)))


def test_part_keeps_the_names_that_lie_within_it(places: PlaceIndex) -> None:
    whole = analyse("we like Tirana and New York much", places)
    part = whole.part((1, 3), (4, 6))
    assert part.raw == ("like", "Tirana", "New", "York")
    assert part.mentions == (Mention(1, 2, ("member:tirana",), exact=True), Mention(2, 4, ("city:US",), exact=True))
    assert whole.part((0, 5)).mentions == (Mention(2, 3, ("member:tirana",), exact=True),)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("I sell shoes in Harare and travel a lot. Has Zimbabwe any member at all?", "ZW"),
        ("Vivo en Asunción y leo mucho. ¿Paraguay tiene algún miembro?", "PY"),
    ],
)
def test_country_that_is_asked_for_goes_before_the_town_that_was_told(engine: Engine, text: str, country: str) -> None:
    answer = engine.answer(Question(text))
    assert (answer.topic, answer.entity.member, answer.entity.country) == ("members.country", None, country)


def test_member_with_its_country_is_still_asked_for_itself(engine: Engine) -> None:
    answer = engine.answer(Question("Is Tirana in Albania a member?"))
    assert (answer.topic, answer.entity.member) == ("members.lookup", "tirana")


def test_name_that_may_be_a_word_comes_after_one_that_is_none(engine: Engine) -> None:
    answer = engine.answer(Question("у Полтаві мені щось не віриться, чи вона справді серед членів?"))
    assert (answer.topic, answer.entity.member, answer.entity.country) == ("members.lookup", None, "UA")


def test_korean_name_that_is_only_called_so_is_found(engine: Engine) -> None:
    assert engine.answer(Question("마드리드라는 도시도 회원인가요?")).entity.member == "madrid"


@pytest.mark.parametrize(
    "text",
    [
        "The plumber has not come back since Friday. Can you help me get my money back?",
        "Le voisin fait du bruit toute la nuit. Qui faut-il appeler ?",
    ],
)
def test_last_clause_does_not_speak_for_a_story_about_something_else(engine: Engine, text: str) -> None:
    assert engine.answer(Question(text)).kind != "answer"


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("No idea. How do we join?", "join"),
        ("Isn't that for the ministries? Why do you bother with town halls?", "about.why-local"),
    ],
)
def test_one_wish_in_two_clauses_gets_one_answer(engine: Engine, text: str, topic: str) -> None:
    answer = engine.answer(Question(text))
    assert answer.topic == topic
    assert answer.text.startswith(engine.open(f"topic:{topic}", answer.language).text)
