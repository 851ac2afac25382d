"""Learn to tell the languages apart: on utterances, on a few words of each, on names, on the bot's own sentences."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from bot.content.schema import Knowledge
from bot.engine.features import language_features
from bot.engine.linear import LinearModel
from bot.engine.locale import country_names
from bot.engine.text import clean, raw_words
from bot.training.corpus import Sample
from bot.training.dissect import Dissected
from bot.training.fit import Recipe, fit
from bot.training.rows import join_rows, pack

_RECIPE = Recipe(epochs=5, rate=0.5, decay=1e-7)
_RARE = 0.3
_SENTENCE = re.compile(r"[.:;!?\n]+")
_PLACEHOLDER = re.compile(r"\{\w+\}")


def fit_languages(
    knowledge: Knowledge, samples: Sequence[Sample], dissected: Dissected, own_script: Collection[str]
) -> LinearModel:
    """Return the model of the languages; each counts the same, however many utterances it has.

    ``own_script``: languages that have letters of their own, and are typed in Latin ones only now and then.
    """
    texts = [(language, words) for language in knowledge.served for words in _texts(knowledge, language)]
    rows = [dissected.language, dissected.part, pack(language_features(words) for _, words in texts)]
    labels = [sample.language for sample in samples] * 2 + [language for language, _ in texts]
    usual = [_usual(sample, own_script) for sample in samples] * 2 + [1.0] * len(texts)
    share = Counter(labels)
    weights = [weight * len(labels) / len(share) / share[label] for label, weight in zip(labels, usual, strict=True)]
    return fit(join_rows(rows), labels, weights, _RECIPE)


def _usual(sample: Sample, own_script: Collection[str]) -> float:
    """Return how much a sample counts: less when it is in Latin letters though its language has others."""
    return _RARE if sample.language in own_script and sample.text.isascii() else 1.0


def _texts(knowledge: Knowledge, language: str) -> Iterator[Sequence[str]]:
    """Yield the words of names, each all there is of a question such as "Escocia?", and of the bot's own sentences."""
    content = knowledge.locales[language]
    places = [place.name for place in (*content.members.values(), *content.later.values())]
    own = [part for text in content.texts.values() for part in (text.title, text.summary, text.answer)]
    sentences = [line for text in own for line in _SENTENCE.split(text)]
    for text in (*places, *country_names(language).values(), *sentences):
        words = raw_words(clean(_PLACEHOLDER.sub(" ", text)).casefold())
        if words:
            yield words
