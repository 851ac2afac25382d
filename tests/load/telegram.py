"""A lean Bot API server: hands out questions, keeps the answers, and is in trouble now and then."""

import asyncio
import itertools
import random
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Self
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector, web

from tests.botapi.methods import BOT

_CONNECTIONS = 50
"""How many updates are sent to a webhook at once; Telegram sends 40 unless told otherwise."""

_WINDOW = 100
"""How many updates one getUpdates brings at most."""

_FAULTS = ("429", "500", "timeout", "reset")
_HANG = 6.0
"""Seconds: longer than the library waits."""

_NOTICE = "busy.text "
"""Begin of what the bot says to someone who writes a lot (``tests.load.engine``): no answer to anything."""

Update = dict[str, Any]


class LoadApi:
    """Knows which question was answered how often; a chat's updates go out one after the other, as Telegram's do."""

    def __init__(self, seed: int = 0, fault_share: float = 0.0, webhook: str | None = None) -> None:
        self.answers: list[tuple[int, str]] = []
        self.faults: defaultdict[str, int] = defaultdict(int)
        self.refusals: defaultdict[int | str, int] = defaultdict(int)
        """What the webhook said other than 200."""

        self.url = ""
        self._chance = random.Random(seed)
        self._share = fault_share
        self._webhook = webhook
        self._headers: dict[str, str] = {}
        self._registered = asyncio.Event()
        self._updates: dict[int, Update] = {}
        self._sent: set[int] = set()
        self._open: set[int] = set()
        self._polls = itertools.count(1)
        self._poll = 0
        self._changed = asyncio.Condition()
        self._messages = itertools.count(1)
        self.latencies: list[float] = []
        self._calls: defaultdict[str, int] = defaultdict(int)

    async def __aenter__(self) -> Self:
        application = web.Application()
        application.router.add_route("*", r"/bot{token:[^/]*}/{method}", self._serve)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def registered(self) -> None:
        """Wait until the bot has set its webhook."""
        await self._registered.wait()

    async def quiet(self) -> None:
        """Wait until the bot calls nothing any more."""
        before = -1
        while before != sum(self._calls.values()):
            before = sum(self._calls.values())
            await asyncio.sleep(1)

    @property
    def pending(self) -> int:
        return len(self._updates)

    @property
    def in_flight(self) -> int:
        """Return how many updates the bot has been given and has not confirmed."""
        return len(self._open) if self._webhook else len(self._sent & set(self._updates))

    def ask(self, number: int, chat: int, text: str) -> None:
        """Queue a question."""
        whose = {"id": chat, "is_bot": False, "first_name": "Xochiquetzal"}
        message = {"message_id": number, "date": 1_700_000_000, "chat": {"id": chat, "type": "private"}, "text": text}
        self._updates[number] = {"update_id": number, "message": message | {"from": whose}}

    async def announce(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def until(self, true: Callable[[], bool], seconds: float) -> None:
        """Wait until it is true."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(true)

    async def deliver(self) -> None:
        """Send all updates to the webhook until each is confirmed; many chats at once, one chat in order."""
        await self._registered.wait()
        chats: defaultdict[int, deque[Update]] = defaultdict(deque)
        for update in self._updates.values():
            chats[update["message"]["chat"]["id"]].append(update)
        room = asyncio.Semaphore(_CONNECTIONS)
        async with ClientSession(
            headers=self._headers, timeout=ClientTimeout(60), connector=TCPConnector(limit=_CONNECTIONS)
        ) as session:
            await asyncio.gather(*(self._deliver_chat(session, room, waiting) for waiting in chats.values()))

    async def _deliver_chat(self, session: ClientSession, room: asyncio.Semaphore, waiting: deque[Update]) -> None:
        while waiting:
            async with room:
                done = await self._post(session, waiting[0])
            if done:
                self._updates.pop(waiting.popleft()["update_id"], None)
                await self.announce()
            else:
                await asyncio.sleep(0.2)

    async def _post(self, session: ClientSession, update: Update) -> bool:
        self._open.add(update["update_id"])
        began = asyncio.get_running_loop().time()
        try:
            async with session.post(self._webhook or "", json=update) as response:
                if response.status != 200:
                    self.refusals[response.status] += 1
                return response.status == 200
        except (ClientError, TimeoutError, OSError) as error:
            self.refusals[type(error).__name__] += 1
            return False
        finally:
            self._open.discard(update["update_id"])
            self.latencies.append(asyncio.get_running_loop().time() - began)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method, json = request.match_info["method"], request.content_type == "application/json"
        params = await request.json() if json else dict(await request.post())
        serve: Callable[[dict[str, Any]], Awaitable[Any]] | None = getattr(self, f"_{method}", None)
        if method == "sendMessage" and self._chance.random() < self._share:
            return await self._trouble(request)
        self._calls[method] += 1
        result = await serve(params) if serve else _default(method)
        if isinstance(result, web.Response):
            return result
        return web.json_response({"ok": True, "result": result})

    async def _trouble(self, request: web.Request) -> web.StreamResponse:
        """Fail in one of Telegram's ways; the message was not sent."""
        fault = self._chance.choice(_FAULTS)
        self.faults[fault] += 1
        if fault == "timeout":
            await asyncio.sleep(_HANG)
        if fault in ("timeout", "reset"):
            if request.transport:
                request.transport.abort()
            return web.Response()
        if fault == "429":
            return _refusal(429, "Too Many Requests: retry after 1", parameters={"retry_after": 1})
        return _refusal(500, "Internal Server Error")

    async def _getMe(self, _: dict[str, Any]) -> Any:  # noqa: N802  # Telegram's name
        return BOT

    async def _setWebhook(self, params: dict[str, Any]) -> Any:  # noqa: N802
        self._headers = {"X-Telegram-Bot-Api-Secret-Token": str(params["secret_token"])}
        assert urlsplit(self._webhook or "").path == urlsplit(str(params["url"])).path
        self._registered.set()
        return True

    async def _getWebhookInfo(self, _: dict[str, Any]) -> Any:  # noqa: N802
        return {"url": self._webhook or "", "has_custom_certificate": False, "pending_update_count": self.pending}

    async def _sendMessage(self, params: dict[str, Any]) -> Any:  # noqa: N802
        chat, text = int(params["chat_id"]), str(params["text"])
        if not text.startswith(_NOTICE):
            self.answers.append((chat, text))
            await self.announce()
        message = {"message_id": next(self._messages), "date": 1_700_000_000, "text": text}
        return message | {"chat": {"id": chat, "type": "private"}, "from": BOT}

    async def _getUpdates(self, params: dict[str, Any]) -> Any:  # noqa: N802
        self._poll = mine = next(self._polls)
        offset = int(params.get("offset", 0))
        for number in [number for number in self._updates if number < offset]:
            del self._updates[number]
        await self.announce()
        async with self._changed:
            with suppress(TimeoutError):
                wait = self._changed.wait_for(lambda: self._updates or self._poll != mine)
                await asyncio.wait_for(wait, float(params.get("timeout", 0)))
        if self._poll != mine:
            return _refusal(409, "Conflict: terminated by other getUpdates request")
        due = list(itertools.islice(self._updates.values(), _WINDOW))
        self._sent.update(update["update_id"] for update in due)
        return due


def _default(method: str) -> Any:
    if method == "getMyCommands":
        return []
    if method == "getChatMenuButton":
        return {"type": "commands"}
    name = {"getMyName": "name", "getMyDescription": "description", "getMyShortDescription": "short_description"}
    return {name[method]: ""} if method in name else True


def _refusal(code: int, text: str, **more: Any) -> web.Response:
    return web.json_response({"ok": False, "error_code": code, "description": text} | more, status=code)
