"""A small Bot API server for the tests: it keeps what it is asked to show and refuses what Telegram refuses."""

from tests.botapi.person import Person, Reply
from tests.botapi.refusal import Refusal
from tests.botapi.server import TOKEN, BotApi
from tests.botapi.shown import Button, Offered, Shown

__all__ = ["TOKEN", "BotApi", "Button", "Offered", "Person", "Refusal", "Reply", "Shown"]
