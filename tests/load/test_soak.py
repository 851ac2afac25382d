"""The short form of `make soak`: the bot is killed while it answers, and no question is lost."""

from pathlib import Path

import pytest

from tests.botapi import TOKEN
from tests.load.soak import SECRET, Plan, soak


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_no_question_is_lost_when_the_bot_is_killed(mode: str, tmp_path: Path) -> None:
    outcome = await soak(Plan(mode, updates=400, chats=60, kills=3, seconds=60, lives=(0.1, 0.4)), tmp_path)
    assert (outcome.lost, outcome.disordered) == (0, 0), outcome
    assert outcome.repeated <= outcome.allowed, outcome
    log = (tmp_path / f"{mode}.log").read_text(encoding="utf-8")
    assert not [word for word in (TOKEN, SECRET, "question 1", "Xochiquetzal", "Traceback") if word in log]
