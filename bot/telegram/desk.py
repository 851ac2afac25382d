"""Opens targets: the pages of the bot itself, and through the engine all others."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from bot.engine.dialogue import Answer, Option
from bot.errors import StaleTargetError
from bot.stores import KeptFor
from bot.telegram.commands import COMMANDS, IN_GROUPS, describe
from bot.telegram.deeplink import DeepLink
from bot.telegram.incoming import Command
from bot.telegram.ports import Engine

AUTOMATIC = ""
"""``Answer.pin`` of the wish to undo a pinned language."""

START, FORGET = "start:", "forget:"

Openers = Mapping[str, Callable[[str], Answer]]


class Desk:
    """Answers commands and taps; remembers nothing."""

    def __init__(self, engine: Engine, kept_for: KeptFor) -> None:
        self._engine = engine
        self._kept_for = kept_for
        self._pages: Openers = {
            START: self._start,
            "help:": self._help,
            "language:": self._choice_of_language,
            "privacy:": self._privacy,
            FORGET: self._forgotten,
        }

    def command(self, command: Command, language: str) -> Answer:
        """Return the answer to a command, known or not."""
        target = COMMANDS.get(command.name)
        if target is None:
            return self.notice("unknown_command.text", language, f"\n\n{self._listed(language)}")
        return self.open(target, language)

    def command_in_group(self, command: Command, language: str) -> Answer:
        """Return the answer to a command in a group, where nobody speaks for all."""
        if command.name in ("start", "help"):
            return self.notice("help.groups", language, f"\n\n{self._listed(language, IN_GROUPS)}")
        if command.name == "language":
            return self.languages(language)
        if command.name not in COMMANDS:
            return self.notice("unknown_command.text", language, f"\n\n{self._listed(language, IN_GROUPS)}")
        return self.command(command, language)

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

    def languages(self, language: str) -> Answer:
        """Return which languages are understood."""
        names = [self._engine.language_name(code, code) for code in self._engine.languages]
        text = self._engine.say("help.languages", language, languages=", ".join(names))
        return Answer(language=language, kind="answer", topic=None, text=text)

    def linked(self, link: DeepLink | None, language: str) -> Answer:
        """Return what a deep link leads to; the welcome when that is nothing."""
        try:
            return self.open(link.target, language) if link and link.target else self._start(language)
        except StaleTargetError:
            return self._start(language)

    def _start(self, language: str) -> Answer:
        return replace(self.notice("start.text", language), options=self._engine.open("menu:", language).options)

    def _help(self, language: str) -> Answer:
        languages, groups = self.languages(language).text, self._engine.say("help.groups", language)
        return self.notice("help.text", language, f"\n{self._listed(language)}\n\n{languages}\n\n{groups}")

    def _listed(self, language: str, names: Iterable[str] = COMMANDS) -> str:
        return "\n".join(f"/{name} – {said}" for name, said in describe(self._engine, language, names))

    def _choice_of_language(self, language: str) -> Answer:
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
        paragraphs = {
            "privacy.text": self._kept_for.states,
            "privacy.counts": self._kept_for.counts,
            "privacy.feedback": self._kept_for.questions,
        }
        text = "\n\n".join(self._engine.say(key, language, days=str(days)).strip() for key, days in paragraphs.items())
        button = Option(self._engine.say("privacy.delete_button", language), FORGET)
        return Answer(language=language, kind="answer", topic=None, text=text, options=(button,))

    def _forgotten(self, language: str) -> Answer:
        text = self._engine.say("privacy.deleted", language)
        return Answer(language=language, kind="answer", topic=None, text=text)
