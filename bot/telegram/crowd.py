"""How many updates of each chat wait: a burst is met with one word, and has an end."""

from collections import Counter
from enum import Enum

MANY, MOST = 5, 50
"""Updates of one chat that wait: from here on the chat is asked for patience, beyond here they are dropped."""


class Place(Enum):
    """Where an update finds itself that comes to those waiting."""

    IN_LINE = 1
    PATIENCE = 2
    """In line too, and the first in this burst for which it takes a while."""

    DROPPED = 3
    FIRST_DROPPED = 4


class Crowd:
    """Counts the updates in hand of each chat; a burst lasts until none is left."""

    def __init__(self) -> None:
        self._in_hand: Counter[int] = Counter()
        self._told: set[tuple[int, Place]] = set()

    def enter(self, chat: int) -> Place:
        """Return the place of one more update; unless it is dropped, it must leave again."""
        waiting = self._in_hand[chat]  # with this one, without the one that is being answered
        if waiting > MOST:
            return Place.FIRST_DROPPED if self._first(chat, Place.DROPPED) else Place.DROPPED
        self._in_hand[chat] += 1
        return Place.PATIENCE if waiting >= MANY and self._first(chat, Place.PATIENCE) else Place.IN_LINE

    def leave(self, chat: int) -> None:
        """Note that an update is done."""
        self._in_hand[chat] -= 1
        if self._in_hand[chat] <= 0:
            del self._in_hand[chat]
            self._told -= {(chat, Place.PATIENCE), (chat, Place.DROPPED)}

    def _first(self, chat: int, place: Place) -> bool:
        first = (chat, place) not in self._told
        self._told.add((chat, place))
        return first
