import time
from datetime import date, timedelta
from random import Random

import pytest

from bot.report.likeness import group_questions
from bot.stores import Kept, Sent

DAY = date(2026, 11, 1)


def kept(language: str, text: str, day: int = 0, topic: str = "unknown") -> Kept:
    return Kept(DAY + timedelta(days=day), Sent(language, topic, text))


def test_wordings_of_one_question_stand_together_the_largest_group_first() -> None:
    questions = [
        kept("es", "¿Hay becas para jóvenes?", 9),
        kept("es", "¿Cuándo abre la próxima convocatoria?", 1),
        kept("es", "cuando abre la proxima convocatoria", 3, "join"),
        kept("es", "la próxima convocatoria, ¿cuándo abre?", 2),
    ]
    largest, other = group_questions(questions)
    assert (largest.size, largest.newest, largest.topics) == (3, DAY + timedelta(days=3), ("join", "unknown"))
    assert largest.texts[0] == "cuando abre la proxima convocatoria"
    assert other.texts == ("¿Hay becas para jóvenes?",)


def test_scripts_without_case_are_grouped_too() -> None:
    questions = [kept("ka", "როდის იქნება შემდეგი მოწვევა?"), kept("ka", "როდის იქნება შემდეგი მოწვევა")]
    questions += [kept("ar", "متى تُفتح الدعوة القادمة؟"), kept("ar", "متى تفتح الدعوة القادمة")]
    questions += [kept("ko", "다음 공모는 언제 시작되나요?"), kept("ko", "다음 공모는 언제 시작하나요")]
    assert [group.size for group in group_questions(questions)] == [2, 2, 2]


def test_languages_are_kept_apart_and_equal_texts_are_shown_once() -> None:
    groups = group_questions([kept("es", "OGP?"), kept("pt", "OGP?"), kept("es", "OGP?")])
    assert [(group.language, group.size, group.texts) for group in groups] == [
        ("es", 2, ("OGP?",)),
        ("pt", 1, ("OGP?",)),
    ]


def test_question_of_masks_and_signs_alone_does_no_harm() -> None:
    assert [group.size for group in group_questions([kept("es", "?!"), kept("es", "🤷")])] != []


@pytest.mark.parametrize("words", [6, 80])
def test_thousands_are_grouped_while_one_waits(words: int) -> None:
    random = Random(7)
    questions = [
        kept("en", " ".join(f"{random.randrange(10**6):x}" for _ in range(words)), random.randrange(90))
        for _ in range(5000)
    ]
    began = time.perf_counter()
    groups = group_questions(questions)
    assert time.perf_counter() - began < 30  # some 3 on a machine that does nothing else, without bounds minutes
    assert sum(group.size for group in groups) == 5000
