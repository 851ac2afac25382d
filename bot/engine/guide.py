"""The guided check "can my place join?": a page for each step, and the verdict at its end."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot.content.schema import Knowledge
from bot.engine.analysis import Analysis
from bot.engine.dialogue import Answer, Entity, Option
from bot.engine.eligibility import CRITERIA, Case, Mark, Verdict, is_doubtful, judge
from bot.engine.locale import is_country, official_languages
from bot.engine.membership import Membership
from bot.engine.named import MEMBERS, namesakes, said_elsewhere
from bot.engine.pages import Pages
from bot.engine.phrasebook import Phrasebook
from bot.engine.places import Mention
from bot.engine.progress import NO_COUNTRY, Progress, read_progress
from bot.engine.standing import country_standing
from bot.engine.text import words

_TOPIC = "join.eligibility"
_COUNTRIES = 8
"""Countries that are offered as buttons; any other is typed."""

_SIGNS: dict[Mark, str] = {"met": "✅", "missing": "❌", "unsure": "❔"}
_WORDS = {"track-record": "record"}
"""Criterion -> its name in ``interface.yaml``, where that differs."""

_JUDGED = ("fits", "incomplete", "unsure", "country-unknown")
"""Verdicts on a local government that come with the list of what was looked at."""

STOP = "stop:"
"""Target of the way out; what follows is the progress that one can go back to."""


CountryOfTown = Callable[[Analysis], str | None]
"""Returns the ISO code of the country of the town that an utterance consists of."""


class Guide:
    """Writes the pages of the check; remembers nothing: what was answered lies in the buttons."""

    def __init__(self, knowledge: Knowledge, pages: Pages, membership: Membership, town: CountryOfTown) -> None:
        """Take the knowledge base, the writers of other pages, and what finds a town of the world by its name."""
        self._town = town
        self._knowledge = knowledge
        self._pages = pages
        self._membership = membership

    def open(self, name: str, language: str) -> Answer:
        """Return the page of a step; raise StaleTargetError for a button that carries none."""
        return self._page(read_progress(name), language)

    def stop(self, name: str, language: str) -> Answer:
        """Return the way out, with a way back to where it was left."""
        again = Option(self._say("check.again", language), read_progress("").target)
        back = Option(self._say("check.back", language), read_progress(name).target)
        answer = self._answer([self._say("check.stopped", language)], (back, again), None, language)
        return replace(answer, options=tuple(dict.fromkeys(answer.options)))

    def typed(self, step: str, analysis: Analysis, language: str) -> Answer | None:
        """Return what follows from words typed as an answer to a step; None when that step awaits no words."""
        progress = read_progress(step)
        if progress.step == "country":
            country = self.country(analysis)
            if country:
                return self._page(Progress(country), language)
            return self._page(progress, language, self._say("check.country.retry", language))
        return self._place(analysis, language) if progress.step == "place" else None

    def country(self, analysis: Analysis) -> str | None:
        """Return the country that the words name, by a name in any language, a flag, or its ISO code in capitals."""
        refs = (ref for mention in analysis.mentions for ref in mention.refs)
        named = next((ref.partition(":")[2] for ref in refs if ref.startswith("country:")), None)
        return named or next((word for word in analysis.raw if word.isupper() and is_country(word)), None)

    def place(self, analysis: Analysis, country: str | None) -> tuple[tuple[str, ...], str | None, str]:
        """Return what the words can stand for as a place, its country, and its name as it is written.

        Several targets mean that the name is ambiguous; none, that the place is on no list.
        """
        country = country or self.country(analysis)
        for kinds in (MEMBERS, ("town:",), ("city:",), ("country:",)):
            for mention in analysis.mentions:
                refs = tuple(ref for ref in mention.refs if ref.startswith(kinds))
                if refs:
                    written = " ".join(analysis.raw[mention.start : mention.end])
                    if kinds == ("city:",):
                        return (), country or refs[0][5:], written
                    away = said_elsewhere(analysis, mention, refs, self._knowledge)
                    said = country or (self._home(refs[0]) if self._says_more(mention, refs[0]) else None)
                    return (*self._placed(refs, said, away), written)
        return (), country or self._town(analysis), analysis.text

    def _placed(
        self, refs: tuple[str, ...], country: str | None, away: str | None
    ) -> tuple[tuple[str, ...], str | None]:
        """Return those of the places that can be meant with this country, and the country."""
        if away and (country in (None, away) or refs[0].startswith("country:")):
            return (*refs, f"other:{refs[0].partition(':')[2]}.{away}"), None
        if refs[0].startswith("country:"):
            equal = namesakes(refs, self._knowledge.elsewhere, equal=True) if country in (None, refs[0][8:]) else ()
            return ((*refs, *equal), None) if equal else ((), country or refs[0][8:])
        if country:
            return tuple(ref for ref in refs if self._home(ref) == country), country
        refs = (*refs, *namesakes(refs, self._knowledge.elsewhere, equal=True))
        return refs, self._home(refs[0]) if len(refs) == 1 else None

    def _says_more(self, mention: Mention, ref: str) -> bool:
        """Return whether the name is written longer than on the list, its country or kind with it."""
        row = self._knowledge.members.get(ref.removeprefix("member:"))
        return row is not None and mention.end - mention.start > len(words(row.brochure_name))

    def _home(self, ref: str) -> str:
        town = self._knowledge.towns.get(ref[5:]) if ref.startswith("town:") else None
        return town.country if town else self._knowledge.country_of(ref)

    def _place(self, analysis: Analysis, language: str) -> Answer:
        """Return what follows from the name of a place: done for a member, else the next question."""
        if not analysis.words:
            return self._page(Progress(), language, self._say("check.place.retry", language))
        refs, country, written = self.place(analysis, None)
        verdict = judge(Case(refs, country), self._knowledge)
        if verdict.kind in ("member", "former-member", "ambiguous-place"):
            return self.verdict(verdict, language)
        if verdict.inside:
            region = self._membership.label(verdict.inside, language)
            note = self._say("check.place.inside", language, place=written, region=region, date=self._date(language))
        elif not refs and country and not _names_a_place(analysis):
            note = ""  # only a country was named
        else:
            note = self._say("check.place.noted", language, place=written, date=self._date(language))
        return self._page(Progress(verdict.country or NO_COUNTRY), language, note)

    def _page(self, progress: Progress, language: str, note: str = "") -> Answer:
        """Return the page of the step that comes next, a note before it."""
        so_far = judge(progress.case, self._knowledge)
        if progress.step == "verdict" or (progress.role and so_far.kind == "country-out"):
            return self.verdict(so_far, language, progress)
        if progress.country not in ("", NO_COUNTRY) and not is_country(progress.country):
            progress = Progress(NO_COUNTRY)
        ways = {"place": self._ask_place, "country": self._ask_country, "role": self._ask_role}
        asked, options = ways.get(progress.step, self._ask_criterion)(progress, language)
        out = Option(self._say("check.stop", language), STOP + progress.target.removeprefix("check:"))
        back = [] if progress.step == "place" else [Option(self._say("check.back", language), progress.back().target)]
        parts = [part for part in (note, *asked) if part]
        return self._answer(parts, (*options, *back, out), progress, language)

    def _ask_place(self, _: Progress, language: str) -> tuple[list[str], list[Option]]:
        title = self._say("check.title", language)
        choose = Option(self._say("check.choose_country", language), Progress(NO_COUNTRY).target)
        return [title, self._say("check.place.ask", language)], [choose]

    def _ask_country(self, _: Progress, language: str) -> tuple[list[str], list[Option]]:
        book = self._pages.book(language)
        options = [Option(book.country(iso), Progress(iso).target) for iso in self._likely_countries(language)]
        return [book.say("check.country.ask")], options

    def _likely_countries(self, language: str) -> list[str]:
        """Return the countries of the members that speak the language, those with most members first."""
        members = Counter(row.country for row in self._knowledge.members.values())
        spoken = [iso for iso, _ in members.most_common() if language in official_languages(iso)]
        return spoken[:_COUNTRIES]

    def _ask_role(self, progress: Progress, language: str) -> tuple[list[str], list[Option]]:
        book = self._pages.book(language)
        named = (("g", "government"), ("c", "civil"), ("n", "national"), ("o", "other"))
        options = [Option(book.say(f"check.role.{word}"), replace(progress, role=role).target) for role, word in named]
        standing = " ".join(country_standing(progress.country, self._knowledge, book))
        return [standing, book.say("check.role.ask", country=book.country(progress.country))], options

    def _ask_criterion(self, progress: Progress, language: str) -> tuple[list[str], list[Option]]:
        book = self._pages.book(language)
        word = _WORDS.get(progress.step, progress.step)
        number = book.say("check.step", number=str(len(progress.marks) + 1), count=str(len(CRITERIA)))
        why = f"{book.say('check.why')}: {book.say(f'check.{word}.why')}"
        marks = (("y", "yes"), ("n", "no"), ("u", "unsure"))
        options = [
            Option(book.say(f"check.{answer}"), replace(progress, marks=progress.marks + mark).target)
            for mark, answer in marks
        ]
        return [f"{number}\n{book.say(f'check.{word}.ask')}", why], options

    def verdict(self, verdict: Verdict, language: str, progress: Progress | None = None) -> Answer:
        """Return the verdict in plain words, with what was looked at and what to do next."""
        if verdict.kind == "ambiguous-place":
            return self._which(verdict, language)
        if verdict.member:
            return self._member(verdict, language)
        again = Option(self._say("check.again", language), Progress().target)
        back = [Option(self._say("check.back", language), progress.back().target)] if progress else []
        parts = list(self._findings(verdict, self._pages.book(language)))
        return self._answer(parts, (*back, again), progress, language, verdict)

    def _findings(self, verdict: Verdict, book: Phrasebook) -> Iterator[str]:
        """Yield the paragraphs of a verdict on a place that is no member."""
        country = book.country(verdict.country) if verdict.country else ""
        if not country:
            yield book.say("check.verdict.no-country")
        else:
            yield book.say(f"check.verdict.{verdict.kind}", country=country)
        standing = " ".join(country_standing(verdict.country, self._knowledge, book)) if verdict.country else ""
        if verdict.kind in _JUDGED and verdict.case.role == "local-government":
            first = [f"{_SIGNS[self._country_mark(verdict)]} {standing}"] if standing else []
            yield "\n".join((book.say("check.checklist"), *first, *_checklist(verdict, book)))
            yield book.say("check.prepare")
        elif standing:
            yield standing
        if verdict.kind == "with-government":
            yield book.say("check.partake")
        if verdict.status in ("confirmed", "unconfirmed") and verdict.kind != "national":
            yield book.say("check.meanwhile")
        yield book.say("check.call")
        subject = book.say("check.subject", country=country) if country else book.say("check.subject_plain")
        yield book.say("check.mail", subject=subject)

    def _country_mark(self, verdict: Verdict) -> Mark:
        """Return whether the country can be taken for a member in good standing."""
        certain = verdict.status == "confirmed" and not is_doubtful(verdict.country, self._knowledge)
        return "met" if certain else "unsure"

    def _member(self, verdict: Verdict, language: str) -> Answer:
        """Return that the place is a member already, or was one, and what that means."""
        kind, _, name = str(verdict.member).partition(":")
        book = self._pages.book(language)
        known = (
            self._membership.member(name, language)
            if kind == "member"
            else self._membership.later_member(name, language)
        )
        note = book.say(f"check.verdict.{verdict.kind}", place=book.place(kind, name))
        after = Option(self._pages.option("join.after", language).label, "topic:join.after")
        again = Option(book.say("check.again"), Progress().target)
        rest = known.text.partition("\n\n")[2] if verdict.kind == "former-member" else known.text
        text = f"{self._pages.page(None, note, language)}\n\n{rest}"
        return replace(known, topic=_TOPIC, text=text, options=(after, *known.options[:1], again))

    def _which(self, verdict: Verdict, language: str) -> Answer:
        """Return the question which of several places is meant."""
        answer = self._membership.ambiguous(verdict.case.places, language)
        options = tuple(
            replace(option, target=Progress(option.target.rpartition(".")[2]).target)
            if option.target.startswith("other:")
            else option
            for option in answer.options
        )
        return replace(answer, topic=_TOPIC, options=options, target=None)

    def _answer(
        self,
        parts: Sequence[str],
        options: tuple[Option, ...],
        progress: Progress | None,
        language: str,
        verdict: Verdict | None = None,
    ) -> Answer:
        sources = verdict_sources(verdict, self._knowledge) if verdict else ()
        return Answer(
            language=language,
            kind="answer",
            topic=_TOPIC,
            text=self._pages.page(None, "\n\n".join(parts), language),
            entity=Entity(None, verdict.country if verdict else None),
            links=tuple(self._pages.link(source) for source in sources),
            options=options,
            copyable=self._pages.book(language).fill("{email}") if verdict else None,
            score=1.0,
            target=progress.target if progress else None,
        )

    def _say(self, key: str, language: str, **values: str) -> str:
        return self._pages.book(language).say(key, **values)

    def _date(self, language: str) -> str:
        return self._say("members.as_of", language)


def verdict_sources(verdict: Verdict, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the ids of the sources that a verdict rests on."""
    row = knowledge.countries.get(verdict.country or "")
    changes = knowledge.changes[row.change].links if row and row.change else ()
    doubts = knowledge.eligibility.doubts.get(verdict.country or "", ())
    return tuple(dict.fromkeys((*knowledge.eligibility.sources, *changes, *doubts, "members_page")))


def _checklist(verdict: Verdict, book: Phrasebook) -> Iterator[str]:
    """Yield a line for each criterion, with what to do where it is not met."""
    for name in CRITERIA:
        word, mark = _WORDS.get(name, name), verdict.marks[name]
        mend = "" if mark == "met" else f": {book.say(f'check.{word}.mend')}"
        yield f"{_SIGNS[mark]} {book.say(f'check.{word}.name')}{mend}"


def _names_a_place(analysis: Analysis) -> bool:
    """Return whether the words name more than a country."""
    refs = [ref for mention in analysis.mentions for ref in mention.refs]
    return any(not ref.startswith(("country:", "language:")) for ref in refs) or bool(analysis.plain())
