"""Collect the names of places, countries and languages that an utterance can contain."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from babel.core import get_global

from bot.content.schema import Knowledge
from bot.engine.locale import country_names, language_name
from bot.engine.text import FLAG, words
from bot.engine.tokens import skeleton
from bot.training.gazetteer import names_of_towns

_FOREIGN = ("de", "nl", "pl", "tr", "zh", "ja", "hi", "fa", "el", "he", "cs", "hu", "sv", "da", "fi", "bg", "sr", "hr",
            "vi", "th", "ur", "bn", "az", "kk", "uz", "sl", "gl", "ha", "yo", "ig", "qu", "ber", "zu", "xh", "af", "gd",
            "ga", "la", "nb", "is", "lt", "lv", "et", "mn", "am", "so", "ta", "ceb", "ms", "jv", "eo")  # fmt: skip
"""Languages that people ask about although the bot does not speak them."""

_AT_HOME = frozenset(
    ("id", "uk", "ru", "it", "ro", "ko", "ka", "hy", "ky", "sq", "mk", "sk", "de", "nl", "pl", "tr", "ja", "el", "cs",
     "hu", "sv", "da", "fi", "bg", "sr", "hr", "vi", "th", "az", "kk", "uz", "sl", "nb", "is", "lt", "lv", "et", "mn")
)  # fmt: skip
"""Languages that one country shares its name with."""

_FLAGS = {"scotland": "gbsct", "quebec": "caqc"}
"""Members that have a flag among the emoji."""

_SHORTEST, _SHORTEST_TOWN = 3, 4


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
    for code in knowledge.locales:
        _add_language(names, code, knowledge)
    for iso in country_names("en"):
        names.add(f"country:{iso}", [f"{FLAG}{iso.lower()}"])
    for member, flag in _FLAGS.items():
        names.add(f"member:{member}", [f"{FLAG}{flag}"])
    _add_towns(names, knowledge)
    return {key: (*refs, *_home(refs)) for key, refs in names.refs.items() if refs}


def names_of_language(knowledge: Knowledge, code: str) -> frozenset[str]:
    """Return the keys of the names that one language has."""
    names = _Names()
    _add_language(names, code, knowledge)
    return frozenset(names.refs)


def _add_language(names: _Names, code: str, knowledge: Knowledge) -> None:
    """Add the names that one language has for places, countries and languages."""
    content = knowledge.locales[code]
    for member, place in content.members.items():
        names.add(f"member:{member}", [place.name, *place.forms], 2)
    for later, place in content.later.items():
        names.add(f"later:{later}", [place.name, *place.forms])
    for iso, country in content.countries.items():
        names.add(f"country:{iso}", [*country.forms, country.name], 2)
    _add_cldr(names, code, knowledge)


def _add_towns(names: _Names, knowledge: Knowledge) -> None:
    """Add the towns inside member regions with the names that they have in other languages."""
    others = names_of_towns({(town.country, town.name) for town in knowledge.towns.values()})
    for place, town in knowledge.towns.items():
        taken = [*others.get((town.country, town.name), ()), town.name]
        names.add(f"town:{place}", (name for name in taken if not names.refs.get(_key(name))), _SHORTEST_TOWN)


def _home(refs: Sequence[str]) -> Iterator[str]:
    """Yield the country of a language that is named, since its people are often called the same."""
    likely = get_global("likely_subtags")
    for ref in refs:
        kind, _, language = ref.partition(":")
        if kind == "language" and language in _AT_HOME and not any(other.startswith("country:") for other in refs):
            yield f"country:{likely[language].split('_')[-1]}"


def _add_cldr(names: _Names, code: str, knowledge: Knowledge) -> None:
    """Add the names that CLDR has for countries and languages in this language."""
    for iso, name in country_names(code).items():
        names.add(f"country:{iso}", [name, name.split(" (")[0]])
    for language in (*knowledge.languages, *_FOREIGN):
        names.add(f"language:{language}", [language_name(language, code)])
