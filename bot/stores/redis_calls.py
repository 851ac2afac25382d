"""Calls to Redis, whose failures are the store's."""

from collections.abc import AsyncIterator, Awaitable
from typing import Any, TypeVar

from redis.exceptions import RedisError

from bot.stores.base import StoreGoneError

PREFIX = "ogp-local:"
"""Begin of all keys: the server may serve others too."""

Result = TypeVar("Result")


async def asked(answer: Awaitable[Result] | Any) -> Result:
    """Return the server's answer; raise StoreGoneError when there is none."""
    try:
        result: Result = await answer
    except (RedisError, OSError) as error:  # the texts of Redis name keys at most, which are hashes
        raise StoreGoneError(type(error).__name__) from error
    return result


async def found(keys: AsyncIterator[bytes]) -> tuple[bytes, ...]:
    """Return the keys, each once: SCAN may name one again, such as while the server's table grows."""
    return tuple(sorted({key async for key in each(keys)}))


async def each(keys: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Yield the keys; raise StoreGoneError when the server has gone."""
    try:
        async for key in keys:
            yield key
    except (RedisError, OSError) as error:
        raise StoreGoneError(type(error).__name__) from error
