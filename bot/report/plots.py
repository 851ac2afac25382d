"""Plots as SVG that stands within a page; colours that the colour-blind tell apart."""

import io
import re
from collections.abc import Mapping, Sequence
from html import escape

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from bot.report.figures import Report, Tally

_BLUE, _SKY, _ORANGE, _GREY = "#0072B2", "#56B4E9", "#D55E00", "#BBBBBB"
"""Of the palette of Okabe and Ito."""

_WIDTH, _BAR = 4.2, 0.27
"""Inches: as wide as a telephone, so that letters stay readable there; height of a bar."""

_LETTERS = 28
"""Of the name of a bar at most."""

_MOST = 15
"""Bars at most; the tables have all."""

Parts = Mapping[str, tuple[str, Sequence[int]]]
"""Name, colour and numbers of each part of the bars."""


def plot_spans(report: Report) -> str:
    """Return the answers by day or week."""
    labels = [f"{day:%d %b}" for day in report.spans]
    return _plot("spans", _kinds(list(report.spans.values())), labels, upright=True)


def plot_topics(report: Report) -> str:
    """Return the answers by topic, and whether they helped."""
    rows = list(report.topics.values())[:_MOST]
    silent = [max(0, row.answers - row.helped - row.not_helped) for row in rows]
    parts = {
        "helped": (_BLUE, [row.helped for row in rows]),
        "did not help": (_ORANGE, [row.not_helped for row in rows]),
        "nothing said": (_GREY, silent),
    }
    return _plot("topics", parts, list(report.topics)[:_MOST])


def plot_languages(report: Report, names: Mapping[str, str]) -> str:
    """Return the answers by language."""
    rows = list(report.languages.values())[:_MOST]
    return _plot("languages", _kinds(rows), [names[code] for code in report.languages][:_MOST])


def _kinds(rows: Sequence[Tally]) -> Parts:
    return {
        "answered": (_BLUE, [row.answers - row.choices - row.unknown for row in rows]),
        "choices": (_SKY, [row.choices for row in rows]),
        "unknown": (_ORANGE, [row.unknown for row in rows]),
    }


def _short(label: str) -> str:
    """Return a label that leaves room for the bars."""
    return label if len(label) <= _LETTERS else label[: _LETTERS - 1] + "…"


def _plot(name: str, parts: Parts, labels: Sequence[str], *, upright: bool = False) -> str:
    """Return stacked bars, lying unless upright."""
    with rc_context(
        {
            "text.parse_math": False,
            "font.size": 10,
            "svg.hashsalt": name,
            "axes.spines.top": False,
            "axes.spines.right": False,
        }
    ):
        height = 2.6 if upright else 0.9 + _BAR * len(labels)
        figure = Figure(figsize=(_WIDTH, height), layout="constrained")
        axes = figure.subplots()
        _draw(axes, parts, range(len(labels)), upright=upright)
        _label(axes, labels, upright=upright)
        figure.legend(loc="outside upper left", ncols=len(parts), frameon=False, fontsize=9, columnspacing=1)
        written = io.StringIO()
        figure.savefig(written, format="svg", metadata={"Date": None})
    return _embedded(written.getvalue(), name)


def _draw(axes: Axes, parts: Parts, places: Sequence[int], *, upright: bool) -> None:
    start = [0] * len(places)
    for name, (colour, numbers) in parts.items():
        if upright:
            axes.bar(places, numbers, bottom=start, color=colour, label=name, width=0.8)
        else:
            axes.barh(places, numbers, left=start, color=colour, label=name, height=0.75)
        start = [sum(pair) for pair in zip(start, numbers, strict=True)]


def _label(axes: Axes, labels: Sequence[str], *, upright: bool) -> None:
    """Write what each bar stands for; of many upright ones only some."""
    if upright:
        step = -(-len(labels) // 6)
        axes.set_xticks(range(0, len(labels), step), labels[::step])
        axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=5))
    else:
        axes.set_yticks(range(len(labels)), [_short(label) for label in labels])
        axes.invert_yaxis()
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=5))
        axes.tick_params(axis="y", length=0)


def _embedded(svg: str, name: str) -> str:
    """Return the drawing for a page: no header, no size of its own, nothing named as in another drawing."""
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    svg = re.sub(r'(?<=<svg )(.*?)width="[^"]*"', r"\1", svg, count=1, flags=re.DOTALL)
    svg = re.sub(r'(?<=<svg )(.*?)height="[^"]*"', r"\1", svg, count=1, flags=re.DOTALL)
    svg = re.sub(r'(\bid="|href="#|url\(#)', rf"\1{escape(name)}-", svg)
    return svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
