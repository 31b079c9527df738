"""From a page as received to the body of the report: furniture cut, facts kept, offsets mapped."""

from .languages import detect_lang
from .texts import CleanText, clean_text

__all__ = ["CleanText", "clean_text", "detect_lang"]
