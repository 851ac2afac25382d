"""What this package asks of the engine."""

from typing import Protocol

from bot.engine.dialogue import Answer, Context, Found, Question


class Engine(Protocol):
    """Answers questions; see ``bot.engine``."""

    @property
    def languages(self) -> tuple[str, ...]:
        """Codes of the languages that are served."""

    def answer(self, question: Question) -> Answer:
        """Return the answer to the question."""

    def open(self, target: str, language: str) -> Answer:
        """Return what a button or command leads to; raise StaleTargetError for what does not exist."""

    def search(self, text: str, context: Context) -> tuple[Found, ...]:
        """Return what somebody looks for who is still typing, best first."""

    def say(self, key: str, language: str, **values: str) -> str:
        """Return words of the interface, values filled in."""

    def language_for(self, context: Context) -> str:
        """Return the language for a reply that has no words to go by."""

    def language_name(self, code: str, language: str) -> str:
        """Return the name of a language."""
