"""Put the profiles of langdetect into one table, with those of languages that it lacks (counts of 1- to 3-grams)."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import langdetect
import numpy as np
from langdetect.detector_factory import DetectorFactory
from langdetect.utils.ngram import NGram

from bot.engine.features import stable_hash
from bot.engine.foreign import Grams

_DETECTABLE = (
    *("af", "ar", "bg", "ca", "cs", "cy", "da", "de", "en", "es", "et", "fa", "fi", "fr", "hr", "hu", "id", "it"),
    *("lt", "lv", "mk", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "so", "sq", "sv", "sw", "tl", "tr", "uk"),
    *("ur", "vi"),
)
"""Profiles of langdetect that are used; languages with a script of their own are known by their letters."""

_LONGEST = 3
_RAREST = 3


def collect_grams(own: Mapping[str, str]) -> Grams:
    """Return the profiles of langdetect and our own (language -> profile as JSON) as one table."""
    folder = Path(langdetect.__file__).parent / "profiles"
    theirs = [(folder / code).read_text(encoding="utf-8") for code in _DETECTABLE if code not in own]
    factory = DetectorFactory()
    factory.load_json_profile([*theirs, *own.values()])
    rows = sorted((stable_hash(gram), row) for gram, row in factory.word_lang_prob_map.items())
    return Grams(
        languages=tuple(factory.langlist),
        hashes=np.array([hashed for hashed, _ in rows], dtype=np.uint32),
        rows=np.array([row for _, row in rows], dtype=np.float16),
    )


def make_profile(language: str, texts: Iterable[str]) -> str:
    """Return the profile of the language as JSON, counted in the texts as langdetect counts them."""
    counts: Counter[str] = Counter()
    for text in texts:
        grams = NGram()
        for char in f" {text} ":
            grams.add_char(char)
            counts.update(gram for size in range(1, _LONGEST + 1) if (gram := grams.get(size)))
    totals = [0] * _LONGEST
    for gram, count in counts.items():
        totals[len(gram) - 1] += count
    frequent = {gram: count for gram, count in sorted(counts.items()) if count >= _RAREST}
    return json.dumps({"name": language, "freq": frequent, "n_words": totals}, ensure_ascii=False)
