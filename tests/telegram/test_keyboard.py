from bot.engine.dialogue import Answer, Option
from bot.telegram.callback import Press, decode
from bot.telegram.keyboard import keyboard


def answer(*options: Option, target: str | None = None, copyable: str | None = None) -> Answer:
    return Answer(language="es", kind="answer", topic=None, text="x", options=options, target=target, copyable=copyable)


def labels(shown: Answer) -> list[list[str]]:
    markup = keyboard(shown)
    return [[button.text for button in row] for row in markup.inline_keyboard] if markup else []


def test_no_options_make_no_keyboard() -> None:
    assert keyboard(answer()) is None


def test_two_short_labels_share_a_row_and_long_ones_do_not() -> None:
    names = ["Temas", "Eventos", "Ejemplos de reformas", "Contacto", "Unirse", "Miembros"]
    options = [Option(name, f"topic:{number}") for number, name in enumerate(names)]
    assert labels(answer(*options)) == [
        ["Temas", "Eventos"],
        ["Ejemplos de reformas"],
        ["Contacto", "Unirse"],
        ["Miembros"],
    ]


def test_what_can_be_copied_comes_first() -> None:
    markup = keyboard(answer(Option("Temas", "topic:themes"), copyable="local@example.org"))
    assert markup is not None
    (first,), _ = markup.inline_keyboard
    assert first.copy_text is not None
    assert (first.text, first.copy_text.text) == ("📋 local@example.org", "local@example.org")


def test_only_pages_of_one_list_are_turned_in_place() -> None:
    page, topic = Option("Siguiente", "members:2"), Option("Temas", "topic:themes")

    def presses(shown: Answer) -> list[Press | None]:
        markup = keyboard(shown)
        return [decode(str(b.callback_data)) for row in markup.inline_keyboard for b in row] if markup else []

    on_list = presses(answer(page, topic, target="members:1"))
    elsewhere = presses(answer(page, topic, target="topic:join"))
    assert on_list == [Press("members:2", "es", in_place=True), Press("topic:themes", "es")]
    assert elsewhere == [Press("members:2", "es"), Press("topic:themes", "es")]
