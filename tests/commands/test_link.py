"""Addresses and QR codes for web pages and posters."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bot.bootstrap import knowledge_folder
from bot.cli import main
from bot.commands.link import _link
from bot.content.load import load_knowledge
from bot.errors import UsageError
from bot.telegram.deeplink import DeepLink
from tests.botapi import TOKEN

Capture = pytest.CaptureFixture[str]
BOT = ("--bot", "@ogp_local_bot")


@pytest.mark.parametrize(
    ("arguments", "start"),
    [
        (["join.eligibility"], "?start=join_eligibility"),
        (["join.eligibility", "--language", "sw"], "?start=join_eligibility__sw"),
        (["start"], ""),
        (["start", "--language", "sw"], "?start=sw"),
        (["check", "--language", "es"], "?start=check__es"),
        (["member:scotland"], "?start=member-scotland"),
        (["country:KE", "--language", "sw"], "?start=country-KE__sw"),
    ],
)
def test_address_is_printed(arguments: list[str], start: str, capsys: Capture) -> None:
    assert main(["link", *arguments, *BOT]) == 0
    assert capsys.readouterr().out == f"https://t.me/ogp_local_bot{start}\n"


@pytest.mark.parametrize("name", ["ogp_local_bot", "@ogp_local_bot", "https://t.me/ogp_local_bot"])
def test_name_of_the_bot_may_be_written_in_any_way(name: str, capsys: Capture) -> None:
    assert main(["link", "join", "--bot", name]) == 0
    assert capsys.readouterr().out == "https://t.me/ogp_local_bot?start=join\n"


def test_code_is_drawn_as_svg_with_words_for_those_who_do_not_see(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "join.SVG"
    assert main(["link", "join", *BOT, "--qr", str(file)]) == 0
    root = ET.fromstring(file.read_text(encoding="utf-8"))  # noqa: S314  # our own file
    texts = [element.text for element in root if element.text and element.tag.endswith(("title", "desc"))]
    address = capsys.readouterr().out.strip()
    assert texts == [address, f"QR code that opens {address}"]


def test_code_is_drawn_as_png(tmp_path: Path) -> None:
    file = tmp_path / "join.png"
    assert main(["link", "join", "--language", "ar", *BOT, "--qr", str(file)]) == 0
    assert file.read_bytes().startswith(b"\x89PNG\r\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["joni.eligibility", *BOT], "'joni.eligibility' is no topic; did you mean join.eligibility"),
        (["", *BOT], "'' is no topic; see knowledge/topics.yaml"),
        (["members.lookpu", *BOT], "members.lookup"),
        (["join", "--language", "tlh", *BOT], "--language: 'tlh' is not served; choose from es, en"),
        (["join", *BOT, "--qr", "join.jpg"], "--qr: join.jpg: must end in .png or .svg"),
        (["join", *BOT, "--qr", "join"], "--qr: join: must end in .png or .svg"),
        (["join", "--bot", "a b"], "--bot: 'a b' is no user name"),
        (["join", "--bot", ""], "--bot: '' is no user name"),
    ],
)
def test_what_does_not_exist_is_one_clear_line(arguments: list[str], said: str, capsys: Capture) -> None:
    assert main(["link", *arguments]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_link_that_is_too_long_is_refused_rather_than_led_astray() -> None:
    knowledge = load_knowledge(knowledge_folder())
    topic = "join." + "x" * 57
    longer = replace(knowledge, topics={**knowledge.topics, topic: knowledge.topics["join"]})
    assert _link(topic, None, longer) == DeepLink(f"topic:{topic}")
    with pytest.raises(UsageError, match="a link of more than 64 characters"):
        _link(topic, "sw", longer)


def test_file_that_cannot_be_written_is_one_clear_line(tmp_path: Path, capsys: Capture) -> None:
    assert main(["link", "join", *BOT, "--qr", str(tmp_path / "none" / "join.png")]) == 1
    assert "cannot be written (No such file or directory); name a file" in capsys.readouterr().err


def test_without_token_the_name_must_be_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "")
    assert main(["link", "join"]) == 2
    assert capsys.readouterr().err == "TELEGRAM_BOT_TOKEN: is missing; set it, or name the bot with --bot NAME\n"


def test_telegram_that_cannot_be_reached_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:1")
    assert main(["link", "join"]) == 1
    error = capsys.readouterr().err
    assert "cannot be reached" in error
    assert TOKEN not in error
