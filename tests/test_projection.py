"""The projection follows the evidence and what people decide, on both databases, and can always be made anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from databases import Databases
from decided import TEXT, Bench, clash, mine, open_bench
from marsad.custody import verify
from marsad.model import Filter
from marsad.review.projections import lay_all_decisions
from marsad.review.proposals import Accept, Edit, FieldEdit, Reject, Undo
from marsad.store import Store, open_store
from marsad.store.projection_checks import find_differences
from marsad.store.projectors import rebuild
from marsad.store.queries import content_hash
from marsad.store.selections import count_events
from marsad.store.writes import drop_inputs
from shelved_events import Told, keep, make_tellings

TOLD = make_tellings(12, seed=2)
KEPT: list[str] = []  # the inputs of these
NEWER = ("test", "2", "2")


@pytest.fixture
def store(backend: Databases, tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "home", write=True) as store:
        KEPT[:] = keep(store, TOLD)
        yield store


@pytest.fixture
def bench(backend: Databases, tmp_path: Path) -> Iterator[Bench]:
    with open_bench(tmp_path / "home") as bench:
        yield bench


def differences(store: Store) -> list[str]:
    with store.transaction() as connection:
        return list(find_differences(connection))


def count(store: Store, query: str = "") -> int:
    with store.transaction() as connection:
        return count_events(connection, Filter.parse(query))


def changed(told: Told, **changes: object) -> Told:
    """The same report, coded otherwise."""
    return told._replace(events=[msgspec.structs.replace(event, **changes) for event in told.events])


# -- codings and states ------------------------------------------------------------------------------------


def test_a_new_coding_takes_the_place_of_the_old(store: Store) -> None:
    before = count(store)
    keep(store, [changed(TOLD[0], event_type="Riots")], NEWER)
    assert count(store, "event_type=Riots") == len(TOLD[0].events)
    keep(store, [TOLD[1]._replace(events=[])], NEWER)
    assert count(store) == before - len(TOLD[1].events)
    assert differences(store) == []


def test_copies_change_places_when_an_earlier_one_comes(store: Store) -> None:
    """The input with the smaller id is the origin of two with the same bytes, whichever came first."""
    twins = [told._replace(folder="/elsewhere") for told in TOLD]
    keep(store, twins)
    everything = sum(len(told.events) for told in TOLD)
    assert (count(store), count(store, "copies=yes")) == (everything, 2 * everything)
    assert differences(store) == []
    keep(store, [changed(twins[0], event_type="Riots")], NEWER)
    assert count(store, "copies=yes&event_type=Riots") == len(TOLD[0].events)
    assert differences(store) == []


def test_inputs_that_others_stand_in_for_are_forgotten(store: Store) -> None:
    with store.transaction() as connection:
        drop_inputs(connection, KEPT[3:4])
    assert count(store, f"report_id={TOLD[3].report['id']}") == 0
    assert differences(store) == []


def test_a_failed_transaction_leaves_no_trace(store: Store) -> None:
    before = count(store)
    with pytest.raises(ZeroDivisionError), store.transaction() as connection:
        rebuild(connection)
        lay_all_decisions(connection)
        1 / 0  # noqa: B018
    assert count(store) == before
    keep(store, [changed(TOLD[0], event_type="Riots")], NEWER)
    assert differences(store) == []


# -- decisions ---------------------------------------------------------------------------------------------


def test_filters_see_events_as_people_left_them(bench: Bench) -> None:
    (report,) = bench.add(TEXT)
    bench.code(report, [clash(report), mine(report)])
    event = clash(report).event_id
    bench.take(Accept(by="سلمى", event=event))
    assert [count(bench.store, f"status={status}") for status in ("accepted", "unreviewed")] == [1, 1]
    bench.take(Edit(by="سلمى", event=event, edits=[FieldEdit(field="sub_event_type", value="Attack")]))
    assert count(bench.store, "status=edited&sub_event_type=attack") == 1
    assert count(bench.store, "sub_event_type=Armed clash") == 0
    bench.take(Undo(by="سلمى"))
    assert count(bench.store, "status=accepted&sub_event_type=Armed clash") == 1
    bench.take(Reject(by="سلمى", event=event, reason="duplicate"))
    assert count(bench.store, "status=rejected") == 1
    assert differences(bench.store) == []


def test_a_decision_outlives_a_recode_and_the_making_anew(bench: Bench) -> None:
    (report,) = bench.add(TEXT)
    bench.code(report, [clash(report)])
    event = clash(report).event_id
    bench.take(Edit(by="سلمى", event=event, edits=[FieldEdit(field="casualties.killed", value="killed=9")]))
    bench.code(report, [clash(report, confidence=0.9), mine(report)])
    assert count(bench.store, "min_killed=9") == 1
    with bench.store.transaction() as connection:
        lay_all_decisions(connection)
    assert count(bench.store, "min_killed=9&min_confidence=0.9") == 1  # the rest is as it is coded now
    with bench.store.transaction() as connection:
        rebuild(connection)
    assert count(bench.store, "min_killed=9&min_confidence=0.9") == 1
    assert differences(bench.store) == []


# -- checked and made anew ---------------------------------------------------------------------------------

_TAMPERINGS = (
    "update current_event set admin1 = null where admin1 is not null",
    "update current_event set day_to = day_to + 1",
    "update current_event set killed = 99 where number = 0",
    "update current_event set copy = (number = 0)",
    "update current_report set coding_id = '0'",
    "update current_actor set side = '3' where position = 0",
    "update term set value = 'nowhere' where value = 'Deir ez-Zor'",
    "delete from current_event where number = 0",
    "delete from current_report where id = 1",
    "delete from current_actor where position = 0",
    "delete from alias where kind = 'actor'",
    "insert into current_actor (event, position, side, actor, kind, again, copy) "
    "select event + 1000, position, side, actor, kind, again, copy from current_actor",
    "delete from event_place where id > 1",
    "insert into overlay values ('{event}', 'rejected', null)",
)


@pytest.mark.parametrize("change", _TAMPERINGS)
def test_a_changed_row_is_named_and_mended_by_making_all_anew(
    backend: Databases, store: Store, tmp_path: Path, change: str
) -> None:
    with store.transaction() as connection:
        evidence = content_hash(connection)
    store.engine.dispose()  # so that nobody else holds the database
    assert backend.run(tmp_path / "home", change.format(event=TOLD[0].events[0].event_id)) > 0
    assert differences(store)
    told = [str(finding) for finding in verify(store)]  # no bytes were kept in this store
    assert {line.partition(" ")[0] for line in told} == {"object", "filters:"}
    with store.transaction() as connection:
        rebuild(connection)
        assert list(find_differences(connection)) == []
        assert content_hash(connection) == evidence


def test_words_that_are_no_longer_indexed_are_named(backend: Databases, store: Store, tmp_path: Path) -> None:
    store.engine.dispose()
    empty = "delete from text_words" if backend.name == "postgresql" else "insert into text_words values ('delete-all')"
    backend.run(tmp_path / "home", empty.replace("text_words values", "text_words(text_words) values"))
    assert [what for what in differences(store) if "index of words" in what]


def test_an_event_that_cannot_be_read_is_named(backend: Databases, store: Store, tmp_path: Path) -> None:
    store.engine.dispose()
    assert backend.run(tmp_path / "home", "update event set event = '{' where number = 0") == len(TOLD)
    assert len(differences(store)) == len(TOLD)
