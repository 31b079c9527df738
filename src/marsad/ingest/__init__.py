"""Inputs to raw reports: files, folders, standard input; text, HTML, JSON lines. Problems are named, never raised."""

from .dates import check_dateline, parse_published
from .inputs import iter_inputs
from .records import InputProblem, RawReport

__all__ = ["InputProblem", "RawReport", "check_dateline", "iter_inputs", "parse_published"]
