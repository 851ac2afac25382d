"""What was learned from the utterances: one value, saved beside the knowledge base and loaded at start."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.engine.foreign import Grams
from bot.engine.hashes import Hashes
from bot.engine.linear import LinearModel
from bot.engine.places import Gazetteer

_TEXT = "text.json"
_FIELDS = ("hashes", "weights", "scale", "idf", "bias")


@dataclass(frozen=True, slots=True)
class Learned:
    """Everything that the engine needs to understand, apart from the texts."""

    topic: LinearModel
    language: LinearModel
    names: dict[str, tuple[str, ...]]
    """Key of each name (``tokens.skeleton``) with what it stands for."""

    gazetteer: Gazetteer
    common: Hashes
    """Hashes of words of utterances that are not about places: no misspelled or inflected names."""

    frequent: Hashes
    """Hashes of the most frequent words, which are no abbreviations of names either."""

    vocabulary: Hashes
    """Hashes of all words of the utterances."""

    grams: Grams


def save_learned(learned: Learned, folder: Path) -> None:
    """Write the value as a folder of arrays; it appears whole or not at all."""
    arrays: dict[str, npt.NDArray[np.generic]] = {
        f"{name}_{field}": getattr(model, field) for name, model in _models(learned) for field in _FIELDS
    }
    arrays["gazetteer_hashes"] = learned.gazetteer.hashes
    arrays["gazetteer_country_of"] = learned.gazetteer.country_of
    arrays["gazetteer_large"] = learned.gazetteer.large
    arrays["grams_hashes"] = learned.grams.hashes
    arrays["grams_rows"] = learned.grams.rows
    arrays["common"] = learned.common
    arrays["frequent"] = learned.frequent
    arrays["vocabulary"] = learned.vocabulary
    text = {
        "topic": learned.topic.labels,
        "language": learned.language.labels,
        "names": learned.names,
        "countries": list(learned.gazetteer.countries),
        "grams": list(learned.grams.languages),
    }
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(mkdtemp(prefix=".unfinished-", dir=folder.parent))
    for name, array in arrays.items():
        np.save(unfinished / f"{name}.npy", array)
    (unfinished / _TEXT).write_text(json.dumps(text, ensure_ascii=False), encoding="utf-8")
    unfinished.chmod(0o755)
    rmtree(folder, ignore_errors=True)
    unfinished.replace(folder)


def load_learned(folder: Path) -> Learned | None:
    """Return the value, its arrays left on disk until they are needed; None when it is missing or not whole."""

    def array(name: str) -> npt.NDArray[Any]:
        loaded: npt.NDArray[Any] = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
        return loaded.view(np.ndarray)  # a memmap is slower at each access

    try:
        text = json.loads((folder / _TEXT).read_text(encoding="utf-8"))
        models = {
            name: LinearModel(tuple(text[name]), *(array(f"{name}_{field}") for field in _FIELDS))
            for name in ("topic", "language")
        }
        return Learned(
            topic=models["topic"],
            language=models["language"],
            names=_shared(text["names"]),
            gazetteer=Gazetteer(
                array("gazetteer_hashes"),
                array("gazetteer_country_of"),
                tuple(text["countries"]),
                array("gazetteer_large"),
            ),
            common=array("common"),
            frequent=array("frequent"),
            vocabulary=array("vocabulary"),
            grams=Grams(tuple(text["grams"]), array("grams_hashes"), array("grams_rows")),
        )
    except (OSError, KeyError, ValueError):
        return None


def _shared(names: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Return the names, those that stand for the same with one value in common: a country has hundreds."""
    values: dict[tuple[str, ...], tuple[str, ...]] = {}
    return {key: values.setdefault(tuple(refs), tuple(refs)) for key, refs in names.items()}


def _models(learned: Learned) -> tuple[tuple[str, LinearModel], ...]:
    return (("topic", learned.topic), ("language", learned.language))
