"""Collect the names of places, countries and languages that an utterance can contain."""

from collections import defaultdict
from collections.abc import Iterable

from bot.content.schema import Knowledge
from bot.engine.locale import country_names, language_name
from bot.engine.places import skeleton
from bot.engine.text import words

_FOREIGN = ("de", "nl", "pl", "tr", "zh", "ja", "hi", "fa", "el", "he", "cs", "hu", "sv", "da", "fi", "bg", "sr", "hr",
            "vi", "th", "ur", "bn", "az", "kk", "uz", "sl", "gl", "ha", "yo", "ig", "qu", "ber", "zu", "xh", "af", "gd",
            "ga", "la", "nb", "is", "lt", "lv", "et", "mn", "am", "so", "ta", "ceb", "ms", "jv", "eo")  # fmt: skip
"""Languages that people ask about although the bot does not speak them."""

_SHORTEST = 3


def _key(name: str) -> str:
    return "".join(skeleton(word) for word in words(name))


class _Names:
    """Names and what each can stand for."""

    def __init__(self) -> None:
        self.refs: defaultdict[str, list[str]] = defaultdict(list)

    def add(self, ref: str, names: Iterable[str], shortest: int = _SHORTEST) -> None:
        """Note the names of one place; those too short to be told from words are left out."""
        for name in names:
            key = _key(name)
            if len(key) >= shortest and ref not in self.refs[key]:
                self.refs[key].append(ref)


def collect_names(knowledge: Knowledge) -> dict[str, tuple[str, ...]]:
    """Return the key (``skeleton``) of every name in every language with what it stands for."""
    names = _Names()
    for member, row in knowledge.members.items():
        names.add(f"member:{member}", [row.brochure_name])
    for later, entry in knowledge.later.items():
        names.add(f"later:{later}", [entry.official_name.split(" (")[0]])
    for code, content in knowledge.locales.items():
        for member, place in content.members.items():
            names.add(f"member:{member}", [place.name, *place.forms], 2)
        for later, place in content.later.items():
            names.add(f"later:{later}", [place.name, *place.forms])
        for iso, country in content.countries.items():
            names.add(f"country:{iso}", country.forms, 2)
        _add_cldr(names, code, knowledge)
    return {key: tuple(refs) for key, refs in names.refs.items() if refs}


def _add_cldr(names: _Names, code: str, knowledge: Knowledge) -> None:
    """Add the names that CLDR has for countries and languages in this language."""
    for iso, name in country_names(code).items():
        names.add(f"country:{iso}", [name, name.split(" (")[0]])
    for language in (*knowledge.languages, *_FOREIGN):
        names.add(f"language:{language}", [language_name(language, code)])
