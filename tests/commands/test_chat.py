import io

import pytest
from rich.console import Console

from bot.commands.chat import talk
from bot.engine import Engine


@pytest.fixture
def said(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> "Talk":
    return Talk(engine, monkeypatch)


class Talk:
    """Types lines into the chat and returns what it printed."""

    def __init__(self, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        self._engine, self._monkeypatch = engine, monkeypatch

    def __call__(self, *lines: str, width: int = 80) -> str:
        self._monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines) + "\n"))
        console = Console(file=io.StringIO(), width=width)
        talk(self._engine, console)
        output = console.file
        assert isinstance(output, io.StringIO)
        return output.getvalue()


def test_number_chooses_an_option(said: Talk) -> None:
    printed = said("Is Córdoba a member?", "2")
    assert "Yes: Córdoba (Argentina)" in printed or "Yes:" in printed


def test_number_without_option_is_said(said: Talk) -> None:
    assert "There is no option with this number." in said("hello", "99")


def test_language_is_switched_when_asked_to(said: Talk) -> None:
    printed = said("Can we speak Spanish please?", "hello")
    assert "sigamos en español" in printed or "español" in printed
    assert "¡Hola" in printed or "Hola" in printed


def test_chat_ends_with_an_empty_line(said: Talk) -> None:
    printed = said("", "What is OGP?")
    assert "Goodbye!" in printed
    assert "2011" not in printed


def test_output_has_no_colours_off_a_terminal(said: Talk) -> None:
    assert "\x1b" not in said("hello")


def test_forty_columns_are_enough(said: Talk) -> None:
    lines = said("What is OGP Local?", width=40).splitlines()
    assert all(len(line) <= 40 for line in lines if "http" not in line)
