"""The texts of one language, figures filled in; the words of the interface."""

from collections.abc import Mapping

from bot.content.schema import Figure, Knowledge, TopicText
from bot.engine.locale import country_name, format_number, join_list, own_language_name


class Phrasebook:
    """Says what the knowledge base holds, in one language."""

    def __init__(self, knowledge: Knowledge, language: str) -> None:
        self.language = language
        self._content = knowledge.locales[language]
        self._values = {name: _figure(figure, language) for name, figure in knowledge.figures.items()}
        self._values["languages"] = join_list([own_language_name(code) for code in knowledge.served], language)

    def topic(self, topic: str) -> TopicText:
        """Return the texts of the topic, placeholders as they stand."""
        return self._content.texts[topic]

    def answer(self, topic: str) -> str:
        """Return the topic's answer with its figures."""
        return self.fill(self._content.texts[topic].answer)

    def say(self, key: str, **values: str) -> str:
        """Return the words of the interface under the key, with values in place of ``{name}``."""
        return self.fill(self._content.words[key], **values)

    def fill(self, text: str, **values: str) -> str:
        """Return the text with figures and values in place of ``{name}``."""
        filled: Mapping[str, str] = self._values | values
        return text.format_map(filled) if "{" in text else text

    def place(self, kind: str, place: str) -> str:
        """Return the name of a member or later member."""
        names = self._content.members if kind == "member" else self._content.later
        return names[place].name

    def country(self, iso: str) -> str:
        """Return the name of a country."""
        named = self._content.countries.get(iso)
        return (named.name if named else "") or country_name(iso, self.language)


def _figure(figure: Figure, language: str) -> str:
    return format_number(figure.value, language) if figure.kind == "number" else figure.value
