"""What an alert says: incidents as they may leave, each as a sentence; as JSON for webhooks and as an e-mail."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage
from html import escape

import msgspec
from sqlalchemy import Connection

from .. import __version__
from ..briefings.incidents import describe
from ..export import Choices
from ..export.concerns import find_private_names
from ..export.disclosures import Disclosure
from ..export.selections import Selection
from ..model import Filter, Incident
from ..review.judgements import review_incidents
from ..store.incidents import iter_incidents
from .definitions import Alert, Language
from .wordings import word

_incident = msgspec.json.Decoder(Incident)
_COMMAS: dict[Language, str] = {"en": ", ", "ar": "، "}


class Notice(msgspec.Struct, frozen=True):
    """An incident as it may leave: in a sentence, and as the codebook has it. ``reported``: the last report's time."""

    text: str
    sources: str
    reported: str | None
    incident: Incident


def load_incidents(connection: Connection, ids: Sequence[str]) -> list[Incident]:
    """Incidents that an alert may tell, by day: neither denied nor rejected by people."""
    found = [_incident.decode(record) for record in iter_incidents(connection, ids)]
    reviews = review_incidents(connection, found)
    kept = []
    for one in found:
        decided = reviews[one.incident_id].status
        one.status = one.status if decided == "unreviewed" else decided
        if one.status != "rejected" and one.factuality != "denied":
            kept.append(one)
    return kept


def read_notices(connection: Connection, ids: Sequence[str], language: Language) -> list[Notice]:
    """What is told of these incidents; private people, witnesses and shelters are withheld as in exports."""
    entries = list(Selection(connection, Filter(), {}, load_incidents(connection, ids)))
    gate = Disclosure(Choices(), {name for entry in entries for name in find_private_names(entry)})
    notices = []
    for entry in entries:
        shown = gate.disclose(entry, members=False).incident
        outlets = _COMMAS[language].join(shown.outlets) or word("unknown_source", language)
        times = [telling.published for telling in entry.tellings if telling.published]
        sources = word("sources", language, outlets=outlets)
        notices.append(Notice(describe(shown, language), sources, max(times, default=None), shown))
    return notices


def make_payload(alert: Alert, key: str, notices: Sequence[Notice]) -> bytes:
    """The JSON that a webhook gets; ``delivery`` is the same when something is sent again."""
    told = {
        "alert": alert.name, "delivery": key, "marsad": __version__, "language": alert.language, "count": len(notices),
        "incidents": [{"text": one.text, "sources": one.sources, "incident": one.incident} for one in notices],
    }  # fmt: skip
    return msgspec.json.encode(told)


def make_mail(alert: Alert, key: str, notices: Sequence[Notice], sender: str, recipient: str) -> EmailMessage:
    """The e-mail, as text and as a page that runs in the direction of its language."""
    language = alert.language
    mail = EmailMessage()
    mail["From"], mail["To"] = sender, recipient
    mail["Subject"] = word("subject", language, name=alert.name, count=len(notices))
    mail["Message-ID"] = f"<{key}@{sender.rpartition('@')[2].rstrip('>')}>"
    mail["Auto-Submitted"] = "auto-generated"
    foot = word("foot", language, name=alert.name)
    lines = [f"{number}. {one.text}\n   {one.sources}" for number, one in enumerate(notices, 1)]
    mail.set_content("\n\n".join([*lines, foot]) + "\n")
    items = "".join(f"<li>{escape(one.text)}<br><small>{escape(one.sources)}</small></li>" for one in notices)
    head = f'<!doctype html><html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">'
    mail.add_alternative(f"{head}<body><ol>{items}</ol><p>{escape(foot)}</p></body></html>", subtype="html")
    return mail
