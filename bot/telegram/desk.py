"""Opens targets: the pages of the bot itself, and through the engine all others."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.engine.dialogue import Answer, Option
from bot.errors import StaleTargetError
from bot.telegram.commands import COMMANDS, describe, linked_topic
from bot.telegram.incoming import Command
from bot.telegram.ports import Engine

AUTOMATIC = ""
"""``Answer.pin`` of the wish to undo a pinned language."""

FORGET = "forget:"

Openers = Mapping[str, Callable[[str], Answer]]


class Desk:
    """Answers commands and taps; remembers nothing."""

    def __init__(self, engine: Engine, days: int, question_days: int) -> None:
        self._engine = engine
        self._days = days
        self._question_days = question_days
        self._pages: Openers = {
            "start:": self._start,
            "help:": self._help,
            "language:": self._languages,
            "privacy:": self._privacy,
            FORGET: self._forgotten,
        }

    def command(self, command: Command, language: str) -> Answer:
        """Return the answer to a command, known or not."""
        target = COMMANDS.get(command.name)
        if target is None:
            listed = self._listed(language)
            return self.notice("unknown_command.text", language, f"\n\n{listed}")
        if command.name == "start" and command.argument:
            return self._linked(command.argument, language)
        return self.open(target, language)

    def open(self, target: str, language: str) -> Answer:
        """Return what the target leads to; raise StaleTargetError when it leads nowhere."""
        kind, _, name = target.partition(":")
        if kind == "pin":
            return self._pinned(name, language)
        page = self._pages.get(target)
        return page(language) if page else self._engine.open(target, language)

    def switched(self, answer: Answer) -> Answer:
        """Return what is said to someone who asked in words to go on in another language: that, in that language."""
        language = answer.pin or answer.language
        spoken = self._engine.open(answer.target, language) if answer.target else answer
        text = self._engine.say("language.switched", language)
        return replace(spoken, language=language, text=text, title=None, links=(), pin=answer.pin)

    def notice(self, key: str, language: str, more: str = "") -> Answer:
        """Return words of the interface as an answer."""
        return Answer(language=language, kind="answer", topic=None, text=self._engine.say(key, language) + more)

    def _linked(self, parameter: str, language: str) -> Answer:
        """Return the topic that a deep link names; the welcome when there is no such topic."""
        try:
            return self._engine.open(linked_topic(parameter), language)
        except StaleTargetError:
            return self._start(language)

    def _start(self, language: str) -> Answer:
        return replace(self.notice("start.text", language), options=self._engine.open("menu:", language).options)

    def _help(self, language: str) -> Answer:
        names = [self._engine.language_name(code, code) for code in self._engine.languages]
        languages = self._engine.say("help.languages", language, languages=", ".join(names))
        groups = self._engine.say("help.groups", language)
        return self.notice("help.text", language, f"\n{self._listed(language)}\n\n{languages}\n\n{groups}")

    def _listed(self, language: str) -> str:
        return "\n".join(f"/{name} – {description}" for name, description in describe(self._engine, language))

    def _languages(self, language: str) -> Answer:
        options = [Option(self._engine.language_name(code, code), f"pin:{code}") for code in self._engine.languages]
        options.append(Option(self._engine.say("language.automatic_button", language), "pin:"))
        return replace(self.notice("language.prompt", language), options=tuple(options))

    def _pinned(self, code: str, language: str) -> Answer:
        """Return the confirmation of a pinned language, in that language."""
        if code == AUTOMATIC:
            return replace(self.notice("language.automatic", language), pin=AUTOMATIC)
        if code not in self._engine.languages:
            raise StaleTargetError(f"pin:{code}")
        return replace(self.notice("language.pinned", code), pin=code)

    def _privacy(self, language: str) -> Answer:
        kept = self._engine.say("privacy.text", language, days=str(self._days)).strip()
        sent = self._engine.say("privacy.feedback", language, days=str(self._question_days))
        button = Option(self._engine.say("privacy.delete_button", language), FORGET)
        return Answer(language=language, kind="answer", topic=None, text=f"{kept}\n\n{sent}", options=(button,))

    def _forgotten(self, language: str) -> Answer:
        text = self._engine.say("privacy.deleted", language)
        return Answer(language=language, kind="answer", topic=None, text=text)
