"""A second opinion on the language by langdetect, and languages that the bot does not speak."""

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from langdetect.detector_factory import DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

from bot.engine.features import stable_hash
from bot.engine.hashes import Hashes, find

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


@dataclass(frozen=True, slots=True)
class Grams:
    """How often the parts of words stand in each language that langdetect knows: all its profiles as one table."""

    languages: Sequence[str]
    hashes: Hashes
    """Parts of one to three letters, sorted."""

    rows: npt.NDArray[np.float16]
    """Share of each part in each language."""

    def row(self, gram: str) -> list[float]:
        """Return the share of the part in each language; nothing for a part that no language has."""
        at = find(stable_hash(gram), self.hashes)
        found: list[float] = [] if at is None else self.rows[at].tolist()
        return found


class _Rows(dict[str, list[float]]):
    """The rows of the parts of one text, as langdetect reads them: again and again."""

    def __init__(self, grams: Grams) -> None:
        super().__init__()
        self._grams = grams

    def __missing__(self, gram: str) -> list[float]:
        """Return the row, and keep it."""
        self[gram] = self._grams.row(gram)
        return self[gram]

    def __contains__(self, gram: object) -> bool:
        """Return whether any language has the part."""
        return bool(self[str(gram)])


class ForeignLanguages:
    """Asks langdetect, seeded so that the same text always gets the same answer."""

    def __init__(self, grams: Grams, served: Collection[str]) -> None:
        self._grams = grams
        self._served = frozenset(served)
        self._factory = DetectorFactory()
        self._factory.langlist = list(grams.languages)
        self._factory.set_seed(_SEED)

    def probabilities(self, text: str) -> Mapping[str, float]:
        """Return the probability of each language that langdetect knows; nothing when it sees no letters."""
        detector = self._factory.create()
        detector.word_lang_prob_map = _Rows(self._grams)
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
    if text.isascii():
        return None
    letters = [unicodedata.name(char, "").split(" ")[0].split("-")[0] for char in text if char.isalpha()]
    if not letters:
        return None
    if "HIRAGANA" in letters or "KATAKANA" in letters:
        return "ja"
    common = max(set(letters), key=lambda script: (letters.count(script), script))
    return _SCRIPTS.get(common)
