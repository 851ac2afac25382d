"""Reads the knowledge base anew while the bot answers from the old one."""

import asyncio
import gc
import logging
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from watchfiles import Change, awatch

from bot.bootstrap import build_engine
from bot.errors import BotError
from bot.telegram.errors import describe
from bot.telegram.live import LiveEngine
from bot.telegram.ports import Engine

Build = Callable[[], Awaitable[Engine]]

_STEPS = ("check", "train")
"""Commands of the bot that must succeed first."""

_SHOWN = 50
"""Lines of faults that are logged at most."""

log = logging.getLogger(__name__)


class Reload:
    """Replaces the engine when it is told to; several wishes at once are one."""

    def __init__(self, live: LiveEngine, build: Build, after: Callable[[], Awaitable[None]] | None = None) -> None:
        self._live = live
        self._build = build
        self._after = after
        self._wanted = asyncio.Event()

    def want(self) -> None:
        """Ask for the knowledge base to be read anew, soon."""
        self._wanted.set()

    async def run(self) -> None:
        """Read the knowledge base anew whenever that is wanted."""
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            await self._once()

    async def _once(self) -> None:
        """Read it; keep the old one when the new one has faults."""
        log.info("reading the knowledge base anew")
        try:
            engine = await self._build()
        except BotError as error:
            for line in str(error).splitlines()[:_SHOWN]:
                log.error("%s", line)  # noqa: TRY400  # these are lines about files, not a traceback
            log.error("the knowledge base was not taken over; answering from the old one")  # noqa: TRY400
            return
        except Exception as error:  # noqa: BLE001  # whatever a half-saved file leads to, the bot goes on
            log.error("the knowledge base was not taken over: %s", describe(error))  # noqa: TRY400
            return
        self._live.replace(engine)
        gc.unfreeze()  # see bot.commands.run
        gc.collect()
        gc.freeze()
        log.info("answering from the new knowledge base")
        if self._after:
            await self._after()


async def rebuild() -> Engine:
    """Return an engine over what the files say now; raise BotError with what ``check`` says when they have faults.

    Checking and learning are done in processes of their own: they take all of a core, some for minutes.
    """
    for command in _STEPS:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", command),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        try:
            said, _ = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
        if process.returncode:
            raise BotError(said.decode(errors="replace").strip())
    return await asyncio.to_thread(build_engine)


async def watch(folder: Path, want: Callable[[], None]) -> None:
    """Call ``want`` when a text of the knowledge base changes; what was learned from it does not count."""

    def counts(_: Change, path: str) -> bool:
        return path.endswith(".yaml") and ".model" not in Path(path).parts

    async for _ in awatch(folder, watch_filter=counts):
        want()
