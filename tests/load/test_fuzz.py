"""The short form of `make fuzz`."""

import logging
from pathlib import Path

import pytest

from bot.telegram.ports import Engine
from tests.botapi import TOKEN
from tests.load.fuzz import SECRET, fuzz


def test_webhook_stands_whatever_comes(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("WEBHOOK_SECRET", SECRET)
    outcome = fuzz(engine, 1500, tmp_path)
    assert outcome.failures == []
    assert set(outcome.statuses) == {200}
    assert outcome.answers > 50
