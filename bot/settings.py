"""What the operator sets, read once from the environment and ``.env`` into one frozen value."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import UsageError

TELEGRAM_API = "https://api.telegram.org"
STATE_SCHEMES = ("sqlite", "memory", "redis", "rediss")
SECRETS = frozenset({"telegram_bot_token", "webhook_secret", "state_key", "state_url", "sentry_dsn"})
"""Not shown, not even when wrong: addresses may hold passwords."""

STATUS_PATHS = ("/healthz", "/readyz", "/metrics")
_REDIS = re.compile(r"(?:[^@/?#]*@)?[^@:/?#]+(?::[0-9]{1,5})?(?:/[0-9]{0,3})?")
"""What follows ``redis://``: perhaps a password, then host, port and number of the database."""

_SHOWN = 60
_MAX_PORT = 65535
_ADVICE = {
    "missing": "is missing; set it",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "too_short": "is too short; use at least 16 characters",
}


def _token(value: SecretStr) -> SecretStr:
    """Return the token; what BotFather gives has none but these characters, and the token becomes part of a URL."""
    if not re.fullmatch(r"[A-Za-z0-9:_-]+", value.get_secret_value()):
        raise ValueError("is not a token; copy it from @BotFather, such as 123456:ABC-def, without blanks or quotes")
    return value


def _web_address(value: str) -> str:
    """Return the address without a slash at its end."""
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise ValueError("is not a web address; write one such as https://example.org, without a password or query")
    return value.rstrip("/")


def _state(value: str) -> str:
    """Return the address of the store."""
    scheme, separator, rest = value.partition("://")
    if scheme == "memory":
        fits = not rest
    elif scheme == "sqlite":
        fits = bool(rest.strip("/"))
    else:
        fits = bool(_REDIS.fullmatch(rest))
    if not separator or scheme not in STATE_SCHEMES or not fits:
        raise ValueError(
            "names no store; use sqlite:///path (one more slash for an absolute path), redis://host:port/0 or memory://"
        )
    return value


def _secret(value: SecretStr) -> SecretStr:
    """Return the secret of the webhook; Telegram takes no other characters."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
        raise ValueError("may hold only A-Z, a-z, 0-9, _ and -, at most 256 of them")
    return value


def _listen(value: str) -> str:
    """Return the address to listen at."""
    host, _, port = value.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 0 <= int(port) <= _MAX_PORT:
        raise ValueError("must be host:port, such as 127.0.0.1:8443")
    return value


def _dsn(value: SecretStr) -> SecretStr:
    """Return the address for error reports."""
    parts = urlsplit(value.get_secret_value())
    if parts.scheme not in ("http", "https") or not parts.hostname or not parts.username or not parts.path.strip("/"):
        raise ValueError("is no DSN; copy it from the project's settings, such as https://key@example.org/1")
    return value


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _upper(value: Any) -> Any:
    return value.upper() if isinstance(value, str) else value


class Settings(BaseSettings):
    """The settings; each field is the environment variable of the same name in capitals."""

    model_config = SettingsConfigDict(
        frozen=True, env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", str_strip_whitespace=True
    )

    telegram_bot_token: Annotated[SecretStr, AfterValidator(_token)] | None = None
    telegram_api_url: Annotated[str, AfterValidator(_web_address)] = TELEGRAM_API
    state_url: Annotated[str, AfterValidator(_state)] = Field(default="sqlite:///state.sqlite", repr=False)
    state_days: Annotated[int, Field(ge=1, le=3650)] = 30
    report_days: Annotated[int, Field(ge=1, le=3650)] = 180
    """Days for which answers are counted, by day, language and topic."""
    question_days: Annotated[int, Field(ge=1, le=3650)] = 90
    """Days for which questions are kept that somebody sent to the curators."""
    state_key: Annotated[SecretStr, Field(min_length=16)] | None = None
    webhook_url: Annotated[str, AfterValidator(_web_address)] | None = None
    webhook_listen: Annotated[str, AfterValidator(_listen)] = "127.0.0.1:8443"
    webhook_secret: Annotated[SecretStr, AfterValidator(_secret)] | None = None
    webhook_queue: Annotated[int, Field(ge=1, le=10_000)] = 100
    """Updates that the webhook takes at once; Telegram keeps the others and sends them again."""
    status_listen: Annotated[str, AfterValidator(_listen)] | None = None
    """Where ``/healthz``, ``/readyz`` and ``/metrics`` are served; by webhook its own address has them anyway."""
    stop_seconds: Annotated[float, Field(ge=0, le=600)] = 8
    """Time to finish what is in hand when stopping; a container is killed after 10."""
    heartbeat_file: Path | None = None
    """File that is touched while updates flow, for ``python -m bot.telegram.health``."""
    sentry_dsn: Annotated[SecretStr, AfterValidator(_dsn)] | None = None
    log_format: Annotated[Literal["auto", "json", "text"], BeforeValidator(_lower)] = "auto"
    """``auto``: text on a terminal, else one JSON object a line."""
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)] = "INFO"

    @model_validator(mode="after")
    def _webhook_is_encrypted(self) -> "Settings":
        """Refuse a plain webhook where Telegram would refuse it too."""
        if self.webhook_url and self.webhook_url.startswith("http:") and self.telegram_api_url == TELEGRAM_API:
            raise ValueError("WEBHOOK_URL must begin with https://: Telegram calls no other")
        return self

    @model_validator(mode="after")
    def _webhook_has_a_path_of_its_own(self) -> "Settings":
        """Refuse a webhook at the path of something else, or with the token in it, where proxies would log it."""
        path = urlsplit(self.webhook_url or "").path
        if path in STATUS_PATHS:
            raise ValueError(f"WEBHOOK_URL: {path} serves the bot's health; choose another path")
        token = self.telegram_bot_token.get_secret_value() if self.telegram_bot_token else None
        if token and token.partition(":")[2] and token.partition(":")[2] in path:
            raise ValueError("WEBHOOK_URL: holds the token; choose another path, WEBHOOK_SECRET protects it")
        return self

    @model_validator(mode="after")
    def _replicas_share_the_secret(self) -> "Settings":
        """Refuse to make up a secret that other replicas would not know."""
        if self.webhook_url and self.state_url.startswith("redis") and self.webhook_secret is None:
            raise ValueError("WEBHOOK_SECRET: is missing; replicas that share a store must share it, so set it")
        return self

    @property
    def listen(self) -> tuple[str, int]:
        """Return host and port of the webhook."""
        return _host_and_port(self.webhook_listen)

    @property
    def status(self) -> tuple[str, int] | None:
        """Return host and port of the bot's health."""
        return _host_and_port(self.status_listen) if self.status_listen else None


def _host_and_port(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    return host.strip("[]"), int(port)


def read_settings(env_file: Path | None = Path(".env")) -> Settings:
    """Return the settings; raise UsageError that names all that is wrong at once."""
    make: Callable[..., Settings] = Settings  # the name of the file is no field, so type checkers do not expect it
    try:
        return make(_env_file=env_file)
    except ValidationError as error:
        raise UsageError("\n".join(sorted(_faults(error)))) from None
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"{env_file}: cannot be read; it must be a text file in UTF-8") from None


def _faults(error: ValidationError) -> Iterator[str]:
    """Yield one line for each setting that is wrong, without the values of secrets."""
    for detail in error.errors(include_url=False):
        problem = _ADVICE.get(detail["type"], detail["msg"].removeprefix("Value error, "))
        field = str(detail["loc"][0]) if detail["loc"] else ""
        if not field:
            yield problem
        elif field in SECRETS:
            yield f"{field.upper()}: {problem} (found a value that is not shown here)"
        else:
            yield f"{field.upper()}: {problem} (found {str(detail['input'])[:_SHOWN]!r})"
