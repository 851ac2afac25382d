"""The guided check: every path of buttons, in every language; typed answers; the way out and back."""

from collections.abc import Iterator

import pytest

from bot.engine import Answer, Context, Engine, Question
from bot.engine.progress import Progress, read_progress
from bot.errors import StaleTargetError
from bot.telegram.callback import Press, encode

LONGEST_MESSAGE = 4096
PLACE, COUNTRY = "", "--"


def every_page(engine: Engine, language: str, target: str) -> Iterator[Answer]:
    """Yield every page of the check that buttons lead to from the target."""
    open_targets, seen = [target], {target}
    while open_targets:
        answer = engine.open(open_targets.pop(), language)
        yield answer
        for option in answer.options:
            if option.target not in seen and option.target.startswith(("check:", "stop:")):
                seen.add(option.target)
                open_targets.append(option.target)


@pytest.mark.parametrize("code", ["KE", "AU", "BO", "US", "JP", "MX"])
def test_every_path_of_buttons_ends_in_a_verdict_within_telegrams_limits(engine: Engine, code: str) -> None:
    for language in engine.languages:
        for answer in every_page(engine, language, f"check:{code}"):
            assert answer.options, "a dead end"
            assert len(answer.text) + sum(len(link.title) + 2 for link in answer.links) < LONGEST_MESSAGE
            for option in answer.options:
                assert len(encode(Press(option.target, language, in_place=True)).encode()) <= 64
            progress = read_progress((answer.target or "check:").partition(":")[2])
            if answer.target and progress.step == "verdict":
                assert any(option.target == "check:" for option in answer.options)


def test_each_step_has_its_choices_a_way_back_and_a_way_out(engine: Engine) -> None:
    answer = engine.open("check:KE.g.yn", "en")
    assert [option.target for option in answer.options] == [
        "check:KE.g.yny",
        "check:KE.g.ynn",
        "check:KE.g.ynu",
        "check:KE.g.y",
        "stop:KE.g.yn",
    ]
    assert engine.say("check.why", "en") in answer.text


def test_way_out_leads_back_to_where_it_was_left(engine: Engine) -> None:
    assert "check:KE.g.y" in [option.target for option in engine.open("stop:KE.g.y", "en").options]


@pytest.mark.parametrize("name", ["KE.", "KE.x", "KE.g.yyyyyy", "ke", "KE.g.z", ".g", "--.g", "KEN", "KE.g.y.y"])
def test_buttons_of_another_version_are_stale(engine: Engine, name: str) -> None:
    with pytest.raises(StaleTargetError):
        engine.open(f"check:{name}", "en")


def test_country_that_does_not_exist_is_asked_for_again(engine: Engine) -> None:
    assert engine.open("check:QQ", "en").target == "check:--"


def test_going_back_undoes_one_answer_after_the_other() -> None:
    progress, targets = Progress("KE", "g", "yn"), []
    for _ in range(5):
        progress = progress.back()
        targets.append(progress.target)
    assert targets == ["check:KE.g.y", "check:KE.g", "check:KE", "check:--", "check:"]


def reply(engine: Engine, text: str, step: str, language: str = "en") -> Answer:
    return engine.answer(Question(text, Context(step=step, last_language=language)))


@pytest.mark.parametrize(
    ("typed", "step", "target"),
    [
        ("Nakuru", PLACE, "check:KE"),
        ("Barcelona", PLACE, "check:ES"),
        ("Qwzyxville", PLACE, "check:--"),
        ("Kenya", PLACE, "check:KE"),
        ("🇺🇾", COUNTRY, "check:UY"),
        ("Кения", COUNTRY, "check:KE"),
        ("banana", COUNTRY, "check:--"),
        ("🎉", PLACE, "check:"),
        ("🎉", COUNTRY, "check:--"),
    ],
)
def test_typed_answer_leads_on(engine: Engine, typed: str, step: str, target: str) -> None:
    assert reply(engine, typed, step).target == target


def test_member_that_is_typed_ends_the_check(engine: Engine) -> None:
    answer = reply(engine, "Glasgow", PLACE)
    assert (answer.topic, answer.entity.member) == ("join.eligibility", "glasgow")
    assert engine.say("check.verdict.member", "en", place="Glasgow") in answer.text


def test_town_inside_a_member_region_is_told_so(engine: Engine) -> None:
    answer = reply(engine, "Zapopan", PLACE, "es")
    assert "Jalisco" in answer.text
    assert answer.target == "check:MX"


def test_ambiguous_place_is_asked_back(engine: Engine) -> None:
    targets = [option.target for option in reply(engine, "Córdoba", PLACE, "es").options]
    assert targets == ["member:cordoba-city", "member:cordoba-province", "check:ES"]


def test_question_in_between_is_answered_as_such(engine: Engine) -> None:
    answer = reply(engine, "What is the e-mail address of OGP Local?", PLACE)
    assert answer.topic == "contact.email"


def test_country_that_is_out_ends_the_check_before_the_criteria(engine: Engine) -> None:
    answer = engine.open("check:US.g", "en")
    assert engine.say("check.verdict.country-out", "en", country="United States") in answer.text


def test_verdict_names_what_is_missing_and_promises_nothing(engine: Engine) -> None:
    text = engine.open("check:KE.g.ynuyy", "en").text
    assert engine.say("check.verdict.incomplete", "en") in text
    assert engine.say("check.partner.mend", "en") in text
    assert engine.say("check.backing.mend", "en") not in text
    assert engine.say("check.call", "en") in text
    assert "local@opengovpartnership.org" in text


@pytest.mark.parametrize("question", ["Can my city join OGP Local?", "¿Puede unirse mi municipio?", "podemos entrar?"])
def test_question_whether_one_can_join_offers_the_check(engine: Engine, question: str) -> None:
    answer = engine.answer(Question(question))
    assert answer.topic in ("join", "join.eligibility")
    assert answer.options[0].target == "check:"
