"""Copies: links, families and states follow from the texts and days alone, in whatever order reports come."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marsad.batch import Facts
from marsad.custody import Intake, runs
from marsad.custody.copies import CLOSE, NEAR, Changes
from marsad.custody.families import regroup, sketch
from marsad.custody.fingerprints import find_bands, shingles
from marsad.custody.studies import FLASH, Study, Task
from marsad.ingest import RawReport
from marsad.ingest.records import hash_bytes
from marsad.store import Store, open_store
from marsad.store.copies import drop_links, find_origins
from marsad.store.queries import content_hash, iter_values
from marsad.store.records import CopyRow, hash_text
from marsad.store.writes import add_rows
from shelves import make_family

Link = tuple[str, str]


class Report(NamedTuple):
    """A report at a place of its own."""

    place: str
    text: str
    day: str


def item_of(report: Report) -> RawReport:
    raw = f"{report.place}\n{report.text}\n{report.day}".encode()
    return RawReport(raw, hash_bytes(raw), report.place, report.text, published=report.day or None)


def study_uncoded(tasks: list[Task]) -> list[Study]:
    """What ``study_all`` finds, without cleaning and coding: the search for copies sees texts and days only."""
    found = []
    for task in tasks:
        sequences = shingles(task.raw.text)
        bands = find_bands(sequences) if len(sequences) >= FLASH else []
        report = json.dumps({"id": task.raw.id, "published": task.raw.published})
        facts = task.raw.text, report, task.raw.published
        found.append(Study(task.input_id, 1, None, *facts, [], ("none", "1", "1"), len(sequences), bands))
    return found


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "study_all", study_uncoded)


def add(store: Store, reports: Sequence[Report]) -> None:
    list(Intake(store, Facts()).add(map(item_of, reports)))


class Kept(NamedTuple):
    """What a store says of copies."""

    links: dict[Link, int]
    families: dict[str, str]
    states: dict[str, tuple[str, str | None]]
    content: str


def kept(store: Store) -> Kept:
    with store.transaction() as connection:
        links = {(v["a"], v["b"]): v["shared"] for v in iter_values(connection, "copy")}
        hashes = [v["text_hash"] for v in iter_values(connection, "text")]
        rows = list(iter_values(connection, "input"))
        places = {v["id"]: v["place"] for v in rows}
        states = {v["place"]: (v["state"], places.get(v["duplicate_of"])) for v in rows}
        return Kept(links, find_origins(connection, hashes), states, content_hash(connection))


# -- the same by comparing everything with everything -------------------------------------------------------


def share(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b)


def connect(texts: Sequence[str], links: Iterator[Link]) -> dict[str, str]:
    """The least text of each family, for texts that are linked with any."""
    name = {text: text for text in texts}
    for a, b in links:
        old, new = max(name[a], name[b]), min(name[a], name[b])
        name = {text: new if at == old else at for text, at in name.items()}
    sizes = defaultdict(int)
    for at in name.values():
        sizes[at] += 1
    return {text: at for text, at in name.items() if sizes[at] > 1}


def expect_links(sequences: dict[str, frozenset[str]]) -> dict[Link, int]:
    heads: dict[int, str] = {}
    bands = {text: find_bands(found) for text, found in sequences.items()}
    for text in sorted(sequences):
        for band in bands[text]:
            heads.setdefault(band, text)
    links: dict[Link, int] = {}
    for text, found in sequences.items():
        chosen: list[str] = []
        for head in sorted({heads[band] for band in bands[text]} - {text}):
            near = share(sequences[head], found) >= NEAR
            if near and all(share(sequences[head], sequences[other]) < CLOSE for other in chosen):
                chosen.append(head)
                links[head, text] = len(sequences[head] & found)
    return links


def expect(reports: Sequence[Report]) -> Kept:
    """What should be kept, told slowly and from the whole set."""
    days: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for report in set(reports):
        item = item_of(report)
        key = hash_text(f'["{item.id}","{report.place}"]')
        days[hash_text(report.text)].append((report.day or "9999", key, report.place))
    texts = {hash_text(report.text): shingles(report.text) for report in reports}
    long = {text: found for text, found in texts.items() if len(found) >= FLASH}
    links = expect_links(long)
    families = connect(list(long), iter(links))
    states: dict[str, tuple[str, str | None]] = {}
    for text, copies in days.items():
        for copy in copies:
            twins = [other for other in copies if text in long or other[0] == copy[0]]
            first = min(twins)
            if first != copy:
                states[copy[2]] = "duplicate", first[2]
                continue
            hosts = [
                (-len(long[other]), min(days[other])[0], other)
                for other in long
                if text in long and other != text and families.get(other, other) == families.get(text, text)
                and long[text] <= long[other]
                and ((min(days[other])[0] <= copy[0]) if len(long[other]) > len(long[text])
                     else (min(days[other])[0], other) < (copy[0], text))
            ]  # fmt: skip
            states[copy[2]] = ("duplicate", min(days[min(hosts)[2]])[2]) if hosts else ("no_event", None)
    return Kept(links, families, states, "")


# -- properties ---------------------------------------------------------------------------------------------


def make_reports(seed: int, count: int) -> list[Report]:
    """Some families of cuts, additions and edits, with mirrors, flashes and unlike reports among them."""
    chance = random.Random(seed)
    texts: list[str] = []
    while len(texts) < count:
        texts += make_family(chance, chance.randrange(1, 12))
    texts += [" ".join(text.split()[: chance.randrange(3, 16)]) for text in chance.sample(texts, 3)]
    texts += chance.choices(texts, k=len(texts) // 4)
    days = ["", *(f"2022-05-{day:02}" for day in range(1, 9))]
    return [Report(f"/{seed}/{n}", text, chance.choice(days)) for n, text in enumerate(texts)]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), orders=st.lists(st.randoms(use_true_random=False), min_size=2, max_size=2))
def test_any_order_any_batches_and_replays_give_what_follows_from_the_set(
    seed: int, orders: list[random.Random], tmp_path_factory: pytest.TempPathFactory
) -> None:
    reports = make_reports(seed, 30)
    wanted = expect(reports)
    contents = set()
    for order in orders:
        with open_store(tmp_path_factory.mktemp("home"), write=True) as store:
            waiting = order.sample(reports, len(reports))
            while waiting:
                size = order.choice((1, 1, 2, 7, 40))
                add(store, waiting[:size] + order.choices(reports, k=order.randrange(3)))
                waiting = waiting[size:]
            add(store, reports)
            found = kept(store)
        contents.add(found.content)
        assert found._replace(content="") == wanted
    assert len(contents) == 1


@settings(max_examples=25, deadline=None)
@given(chance=st.randoms(use_true_random=False))
def test_families_are_what_links_connect_however_links_come_and_go(chance: random.Random) -> None:
    texts = [f"text {number:02}" for number in range(14)]
    pairs = list(combinations(texts, 2))
    links: set[Link] = set()
    with open_store(Path("/nowhere/at/all"), write=False) as store, store.transaction() as connection:
        for _ in range(12):
            lost = set(chance.sample(sorted(links), min(len(links), chance.randrange(4))))
            added = set(chance.sample(pairs, chance.randrange(5))) - links
            before = find_origins(connection, texts)
            drop_links(connection, lost)
            add_rows(connection, [CopyRow(a=a, b=b, shared=1) for a, b in sorted(added)])
            moved = regroup(connection, Changes(added, lost), lambda text: frozenset((text,)))
            links = links - lost | added
            after = find_origins(connection, texts)
            assert after == connect(texts, iter(links))
            for a, b in combinations([text for text in texts if text not in moved], 2):  # who did not move kept company
                assert (before.get(a, a) == before.get(b, b)) == (after.get(a, a) == after.get(b, b))


def test_a_sketch_never_rules_out_a_text_that_holds_another() -> None:
    chance = random.Random(3)
    for text in make_family(chance, 40):
        words = text.split()
        part = words[: chance.randrange(5, len(words) + 5)]
        whole, some = (int.from_bytes(sketch(shingles(" ".join(of))), "big") for of in (words, part))
        assert not some & ~whole


def test_every_two_texts_that_all_comparisons_connect_are_one_family() -> None:
    """The price of comparing with heads alone: none, on families of cuts, additions and edits."""
    chance = random.Random(11)
    for _ in range(20):
        texts = [text for _ in range(4) for text in make_family(chance, chance.randrange(2, 14))]
        found = {hash_text(text): shingles(text) for text in texts}
        long = {text: sequences for text, sequences in found.items() if len(sequences) >= FLASH}
        bands = {text: {*find_bands(sequences)} for text, sequences in long.items()}
        near = (
            (a, b) for a, b in combinations(sorted(long), 2) if bands[a] & bands[b] and share(long[a], long[b]) >= NEAR
        )
        assert connect(list(long), iter(expect_links(long))) == connect(list(long), near)


def test_300_near_identical_reports_take_a_link_each(tmp_path: Path) -> None:
    chance = random.Random(5)
    words = make_family(chance, 1)[0].split() + make_family(chance, 1)[0].split()
    texts = [" ".join([*words[:20], str(number), *words[20:]]) for number in range(300)]
    with open_store(tmp_path / "home", write=True) as store:
        add(store, [Report(f"/{number}", text, "2022-05-01") for number, text in enumerate(texts)])
        found = kept(store)
    assert len(found.links) == 299
    assert len(set(found.families.values())) == 1
    assert {state for state, _ in found.states.values()} == {"no_event"}
