"""Decide the language of an utterance from its letters, the words of the knowledge base, and the chat."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np

from bot.engine.analysis import Analysis
from bot.engine.dialogue import Context
from bot.engine.features import language_features
from bot.engine.foreign import ForeignLanguages
from bot.engine.linear import LinearModel

_HINT = 1.2
_LAST = 1.8
"""What Telegram's hint and the chat's last language add to the log odds."""

_SPEAKERS = 0.4
"""How much the number of member places that speak a language counts (its logarithm) where the words leave it open."""

_STRANGE = 2.0
"""What a letter that a language does not write takes off its log odds, for up to three letters of other scripts."""

_MUMBLED = 0.1
"""How much the letters still count against the chat where there are but names or keyboard mash."""

_FEW_LETTERS = 3
"""Letters up to which an utterance does not switch the language of a chat."""

_SURE = 0.6
"""From this probability on, no second opinion is asked."""

_LANGDETECT = 0.15
"""Share of langdetect's log odds where it is asked."""


_LATIN = "\u024f"
"""Last letter of the Latin blocks."""


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """The language decided on, and why."""

    code: str
    probability: float
    evidence: Mapping[str, float]
    """Probability of each served language, most likely first."""

    foreign: str | None = None
    """Language outside those served that the utterance seems to be in."""


class LanguageDecider:
    """Weighs the evidence for the language."""

    def __init__(
        self,
        model: LinearModel,
        served: Sequence[str],
        foreign: ForeignLanguages,
        speakers: Mapping[str, int],
        alphabets: Mapping[str, AbstractSet[str]],
    ) -> None:
        """Take the model, the languages served, how many member places speak each, and the letters of each."""
        self._alphabets = [alphabets.get(label, frozenset()) for label in model.labels]
        self._usual = np.array([_SPEAKERS * np.log1p(speakers.get(label, 0)) for label in model.labels])
        self._model = model
        self._served = tuple(served)
        self._foreign = foreign

    def decide(self, analysis: Analysis, context: Context, understood: float) -> LanguageGuess:
        """Return the language; ``understood`` is the share of words that the knowledge base knows."""
        scores = self._model.scores(language_features(analysis.spoken)).astype(float)
        own = _softmax(scores)
        unsure = own.max() < _SURE or understood < 0.5  # noqa: PLR2004  # half of the words unknown
        opinion = self._foreign.probabilities(analysis.text) if unsure else {}
        if opinion:
            scores = scores + _LANGDETECT * np.log([opinion.get(label, 0.0) + 0.02 for label in self._model.labels])
        telling = understood if analysis.plain() else 0.0
        if sum(map(len, analysis.words)) <= _FEW_LETTERS and (context.hint or context.last_language):
            telling = 0.0  # "ok" is said in every language
        scores = scores * (_MUMBLED + (1 - _MUMBLED) * telling) + self._usual + self._chat(context)
        scores -= self._strange(analysis.text)
        probabilities = _softmax(scores)
        order = np.argsort(-probabilities)
        evidence = {self._model.labels[at]: round(float(probabilities[at]), 3) for at in order[:4]}
        code, probability = next(iter(evidence.items()))
        foreign = self._foreign.recognise(analysis.text, opinion, understood, float(own.max()))
        return LanguageGuess(code, probability, evidence, foreign)

    def without_words(self, context: Context) -> str:
        """Return the language for a reply to something that has no words."""
        for code in (context.pinned, context.last_language, base_language(context.hint)):
            if code in self._served:
                return str(code)
        return "en" if "en" in self._served else self._served[0]

    def _strange(self, text: str) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        """Return what each language loses for letters beyond Latin that it does not write, in names as well."""
        letters = {char for char in text.casefold() if char > _LATIN and char.isalpha()}
        return np.array([_STRANGE * min(len(letters - alphabet), 3) for alphabet in self._alphabets])

    def _chat(self, context: Context) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        """Return what the chat adds to the log odds of each language."""
        extra = np.zeros(len(self._model.labels))
        for code, weight in ((base_language(context.hint), _HINT), (context.last_language, _LAST)):
            if code in self._model.labels:
                extra[self._model.labels.index(str(code))] += weight
        return extra


def base_language(code: str | None) -> str | None:
    """Return the language of a code such as ``pt-BR``; Filipino counts as Tagalog."""
    if not code:
        return None
    base = code.replace("_", "-").split("-")[0].lower()
    return {"fil": "tl", "in": "id", "nb": "no"}.get(base, base)


def _softmax(
    scores: "np.ndarray[tuple[int], np.dtype[np.float64]]",
) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    powers = np.exp(scores - scores.max())
    result: np.ndarray[tuple[int], np.dtype[np.float64]] = powers / powers.sum()
    return result
