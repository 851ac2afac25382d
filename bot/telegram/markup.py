"""Plain text of the engine into the HTML that Telegram understands."""

import re
from html import escape

from bot.engine.dialogue import Answer, Link
from bot.engine.locale import RIGHT_TO_LEFT

MAX_LENGTH = 4096
"""Limit of Telegram, counted here in UTF-16 units, the strictest way to count."""

_UNSENDABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_RIGHT_TO_LEFT_MARK, _FIRST_ISOLATE, _POP_ISOLATE = "\u200f", "\u2068", "\u2069"
_ELLIPSIS = "…"
_BREAKS = ("\n\n", "\n", " ")


def to_html(answer: Answer, sources: str) -> str:
    """Return title, text and links; ``sources`` is the heading of the links."""
    links = _links(answer.links, sources, answer.language) if answer.links else ""
    room = MAX_LENGTH - (_length(_plain(links)) + 2 if links else 0)
    title, text = _parts(cut(_lines(clean(answer.text), answer.language), room), titled=bool(answer.title))
    if answer.copyable:
        code = escape(answer.copyable)
        text = text.replace(code, f"<code>{code}</code>")
    return title + text + (f"\n\n{links}" if links else "")


def clean(text: str) -> str:
    """Return the text without what Telegram refuses or drops: control characters and halves of characters."""
    return _UNSENDABLE.sub("", text).strip()


def cut(text: str, room: int) -> str:
    """Return the text, or as many of its paragraphs (else lines, else words) as there is room for, and an ellipsis."""
    if _length(text) <= room:
        return text
    for separator in _BREAKS:
        room_left = room - len(separator + _ELLIPSIS)
        head = _head(text, room_left + len(separator))
        at = head.rfind(separator)
        if at > room // 2:
            return head[:at].rstrip() + separator + _ELLIPSIS
    return _head(text, room - 1) + _ELLIPSIS


def _parts(text: str, *, titled: bool) -> tuple[str, str]:
    """Return the title in bold and the rest, both escaped."""
    if not titled:
        return "", escape(text, quote=False)
    title, line_end, rest = text.partition("\n")
    return f"<b>{escape(title, quote=False)}</b>", escape(line_end + rest, quote=False)


def _links(links: tuple[Link, ...], heading: str, language: str) -> str:
    lines = (f'• <a href="{escape(link.url)}">{_isolated(link.title, language)}</a>' for link in links)
    return "\n".join(_start(line, language) for line in (f"<i>{escape(heading, quote=False)}</i>", *lines))


def _isolated(title: str, language: str) -> str:
    """Return the title of a source, usually in another language, so that it does not turn its line around."""
    title = escape(clean(title), quote=False)
    return f"{_FIRST_ISOLATE}{title}{_POP_ISOLATE}" if language in RIGHT_TO_LEFT else title


def _lines(text: str, language: str) -> str:
    """Return the text with each line running in the direction of the language, whatever it begins with."""
    return "\n".join(_start(line, language) if line else line for line in text.split("\n"))


def _start(line: str, language: str) -> str:
    return _RIGHT_TO_LEFT_MARK + line if language in RIGHT_TO_LEFT else line


def _plain(markup: str) -> str:
    return re.sub(r"<[^>]*>", "", markup)


def _length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _head(text: str, length: int) -> str:
    """Return the beginning of the text, no character halved."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * length].decode("utf-16-le", "ignore")
