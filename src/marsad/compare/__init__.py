"""Our incidents beside events that people coded: read references, match one to one, say what agrees and what not."""

from .cards import Card, Entry, entries_of_events, entries_of_references
from .comparisons import Comparison, Scope, compare
from .matches import Match, Matching, Split, match
from .occurrences import Occurrence, Unfit, occurrence_of_event, occurrence_of_reference
from .pages import render_page
from .readers import load_reference, parse_reference
from .references import Complaint, Deaths, ReferenceEvent, ReferenceFile, Site
from .results import as_json, as_text
from .tallies import Tally, tally

__all__ = [
    "Card",
    "Comparison",
    "Complaint",
    "Deaths",
    "Entry",
    "Match",
    "Matching",
    "Occurrence",
    "ReferenceEvent",
    "ReferenceFile",
    "Scope",
    "Site",
    "Split",
    "Tally",
    "Unfit",
    "as_json",
    "as_text",
    "compare",
    "entries_of_events",
    "entries_of_references",
    "load_reference",
    "match",
    "occurrence_of_event",
    "occurrence_of_reference",
    "parse_reference",
    "render_page",
    "tally",
]
