"""How long the stores of the tests keep things."""

from bot.stores import KeptFor

KEPT_FOR = KeptFor(states=30, counts=180, questions=90)
