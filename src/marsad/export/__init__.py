"""Exports: incidents in the formats that the field's tools load, one module a profile (docs/exports.md).

Example: ``export_file(find_profile("acled"), entries, Path("events.csv"), facts, Choices(fatalities="low"))``.
"""

from .contracts import Profile
from .entries import Choices, Entry, Facts
from .files import about_path
from .runs import About, Survey, export_file
from .shelves import find_profile, profile_names

__all__ = [
    "About",
    "Choices",
    "Entry",
    "Facts",
    "Profile",
    "Survey",
    "about_path",
    "export_file",
    "find_profile",
    "profile_names",
]
