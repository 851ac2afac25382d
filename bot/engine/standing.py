"""What is said of a country's own membership in OGP."""

from bot.content.schema import Knowledge
from bot.engine.eligibility import country_status
from bot.engine.phrasebook import Phrasebook


def country_standing(iso: str, knowledge: Knowledge, book: Phrasebook, *, noted: bool = False) -> list[str]:
    """Return whether the country takes part in OGP, with its doubt; ``noted``: what has changed was said already."""
    row = knowledge.countries.get(iso)
    status, name = country_status(iso, knowledge), book.country(iso)
    date = (row.since or row.as_of) if row else ""
    said = [] if status == "left" else [book.say(f"check.country.{status}", country=name, date=date)]
    if row and row.change and not noted:
        said.append(book.say(f"change.{row.change}"))
    elif status == "left" and not noted:
        said.append(book.say("change.left-country", country=name, date=date))
    if iso in knowledge.eligibility.doubts:
        said.append(book.say(f"check.doubt.{iso}"))
    return said
