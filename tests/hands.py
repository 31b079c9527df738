"""Hands on a keyboard and nothing else: real key presses, in Arabic those of an Arabic layout; a pointer is reported.

In Arabic the J key types «ت»: the browser gets that letter with the code ``KeyJ``, as from a real keyboard.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from browsers import Watched, watching

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, Page

# Letters of the Arabic (101) layout by the key they are on.
_ARABIC = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "شلؤيثبلاهتنمةىخحضقسفعرصءغئ", strict=True))
_SHIFT, _CONTROL = 8, 2
_WATCH = """
window.__pointed = []
for (const name of ['pointerdown', 'mousedown', 'dragstart', 'touchstart'])
  addEventListener(name, (event) => event.isTrusted && window.__pointed.push(name), true)
"""


class Hands:
    """Somebody at the keyboard of a watched page."""

    def __init__(self, watched: Watched, language: str) -> None:
        """``language`` is that of the interface and of the keyboard."""
        self.watched, self.language = watched, language
        self.page: Page = watched.page
        self.page.add_init_script(_WATCH)
        self._wire: CDPSession = self.page.context.new_cdp_session(self.page)

    def open(self, path: str) -> None:
        """Open a page by its address."""
        self.watched.open(path, self.language)
        self.page.wait_for_selector("main :is(h1, table, .report-text, .map)")

    def press(self, *keys: str) -> None:
        """Press keys one after the other, named by their place: ``KeyJ``, ``Shift+KeyZ``, ``Control+KeyE``."""
        for key in keys:
            *held, code = key.split("+")
            if self.language == "ar" and code.startswith("Key"):
                self._press_arabic(code, held)
            else:
                self.page.keyboard.press(key)

    def _press_arabic(self, code: str, held: list[str]) -> None:
        letter = code.removeprefix("Key")
        modifiers = sum({"Shift": _SHIFT, "Control": _CONTROL}[name] for name in held)
        event = {
            "code": code, "key": _ARABIC[letter], "windowsVirtualKeyCode": ord(letter), "modifiers": modifiers,
        }  # fmt: skip
        text = {} if "Control" in held else {"text": _ARABIC[letter]}
        self._wire.send("Input.dispatchKeyEvent", {"type": "keyDown", **event, **text})
        self._wire.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})

    def write(self, words: str) -> None:
        """Type into what has the focus."""
        self.page.keyboard.type(words)

    def walk(self, selector: str, key: str = "Tab", most: int = 150) -> None:
        """Press Tab until the focus is on something."""
        for _ in range(most):
            if self.is_on(selector):
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{key} does not lead to {selector} on {self.page.url}")

    def is_on(self, selector: str) -> bool:
        """Whether the focus is there."""
        found: bool = self.page.evaluate("wanted => document.activeElement?.matches(wanted) ?? false", selector)
        return found

    def wait(self, selector: str, **how: object) -> str:
        """Wait for something to be seen; its words."""
        found = self.page.wait_for_selector(selector, timeout=20_000, **how)  # type: ignore[arg-type]
        return found.text_content() or "" if found is not None else ""

    def text(self, selector: str = "main") -> str:
        """The words of the first such thing."""
        return self.page.locator(selector).first.inner_text()


@contextmanager
def hands_on(browser: Browser, address: str, language: str) -> Iterator[Hands]:
    """A page that nobody points at; whatever it complained of is an error."""
    with watching(browser, address) as watched:
        hands = Hands(watched, language)
        yield hands
        assert hands.page.evaluate("window.__pointed ?? []") == []
        assert watched.complaints == []
