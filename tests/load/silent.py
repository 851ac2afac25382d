"""A connection to Telegram that ends in this process: every request succeeds at once."""

import json
from typing import Any

from telegram.request import BaseRequest, RequestData

from tests.botapi.methods import BOT

_SENT = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "from": BOT, "text": "x"}


class Silent(BaseRequest):
    """Answers as Telegram would, and counts the messages."""

    def __init__(self) -> None:
        self.sent = 0

    async def initialize(self) -> None:
        """Do nothing."""

    async def shutdown(self) -> None:
        """Do nothing."""

    @property
    def read_timeout(self) -> float | None:
        return 5.0

    async def do_request(self, url: str, method: str, request_data: RequestData | None = None, **_: Any) -> Any:  # type: ignore[override]  # timeouts do not matter
        del method, request_data
        name = url.rpartition("/")[2]
        result: Any = BOT if name == "getMe" else True
        if name in ("sendMessage", "editMessageText"):
            self.sent += 1
            result = _SENT
        return 200, json.dumps({"ok": True, "result": result}).encode()
