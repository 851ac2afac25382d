"""How the bot is: figures for Prometheus, and whether store, Telegram and updates are well."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

STALLED_AFTER = 120.0
"""Seconds without a sign of Telegram's updates: four long polls."""

_FAILURES = 3
"""Failures in a row after which Telegram counts as out of reach; a single one is ordinary."""

_LAST = 1000
"""Answers of which the share of unknown ones is taken."""

_SECONDS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Vitals:
    """Counts and watches; one for each bot, so that several can run in one process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._moved = clock()
        self._failures = 0
        self._store: Callable[[], bool] = lambda: True
        self._unknown: deque[bool] = deque(maxlen=_LAST)
        self.registry = CollectorRegistry()
        self.updates = Counter("ogp_updates", "Updates received, by kind", ["kind"], registry=self.registry)
        self.ignored = Counter(
            "ogp_ignored", "Requests and updates ignored, by reason", ["why"], registry=self.registry
        )
        self.answers = Counter(
            "ogp_answers", "Answers, by kind and language", ["kind", "language"], registry=self.registry
        )
        self.seconds = Histogram(
            "ogp_stage_seconds", "Seconds per stage", ["stage"], registry=self.registry, buckets=_SECONDS
        )
        self.telegram_errors = Counter(
            "ogp_telegram_errors", "Telegram's errors, by kind", ["kind"], registry=self.registry
        )
        self.queue = Gauge("ogp_queue", "Updates in hand", registry=self.registry)
        self.pending = Gauge("ogp_pending", "Updates waiting at Telegram (webhook)", registry=self.registry)
        self.last_update = Gauge(
            "ogp_last_update_timestamp_seconds", "When the last update came", registry=self.registry
        )
        share = Gauge("ogp_unknown_share", f"Share of unknown among the last {_LAST} answers", registry=self.registry)
        share.set_function(lambda: sum(self._unknown) / len(self._unknown) if self._unknown else 0.0)
        well = Gauge("ogp_well", "Whether store, Telegram and updates are well", ["part"], registry=self.registry)
        for part in self.parts():
            well.labels(part).set_function(lambda part=part: float(self.parts()[part]))  # type: ignore[misc]  # mypy cannot tell it
        self._stages = {
            name: self.seconds.labels(name) for name in ("turn", "store", "engine", "search", "send", "total")
        }

    def parts(self) -> dict[str, bool]:
        """Return each part that must be well, and whether it is."""
        return {
            "store": self._store(),
            "telegram": self._failures < _FAILURES,
            "updates": self._clock() - self._moved < STALLED_AFTER,
        }

    def watch_store(self, reachable: Callable[[], bool]) -> None:
        """Ask this whether the store is there."""
        self._store = reachable

    def observe(self, stage: str, seconds: float) -> None:
        """Note how long a stage took."""
        self._stages[stage].observe(seconds)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Note how long the block takes."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.observe(name, time.perf_counter() - began)

    def moved(self) -> None:
        """Note that updates flow, or would if there were any."""
        self._moved = self._clock()

    def received(self, kind: str) -> None:
        """Note an update."""
        self.updates.labels(kind).inc()
        self.last_update.set_to_current_time()

    def answered(self, kind: str, language: str) -> None:
        """Note an answer."""
        self.answers.labels(kind, language).inc()
        self._unknown.append(kind == "unknown")

    def telegram_well(self) -> None:
        """Note that Telegram has replied."""
        self._failures = 0

    def telegram_failed(self, error: Exception, *, unreachable: bool) -> None:
        """Note an error of Telegram's; one that says no is a reply too."""
        self.telegram_errors.labels(type(error).__name__).inc()
        self._failures = self._failures + 1 if unreachable else 0
