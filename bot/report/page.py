"""The report as one page that needs nothing from elsewhere."""

from collections.abc import Iterable, Sequence
from html import escape

from bot.engine.locale import language_name
from bot.report.figures import Report, Tally
from bot.report.likeness import Group
from bot.report.plots import plot_languages, plot_spans, plot_topics
from bot.report.style import STYLE
from bot.report.terminal import NOTHING, share

_NAMED = 5
"""How many bars the text in place of a plot names."""


def page(report: Report) -> str:
    """Return the page in HTML."""
    body = _body(report) if not report.empty else [f"<p>{NOTHING}</p>"]
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
            "<title>OGP Local bot: report</title>",
            f"<style>{STYLE}</style></head><body><main>",
            f"<h1>OGP Local bot: report</h1><p>{report.first} to {report.last}</p>",
            *body,
            "</main></body></html>\n",
        ]
    )


def _body(report: Report) -> list[str]:
    """Return the parts of the page that have something in them."""
    parts = [_tiles(report)]
    if report.days:
        parts += [_plots(report), f'<div class="tables">{_topics(report)}{_languages(report)}</div>']
    return [*parts, _questions(report.groups)]


def _tiles(report: Report) -> str:
    whole, sent = report.whole, sum(group.size for group in report.groups)
    rated = f"helped, of {whole.helped + whole.not_helped} who said"
    tiles = (
        (str(whole.answers), "answers"),
        (share(whole.unknown_share) or "–", "unknown"),
        (share(whole.choices_share) or "–", f"choices ({whole.neither}× none was meant)"),
        (share(whole.helped_share) or "–", rated),
        (str(sent), "questions sent"),
    )
    return f'<ul class="tiles">{"".join(f"<li><b>{escape(n)}</b> {escape(what)}</li>" for n, what in tiles)}</ul>'


def _plots(report: Report) -> str:
    names = {code: language_name(code, "en") for code in report.languages}
    span = "week" if report.weekly else "day"
    topics = [f"{topic} {row.answers}" for topic, row in report.topics.items()]
    languages = [f"{names[code]} {row.answers}" for code, row in report.languages.items()]
    spans = {day: row.answers for day, row in report.spans.items()}
    best = max(spans, key=spans.__getitem__)
    when = f"{len(spans)} {span}s, most answers ({spans[best]}) in the {span} of {best}."
    figures = [_figure(f"Answers by {span}", when, plot_spans(report))]
    if topics:
        figures.append(_figure("Answers by topic, and whether they helped", _named(topics), plot_topics(report)))
    figures.append(_figure("Answers by language", _named(languages), plot_languages(report, names)))
    return f'<div class="plots">{"".join(figures)}</div>'


def _figure(title: str, instead: str, svg: str) -> str:
    """Return the plot with its title; ``instead`` is read out in its place."""
    label = escape(f"{title}. {instead}")
    return f'<figure><figcaption>{escape(title)}</figcaption><div role="img" aria-label="{label}">{svg}</div></figure>'


def _named(bars: Sequence[str]) -> str:
    more = f", and {len(bars) - _NAMED} more" if len(bars) > _NAMED else ""
    return f"Most: {', '.join(bars[:_NAMED])}{more}. The table below has all."


def _topics(report: Report) -> str:
    rows = ([topic, *_numbers(row.answers, row.helped, row.not_helped), share(row.helped_share)]
            for topic, row in report.topics.items())  # fmt: skip
    return _table("By topic", ("topic", "answers", "helped", "did not", "share helped"), rows)


def _languages(report: Report) -> str:
    rows = ([f"{language_name(code, 'en')} ({code})", *_language(row)] for code, row in report.languages.items())
    return _table("By language", ("language", "answers", "unknown", "choices", "share helped"), rows)


def _language(row: Tally) -> list[str]:
    return [str(row.answers), *map(share, (row.unknown_share, row.choices_share, row.helped_share))]


def _table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "".join(_row(row) for row in rows)
    return (
        f"<section><h2>{escape(title)}</h2><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></section>"
    )


def _row(cells: Sequence[str]) -> str:
    first, *others = map(escape, cells)
    first = first.replace(".", ".<wbr>").replace("-", "-<wbr>")  # where ids of topics may be broken on a telephone
    return f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in others)}</tr>'


def _questions(groups: Sequence[Group]) -> str:
    """Return the questions that were sent, those that are alike together."""
    if not groups:
        return "<section><h2>Questions that were sent</h2><p>None in these days.</p></section>"
    listed = "".join(f"<li>{_group(group)}</li>" for group in groups)
    return f'<section><h2>Questions that were sent</h2><ol class="groups">{listed}</ol></section>'


def _group(group: Group) -> str:
    times = "once" if group.size == 1 else f"{group.size} times"
    name, topics = language_name(group.language, "en"), ", ".join(group.topics)
    about = f"{name}, {times}, newest {group.newest}; the bot had answered: {topics}"
    texts = "".join(f'<p lang="{escape(group.language)}" dir="auto">{escape(text)}</p>' for text in group.texts)
    return f'{texts}<p class="about">{escape(about)}</p>'


def _numbers(*numbers: int) -> list[str]:
    return [str(number or "") for number in numbers]
