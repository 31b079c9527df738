"""Coding, coding again, editing, merging, splitting, undoing and redoing in any order, on both databases.

A model keeps what people decided and undid, and says after every step what must stand: a decision is never changed by a
re-code, nothing is ever taken out of the log, and merging and then splitting gives the incidents of before. A release
runs more of it: ``MARSAD_EXAMPLES=200``.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from databases import Databases
from decided import TEXT, clash, open_bench
from marsad.incidents import list_incidents, update_incidents
from marsad.model import Casualty, Event
from marsad.review.judgements import find_judgements
from marsad.review.proposals import Accept, AnyProposal, Edit, FieldEdit, Judge, Merge, Redo, Reject, Split, Undo
from marsad.store.queries import iter_values

REPORTS = range(3)
PEOPLE = ("سلمى", "حسن")
DAYS = ("2021-03-08", "2021-03-09")
HOMES = {f"e{n}-{day}": n for n in REPORTS for day in DAYS}
Groups = frozenset[frozenset[int]]


@dataclass
class Taken:
    """A decision as the model remembers it."""

    number: int
    by: str
    kind: str
    report: int | None = None
    killed: int | None = None  # of an edit; of the coding, for others
    parts: tuple[tuple[int, ...], ...] = ()
    event: str = ""
    undone: bool = False


@dataclass
class People:
    """What each person may undo and redo, as an editor keeps it."""

    done: list[Taken] = field(default_factory=list)
    redoable: list[Taken] = field(default_factory=list)


class Reviews(RuleBasedStateMachine):
    """One event in each of three reports."""

    backend: ClassVar[Databases]

    @initialize()
    def begin(self) -> None:
        self.open = ExitStack()
        folder = self.open.enter_context(tempfile.TemporaryDirectory())
        self.open.enter_context(self.backend.used())
        self.bench = self.open.enter_context(open_bench(Path(folder) / "home"))
        self.texts = [f"{TEXT} {n}" for n in REPORTS]
        self.ids = self.bench.add(*self.texts)
        self.coded: dict[int, tuple[str, int] | None] = {}
        self.names: dict[int, str] = {}
        self.taken: list[Taken] = []
        self.people = {person: People() for person in PEOPLE}
        self.log: list[Any] = []
        for n in REPORTS:
            self.code(n, (DAYS[1], 3))

    def teardown(self) -> None:
        self.open.close()

    # -- steps ---------------------------------------------------------------------------------------------

    @rule(n=st.sampled_from(REPORTS), says=st.none() | st.tuples(st.sampled_from(DAYS), st.integers(1, 3)))
    def code(self, n: int, says: tuple[str, int] | None) -> None:
        """A coder says that it was on that day and so many died; or finds no event. The id goes with the day."""
        events: list[Event] = []
        if says is not None:
            day, killed = says
            self.names[n] = f"e{n}-{day}"
            toll = Casualty("killed", "unknown", killed, killed, killed, "ثلاثة عناصر")
            events = [clash(self.ids[n], self.texts[n], event_id=self.names[n], date=day, casualties=[toll])]
        self.bench.code(self.ids[n], events, self.texts[n])
        self.coded[n] = says

    @rule(n=st.sampled_from(REPORTS), by=st.sampled_from(PEOPLE), kind=st.sampled_from(("accept", "reject")))
    def decide(self, n: int, by: str, kind: str) -> None:
        event = self._event(n)
        if event is None:
            return
        killed = self._killed(n)
        proposal: AnyProposal = (
            Accept(by=by, event=event) if kind == "accept" else Reject(by=by, event=event, reason="not-an-event")
        )
        self._take(proposal, Taken(0, by, kind, n, killed, event=event))

    @rule(n=st.sampled_from(REPORTS), by=st.sampled_from(PEOPLE), killed=st.integers(4, 9))
    def edit(self, n: int, by: str, killed: int) -> None:
        event = self._event(n)
        if event is not None:
            edits = [FieldEdit(field="casualties.killed", value=killed)]
            self._take(Edit(by=by, event=event, edits=edits), Taken(0, by, "edit", n, killed, event=event))

    @rule(pair=st.permutations(REPORTS), by=st.sampled_from(PEOPLE), same=st.booleans())
    def judge(self, pair: list[int], by: str, same: bool) -> None:
        (a, one), (b, other) = ((n, self._event(n)) for n in pair[:2])
        verdict = "same" if same else "different"
        if one is not None and other is not None:
            proposal = Judge(by=by, a=one, b=other, verdict=verdict)
            self._take(proposal, Taken(0, by, verdict, parts=((a,), (b,))))

    @rule(by=st.sampled_from(PEOPLE), turn=st.booleans())
    def merge_then_split(self, by: str, turn: bool) -> None:
        """Two incidents become one, and then again what they were."""
        before = self._incidents()
        groups = sorted(map(sorted, before))
        if len(groups) < 2:
            return
        parts = groups[-2:] if turn else groups[:2]
        named = [[str(self._event(n)) for n in part] for part in parts]
        remembered = tuple(tuple(part) for part in parts)
        self._take(Merge(by=by, parts=named), Taken(0, by, "same", parts=remembered))
        assert frozenset(n for part in parts for n in part) in self._incidents()
        self._take(Split(by=by, parts=named), Taken(0, by, "different", parts=remembered))
        assert self._incidents() == before

    @precondition(lambda self: any(one.done for one in self.people.values()))
    @rule(choice=st.integers(0, 1))
    def undo(self, choice: int) -> None:
        by = [person for person in PEOPLE if self.people[person].done][-choice]
        one = self.people[by].done.pop()
        self.bench.take(Undo(by=by))
        one.undone = True
        self.people[by].redoable.append(one)

    @precondition(lambda self: any(one.redoable for one in self.people.values()))
    @rule(choice=st.integers(0, 1))
    def redo(self, choice: int) -> None:
        by = [person for person in PEOPLE if self.people[person].redoable][-choice]
        one = self.people[by].redoable.pop()
        self.bench.take(Redo(by=by))
        one.undone = False
        self.people[by].done.append(one)

    def _take(self, proposal: AnyProposal, remembered: Taken) -> None:
        remembered.number = self.bench.take(proposal).number
        self.taken.append(remembered)
        self.people[remembered.by].done.append(remembered)
        self.people[remembered.by].redoable.clear()

    # -- what must stand -----------------------------------------------------------------------------------

    def _event(self, n: int) -> str | None:
        """The id of the event of a report: as coded now, else as decided on; None for one that nobody knows."""
        decided = [one.event for one in self.taken if one.report == n]
        return self.names[n] if self.coded[n] is not None else decided[-1] if decided else None

    def _killed(self, n: int) -> int | None:
        """The toll that the coding says; of an event that it lost, the last it said to whoever decided."""
        says = self.coded[n]
        return says[1] if says is not None else None

    def _incidents(self) -> Groups:
        """The events of incidents, by report."""
        update_incidents(self.bench.store)
        with self.bench.store.transaction() as connection:
            found = list_incidents(connection)
        return frozenset(frozenset(HOMES[event] for event in one.events) for one in found)

    @invariant()
    def the_log_only_grows(self) -> None:
        with self.bench.store.transaction() as connection:
            log = list(iter_values(connection, "decision"))
        assert log[: len(self.log)] == self.log
        self.log = log

    @invariant()
    def decisions_stand_whatever_was_coded_since(self) -> None:
        for n in REPORTS:
            kept = [one for one in self.taken if one.report == n and not one.undone]
            event = self._event(n)
            if event is None:
                continue
            state = self.bench.look(event)
            verdict, killed, own = "unreviewed", None, False
            for one in kept:
                own = own or one.kind == "edit"  # what was corrected stays so through a rejection
                verdict = {"accept": "accepted", "reject": "rejected"}.get(one.kind, "edited")
                verdict = "edited" if own and verdict == "accepted" else verdict
                killed = one.killed if one.kind == "edit" else killed
            assert state.verdict == verdict, (n, kept, state)
            assert state.withdrawn == (self.coded[n] is None and any(one.report == n for one in self.taken))
            edits = [one for one in kept if one.kind == "edit"]
            if edits:
                assert [toll.best for toll in state.event.casualties] == [edits[-1].killed]
            elif kept and kept[-1].killed is not None:
                assert [toll.best for toll in state.event.casualties] == [kept[-1].killed]
            elif not kept and self.coded[n] is not None:
                assert [toll.best for toll in state.event.casualties] == [self._killed(n)]

    @invariant()
    def judgements_are_the_last_that_stand(self) -> None:
        """Of events that the coding has now: under which of its old ids a lost one is spoken of does not matter."""
        there = {n for n in REPORTS if self.coded[n] is not None}
        expected: dict[frozenset[int], str] = {}
        for one in self.taken:
            if one.parts and not one.undone:
                for a in one.parts[0]:
                    for b in one.parts[1]:
                        expected[frozenset((a, b))] = one.kind
        with self.bench.store.transaction() as connection:
            found = find_judgements(connection)
        homes = {frozenset(HOMES[event] for event in pair): said for pair, said in found.items()}
        assert homes.keys() == expected.keys()
        assert {pair: said for pair, said in homes.items() if pair <= there} == {
            pair: said for pair, said in expected.items() if pair <= there
        }


def test_any_order_of_coding_and_deciding(each_backend: Databases) -> None:
    machine = type("Reviewed", (Reviews,), {"backend": each_backend})
    examples = int(os.environ.get("MARSAD_EXAMPLES", "15" if each_backend.name == "sqlite" else "6"))
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    wanted = settings(max_examples=examples, stateful_step_count=15, deadline=None, suppress_health_check=checks)
    run_state_machine_as_test(machine, settings=wanted)


def test_a_decision_outlives_an_id_that_changed_and_then_was_lost(each_backend: Databases) -> None:
    """Rejected under one id, edited under the next, then withdrawn, and the edit undone: the rejection stands."""
    state = type("Reviewed", (Reviews,), {"backend": each_backend})()
    state.begin()
    state.decide(n=0, by=PEOPLE[0], kind="reject")
    state.code(0, (DAYS[0], 1))
    state.edit(0, PEOPLE[0], 4)
    state.code(0, None)
    state.decisions_stand_whatever_was_coded_since()
    state.undo(0)
    state.decisions_stand_whatever_was_coded_since()
    assert state.bench.look(f"e0-{DAYS[1]}").verdict == "rejected"
    state.teardown()
