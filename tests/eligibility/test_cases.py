"""The verdicts that the sources call for, through the command line as anyone would use it."""

import json
from pathlib import Path

import pytest

import bot.commands.eligibility as command
from bot.cli import main
from bot.engine import Engine
from bot.engine.eligibility import CRITERIA

TABLE = Path(__file__).with_name("cases.tsv")
CASES = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
SAID = {"y": "yes", "n": "no", "u": "unsure"}
MARKS = {"m": "met", "x": "missing", "u": "unsure"}


@pytest.fixture(autouse=True)
def same_engine(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "build_engine", lambda: engine)


def options(place: str, country: str, role: str, answers: str) -> list[str]:
    """Return the options of the command for one case."""
    given = [("--place", place), ("--country", country), ("--role", role)]
    given += [(f"--{name}", SAID.get(mark, "-")) for name, mark in zip(CRITERIA, answers, strict=True)]
    return ["eligibility", "--json", *(part for pair in given if pair[1] != "-" for part in pair)]


@pytest.mark.parametrize("case", CASES, ids=[f"{n}-{'-'.join(case[:3])}" for n, case in enumerate(CASES, 1)])
def test_case_gets_the_verdict_that_the_sources_call_for(case: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    place, country, role, answers, verdict, member, iso, status, marks = case[:9]
    assert main(options(place, country, role, answers)) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["verdict"], found["member"] or "-", found["country"] or "-", found["country_status"]) == (
        verdict,
        member,
        iso,
        status,
    )
    assert found["criteria"] == dict(zip(CRITERIA, (MARKS[mark] for mark in marks), strict=True))
    assert found["text"]


def test_table_has_the_cases_that_are_asked_for() -> None:
    assert len(CASES) >= 60
    assert {case[4] for case in CASES} == {
        "member",
        "former-member",
        "fits",
        "incomplete",
        "unsure",
        "country-out",
        "country-unknown",
        "with-government",
        "national",
        "ambiguous-place",
    }


def test_object_has_the_keys_that_are_fixed(capsys: pytest.CaptureFixture[str]) -> None:
    main(["eligibility", "--json", "--place", "Kisumu", "--language", "es"])
    found = json.loads(capsys.readouterr().out)
    fixed = {"verdict", "member", "country", "country_status", "criteria", "as_of", "sources", "text"}
    assert fixed <= set(found)
    assert found["as_of"] == "2026-04"
    assert found["sources"][0]["url"].startswith("https://")
    assert "Kenia" in found["text"]


def test_candidates_of_an_ambiguous_place_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    main(["eligibility", "--json", "--place", "Córdoba"])
    candidates = json.loads(capsys.readouterr().out)["candidates"]
    assert [(row["member"], row["country"]) for row in candidates] == [
        ("cordoba-city", "AR"),
        ("cordoba-province", "AR"),
        (None, "ES"),
    ]


def test_language_that_is_not_served_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eligibility", "--json", "--place", "Kisumu", "--language", "xx"]) == 2
    assert "'xx' is not served" in capsys.readouterr().err


def test_without_json_the_verdict_is_plain_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eligibility", "--country", "Kenya", "--backing", "no"]) == 0
    assert "local@opengovpartnership.org" in capsys.readouterr().out
