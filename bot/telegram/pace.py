"""Keeps to Telegram's limits: waits when told to, and tries again what the network lost."""

import asyncio
import logging
import math
import random
import re
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any

from telegram.error import BadRequest, ChatMigrated, RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.telegram.errors import is_passing
from bot.telegram.plain import simpler
from bot.telegram.vitals import Vitals

ASIDE = 60.0
"""Seconds that a request may be put off that answers nobody; Telegram asks for hours for, say, the bot's name."""

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
"""Seconds before a reply is sent again that did not get through; it may then arrive twice rather than never."""

_REPLIES = re.compile(r"send(?!ChatAction)|edit")

Sleep = Callable[[float], Awaitable[None]]
Result = bool | dict[str, Any] | list[dict[str, Any]]

log = logging.getLogger(__name__)


class Pace(BaseRateLimiter[None]):
    """Repeats requests that came too soon, and replies that were lost; only the chat in question waits."""

    def __init__(
        self,
        sleep: Sleep = asyncio.sleep,
        *,
        patience: float = math.inf,
        vitals: Vitals | None = None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """Try again for as long as ``patience`` says; after that the update is left unconfirmed."""
        self._sleep = sleep
        self._patience = patience
        self._vitals = vitals or Vitals()
        self._chance = chance

    async def initialize(self) -> None:
        """Do nothing: there is nothing to prepare."""

    async def shutdown(self) -> None:
        """Do nothing: there is nothing to let go of."""

    async def process_request(  # noqa: PLR0913  # the library decides on the parameters
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,  # noqa: ARG002
    ) -> Result:
        """Return the result of the request, made as often as it takes."""
        del args
        waited, tries = 0.0, 0
        while True:
            try:
                return await self._once(callback, kwargs, endpoint, data)
            except BadRequest as error:
                reduced = simpler(data, error)
                if reduced is None:
                    raise
                log.error("Telegram refuses the markup of a message, sent without it: mend %s", endpoint)  # noqa: TRY400
                data = reduced
            except ChatMigrated as error:
                if not endpoint.startswith("send") or data.get("chat_id") == error.new_chat_id:
                    raise
                data = {key: value for key, value in data.items() if key != "reply_parameters"}
                data["chat_id"] = error.new_chat_id  # the messages of the group before have other ids there
            except TelegramError as error:
                pause = self._pause(error, endpoint, tries)
                if pause is None or waited + pause > self._patience:
                    raise
                log.warning("%s is sent again in %.1f s: %s", endpoint, pause, type(error).__name__)
                await self._sleep(pause)
                waited, tries = waited + pause, tries + 1

    async def _once(
        self, callback: Callable[..., Coroutine[Any, Any, Result]], kwargs: Any, endpoint: str, data: dict[str, Any]
    ) -> Result:
        """Return the result of the request, counted and measured."""
        try:
            with self._vitals.stage("send"):
                result = await callback(endpoint, data, **kwargs)
        except TelegramError as error:
            self._vitals.telegram_failed(error, unreachable=is_passing(error) and not isinstance(error, RetryAfter))
            raise
        self._vitals.telegram_well()
        return result

    def _pause(self, error: TelegramError, endpoint: str, tries: int) -> float | None:
        """Return the seconds until the next try; None when there is to be none."""
        reply = bool(_REPLIES.match(endpoint))
        if isinstance(error, RetryAfter):
            asked = asked_for(error)
            return asked if reply or asked <= ASIDE else None
        if not reply or not is_passing(error):
            return None
        return min(_FIRST_PAUSE * math.pow(2, tries), _LONGEST_PAUSE) * (0.5 + self._chance() / 2)


def asked_for(error: RetryAfter) -> float:
    """Return how many seconds Telegram asks to wait."""
    asked = error.retry_after
    return asked.total_seconds() if isinstance(asked, timedelta) else float(asked)
