"""Telegram's HTML: what it accepts, and what it says about what it does not."""

import re
from dataclasses import dataclass
from html import unescape

from tests.botapi.refusal import bad_request

TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z0-9-]*)(?P<attributes>[^<>]*)>")
_HREF = re.compile(r"""\s+href\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')\s*""")
_KNOWN_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")


@dataclass(frozen=True)
class Entity:
    """A formatted stretch of the text."""

    type: str
    text: str
    url: str = ""


def parse_html(html: str) -> tuple[str, list[Entity]]:
    """Return the text and its entities; raise what Telegram says about broken markup."""
    text, position = "", 0
    open_tags: list[tuple[str, int, str]] = []
    entities: list[Entity] = []
    while position < len(html):
        if html[position] != "<":
            end = html.find("<", position)
            end = len(html) if end < 0 else end
            text += _KNOWN_ENTITY.sub(lambda found: unescape(found.group()), html[position:end])
            position = end
            continue
        tag = _TAG.match(html, position)
        at = len(html[:position].encode())
        if tag is None:
            raise bad_request(f"can't parse entities: Unclosed start tag at byte offset {at}")
        name = tag["name"].lower()
        if tag["end"]:
            entities.append(_closed(open_tags, name, text, at))
        else:
            open_tags.append((name, len(text), _link(name, tag["attributes"], at)))
        position = tag.end()
    if open_tags:
        raise bad_request(f"can't parse entities: Can't find end tag corresponding to start tag \"{open_tags[-1][0]}\"")
    return text.strip(), entities


def _closed(open_tags: list[tuple[str, int, str]], name: str, text: str, at: int) -> Entity:
    if not open_tags:
        raise bad_request(f"can't parse entities: Unexpected end tag at byte offset {at}")
    opened, start, url = open_tags.pop()
    if name not in ("", opened):
        raise bad_request(
            f'can\'t parse entities: Unmatched end tag at byte offset {at}, expected "</{opened}>", found "</{name}>"'
        )
    return Entity(TYPES[opened], text[start:], url)


def _link(name: str, attributes: str, at: int) -> str:
    """Return the address of a link; raise when tag or attributes are none that Telegram knows."""
    if name not in TYPES:
        raise bad_request(f'can\'t parse entities: Unsupported start tag "{name}" at byte offset {at}')
    if name != "a":
        if attributes.strip():
            raise bad_request(f'can\'t parse entities: unexpected attributes of the tag "{name}" at byte offset {at}')
        return ""
    href = _HREF.fullmatch(attributes)
    if href is None:
        raise bad_request(
            f'can\'t parse entities: Expected equal sign in declaration of an attribute of the tag "a" at {at}'
        )
    return unescape(href["double"] or href["single"] or "")
