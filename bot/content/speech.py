"""Find texts that stand in the wrong language: those that read like the utterances of another one."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import log
from pathlib import Path

from bot.content.schema import Knowledge, Phrases
from bot.engine.text import clean, words
from bot.errors import Fault

_FEWEST = 8
"""Words from which on a text says enough about its language."""

_LEAD = 0.4
"""How much likelier, per word and as a logarithm, another language must be to be the one that a text is in."""

_UNSEEN = 0.1
_BRACES = re.compile(r"\{\w*\}")

Vocabulary = Mapping[str, Mapping[str, float]]
"""Language -> word -> logarithm of how often it stands among the words of the utterances; "" for any other word."""


def check_speech(knowledge: Knowledge, phrases: Mapping[str, Mapping[str, Phrases]]) -> list[Fault]:
    """Return a fault for each text that is more likely in another of the served languages (naive Bayes on words)."""
    vocabulary = {code: _frequencies(rows) for code, rows in phrases.items() if rows}
    return [
        Fault(file, place, f"reads like {other!r} rather than {code!r}; is it in the right language?")
        for code in vocabulary
        for file, place, text in _texts(knowledge, code)
        if (other := _likelier(words(clean(_BRACES.sub(" ", text))), code, vocabulary))
    ]


def _frequencies(rows: Mapping[str, Phrases]) -> dict[str, float]:
    counts = Counter(word for row in rows.values() for text in row.questions for word in words(clean(text)))
    total = log(counts.total() + _UNSEEN)
    return {word: log(count + _UNSEEN) - total for word, count in counts.items()} | {"": log(_UNSEEN) - total}


def _likelier(spoken: Sequence[str], code: str, vocabulary: Vocabulary) -> str | None:
    """Return the language that the words are rather in; None when it is the one expected."""
    if len(spoken) < _FEWEST:
        return None
    score = {
        language: sum(table.get(word, table[""]) for word in spoken) / len(spoken)
        for language, table in vocabulary.items()
    }
    best = max(score, key=lambda language: score[language])
    return best if score[best] > score[code] + _LEAD else None


def _texts(knowledge: Knowledge, code: str) -> Iterator[tuple[Path, str, str]]:
    """Yield file, place and text of all that the bot says in the language."""
    content, folder = knowledge.locales[code], knowledge.root / code
    for topic, text in content.texts.items():
        yield folder / f"{topic.split('.', maxsplit=1)[0]}.yaml", topic, text.answer
    for key, said in content.words.items():
        yield folder / "interface.yaml", key, said
