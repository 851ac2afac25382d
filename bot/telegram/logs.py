"""Logging that never holds the token or a user's words."""

import logging
from collections.abc import Sequence
from urllib.parse import quote

_TALKATIVE = ("httpx", "httpcore", "telegram", "uvicorn", "asyncio")
"""httpx writes URLs with the token at INFO, the library texts and chat ids at DEBUG and whole updates at CRITICAL."""

_SILENT = logging.CRITICAL + 1


class Redact(logging.Filter):
    """Takes secrets out of whatever is logged: a second line of defence."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__()
        forms = {form for secret in secrets for form in (secret, quote(secret, safe=""), secret.partition(":")[2])}
        self._secrets = sorted(filter(None, forms), key=len, reverse=True)

    def filter(self, record: logging.LogRecord) -> bool:
        """Return True: every record passes, without the secrets."""
        record.msg, record.args = self._clean(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        record.exc_text = self._clean(record.exc_text) if record.exc_text else None
        return True

    def _clean(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "[secret]")
        return text


def quiet_libraries() -> None:
    """Silence the libraries that would write what must not be written; what matters is logged by the bot itself."""
    for name in _TALKATIVE:
        level = _SILENT if name in ("telegram", "uvicorn") else logging.WARNING
        logging.getLogger(name).setLevel(level)


def configure(level: str, secrets: Sequence[str]) -> None:
    """Write to stderr from the level on, secrets taken out."""
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger().setLevel(level)
    for handler in logging.getLogger().handlers:
        handler.addFilter(Redact(secrets))
    quiet_libraries()
