"""``link``: the address that opens the chat at a topic, for web pages and posters, and its QR code."""

import argparse
import asyncio
import re
import sys
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

import segno

from bot.bootstrap import knowledge_folder
from bot.content.load import load_knowledge
from bot.content.schema import Knowledge
from bot.errors import BotError, UsageError
from bot.settings import read_settings
from bot.telegram.app import sender
from bot.telegram.deeplink import MAX_LENGTH, DeepLink, address, leads
from bot.telegram.serve import explained

_NAME = re.compile(r"(?:https://t\.me/|@)?([A-Za-z][A-Za-z0-9_]{4,31})")
_KINDS = (".png", ".svg")
_NEAR = 4
_DOTS = 10
"""Width and height of a module of the QR code: about 9 cm on paper at 120 dots an inch."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "topic", metavar="TOPIC", help="topic, such as join.eligibility; or start, check, member:ID, country:ISO"
    )
    parser.add_argument("--language", metavar="CODE", help="language in which the chat opens, such as sw")
    parser.add_argument("--qr", type=Path, metavar="FILE", help="write the QR code, as PNG or SVG by the file's ending")
    parser.add_argument("--bot", metavar="NAME", help="user name of the bot; asked of Telegram when left out")


def main(arguments: argparse.Namespace) -> int:
    """Print the address, draw its code, and return 0; raise UsageError for what does not exist."""
    link = _link(arguments.topic, arguments.language, load_knowledge(knowledge_folder()))
    if arguments.qr and arguments.qr.suffix.lower() not in _KINDS:
        raise UsageError(f"--qr: {arguments.qr}: must end in {' or '.join(_KINDS)}")
    linked = address(f"https://t.me/{_bot(arguments.bot)}", link)
    sys.stdout.write(f"{linked}\n")
    if arguments.qr:
        _draw(linked, arguments.qr)
    return 0


def _link(topic: str, language: str | None, knowledge: Knowledge) -> DeepLink:
    targets = _targets(knowledge)
    if topic not in targets:
        near = get_close_matches(topic, targets, _NEAR, cutoff=0.4)
        advice = f"did you mean {', '.join(near)}?" if near else "see knowledge/topics.yaml"
        raise UsageError(f"{topic!r} is no topic; {advice}")
    if language and language not in knowledge.served:
        raise UsageError(f"--language: {language!r} is not served; choose from {', '.join(knowledge.served)}")
    link = DeepLink(targets[topic], language)
    if not leads(link):
        raise UsageError(
            f"{topic!r} makes a link of more than {MAX_LENGTH} characters, the limit of Telegram; "
            "leave out --language, or give the topic a shorter id"
        )
    return link


def _targets(knowledge: Knowledge) -> Mapping[str, str | None]:
    """Return what can be linked to, by the name that is given on the command line."""
    countries = {row.country for row in knowledge.members.values()}
    places = (
        *(f"member:{member}" for member in knowledge.members),
        *(f"later:{later}" for later in knowledge.later),
        *(f"country:{iso}" for iso in sorted(countries)),
    )
    topics = {topic: f"topic:{topic}" for topic in knowledge.topics}
    return {"start": None, "check": "check:", **topics, **{place: place for place in places}}


def _bot(given: str | None) -> str:
    """Return the user name of the bot, as given or as Telegram knows it."""
    if given is None:
        return asyncio.run(_asked())
    match = _NAME.fullmatch(given)
    if match is None:
        raise UsageError(f"--bot: {given!r} is no user name; write it as in the bot's profile, such as @ogp_local_bot")
    return match[1]


async def _asked() -> str:
    settings = read_settings()
    if settings.telegram_bot_token is None:
        raise UsageError("TELEGRAM_BOT_TOKEN: is missing; set it, or name the bot with --bot NAME")
    with explained(settings):
        async with sender(settings) as bot:
            return bot.username


def _draw(linked: str, file: Path) -> None:
    """Write the QR code of the address; its SVG says in words what it holds."""
    kind = file.suffix.lower().removeprefix(".")
    words = {"title": linked, "desc": f"QR code that opens {linked}"} if kind == "svg" else {}
    try:
        segno.make_qr(linked, error="m").save(str(file), kind=kind, scale=_DOTS, **words)
    except OSError as error:
        raise BotError(
            f"--qr: {file}: cannot be written ({error.strerror}); name a file in a folder of yours"
        ) from None
    sys.stderr.write(f"{file}: the QR code; try it with a telephone before it is printed\n")
