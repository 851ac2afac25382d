"""Questions while the bot is killed again and again and Telegram is in trouble (`make soak`): none may be lost."""

import asyncio
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from tests.load.process import BotProcess
from tests.load.telegram import LoadApi
from tests.support.servers import free_port

FAULTS = 0.05
SECRET = "secret-of-the-soak"  # noqa: S105  # of the tests


@dataclass(frozen=True)
class Plan:
    """How much, and for how long at most."""

    mode: str
    updates: int
    chats: int
    kills: int
    seconds: float
    """The soak ends after this time, whatever came of it."""

    seed: int = 1
    lives: tuple[float, float] = (0.3, 1.5)
    """Seconds for which the bot lives after it has begun to answer, at least and at most."""


@dataclass(frozen=True)
class Outcome:
    """What became of the questions."""

    plan: Plan
    lost: int
    repeated: int
    allowed: int
    """Updates in hand at the kills: so many answers may have been repeated."""

    disordered: int
    kills: int
    faults: dict[str, int]
    seconds: float

    @property
    def sound(self) -> bool:
        fine = not self.lost and not self.disordered and self.repeated <= self.allowed
        return fine and self.kills >= self.plan.kills

    def __str__(self) -> str:
        return (
            f"{self.plan.mode}: {self.plan.updates} updates from {self.plan.chats} chats, {self.kills} kills, "
            f"faults {dict(self.faults)}: {self.lost} lost, {self.repeated} repeated (in hand at the kills: "
            f"{self.allowed}), {self.disordered} out of order, {self.seconds:.0f} s"
        )


async def soak(plan: Plan, folder: Path) -> Outcome:
    """Ask, kill and start again until every question is confirmed and the bot was killed often enough."""
    port = free_port()
    address = f"http://127.0.0.1:{port}/hook"
    chance = random.Random(plan.seed)
    async with LoadApi(plan.seed, FAULTS, address if plan.mode == "webhook" else None) as api:
        for number in range(1, plan.updates + 1):
            api.ask(number, chance.randrange(1, plan.chats + 1), f"question {number}")
        asked = {update["message"]["text"]: update["message"]["chat"]["id"] for update in api._updates.values()}
        settings = {"TELEGRAM_API_URL": api.url, "STATE_URL": f"sqlite:///{folder}/{plan.mode}.sqlite"}
        if plan.mode == "webhook":
            settings |= {"WEBHOOK_URL": address, "WEBHOOK_LISTEN": f"127.0.0.1:{port}", "WEBHOOK_SECRET": SECRET}
        bot = BotProcess(folder / f"{plan.mode}.log", **settings)
        began = time.monotonic()
        delivering = asyncio.create_task(api.deliver()) if plan.mode == "webhook" else None
        allowed, kills = 0, 0
        with bot:
            while kills < plan.kills:
                before = len(api.answers)
                await api.until(lambda before=before: len(api.answers) > before or not api.pending, plan.seconds)  # type: ignore[misc]  # mypy cannot tell it
                await asyncio.sleep(chance.uniform(*plan.lives))
                allowed += api.in_flight
                bot.kill()
                kills += 1
                bot.start()
            await api.until(lambda: not api.pending, plan.seconds)
            bot.stop()
        if delivering:
            await delivering
        return _judge(plan, api, asked, (allowed, kills), time.monotonic() - began)


def _judge(plan: Plan, api: LoadApi, asked: dict[str, int], counted: tuple[int, int], seconds: float) -> Outcome:
    answered = Counter(text for _, text in api.answers)
    first: defaultdict[int, list[int]] = defaultdict(list)
    for chat, text in dict.fromkeys(api.answers):
        first[chat].append(int(text.split()[-1]))
    return Outcome(
        plan,
        lost=sum(1 for text, chat in asked.items() if (chat, text) not in set(api.answers))
        if len(answered) < len(asked)
        else 0,
        repeated=sum(answered.values()) - len(answered),
        allowed=counted[0],
        disordered=sum(1 for numbers in first.values() if numbers != sorted(numbers)),
        kills=counted[1],
        faults=dict(api.faults),
        seconds=seconds,
    )


def main() -> int:
    """Run the long form, polling and webhook; return 1 when a question was lost."""
    sound = True
    for mode in ("polling", "webhook"):
        with tempfile.TemporaryDirectory() as folder:
            plan = Plan(mode, updates=10_000, chats=500, kills=22, seconds=900)
            outcome = asyncio.run(soak(plan, Path(folder)))
        sys.stdout.write(f"{outcome}\n")
        sound = sound and outcome.sound
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
