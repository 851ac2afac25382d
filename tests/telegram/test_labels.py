"""Buttons fit on a small telephone in every language."""

from collections.abc import Iterator

import pytest
from rich.cells import cell_len

from bot.engine import Engine
from bot.engine.dialogue import Answer, Option, Question
from bot.telegram.desk import Desk
from bot.telegram.keyboard import FITS, SHORT, fitting, keyboard
from tests.support.days import KEPT_FOR

QUESTIONS = ("Is Córdoba a member?", "Georgia", "who is the mayor of Madrid?", "Is Naivasha a member?")
NAMES = ("member:", "later:", "other:")
"""Begins of targets whose labels are names of places, which are cut where they are long."""

CHECK = ("", "--", "KE", "KE.g", "KE.g.y", "KE.g.yynyu", "KE.c", "DE.n", "KE.o")


def answers(engine: Engine, language: str) -> Iterator[Answer]:
    """Yield answers with every kind of button."""
    targets = [f"topic:{topic}" for topic in engine._knowledge.topics]
    targets += [f"check:{step}" for step in CHECK] + ["stop:KE.g", "menu:", "none:", "members:regions", "country:KE"]
    targets += ["members:1", "members:2", "members:r002.1", "members:r019.2", "member:scotland", "later:kakamega"]
    yield from (engine.open(target, language) for target in targets)
    yield from (Desk(engine, KEPT_FOR).open(target, language) for target in ("start:", "language:", "privacy:"))
    for question in QUESTIONS:
        answer = engine.answer(Question(question))
        yield from (engine.open(o.target, language) for o in answer.options if o.target.startswith(("other", "member")))


def labels(engine: Engine, language: str) -> dict[str, str]:
    """Return the labels of buttons as they are before any is cut, by key or target, but for names of places."""
    words = engine._knowledge.locales[language].words
    options = [option for answer in answers(engine, language) for option in (*answer.options, *answer.last)]
    found = {key: said for key, said in words.items() if key.startswith(("button.", "link."))}
    return found | {option.target: option.label for option in options if not option.target.startswith(NAMES)}


def test_words_of_buttons_fit_without_being_cut_in_every_language(engine: Engine) -> None:
    long = [
        (language, key, label)
        for language in engine.languages
        for key, label in labels(engine, language).items()
        if cell_len(label) > FITS
    ]
    assert long == []


def test_labels_share_a_row_only_when_both_are_narrow() -> None:
    options = [Option(label, f"topic:{label.encode().hex()[:9]}") for label in ("회원", "가입", "우리 지역 확인하기")]
    rows = keyboard(Answer(language="ko", kind="answer", topic=None, text="x", options=tuple(options)))
    assert rows
    assert [[button.text for button in row] for row in rows.inline_keyboard] == [
        ["회원", "가입"],
        ["우리 지역 확인하기"],
    ]
    assert len("우리 지역 확인하기") < SHORT < cell_len("우리 지역 확인하기")


@pytest.mark.parametrize("count", [FITS, FITS + 1, 90])
def test_name_that_is_too_long_is_cut(count: int) -> None:
    assert len(fitting("x" * count)) == min(count, FITS)
    assert fitting("x" * count).endswith("…") == (count > FITS)


@pytest.mark.parametrize("sign", ["가", "क्षि", "น้ำ", "🇰🇪", "x"])
def test_cut_name_fits_and_ends_with_a_whole_sign(sign: str) -> None:
    cut = fitting(sign * FITS)
    whole = cut.removesuffix("…")
    assert cell_len(cut) <= FITS
    assert whole == sign * (len(whole) // len(sign))
