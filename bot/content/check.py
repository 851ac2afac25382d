"""Find what a curator can get wrong: everything that fits the form and is wrong all the same."""

import string
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import Indel

from bot.content.load import GROUPS, NONE
from bot.content.schema import Knowledge, LocaleContent, Phrases
from bot.errors import Fault

SHORTEST_ANSWER, LONGEST_ANSWER = 300, 900
_SHORTEST_DENSE = 180
"""Korean says in 180 syllables what others say in 300 letters."""

FEWEST_QUESTIONS = 20
LONGEST_WORDS = {"bot.name": 64, "bot.short_description": 120, "bot.description": 512, "command.": 256}
"""Limits of Telegram for the bot's profile and its menu of commands."""

_SLOTS = frozenset({"place", "country"})
_SCRIPTS = {"ar": "ARABIC", "ka": "GEORGIAN", "hy": "ARMENIAN", "ko": "HANGUL"} | dict.fromkeys(
    ("ru", "uk", "mk", "ky"), "CYRILLIC"
)

_LONG = 20
"""Letters from which on a near copy counts as a copy; short utterances are alike by nature."""

_NEAR = 0.9

PhrasesByLanguage = Mapping[str, Mapping[str, Phrases]]


def check_knowledge(knowledge: Knowledge) -> list[Fault]:
    """Return every fault of the texts and tables, sorted by file and place."""
    faults: list[Fault] = [*_check_tables(knowledge)]
    for code in knowledge.served:
        faults += _check_locale(knowledge, knowledge.locales[code], _reference(knowledge))
    return sorted(set(faults))


def check_phrases(knowledge: Knowledge, phrases: PhrasesByLanguage) -> list[Fault]:
    """Return every fault of the utterances, sorted by file and place."""
    faults = (fault for code in knowledge.served for fault in _check_phrases(knowledge, code, phrases.get(code, {})))
    return sorted(set(faults))


def placeholders(text: str) -> frozenset[str]:
    """Return the names that stand in braces; raise ValueError for braces that do not pair."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def _reference(knowledge: Knowledge) -> LocaleContent:
    """Return the language that the others are compared with: English, else the first."""
    code = "en" if "en" in knowledge.served else knowledge.served[0]
    return knowledge.locales[code]


def _check_tables(knowledge: Knowledge) -> Iterator[Fault]:
    """Yield ids that lead nowhere in the files that all languages share."""
    root = knowledge.root
    if not knowledge.served:
        yield Fault(root / "languages.yaml", "", "serves no language; set the status of one to `served`")
    for topic, row in knowledge.topics.items():
        if topic.split(".")[0] not in GROUPS:
            yield Fault(root / "topics.yaml", topic, f"must begin with one of: {', '.join(GROUPS)}")
        yield from _unknown(root / "topics.yaml", f"{topic}: related", row.related, knowledge.topics, "topics.yaml")
        yield from _unknown(root / "topics.yaml", f"{topic}: links", row.links, knowledge.sources, "sources.yaml")
        yield from _check_part(knowledge, topic, row.part_of)
    for name, figure in knowledge.figures.items():
        yield from _unknown(root / "figures.yaml", name, [figure.source], knowledge.sources, "sources.yaml")
        if figure.kind != "text" and not figure.value.isdecimal():
            yield Fault(root / "figures.yaml", name, f"must be a whole number without signs (found {figure.value!r})")
    for name, change in knowledge.changes.items():
        yield from _unknown(root / "changes.yaml", name, change.links, knowledge.sources, "sources.yaml")
    yield from _check_namesakes(knowledge)
    yield from _check_eligibility(knowledge)
    yield from _check_world(knowledge)
    for file, rows in (("members.yaml", knowledge.members), ("countries.yaml", knowledge.countries)):
        for name, place in rows.items():
            named = [place.change] if place.change else []
            yield from _unknown(root / file, f"{name}: change", named, knowledge.changes, "changes.yaml")


def _check_part(knowledge: Knowledge, topic: str, whole: str | None) -> Iterator[Fault]:
    """Yield what is wrong with the topic that this is said to be a part of."""
    file = knowledge.root / "topics.yaml"
    if whole is None:
        return
    if whole not in knowledge.topics:
        yield Fault(file, f"{topic}: part_of", f"names {whole!r}, which is not in this file; correct the name")
    elif knowledge.topics[whole].part_of or whole.split(".")[0] != topic.split(".", maxsplit=1)[0]:
        yield Fault(file, f"{topic}: part_of", f"names {whole!r}; a part belongs to a whole topic of its own group")


def _check_namesakes(knowledge: Knowledge) -> Iterator[Fault]:
    """Yield namesakes that lead nowhere."""
    tables = {"member": knowledge.members, "later": knowledge.later, "country": knowledge.countries}
    for iso, row in knowledge.namesakes.items():
        for ref in row.refs:
            kind, _, name = ref.partition(":")
            if name not in tables.get(kind, {}):
                problem = f"names {ref!r}; write member:, later: or country: and an id of that file"
                yield Fault(knowledge.root / "namesakes.yaml", iso, problem)


def _check_eligibility(knowledge: Knowledge) -> Iterator[Fault]:
    """Yield what leads nowhere in the files on who can join."""
    root, rows = knowledge.root, knowledge.eligibility
    file = root / "eligibility.yaml"
    yield from _unknown(file, "former", rows.former, knowledge.members, "members.yaml")
    yield from _unknown(file, "sources", rows.sources, knowledge.sources, "sources.yaml")
    for iso, sources in rows.doubts.items():
        yield from _unknown(file, f"doubts: {iso}", sources, knowledge.sources, "sources.yaml")
    for name, table in (("towns.yaml", knowledge.regions), ("elsewhere.yaml", knowledge.elsewhere)):
        for ref in table:
            if not knowledge.country_of(ref):
                yield Fault(root / name, ref, "leads nowhere; write member: or later: and an id of that file")


def _check_world(knowledge: Knowledge) -> Iterator[Fault]:
    """Yield countries of members that stand in no region of the world, or in several."""
    standing = Counter(iso for row in knowledge.world.values() for iso in row.countries)
    for iso in sorted({row.country for row in knowledge.members.values()} | set(standing)):
        if standing[iso] != 1:
            yield Fault(knowledge.root / "world.yaml", iso, f"stands in {standing[iso]} regions; write it into one")


def _unknown(file: Path, place: str, used: Iterable[str], known: Mapping[str, object], where: str) -> Iterator[Fault]:
    for name in used:
        if name not in known:
            yield Fault(file, place, f"names {name!r}, which is not in {where}; add it there or correct the name")


def _check_locale(knowledge: Knowledge, content: LocaleContent, reference: LocaleContent) -> Iterator[Fault]:
    """Yield what one language lacks or says differently from the reference."""
    folder = knowledge.root / content.code
    tables: tuple[tuple[str, str, Mapping[str, object], Iterable[str]], ...] = (
        ("interface.yaml", "", content.words, reference.words),
        ("places.yaml", "members: ", content.members, knowledge.members),
        ("places.yaml", "later: ", content.later, knowledge.later),
    )
    for file, section, present, wanted in tables:
        yield from _compare(folder / file, section, present, wanted)
    for group in GROUPS:
        prefixed = [topic for topic in knowledge.topics if topic.split(".")[0] == group]
        yield from _missing(folder / f"{group}.yaml", "", content.texts, prefixed)
    for topic, text in content.texts.items():
        if topic not in knowledge.topics:
            yield Fault(folder, topic, "is not in topics.yaml; check the spelling or add the topic there")
        path = folder / f"{topic.split('.')[0]}.yaml"
        known = reference.texts.get(topic)
        yield from _check_text(knowledge, content.code, path, topic, text.answer, known.answer if known else "")
        yield from _check_length(knowledge, content.code, path, topic, text.answer)
    for key, words in content.words.items():
        yield from _check_text(
            knowledge, content.code, folder / "interface.yaml", key, words, reference.words.get(key, ""), free=True
        )
        yield from _check_words_length(folder / "interface.yaml", key, words)


def _compare(file: Path, section: str, present: Mapping[str, object], wanted: Iterable[str]) -> Iterator[Fault]:
    wanted = set(wanted)
    yield from _missing(file, section, present, wanted)
    for key in sorted(set(present) - wanted):
        yield Fault(file, f"{section}{key}", "is known to no other file; check the spelling or remove it")


def _missing(file: Path, section: str, present: Iterable[str], wanted: Iterable[str]) -> Iterator[Fault]:
    for key in sorted(set(wanted) - set(present)):
        yield Fault(file, f"{section}{key}", "is missing in this language; add it")


def _check_text(  # noqa: PLR0913  # a text, where it stands, and what it is compared with
    knowledge: Knowledge, language: str, file: Path, place: str, text: str, reference: str, *, free: bool = False
) -> Iterator[Fault]:
    """Yield placeholders that are unknown or differ from the reference, and texts in another script."""
    try:
        found, wanted = placeholders(text), placeholders(reference)
    except ValueError as error:
        yield Fault(file, place, f"has a brace without its partner ({error}); write figures as {{name}}")
        return
    known = set(knowledge.figures) | {"languages"}
    for name in sorted(found - wanted if free else found - known):
        if name not in known:
            yield Fault(
                file, place, f"uses {{{name}}}, which is not in figures.yaml; correct the name or add the figure"
            )
    for name in sorted(wanted - found):
        yield Fault(file, place, f"lacks {{{name}}}, which other languages say here; add it")
    for name in sorted((found - wanted) & known if reference else ()):
        yield Fault(file, place, f"says {{{name}}}, which other languages do not say here; remove it or add it to all")
    script = _SCRIPTS.get(language)
    if script and not _in_script(text, script):
        yield Fault(file, place, f"is not written in {script.title()} letters; is it in the right language?")


def _in_script(text: str, script: str) -> bool:
    """Return whether the text has letters of the script, or no letters outside of names and addresses."""
    letters = [unicodedata.name(char, "") for char in text if char.isalpha()]
    latin_only = all(name.startswith("LATIN") for name in letters)
    return any(name.startswith(script) for name in letters) or (latin_only and len(letters) < SHORTEST_ANSWER // 10)


def _check_length(knowledge: Knowledge, language: str, file: Path, topic: str, answer: str) -> Iterator[Fault]:
    """Yield answers outside of the length that reads well on a phone and fits one message."""
    values: defaultdict[str, str] = defaultdict(lambda: "", {n: f.value for n, f in knowledge.figures.items()})
    try:
        length = len(answer.format_map(values))
    except (ValueError, IndexError):
        return
    shortest = _SHORTEST_DENSE if language == "ko" else SHORTEST_ANSWER
    if not shortest <= length <= LONGEST_ANSWER:
        yield Fault(file, topic, f"the answer has {length} characters; write {shortest} to {LONGEST_ANSWER}")


def _check_words_length(file: Path, key: str, words: str) -> Iterator[Fault]:
    for start, limit in LONGEST_WORDS.items():
        if key.startswith(start) and len(words) > limit:
            yield Fault(file, key, f"has {len(words)} characters; Telegram takes at most {limit}")


def _check_phrases(knowledge: Knowledge, code: str, phrases: Mapping[str, Phrases]) -> Iterator[Fault]:
    """Yield topics that nobody could reach, and utterances that stand under two topics."""
    folder = knowledge.root / code / "questions"
    owners: dict[str, str] = {}
    for topic in (*knowledge.topics, NONE):
        file = folder / f"{topic.split('.')[0]}.yaml"
        row = phrases.get(topic)
        if row is None or len(row.questions) < FEWEST_QUESTIONS:
            have = len(row.questions) if row else 0
            yield Fault(
                file, topic, f"needs {FEWEST_QUESTIONS} questions, has {have}; add {FEWEST_QUESTIONS - have} more"
            )
    for topic, row in phrases.items():
        file = folder / f"{topic.split('.')[0]}.yaml"
        if topic not in knowledge.topics and topic != NONE:
            yield Fault(file, topic, "is not in topics.yaml; check the spelling or add the topic there")
        for text in (*row.vocabulary, *row.questions, *row.latin):
            key = _plain(text)
            if owners.setdefault(key, topic) != topic:
                yield Fault(file, topic, f"{text!r} stands under {owners[key]} too; keep it where it belongs")
            for name in _slots(text) - _SLOTS:
                yield Fault(file, topic, f"{text!r} uses {{{name}}}; only {{place}} and {{country}} can stand here")


def _slots(text: str) -> frozenset[str]:
    try:
        return placeholders(text)
    except ValueError:
        return frozenset({"?"})


def _plain(text: str) -> str:
    return text.casefold().strip(" ¿?¡!.…")


def check_copies(phrases: PhrasesByLanguage, asked: Mapping[str, Iterable[str]], root: Path) -> list[Fault]:
    """Return the utterances that copy, or nearly copy, a question of a test set, which the bot must not know.

    Single words are free: a vocabulary cannot do without "help" or "e-mail".
    """
    faults: list[Fault] = []
    for code, topics in phrases.items():
        copied = [_letters(text) for text in asked.get(code, ()) if len(text.split()) > 1]
        for topic, row in topics.items():
            for text in (*row.vocabulary, *row.questions, *row.latin):
                if _copies(_letters(text), copied):
                    file = root / code / "questions" / f"{topic.split('.')[0]}.yaml"
                    faults.append(Fault(file, topic, f"{text!r} copies a test question; remove it or ask differently"))
    return sorted(set(faults))


def _copies(letters: str, copied: Sequence[str]) -> bool:
    """Return whether the text is one of those copied, or a long one that differs by a few letters."""
    if letters in copied:
        return True
    return len(letters) >= _LONG and bool(
        process.extractOne(letters, copied, scorer=Indel.normalized_similarity, score_cutoff=_NEAR)
    )


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
