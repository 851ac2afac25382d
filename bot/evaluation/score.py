"""Judge answers and add them up."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.engine import Answer
from bot.evaluation.questions import NONE, Asked

_OFFERED = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one question fared."""

    asked: Asked
    answer: Answer
    right: bool
    """Right topic and entity at once; for ``none``: not answered."""

    offered: bool
    """Right at once, or the topic is among the first three offered."""

    language: bool
    """The reply is in the language of the question."""

    @property
    def answerable(self) -> bool:
        """Return whether the question has an answer."""
        return self.asked.topics != (NONE,)


@dataclass(frozen=True, slots=True)
class Tally:
    """Shares, 0 to 1, over some outcomes; None where there is nothing to count."""

    questions: int
    right: float | None
    offered: float | None
    language: float | None
    false_answers: float | None
    """Share of answers among what must get none."""


def judge(asked: Asked, answer: Answer) -> Outcome:
    """Return how the answer fares against what a careful reader says."""
    if asked.topics == (NONE,):
        quiet = answer.kind != "answer"
        return Outcome(asked, answer, right=quiet, offered=quiet, language=answer.language == asked.language)
    right = answer.kind == "answer" and answer.topic in asked.topics and _same_entity(asked, answer)
    offered = right or (answer.kind != "answer" and bool(set(asked.topics) & set(answer.choices[:_OFFERED])))
    return Outcome(asked, answer, right, offered, answer.language == asked.language)


def _same_entity(asked: Asked, answer: Answer) -> bool:
    """Return whether the answer is about the place that was asked about."""
    if answer.topic == "members.country" and asked.entity:
        return answer.entity.country == asked.entity
    if answer.topic == "members.lookup" and asked.entity:
        return answer.entity.member == (None if asked.entity == "-" else asked.entity)
    return True


def tally(outcomes: Iterable[Outcome]) -> Tally:
    """Return the shares over the outcomes."""
    rows = list(outcomes)
    answerable = [row for row in rows if row.answerable]
    rest = [row for row in rows if not row.answerable]
    return Tally(
        questions=len(rows),
        right=_share([row.right for row in answerable]),
        offered=_share([row.offered for row in answerable]),
        language=_share([row.language for row in answerable]),
        false_answers=_share([not row.right for row in rest]),
    )


def _share(flags: list[bool]) -> float | None:
    return sum(flags) / len(flags) if flags else None
