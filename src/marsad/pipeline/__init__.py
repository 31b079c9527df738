"""Report in, events out; pure: no clock, no network, no disk but the lexicons and the gazetteer."""

from .coder import Coded, Coding, code_report, load_coder

__all__ = ["Coded", "Coding", "code_report", "load_coder"]
