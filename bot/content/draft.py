"""Lay out the folder of a new language: the English texts, each marked to be translated."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.content.load import GROUPS, NONE, TODO
from bot.content.schema import Knowledge, LocaleContent
from bot.errors import BotError

_QUESTIONS_HEAD = """\
# How people ask, one utterance per line, as they type it: whole questions, keywords, slang, typing errors.
# vocabulary: words that alone point to the topic; questions: at least 20, better 50, each from another person's mouth.
# {place} and {country} stand for any name.
"""


def write_draft(knowledge: Knowledge, code: str) -> list[Path]:
    """Write the files of a draft in the language and return them; raise BotError when the language is there already."""
    folder = knowledge.root / code
    if code in knowledge.languages or folder.exists():
        raise BotError(f"{folder}: this language is there already; edit its files")
    model = knowledge.locales["en"]
    files = dict(_files(knowledge, model))
    for name, lines in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(lines, encoding="utf-8")
    with (knowledge.root / "languages.yaml").open("a", encoding="utf-8") as languages:
        languages.write(f'{code}: {{status: draft, made: "in the making", date: "unknown", reviewed: "no"}}\n')
    return [folder / name for name in files]


def _files(knowledge: Knowledge, model: LocaleContent) -> Iterator[tuple[str, str]]:
    """Yield the name and text of each file."""
    for group in GROUPS:
        topics = [topic for topic in knowledge.topics if topic.split(".")[0] == group]
        yield f"{group}.yaml", "".join(_topic(topic, model.texts[topic].model_dump()) for topic in topics)
        yield f"questions/{group}.yaml", _QUESTIONS_HEAD + "".join(f"# {topic}:\n" for topic in topics)
    yield f"questions/{NONE}.yaml", "# What must not be answered: everyday talk, near misses, remarks, keyboard mash.\n"
    yield "interface.yaml", "".join(_entry(key, text, 0) for key, text in model.words.items())
    places = {"members": model.members, "later": model.later}
    yield (
        "places.yaml",
        "".join(
            f"{section}:\n" + "".join(f"  {place}:\n{_entry('name', row.name, 4)}" for place, row in rows.items())
            for section, rows in places.items()
        ),
    )
    yield "grammar.yaml", _comment((knowledge.root / "en" / "grammar.yaml").read_text(encoding="utf-8"))


def _topic(topic: str, fields: Mapping[str, str]) -> str:
    return f"{topic}:\n" + "".join(_entry(name, text, 2) for name, text in fields.items())


def _entry(key: str, text: str, indent: int) -> str:
    """Return one key with its English text to be translated, as a block so that nothing needs quotes."""
    blank = " " * indent
    lines = "".join(f"{blank}  {line}\n" if line else "\n" for line in f"{TODO} {text.strip()}".splitlines())
    return f"{blank}{key}: |\n{lines}"


def _comment(text: str) -> str:
    return "".join(f"# {line}\n" if line and not line.startswith("#") else f"{line}\n" for line in text.splitlines())
