"""An alert as an RSS 2.0 feed, for any feed reader."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree import ElementTree as xml

from sqlalchemy import Connection

from ..store.incident_selections import list_incident_records
from .definitions import Alert
from .messages import Notice, read_notices
from .wordings import word

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TITLE = 120  # letters


def list_latest(connection: Connection, alert: Alert, most: int = 50) -> list[Notice]:
    """What the feed holds: the latest incidents of the filter, the latest first."""
    ids = [key for _, key, _ in list_incident_records(connection, alert.wanted, None, most)]
    return read_notices(connection, ids, alert.language)[::-1]


def render_feed(alert: Alert, notices: Sequence[Notice], address: str) -> bytes:
    """The feed; ``address`` is that of the workbench, where each incident has its page."""
    root = xml.Element("rss", version="2.0")
    channel = xml.SubElement(root, "channel")
    _put(channel, "title", word("feed", alert.language, name=alert.called))
    _put(channel, "link", address)
    _put(channel, "description", word("about", alert.language))
    _put(channel, "language", alert.language)
    for one in notices:
        item = xml.SubElement(channel, "item")
        _put(item, "title", one.text if len(one.text) <= _TITLE else f"{one.text[: _TITLE - 1]}…")
        _put(item, "link", f"{address}incidents/{one.incident.incident_id}")
        _put(item, "description", f"{one.text}\n{one.sources}")
        _put(item, "category", one.incident.event_type)
        _put(item, "guid", one.incident.incident_id).set("isPermaLink", "false")
        if one.reported is not None:
            _put(item, "pubDate", _say_time(one.reported))
    feed: bytes = xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return feed


def _put(parent: xml.Element, name: str, text: str) -> xml.Element:
    element = xml.SubElement(parent, name)
    element.text = _NO_XML.sub("\ufffd", text)
    return element


def _say_time(published: str) -> str:
    """A day or time of a report as RFC 2822 writes it; times without a zone count as UTC."""
    moment = datetime.fromisoformat(published)
    return format_datetime(moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC))
