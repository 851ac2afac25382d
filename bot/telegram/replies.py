"""What is replied to a message or a tap; remembers nothing."""

from contextlib import suppress
from dataclasses import replace

from bot.engine.dialogue import Answer, Context, Question
from bot.errors import StaleTargetError
from bot.telegram import deeplink
from bot.telegram.callback import Press
from bot.telegram.commands import COMMANDS
from bot.telegram.deeplink import DeepLink
from bot.telegram.desk import START, Desk
from bot.telegram.feedback import Feedback
from bot.telegram.incoming import Command, Incoming, Words
from bot.telegram.ports import Engine

_LIST, _REGIONS = "members:1", "members:regions"
"""The long list of members, and its overview."""


class Replies:
    """Finds the answers: in private whole, in groups for all."""

    def __init__(self, engine: Engine, desk: Desk, feedback: Feedback) -> None:
        self._engine = engine
        self._desk = desk
        self._feedback = feedback

    def link(self, incoming: Incoming) -> DeepLink | None:
        """Return the deep link by which the chat was opened."""
        if isinstance(incoming, Command) and COMMANDS.get(incoming.name) == START and incoming.argument:
            return deeplink.read(incoming.argument, self._engine.languages)
        return None

    def in_private(self, incoming: Incoming, asked: Context, link: DeepLink | None) -> Answer:
        """Return the answer to a message in private."""
        if isinstance(incoming, Words):
            answer = self._engine.answer(Question(incoming.text, asked))
            answer = self._desk.switched(answer) if answer.pin else answer
            return self._feedback.below(answer, incoming.text, checking=asked.step is not None)
        language = self._engine.language_for(asked)
        if link:
            return self._desk.linked(link, language)
        if isinstance(incoming, Command):
            return self._desk.command(incoming, language)
        return self._desk.notice("not_text.text", language)

    def in_group(self, incoming: Incoming, asked: Context, _: DeepLink | None) -> Answer:
        """Return the answer to a message in a group, each on its own."""
        if isinstance(incoming, Words):
            return self.for_all(self._engine.answer(Question(incoming.text, asked)))
        language = self._engine.language_for(asked)
        if isinstance(incoming, Command):
            return self.for_all(self._desk.command_in_group(incoming, language))
        return self._desk.notice("not_text.text", language)

    def for_all(self, answer: Answer) -> Answer:
        """Return the answer in a group: no language is fixed there, and no long list begun."""
        if answer.pin is not None:
            return self._desk.languages(answer.pin or answer.language)
        return self._engine.open(_REGIONS, answer.language) if answer.target == _LIST else answer

    def to_tap(self, press: Press | None, asked: Context) -> Answer:
        """Return the answer to a tap; a stale or forged button gets a friendly word."""
        if press:
            with suppress(StaleTargetError):
                return self._desk.open(press.target, self._language(press, asked))
        return self._desk.notice("stale_button.text", self._engine.language_for(asked))

    def _language(self, press: Press, asked: Context) -> str:
        """Return the pinned language, else that of the message with the button."""
        if press.target == "pin:":
            return self._engine.language_for(replace(asked, pinned=None))
        for language in (asked.pinned, press.language):
            if language in self._engine.languages:
                return str(language)
        return self._engine.language_for(asked)
