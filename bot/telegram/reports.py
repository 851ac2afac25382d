"""Reports errors to Sentry, if that is wished: the lines of the log, which hold nothing of a user's."""

import logging
from importlib.metadata import version
from importlib.util import find_spec

from bot.errors import BotError

_FAREWELL = 2.0
"""Seconds to send the last reports when stopping."""


class Reports(logging.Handler):
    """Sends errors; nothing is collected beside the line of the log: no variables, breadcrumbs, hosts or arguments."""

    def __init__(self, dsn: str) -> None:
        super().__init__(logging.ERROR)
        if not find_spec("sentry_sdk"):
            raise BotError("SENTRY_DSN: needs the parts for that: pip install 'ogp-local-bot[sentry]'")
        from sentry_sdk import Client  # noqa: PLC0415  # not installed where it is not wanted

        self._client = Client(
            dsn=dsn,
            default_integrations=False,
            auto_enabling_integrations=False,
            auto_session_tracking=False,
            send_client_reports=False,
            send_default_pii=False,
            include_local_variables=False,
            include_source_context=False,
            max_breadcrumbs=0,
            server_name="ogp-local-bot",
            release=version("ogp-local-bot"),
        )

    def emit(self, record: logging.LogRecord) -> None:
        """Send the line."""
        text = " ".join(filter(None, (record.getMessage(), record.exc_text)))
        update = getattr(record, "update", None)
        tags = {} if update is None else {"update": str(update)}
        self._client.capture_event(
            {"level": "error", "logger": record.name, "logentry": {"message": text}, "tags": tags, "platform": "python"}
        )

    def close(self) -> None:
        """Send what waits."""
        self._client.close(timeout=_FAREWELL)
        super().close()
