"""Double coding: blind codings change nothing, agreement is measured slot by slot, and disputes are adjudicated."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from databases import Databases
from decided import TEXT, Bench, clash, open_bench
from marsad.errors import ReviewError
from marsad.review.agreements import Agreement, measure_agreement
from marsad.review.alphas import alpha
from marsad.review.proposals import Accept, Assign, Code, Edit, FieldEdit, Reject, Undo
from marsad.review.ratings import blank, choose_sample, find_ratings, list_assignments, list_disputes

# The examples of Krippendorff (2011); a star is a value that an observer did not give.
FOUR = ("123321412***", "1233224125*3", "*3332342251*", "12332441251*")


def units(*observers: str) -> list[list[int]]:
    return [[int(value) for value in column if value != "*"] for column in zip(*observers, strict=True)]


@pytest.mark.parametrize(("metric", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_of_four_observers_with_missing_values(metric: str, published: float) -> None:
    assert alpha(units(*FOUR), metric) == pytest.approx(published, abs=0.0005)


def test_alpha_of_two_observers() -> None:
    assert alpha(units("0100000010", "1110010000"), "nominal") == pytest.approx(0.095, abs=0.0005)
    assert alpha(list(zip("aabbdcccedda", "babbbccceddd", strict=True)), "nominal") == pytest.approx(0.692, abs=0.0005)


def test_alpha_says_nothing_without_pairs_or_variation() -> None:
    assert alpha([], "nominal") is None
    assert alpha([[1], [2]], "interval") is None
    assert alpha([[1, 1], [1, 1]], "nominal") is None
    assert alpha([[1, 1], [2, 2]], "interval") == 1


@pytest.fixture
def bench(tmp_path: Path, backend: Databases) -> Iterator[Bench]:
    with open_bench(tmp_path / "home") as made:
        yield made


@pytest.fixture
def reviewed(bench: Bench) -> list[str]:
    """Events of four reports that سلمى accepted, the last of which she rejected."""
    texts = [f"{TEXT} {n}" for n in range(4)]
    events = []
    for n, (report_id, text) in enumerate(zip(bench.add(*texts), texts, strict=True)):
        bench.code(report_id, [clash(report_id, text, event_id=f"e{n}")], text)
        events.append(f"e{n}")
        bench.take(Accept(by="سلمى", event=f"e{n}") if n < 3 else Reject(by="سلمى", event=f"e{n}", reason="1"))
    return events


def code(event: str, **fields: str) -> Code:
    edits = [FieldEdit(field=name.replace("__", "."), value=value) for name, value in fields.items()]
    return Code(by="حسن", event=event, edits=edits, none=not fields)


NDF = "national-defence-forces-syria"
SAME = {
    "sub_event_type": "Armed clash", "date": "2021-03-09", "location": "sy-al-asharah", "actors__1": NDF,
    "casualties": "killed=3",
}  # fmt: skip


def measured(bench: Bench, machine: bool = False) -> dict[str, Agreement]:
    with bench.store.transaction() as connection:
        return {one.slot: one for one in measure_agreement(find_ratings(connection, machine))}


def test_a_second_coder_sees_no_values(bench: Bench, reviewed: list[str]) -> None:
    record = blank(msgspec.to_builtins(bench.look(reviewed[0]).event))
    assert (record["event_type"], record["date"], record["actors"]) == ("", None, [])
    assert [one["text"] for one in record["evidence"]] == ["اشتباكات"]


def test_a_sample_is_assigned_and_worked_off(bench: Bench, reviewed: list[str]) -> None:
    with bench.store.transaction() as connection:
        sample = choose_sample(connection, "حسن", 3)
        assert sample == choose_sample(connection, "حسن", 3)
        assert len(sample) == 3
        with pytest.raises(ReviewError, match="nothing for سلمى"):
            choose_sample(connection, "سلمى", 3)
    bench.take(Assign(by="ليلى", events=sample, coder="حسن", hide="all"))
    bench.take(code(sample[0], **SAME))
    with bench.store.transaction() as connection:
        left = list_assignments(connection, "حسن")
        assert [one.event_id for one in left] == sample[1:]
        assert {one.hide for one in left} == {"all"}
        assert len(choose_sample(connection, "حسن", 9)) == 1


def test_blind_coding_changes_nothing_and_is_refused_to_who_reviewed(bench: Bench, reviewed: list[str]) -> None:
    before = bench.look("e0")
    bench.take(code("e0", sub_event_type="Mob violence"))
    assert bench.look("e0") == before
    with pytest.raises(ReviewError, match="cannot code it blind"):
        bench.take(Code(by="سلمى", event="e0", none=True))
    with pytest.raises(ReviewError, match="type is missing"):
        bench.take(code("e1", date="2021-03-09"))
    bench.take(Undo(by="حسن"))
    assert measured(bench)["event"].units == 0


def test_agreement_is_measured_by_slot(bench: Bench, reviewed: list[str]) -> None:
    bench.take(code("e0", **SAME))
    bench.take(code("e1", **{**SAME, "date": "2021-03-08", "casualties": "killed=5", "actors__1": ""}))
    bench.take(code("e2", **{**SAME, "sub_event_type": "Mob violence"}))
    bench.take(code("e3"))
    found = measured(bench)
    assert (found["event"].units, found["event"].percent, found["event"].alpha) == (4, 1.0, 1.0)
    assert (found["sub_event_type"].units, found["sub_event_type"].percent) == (3, pytest.approx(2 / 3))
    assert found["sub_event_type"].confusions == [("Armed clash", "Mob violence", 1)]
    assert found["date"].confusions == [("2021-03-08", "2021-03-09", 1)]
    assert found["location"].percent == 1.0
    assert found["actors.1"].confusions == [("-", NDF, 1)]
    assert found["killed"].confusions == [("3", "5", 1)]
    assert found["killed"].alpha == pytest.approx(0.0)
    assert measured(bench, machine=True)["event"].percent == pytest.approx(10 / 12)


def test_where_coders_differ_somebody_adjudicates(bench: Bench, reviewed: list[str]) -> None:
    bench.take(code("e0", **SAME))
    bench.take(code("e1", **{**SAME, "date": "2021-03-08"}))
    with bench.store.transaction() as connection:
        ((event, ratings),) = list_disputes(connection).items()
    assert (event, [one.coder for one in ratings]) == ("e1", ["حسن", "سلمى"])
    numbers = [one.decision for one in ratings if one.decision is not None]
    settled = [FieldEdit(field="date", value="2021-03-08")]
    bench.take(Edit(by="ليلى", event="e1", edits=settled, adjudicates=numbers))
    with bench.store.transaction() as connection:
        assert list_disputes(connection) == {}
        assert {one.coder for one in find_ratings(connection)["e1"]} == {"حسن", "سلمى"}
    assert bench.look("e1").event.date == "2021-03-08"
