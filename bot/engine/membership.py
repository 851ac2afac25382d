"""Answers about members: one country, one place."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from bot.content.schema import Knowledge
from bot.engine.dialogue import Answer, Entity, Option
from bot.engine.eligibility import country_status
from bot.engine.locale import is_country
from bot.engine.named import NamedPlace, namesakes
from bot.engine.pages import Pages
from bot.engine.standing import country_standing
from bot.engine.text import fold
from bot.errors import StaleTargetError


class Membership:
    """Writes the answers of the topics ``members.country`` and ``members.lookup``."""

    def __init__(self, knowledge: Knowledge, pages: Pages) -> None:
        self._knowledge = knowledge
        self._pages = pages
        self._members: defaultdict[str, list[str]] = defaultdict(list)
        self._later: defaultdict[str, list[str]] = defaultdict(list)
        for member, row in knowledge.members.items():
            self._members[row.country].append(member)
        for later, entry in knowledge.later.items():
            self._later[entry.country].append(later)
        self.countries = tuple(self._members)
        """ISO codes of the countries that have members on the list."""

    def members_of(self, iso: str) -> Sequence[str]:
        """Return the ids of the members in a country."""
        return self._members.get(iso, ())

    def country(self, iso: str, language: str) -> Answer:
        """Return the members of one country, or that there is none; raise StaleTargetError for no country."""
        if not is_country(iso):
            raise StaleTargetError(f"country:{iso}")
        book = self._pages.book(language)
        name = book.country(iso)
        listed, later = self.names(iso, language), self._later_names(iso, language)
        key = "listed" if len(listed) > 1 else "listed_one" if listed else "none"
        parts = [book.say(f"members.country.{key}", country=name, count=str(len(listed))) + _bullets(listed)]
        if later:
            parts.append(book.say("members.country.later") + _bullets(later))
        changes = self._changes(iso)
        parts += self._country_notes(iso, changes, language)
        parts.append(" ".join(country_standing(iso, self._knowledge, book, noted=True)))
        if country_status(iso, self._knowledge) in ("left", "never"):
            parts[-1] = " ".join(filter(None, (parts[-1], book.say("check.verdict.country-out", country=name))))
        parts.append(book.say("members.country.verify"))
        return self._answer("members.country", Entity(country=iso), f"country:{iso}", parts, language, changes)

    def member(self, member: str, language: str) -> Answer:
        """Return that the place is on the list, with what has changed since."""
        row = self._knowledge.members.get(member)
        if row is None:
            raise StaleTargetError(f"member:{member}")
        book = self._pages.book(language)
        place, country = book.place("member", member), book.country(row.country)
        parts = [book.say("members.lookup.yes", place=place, country=country)]
        changes = [row.change] if row.change else []
        if row.change:
            parts.append(book.say(f"change.{row.change}"))
        parts.append(book.say("members.lookup.verify"))
        entity = Entity(member, row.country)
        answer = self._answer("members.lookup", entity, f"member:{member}", parts, language, changes)
        others = namesakes([f"member:{member}"], self._knowledge.elsewhere, equal=False)
        return replace(answer, options=(*answer.options, *(Option(self.label(ref, language), ref) for ref in others)))

    def later_member(self, later: str, language: str) -> Answer:
        """Return that the place joined after the brochure, and how sure that is."""
        row = self._knowledge.later.get(later)
        if row is None:
            raise StaleTargetError(f"later:{later}")
        book = self._pages.book(language)
        text = book.say(
            f"members.lookup.later.{row.confidence}",
            place=book.place("later", later),
            country=book.country(row.country),
            year=row.cohort,
        )
        country = self._knowledge.countries.get(row.country)
        changes = [country.change] if country and country.change else []
        parts = [text, *self._country_notes(row.country, changes, language), book.say("members.lookup.verify")]
        entity = Entity(None, row.country)
        return self._answer("members.lookup", entity, f"later:{later}", parts, language, changes)

    def about(self, place: NamedPlace, language: str, *, one_place: bool) -> Answer:
        """Return what is known of the place that was named; ``one_place``: not the members of a whole country."""
        meant = self._meant(place, one_place=one_place)
        if len(meant) > 1:
            return self.ambiguous(meant, language)
        kind, _, name = (*meant, "")[0].partition(":")
        if kind == "town":
            read = "" if place.exact else f" ({self._knowledge.towns[name].name})"  # shows a misreading for what it is
            return self.town(name, place.written + read, language)
        openers = {"member": self.member, "later": self.later_member, "country": self.country}
        return (
            openers[kind](name, language) if kind in openers else self.unlisted(place.written, name or None, language)
        )

    def _meant(self, place: NamedPlace, *, one_place: bool) -> tuple[str, ...]:
        """Return all that can be meant by the place, several where it must be asked back."""
        if place.elsewhere:
            return (*place.refs, f"other:{place.refs[0].partition(':')[2]}.{place.elsewhere}")
        if len(place.refs) > 1:
            return (*place.refs, *namesakes(place.refs, self._knowledge.elsewhere, equal=True))
        country = place.refs[0].removeprefix("country:") if place.refs else ""
        if one_place and country in self._knowledge.namesakes:
            return self._knowledge.namesakes[country].refs
        return place.refs

    def town(self, town: str, written: str, language: str) -> Answer:
        """Return that the town is not on the list, but the region that it lies in is."""
        row = self._knowledge.towns[town]
        book = self._pages.book(language)
        kind, _, region = row.region.partition(":")
        name = book.place(kind, region)
        parts = [
            book.say("members.inside", place=written, region=name),
            *self._country_notes(row.country, self._changes(row.country), language),
            book.say("members.lookup.verify"),
        ]
        answer = self._answer("members.lookup", Entity(None, row.country), "topic:members.lookup", parts, language, [])
        options = (Option(f"{name} ({book.country(row.country)})", row.region), *answer.options)
        return replace(answer, options=self._checkable(row.country, language, options))

    def other(self, name: str, language: str) -> Answer:
        """Return that a place elsewhere is not the member of its name; raise StaleTargetError when none is known."""
        place, _, iso = name.partition(".")
        book = self._pages.book(language)
        if not is_country(iso):
            raise StaleTargetError(f"other:{name}")
        said = self._name(place, language)
        note = book.say(
            "members.elsewhere_noted", place=said, country=book.country(iso), date=book.say("members.as_of")
        )
        parts = [note, book.say("members.lookup.verify")]
        answer = self._answer("members.lookup", Entity(None, iso), f"other:{name}", parts, language, [])
        return replace(answer, options=self._checkable(iso, language, answer.options))

    def _name(self, place: str, language: str) -> str:
        """Return the name of a member, later member or country; raise StaleTargetError when it is none."""
        book = self._pages.book(language)
        for kind, rows in (("member", self._knowledge.members), ("later", self._knowledge.later)):
            if place in rows:
                return book.place(kind, place)
        if is_country(place):
            return book.country(place)
        raise StaleTargetError(f"other:{place}")

    def _checkable(self, iso: str | None, language: str, options: tuple[Option, ...]) -> tuple[Option, ...]:
        """Return the options, the check whether a place of the country can join before them."""
        return (Option(self._pages.book(language).say("button.check"), f"check:{iso or ''}"), *options)

    def unlisted(self, place: str | None, iso: str | None, language: str) -> Answer:
        """Return that the place is not on the list, never more than that."""
        book = self._pages.book(language)
        date = book.say("members.as_of")
        if place:
            parts = [book.say("members.lookup.no", place=place, date=date)]
        else:
            parts = [book.say("members.lookup.no_unnamed", date=date)]
        if iso and self._members[iso]:
            heading = book.say("members.lookup.same_country", country=book.country(iso))
            parts.append(heading + _bullets(self.names(iso, language)))
        parts.append(book.say("members.lookup.verify"))
        answer = self._answer("members.lookup", Entity(None, iso), "topic:members.lookup", parts, language, [])
        return replace(answer, options=self._checkable(iso, language, answer.options))

    def ambiguous(self, refs: Sequence[str], language: str) -> Answer:
        """Return the question which of several places of the same name is meant."""
        book = self._pages.book(language)
        return Answer(
            language=language,
            kind="choices",
            topic="members.lookup",
            text=self._pages.page(None, book.say("members.lookup.ambiguous"), language),
            choices=("members.lookup", "members.country"),
            options=tuple(Option(self.label(ref, language), ref) for ref in refs),
            target="topic:members.lookup",
        )

    def label(self, ref: str, language: str) -> str:
        """Return the name of what can be meant, told from its namesakes."""
        kind, _, place = ref.partition(":")
        book = self._pages.book(language)
        if kind == "other":
            name, _, iso = place.partition(".")
            return book.say("members.elsewhere", place=self._name(name, language), country=book.country(iso))
        if kind == "town":
            row = self._knowledge.towns[place]
            return f"{row.name} ({book.country(row.country)})"
        if kind == "country":
            whole = book.say("members.kind.country")
            return f"{book.country(place)} ({whole})"
        if kind == "member" and self._shared(place, language):
            return self._with_kind(place, language)
        rows = self._knowledge.members if kind == "member" else self._knowledge.later
        return f"{book.place(kind, place)} ({book.country(rows[place].country)})"

    def _with_kind(self, member: str, language: str) -> str:
        book = self._pages.book(language)
        return f"{book.place('member', member)} ({book.say(f'members.kind.{self._knowledge.members[member].kind}')})"

    def _shared(self, member: str, language: str) -> bool:
        """Return whether another member bears the same name in this language."""
        book = self._pages.book(language)
        name = book.place("member", member)
        return sum(book.place("member", other) == name for other in self._knowledge.members) > 1

    def names(self, iso: str, language: str) -> list[str]:
        """Return the names of the members in a country, in alphabetical order."""
        book = self._pages.book(language)
        return sorted(
            (
                self._with_kind(member, language) if self._shared(member, language) else book.place("member", member)
                for member in self._members[iso]
            ),
            key=fold,
        )

    def _later_names(self, iso: str, language: str) -> list[str]:
        book = self._pages.book(language)
        names = []
        for later in self._later[iso]:
            cohort = book.say("members.cohort", year=self._knowledge.later[later].cohort)
            names.append(f"{book.place('later', later)} ({cohort})")
        return names

    def _changes(self, iso: str) -> list[str]:
        """Return the ids of what has changed for a country and the members in it."""
        country = self._knowledge.countries.get(iso)
        own = country.change if country else None
        changes = [own, *(self._knowledge.members[member].change for member in self._members[iso])]
        return list(dict.fromkeys(change for change in changes if change))

    def _country_notes(self, iso: str, changes: Sequence[str], language: str) -> list[str]:
        """Return the sentences on what has changed for a country."""
        book = self._pages.book(language)
        country = self._knowledge.countries.get(iso)
        if country and country.status == "left" and not changes:
            return [book.say("change.left-country", country=book.country(iso), date=country.since)]
        return [book.say(f"change.{change}") for change in changes]

    def _answer(  # noqa: PLR0913  # the parts of one answer
        self, topic: str, entity: Entity, target: str, parts: Sequence[str], language: str, changes: Sequence[str]
    ) -> Answer:
        base = self._pages.topic(topic, language)
        whole_list = Option(self._pages.book(language).say("button.member_list"), "members:1")
        sources = dict.fromkeys(link for change in changes for link in self._knowledge.changes[change].links)
        return replace(
            base,
            title=None,
            text=self._pages.page(None, "\n\n".join(parts), language),
            entity=entity,
            target=target,
            options=(whole_list, *(option for option in base.options if option.target != "topic:members")),
            links=(*base.links, *(self._pages.link(source) for source in sources)),
        )


def _bullets(names: Sequence[str]) -> str:
    return "".join(f"\n• {name}" for name in names)
