"""The list of all members as pages that take each other's place: by country, and by region of the world."""

from collections.abc import Sequence
from dataclasses import replace

from bot.content.schema import Knowledge
from bot.engine.dialogue import Answer, Option
from bot.engine.locale import join_list, region_name
from bot.engine.membership import Membership
from bot.engine.pages import Pages
from bot.engine.text import fold
from bot.errors import StaleTargetError

COUNTRIES_PER_PAGE = 9
REGIONS = "regions"
"""Name of the page that offers the regions; a page of one is ``r<M.49 code>.<number>``, one of all a number."""


class Listing:
    """Writes the pages ``members:<name>``."""

    def __init__(self, knowledge: Knowledge, pages: Pages, membership: Membership) -> None:
        self._pages = pages
        self._membership = membership
        listed = {code: [iso for iso in row.countries if iso in membership.countries]
                  for code, row in knowledge.world.items()}  # fmt: skip
        self._regions = {code: countries for code, countries in listed.items() if countries}

    def open(self, name: str, language: str) -> Answer:
        """Return a page by its name; raise StaleTargetError when there is none."""
        if name == REGIONS:
            return self._all_regions(language)
        code, _, number = name.removeprefix("r").partition(".")
        if name.startswith("r") and code in self._regions:
            return self._region(code, _number(number), language)
        return self.by_country(_number(name), language)

    def by_country(self, page: int, language: str) -> Answer:
        """Return a page of the list by country, pages counted from 1; raise StaleTargetError beyond the last."""
        book = self._pages.book(language)
        shown, pages = self._cut(self._membership.countries, page, language)
        heading = book.say("members.list_page", page=str(page), pages=str(pages))
        parts = [book.answer("members")] if page == 1 else []
        base = self._pages.topic("members", language)
        regions = Option(book.say("button.by_region"), f"members:{REGIONS}")
        return replace(
            base,
            text=self._pages.page(base.title, "\n\n".join((*parts, heading, self._lines(shown, language))), language),
            options=(*self._turns("members:", page, pages, language), regions, *base.options),
            target=f"members:{page}",
        )

    def _all_regions(self, language: str) -> Answer:
        """Return the regions with the countries in them, one button each."""
        book = self._pages.book(language)
        lines, options = [], []
        for code, countries in self._regions.items():
            names = sorted((book.country(iso) for iso in countries), key=fold)
            count = sum(len(self._membership.names(iso, language)) for iso in countries)
            lines.append(f"• {region_name(code, language)} ({count}): {join_list(names, language)}")
            options.append(Option(region_name(code, language), f"members:r{code}.1"))
        options.append(Option(book.say("button.by_country"), "members:1"))
        return self._page(book.say("members.regions"), "\n".join(lines), options, f"members:{REGIONS}", language)

    def _region(self, code: str, page: int, language: str) -> Answer:
        """Return a page of the members in one region; raise StaleTargetError beyond the last."""
        book = self._pages.book(language)
        shown, pages = self._cut(self._regions[code], page, language)
        name, numbers = region_name(code, language), {"page": str(page), "pages": str(pages)}
        title = book.say("members.list_region", region=name, **numbers)
        back = Option(book.say("button.back"), f"members:{REGIONS}")
        options = [*self._turns(f"members:r{code}.", page, pages, language), back]
        return self._page(title, self._lines(shown, language), options, f"members:r{code}.{page}", language)

    def _page(self, title: str, body: str, options: Sequence[Option], target: str, language: str) -> Answer:
        base = self._pages.topic("members", language)
        text = self._pages.page(title, body, language)
        return replace(base, title=text.partition("\n")[0], text=text, options=tuple(options), target=target)

    def _cut(self, countries: Sequence[str], page: int, language: str) -> tuple[list[str], int]:
        """Return the countries of a page in alphabetical order, and how many pages there are."""
        book = self._pages.book(language)
        ordered = sorted(countries, key=lambda iso: fold(book.country(iso)))
        pages = -(-len(ordered) // COUNTRIES_PER_PAGE)
        if not 1 <= page <= pages:
            raise StaleTargetError(f"members:{page}")
        return ordered[(page - 1) * COUNTRIES_PER_PAGE : page * COUNTRIES_PER_PAGE], pages

    def _lines(self, countries: Sequence[str], language: str) -> str:
        """Return one line for each country with its members."""
        book = self._pages.book(language)
        return "\n".join(
            f"• {book.country(iso)}: {join_list(self._membership.names(iso, language), language)}" for iso in countries
        )

    def _turns(self, stem: str, page: int, pages: int, language: str) -> list[Option]:
        """Return the buttons to the pages before and after."""
        book = self._pages.book(language)
        turns = [Option(book.say("button.previous"), f"{stem}{page - 1}")] if page > 1 else []
        return [*turns, Option(book.say("button.next"), f"{stem}{page + 1}")] if page < pages else turns


def _number(text: str) -> int:
    """Return the number of a page; 0, which no page has, for anything else."""
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 4 else 0  # noqa: PLR2004
