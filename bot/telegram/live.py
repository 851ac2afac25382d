"""The engine that can be replaced while updates are in hand, measured."""

import time

from bot.engine.dialogue import Answer, Context, Found, Question
from bot.telegram.ports import Engine
from bot.telegram.trace import current
from bot.telegram.vitals import Vitals


class LiveEngine:
    """Another engine; each update stays with the one that it began with."""

    def __init__(self, engine: Engine, vitals: Vitals) -> None:
        self._latest = engine
        self._vitals = vitals

    def replace(self, engine: Engine) -> None:
        """Use the engine for all updates that come from now on."""
        self._latest = engine

    @property
    def languages(self) -> tuple[str, ...]:
        """Codes of the languages that are served."""
        return self._engine().languages

    def answer(self, question: Question) -> Answer:
        """Return the answer to the question."""
        began = time.perf_counter()
        answer = self._engine().answer(question)
        self._vitals.observe("engine", time.perf_counter() - began)
        return _noted(answer, answer.kind)

    def open(self, target: str, language: str) -> Answer:
        """Return what a button or command leads to."""
        return _noted(self._engine().open(target, language), "opened")

    def search(self, text: str, context: Context) -> tuple[Found, ...]:
        """Return what somebody looks for who is still typing, best first."""
        began = time.perf_counter()
        found = self._engine().search(text, context)
        self._vitals.observe("search", time.perf_counter() - began)
        return found

    def say(self, key: str, language: str, **values: str) -> str:
        """Return words of the interface, values filled in."""
        return self._engine().say(key, language, **values)

    def language_for(self, context: Context) -> str:
        """Return the language for a reply that has no words to go by."""
        return self._engine().language_for(context)

    def language_name(self, code: str, language: str) -> str:
        """Return the name of a language."""
        return self._engine().language_name(code, language)

    def _engine(self) -> Engine:
        trace = current.get()
        if trace is None:
            return self._latest
        trace.engine = trace.engine or self._latest
        return trace.engine


def _noted(answer: Answer, kind: str) -> Answer:
    """Return the answer, its kind, language and topic noted for the log."""
    trace = current.get()
    if trace:
        trace.kind, trace.language, trace.topic = kind, answer.language, answer.topic
    return answer
