from dataclasses import replace

import pytest

from bot.content.load import load_phrases
from bot.content.schema import Knowledge
from bot.content.speech import check_speech


@pytest.mark.parametrize(("code", "other"), [("pt", "es"), ("ca", "es"), ("ru", "uk"), ("id", "tl")])
def test_text_in_a_related_language_is_found(knowledge: Knowledge, code: str, other: str) -> None:
    own, foreign = knowledge.locales[code], knowledge.locales[other]
    texts = {**own.texts, "join": foreign.texts["join"]}
    words = {**own.words, "unknown.text": foreign.words["unknown.text"], "button.next": foreign.words["button.next"]}
    mixed = replace(knowledge, locales={code: replace(own, texts=texts, words=words), other: foreign})
    faults = check_speech(mixed, load_phrases(knowledge.root, [code, other]))
    assert sorted((fault.file.name, fault.place) for fault in faults) == [
        ("interface.yaml", "unknown.text"),
        ("join.yaml", "join"),
    ]
