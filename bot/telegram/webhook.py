"""Takes updates that Telegram sends, and confirms each once it is handled."""

import asyncio
import json
import logging
import secrets
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.settings import Settings
from bot.telegram.app import UPDATES
from bot.telegram.dispatch import Dispatcher
from bot.telegram.errors import UnansweredError, describe
from bot.telegram.site import health, serving

MAX_BODY = 1024 * 1024
"""Bytes; an update is a few thousand."""

_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the name of the header, not the secret

_LOOK = 60.0
"""Seconds between two questions to Telegram about how the webhook fares."""

log = logging.getLogger(__name__)


class Webhook:
    """Serves the webhook until it is told to stop."""

    def __init__(self, bot: Bot, dispatcher: Dispatcher, settings: Settings, *, look: float = _LOOK) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._vitals = dispatcher.vitals
        self._settings = settings
        self._look = look
        self._url = settings.webhook_url or ""
        given = settings.webhook_secret
        self._secret = given.get_secret_value() if given else secrets.token_urlsafe(32)
        self._in_hand = 0
        self._stopping = False
        self._ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._last_fault = 0.0

    async def run(self, stop: asyncio.Event) -> None:
        """Listen, tell Telegram where, and handle updates until ``stop`` is set."""
        path = urlsplit(self._url).path or "/"
        routes = [Route(path, self._receive, methods=["POST"]), *health(self._vitals)]
        async with serving(routes, "WEBHOOK_LISTEN", self._settings.listen, self._settings.stop_seconds):
            await self._register()
            waits: set[asyncio.Future[Any]] = {
                asyncio.create_task(stop.wait()),
                asyncio.create_task(self._watch()),
                self._ended,
            }
            try:
                done, _ = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
            finally:
                self._stopping = True
                for task in waits:
                    task.cancel()

    async def _register(self) -> None:
        """Tell Telegram where to send updates; those that wait are kept."""
        await self._bot.set_webhook(self._url, secret_token=self._secret, allowed_updates=UPDATES)

    async def _watch(self) -> None:
        """Ask Telegram again and again how the webhook fares."""
        while True:
            await asyncio.sleep(self._look)
            try:
                await self._check()
            except InvalidToken:
                raise
            except TelegramError as error:
                log.warning("Telegram does not tell how the webhook fares: %s", type(error).__name__)

    async def _check(self) -> None:
        """Say what Telegram reports, and put the webhook back when someone has taken it away."""
        info = await self._bot.get_webhook_info()
        self._vitals.pending.set(info.pending_update_count)
        fault = info.last_error_date.timestamp() if info.last_error_date else 0.0
        if fault > self._last_fault:
            self._last_fault = fault
            log.warning("Telegram reports of the webhook: %s", info.last_error_message)
        if info.url != self._url:
            log.error("the webhook was taken away (by another program, or another bot with this token); set anew")
            await self._register()
        self._vitals.moved()

    async def _receive(self, request: Request) -> Response:
        """Return 200 once the update is handled; Telegram sends it again after anything else."""
        given = request.headers.get(_SECRET_HEADER, "")
        if not secrets.compare_digest(given.encode(), self._secret.encode()):
            self._vitals.ignored.labels("wrong_secret").inc()
            return PlainTextResponse("unauthorized", 401)
        if self._stopping or self._in_hand >= self._settings.webhook_queue:
            self._vitals.ignored.labels("stopping" if self._stopping else "full").inc()
            return PlainTextResponse("later", 503, {"Retry-After": "1"})
        self._in_hand += 1
        try:
            return await self._handle(request)
        finally:
            self._in_hand -= 1

    async def _handle(self, request: Request) -> Response:
        body = await _read(request)
        update = None if body is None else _parse(body)
        if update is None:  # nothing that would be better when it came again
            self._vitals.ignored.labels("too_large" if body is None else "no_update").inc()
            return PlainTextResponse("ignored")
        try:
            await self._dispatcher.handle(update)
        except UnansweredError:
            return PlainTextResponse("later", 503, {"Retry-After": "1"})
        except InvalidToken as error:
            if not self._ended.done():
                self._ended.set_exception(error)
            return PlainTextResponse("later", 503)
        except Exception as error:  # noqa: BLE001  # the server would log it with its text
            log.error("an update failed: %s", describe(error))  # noqa: TRY400  # see above
            return PlainTextResponse("failed")
        return PlainTextResponse("ok")


async def _read(request: Request) -> bytes | None:
    """Return the body; None when it is larger than any update, whatever its header says."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            return None
    return bytes(body)


def _parse(body: bytes) -> dict[str, Any] | None:
    """Return the object in the body; None when there is none."""
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return update if isinstance(update, dict) and type(update.get("update_id")) is int else None
