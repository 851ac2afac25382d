import logging

import pytest

from bot.telegram.logs import Redact, quiet_libraries
from tests.botapi import TOKEN

QUOTED = TOKEN.replace(":", "%3A")
PART = TOKEN.partition(":")[2]


def logged(message: str, *values: object, error: BaseException | None = None) -> str:
    """Return what a handler writes that redacts the token."""
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("x", logging.INFO, __file__, 1, message, values, info)
    assert Redact([TOKEN]).filter(record)
    return logging.Formatter().format(record)


@pytest.mark.parametrize(
    "message", [f"https://example.org/bot{TOKEN}/getMe", f"a {QUOTED} b {TOKEN}", f"the part {PART}"]
)
def test_token_is_taken_out_of_messages(message: str) -> None:
    assert PART not in logged(message)
    assert "[secret]" in logged(message)


def test_token_is_taken_out_of_values() -> None:
    assert logged("%s %d", f"/bot{TOKEN}/x", 5) == "/bot[secret]/x 5"


def test_token_is_taken_out_of_errors() -> None:
    try:
        int(f"rejected {TOKEN}")
    except ValueError as error:
        text = logged("failed", error=error)
    assert "ValueError in test_token_is_taken_out_of_errors" in text
    assert not [word for word in (TOKEN, "rejected", "invalid literal") if word in text]


def test_other_messages_pass_as_they_are() -> None:
    assert logged("100 % fine") == "100 % fine"


@pytest.mark.parametrize("name", ["httpx", "httpcore.http11", "telegram.ext.ExtBot", "telegram.Bot", "uvicorn.error"])
def test_libraries_that_would_tell_are_quiet(name: str) -> None:
    quiet_libraries()
    assert not logging.getLogger(name).isEnabledFor(logging.INFO)


def test_library_of_telegram_is_silent_for_it_quotes_whole_updates() -> None:
    quiet_libraries()
    assert not logging.getLogger("telegram.ext.ExtBot").isEnabledFor(logging.CRITICAL)
