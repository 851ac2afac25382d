"""The knowledge base is read anew while the bot answers."""

import asyncio
import logging
import os
import signal
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.engine.dialogue import Answer, Question
from bot.errors import BotError
from bot.telegram import reload as reloading
from bot.telegram.live import LiveEngine
from bot.telegram.ports import Engine
from bot.telegram.reload import Reload, rebuild, watch
from bot.telegram.serve import Reading, serve
from bot.telegram.trace import Trace, current
from bot.telegram.vitals import Vitals
from tests.botapi import BotApi, Person
from tests.support.tiny import edit, write_tiny
from tests.telegram.conftest import SettingsFor, flat, running, until
from tests.telegram.fakes import TerseEngine


class Named(TerseEngine):
    """Answers with its name."""

    def __init__(self, name: str) -> None:
        self.name = name

    def answer(self, question: Question) -> Answer:
        del question
        return Answer(language="es", kind="answer", topic=None, text=self.name)


@dataclass
class Builds:
    """Hands out engines, or the reason why there is none."""

    results: list[Engine | Exception]
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self) -> Engine:
        self.asked.set()
        result = self.results.pop(0)
        if isinstance(result, Exception):
            raise result
        return result


async def test_hangup_replaces_the_engine_and_a_faulty_edit_keeps_it(
    api: BotApi, settings_for: SettingsFor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    builds = Builds([Named("new"), BotError("knowledge/es/join.yaml: join: has no answer; write one"), ValueError("x")])
    ana = Person(api, 1, "es")

    async def told(text: str, count: int) -> None:
        await until(lambda: sum(text in record.getMessage() for record in caplog.records) >= count)

    async with flat(running(lambda stop: serve(settings_for(), Named("old"), stop, Reading(builds)))):
        assert (await ana.says("hola")).text == "old"
        os.kill(os.getpid(), signal.SIGHUP)
        await told("answering from the new knowledge base", 1)
        assert (await ana.says("hola")).text == "new"
        os.kill(os.getpid(), signal.SIGHUP)
        await told("was not taken over", 1)
        assert (await ana.says("hola")).text == "new"
        os.kill(os.getpid(), signal.SIGHUP)
        await told("was not taken over", 2)
        assert (await ana.says("hola")).text == "new"
    errors = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert errors[0] == "knowledge/es/join.yaml: join: has no answer; write one"
    assert api.refused == []


async def test_update_in_hand_stays_with_the_engine_it_began_with() -> None:
    live = LiveEngine(Named("old"), Vitals())
    token = current.set(Trace(1))
    assert live.answer(Question("a")).text == "old"
    live.replace(Named("new"))
    assert live.answer(Question("a")).text == "old"
    current.reset(token)
    assert live.answer(Question("a")).text == "new"


async def test_wishes_that_come_at_once_are_one() -> None:
    live, builds = LiveEngine(Named("old"), Vitals()), Builds([Named("new")])
    reload = Reload(live, builds)
    task = asyncio.create_task(reload.run())
    for _ in range(5):
        reload.want()
    await builds.asked.wait()
    for _ in range(5):
        await asyncio.sleep(0)
    task.cancel()
    assert live.answer(Question("a")).text == "new"
    assert builds.results == []


async def test_change_of_a_text_is_noticed_and_of_what_was_learned_is_not(tmp_path: Path) -> None:
    write_tiny(tmp_path)
    (tmp_path / ".model").mkdir()
    changed = asyncio.Event()
    task = asyncio.create_task(watch(tmp_path, changed.set))
    for n in range(200):
        (tmp_path / ".model" / "x.yaml").write_text(str(n), encoding="utf-8")
        await asyncio.sleep(0.02)
        if n == 30:
            assert not changed.is_set()
        if n > 30:
            edit(tmp_path, "es/join.yaml", "Sentence", "Sentence")
        if changed.is_set():
            break
    task.cancel()
    assert changed.is_set()


async def test_faulty_knowledge_base_is_refused_with_what_check_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_tiny(tmp_path)
    (tmp_path / "es" / "join.yaml").write_text("join: [", encoding="utf-8")
    monkeypatch.setenv("KNOWLEDGE_DIR", str(tmp_path))
    with pytest.raises(BotError, match=r"es/join\.yaml"):
        await rebuild()


async def test_knowledge_base_that_is_fine_becomes_an_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Named("built")
    monkeypatch.setattr(reloading, "build_engine", lambda: engine)
    monkeypatch.setattr(reloading, "_STEPS", ("--version",))
    assert await rebuild() is engine
