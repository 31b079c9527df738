"""Telegram exports that were cut or damaged: the messages before the fault are read all the same.

The JSON as a whole cannot be parsed then, so messages are taken one by one from each ``"messages": [``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_LIST = re.compile(r'"messages"\s*:\s*\[')
_FACT = re.compile(r'"(name|type|id|username)"\s*:\s*("(?:[^"\\]|\\.){0,500}"|[0-9]{1,20})')
_BETWEEN = re.compile(r"[\s,]*")
_HEAD = 4_000


def salvage(raw: bytes) -> Iterator[dict[str, Any]]:
    """Chats with the whole messages of a damaged export, in order; none when there are none."""
    text = raw.decode("utf-8", "replace")
    decoder = json.JSONDecoder()
    end = 0
    for match in _LIST.finditer(text):
        if match.start() < end:  # inside a message of the chat before
            continue
        messages, end = _read_messages(text, match.end(), decoder)
        if messages:
            yield {**_facts(text[max(0, match.start() - _HEAD) : match.start()]), "messages": messages}


def _read_messages(text: str, at: int, decoder: json.JSONDecoder) -> tuple[list[Any], int]:
    messages: list[Any] = []
    while True:
        gap = _BETWEEN.match(text, at)
        at = gap.end() if gap is not None else at
        if not text.startswith("{", at):
            return messages, at
        try:
            message, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return messages, at
        messages.append(message)


def _facts(head: str) -> dict[str, Any]:
    """Name, type and id of the chat, from what stands before its messages: the last of each."""
    found: dict[str, Any] = {}
    for match in _FACT.finditer(head):
        try:
            found[match.group(1)] = json.loads(match.group(2))
        except ValueError:
            continue
    return found
