"""Time of the tests."""

from bot.stores.base import SECONDS_A_DAY


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now

    def pass_days(self, days: float) -> None:
        self.now += days * SECONDS_A_DAY
