"""Learn to tell the languages apart, on whole utterances, on a few words of each, and on names."""

from collections import Counter
from collections.abc import Iterator, Sequence

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


def fit_languages(knowledge: Knowledge, samples: Sequence[Sample], dissected: Dissected) -> LinearModel:
    """Return the model of the languages; each language counts the same, however many utterances it has."""
    names = [(language, words) for language in knowledge.served for words in _names(knowledge, language)]
    rows = [dissected.language, dissected.part, pack(language_features(words) for _, words in names)]
    labels = [sample.language for sample in samples] * 2 + [language for language, _ in names]
    share = Counter(labels)
    weights = [len(labels) / len(share) / share[label] for label in labels]
    return fit(join_rows(rows), labels, weights, _RECIPE)


def _names(knowledge: Knowledge, language: str) -> Iterator[Sequence[str]]:
    """Yield the words of the names of places and countries: all there is of a question such as "Escocia?"."""
    content = knowledge.locales[language]
    places = [place.name for place in (*content.members.values(), *content.later.values())]
    for name in (*places, *country_names(language).values()):
        yield raw_words(clean(name).casefold())
