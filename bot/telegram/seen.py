"""What was seen lately: a short memory of this process alone."""

from collections import deque
from collections.abc import Hashable


class Seen:
    """Keeps the last things that were noted."""

    def __init__(self, most: int) -> None:
        self._kept: deque[Hashable] = deque(maxlen=most)

    def __contains__(self, thing: Hashable) -> bool:
        """Return whether the thing is among them."""
        return thing in self._kept

    def note(self, thing: Hashable) -> bool:
        """Keep the thing, if there is one; return whether it is new."""
        new = thing is not None and thing not in self._kept
        if new:
            self._kept.append(thing)
        return new
