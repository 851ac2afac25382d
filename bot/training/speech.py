"""Learn to tell the languages apart, on whole utterances and on a few words of each."""

from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random

from bot.content.schema import Knowledge
from bot.engine.analysis import Analysis
from bot.engine.features import language_features
from bot.engine.linear import LinearModel
from bot.engine.locale import country_names
from bot.engine.text import clean, raw_words
from bot.training.corpus import Sample
from bot.training.fit import Recipe, fit

RECIPE = Recipe(epochs=6, rate=0.5, decay=1e-7)
_LONGEST_PART = 3


def fit_languages(knowledge: Knowledge, samples: Sequence[Sample], analyses: Sequence[Analysis]) -> LinearModel:
    """Return the model of the languages; each language counts the same, however many utterances it has."""
    names = [(language, words) for language in knowledge.served for words in _names(knowledge, language)]
    random = Random("parts")  # noqa: S311  # a seed for repeatable samples, no secret
    spoken: list[Sequence[str]] = [a.spoken for a in analyses]
    spoken += [_part(words, random) for words in spoken] + [words for _, words in names]
    labels = [sample.language for sample in samples] * 2 + [language for language, _ in names]
    share = Counter(labels)
    weights = [len(labels) / len(share) / share[label] for label in labels]
    return fit([language_features(words) for words in spoken], labels, weights, RECIPE)


def _names(knowledge: Knowledge, language: str) -> Iterator[Sequence[str]]:
    """Yield the words of the names of places and countries: all there is of a question such as "Escocia?"."""
    content = knowledge.locales[language]
    for name in (
        *(place.name for place in (*content.members.values(), *content.later.values())),
        *country_names(language).values(),
    ):
        yield raw_words(clean(name).casefold())


def _part(words: Sequence[str], random: Random) -> Sequence[str]:
    """Return one to three neighbouring words, as in a keyword search."""
    size = random.randint(1, _LONGEST_PART)
    start = random.randrange(max(1, len(words) - size + 1))
    return words[start : start + size]
