"""The commands: one row each; what is said under ``command.<name>`` describes them."""

from collections.abc import Iterable, Mapping

from bot.telegram.ports import Engine

COMMANDS: Mapping[str, str] = {
    "start": "start:",
    "help": "help:",
    "language": "language:",
    "members": "members:1",
    "themes": "topic:themes",
    "benefits": "topic:benefits",
    "reforms": "topic:reforms",
    "events": "topic:events",
    "join": "check:",
    "check": "check:",
    "contact": "topic:contact",
    "privacy": "privacy:",
    "forget": "forget:",
}
"""Target that each command opens: the engine's, or one of ``bot.telegram.desk``."""


IN_GROUPS = ("help", "members", "themes", "join", "contact", "privacy")
"""Commands that are offered in groups; the others are understood there too."""


def describe(engine: Engine, language: str, names: Iterable[str] = COMMANDS) -> list[tuple[str, str]]:
    """Return name and description of each command."""
    return [(name, engine.say(f"command.{name}", language)) for name in names]
