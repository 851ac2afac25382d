"""Questions that ask nearly the same, put together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz, process

from bot.engine.text import words
from bot.stores import Kept

_ALIKE = 70
"""Likeness, 0 to 100, from which on questions stand together: words in another order, inflected, misspelled."""

_CHARS, _MOST = 200, 1000
"""Characters of a question that are compared, and groups of a language that it is compared with: the newest.

So 5,000 questions of which none is like another take some seconds, however long they are.
"""


@dataclass(frozen=True, slots=True)
class Group:
    """Questions in one language that are alike, the newest first."""

    language: str
    questions: tuple[Kept, ...]

    @property
    def size(self) -> int:
        """Return how often it was asked."""
        return len(self.questions)

    @property
    def newest(self) -> date:
        """Return the day of the newest."""
        return self.questions[0].day

    @property
    def topics(self) -> tuple[str, ...]:
        """Return what the bot had answered, each once."""
        return tuple(sorted({kept.sent.topic for kept in self.questions}))

    @property
    def texts(self) -> tuple[str, ...]:
        """Return the wordings, each once."""
        return tuple(dict.fromkeys(kept.sent.text for kept in self.questions))


def group_questions(questions: Iterable[Kept]) -> tuple[Group, ...]:
    """Return the groups, the largest first, of equal ones the newest."""
    by_language: defaultdict[str, list[Kept]] = defaultdict(list)
    for kept in sorted(questions, reverse=True):
        by_language[kept.sent.language].append(kept)
    groups = [Group(code, tuple(members)) for code, rows in by_language.items() for members in _alike(rows)]
    return tuple(sorted(groups, key=lambda group: (-group.size, -group.newest.toordinal(), group.questions[0].sent)))


def _alike(questions: Sequence[Kept]) -> list[list[Kept]]:
    """Return the questions in groups; each joins the group whose first question it is most like, else stands alone."""
    firsts: list[str] = []
    groups: list[list[Kept]] = []
    for kept in questions:
        text = " ".join(sorted(words(kept.sent.text[:_CHARS])))
        found = process.extractOne(text, firsts, scorer=fuzz.ratio, processor=None, score_cutoff=_ALIKE)
        if found:
            groups[found[2]].append(kept)
            continue
        if len(firsts) < _MOST:
            firsts.append(text)
        groups.append([kept])  # beyond the most, it is the first of a group that no other joins
    return groups
