"""Read question files: tab-separated topic, style, entity, text; one file a language, named by its code."""

from dataclasses import dataclass
from pathlib import Path

from bot.errors import ContentError, Fault

_COLUMNS = 4
NONE = "none"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question and what a careful reader says about it."""

    language: str
    topics: tuple[str, ...]
    """Topics that are right, ``none`` alone for what must not be answered."""

    style: str
    entity: str
    """Member id, ISO code of a country, ``-`` for a place that is not on the list, or empty."""

    text: str


def read_questions(path: Path) -> list[Asked]:
    """Return the questions of a file; raise ContentError with all its faults."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError([Fault(path, "", f"cannot be read as UTF-8 text: {error}")]) from error
    questions: list[Asked] = []
    faults: list[Fault] = []
    for number, line in enumerate(lines, 1):
        cells = line.split("\t")
        if not line.strip():
            continue
        if len(cells) != _COLUMNS or not cells[0] or not cells[3].strip():
            problem = f"needs 4 columns parted by tabs (topic, style, entity, text), has {len(cells)}"
            faults.append(Fault(path, f"line {number}", problem))
            continue
        topics, style, entity, text = cells
        questions.append(Asked(path.stem, tuple(topics.split("|")), style, entity, text))
    if faults:
        raise ContentError(faults)
    return questions
