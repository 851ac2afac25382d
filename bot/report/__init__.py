"""What curators learn from the feedback: figures, groups of questions, and how they are shown."""

from bot.report.figures import Group, Report, Tally, make_report

__all__ = ["Group", "Report", "Tally", "make_report"]
