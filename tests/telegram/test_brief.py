"""A long answer in short."""

from bot.engine import Engine
from bot.telegram.brief import ROOM, shorten

SENTENCE = "This sentence has some fifty letters, more or less. "


def test_short_text_stays() -> None:
    assert shorten("Title\n\nOne.\n\nTwo.", titled=True) == ("Title\n\nOne.\n\nTwo.", False)


def test_whole_paragraphs_are_kept_while_there_is_room() -> None:
    paragraph = (SENTENCE * 3).strip()
    text = "\n\n".join(["Title", *[paragraph] * 4])
    assert shorten(text, titled=True) == (f"Title\n\n{paragraph}\n\n{paragraph}", True)


def test_long_paragraph_ends_with_a_sentence() -> None:
    short, cut = shorten((SENTENCE * 20).strip(), titled=False)
    assert (len(short) <= ROOM, short.endswith("less."), cut) == (True, True, True)


def test_long_list_ends_with_an_item() -> None:
    text = "These are they:\n" + "\n".join(f"• number {n}, which is a rather long one" for n in range(40))
    short, cut = shorten(text, titled=False)
    assert (len(short) <= ROOM, short.endswith("long one\n…"), cut) == (True, True, True)


def test_what_only_introduces_the_rest_is_left_out() -> None:
    text = "One.\n\nThese are they:\n\n" + "• item\n" * 90
    assert shorten(text, titled=False) == ("One.", True)


def test_sentence_that_is_too_long_is_kept_whole() -> None:
    text = "word " * 100 + "end. Then another one."
    assert shorten(text, titled=False) == ("word " * 100 + "end.", True)


def test_no_answer_is_cut_within_a_sentence_in_any_language(engine: Engine) -> None:
    for language in engine.languages:
        offered = engine.open("menu:", language).options
        for option in (further for first in offered for further in engine.open(first.target, language).options):
            answer = engine.open(option.target, language)
            short, cut = shorten(answer.text, titled=bool(answer.title))
            kept = short.removesuffix("\n…").rstrip("\u2069")
            rest = answer.text.removeprefix(kept).lstrip("\u2069")
            assert cut == bool(rest)
            assert rest[:1] in ("", "\n") or (kept[-1] in ".!?։؟。)" and rest[0] == " "), (language, option.target)
