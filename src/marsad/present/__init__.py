"""Coded reports for people: the table of a terminal, and the account of how a report was read."""

from .explanations import explain_report
from .screens import Screen
from .tables import ReportTables

__all__ = ["ReportTables", "Screen", "explain_report"]
