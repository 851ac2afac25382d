import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.schema import Knowledge
from bot.engine import Context, Engine, Question
from bot.errors import StaleTargetError

NASTY = {
    "empty": "",
    "blank": "  \n\t ",
    "emoji only": "😀😀🎉",
    "digits only": "12345 678",
    "longest message": "ogp " * 1024,
    "one endless word": "a" * 4096,
    "mixed scripts": "что is это ogp მერე 서울",
    "combining marks": "o\u0301\u0302\u0303g\u0301p\u0301 " * 50,
    "right-to-left marks": "\u202eogp\u202c \u200fما\u200e",
    "markup": "<b>ogp</b> [x](http://y) *_`~ &amp; <script>",
    "control characters": "og\x00p\x07 lo\x1bcal",
    "lone surrogate": "ogp \ud800",
    "braces": "{email} {0} {x.__class__}",
    "zero-width": "\u200b\u200d\ufeff",
}


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
def test_anything_typed_gets_a_reply_within_a_message(engine: Engine, text: str) -> None:
    answer = engine.answer(Question(text, Context(hint="fr")))
    assert answer.text
    assert len(answer.text) <= 4096
    assert answer.language in engine.languages


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=400), hint=st.none() | st.text(max_size=8))
def test_no_text_and_no_hint_raises(engine: Engine, text: str, hint: str | None) -> None:
    answer = engine.answer(Question(text, Context(hint=hint, last_language=hint, pinned=hint)))
    assert answer.kind in ("answer", "choices", "unknown")


def test_text_without_words_is_answered_in_the_language_of_the_client(engine: Engine) -> None:
    answer = engine.answer(Question("🎉", Context(hint="pt-br")))
    assert (answer.kind, answer.language) == ("unknown", "pt")


def test_pinned_language_decides_the_reply(engine: Engine) -> None:
    answer = engine.answer(Question("What is OGP Local?", Context(pinned="es")))
    assert (answer.topic, answer.language) == ("about.ogp-local", "es")


def test_place_name_alone_keeps_the_language_of_the_chat(engine: Engine) -> None:
    assert engine.answer(Question("Nairobi", Context(last_language="fr"))).language == "fr"


def test_every_topic_opens_in_every_language(engine: Engine, knowledge: Knowledge) -> None:
    for language in engine.languages:
        for topic in knowledge.topics:
            answer = engine.open(f"topic:{topic}", language)
            whole = knowledge.parts.get(topic, topic)
            assert (answer.topic, answer.language, answer.kind) == (whole, language, "answer")
            assert answer.links
            assert 180 <= len(answer.text) <= 4000
            assert "{" not in answer.text


def test_every_member_and_later_member_opens_in_every_language(engine: Engine, knowledge: Knowledge) -> None:
    for language in engine.languages:
        for member, row in knowledge.members.items():
            answer = engine.open(f"member:{member}", language)
            assert (answer.entity.member, answer.entity.country) == (member, row.country)
        for later, entry in knowledge.later.items():
            assert engine.open(f"later:{later}", language).entity.country == entry.country


def test_every_option_of_every_topic_leads_somewhere(engine: Engine, knowledge: Knowledge) -> None:
    for topic in knowledge.topics:
        for option in engine.open(f"topic:{topic}", engine.languages[0]).options:
            assert engine.open(option.target, engine.languages[0]).text
            assert len(option.target) <= 50
            assert option.target.isascii()


@pytest.mark.parametrize(
    "target",
    ["", "topic:", "topic:no.such", "member:atlantis", "later:atlantis", "country:ZZ", "country:kenya", "members:0",
     "members:99", "members:x", "members:²", "nonsense", "nonsense:x"],
)  # fmt: skip
def test_targets_that_lead_nowhere_are_stale(engine: Engine, target: str) -> None:
    with pytest.raises(StaleTargetError):
        engine.open(target, "en")


def test_pages_of_the_list_hold_every_member_once(engine: Engine, knowledge: Knowledge) -> None:
    for language in engine.languages:
        page, text = 1, ""
        while True:
            answer = engine.open(f"members:{page}", language)
            assert len(answer.text) <= 3000
            text += answer.text
            if not any(option.target == f"members:{page + 1}" for option in answer.options):
                break
            page += 1
        names = knowledge.locales[language].members
        assert [name.name for name in names.values() if name.name not in text] == []
        assert page > 1


@pytest.mark.parametrize(
    ("asked", "member"),
    [
        ("Is Scotland a member?", "scotland"),
        ("¿Escocia es miembro?", "scotland"),
        ("L'Écosse est-elle membre ?", "scotland"),
        ("A Escócia é membro?", "scotland"),
        ("is tbilissi a member", "tbilisi"),
        ("sao paulo es miembro de ogp local?", "sao-paulo"),
        ("is Timisoara in?", "timisoara"),
        ("¿Está la Ciudad de México?", "mexico-city"),
    ],
)
def test_members_are_found_under_their_names_in_each_language(engine: Engine, asked: str, member: str) -> None:
    answer = engine.answer(Question(asked))
    assert (answer.topic, answer.entity.member) == ("members.lookup", member)


def test_place_that_is_not_listed_is_never_said_to_be_a_member(engine: Engine) -> None:
    answer = engine.answer(Question("Is Lisbon a member?"))
    assert (answer.kind, answer.topic) == ("answer", "members.lookup")
    assert (answer.entity.member, answer.entity.country) == (None, "PT")
    assert "April 2026" in answer.text


def test_place_that_nobody_knows_is_named_as_it_was_written(engine: Engine) -> None:
    answer = engine.answer(Question("Is Qwerbyville a member?"))
    assert answer.topic == "members.lookup"
    assert "Qwerbyville" in answer.text


def test_later_member_comes_with_its_cohort_and_doubt(engine: Engine) -> None:
    answer = engine.answer(Question("Is Medellín a member?"))
    assert answer.entity.member is None
    assert "2024" in answer.text
    assert "probably" in answer.text


def test_namesakes_are_asked_back(engine: Engine) -> None:
    answer = engine.answer(Question("¿Córdoba es miembro?"))
    assert answer.kind == "choices"
    targets = [option.target for option in answer.options]
    assert targets == ["member:cordoba-city", "member:cordoba-province", "other:cordoba-city.ES"]


def test_mexico_alone_is_asked_back(engine: Engine) -> None:
    answer = engine.answer(Question("¿México es miembro?"))
    assert answer.kind == "choices"
    assert [option.target for option in answer.options] == [
        "country:MX",
        "member:state-of-mexico",
        "member:mexico-city",
    ]


def test_members_of_a_country_are_listed_with_what_changed(engine: Engine) -> None:
    answer = engine.answer(Question("Which cities in the United States are members?"))
    assert (answer.topic, answer.entity.country) == ("members.country", "US")
    assert "Austin" in answer.text
    assert "January 2026" in answer.text


def test_country_without_members_is_said_to_have_none(engine: Engine) -> None:
    answer = engine.answer(Question("members in Japan"))
    assert (answer.topic, answer.entity.country) == ("members.country", "JP")
    assert "no place" in answer.text


def test_mexico_city_is_said_to_have_left(engine: Engine) -> None:
    assert "2023" in engine.open("member:mexico-city", "en").text


def test_email_comes_first_and_can_be_copied(engine: Engine) -> None:
    answer = engine.answer(Question("what is your e-mail address"))
    assert answer.copyable == "local@opengovpartnership.org"
    assert answer.text.split("\n\n")[1].startswith("local@opengovpartnership.org")


def test_wish_for_another_language_is_passed_on(engine: Engine) -> None:
    answer = engine.answer(Question("Can we speak French please?"))
    assert (answer.topic, answer.pin) == ("chat.language", "fr")


@pytest.mark.parametrize("asked", ["Wie kann meine Stadt Mitglied werden?", "加入需要什么条件？", "सदस्य कैसे बनें?"])
def test_languages_that_are_not_spoken_are_named_as_such(engine: Engine, asked: str) -> None:
    answer = engine.answer(Question(asked, Context(hint="es")))
    assert (answer.kind, answer.language) == ("unknown", "es")
    assert "Português" in answer.text


def test_figures_are_written_as_the_language_writes_them(engine: Engine) -> None:
    assert "4,000" in engine.open("topic:about.numbers", "en").text
    assert "4000" in engine.open("topic:about.numbers", "es").text


@pytest.mark.parametrize("text", ["kjdfh wqzxv", "Nairobi", "ok", "Madrid?"])
def test_what_says_little_does_not_switch_the_language_of_a_chat(engine: Engine, text: str) -> None:
    for language in ("es", "fr", "pt"):
        assert engine.answer(Question(text, Context(last_language=language))).language == language
        assert engine.answer(Question(text, Context(hint=language))).language == language


def test_plain_sentence_switches_the_language_of_a_chat(engine: Engine) -> None:
    for text, language in (("How can my town join the programme?", "en"), ("¿Cómo se puede unir mi ciudad?", "es")):
        assert engine.answer(Question(text, Context(hint="fr", last_language="pt"))).language == language


def test_names_of_languages_begin_as_their_script_wants(engine: Engine) -> None:
    assert [engine.language_name(code, code) for code in ("es", "ka", "ru")] == ["Español", "ქართული", "Русский"]


@pytest.mark.parametrize(
    ("text", "topic", "country"),
    [
        ("Is Texas a member?", "members.lookup", "US"),
        ("La Lombardia fa parte del programma?", "members.lookup", "IT"),
        ("¿Andalucía está en la lista?", "members.lookup", "ES"),
        ("هل طرابلس عضو؟", "members.lookup", "LY"),
        ("프랑스에서는 어디가 회원이에요?", "members.country", "FR"),
        ("🇰🇪", "members.country", "KE"),
    ],
)
def test_regions_and_cities_of_the_world_are_told_from_other_names(
    engine: Engine, text: str, topic: str, country: str
) -> None:
    answer = engine.answer(Question(text))
    assert (answer.topic, answer.entity.member, answer.entity.country) == (topic, None, country)


def test_misspelled_town_is_answered_with_the_name_that_was_read(engine: Engine) -> None:
    assert "bareclona (Barcelona)" in engine.answer(Question("is bareclona in?")).text
    assert "(Barcelona)" not in engine.answer(Question("Is Barcelona in?")).text
