"""Takes updates that Telegram sends, and confirms each once it is handled."""

import asyncio
import json
import logging
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from telegram import Bot
from uvicorn import Config, Server

from bot.errors import BotError
from bot.settings import Settings
from bot.telegram.app import UPDATES
from bot.telegram.dispatch import Dispatcher

MAX_BODY = 1024 * 1024
"""Bytes; an update is a few thousand."""

_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the name of the header, not the secret
_SECONDS_TO_FINISH = 8
"""For requests under way when stopping; a container is killed after 10."""

log = logging.getLogger(__name__)


class _QuietServer(Server):
    """uvicorn's server; whoever starts it listens for the signals."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


class Webhook:
    """Serves the webhook until it is told to stop."""

    def __init__(self, bot: Bot, dispatcher: Dispatcher, settings: Settings) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._url = settings.webhook_url or ""
        self._listen = settings.listen
        given = settings.webhook_secret
        self._secret = given.get_secret_value() if given else secrets.token_urlsafe(32)

    async def run(self, stop: asyncio.Event) -> None:
        """Listen, tell Telegram where, and handle updates until ``stop`` is set."""
        with _bind(*self._listen) as listening:
            server = _QuietServer(self._config())
            serving = asyncio.create_task(server.serve(sockets=[listening]))
            try:
                await self._bot.set_webhook(self._url, secret_token=self._secret, allowed_updates=UPDATES)
                await asyncio.wait(
                    {serving, stopping := asyncio.create_task(stop.wait())}, return_when="FIRST_COMPLETED"
                )
                stopping.cancel()
            finally:
                server.should_exit = True
                await serving

    def _config(self) -> Config:
        path = urlsplit(self._url).path or "/"
        site = Starlette(routes=[Route(path, self._receive, methods=["POST"])])
        return Config(
            site,
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            lifespan="off",
            timeout_graceful_shutdown=_SECONDS_TO_FINISH,
        )

    async def _receive(self, request: Request) -> Response:
        """Return 200 once the update is handled; Telegram sends it again after anything else."""
        given = request.headers.get(_SECRET_HEADER, "")
        if not secrets.compare_digest(given.encode(), self._secret.encode()):
            return PlainTextResponse("forbidden", 403)
        body = await _read(request)
        if body is None:
            return PlainTextResponse("too large", 413)
        update = _parse(body)
        if update is None:
            return PlainTextResponse("not an update", 400)
        await self._dispatcher.handle(update)
        return PlainTextResponse("ok")


async def _read(request: Request) -> bytes | None:
    """Return the body; None when it is larger than any update, whatever its header says."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            return None
    return body


def _parse(body: bytes) -> dict[str, Any] | None:
    """Return the object in the body; None when there is none."""
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return update if isinstance(update, dict) and isinstance(update.get("update_id"), int) else None


def _bind(host: str, port: int) -> socket.socket:
    """Return a socket that is bound; raise BotError when that cannot be."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else "is no address of this machine"
        raise BotError(f"WEBHOOK_LISTEN: {host}:{port}: {reason}; choose an address and port that are free") from None
