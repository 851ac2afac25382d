"""The page stands for itself, escapes everything, and reads well aloud and from right to left."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.report import make_report
from bot.report.page import page
from tests.report.filled import HOSTILE, TODAY, fill, read

VOID = {"meta", "wbr", "br"}


class Tags(HTMLParser):
    """Collects the elements; fails where one is closed that was not opened last."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> str:
    return page(read(fill(tmp_path_factory.mktemp("page") / "state.sqlite", hostile=HOSTILE)))


def test_page_is_well_formed_and_its_ids_are_its_own(html: str) -> None:
    ids = [str(attributes["id"]) for _, attributes in Tags(html).found if "id" in attributes]
    assert ids
    assert sorted(ids) == sorted(set(ids))


def test_page_needs_nothing_from_elsewhere(html: str) -> None:
    tags = Tags(html).found
    assert {"script", "link", "img", "iframe", "object", "image"} & {tag for tag, _ in tags} == set()
    names = ("src", "href", "xlink:href", "action", "style")
    used = [value or "" for _, attributes in tags for name, value in attributes.items() if name in names]
    assert [value for value in used if ":" in value and "//" in value] == []
    assert set(re.findall(r"https?://[^\s\"'<]+", html)) == {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert "url(#" in html
    assert re.findall(r"url\((?!#)", html) == []
    assert "default-src 'none'" in html


def test_drawings_point_at_what_is_there(html: str) -> None:
    ids = {attributes["id"] for _, attributes in Tags(html).found if "id" in attributes}
    assert set(re.findall(r'(?:href="#|url\(#)([^")]+)', html)) <= ids


def test_hostile_words_are_text(html: str) -> None:
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;" in html


def test_questions_say_their_language_and_run_in_their_direction(html: str) -> None:
    questions = [attributes for tag, attributes in Tags(html).found if tag == "p" and "lang" in attributes]
    assert {"lang": "ar", "dir": "auto"} in questions
    assert {attributes["dir"] for attributes in questions} == {"auto"}
    assert '<p lang="ar" dir="auto">متى تفتح الدعوة القادمة؟</p>' in html


def test_each_plot_has_a_title_and_a_text_in_its_place(html: str) -> None:
    titles = re.findall(r"<figcaption>(.*?)</figcaption>", html)
    assert titles == ["Answers by day", "Answers by topic, and whether they helped", "Answers by language"]
    labels = [attributes["aria-label"] or "" for _, attributes in Tags(html).found if attributes.get("role") == "img"]
    assert [label.split(".")[0] for label in labels] == titles
    assert "join 3" in labels[1]
    assert "Spanish 4" in labels[2]


def test_page_fits_telephones(html: str) -> None:
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in html
    assert [a for tag, a in Tags(html).found if tag == "svg" and ("width" in a or "viewbox" not in a)] == []


def test_page_of_nothing_says_so() -> None:
    html = page(make_report([], [], TODAY, 7))
    assert "Nothing was counted" in html
    assert "<svg" not in html


def test_page_of_questions_alone_has_no_plots(tmp_path: Path) -> None:
    report = read(fill(tmp_path / "state.sqlite"))
    html = page(make_report([], [kept for group in report.groups for kept in group.questions], TODAY, 7))
    assert "<svg" not in html
    assert "cuando abre la proxima convocatoria" in html


def test_same_report_makes_the_same_page(tmp_path: Path) -> None:
    report = read(fill(tmp_path / "state.sqlite"))
    assert page(report) == page(report)
