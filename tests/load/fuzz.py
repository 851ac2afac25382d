"""Random updates to the webhook (`make fuzz`): whatever comes, no exception, no 500, no growth."""

import asyncio
import gc
import json
import logging
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from httpx import ASGITransport, AsyncClient
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as some
from starlette.applications import Starlette
from starlette.routing import Route

from bot.bootstrap import build_engine
from bot.settings import read_settings
from bot.stores import SqliteStore
from bot.telegram import app
from bot.telegram.dispatch import Dispatcher
from bot.telegram.logs import quiet_libraries
from bot.telegram.pace import Pace
from bot.telegram.ports import Engine
from bot.telegram.webhook import Webhook
from tests.botapi import TOKEN
from tests.load.silent import Silent
from tests.support.days import KEPT_FOR

HEADER = "X-Telegram-Bot-Api-Secret-Token"
SECRET = "secret-of-the-fuzz"  # noqa: S105  # of the tests
_ALLOWED = {200, 503}
_PART = 500

_scalar = some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=20)
_json = some.recursive(
    _scalar,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_texts = some.text(max_size=200) | some.sampled_from(
    [
        "/start",
        "/start join",
        "/members@x",
        "/",
        "/privacy",
        "¿Qué es OGP Local?",
        "\ud800",
        "🏳️‍🌈" * 99,
        "a" * 4096,
        "\x00",
    ]
)
_ids = some.integers(1, 50) | some.integers(-(2**63), 2**63)


def _mostly(value: Any) -> Any:
    """Return the strategy, now and then anything else."""
    return some.integers(0, 99).flatmap(lambda number: _json if number == 99 else value)


def _object(required: dict[str, Any], **optional: Any) -> Any:
    """Return objects of the form."""
    return some.fixed_dictionaries(
        {key: _mostly(value) for key, value in required.items()},
        optional={key: _mostly(value) for key, value in optional.items()},
    )


_user = _object(
    {"id": _ids, "is_bot": some.booleans(), "first_name": some.text(max_size=9)},
    language_code=some.sampled_from(["es", "en", "pt-BR", "zz", ""]),
    username=some.text(max_size=9),
)
_chat = _object(
    {"id": _ids, "type": some.sampled_from(["private"] * 5 + ["group", "supergroup", "channel", "odd"])},
    title=some.text(max_size=9),
    is_forum=some.booleans(),
)
_entity = _object({"type": some.sampled_from(["mention", "bot_command", "x"]), "offset": _ids, "length": _ids})
_message = _object(
    {"message_id": _ids, "date": some.integers(0, 2**33), "chat": _chat, "text": _texts},
    **{"from": _user},
    caption=_texts,
    entities=some.lists(_entity, max_size=2),
    photo=some.lists(_json, max_size=2),
    sticker=_json,
    location=_json,
    media_group_id=some.text(max_size=3),
    message_thread_id=_ids,
    edit_date=_ids,
    reply_to_message=_object({"message_id": _ids, "date": _ids, "chat": _chat}, text=_texts),
    unheard_of=_json,
)
_data = some.text(max_size=64) | some.sampled_from(
    ["1:es:topic:join", "1!:es:members:2", "1:es:forget:", "1:es:pin:fr"]
)
_query = _object(
    {"id": some.text(max_size=9), "from": _user, "chat_instance": some.text(max_size=3)},
    message=_message,
    data=_data,
    inline_message_id=some.text(max_size=5),
)
_update = some.fixed_dictionaries(
    {"update_id": _mostly(some.integers(0, 2**40))},
    optional={
        "message": _message,
        "edited_message": _message,
        "callback_query": _query,
        "inline_query": _json,
        "my_chat_member": _json,
        "poll": _json,
    },
)
_asked = _object({"update_id": some.integers(0, 2**40), "message": _message})
_tapped = _object({"update_id": some.integers(0, 2**40), "callback_query": _query})
_junk = some.binary(max_size=60) | _json.map(lambda value: json.dumps(value).encode())
_kinds = [_asked, _asked, _asked, _tapped, _tapped, _update]
_bodies = some.integers(0, len(_kinds)).flatmap(
    lambda n: _kinds[n].map(lambda update: json.dumps(update).encode()) if n < len(_kinds) else _junk
)


@dataclass
class Outcome:
    """What the webhook made of it."""

    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    answers: int = 0
    grown: float = 0.0
    """Megabytes between a third of the way and its end."""

    @property
    def sound(self) -> bool:
        return set(self.statuses) <= _ALLOWED and not self.failures


class _Failures(logging.Handler):
    """Keeps the errors that the bot logs."""

    def __init__(self, kept: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._kept = kept

    def emit(self, record: logging.LogRecord) -> None:
        self._kept.append(record.getMessage())


def fuzz(engine: Engine, count: int, folder: Path, number: int = 0) -> Outcome:
    """Send so many random bodies; return what came of them."""
    outcome = Outcome()
    failures = _Failures(outcome.failures)
    logging.getLogger("bot").addHandler(failures)
    quiet_libraries()
    with asyncio.Runner() as runner:
        send, close, request = runner.run(_open(engine, folder))
        sizes: list[float] = []
        for part in range(count // _PART):
            _send_part(lambda body: outcome.statuses.update([runner.run(send(body))]), number + part)
            gc.collect()
            sizes.append(megabytes())
        runner.run(close())
    logging.getLogger("bot").removeHandler(failures)
    outcome.answers = request.sent
    outcome.grown = sizes[-1] - sizes[len(sizes) // 3]
    return outcome


def _send_part(send: Callable[[bytes], None], number: int) -> None:
    """Send random bodies; the library that makes them keeps them all, so a part is not too many."""

    @seed(number)
    @settings(
        max_examples=_PART,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(_bodies)
    def once(body: bytes) -> None:
        send(body)

    once()


async def _open(engine: Engine, folder: Path) -> Any:
    """Return a function that posts a body, one that closes everything, and the connection to Telegram."""
    settings_read = read_settings(None)
    request, original = Silent(), app._request
    app._request = lambda: request  # no network
    store = SqliteStore(folder / "fuzz.sqlite", KEPT_FOR, time.time)
    try:
        application = app.build(settings_read, engine, store, Pace())
    finally:
        app._request = original
    await application.initialize()
    webhook = Webhook(application.bot, Dispatcher(application, store), settings_read)
    site = Starlette(routes=[Route("/hook", webhook._receive, methods=["POST"])])
    client = AsyncClient(transport=ASGITransport(site), base_url="http://bot", headers={HEADER: SECRET})

    async def send(body: bytes) -> int:
        return (await client.post("/hook", content=body)).status_code

    async def close() -> None:
        await client.aclose()
        await application.shutdown()
        await store.close()

    return send, close, request


def megabytes() -> float:
    """Return how much memory this process has."""
    pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1])
    return pages * 4096 / 2**20


def main() -> int:
    """Send 100,000; return 1 when anything went wrong."""
    os.environ |= {"TELEGRAM_BOT_TOKEN": TOKEN, "WEBHOOK_SECRET": SECRET}
    logging.disable(logging.WARNING)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        outcome = fuzz(build_engine(), 100_000, Path(folder))
    sys.stdout.write(
        f"{sum(outcome.statuses.values())} bodies: {dict(outcome.statuses)}, {outcome.answers} messages sent, "
        f"{len(outcome.failures)} failures {sorted(set(outcome.failures))[:5]}, grown by {outcome.grown:.1f} MB, "
        f"{time.monotonic() - began:.0f} s\n"
    )
    return 0 if outcome.sound and outcome.grown < 20 else 1


if __name__ == "__main__":
    sys.exit(main())
