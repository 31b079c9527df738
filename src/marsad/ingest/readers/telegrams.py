"""Telegram Desktop exports (``result.json``): one chat or a whole account, one report a message.

The chat's name is the outlet; a forwarded message keeps the name of where it came from. ``date_unixtime`` is trusted,
since ``date`` is in whatever time zone the exporting computer had. Example: ``{"text": ["قُتل ", {"type": "bold",
"text": "شاب"}]}`` reads «قُتل شاب». ``raw`` is the canonical JSON of the message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ..dates import parse_published
from ..decoding import check_text
from ..records import RawReport, hash_bytes
from .contracts import Blob, Item, Reader, Reading, Refused, inside, skip
from .jsonlines import canonical, load_json
from .telegram_cuts import salvage

_MESSAGES = re.compile(rb'"messages"\s*:\s*\[')
_TYPE = re.compile(
    rb'"type"\s*:\s*"(?:personal_chat|bot_chat|(?:private|public)_(?:group|supergroup|channel)|saved_messages)"'
)
_NOTHING = "Nothing to do: it holds no report"


@dataclass(frozen=True, slots=True)
class _Chat:
    name: str | None
    id: str
    handle: str | None


def claims(blob: Blob) -> bool:
    """A chat with messages at the start; exports that begin otherwise are told when the JSON is read."""
    return (
        blob.head.startswith(b"{") and _TYPE.search(blob.head) is not None and _MESSAGES.search(blob.head) is not None
    )


def read(blob: Blob, reading: Reading) -> Iterator[Item]:
    """Reports of every message of the export."""
    raw = blob.read_all().removeprefix(b"\xef\xbb\xbf")
    value = load_json(raw)
    if isinstance(value, str):
        count = 0
        for chat in salvage(raw):
            count += len(chat["messages"])
            yield from _iter_chat(chat, blob, f"chat {_label(chat, 0)}, " if count > len(chat["messages"]) else "")
        problem = f"the export is damaged or cut ({value}); {count} messages before the fault were read"
        raise Refused("truncated", problem, "Export the chat again as JSON")
    if not is_export(value[0]):
        raise Refused("no-text", "the export has no list of messages", "Export the chat again as JSON")
    yield from iter_export(value[0], blob)


def is_export(value: Any) -> bool:
    """One chat (``{name, type, id, messages}``) or a whole account (``{chats: {list: […]}}``)."""
    if not isinstance(value, dict):
        return False
    chats = value.get("chats")
    if isinstance(chats, dict) and isinstance(chats.get("list"), list):
        return True
    messages = value.get("messages")
    if not isinstance(messages, list) or not ("type" in value or "name" in value):
        return False
    return not messages or any(isinstance(m, dict) and "id" in m and "type" in m for m in messages[:50])


def iter_export(value: dict[str, Any], blob: Blob) -> Iterator[Item]:
    """Reports of all chats of the export."""
    whole = isinstance(value.get("chats"), dict)
    chats = [value] if not whole else [*value["chats"]["list"], *_left_chats(value)]
    for number, chat in enumerate(chats, 1):
        if not isinstance(chat, dict) or not isinstance(chat.get("messages"), list):
            yield skip(blob, f"chat {number}", "it has no list of messages", "Export the chat again as JSON")
            continue
        yield from _iter_chat(chat, blob, f"chat {_label(chat, number)}, " if whole else "")


def _left_chats(value: dict[str, Any]) -> list[Any]:
    left = value.get("left_chats")
    found = left.get("list") if isinstance(left, dict) else None
    return found if isinstance(found, list) else []


def _label(chat: dict[str, Any], number: int) -> str:
    return " ".join(str(chat.get("name") or chat.get("id") or number).split())[:60]


def _iter_chat(value: dict[str, Any], blob: Blob, prefix: str) -> Iterator[Item]:
    name = value.get("name")
    handle = value.get("username")
    chat = _Chat(
        name.strip() if isinstance(name, str) and name.strip() else None,
        str(value.get("id", "")),
        handle if isinstance(handle, str) and re.fullmatch(r"\w{3,40}", handle, re.ASCII) else None,
    )
    if not value["messages"]:
        yield skip(blob, f"{prefix}messages", "the chat holds no messages", "Export it again if it should")
    for number, message in enumerate(value["messages"], 1):
        mark = message.get("id", f"number {number}") if isinstance(message, dict) else f"number {number}"
        yield _read_message(message, chat, blob, f"{prefix}message {str(mark)[:40]}")


def _read_message(message: Any, chat: _Chat, blob: Blob, locator: str) -> Item:
    place = blob.place(locator)
    raw = canonical(message)
    if not isinstance(message, dict):
        fault = Refused("bad-json", "the message is not an object", "Export the chat again")
        return inside(fault.at(place, raw), blob, locator)
    if message.get("type") != "message":
        action = str(message.get("action") or message.get("type") or "unknown")[:40]
        return skip(blob, locator, f"a service message ({action})", _NOTHING, raw)
    text = join_text(message.get("text"))
    if text is None:
        fault = Refused("no-text", "its text is neither a string nor a list", "Export the chat again")
        return inside(fault.at(place, raw), blob, locator)
    if not text.strip():
        return skip(blob, locator, f"no text, only {_medium(message)}", "Look at it in the chat", raw)
    decoded = check_text(text)
    if decoded.problem is not None:
        return inside(Refused(*decoded.problem).at(place, raw), blob, locator)
    report = RawReport(raw, hash_bytes(raw), place, decoded.text, warnings=list(decoded.warnings))
    _set_facts(report, message, chat)
    return inside(report, blob, locator)


def join_text(value: Any) -> str | None:
    """The message's text: a string, or a list of strings and ``{type, text}``; None when it is neither."""
    if isinstance(value, str):
        return value
    if not isinstance(value, list):
        return None
    parts: list[str] = []
    for part in value:
        found = part.get("text") if isinstance(part, dict) else part
        if not isinstance(found, str):
            return None
        parts.append(found)
    return "".join(parts)


def _medium(message: dict[str, Any]) -> str:
    for name in ("media_type", "photo", "file", "poll", "location_information", "contact_information"):
        if message.get(name):
            return str(message[name])[:40] if name == "media_type" else name.replace("_", " ")
    return "an empty message"


def _set_facts(report: RawReport, message: dict[str, Any], chat: _Chat) -> None:
    number = message.get("id")
    report.external_id = f"{chat.id}/{number}" if chat.id else str(number)
    report.outlet = chat.name
    if chat.handle:
        report.url = f"https://t.me/{chat.handle}/{number}"
    report.published = _moment(message.get("date_unixtime")) or parse_published(message.get("date"))
    if report.published is None:
        report.warnings.append("published: the message has no date that can be read")
    author = message.get("author") or message.get("from")
    if isinstance(author, str) and author.strip() and author.strip() != chat.name:
        report.byline = author.strip()[:120]
    _note_origin(report, message)
    edited = _moment(message.get("edited_unixtime")) or parse_published(message.get("edited"))
    if edited is not None:
        report.warnings.append(f"edited: the message was changed on {edited}; only the last wording is in the export")


def _note_origin(report: RawReport, message: dict[str, Any]) -> None:
    """A forwarded message: who wrote it first is kept in the byline, and said."""
    if "forwarded_from" not in message:
        return
    origin = message["forwarded_from"]
    if isinstance(origin, str) and origin.strip():
        report.byline = origin.strip()[:120]
        report.warnings.append(f"forwarded: first written by «{origin.strip()[:120]}», passed on here")
    else:
        report.warnings.append("forwarded: its first writer is hidden or deleted")


def _moment(value: Any) -> str | None:
    """ISO time (UTC) of Unix seconds, as Telegram writes them: a string of digits."""
    try:
        return datetime.fromtimestamp(int(value), UTC).isoformat() if value else None
    except (ValueError, TypeError, OverflowError, OSError):
        return None


READER = Reader("telegram", claims, read)
