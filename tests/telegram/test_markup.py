from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine.dialogue import Answer, Link
from bot.telegram.markup import MAX_LENGTH, clean, cut, to_html
from tests.botapi.entities import parse_html

EMAIL = "local@opengovpartnership.org"
ANSWER = Answer(language="en", kind="answer", topic="join", text="How to join\n\nAsk <us> & see.", title="How to join")
SOURCES = (Link("Page & <more>", 'https://example.org/?a="b"&c=d'), Link("Other", "https://example.org/other"))
LINKS = st.lists(st.builds(Link, st.text(min_size=1), st.text(min_size=1)), max_size=4)


def shown(html: str) -> str:
    return parse_html(html)[0]


def test_title_is_bold_and_everything_is_escaped() -> None:
    assert to_html(ANSWER, "Source") == "<b>How to join</b>\n\nAsk &lt;us&gt; &amp; see."


def test_text_without_title_has_no_bold_line() -> None:
    assert to_html(replace(ANSWER, title=None), "Source") == "How to join\n\nAsk &lt;us&gt; &amp; see."


def test_sources_stand_at_the_end_under_their_word() -> None:
    html = to_html(replace(ANSWER, links=SOURCES), "Sources")
    assert html.endswith(
        "\n\n<i>Sources</i>\n"
        '• <a href="https://example.org/?a=&quot;b&quot;&amp;c=d">Page &amp; &lt;more&gt;</a>\n'
        '• <a href="https://example.org/other">Other</a>'
    )
    assert [entity.url for entity in parse_html(html)[1] if entity.type == "text_link"] == [
        link.url for link in SOURCES
    ]


def test_email_is_code_wherever_it_stands() -> None:
    html = to_html(replace(ANSWER, text=f"{EMAIL} or\n{EMAIL}", title=None, copyable=EMAIL), "Source")
    assert html == f"<code>{EMAIL}</code> or\n<code>{EMAIL}</code>"


def test_lines_run_from_right_to_left_in_arabic() -> None:
    answer = Answer(language="ar", kind="answer", topic=None, text="OGP Local\n\nمرحبا", links=SOURCES[1:])
    lines = shown(to_html(answer, "المصدر")).splitlines()
    assert [line[0] for line in lines if line] == ["\u200f"] * 4
    assert lines[-1] == "\u200f• \u2068Other\u2069"


def test_long_text_is_cut_at_a_paragraph_and_keeps_its_sources() -> None:
    paragraph = "Wort " * 100
    html = to_html(replace(ANSWER, text="\n\n".join([paragraph] * 20), title=None, links=SOURCES), "Sources")
    text = shown(html)
    assert len(text) <= MAX_LENGTH
    assert "\n\n…\n\nSources\n• Page" in text
    assert len(text) > MAX_LENGTH - 600


def test_text_is_cut_at_a_word_when_there_are_no_paragraphs() -> None:
    assert cut("abc def ghi", 10) == "abc def …"
    assert cut("abcdefghijkl", 10) == "abcdefghi…"


def test_length_counts_what_telegram_counts() -> None:
    assert cut("😀" * 10, 20) == "😀" * 10
    assert cut("😀" * 10, 19) == "😀" * 9 + "…"


def test_control_characters_and_halves_of_characters_are_dropped() -> None:
    assert clean("a\x00b\x07c\ud800d\x85e\tf\ng") == "abcde\tf\ng"


@settings(deadline=None, derandomize=True)
@given(st.text(min_size=1, max_size=9000), st.booleans(), LINKS, st.sampled_from(["en", "ar"]))
def test_whatever_is_said_telegram_can_show(text: str, titled: bool, links: list[Link], language: str) -> None:  # noqa: FBT001
    links = [Link(link.title[:60], link.url) for link in links]
    answer = Answer(language=language, kind="answer", topic=None, text=text, links=tuple(links))
    html = to_html(replace(answer, title="t" if titled else None, copyable=EMAIL), "Sources")
    plain, entities = parse_html(html)
    assert len(plain.encode("utf-16-le")) // 2 <= MAX_LENGTH
    assert len([entity for entity in entities if entity.type == "text_link"]) == len(links)
