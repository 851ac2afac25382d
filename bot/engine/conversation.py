"""What an utterance means after the answer before it: "and in Mexico?", "more", "the second one"."""

from collections.abc import Mapping, Sequence

from bot.content.schema import Grammar, Knowledge
from bot.engine.analysis import Analysis
from bot.engine.text import clean, words

_LONGEST = 7
"""Words that a follow-up has at most, beside the name in it."""

_MEMBERSHIP = ("members", "country", "member", "later", "topic:members")
"""Beginnings of the targets after which a place alone asks for its membership."""


class Conversation:
    """Finds the target that a short utterance means after the last answer of the chat."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._words = {code: _Words(knowledge.locales[code].grammar) for code in knowledge.served}

    def follow_up(self, analysis: Analysis, last: str | None, language: str) -> str | None:
        """Return the target that is meant, None when the utterance stands for itself."""
        spoken = tuple(analysis.words)
        if not last or not spoken or len(spoken) > _LONGEST:
            return None
        grammar = self._words[language]
        if spoken in grammar.more:
            return self._more(last)
        number = grammar.ordinal(spoken)
        if number:
            return self._child(last, number)
        return self._place(analysis, last, grammar)

    def _more(self, last: str) -> str | None:
        """Return the next page of a list, else the topic that comes first among the related ones."""
        kind, _, name = last.partition(":")
        if kind == "members":
            stem, dot, number = name.rpartition(".")
            return f"members:{stem}{dot}{int(number) + 1}" if number.isdecimal() else None
        topic = name if kind == "topic" else "members"
        children = self._children(topic)
        related = children or (self._knowledge.topics[topic].related if topic in self._knowledge.topics else ())
        return f"topic:{related[0]}" if related else None

    def _child(self, last: str, number: int) -> str | None:
        """Return the topic with this number, from 1, below the overview that was answered last."""
        children = self._children(last.removeprefix("topic:"))
        if number == _LAST:
            number = len(children)
        return f"topic:{children[number - 1]}" if 1 <= number <= len(children) else None

    def _children(self, topic: str) -> Sequence[str]:
        return [other for other in self._knowledge.topics if other.startswith(f"{topic}.")]

    def _place(self, analysis: Analysis, last: str, grammar: "_Words") -> str | None:
        """Return the place or country named, where the last answer was about membership."""
        refs = [
            ref for mention in analysis.mentions for ref in mention.refs if not ref.startswith(("city:", "language:"))
        ]
        plain = tuple(analysis.plain())
        if len(set(refs)) != 1 or not grammar.only_links(plain):
            return None
        reform = f"reforms.{refs[0].partition(':')[2]}"
        if last.startswith("topic:reforms") and reform in self._knowledge.topics:
            return f"topic:{reform}"
        return refs[0] if last.startswith(_MEMBERSHIP) else None


_LAST = 9
"""Number under which the curators list the words for the last one."""


class _Words:
    """The little words of one language, folded as utterances are."""

    def __init__(self, grammar: Grammar) -> None:
        self.more = _folded(grammar.more)
        self._links = {word for phrase in _folded(grammar.follow_up) for word in phrase}
        self._ordinals: Mapping[tuple[str, ...], int] = {
            phrase: int(number) for number, phrases in grammar.ordinals.items() for phrase in _folded(phrases)
        }

    def ordinal(self, spoken: tuple[str, ...]) -> int | None:
        """Return the number that is chosen, with or without a linking word before it."""
        while spoken and spoken not in self._ordinals and spoken[0] in self._links:
            spoken = spoken[1:]
        return self._ordinals.get(spoken)

    def only_links(self, plain: tuple[str, ...]) -> bool:
        """Return whether the words do no more than link a name to what was said before."""
        return all(word in self._links for word in plain)


def _folded(phrases: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(words(clean(phrase))) for phrase in phrases}
