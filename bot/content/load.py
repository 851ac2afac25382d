"""Read the folder ``knowledge`` into frozen models, reporting all faults of form at once."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bot.content.schema import (
    Change,
    Country,
    CountryForms,
    Eligibility,
    Elsewhere,
    Figure,
    Grammar,
    Knowledge,
    Language,
    LaterMember,
    LocaleContent,
    Member,
    Namesakes,
    Phrases,
    PlaceName,
    Region,
    Source,
    Topic,
    TopicText,
    Towns,
)
from bot.content.strict_yaml import line_of, read_yaml
from bot.errors import ContentError, Fault

GROUPS = ("about", "themes", "reforms", "events", "benefits", "members", "join", "contact", "chat")
"""One file per group of topics: the part of a topic's id before the dot."""

NONE = "none"
"""Label of the utterances that must not be answered."""

TODO = "TODO"
"""Beginning of a text that is still to be translated; what holds one counts as missing."""

Row = TypeVar("Row", bound=BaseModel)


class _Faults:
    """Collects the faults of all files, so that one run shows every one of them."""

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def read(self, path: Path) -> dict[str, Any]:
        """Return the file's mapping, empty when it is faulty."""
        try:
            return read_yaml(path)
        except ContentError as error:
            self.found.extend(error.faults)
            return {}

    def rows(
        self, path: Path, data: Mapping[str, Any], model: type[Row], prefix: tuple[str, ...] = ()
    ) -> dict[str, Row]:
        """Return the rows of the mapping that fit the model; note the others as faults with their lines."""
        rows: dict[str, Row] = {}
        for key, value in data.items():
            try:
                rows[key] = model.model_validate(value)
            except ValidationError as error:
                self.found.extend(_located(path, (*prefix, key), error))
        return rows

    def whole(self, path: Path, data: Mapping[str, Any], model: type[Row]) -> Row:
        """Return a file that is one entry; an empty one, with its faults noted, when it does not fit the model."""
        try:
            return model.model_validate(data)
        except ValidationError as error:
            self.found.extend(_located(path, (), error))
            return model()

    def table(self, path: Path, model: type[Row]) -> dict[str, Row]:
        """Return a file that is one table of rows."""
        return self.rows(path, self.read(path), model)


def _located(path: Path, keys: tuple[str, ...], error: ValidationError) -> Iterable[Fault]:
    """Yield one fault for each thing that pydantic found."""
    for detail in error.errors():
        where = (*keys, *(str(part) for part in detail["loc"]))
        found = "" if detail["type"] == "missing" else f" (found {str(detail['input'])[:60]!r})"
        line = line_of(path, where)
        place = ": ".join(where) + (f" (line {line})" if line else "")
        yield Fault(path, place, f"{_ADVICE.get(detail['type'], detail['msg'])}{found}")


_ADVICE = {
    "missing": "is missing; add it",
    "extra_forbidden": "is not a key of this file; check the spelling or remove it",
    "model_type": "must be a group of `key: value` lines",
    "string_type": "must be text",
    "string_too_short": "is empty; write a text",
}


def _check(faults: _Faults) -> None:
    if faults.found:
        raise ContentError(faults.found)


def load_knowledge(root: Path) -> Knowledge:
    """Return the knowledge base below the folder; raise ContentError with all faults of form."""
    faults = _Faults()
    languages = faults.table(root / "languages.yaml", Language)
    knowledge = Knowledge(
        root=root,
        languages=languages,
        topics=faults.table(root / "topics.yaml", Topic),
        sources=faults.table(root / "sources.yaml", Source),
        figures=faults.table(root / "figures.yaml", Figure),
        members=faults.table(root / "members.yaml", Member),
        later=faults.table(root / "later.yaml", LaterMember),
        countries=faults.table(root / "countries.yaml", Country),
        namesakes=faults.table(root / "namesakes.yaml", Namesakes),
        elsewhere=faults.table(root / "elsewhere.yaml", Elsewhere),
        regions=faults.table(root / "towns.yaml", Towns),
        world=faults.table(root / "world.yaml", Region),
        eligibility=faults.whole(root / "eligibility.yaml", faults.read(root / "eligibility.yaml"), Eligibility),
        changes=faults.table(root / "changes.yaml", Change),
        locales={code: _load_locale(root, code, row, faults) for code, row in languages.items()},
    )
    _check(faults)
    return knowledge


def _load_locale(root: Path, code: str, language: Language, faults: _Faults) -> LocaleContent:
    folder = root / code
    draft = language.status == "draft"

    def read(name: str) -> dict[str, Any]:
        path = folder / name
        return {} if draft and not path.exists() else _translated(faults.read(path))

    texts: dict[str, TopicText] = {}
    for group in GROUPS:
        texts |= faults.rows(folder / f"{group}.yaml", read(f"{group}.yaml"), TopicText)
    places = read("places.yaml")
    path = folder / "places.yaml"
    return LocaleContent(
        code=code,
        texts=texts,
        words={key: str(text).strip() for key, text in read("interface.yaml").items()},
        members=faults.rows(path, places.get("members") or {}, PlaceName, ("members",)),
        later=faults.rows(path, places.get("later") or {}, PlaceName, ("later",)),
        countries=faults.rows(path, places.get("countries") or {}, CountryForms, ("countries",)),
        grammar=faults.whole(folder / "grammar.yaml", read("grammar.yaml"), Grammar),
    )


def _translated(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entries, without those in which something is left to be translated."""
    done: dict[str, Any] = {}
    for key, value in data.items():
        texts = value.values() if isinstance(value, dict) else (value,)
        if isinstance(value, dict) and value and all(isinstance(part, dict) for part in texts):
            done[key] = _translated(value)  # a section of ``places.yaml``
        elif not any(isinstance(text, str) and text.lstrip().startswith(TODO) for text in texts):
            done[key] = value
    return done


def load_phrases(root: Path, languages: Iterable[str]) -> dict[str, dict[str, Phrases]]:
    """Return the utterances by language and topic (``none`` included); raise ContentError with all faults of form."""
    faults = _Faults()
    phrases: dict[str, dict[str, Phrases]] = {}
    for code in languages:
        phrases[code] = {}
        for group in (*GROUPS, NONE):
            path = root / code / "questions" / f"{group}.yaml"
            if path.exists():
                phrases[code] |= faults.table(path, Phrases)
    _check(faults)
    return phrases
