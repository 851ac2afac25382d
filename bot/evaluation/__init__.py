"""Measure the bot on questions with known topics."""

from bot.evaluation.questions import Asked, read_questions
from bot.evaluation.score import Outcome, Tally, judge, tally

__all__ = ["Asked", "Outcome", "Tally", "judge", "read_questions", "tally"]
