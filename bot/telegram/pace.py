"""Keeps to Telegram's limits: waits when told to, and tries again what the network lost."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any

from telegram.error import BadRequest, NetworkError, RetryAfter
from telegram.ext import BaseRateLimiter

PATIENCE = 60
"""Seconds that a request may be put off; Telegram asks for hours when, say, the bot's name is set too often."""

_WAITS = (1.0, 3.0)
"""Seconds before a reply is sent again that did not get through; it may then arrive twice rather than never."""

_REPLIES = frozenset({"sendMessage", "editMessageText"})

Sleep = Callable[[float], Awaitable[None]]
Result = bool | dict[str, Any] | list[dict[str, Any]]

log = logging.getLogger(__name__)


class Pace(BaseRateLimiter[None]):
    """Repeats requests that came too soon, and replies that were lost."""

    def __init__(self, sleep: Sleep = asyncio.sleep) -> None:
        self._sleep = sleep

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
        data: dict[str, Any],  # noqa: ARG002
        rate_limit_args: None,  # noqa: ARG002
    ) -> Result:
        """Return the result of the request, made up to three times."""
        for wait in _WAITS:
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                await self._sleep(_asked_for(error))
            except BadRequest:
                raise
            except NetworkError as error:
                if endpoint not in _REPLIES:
                    raise
                log.warning("a reply is sent again: %s", type(error).__name__)
                await self._sleep(wait)
        return await callback(*args, **kwargs)


def _asked_for(error: RetryAfter) -> float:
    """Return how long Telegram asks to wait; raise the error again when that is too long."""
    asked = error.retry_after
    seconds = asked.total_seconds() if isinstance(asked, timedelta) else float(asked)
    if seconds > PATIENCE:
        raise error
    return seconds
