"""How requests go out: as JSON, in UTF-8, through the proxy that the environment names."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from telegram import InputFile
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.telegram.app import _certificates
from bot.telegram.connection import Connection


class Listener:
    """Takes any request, as a proxy also those to other hosts."""

    def __init__(self) -> None:
        self.url = ""
        self.seen: list[tuple[str, str, bytes]] = []
        """Address, kind of content and body of each request."""

    async def serve(self, request: web.BaseRequest) -> web.Response:
        self.seen.append((str(request.url), request.content_type, await request.read()))
        return web.json_response({"ok": True})


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    listener = Listener()
    runner = web.ServerRunner(web.Server(listener.serve))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    listener.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield listener
    await runner.cleanup()


@pytest.fixture
async def connection() -> AsyncIterator[Connection]:
    connection = Connection(_certificates())
    await connection.initialize()
    yield connection
    await connection.shutdown()


def _data(**values: Any) -> RequestData:
    return RequestData([RequestParameter.from_input(name, value) for name, value in values.items()])


async def test_parameters_go_out_as_json_with_their_letters(listener: Listener, connection: Connection) -> None:
    values = {"chat_id": 1, "text": "Хмельницький ✓ 가", "reply_markup": {"inline_keyboard": [[{"text": "a"}]]}}
    assert (await connection.do_request(f"{listener.url}/m", "POST", _data(**values)))[0] == 200
    _, kind, body = listener.seen[0]
    assert (kind, json.loads(body)) == ("application/json", values)
    assert "Хмельницький ✓ 가".encode() in body


async def test_half_a_letter_does_not_keep_a_reply_from_going_out(listener: Listener, connection: Connection) -> None:
    await connection.do_request(f"{listener.url}/m", "POST", _data(text="a\ud83d"))
    assert json.loads(listener.seen[0][2]) == {"text": "a?"}


async def test_files_go_out_as_a_form(listener: Listener, connection: Connection) -> None:
    data = _data(chat_id=1, document=InputFile(b"some bytes"))
    assert data.contains_files
    await connection.do_request(f"{listener.url}/m", "POST", data)
    _, kind, body = listener.seen[0]
    assert kind == "multipart/form-data"
    assert b"some bytes" in body


async def test_proxy_of_the_environment_is_used(
    listener: Listener, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", listener.url)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    await connection.do_request("http://telegram.invalid/m", "POST", _data(chat_id=1))
    await connection.do_request(f"{listener.url}/direct", "POST", _data(chat_id=1))
    assert [url for url, *_ in listener.seen] == ["http://telegram.invalid/m", f"{listener.url}/direct"]
