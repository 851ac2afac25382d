"""A long answer in short: its first paragraph or two, and never half a sentence."""

import regex

ROOM = 400
"""Characters up to which a text is kept, its title not counted."""

_HEADING = 100
"""Characters up to which a first paragraph is too little by itself."""

_SENTENCE_END = regex.compile(r"[.!?։؟。][\"»”’)\]]*(?=\s+[\p{Lu}\p{Lo}\p{N}¿¡«\"“\u2068])")
_MORE = "…"
"""Last line of a list that goes on."""

_INTRODUCES = (":", "：", "՝")
_FIRST_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"


def shorten(text: str, *, titled: bool) -> tuple[str, bool]:
    """Return the beginning of the text, and whether anything was left out."""
    paragraphs = text.split("\n\n")
    title, body = (paragraphs[:1], paragraphs[1:]) if titled else ([], paragraphs)
    kept = _fitting(body)
    if kept == body:
        return text, False
    return _balanced("\n\n".join((*title, *kept))), True


def _fitting(paragraphs: list[str]) -> list[str]:
    """Return the paragraphs for which there is room, the first one in any case."""
    if not paragraphs or len(paragraphs[0]) > ROOM:
        return [_beginning(paragraph, ROOM) for paragraph in paragraphs[:1]]
    kept, length = [paragraphs[0]], len(paragraphs[0])
    for paragraph in paragraphs[1:]:
        length += len(paragraph)
        if length > ROOM:
            if len(kept) == 1 and len(kept[0]) < _HEADING:
                kept.append(_beginning(paragraph, ROOM - len(kept[0])))
            break
        kept.append(paragraph)
    cut = kept != paragraphs
    return kept[:-1] if cut and len(kept) > 1 and kept[-1].endswith(_INTRODUCES) else kept


def _beginning(paragraph: str, room: int) -> str:
    """Return the lines, else the sentences of the paragraph for which there is room; at least the first sentence."""
    lines = paragraph.split("\n")
    while len(lines) > 2 and len("\n".join(lines)) > room:  # noqa: PLR2004  # what introduces a list, and its first item
        lines.pop()
    text = "\n".join(lines)
    if len(text) <= room:
        return text if text == paragraph else f"{text}\n{_MORE}"
    ends = [end.end() for end in _SENTENCE_END.finditer(text)]
    return text[: max((end for end in ends if end <= room), default=min(ends, default=len(text)))]


def _balanced(text: str) -> str:
    """Return the text with every run of Latin letters closed that was cut open."""
    return text + _POP_ISOLATE * (text.count(_FIRST_ISOLATE) - text.count(_POP_ISOLATE))
