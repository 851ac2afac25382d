"""Make training samples of the utterances: fill their slots, add slips and Latin letters."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from bot.content.schema import Knowledge, Phrases
from bot.engine.locale import country_names
from bot.training.noise import Spellings, latinise, misspell

PLACE, COUNTRY = "{place}", "{country}"


@dataclass(frozen=True, slots=True)
class Sample:
    """One utterance to learn from."""

    text: str
    language: str
    topic: str
    weight: float = 1.0


class Fillers:
    """Names to put into the slots of utterances."""

    def __init__(self, knowledge: Knowledge, language: str, towns: Sequence[str]) -> None:
        content = knowledge.locales[language]
        self._members = [place.name for place in content.members.values()] or ["Madrid"]
        self._others = [place.name for place in content.later.values()] or ["Kyiv"]
        self._towns = towns
        self._countries = sorted(country_names(language).values())

    def fill(self, text: str, random: Random) -> Iterator[str]:
        """Yield the text with names in its slots, several ways; the text itself when it has none."""
        if PLACE in text:
            for names in (self._members, self._towns, self._others, ["".join(_syllables(random)).title()]):
                yield text.replace(PLACE, random.choice(names))
        elif COUNTRY in text:
            for _ in range(2):
                yield text.replace(COUNTRY, random.choice(self._countries))
        else:
            yield text


def _syllables(random: Random) -> Iterator[str]:
    """Yield the syllables of a town that nobody has heard of."""
    for _ in range(random.choice((2, 3))):
        yield random.choice("bcdfghjklmnprstvz") + random.choice("aeiou") + random.choice(("", "n", "r", "l", ""))


def build_corpus(
    knowledge: Knowledge,
    phrases: Mapping[str, Mapping[str, Phrases]],
    spellings: Mapping[str, Spellings],
    towns: Sequence[str],
) -> list[Sample]:
    """Return the samples of all languages, the same in every run."""
    samples: list[Sample] = []
    for language, topics in phrases.items():
        fillers = Fillers(knowledge, language, towns)
        for topic, row in topics.items():
            random = Random(f"{language} {topic}")  # noqa: S311  # a seed for repeatable samples, no secret
            for text in row.vocabulary:
                for filled in fillers.fill(text, random):
                    samples.append(Sample(filled, language, topic))
                    samples.extend(_latin(filled, language, topic, spellings, random))
            for text in row.latin:
                samples.extend(Sample(filled, language, topic) for filled in fillers.fill(text, random))
            for text in row.questions:
                for filled in fillers.fill(text, random):
                    samples.append(Sample(filled, language, topic))
                    samples.append(Sample(misspell(filled, random), language, topic, 0.8))
                    samples.extend(_latin(filled, language, topic, spellings, random))
    return samples


def _latin(
    text: str, language: str, topic: str, spellings: Mapping[str, Spellings], random: Random
) -> Iterator[Sample]:
    if language in spellings:
        yield Sample(latinise(text, spellings[language], random), language, topic, 0.7)
