"""A second opinion on the language by langdetect, and languages that the bot does not speak."""

import unicodedata
from array import array
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from typing import Any

from langdetect.detector_factory import DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

_SEED = 0
_SCRIPTS = {
    "CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja", "DEVANAGARI": "hi", "THAI": "th", "HEBREW": "he",
    "GREEK": "el", "BENGALI": "bn", "TAMIL": "ta", "TELUGU": "te", "GUJARATI": "gu", "KANNADA": "kn",
    "MALAYALAM": "ml", "GURMUKHI": "pa", "ETHIOPIC": "am", "MYANMAR": "my", "KHMER": "km", "LAO": "lo",
    "SINHALA": "si", "MONGOLIAN": "mn", "TIBETAN": "bo", "HANGUL": "ko", "GEORGIAN": "ka", "ARMENIAN": "hy",
}  # fmt: skip
_SURE = 0.9
_ENOUGH = 150
"""Characters that langdetect is given: more makes it slower, not surer."""

_TRIALS = 3
"""Random walks of langdetect that are averaged: fewer than its own 7, for time."""

_FEW_WORDS = 3
_UNDERSTOOD = 0.55

Profiles = Callable[[], Sequence[str]]
"""Gives the language profiles of langdetect as JSON; called at first need, since reading them takes a moment."""


class _Rows(dict[str, Any]):
    """Probabilities of an n-gram in each language as an array, which takes a fifth of the memory of a list."""

    def __setitem__(self, gram: str, row: Any) -> None:
        """Keep the list that langdetect makes as an array."""
        super().__setitem__(gram, array("f", row))


class ForeignLanguages:
    """Asks langdetect, seeded so that the same text always gets the same answer."""

    def __init__(self, profiles: Profiles, served: Collection[str]) -> None:
        self._profiles = profiles
        self._served = frozenset(served)

    @cached_property
    def _factory(self) -> DetectorFactory:
        factory = DetectorFactory()
        factory.word_lang_prob_map = _Rows()
        factory.load_json_profile(list(self._profiles()))
        factory.set_seed(_SEED)
        return factory

    def probabilities(self, text: str) -> Mapping[str, float]:
        """Return the probability of each language that langdetect knows; nothing when it sees no letters."""
        detector = self._factory.create()
        detector.n_trial = _TRIALS
        detector.append(text[:_ENOUGH])
        try:
            return {guess.lang: guess.prob for guess in detector.get_probabilities()}
        except LangDetectException:
            return {}

    def recognise(self, text: str, opinion: Mapping[str, float], understood: float, own: float) -> str | None:
        """Return the code of the language when it is none of those served; None when it seems to be one of them."""
        script = _script_language(text)
        if script:
            return None if script in self._served else script
        if understood > _UNDERSTOOD or len(text.split()) < _FEW_WORDS or own > 0.995:  # noqa: PLR2004  # see above
            return None
        best = max(opinion.items(), key=lambda guess: guess[1], default=("", 0.0))
        return best[0] if best[1] > _SURE and best[0] not in self._served else None


def _script_language(text: str) -> str | None:
    """Return the language of the script that most letters belong to, where the script belongs to one language."""
    letters = [unicodedata.name(char, "").split(" ")[0].split("-")[0] for char in text if char.isalpha()]
    if not letters:
        return None
    if "HIRAGANA" in letters or "KATAKANA" in letters:
        return "ja"
    common = max(set(letters), key=lambda script: (letters.count(script), script))
    return _SCRIPTS.get(common)
