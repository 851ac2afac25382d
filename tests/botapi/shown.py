"""A message as a person sees it."""

from dataclasses import dataclass, field

from tests.botapi.entities import Entity


@dataclass(frozen=True)
class Button:
    """A button below a message."""

    label: str
    data: str | None = None
    copies: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Offered:
    """A row below an inline query, and what choosing it posts."""

    id: str
    title: str
    summary: str
    text: str
    entities: tuple[Entity, ...]
    rows: tuple[tuple[Button, ...], ...]
    previewed: bool

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.rows for button in row]

    @property
    def links(self) -> list[str]:
        return [entity.url for entity in self.entities if entity.type == "text_link"]


@dataclass(frozen=True)
class Shown:
    """A message of the bot."""

    chat: int
    id: int
    text: str
    html: str = ""
    entities: tuple[Entity, ...] = ()
    rows: tuple[tuple[Button, ...], ...] = ()
    replies_to: int | None = None
    thread: int | None = None
    edits: int = field(default=0, compare=False)

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.rows for button in row]

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self.buttons]

    @property
    def links(self) -> list[str]:
        return [entity.url for entity in self.entities if entity.type == "text_link"]

    @property
    def addresses(self) -> list[str]:
        """Return where the buttons lead."""
        return [button.url for button in self.buttons if button.url]

    @property
    def callbacks(self) -> list[str]:
        return [button.data for button in self.buttons if button.data]

    def formatted(self, kind: str) -> list[str]:
        """Return the stretches of text that are, say, ``bold``."""
        return [entity.text for entity in self.entities if entity.type == kind]

    def same_content(self, other: "Shown") -> bool:
        return (self.text, self.entities, self.rows) == (other.text, other.entities, other.rows)
