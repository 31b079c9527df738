"""Numbers of incidents (SYR12): given once, kept when incidents grow, merge and split, never given again."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.export.numbers import Counted, Register, allocate, find_retired, number_incidents
from marsad.store import open_store


def incident(*events: str, date: str | None = "2021-03-09", country: str | None = "SY") -> Counted:
    return Counted(f"i-{events[0]}", list(events), date, country)


def numbers(*incidents: Counted, register: Register | None = None) -> tuple[list[str | None], Register]:
    found, after = allocate(incidents, register or Register())
    return [found.get(one.incident_id) for one in incidents], after


def test_numbers_count_within_each_country_by_day() -> None:
    late, early, there = incident("a", date="2021-03-10"), incident("b"), incident("c", country="IQ")
    assert numbers(late, early, there)[0] == ["SYR2", "SYR1", "IRQ1"]


def test_an_incident_without_a_country_waits_for_its_number() -> None:
    found, register = numbers(incident("a", country=None), incident("b"))
    assert found == [None, "SYR1"]
    assert numbers(incident("a", country="LB"), incident("b"), register=register)[0] == ["LBN1", "SYR1"]


def test_the_number_stays_when_day_and_country_are_corrected() -> None:
    _, register = numbers(incident("a"), incident("b"))
    assert numbers(incident("a", date="2022-01-01", country="LB"), register=register)[0] == ["SYR1"]


def test_an_incident_that_gains_members_keeps_its_number() -> None:
    _, register = numbers(incident("a"), incident("b"))
    assert numbers(incident("new", "b", "other"), incident("a"), register=register)[0] == ["SYR2", "SYR1"]


def test_of_merged_incidents_the_lower_number_stays_and_the_other_is_marked() -> None:
    _, register = numbers(incident("a"), incident("b"))
    found, merged = numbers(incident("b", "a"), register=register)
    assert found == ["SYR1"]
    assert merged.numbers["SYR2"].merged_into == "SYR1"
    assert find_retired([incident("b", "a")], merged.numbers) == {"SYR2": "SYR1"}


def test_split_again_each_has_its_own_number_back() -> None:
    before, register = numbers(incident("a"), incident("b"))
    _, merged = numbers(incident("a", "b"), register=register)
    found, after = numbers(incident("a"), incident("b"), register=merged)
    assert found == before
    assert after.numbers == register.numbers


def test_what_is_split_off_gets_a_new_number_and_keeps_it() -> None:
    _, register = numbers(incident("a", "b"))
    found, split = numbers(incident("a"), incident("b"), register=register)
    assert found == ["SYR1", "SYR2"]
    _, merged = numbers(incident("a", "b"), register=split)
    assert numbers(incident("b"), incident("a"), register=merged)[0] == ["SYR2", "SYR1"]


def test_a_number_is_never_given_again() -> None:
    _, register = numbers(incident("a"), incident("b"))
    found, after = numbers(incident("c"), register=register)
    assert found == ["SYR3"]
    assert find_retired([incident("c")], after.numbers) == {"SYR1": None, "SYR2": None}


def test_an_incident_whose_first_event_is_coded_anew_keeps_its_number() -> None:
    _, register = numbers(incident("a", "b"))
    found, after = numbers(incident("a2", "b"), register=register)
    assert found == ["SYR1"]
    assert after.numbers["SYR1"].founder == "a2"


def test_the_given_register_is_left_as_it_was() -> None:
    register = Register()
    allocate([incident("a")], register)
    assert register == Register()


GROUPS = st.lists(st.integers(0, 3), min_size=6, max_size=6)


def grouped(groups: list[int]) -> list[Counted]:
    """Six events, those with the same figure in one incident."""
    return [incident(*[f"e{n}" for n, at in enumerate(groups) if at == group]) for group in sorted(set(groups))]


@settings(max_examples=60, deadline=None)
@given(history=st.lists(GROUPS, min_size=1, max_size=5))
def test_no_two_incidents_have_one_number_whatever_happened(history: list[list[int]]) -> None:
    register = Register()
    for groups in history:
        before = dict(register.numbers)
        found, register = allocate(grouped(groups), register)
        assert len(set(found.values())) == len(found) == len(set(groups))
        assert before.keys() <= register.numbers.keys()
        assert all(register.numbers[number].merged_into is None for number in found.values())
        again, same = allocate(grouped(groups), register)
        assert (again, same) == (found, register)


def test_the_order_of_incidents_does_not_matter() -> None:
    _, register = numbers(incident("a", "b"), incident("c"))
    some = [incident("a"), incident("b", "c"), incident("d")]
    assert len({str(sorted(allocate(order, register)[0].items())) for order in permutations(some)}) == 1


def test_the_store_keeps_numbers(tmp_path: Path) -> None:
    with open_store(tmp_path, write=True) as store:
        with store.transaction() as connection:
            first = number_incidents(connection, [incident("a"), incident("b")])
        with store.transaction() as connection:
            merged = number_incidents(connection, [incident("b", "a", "c")])
    with open_store(tmp_path, write=True) as store, store.transaction() as connection:
        again = number_incidents(connection, [incident("a", "c"), incident("b")])
    assert first == again == {"i-a": "SYR1", "i-b": "SYR2"}
    assert merged == {"i-b": "SYR1"}


def test_numbers_are_in_the_audit_log(tmp_path: Path) -> None:
    from marsad.custody.checks import verify

    with open_store(tmp_path, write=True) as store, store.transaction() as connection:
        number_incidents(connection, [incident("a"), incident("b")])
    with open_store(tmp_path, write=True) as store, store.transaction() as connection:
        connection.exec_driver_sql("update numbered_event set number_id = 'SYR1' where event_id = 'b'")
    with open_store(tmp_path) as store:
        assert any("numbered_event" in str(finding) for finding in verify(store))
