"""What goes into the engine and what comes out of it."""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["answer", "choices", "unknown"]


SMALL_TALK = "chat."
"""Begin of the ids of topics that are small talk."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known about the chat besides the words of the question."""

    hint: str | None = None
    """Language code that the client reports (Telegram's ``language_code``), such as ``es`` or ``pt-br``."""

    pinned: str | None = None
    """Language that the user fixed; it decides the language of the reply."""

    last_language: str | None = None
    """Language of the previous reply in this chat."""

    last_target: str | None = None
    """Target of the previous answer in this chat, see ``Option.target``."""

    step: str | None = None
    """Progress of the guided check (what follows ``check:``) in the message that this one replies to."""


@dataclass(frozen=True, slots=True)
class Question:
    """One utterance with its context."""

    text: str
    context: Context = field(default_factory=Context)


@dataclass(frozen=True, slots=True)
class Entity:
    """The place that a question is about."""

    member: str | None = None
    """Id in ``knowledge/members.yaml``."""

    country: str | None = None
    """ISO 3166-1 alpha-2 code."""


@dataclass(frozen=True, slots=True)
class Link:
    """A source."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Option:
    """Something the user can choose next: a button, or a number in the terminal."""

    label: str
    target: str
    """What it opens, at most 50 ASCII characters, such as ``topic:join`` or ``members:2``."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine says to one question."""

    language: str
    """Language of the text."""

    kind: Kind
    topic: str | None
    """Topic that was recognised; None when nothing was near enough."""

    text: str
    """Plain text, title included, without the links."""

    title: str | None = None
    """First line of the text when it is a headline."""

    entity: Entity = field(default_factory=Entity)
    choices: tuple[str, ...] = ()
    """Topic ids offered, best first."""

    score: float = 0.0
    """Confidence, 0 to 1."""

    links: tuple[Link, ...] = ()
    options: tuple[Option, ...] = ()
    """What can be chosen next, in the order to show."""

    last: tuple[Option, ...] = ()
    """What stands below all other options, in a row of its own."""

    copyable: str | None = None
    """A part of the text that people want to copy (the e-mail address)."""

    target: str | None = None
    """Target that leads to this same answer, to be remembered as the chat's last one."""

    pin: str | None = None
    """Language that the user asked to continue in; the caller remembers it as pinned."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something that a search found."""

    answer: Answer
    """What choosing it says; its target and language are those of the thing."""

    title: str
    summary: str
    """One line."""
