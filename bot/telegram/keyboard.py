"""The buttons below a message."""

from collections.abc import Sequence

import regex
from rich.cells import cell_len
from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.engine.dialogue import Answer, Option
from bot.telegram.callback import Press, encode

FITS = 40
"""Columns up to which a label fits on a small telephone in a row of its own; a syllable in Hangul takes two."""

SHORT = 16
"""Columns up to which two labels fit side by side on a telephone."""

_PAGED = ("members:", "check:")
"""Beginnings of targets that are pages of one thing: from one to the next, the message is rewritten."""

Row = list[InlineKeyboardButton]


def keyboard(answer: Answer) -> InlineKeyboardMarkup | None:
    """Return the buttons of the answer: what can be copied, what can be chosen, and what stands last."""
    rows = [_copy(answer.copyable)] if answer.copyable else []
    rows += [[_button(option, answer) for option in row] for row in (*_rows(answer.options), *_rows(answer.last))]
    return InlineKeyboardMarkup(rows) if rows else None


def fitting(label: str) -> str:
    """Return the label, cut where it is longer than a small telephone shows."""
    if cell_len(label) <= FITS:
        return label
    signs = regex.findall(r"\X", label)  # no vowel sign is cut off from its letter
    while cell_len("".join(signs)) >= FITS:
        signs.pop()
    return f"{''.join(signs).rstrip()}…"


def _rows(options: Sequence[Option]) -> list[list[Option]]:
    """Return the options in rows of one, or of two short ones."""
    rows: list[list[Option]] = []
    for option in options:
        last = rows[-1] if rows else []
        if len(last) == 1 and cell_len(last[0].label) <= SHORT and cell_len(option.label) <= SHORT:
            last.append(option)
        else:
            rows.append([option])
    return rows


def _button(option: Option, answer: Answer) -> InlineKeyboardButton:
    in_place = any(option.target.startswith(paged) and (answer.target or "").startswith(paged) for paged in _PAGED)
    press = Press(option.target, answer.language, in_place=in_place)
    return InlineKeyboardButton(fitting(option.label), callback_data=encode(press))


def _copy(text: str) -> Row:
    return [InlineKeyboardButton(f"📋 {text}", copy_text=CopyTextButton(text))]
