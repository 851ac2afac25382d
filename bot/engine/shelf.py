"""The titles and names of one language, ready to be searched."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.content.schema import LocaleContent, TopicText
from bot.engine.dialogue import SMALL_TALK
from bot.engine.lookup import Grades, Lookup
from bot.engine.text import fold_word, raw_words
from bot.engine.tokens import skeleton

_SUMMARY, _INNER = 0.6, 0.9
"""How much a match in a summary, or at a later word of a name, counts."""


class Shelf:
    """Finds topics by words of their titles or summaries, and places by the later words of their names."""

    def __init__(self, content: LocaleContent) -> None:
        self._titles = Lookup(_words(content.texts, lambda text: f"{text.title} {text.button}"))
        self._summaries = Lookup(_words(content.texts, lambda text: text.summary))
        self._inner = Lookup(_inner({ref: key_words(name) for ref, name in _places(content)}))

    def topics(self, words: Sequence[str]) -> Grades:
        """Return the topics in whose title, else summary, each of the folded words begins a word."""
        return _all(self._titles, words) or {
            ref: _SUMMARY * grade for ref, grade in _all(self._summaries, words).items()
        }

    def places(self, typed: str) -> Grades:
        """Return the members in whose names a word after the first begins so."""
        return {ref: _INNER * grade for ref, grade in self._inner.find(typed).items()}


def key_words(name: str) -> list[str]:
    """Return the words of a name as they are compared across scripts."""
    return [skeleton(fold_word(word)) for word in raw_words(name)]


def _all(lookup: Lookup, words: Sequence[str]) -> Grades:
    """Return what all words begin, the worst of their grades with it."""
    found: Grades | None = None
    for word in words:
        hits = lookup.find(word)
        found = hits if found is None else {ref: min(found[ref], hits[ref]) for ref in found.keys() & hits.keys()}
        if not found:
            break
    return found or {}


def _words(texts: Mapping[str, TopicText], part: Callable[[TopicText], str]) -> dict[str, list[str]]:
    table: defaultdict[str, list[str]] = defaultdict(list)
    for topic, text in texts.items():
        if not topic.startswith(SMALL_TALK):
            for word in dict.fromkeys(map(fold_word, raw_words(part(text)))):
                table[word].append(f"topic:{topic}")
    return dict(table)


def _places(content: LocaleContent) -> Iterator[tuple[str, str]]:
    yield from ((f"member:{place}", row.name) for place, row in content.members.items())
    yield from ((f"later:{place}", row.name) for place, row in content.later.items())


def _inner(names: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    table: defaultdict[str, list[str]] = defaultdict(list)
    for ref, words in names.items():
        for start in range(1, len(words)):
            table["".join(words[start:])].append(ref)
    return dict(table)
