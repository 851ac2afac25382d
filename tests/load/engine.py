"""An engine that is ready at once and answers with the question, so that each answer can be told from the others."""

from bot.engine.dialogue import Answer, Context, Found, Question


class Echo:
    """Answers with what was asked."""

    languages = ("es",)

    def answer(self, question: Question) -> Answer:
        return Answer(language="es", kind="answer", topic="echo", text=question.text, target="topic:echo")

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
