"""Starting and stopping, and every reason why the bot cannot start: one clear line and an exit code."""

import asyncio
import logging
import os
import signal
import socket
import sys
from pathlib import Path

import pytest

from bot.commands.run import run as run_command
from bot.errors import BotError, UsageError
from bot.telegram.ports import Engine
from bot.telegram.serve import serve
from tests.botapi import TOKEN, BotApi, Person, Refusal
from tests.telegram.conftest import Serving, SettingsFor

WRONG = "123456:a-wrong_Token-0123456789abcdef"
PROGRAM = """
import sys
from bot.commands.run import run
from bot.settings import read_settings
from tests.telegram.fakes import TerseEngine
sys.exit(run(read_settings(None), TerseEngine()))
"""


def complaint(caught: pytest.ExceptionInfo[BotError]) -> str:
    message = str(caught.value)
    assert "\n" not in message
    assert not [token for token in (TOKEN, WRONG) if token in message or token.partition(":")[2] in message]
    return message


def everything_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


async def test_missing_token_is_wrong_usage(engine: Engine, settings_for: SettingsFor) -> None:
    with pytest.raises(UsageError, match="TELEGRAM_BOT_TOKEN: is missing") as caught:
        await serve(settings_for(TELEGRAM_BOT_TOKEN=""), engine)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("token", [WRONG, "no-token-at-all"])
async def test_wrong_token_is_one_clear_line(
    token: str, api: BotApi, engine: Engine, settings_for: SettingsFor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(BotError) as caught:
        await serve(settings_for(TELEGRAM_BOT_TOKEN=token), engine)
    expected = f"TELEGRAM_BOT_TOKEN: {api.url} does not know this token; copy it anew from @BotFather"
    assert complaint(caught) == expected
    assert caught.value.exit_code == 1
    assert token not in caplog.text


async def test_no_network_is_one_clear_line(
    engine: Engine, settings_for: SettingsFor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(BotError) as caught:
        await serve(settings_for(TELEGRAM_API_URL=f"http://127.0.0.1:{port}"), engine)
    assert complaint(caught) == (
        f"http://127.0.0.1:{port}: cannot be reached (ClientConnectorError); check the network and TELEGRAM_API_URL"
    )
    assert TOKEN not in caplog.text


async def test_name_that_does_not_resolve_is_one_clear_line(engine: Engine, settings_for: SettingsFor) -> None:
    with pytest.raises(BotError, match="cannot be reached") as caught:
        await serve(settings_for(TELEGRAM_API_URL="http://nowhere.invalid"), engine)
    complaint(caught)


@pytest.mark.parametrize("code", [500, 502, 503])
async def test_server_in_trouble_is_one_clear_line(
    code: int, api: BotApi, engine: Engine, settings_for: SettingsFor
) -> None:
    api.fail("getMe", Refusal("Internal Server Error", code))
    with pytest.raises(BotError, match="cannot be reached") as caught:
        await serve(settings_for(), engine)
    complaint(caught)


async def test_server_that_is_no_bot_api_is_one_clear_line(engine: Engine, settings_for: SettingsFor) -> None:
    async def hello(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(hello, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(BotError, match="cannot be reached") as caught:
            await serve(settings_for(TELEGRAM_API_URL=f"http://127.0.0.1:{port}"), engine)
    complaint(caught)


async def test_state_file_that_cannot_be_opened_is_one_clear_line(
    api: BotApi, engine: Engine, settings_for: SettingsFor, tmp_path: Path
) -> None:
    file = tmp_path / "none" / "state.sqlite"
    with pytest.raises(BotError, match=f"STATE_URL: {file}: cannot be opened") as caught:
        await serve(settings_for(STATE_URL=f"sqlite:///{file}"), engine)
    complaint(caught)
    assert api.calls == []


async def test_heartbeat_that_cannot_be_written_is_one_clear_line(serving: Serving, tmp_path: Path) -> None:
    file = tmp_path / "none" / "heartbeat"
    with pytest.raises(BotError, match=f"HEARTBEAT_FILE: {file}: No such file or directory") as caught:
        async with serving(HEARTBEAT_FILE=str(file)):
            await asyncio.Event().wait()
    complaint(caught)


async def test_heartbeat_beats_while_updates_flow(api: BotApi, serving: Serving, tmp_path: Path) -> None:
    file = tmp_path / "heartbeat"
    async with serving(HEARTBEAT_FILE=str(file)):
        os.utime(file, (0, 0))
        await Person(api, 1, "es").says("/start")
        assert os.path.getmtime(file) > 0  # noqa: ASYNC240, PTH204  # a file of the test: it does not block


async def test_state_outlives_a_restart_and_holds_no_words_or_names(
    api: BotApi, engine: Engine, serving: Serving, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path}/state.sqlite"
    ana = Person(api, 987654321, "es")
    async with serving(STATE_URL=url):
        await ana.says("/language")
        await ana.taps(engine.language_name("pt", "pt"))
        await ana.says("Zapotlanejo")
        held = everything_in(tmp_path)
    assert not [word for word in (b"Zapotlanejo", b"987654321", ana.name.encode(), b"/language") if word in held]
    async with serving(STATE_URL=url):
        assert (await ana.says("/start")).text == engine.say("start.text", "pt").strip()


def test_command_run_passes_errors_on(settings_for: SettingsFor, engine: Engine) -> None:
    root = logging.getLogger()
    level, filters = root.level, {handler: list(handler.filters) for handler in root.handlers}
    try:
        with pytest.raises(BotError, match="cannot be reached"):
            run_command(settings_for(TELEGRAM_API_URL="http://127.0.0.1:1"), engine)
    finally:
        root.setLevel(level)
        for handler in root.handlers:
            handler.filters = filters.get(handler, [])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_signal_ends_the_process_cleanly(number: signal.Signals, api: BotApi, tmp_path: Path) -> None:
    environment = os.environ | {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": api.url,
        "STATE_URL": f"sqlite:///{tmp_path}/state.sqlite",
        "HEARTBEAT_FILE": f"{tmp_path}/heartbeat",
        "LOG_LEVEL": "DEBUG",
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", PROGRAM),
        env=environment,
        stderr=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        await api.asked("getUpdates")
        await Person(api, 987654321, "es").says("¿Cómo se une Zapotlanejo?")
        process.send_signal(number)
        out, log = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    assert (process.returncode, out) == (0, b"")
    assert b"answers by polling" in log
    assert b"stopped" in log
    assert not [word for word in (TOKEN.encode(), b"Zapotlanejo", b"987654321", b"Traceback") if word in log]
