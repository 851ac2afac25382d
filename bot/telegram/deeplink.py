"""Deep links: ``https://t.me/<bot>?start=<parameter>`` opens the chat with the bot at a target, in a language."""

import re
from collections.abc import Collection
from dataclasses import dataclass

MAX_LENGTH = 64
"""Limit of Telegram for the parameter, which holds only letters, digits, ``_`` and ``-``."""

_FORM = re.compile(rf"[A-Za-z0-9_-]{{1,{MAX_LENGTH}}}")
_TOPIC = "topic"
_NAMED = frozenset({"member", "later", "country", "other", "members", "check"})
"""Kinds of targets that are linked to as ``<kind>-<name>``; a topic is linked to by its name alone."""

_ALONE = frozenset({"check", "help", "privacy"})
"""Kinds of targets that need no name."""


@dataclass(frozen=True, slots=True)
class DeepLink:
    """Where a link leads."""

    target: str | None = None
    """None for the welcome."""

    language: str | None = None


def is_linkable(target: str) -> bool:
    """Return whether a link can lead to the target; what changes or deletes something is none of them."""
    kind, _, name = target.partition(":")
    return (kind == _TOPIC or kind in _NAMED if name else kind in _ALONE) and bool(_FORM.fullmatch(_base(target)))


def leads(link: DeepLink) -> bool:
    """Return whether the link leads where it says; one that is too long leads to the welcome."""
    return link.target is None or (is_linkable(link.target) and len(_whole(link)) <= MAX_LENGTH)


def address(bot: str, link: DeepLink) -> str:
    """Return the web address; ``bot`` is the address of the bot's chat."""
    start = parameter(link)
    return f"{bot}?start={start}" if start else bot


def parameter(link: DeepLink) -> str:
    """Return the parameter of ``/start``; that of the welcome for what cannot be linked to."""
    return _whole(link) if link.target and leads(link) else link.language or ""


def read(start: str, languages: Collection[str]) -> DeepLink | None:
    """Return where the parameter leads; None for one that no link has."""
    if not _FORM.fullmatch(start):
        return None
    base, mark, code = start.rpartition("__") if "__" in start else (start, "", "")
    if not mark:
        return DeepLink(None, start) if start in languages else DeepLink(_target(start))
    if code not in languages:
        return None
    return DeepLink(_target(base) if base else None, code)


def _whole(link: DeepLink) -> str:
    return "__".join(filter(None, (_base(link.target or ""), link.language)))


def _base(target: str) -> str:
    kind, _, name = target.partition(":")
    return (name if kind == _TOPIC else "-".join(filter(None, (kind, name)))).replace(".", "_")


def _target(base: str) -> str:
    kind, dash, name = base.partition("-")
    name = name.replace("_", ".")
    if (dash and kind in _NAMED) or (not dash and kind in _ALONE):
        return f"{kind}:{name}"
    return f"{_TOPIC}:{base.replace('_', '.')}"
