"""Make training samples of the utterances: fill their slots, add slips and Latin letters."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from bot.content.schema import Knowledge, Phrases
from bot.engine.locale import country_names
from bot.training.noise import Spellings, latinise, misspell

PLACE, COUNTRY = "{place}", "{country}"
_REFORM = "reforms."

_TOLD = 0.2
"""Share of the utterances that are also learned with a story before them, as somebody else told it."""

_SENTENCE = re.compile(r"(?<=[.!…։])\s+")
_SHORTEST_STORY = 15


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
        self._reformers = [content.members[member].name for member in reformers(knowledge)] or self._members
        self._others = [place.name for place in content.later.values()] or ["Kyiv"]
        self._towns = towns
        self._countries = sorted(country_names(language).values())
        self._forms = sorted({form for row in content.countries.values() for form in row.forms}) or self._countries

    def fill(self, text: str, random: Random) -> Iterator[str]:
        """Yield the text with names in its slots, several ways; the text itself when it has none."""
        if PLACE in text:
            for names in (
                self._members,
                self._reformers,
                self._towns,
                self._others,
                ["".join(_syllables(random)).title()],
            ):
                yield text.replace(PLACE, random.choice(names))
        elif COUNTRY in text:
            for names in (self._countries, self._countries, self._forms):
                yield text.replace(COUNTRY, random.choice(names))
        else:
            yield text


def reformers(knowledge: Knowledge) -> list[str]:
    """Return the members with a topic about a reform of theirs: to name them is not to ask for that."""
    return [
        topic.removeprefix(_REFORM) for topic in knowledge.topics if topic.removeprefix(_REFORM) in knowledge.members
    ]


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
        stories = _stories(topics.values())
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
                    if stories and random.random() < _TOLD:
                        told = random.choice(list(fillers.fill(f"{random.choice(stories)} {filled}", random)))
                        samples.append(Sample(told, language, topic, 0.7))
                    samples.extend(_latin(filled, language, topic, spellings, random))
    return samples


def _stories(rows: Iterable[Phrases]) -> list[str]:
    """Return what people tell before they ask, whatever they ask then."""
    told = (_SENTENCE.split(text, maxsplit=1) for row in rows for text in row.questions)
    return [parts[0] for parts in told if len(parts) > 1 and "?" not in parts[0] and len(parts[0]) > _SHORTEST_STORY]


def _latin(
    text: str, language: str, topic: str, spellings: Mapping[str, Spellings], random: Random
) -> Iterator[Sample]:
    if language in spellings:
        yield Sample(latinise(text, spellings[language], random), language, topic, 0.7)
