"""The commands: one row each; what is said under ``command.<name>`` describes them."""

from collections.abc import Mapping

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
    "contact": "topic:contact",
    "privacy": "privacy:",
    "forget": "forget:",
}
"""Target that each command opens: the engine's, or one of ``bot.telegram.desk``."""


def describe(engine: Engine, language: str) -> list[tuple[str, str]]:
    """Return name and description of each command."""
    return [(name, engine.say(f"command.{name}", language)) for name in COMMANDS]


def deep_link(topic: str) -> str:
    """Return the parameter of ``https://t.me/<bot>?start=`` for a topic; a dot cannot stand there."""
    return topic.replace(".", "_")


def linked_topic(parameter: str) -> str:
    """Return the target that a parameter of ``/start`` leads to."""
    return f"topic:{parameter.replace('_', '.')}"
