"""Answers that stand ready: the topics, the menu, and the words around them."""

from collections.abc import Sequence

from bot.content.schema import Knowledge
from bot.engine.dialogue import Answer, Kind, Link, Option
from bot.engine.locale import isolate
from bot.engine.phrasebook import Phrasebook
from bot.errors import StaleTargetError

_EMAIL_TOPICS = ("contact", "contact.email")


class Pages:
    """Writes the answers of all topics whose text stands in the knowledge base as it is."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._books = {code: Phrasebook(knowledge, code) for code in knowledge.served}

    def book(self, language: str) -> Phrasebook:
        """Return the texts of a language that is served."""
        return self._books[language]

    def topic(self, topic: str, language: str) -> Answer:
        """Return the answer of a topic; raise StaleTargetError when there is no such topic."""
        row = self._knowledge.topics.get(topic)
        if row is None:
            raise StaleTargetError(f"topic:{topic}")
        book = self.book(language)
        title = book.fill(book.topic(topic).title)
        return Answer(
            language=language,
            kind="answer",
            topic=row.part_of or topic,
            title=title,
            text=self.page(title, book.answer(topic), language),
            choices=self._wholes(row.related, but=row.part_of or topic),
            score=1.0,
            links=tuple(self.link(source) for source in row.links),
            options=self.options(row.related, language),
            copyable=book.fill("{email}") if topic in _EMAIL_TOPICS else None,
            target=f"topic:{topic}",
        )

    def _wholes(self, topics: Sequence[str], but: str) -> tuple[str, ...]:
        """Return the topics, each part as the topic that it counts as, without ``but``."""
        wholes = dict.fromkeys(self._knowledge.topics[topic].part_of or topic for topic in topics)
        return tuple(whole for whole in wholes if whole != but)

    def notice(self, kind: Kind, key: str, topics: Sequence[str], language: str) -> Answer:
        """Return a text of the interface with topics to choose from."""
        return Answer(
            language=language,
            kind=kind,
            topic=None,
            text=self.page(None, self.book(language).say(key), language),
            choices=tuple(topics),
            options=self.options(topics, language),
        )

    def options(self, topics: Sequence[str], language: str) -> tuple[Option, ...]:
        """Return the buttons that lead to the topics."""
        return tuple(self.option(topic, language) for topic in topics)

    def option(self, topic: str, language: str) -> Option:
        """Return the button that leads to the topic."""
        return Option(self.book(language).topic(topic).button, f"topic:{topic}")

    def link(self, source: str) -> Link:
        """Return the source as a link."""
        row = self._knowledge.sources[source]
        return Link(row.title, row.url)

    @staticmethod
    def page(title: str | None, text: str, language: str) -> str:
        """Return title and text as one, right-to-left languages with their Latin parts isolated."""
        return isolate(f"{title}\n\n{text}" if title else text, language)
