from pathlib import Path

import pytest

from bot.errors import UsageError
from bot.settings import Settings, read_settings

TOKEN = "123456:secret-Token_0123456789"  # noqa: S105  # of the tests


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def read(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Settings:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return read_settings(env_file=None)


def test_settings_are_usable_when_nothing_is_set() -> None:
    settings = read_settings(env_file=None)
    assert settings.telegram_bot_token is None
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.state_url == "sqlite:///state.sqlite"
    assert (settings.state_days, settings.report_days, settings.question_days) == (30, 180, 90)
    assert settings.listen == ("127.0.0.1", 8443)
    assert settings.log_level == "INFO"


def test_empty_variables_count_as_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch, TELEGRAM_BOT_TOKEN="", WEBHOOK_URL="", STATE_DAYS="")
    assert (settings.telegram_bot_token, settings.webhook_url, settings.state_days) == (None, None, 30)


def test_values_are_read_and_tidied(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(
        monkeypatch,
        TELEGRAM_BOT_TOKEN=f" {TOKEN}\n",
        TELEGRAM_API_URL="http://127.0.0.1:8081/",
        WEBHOOK_URL="https://bot.example.org/telegram",
        WEBHOOK_LISTEN="[::1]:9000",
        LOG_LEVEL="debug",
        STATE_DAYS="7",
    )
    assert settings.telegram_bot_token is not None
    assert settings.telegram_bot_token.get_secret_value() == TOKEN
    assert settings.telegram_api_url == "http://127.0.0.1:8081"
    assert settings.listen == ("::1", 9000)
    assert (settings.log_level, settings.state_days) == ("DEBUG", 7)


def test_settings_come_from_a_file_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("STATE_DAYS=5\nLOG_LEVEL=ERROR\nUNRELATED=1\n", encoding="utf-8")
    monkeypatch.setenv("LOG_LEVEL", "WARNING")
    settings = read_settings(file)
    assert (settings.state_days, settings.log_level) == (5, "WARNING")


def test_a_file_that_is_no_text_is_one_clear_line(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"LOG_LEVEL=\xff\xfe\n")
    with pytest.raises(UsageError) as caught:
        read_settings(file)
    assert str(caught.value) == f"{file}: cannot be read; it must be a text file in UTF-8"


def test_secrets_are_hidden_and_the_value_is_frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    key = "a-key-that-nobody-may-see"
    settings = read(monkeypatch, TELEGRAM_BOT_TOKEN=TOKEN, STATE_KEY=key, WEBHOOK_SECRET="hidden-secret")
    assert not [secret for secret in (TOKEN, key, "hidden-secret") if secret in repr(settings) + str(settings)]
    with pytest.raises(ValueError, match="frozen"):
        settings.state_days = 1


def test_all_faults_are_named_at_once_without_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError) as caught:
        read(
            monkeypatch,
            TELEGRAM_BOT_TOKEN="12:not a/token",
            STATE_KEY="short",
            WEBHOOK_SECRET="späce",
            STATE_DAYS="soon",
            STATE_URL="postgres://x",
            WEBHOOK_LISTEN="8443",
            TELEGRAM_API_URL="ftp://example.org",
            LOG_LEVEL="loud",
        )
    lines = str(caught.value).splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "LOG_LEVEL",
        "STATE_DAYS",
        "STATE_KEY",
        "STATE_URL",
        "TELEGRAM_API_URL",
        "TELEGRAM_BOT_TOKEN",
        "WEBHOOK_LISTEN",
        "WEBHOOK_SECRET",
    ]
    assert not [secret for secret in ("not a/token", "short'", "späce") if secret in str(caught.value)]
    assert [line for line in lines if line.startswith("STATE_DAYS")] == [
        "STATE_DAYS: must be a whole number (found 'soon')"
    ]
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("redis://", "names no store"),
        ("redis://host:port/0", "names no store"),
        ("sqlite://", "names no store"),
        ("sqlite:///", "names no store"),
        ("memory://x", "names no store"),
        ("state.sqlite", "names no store"),
    ],
)
def test_a_store_that_cannot_be_is_refused(monkeypatch: pytest.MonkeyPatch, url: str, advice: str) -> None:
    with pytest.raises(UsageError, match=advice):
        read(monkeypatch, STATE_URL=url)


@pytest.mark.parametrize("url", ["example.org", "https://", "https://u:p@example.org", "https://example.org?a=1"])
def test_a_webhook_that_is_no_address_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    with pytest.raises(UsageError, match="WEBHOOK_URL: is not a web address"):
        read(monkeypatch, WEBHOOK_URL=url)


def test_a_plain_webhook_is_refused_but_with_a_server_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="must begin with https"):
        read(monkeypatch, WEBHOOK_URL="http://example.org")
    settings = read(monkeypatch, WEBHOOK_URL="http://example.org", TELEGRAM_API_URL="http://127.0.0.1:8081")
    assert settings.webhook_url == "http://example.org"


@pytest.mark.parametrize(
    "url",
    ["redis://localhost", "redis://127.0.0.1:6379/0", "redis://:pass-word@valkey:6379/3", "rediss://u:p@host:1/0"],
)
def test_redis_is_a_store(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    assert read(monkeypatch, STATE_URL=url).state_url == url


def test_numbers_out_of_range_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {"WEBHOOK_QUEUE": "0", "STOP_SECONDS": "-1", "STATUS_LISTEN": "9", "STATE_DAYS": "0", "SENTRY_DSN": "x"}
    with pytest.raises(UsageError) as caught:
        read(monkeypatch, **wrong, LOG_FORMAT="xml", STATE_URL="redis://:pass-word@")
    names = [line.split(":")[0] for line in str(caught.value).splitlines()]
    assert names == sorted([*wrong, "LOG_FORMAT", "STATE_URL"])
    assert "pass-word" not in str(caught.value)


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", f"/{TOKEN.partition(':')[2]}"])
def test_webhook_at_a_path_of_something_else_is_refused(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    with pytest.raises(UsageError, match=r"WEBHOOK_URL: .*choose another path") as caught:
        read(monkeypatch, WEBHOOK_URL=f"https://example.org{path}", TELEGRAM_BOT_TOKEN=TOKEN)
    assert "secret-Token" not in str(caught.value)
