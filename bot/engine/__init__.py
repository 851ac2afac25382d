"""The engine: pure, text and knowledge in, an answer out."""

from bot.engine.dialogue import Answer, Context, Entity, Link, Option, Question
from bot.engine.engine import Engine, Explanation

__all__ = ["Answer", "Context", "Engine", "Entity", "Explanation", "Link", "Option", "Question"]
