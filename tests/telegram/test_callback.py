import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.telegram.callback import MAX_BYTES, Press, decode, encode

LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8)
TARGETS = st.builds("{}:{}".format, LETTERS, st.text("abyzABYZ0189._-", max_size=40))


@settings(deadline=None, derandomize=True)
@given(TARGETS, st.sampled_from(["es", "en", "tl", "ast"]), st.booleans())
def test_data_says_what_was_encoded_and_fits(target: str, language: str, in_place: bool) -> None:  # noqa: FBT001
    press = Press(target, language, in_place=in_place)
    data = encode(press)
    assert len(data.encode()) <= MAX_BYTES
    assert decode(data) == press


@settings(deadline=None, derandomize=True)
@given(st.text(max_size=64))
def test_forged_data_is_told_apart_and_never_raises(data: str) -> None:
    press = decode(data)
    assert press is None or encode(press) == data


@pytest.mark.parametrize(
    "data",
    [
        None,
        "",
        "topic:join",
        "0:es:topic:join",
        "2:es:topic:join",
        "1:ES:topic:join",
        "1:es:topic:jo in",
        "1:es:topic:join\n",
        "1:es:members:²",
        "1:es:members:١",
        "1:es:TOPIC:join",
        "1:es:topic:<b>",
        "1:es",
    ],
)
def test_data_of_another_form_or_version_is_stale(data: str | None) -> None:
    assert decode(data) is None


@pytest.mark.parametrize("target", ["topic:" + "x" * 60, "topic:ñ", "join", "topic:a b"])
def test_target_that_no_button_can_carry_is_refused(target: str) -> None:
    with pytest.raises(ValueError, match="no target for a button"):
        encode(Press(target, "es"))
