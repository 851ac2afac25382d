"""What the README says must be so."""

import argparse
import re

import pytest

from bot.cli import main, parser
from bot.engine import Engine
from bot.settings import Settings
from tests.support.readme import README, ROOT, check, refreshed, transcript

TEXT = README.read_text(encoding="utf-8")


def test_transcripts_are_what_the_bot_answers(engine: Engine) -> None:
    write = {
        "transcript": lambda _, old: transcript(engine, old),
        "check": lambda language, old: check(engine, language, old),
    }
    assert refreshed(TEXT, write) == TEXT, "run: make readme"


@pytest.mark.parametrize("command", sorted(set(re.findall(r"ogp-local-bot ([a-z]+)\b", TEXT))))
def test_commands_exist(command: str) -> None:
    assert command in parser().format_help()


@pytest.mark.parametrize(
    "key",
    [
        *("button.helped", "button.not_helped", "button.send_question", "button.keep_private", "button.more_here"),
        *("feedback.offer", "feedback.sent"),
    ],
)
def test_dialogues_quote_the_words_of_the_bot(engine: Engine, key: str) -> None:
    assert engine.say(key, "en", days="90").split("\n")[0] in TEXT


def test_deep_link_is_printed_as_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    command = re.search(r"^ogp-local-bot (link .*--language sw.*)$", TEXT, re.MULTILINE)
    assert command
    assert main(command[1].split()) == 0
    assert f"prints `{capsys.readouterr().out.strip()}`" in TEXT


@pytest.mark.parametrize("option", sorted(set(re.findall(r"`(--[a-z-]+)", TEXT))))
def test_options_exist(option: str) -> None:
    commands = next(action.choices for action in parser()._actions if isinstance(action, argparse._SubParsersAction))
    assert any(option in command._option_string_actions for command in commands.values())


@pytest.mark.parametrize("target", sorted(set(re.findall(r"(?:`|^)make ([a-z]+)\b", TEXT, re.MULTILINE))))
def test_make_targets_exist(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_settings_are_all_listed() -> None:
    listed = set(re.findall(r"^\| `([A-Z_]+)`", TEXT, re.MULTILINE))
    assert listed == {name.upper() for name in Settings.model_fields} | {"KNOWLEDGE_DIR"}


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(([^)#:]+)\)", TEXT))))
def test_linked_files_exist(path: str) -> None:
    assert (ROOT / path).exists()


def test_dependencies_are_all_listed() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("[project.optional-dependencies]")[0]
    named = set(re.findall(r'^    "([A-Za-z-]+)', project.partition("dependencies = [")[2], re.MULTILINE))
    table = TEXT.partition("| dependency |")[2]
    assert {name for name in named if name not in table} == set()
