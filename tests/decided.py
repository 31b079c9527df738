"""A store with reports whose codings a test writes itself, so that a re-code says what the test wants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection

from marsad.batch import Facts
from marsad.custody import Intake
from marsad.custody.recordings import record
from marsad.custody.studies import Study
from marsad.ingest import RawReport
from marsad.ingest.records import hash_bytes
from marsad.model import Actor, Casualty, Event, Evidence, Location
from marsad.review import Reviewed, decide, find_dossiers
from marsad.store import Store, open_store
from marsad.store.records import canonical

TEXT = (
    "اندلعت أمس الثلاثاء اشتباكات بين «الدفاع الوطني» و«الحرس الثوري» في بلدة العشارة شرقي دير الزور، "
    "قُتل فيها ثلاثة عناصر. وانفجر لغم أرضي بسيارة مدنية في بلدة البصيرة، وأصيب شخصان."
)
NDF = "national-defence-forces-syria"


class Ticking:
    """A clock that goes on a second each time it is asked."""

    def __init__(self) -> None:
        self.now = datetime(2024, 6, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def quote(text: str, field: str, words: str) -> Evidence:
    """Evidence of a field: the first place where the words stand."""
    start = text.index(words)
    return Evidence(field, start, start + len(words), words)


def clash(report_id: str, text: str = TEXT, **changes: Any) -> Event:
    """The clash in the text, coded; ``changes`` go over it."""
    event = Event(
        event_id=f"{report_id[:8]}-clash", report_id=report_id, event_type="Battles", sub_event_type="Armed clash",
        plover="ASSAULT", date="2021-03-09", date_precision="day", date_text="أمس الثلاثاء",
        location=Location(
            name="العشارة", name_ar="العشارة", name_en="Al-Asharah", kind="town", admin1="Deir ez-Zor", country="SY",
            lat=34.92, lon=40.56, precision=1, gazetteer_id="sy-al-asharah",
        ),
        actors=[
            Actor("1", "الدفاع الوطني", NDF, "الدفاع الوطني", "National Defence Forces", "political-militia")
        ],
        casualties=[Casualty("killed", "unknown", 3, 3, 3, "ثلاثة عناصر")],
        evidence=[
            quote(text, "event_type", "اشتباكات"), quote(text, "date", "أمس الثلاثاء"),
            quote(text, "location", "العشارة"), quote(text, "actors[1]", "الدفاع الوطني"),
            quote(text, "casualties.killed", "ثلاثة عناصر"),
        ],
    )  # fmt: skip
    return msgspec.structs.replace(event, **changes)


def mine(report_id: str, text: str = TEXT, **changes: Any) -> Event:
    """The mine in the text."""
    event = Event(
        event_id=f"{report_id[:8]}-mine", report_id=report_id, event_type="Explosions/Remote violence",
        sub_event_type="Remote explosive/landmine/IED", plover="ASSAULT",
        casualties=[Casualty("wounded", "civilians", 2, 2, 2, "شخصان")],
        evidence=[quote(text, "event_type", "انفجر"), quote(text, "casualties.wounded", "شخصان")],
    )  # fmt: skip
    return msgspec.structs.replace(event, **changes)


class Bench:
    """A store being written: reports in, coded and coded again as told, decided on."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.codings = 0

    def add(self, *texts: str, outlet: str = "مرصد", published: str = "2021-03-10") -> list[str]:
        """Take reports into custody, uncoded; their ids."""
        keys = [hash_bytes(text.encode()) for text in texts]
        raws = [RawReport(text.encode(), key, f"{key}.txt", text) for key, text in zip(keys, texts, strict=True)]
        for _ in Intake(self.store, Facts(published, outlet), code=False).add(raws):
            pass
        self.facts = {"outlet": outlet, "published": published, "title": None}
        return [raw.id for raw in raws]

    def code(self, report_id: str, events: Sequence[Event], text: str = TEXT) -> None:
        """A new coding of a report, by a coder of the next version."""
        self.codings += 1
        with self.store.transaction() as connection:
            input_id = inputs_of(connection)[report_id]
        encoded = [(event.event_id, msgspec.json.encode(event).decode()) for event in events]
        facts = canonical({"id": report_id, **self.facts}).decode()
        coder = ("test", str(self.codings), f"lexicons-{self.codings}")
        record(self.store, [Study(input_id, 0, None, text, facts, self.facts["published"], encoded, coder, 3)])

    def take(self, proposal: Any) -> Any:
        """Decide."""
        return decide(self.store, proposal)

    def look(self, event_id: str) -> Reviewed:
        """The event as it stands."""
        with self.store.transaction() as connection:
            return find_dossiers(connection, [event_id])[event_id].review()


def inputs_of(connection: Connection) -> dict[str, str]:
    """Inputs by the report they are."""
    from marsad.store.queries import iter_values

    return {str(row["raw_id"]): str(row["id"]) for row in iter_values(connection, "input")}


@contextmanager
def open_bench(home: Path) -> Iterator[Bench]:
    """A bench over a new store."""
    with open_store(home, write=True, clock=Ticking()) as store:
        yield Bench(store)
