import io
import json

import pytest

from bot.cli import main

KEYS = {"language", "kind", "topic", "entity", "choices", "score", "text", "links"}


def test_answer_is_printed_with_its_sources(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "¿Qué es OGP Local?"]) == 0
    printed = capsys.readouterr().out
    assert "2016" in printed
    assert "https://" in printed


def test_json_object_has_the_fixed_form(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--json", "Is Nairobi a member?"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert set(answer) == KEYS
    assert (answer["kind"], answer["topic"]) == ("answer", "members.lookup")
    assert answer["entity"] == {"member": "nairobi", "country": "KE"}
    assert 0 <= answer["score"] <= 1
    assert all(set(link) == {"title", "url"} for link in answer["links"])


def test_hint_decides_where_the_words_do_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--json", "--hint", "fr", "🙂"]) == 0
    assert json.loads(capsys.readouterr().out)["language"] == "fr"


def test_explain_shows_languages_and_topics(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--explain", "Is Nairobi a member?"]) == 0
    printed = capsys.readouterr().out
    assert "language: en" in printed
    assert "topic: members.lookup" in printed
    assert "Nairobi = member:nairobi" in printed


def test_lines_are_answered_in_order_and_independently(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ['{"text": "Is Nairobi a member?"}', "", '{"text": "y en México?", "hint": "es"}', '{"text": ""}']
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    assert main(["ask", "--jsonl"]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["language"] for answer in answers] == ["en", "es", "en"]
    assert all(set(answer) == KEYS for answer in answers)


@pytest.mark.parametrize("line", ["no json", "[]", '{"question": "x"}', '{"text": 3}', '{"text": "x", "hint": 1}'])
def test_line_that_is_no_question_is_named(
    line: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f'{{"text": "hello"}}\n{line}\n'))
    assert main(["ask", "--jsonl"]) == 2
    assert "standard input, line 2" in capsys.readouterr().err


def test_nothing_to_ask_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask"]) == 2
    assert "needs a question" in capsys.readouterr().err


def test_unknown_command_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["asks"])
    assert "invalid choice" in capsys.readouterr().err
