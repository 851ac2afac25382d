"""The bot's own small web site: its health, its figures, and what is added to them."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from uvicorn import Config, Server

from bot.errors import BotError
from bot.telegram.vitals import Vitals

_KEEP_ALIVE = 75
"""Seconds that an idle connection stays open: longer than a proxy keeps it, lest it be closed under a request."""


class _QuietServer(Server):
    """uvicorn's server; whoever starts it listens for the signals."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


def health(vitals: Vitals) -> list[Route]:
    """Return the paths that tell how the bot is."""

    async def alive(_: Request) -> Response:
        return PlainTextResponse("alive")

    async def ready(request: Request) -> Response:
        """Return 200 when all is well; ``?except=store`` asks about the rest only."""
        excepted = request.query_params.getlist("except")
        parts = vitals.parts()
        well = all(fine for part, fine in parts.items() if part not in excepted)
        return JSONResponse({"ready": well} | parts, 200 if well else 503)

    async def metrics(_: Request) -> Response:
        return Response(generate_latest(vitals.registry), headers={"content-type": CONTENT_TYPE_LATEST})

    paths = {"/healthz": alive, "/readyz": ready, "/metrics": metrics}
    return [Route(path, serve, methods=["GET"]) for path, serve in paths.items()]


@asynccontextmanager
async def serving(routes: Sequence[Route], setting: str, address: tuple[str, int], grace: float) -> AsyncIterator[None]:
    """Serve beside the block; ``setting`` is named when the address cannot be listened at."""
    with _bind(setting, *address) as listening:
        config = Config(
            Starlette(routes=routes),
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            lifespan="off",
            timeout_keep_alive=_KEEP_ALIVE,
            timeout_graceful_shutdown=max(1, round(grace)),
        )
        server = _QuietServer(config)
        task = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield
        finally:
            server.should_exit = True
            await task


def _bind(setting: str, host: str, port: int) -> socket.socket:
    """Return a socket that is bound; raise BotError when that cannot be."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else "is no address of this machine"
        raise BotError(f"{setting}: {host}:{port}: {reason}; choose an address and port that are free") from None
