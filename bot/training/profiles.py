"""Make profiles for langdetect of languages that it lacks (format of its own: counts of 1- to 3-grams)."""

import json
from collections import Counter
from collections.abc import Iterable

from langdetect.utils.ngram import NGram

_LONGEST = 3
_RAREST = 3


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
