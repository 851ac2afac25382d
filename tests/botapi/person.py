"""Someone who talks to the bot."""

from dataclasses import dataclass
from typing import Any

from tests.botapi.methods import BOT, as_message
from tests.botapi.server import BotApi
from tests.botapi.shown import Button, Offered, Shown

DATE = 1_700_000_000


@dataclass(frozen=True)
class Reply:
    """What the bot showed in answer to one thing that a person did."""

    messages: tuple[Shown, ...]

    @property
    def only(self) -> Shown:
        """Return the message, of which there must be just one."""
        assert len(self.messages) == 1, [shown.text for shown in self.messages]
        return self.messages[0]

    @property
    def text(self) -> str:
        return self.only.text

    @property
    def labels(self) -> list[str]:
        return self.only.labels


class Person:
    """Writes, taps, edits and sends in one chat; each time the bot has answered when the call returns."""

    def __init__(self, api: BotApi, number: int, language: str | None = None, group: int | None = None) -> None:
        self._api = api
        self.number = number
        self.name = f"Xochiquetzal{number}"
        self._user = {"id": number, "is_bot": False, "first_name": self.name}
        self._user |= {"language_code": language} if language else {}
        private = {"id": number, "type": "private", "first_name": self.name}
        self.chat: dict[str, Any] = {"id": group, "type": "supergroup", "title": "Group"} if group else private
        api.state.chats[group or number] = self.chat

    async def says(self, text: str, **more: Any) -> Reply:
        """Send a message."""
        return await self.sends(text=text, **more)

    async def sends(self, **content: Any) -> Reply:
        """Send a message with whatever is in it."""
        return await self.acts(message=self._message(**content))

    async def edits(self, **content: Any) -> Reply:
        """Edit a message that was sent."""
        return await self.acts(edited_message=self._message(**content) | {"edit_date": DATE + 1})

    def deletes_all(self) -> None:
        """Delete all that was written in the chat."""
        for key in [key for key in self._api.state.said if key[0] == self.chat["id"]]:
            del self._api.state.said[key]

    async def taps(self, label: str, shown: Shown | None = None) -> Reply:
        """Tap the button with the label, of the message or of the last one that has it."""
        shown, button = self.button(label, shown)
        assert button.data, f"{label} does not call back"
        return await self.presses(button.data, as_message(self._api.state, shown))

    async def presses(self, data: str, message: dict[str, Any] | None) -> Reply:
        """Send callback data, such as only a forger would."""
        tap = f"tap{len(self._api.state.taps)}"
        self._api.state.taps[tap] = True
        query = {"id": tap, "from": self._user, "chat_instance": "1", "data": data}
        reply = await self.acts(callback_query=query | ({"message": message} if message else {}))
        assert not self._api.state.taps[tap], "the spinner turns"
        return reply

    async def seeks(self, text: str, query: str | None = None) -> tuple[Offered, ...]:
        """Type after the name of the bot, in whatever chat, and return what is offered."""
        query = query or f"inline{len(self._api.state.calls)}"
        self._api.state.queries.add(query)
        await self.acts(inline_query={"id": query, "from": self._user, "query": text, "offset": ""})
        return self._api.state.found.get(query, ())

    async def invites(self, text: str, **more: Any) -> tuple[Offered, ...]:
        """Name the bot in a chat that it is no member of, and return what it posts as a guest."""
        query = f"guest{len(self._api.state.calls)}"
        self._api.state.queries.add(query)
        await self.acts(guest_message=self._message(text=text, guest_query_id=query) | more)
        return self._api.state.found.get(query, ())

    async def acts(self, **update: Any) -> Reply:
        """Send an update and wait until it is confirmed."""
        before = len(self._api.shown)
        await self._api.settled(await self._api.push(update))
        return Reply(tuple(shown for shown in self._api.shown[before:] if shown.chat == self.chat["id"]))

    def button(self, label: str, shown: Shown | None = None) -> tuple[Shown, Button]:
        """Return the last message that has the button, and the button."""
        for candidate in [shown] if shown else reversed(self._api.shown):
            for button in candidate.buttons:
                if candidate.chat == self.chat["id"] and button.label == label:
                    return candidate, button
        raise AssertionError(f"no button {label!r}")

    def inaccessible(self, message: int) -> dict[str, Any]:
        """Return a message that is too old for the bot to see."""
        return {"chat": self.chat, "message_id": message, "date": 0}

    def bots_message(self, message: int) -> dict[str, Any]:
        """Return a message of the bot that the server does not know."""
        return {"chat": self.chat, "message_id": message, "date": DATE, "from": BOT, "text": "old"}

    def _message(self, **content: Any) -> dict[str, Any]:
        number = self._api.state.message_id()
        return {"message_id": number, "date": DATE, "chat": self.chat, "from": self._user, **content}
