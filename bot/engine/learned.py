"""What was learned from the utterances: one value, saved beside the knowledge base and loaded at start."""

import json
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from bot.engine.linear import LinearModel
from bot.engine.places import Gazetteer

_FIELDS = ("hashes", "weights", "scale", "idf", "bias")


@dataclass(frozen=True, slots=True)
class Learned:
    """Everything that the engine needs to understand, apart from the texts."""

    topic: LinearModel
    language: LinearModel
    names: dict[str, tuple[str, ...]]
    """Key of each name (``places.skeleton``) with what it stands for."""

    gazetteer: Gazetteer
    common: frozenset[int]
    """Hashes of words of utterances that are not about places: no misspelled or inflected names."""

    frequent: frozenset[int]
    """Hashes of the most frequent words, which are no abbreviations of names either."""

    vocabulary: npt.NDArray[np.uint32]
    """Hashes of all words of the utterances, sorted."""

    profiles: dict[str, str]
    """Profiles for langdetect, as JSON, of languages that it lacks."""


def save_learned(learned: Learned, path: Path) -> None:
    """Write the value; the file appears whole or not at all."""
    arrays = {f"{name}_{field}": getattr(model, field) for name, model in _models(learned) for field in _FIELDS}
    arrays["gazetteer_hashes"] = learned.gazetteer.hashes
    arrays["gazetteer_country_of"] = learned.gazetteer.country_of
    arrays["common"] = np.array(sorted(learned.common), dtype=np.uint32)
    arrays["frequent"] = np.array(sorted(learned.frequent), dtype=np.uint32)
    arrays["vocabulary"] = learned.vocabulary
    text = {
        "topic": learned.topic.labels,
        "language": learned.language.labels,
        "names": learned.names,
        "countries": list(learned.gazetteer.countries),
        "profiles": learned.profiles,
    }
    arrays["text"] = np.frombuffer(json.dumps(text).encode(), dtype=np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as file:
        np.savez(file, **arrays)
    unfinished.replace(path)


def load_learned(path: Path) -> Learned | None:
    """Return the value; None when the file is missing or not whole."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            text = json.loads(arrays["text"].tobytes())
            models = {
                name: LinearModel(tuple(text[name]), *(arrays[f"{name}_{field}"] for field in _FIELDS))
                for name in ("topic", "language")
            }
            return Learned(
                topic=models["topic"],
                language=models["language"],
                names={key: tuple(refs) for key, refs in text["names"].items()},
                gazetteer=Gazetteer(
                    arrays["gazetteer_hashes"], arrays["gazetteer_country_of"], tuple(text["countries"])
                ),
                common=frozenset(arrays["common"].tolist()),
                frequent=frozenset(arrays["frequent"].tolist()),
                vocabulary=arrays["vocabulary"],
                profiles=text["profiles"],
            )
    except (OSError, KeyError, ValueError, BadZipFile):
        return None


def _models(learned: Learned) -> tuple[tuple[str, LinearModel], ...]:
    return (("topic", learned.topic), ("language", learned.language))
