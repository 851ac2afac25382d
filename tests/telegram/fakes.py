"""Engines and stores that break in a chosen way, and else do what the real ones do."""

from bot.engine.dialogue import Answer, Context, Found, Question
from bot.stores import ChatState, MemoryStore, StoreGoneError
from bot.telegram.ports import Engine


class TroubledEngine:
    """Fails on questions that hold the word ``trouble``, with the question in the error."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.languages = engine.languages

    def answer(self, question: Question) -> Answer:
        if "trouble" in question.text:
            raise ValueError(f"cannot digest {question.text!r}")
        return self._engine.answer(question)

    def open(self, target: str, language: str) -> Answer:
        if target == "topic:events":
            raise RuntimeError(f"cannot open {target}")
        return self._engine.open(target, language)

    def search(self, text: str, context: Context) -> tuple[Found, ...]:
        return self._engine.search(text, context)

    def say(self, key: str, language: str, **values: str) -> str:
        return self._engine.say(key, language, **values)

    def language_for(self, context: Context) -> str:
        return self._engine.language_for(context)

    def language_name(self, code: str, language: str) -> str:
        return self._engine.language_name(code, language)


class TerseEngine:
    """Is ready at once and says next to nothing, for tests of the process around it."""

    languages = ("es",)

    def answer(self, question: Question) -> Answer:
        return Answer(language="es", kind="unknown", topic=None, text=f"{len(question.text)} letras")

    def open(self, target: str, language: str) -> Answer:
        return Answer(language=language, kind="answer", topic=None, text=target)

    def search(self, text: str, context: Context) -> tuple[Found, ...]:
        del text, context
        return ()

    def say(self, key: str, language: str, **values: str) -> str:
        return f"{key} {language} {values}"

    def language_for(self, context: Context) -> str:
        return context.pinned or "es"

    def language_name(self, code: str, language: str) -> str:
        return f"{code} {language}"


class TroubledStore(MemoryStore):
    """Cannot be read."""

    async def load(self, chat: int) -> ChatState:
        raise OSError(f"disk full while reading {chat}")


class RetentiveStore(MemoryStore):
    """Cannot forget."""

    async def forget(self, chat: int) -> None:
        raise StoreGoneError(f"unplugged while forgetting {chat}")
