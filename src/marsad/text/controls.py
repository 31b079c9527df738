"""Bidirectional controls as tokens, so that what reorders a line is seen instead of obeyed.

Example: ``قتل\u202eشاب`` is shown as ``قتل[RLO]شاب``. Names: Unicode Bidirectional Algorithm (UAX 9).
"""

from __future__ import annotations

CONTROL_TOKENS = {
    0x061C: "[ALM]",
    0x202A: "[LRE]",
    0x202B: "[RLE]",
    0x202C: "[PDF]",
    0x202D: "[LRO]",
    0x202E: "[RLO]",
    0x2066: "[LRI]",
    0x2067: "[RLI]",
    0x2068: "[FSI]",
    0x2069: "[PDI]",
}
"""Code points to what is shown for them, for ``str.translate``."""
