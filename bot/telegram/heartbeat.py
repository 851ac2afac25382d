"""A file that tells from outside whether updates flow."""

from pathlib import Path

from bot.errors import BotError


class Heartbeat:
    """Touches the file; without a file it does nothing."""

    def __init__(self, file: Path | None) -> None:
        self._file = file

    def beat(self) -> None:
        """Note that the bot is alive now."""
        if self._file is None:
            return
        try:
            self._file.touch()
        except OSError as error:
            raise BotError(
                f"HEARTBEAT_FILE: {self._file}: {error.strerror}; name a file in a writable folder"
            ) from None
