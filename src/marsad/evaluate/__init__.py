"""Measures coded events against gold reports, and says when the numbers fall (docs/evaluation.md)."""

from .floors import FloorCheck, check_floors, load_floors, raise_floors
from .gold import GoldReport, load_gold
from .groups import GroupScores, score_groups
from .gsr import GsrScores, render_gsr, score_gsr
from .pages import render_html
from .predictions import load_predictions
from .runs import Diff, diff, evaluations_folder, load_last, render_diff, run_evaluation, save_scores
from .scores import Scores, metrics, scorer_lines, summary_line
from .tables import render_text
from .tallies import score

__all__ = [
    "Diff",
    "FloorCheck",
    "GoldReport",
    "GroupScores",
    "GsrScores",
    "Scores",
    "check_floors",
    "diff",
    "evaluations_folder",
    "load_floors",
    "load_gold",
    "load_last",
    "load_predictions",
    "metrics",
    "raise_floors",
    "render_diff",
    "render_gsr",
    "render_html",
    "render_text",
    "run_evaluation",
    "save_scores",
    "score",
    "score_groups",
    "score_gsr",
    "scorer_lines",
    "summary_line",
]
