"""The errors of this project: one tree, caught where a command or an update is handled."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


class BotError(Exception):
    """Something that the person who runs the bot can mend."""

    exit_code = 1


class UsageError(BotError):
    """The command line or the settings are wrong."""

    exit_code = 2


class StaleTargetError(BotError):
    """A button leads to something that does not exist (any more)."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in the knowledge base: where it is, what it is, what to do."""

    file: Path
    place: str
    problem: str

    def __str__(self) -> str:
        """Return one line such as ``knowledge/es/join.yaml: join: has no answer; write one``."""
        return f"{self.file}: {self.place}: {self.problem}" if self.place else f"{self.file}: {self.problem}"


class ContentError(BotError):
    """The knowledge base has faults; all of them at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults))
