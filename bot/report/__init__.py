"""What curators learn from the feedback: figures, groups of questions, and how they are shown."""

from bot.report.figures import Report, Tally, make_report
from bot.report.likeness import Group

__all__ = ["Group", "Report", "Tally", "make_report"]
