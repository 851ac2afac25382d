import pytest

from bot.engine import Context, Engine, Question


def reply(engine: Engine, text: str, last: str | None, language: str = "en") -> str | None:
    """Return the target that the text leads to after the answer with the target ``last``."""
    return engine.answer(Question(text, Context(last_language=language, last_target=last))).target


@pytest.mark.parametrize(
    ("text", "last", "language", "target"),
    [
        ("and in Mexico?", "country:KE", "en", "country:MX"),
        ("what about Kenya?", "country:MX", "en", "country:KE"),
        ("and Nairobi?", "member:madrid", "en", "member:nairobi"),
        ("¿y en Colombia?", "country:AR", "es", "country:CO"),
        ("et en Ukraine ?", "country:FR", "fr", "country:UA"),
        ("e no Brasil?", "members:1", "pt", "country:BR"),
        ("and Madrid?", "topic:reforms.austin", "en", "topic:reforms.madrid"),
        ("more", "members:1", "en", "members:2"),
        ("more", "members:r019.1", "en", "members:r019.2"),
        ("más", "members:2", "es", "members:3"),
        ("tell me more", "topic:benefits", "en", "topic:benefits.network"),
        ("the second one", "topic:themes", "en", "topic:themes.anti-corruption"),
        ("and the third one?", "topic:benefits", "en", "topic:benefits.peer-exchange"),
        ("la última", "topic:themes", "es", "topic:themes.digital"),
    ],
)
def test_short_utterance_is_understood_after_an_answer(
    engine: Engine, text: str, last: str, language: str, target: str
) -> None:
    assert reply(engine, text, last, language) == target


def test_question_of_its_own_is_no_follow_up(engine: Engine) -> None:
    assert reply(engine, "and how can my town join the programme?", "country:KE") == "topic:join"


def test_number_beyond_the_list_is_no_follow_up(engine: Engine) -> None:
    assert reply(engine, "the ninth one", "topic:join") is None


def test_more_after_the_last_page_does_not_fail(engine: Engine) -> None:
    answer = engine.answer(Question("more", Context(last_language="en", last_target="members:99")))
    assert answer.text


def test_nothing_lends_meaning_without_an_answer_before(engine: Engine) -> None:
    assert reply(engine, "the second one", None) is None


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("What are the benefits and how do we join?", ("benefits", "join")),
        ("¿Cuáles son los beneficios y cómo nos unimos?", ("benefits", "join")),
        ("Quels sont les thèmes et où est votre site ?", ("themes", "contact.website")),
        ("What is OGP Local? Is Nairobi a member?", ("about.ogp-local", "members.lookup")),
    ],
)
def test_two_wishes_are_answered_in_one_message(engine: Engine, text: str, topics: tuple[str, str]) -> None:
    answer = engine.answer(Question(text))
    assert (answer.topic, answer.choices[0]) == topics, answer.text
    assert len(answer.text) <= 4096
    assert len(answer.links) == len(set(answer.links))


@pytest.mark.parametrize("text", ["Not the summit, the other event", "no quiero la cumbre, el otro evento"])
def test_what_was_refused_is_not_answered(engine: Engine, text: str) -> None:
    answer = engine.answer(Question(text))
    assert answer.topic != "events.global-summit"
    assert answer.topic in ("events", "events.open-gov-week") or "events.open-gov-week" in answer.choices
