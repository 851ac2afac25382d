"""The answer of Telegram to what it does not accept."""

from typing import Any


class Refusal(Exception):  # noqa: N818  # what it is called in Telegram's world
    """An error with Telegram's code and text."""

    def __init__(self, description: str, code: int = 400, **parameters: int) -> None:
        super().__init__(description)
        self.description = description
        self.code = code
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(text: str) -> Refusal:
    return Refusal(f"Bad Request: {text}")
