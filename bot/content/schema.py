"""The form of each file of the knowledge base, and of the knowledge base as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _lines(value: Any) -> Any:
    """Split a block of text into its lines without blanks; leave anything else for pydantic to refuse."""
    return tuple(line.strip() for line in value.splitlines() if line.strip()) if isinstance(value, str) else value


Lines = Annotated[tuple[str, ...], BeforeValidator(_lines)]
Filled = Annotated[str, Field(min_length=1)]
CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


class _Entry(BaseModel):
    """Base of all entries: frozen, no unknown keys, texts without blanks at the ends."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Language(_Entry):
    """A row of ``languages.yaml``."""

    status: Literal["served", "draft"]
    made: Filled
    date: Filled
    reviewed: Filled


class Source(_Entry):
    """A row of ``sources.yaml``."""

    url: Annotated[str, Field(pattern=r"^https?://[^\s]+$")]
    title: Filled
    date: Filled
    note: str = ""


class Figure(_Entry):
    """A row of ``figures.yaml``."""

    value: Filled
    kind: Literal["number", "year", "text"]
    source: Filled
    date: Filled
    note: str = ""


class Topic(_Entry):
    """A row of ``topics.yaml``."""

    related: tuple[str, ...] = Field(default=(), max_length=4)
    links: tuple[str, ...] = Field(min_length=1, max_length=4)
    part_of: str | None = None
    """Topic that this is a part of: it has a text and utterances of its own, and counts as that topic."""

    menu: int | None = None
    """Place in the menu that is offered to someone who has not asked anything (understandable) yet."""


class Member(_Entry):
    """A row of ``members.yaml``: a place on the brochure's list."""

    brochure_name: Filled
    country: CountryCode
    kind: Literal["city", "municipality", "borough", "district", "county", "province", "state", "region", "nation"]
    change: str | None = None


class LaterMember(_Entry):
    """A row of ``later.yaml``: a place that joined after the brochure."""

    official_name: Filled
    country: CountryCode
    cohort: Annotated[str, Field(pattern=r"^20\d\d$")]
    confidence: Literal["firm", "cohort_inferred", "named_only"]
    url: Annotated[str, Field(pattern=r"^https?://[^\s]+$")]


class Country(_Entry):
    """A row of ``countries.yaml``: what is known of the national membership."""

    status: Literal["confirmed", "unconfirmed", "left", "never"]
    joined: Filled
    as_of: Filled
    url: Annotated[str, Field(pattern=r"^https?://[^\s]+$")]
    since: str = ""
    change: str | None = None


class Change(_Entry):
    """A row of ``changes.yaml``: the sources of what has changed since the brochure."""

    links: tuple[str, ...] = Field(min_length=1)


class Namesakes(_Entry):
    """A row of ``namesakes.yaml``: what a country's name can also stand for."""

    refs: tuple[str, ...] = Field(min_length=2)


class Towns(_Entry):
    """A row of ``towns.yaml``: towns inside a member region, its seat first."""

    towns: tuple[Filled, ...] = Field(min_length=1)


class Region(_Entry):
    """A row of ``world.yaml``: a part of the world by its UN M.49 code."""

    countries: tuple[CountryCode, ...] = Field(min_length=1)


class Elsewhere(_Entry):
    """A row of ``elsewhere.yaml``: where other places of a member's or country's name are."""

    countries: tuple[CountryCode, ...] = Field(min_length=1)
    near: tuple[Filled, ...] = ()
    """Words beside the name that point to another place, where that is no country."""

    equal: Literal["yes", "no"] = "no"
    """Whether the bare name may just as well mean another place."""


class Eligibility(_Entry):
    """The file ``eligibility.yaml``: what the check whether a place can join rests on."""

    as_of: str = ""
    former: tuple[str, ...] = ()
    """Members that have left."""

    sources: tuple[str, ...] = ()
    doubts: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Country whose membership is in doubt -> sources; the doubt is said under ``check.doubt.<ISO>``."""


class TopicText(_Entry):
    """A topic in one language."""

    title: Annotated[str, Field(min_length=1, max_length=60)]
    button: Annotated[str, Field(min_length=1, max_length=28)]
    summary: Annotated[str, Field(min_length=1, max_length=110)]
    answer: Annotated[str, Field(min_length=1, max_length=1500)]


class Phrases(_Entry):
    """How people ask for a topic in one language; one utterance per line."""

    vocabulary: Lines = ()
    questions: Lines
    latin: Lines = ()


class PlaceName(_Entry):
    """A place in one language."""

    name: Filled
    forms: Lines = ()


class CountryForms(_Entry):
    """What people call a country besides its name in CLDR."""

    name: str = ""
    """Name to use instead of CLDR's, where readers expect another."""

    forms: Lines = ()


class Grammar(_Entry):
    """The file ``grammar.yaml`` of a language: little words that say how an utterance hangs together."""

    negation: Lines = ()
    more: Lines = ()
    follow_up: Lines = ()
    ordinals: dict[str, Lines] = Field(default_factory=dict)
    """Number from 1 to 9 -> the words that choose it from a list."""


@dataclass(frozen=True, slots=True)
class LocaleContent:
    """All that is written in one language."""

    code: str
    texts: Mapping[str, TopicText]
    words: Mapping[str, str]
    members: Mapping[str, PlaceName]
    later: Mapping[str, PlaceName]
    countries: Mapping[str, CountryForms]
    grammar: Grammar


@dataclass(frozen=True, slots=True)
class Town:
    """A town inside a member region."""

    name: str
    region: str
    """``member:ID`` or ``later:ID``."""

    country: str


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The whole knowledge base, read and sound in form."""

    root: Path
    languages: Mapping[str, Language]
    topics: Mapping[str, Topic]
    sources: Mapping[str, Source]
    figures: Mapping[str, Figure]
    members: Mapping[str, Member]
    later: Mapping[str, LaterMember]
    countries: Mapping[str, Country]
    changes: Mapping[str, Change]
    namesakes: Mapping[str, Namesakes]
    elsewhere: Mapping[str, Elsewhere]
    regions: Mapping[str, Towns]
    world: Mapping[str, Region]
    eligibility: Eligibility
    locales: Mapping[str, LocaleContent]

    @property
    def towns(self) -> Mapping[str, Town]:
        """Return the towns inside member regions by their id, ``<region>.<number>``."""
        return {
            f"{region.partition(':')[2]}.{number}": Town(name, region, self.country_of(region))
            for region, row in self.regions.items()
            for number, name in enumerate(row.towns)
            if self.country_of(region)
        }

    def country_of(self, ref: str) -> str:
        """Return the ISO code of the country of ``member:ID``, ``later:ID`` or ``country:ISO``; "" for another id."""
        kind, _, name = ref.partition(":")
        if kind == "country":
            return name
        row = (self.members if kind == "member" else self.later).get(name)
        return row.country if row else ""

    @property
    def parts(self) -> Mapping[str, str]:
        """Return the parts of topics, each with the topic that it counts as."""
        return {topic: row.part_of for topic, row in self.topics.items() if row.part_of}

    @property
    def menu(self) -> tuple[str, ...]:
        """Return the topics of the menu, in their order."""
        placed = {topic: row.menu for topic, row in self.topics.items() if row.menu is not None}
        return tuple(sorted(placed, key=lambda topic: placed[topic]))

    @property
    def served(self) -> tuple[str, ...]:
        """Return the codes of the languages that are served, in their order."""
        return tuple(code for code, language in self.languages.items() if language.status == "served")
