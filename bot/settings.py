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
STATE_SCHEMES = ("sqlite", "memory")
SECRETS = frozenset({"telegram_bot_token", "webhook_secret", "state_key"})
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
    if separator and scheme == "redis":
        raise ValueError("names Redis, which comes in a later version; use sqlite:///path or memory://")
    if not separator or scheme not in STATE_SCHEMES or (scheme == "sqlite") != bool(rest.strip("/")):
        raise ValueError("names no store; use sqlite:///path (one more slash for an absolute path) or memory://")
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


def _upper(value: Any) -> Any:
    return value.upper() if isinstance(value, str) else value


class Settings(BaseSettings):
    """The settings; each field is the environment variable of the same name in capitals."""

    model_config = SettingsConfigDict(
        frozen=True, env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", str_strip_whitespace=True
    )

    telegram_bot_token: Annotated[SecretStr, AfterValidator(_token)] | None = None
    telegram_api_url: Annotated[str, AfterValidator(_web_address)] = TELEGRAM_API
    state_url: Annotated[str, AfterValidator(_state)] = "sqlite:///state.sqlite"
    state_days: Annotated[int, Field(ge=1, le=3650)] = 30
    state_key: Annotated[SecretStr, Field(min_length=16)] | None = None
    webhook_url: Annotated[str, AfterValidator(_web_address)] | None = None
    webhook_listen: Annotated[str, AfterValidator(_listen)] = "127.0.0.1:8443"
    webhook_secret: Annotated[SecretStr, AfterValidator(_secret)] | None = None
    heartbeat_file: Path | None = None
    """File that is touched while updates flow, for ``python -m bot.telegram.health``."""
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)] = "INFO"

    @model_validator(mode="after")
    def _webhook_is_encrypted(self) -> "Settings":
        """Refuse a plain webhook where Telegram would refuse it too."""
        if self.webhook_url and self.webhook_url.startswith("http:") and self.telegram_api_url == TELEGRAM_API:
            raise ValueError("WEBHOOK_URL must begin with https://: Telegram calls no other")
        return self

    @property
    def listen(self) -> tuple[str, int]:
        """Return host and port of the webhook."""
        host, _, port = self.webhook_listen.rpartition(":")
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
