"""The server: HTTP in front, the queue of updates behind."""

import asyncio
import json
from contextlib import suppress
from typing import Any, Self

from aiohttp import ClientSession, web

from tests.botapi.methods import GET_UPDATES, METHODS
from tests.botapi.refusal import Refusal, bad_request
from tests.botapi.shown import Shown
from tests.botapi.state import Call, State

TOKEN = "123456:the-Token_of-the-tests-0123456789"  # noqa: S105  # of the tests
_PATIENCE = 20
"""Seconds after which a test that waits for the bot has failed."""

Params = dict[str, str]


class BotApi:
    """A Bot API server on a free port, for one bot."""

    def __init__(self) -> None:
        self.state = State()
        self.url = ""
        self._updates: list[dict[str, Any]] = []
        self._next_update = 1000
        self._confirmed = 0
        self._polls = 0
        self._changed = asyncio.Condition()
        self._closing = False

    async def __aenter__(self) -> Self:
        application = web.Application()
        application.router.add_route("*", r"/bot{token:[^/]*}/{method}", self._serve)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1, handler_cancellation=True)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._closing = True
        await self._announce()
        await self._runner.cleanup()

    @property
    def calls(self) -> list[Call]:
        return self.state.calls

    @property
    def shown(self) -> list[Shown]:
        return self.state.shown

    @property
    def refused(self) -> list[Call]:
        return [call for call in self.state.calls if call.refusal]

    def called(self, method: str) -> list[Params]:
        return [call.params for call in self.state.calls if call.method == method]

    def fail(self, method: str, *refusals: Refusal) -> None:
        """Let the next calls of the method fail."""
        self.state.faults.setdefault(method, []).extend(refusals)

    async def push(self, update: dict[str, Any]) -> int:
        """Queue the update; return its id."""
        self._next_update += 1
        self._note(update)
        self._updates.append({"update_id": self._next_update, **update})
        await self._announce()
        if self.state.webhook:
            await self._deliver()
        return self._next_update

    def _note(self, update: dict[str, Any]) -> None:
        """Keep a person's message, new or edited, as far as it has the form of one."""
        message = update.get("message", update.get("edited_message", {}))
        if isinstance(message.get("chat"), dict) and message.get("from"):
            self.state.said[message["chat"]["id"], message["message_id"]] = message

    async def settled(self, update: int) -> None:
        """Wait until the bot has confirmed the update."""
        await self._until(lambda: self._confirmed >= update)

    async def asked(self, method: str) -> None:
        """Wait until the bot has called the method."""
        await self._until(lambda: any(call.method == method for call in self.state.calls))

    async def _until(self, true: Any) -> None:
        async with self._changed:
            await asyncio.wait_for(self._changed.wait_for(true), _PATIENCE)

    async def _announce(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def _deliver(self) -> None:
        """Send the waiting updates to the webhook, in order; those that get no 200 stay."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.state.webhook.get("secret_token", "")}
        async with ClientSession(headers=headers) as session:
            for update in list(self._updates):
                async with session.post(self.state.webhook["url"], json=update) as response:
                    if response.status == web.HTTPOk.status_code:
                        await self._confirm(update["update_id"] + 1)

    async def _confirm(self, offset: int) -> None:
        self._updates = [update for update in self._updates if update["update_id"] >= offset]
        self._confirmed = max(self._confirmed, offset - 1)
        await self._announce()

    async def _serve(self, request: web.Request) -> web.Response:
        method, params = request.match_info["method"], await _params(request)
        try:
            self._check(request.match_info["token"], method, params)
            result = await self._result(method, params)
        except Refusal as refusal:
            self.state.calls.append(Call(method, params, refusal.description))
            await self._announce()
            return web.json_response(refusal.body(), status=refusal.code)
        if method != "getUpdates":
            self.state.calls.append(Call(method, params))
        await self._announce()
        return web.json_response({"ok": True, "result": result})

    def _check(self, token: str, method: str, params: Params) -> None:
        if token != TOKEN:
            raise Refusal("Unauthorized", 401) if ":" in token else Refusal("Not Found", 404)
        known = GET_UPDATES if method == "getUpdates" else METHODS[method][1] if method in METHODS else None
        if known is None:
            raise Refusal("Not Found: method not found", 404)
        if self.state.faults.get(method):
            raise self.state.faults[method].pop(0)
        if unknown := set(params) - known:
            raise bad_request(f"unknown parameters {sorted(unknown)}")

    async def _result(self, method: str, params: Params) -> Any:
        if method == "getUpdates":
            return await self._get_updates(params)
        return METHODS[method][0](self.state, params)

    async def _get_updates(self, params: Params) -> list[dict[str, Any]]:
        """Return updates from the offset on, waiting for some to come."""
        if self.state.webhook:
            raise Refusal(
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete it first",
                409,
            )
        self.state.calls.append(Call("getUpdates", params))
        self._polls += 1
        mine = self._polls
        await self._confirm(int(params.get("offset", 0)))
        wanted = set(json.loads(params.get("allowed_updates", "[]")))
        async with self._changed:
            with suppress(TimeoutError):
                waiting = self._changed.wait_for(lambda: self._updates or self._closing or self._polls != mine)
                await asyncio.wait_for(waiting, float(params.get("timeout", 0)))
        if self._polls != mine:
            raise Refusal(
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running", 409
            )
        due = [update for update in self._updates if not wanted or wanted & set(update)]
        return due[: int(params.get("limit", 100))]


async def _params(request: web.Request) -> Params:
    """Return the parameters, from wherever Telegram takes them."""
    if request.content_type == "application/json":
        body = await request.json()
        return {key: value if isinstance(value, str) else json.dumps(value) for key, value in body.items()}
    form = await request.post()
    return {key: str(value) for key, value in (*request.query.items(), *form.items())}
