"""A terminal or a plain stream to render for; keeps table columns in place when Arabic stands in them.

Terminals that know right-to-left text reorder every line. Two Arabic cells with only a border between them would
change places, so every border gets a left-to-right mark (no width) on both sides.
"""

from __future__ import annotations

import io

from rich.console import Console, RenderableType

from ..text.controls import CONTROL_TOKENS

_PLAIN_WIDTH = 100
_WIDEST = 140
_NARROWEST = 60
_LEFT_TO_RIGHT = "\u200e"
_BORDER = "│"
# Controls of the report could reorder or hide a line of the screen: shown as a dot or as a token.
_UNSAFE: dict[int, str | None] = {
    **dict.fromkeys([*range(0x20), 0x7F, *range(0x80, 0xA0)], "·"),
    **dict.fromkeys([0x200E, 0x200F], None),
    **CONTROL_TOKENS,
    0x09: " ",
    0x0A: " ",
    0x0D: " ",
}


def safe(text: str | None) -> str:
    """Text of a report for a screen, in one line: no control characters or marks, bidi controls as tokens."""
    return (text or "").translate(_UNSAFE)


class Screen:
    """Renders Rich objects to text: with colour at the terminal's width, or plain and 100 wide."""

    def __init__(self, terminal: bool) -> None:
        """``terminal`` when standard output is one."""
        if terminal:
            self.console = Console(highlight=False)
            self.width = max(_NARROWEST, min(self.console.width, _WIDEST))
        else:
            self.console = Console(
                file=io.StringIO(), width=_PLAIN_WIDTH, color_system=None, highlight=False, force_terminal=False,
                legacy_windows=False, _environ={},
            )  # fmt: skip
            self.width = _PLAIN_WIDTH

    def render(self, *parts: RenderableType) -> str:
        """The parts, one below the other."""
        with self.console.capture() as captured:
            for part in parts:
                self.console.print(part, width=self.width, soft_wrap=False)
        lines = (line.rstrip() for line in captured.get().split("\n"))
        return "\n".join(lines).replace(_BORDER, f"{_LEFT_TO_RIGHT}{_BORDER}{_LEFT_TO_RIGHT}")
