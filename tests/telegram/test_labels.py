"""Buttons fit on a small telephone in every language."""

from collections.abc import Iterator

import pytest

from bot.engine import Engine
from bot.engine.dialogue import Answer, Question
from bot.telegram.desk import Desk
from bot.telegram.keyboard import FITS, SHORT, fitting, keyboard
from tests.support.days import KEPT_FOR

QUESTIONS = ("Is Córdoba a member?", "Georgia", "who is the mayor of Madrid?", "Is Naivasha a member?")
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


def test_labels_fit_beside_each_other_or_alone_in_every_language(engine: Engine) -> None:
    for language in engine.languages:
        for answer in answers(engine, language):
            for row in keyboard(answer).inline_keyboard if keyboard(answer) else ():  # type: ignore[union-attr]  # looked at
                longest = max(len(button.text) for button in row)
                assert longest <= (SHORT if len(row) > 1 else FITS), [button.text for button in row]
                assert len(row) <= 2


def test_words_of_buttons_fit_without_being_cut_in_every_language(engine: Engine) -> None:
    long = [
        option.label
        for language in engine.languages
        for answer in answers(engine, language)
        for option in answer.options
        if len(option.label) > FITS and not option.target.startswith(("member:", "later:", "other:"))
    ]
    words = [(code, key) for code in engine.languages for key, said in engine._knowledge.locales[code].words.items()
             if key.startswith(("button.", "link.")) and len(said) > FITS]  # fmt: skip
    assert (long, words) == ([], [])


@pytest.mark.parametrize("count", [FITS, FITS + 1, 90])
def test_name_that_is_too_long_is_cut(count: int) -> None:
    assert len(fitting("x" * count)) == min(count, FITS)
    assert fitting("x" * count).endswith("…") == (count > FITS)
