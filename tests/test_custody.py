"""From bytes to states: what is acknowledged survives, any order gives one store, copies are found, damage is named."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from warcio.warcwriter import WARCWriter

import makers
from databases import Databases
from marsad.batch import Facts, load_quietly
from marsad.custody import Intake, pack, runs, verify
from marsad.custody.copies import NEAR
from marsad.custody.fingerprints import find_bands, shingles
from marsad.custody.listings import list_events
from marsad.custody.receptions import Receipt
from marsad.ingest import InputProblem, RawReport, iter_inputs
from marsad.ingest.records import hash_bytes
from marsad.store import Store, open_store
from marsad.store.copies import find_origins
from marsad.store.lines import list_last_lines
from marsad.store.queries import content_hash, count_states, iter_values, list_inputs, list_outdated
from shelves import reports, write_lines

pytestmark = pytest.mark.usefixtures("backend")  # what only files of SQLite can suffer is in test_sqlite

HERE = Path(__file__).parent
COPIES: dict[str, Any] = YAML(typ="safe").load((HERE / "corpus" / "copies.yaml").read_text(encoding="utf-8"))


def add(home: Path, *paths: Path, processes: int = 1, code: bool = True, **facts: str) -> Counter[str]:
    """Add and code; how many were new, known, refused."""
    with open_store(home, write=True) as store:
        intake = Intake(store, Facts(**facts), code, processes)
        for _ in intake.resume():
            pass
        for _ in intake.add(iter_inputs(paths)):
            pass
        return intake.outcomes


@contextlib.contextmanager
def reading(home: Path) -> Iterator[Any]:
    with open_store(home) as store, store.transaction() as connection:
        yield connection


def states(home: Path) -> dict[str, int]:
    with reading(home) as connection:
        return count_states(connection)


def content(home: Path) -> str:
    with reading(home) as connection:
        return content_hash(connection)


def damage(home: Path) -> list[str]:
    with open_store(home) as store:
        return [str(finding) for finding in verify(store) if not finding.note]


def events(home: Path, **options: bool) -> list[dict[str, Any]]:
    with reading(home) as connection:
        return [json.loads(line) for line in list_events(connection, **options)]


def texts_of(tmp_path: Path, *names: str) -> list[Path]:
    """Files with texts of the corpus of copies."""
    paths = [tmp_path / f"{name}.txt" for name in names]
    for name, path in zip(names, paths, strict=True):
        path.write_text(COPIES["texts"][name], encoding="utf-8")
    return paths


# -- states ------------------------------------------------------------------------------------------------


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A folder with something of everything: 12 inputs."""
    folder = tmp_path / "وارد"
    folder.mkdir()
    write_lines(folder / "a.jsonl", reports(8))
    (folder / "b.jsonl").write_bytes(b'{"text": 7}\n{"text": "English text about a cat and a dog."}\n')
    (folder / "copy.jsonl").write_bytes((folder / "a.jsonl").read_bytes().splitlines()[0])
    (folder / "c.bin").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    return folder


def test_every_input_ends_in_one_state_and_they_add_up(tmp_path: Path, mixed: Path) -> None:
    home = tmp_path / "home"
    assert add(home, mixed) == {"new": 12}
    found = states(home)
    assert found == {"accepted": 12, "coded": 6, "no_event": 2, "unreadable": 3, "queued": 0, "duplicate": 1}
    assert sum(found.values()) == 2 * found["accepted"]
    with reading(home) as connection:
        for row in list_inputs(connection, "unreadable"):
            assert row.problem
            assert row.remedy
            assert row.raw_id is not None
        (copy,) = list_inputs(connection, "duplicate")
        assert copy.duplicate_of is not None
    assert damage(home) == []


def test_adding_again_changes_nothing(tmp_path: Path, mixed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    add(home, mixed)
    before = content(home)
    monkeypatch.chdir(mixed)  # from another folder, by other names
    assert add(home, Path()) == {"again": 12}
    assert add(home, Path("a.jsonl"), mixed / "c.bin") == {"again": 9}
    assert content(home) == before


def test_what_does_not_exist_is_refused_and_not_counted(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert add(tmp_path / "home", tmp_path / "nowhere.txt", tmp_path / "empty") == {"refused": 2}
    assert states(tmp_path / "home")["accepted"] == 0


def test_queued_inputs_are_coded_later_to_the_same_store(tmp_path: Path, mixed: Path) -> None:
    add(tmp_path / "one", mixed)
    add(tmp_path / "two", mixed, code=False)
    found = states(tmp_path / "two")
    assert (found["queued"], found["coded"], found["unreadable"]) == (10, 0, 2)
    add(tmp_path / "two")
    assert content(tmp_path / "two") == content(tmp_path / "one")


def test_bytes_that_come_later_take_the_place_of_an_input_without_any(tmp_path: Path) -> None:
    home, path = tmp_path / "home", tmp_path / "a.txt"
    with open_store(home, write=True) as store:
        intake = Intake(store, Facts())
        list(intake.add([InputProblem(str(path), "unreadable", "it cannot be read", "Check that you may read it")]))
        assert states(home)["unreadable"] == 1
        path.write_text(reports(1)[0]["text"], encoding="utf-8")
        list(intake.add(iter_inputs([path])))
    assert (states(home)["accepted"], states(home)["coded"]) == (1, 1)
    assert damage(home) == []


def test_file_names_need_not_be_unicode(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xe1\xe2.txt"
    Path(os.fsdecode(path)).write_text(reports(1)[0]["text"], encoding="utf-8")
    assert add(tmp_path / "home", Path(os.fsdecode(path))) == {"new": 1}
    assert damage(tmp_path / "home") == []


def test_half_characters_cost_only_their_own_report(tmp_path: Path) -> None:
    """Readers keep them out; a reader that does not must not stop the others."""
    good, home = reports(1)[0]["text"], tmp_path / "home"
    items = [
        RawReport(b"1", hash_bytes(b"1"), "/1", "قتل \ud800 شخص في بلدة هجين"),
        RawReport(b"2", hash_bytes(b"2"), "/2", good, title="عنوان \udcff"),
        RawReport(b"3", hash_bytes(b"3"), "/3", good + " ونقل المصابون إلى المستشفى."),
    ]
    with open_store(home, write=True) as store:
        list(Intake(store, Facts()).add(items))
    found = states(home)
    assert (found["accepted"], found["unreadable"]) == (3, 1)
    assert found["coded"] >= 1
    assert damage(home) == []


# -- versions ----------------------------------------------------------------------------------------------


def test_evidence_stands_in_the_text_version_it_was_coded_with(tmp_path: Path, mixed: Path) -> None:
    home = tmp_path / "home"
    add(home, mixed)
    found = events(home, with_text=True)
    assert len(found) >= 6
    for event in found:
        text = event["report"]["text"]
        assert event["evidence"]
        assert all(text[span["start"] : span["end"]] == span["text"] for span in event["evidence"])
        assert event["report"]["id"] == event["report_id"]
        assert (home / "objects" / event["report_id"][:2] / event["report_id"][2:4] / event["report_id"]).is_file()


def test_a_new_extractor_makes_a_new_text_version_and_keeps_the_old(tmp_path: Path) -> None:
    home, raw = tmp_path / "home", "<p>الصفحة كما وصلت</p>".encode()
    old, new = (reports(3)[i]["text"] for i in (0, 2))
    with open_store(home, write=True) as store:
        for text in (old, new, new):
            item = RawReport(raw, hash_bytes(raw), "/page.html", text, published="2022-05-01")
            list(Intake(store, Facts()).add([item]))
        with store.transaction() as connection:
            assert [v["text"] for v in iter_values(connection, "extraction")].count(new) == 1
            assert {v["text"] for v in iter_values(connection, "text")} == {old, new}
            assert sum(1 for _ in iter_values(connection, "coding")) == 2
    assert {event["report"]["text"] for event in events(home, with_text=True)} == {new}
    assert states(home) == {"accepted": 1, "coded": 1, "no_event": 0, "unreadable": 0, "queued": 0, "duplicate": 0}
    assert damage(home) == []  # old offsets still lead to their text


def test_what_the_caller_adds_dates_the_events_and_stays(tmp_path: Path) -> None:
    home, path = tmp_path / "home", tmp_path / "a.txt"
    path.write_text(reports(1)[0]["text"], encoding="utf-8")
    add(home, path)
    assert {event["date"] for event in events(home)} == {None}
    add(home, path, published="2022-05-11")
    add(home, path)  # saying nothing takes nothing back
    assert {event["date"] for event in events(home)} == {"2022-05-10"}


def test_again_codes_what_older_lexicons_coded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    add(home, write_lines(tmp_path / "a.jsonl", reports(4)))
    before = [event["event_id"] for event in events(home)]
    coder = load_quietly()
    monkeypatch.setattr(runs, "lexicons_version", lambda: "newer")
    newer = type(coder.record)(coder.record.name, coder.record.version, "newer")
    monkeypatch.setattr(coder, "record", newer)
    with open_store(home, write=True) as store:
        assert len(list(Intake(store, Facts()).resume(again=True))) == 4
        with store.transaction() as connection:
            assert list_outdated(connection, newer.version, "newer") == []
            assert sum(1 for _ in iter_values(connection, "coding")) == 8
            assert sum(1 for _ in iter_values(connection, "text")) == 4  # the text is the same, so is its version
    found = events(home)
    assert [event["event_id"] for event in found] == before
    assert {event["coder"]["lexicons"] for event in found} == {"newer"}


def test_the_exchange_of_a_fetched_page_is_kept(tmp_path: Path) -> None:
    home, raw, exchange = tmp_path / "home", reports(1)[0]["text"].encode(), b"WARC/1.1\r\nWARC-Type: response\r\n"
    item = RawReport(raw, hash_bytes(raw), "https://example.org/1", raw.decode(), url="https://example.org/1")
    item.exchange, item.fetched, item.kind = exchange, "2022-05-01T10:00:00Z", "url"
    with open_store(home, write=True) as store:
        list(Intake(store, Facts()).add([item]))
        assert store.objects.read(hashlib.sha256(exchange).hexdigest()) == exchange
        with store.transaction() as connection:
            (row,) = list_inputs(connection, "coded")
    assert (row.place, row.fetched, row.kind) == ("https://example.org/1", "2022-05-01T10:00:00Z", "url")


def test_the_archive_that_inputs_lay_in_is_kept_whole(tmp_path: Path) -> None:
    archive = tmp_path / "دفعة.zip"
    archive.write_bytes(b"PK\x05\x06 any bytes will do here")
    rows = [row["text"].encode() for row in reports(6)]
    items = [
        RawReport(
            raw, hash_bytes(raw), f"{archive} > {n}.txt", raw.decode(), container=str(archive), locator=f"{n}.txt"
        )
        for n, raw in enumerate(rows)
    ]
    skipped = InputProblem(f"{archive} > a.png", "picture", "a picture", "Look at it", skipped=True)
    with open_store(tmp_path / "home", write=True) as store:
        intake = Intake(store, Facts())
        list(intake.add([*items, skipped]))
        assert intake.outcomes == {"new": 6, "skipped": 1}
        key = hashlib.sha256(archive.read_bytes()).hexdigest()
        assert store.objects.read(key) == archive.read_bytes()
        with store.transaction() as connection:
            assert [v["id"] for v in iter_values(connection, "object") if v["kind"] == "container"] == [key]
            log = [json.loads(v["detail"]) for v in iter_values(connection, "custody") if v["action"] == "received"]
    assert {line["container"] for line in log} == {key}
    assert states(tmp_path / "home")["accepted"] == 6
    assert damage(tmp_path / "home") == []


def kept(home: Path, kind: str) -> set[str]:
    with reading(home) as connection:
        return {values["id"] for values in iter_values(connection, "object") if values["kind"] == kind}


def test_archives_are_kept_whole_as_their_readers_give_them(tmp_path: Path) -> None:
    feed_inside = io.BytesIO()
    writer = WARCWriter(feed_inside, gzip=True)
    writer.write_record(
        makers.response(writer, "https://example.org/feed", makers.rss(2), Content_Type="application/rss+xml")
    )
    made = {
        "a.warc": makers.warc(1, False), "b.warc.gz": makers.warc(2), "c.wacz": makers.wacz(makers.warc(1)),
        "feed.warc.gz": feed_inside.getvalue(), "d.zip": makers.archive({"x.warc.gz": makers.warc(1)}),
        "e.xml": makers.rss(1), "f.csv": f"text\n{makers.TEXT}\n".encode(), "s.html": makers.channel("نص", "آخر"),
    }  # fmt: skip
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
    add(tmp_path / "home", *(tmp_path / name for name in made), code=False)
    assert kept(tmp_path / "home", "container") == {hash_bytes(content) for content in made.values()}


def test_an_archive_without_any_report_is_kept_too(tmp_path: Path) -> None:
    path, home = tmp_path / "result.json", tmp_path / "home"
    path.write_bytes(makers.encoded(makers.chat({"id": 1, "type": "service", "action": "pin_message", "text": ""})))
    assert add(home, path) == add(home, path) == {"skipped": 1}
    assert kept(home, "container") == {hash_bytes(path.read_bytes())}
    with reading(home) as connection:
        assert [line["action"] for line in list_last_lines(connection, 9)] == ["kept whole"]
    assert damage(home) == []


def test_a_file_too_large_to_read_is_kept_whole(tmp_path: Path) -> None:
    path, home = tmp_path / "a.txt", tmp_path / "home"
    path.write_bytes(b"x" * 1000)
    with open_store(home, write=True) as store:
        list(Intake(store, Facts()).add([InputProblem(str(path), "too-large", "it is too large", "Split it")]))
    assert states(home)["unreadable"] == 1
    assert kept(home, "container") == {hash_bytes(path.read_bytes())}


def test_the_extractor_of_a_page_is_kept_with_its_version(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(makers.page(1))
    add(tmp_path / "home", path, code=False)
    with reading(tmp_path / "home") as connection:
        (row,) = iter_values(connection, "extraction")
    name, _, version = row["extractor"].partition("/")
    assert name == "trafilatura"
    assert version


def test_another_folder_to_call_from_gives_the_same_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_lines(tmp_path / "a.jsonl", reports(2))
    add(tmp_path / "one", path)
    monkeypatch.chdir(tmp_path)
    add(tmp_path / "two", Path("a.jsonl"))
    assert content(tmp_path / "one") == content(tmp_path / "two")


def test_a_table_whose_columns_are_named_later_is_no_longer_unreadable(tmp_path: Path) -> None:
    path, home = tmp_path / "a.csv", tmp_path / "home"
    path.write_text(f"كلام\n{makers.TEXT}\n", encoding="utf-8")
    add(home, path)
    assert states(home)["unreadable"] == 1
    with open_store(home, write=True) as store:
        list(Intake(store, Facts()).add(iter_inputs([path], columns={"text": "كلام"})))
    add(home, path)
    assert (states(home)["accepted"], states(home)["unreadable"]) == (1, 0)
    assert damage(home) == []


def test_adding_again_puts_altered_bytes_right(tmp_path: Path) -> None:
    path, home = tmp_path / "a.txt", tmp_path / "home"
    path.write_text(reports(1)[0]["text"], encoding="utf-8")
    add(home, path)
    flip(objects_of(home)[0], 3)
    assert len(damage(home)) == 1
    assert add(home, path) == {"again": 1}
    assert damage(home) == []


# -- copies ------------------------------------------------------------------------------------------------


def share(a: str, b: str) -> float:
    first, second = shingles(COPIES["texts"][a]), shingles(COPIES["texts"][b])
    return len(first & second) / len(first | second)


@pytest.mark.parametrize(("a", "b"), [pair[:2] for pair in COPIES["copies"]])
def test_copies_share_more_than_the_threshold_and_meet_in_a_band(a: str, b: str) -> None:
    assert share(a, b) >= NEAR + 0.1
    assert {*find_bands(shingles(COPIES["texts"][a]))} & {*find_bands(shingles(COPIES["texts"][b]))}


@pytest.mark.parametrize(("a", "b"), [pair[:2] for pair in COPIES["different"]])
def test_other_events_in_the_same_words_stay_under_the_threshold(a: str, b: str) -> None:
    assert share(a, b) <= NEAR - 0.1


def test_copies_are_linked_and_others_are_not(tmp_path: Path) -> None:
    """Through the whole way, cleaning included: copies have one text or are one family, other reports neither."""
    add(tmp_path / "home", *texts_of(tmp_path, *COPIES["texts"]))
    with reading(tmp_path / "home") as connection:
        hashes = {v["id"]: v["text_hash"] for v in iter_values(connection, "text")}
        text_of = {Path(v["place"]).stem: hashes[v["text_id"]] for v in iter_values(connection, "input")}
        origins = find_origins(connection, text_of.values())
    together = {
        frozenset((a, b))
        for a, b in combinations(text_of, 2)
        if origins.get(text_of[a], text_of[a]) == origins.get(text_of[b], text_of[b])
    }
    assert {frozenset(pair[:2]) for pair in COPIES["copies"]} <= together
    assert not {frozenset(pair[:2]) for pair in COPIES["different"]} & together
    assert all(len({name.split("_")[0] for name in pair}) == 1 for pair in together)


def test_a_reprint_that_adds_nothing_is_a_duplicate_and_one_that_does_is_coded(tmp_path: Path) -> None:
    home = tmp_path / "home"
    add(home, *texts_of(tmp_path, "bridge", "bridge_cut", "bridge_quotes", "bridge_edited", "well"))
    with reading(home) as connection:
        coded = {Path(row.place).stem for row in list_inputs(connection, "coded")}
        copies = {Path(row.place).stem for row in list_inputs(connection, "duplicate")}
    assert {"bridge_edited", "well"} <= coded
    assert len(coded & {"bridge", "bridge_quotes"}) == 1
    assert "bridge_cut" in copies
    listed, everything = events(home), events(home, copies_too=True)
    assert {e["event_id"] for e in listed} < {e["event_id"] for e in everything}  # coded all the same, only not listed


def test_the_earliest_published_is_the_origin_whenever_it_comes(tmp_path: Path) -> None:
    text = COPIES["texts"]["drone"]
    days = ("2022-05-06", "2022-05-04", "2022-05-05")
    rows = [{"published": day, "text": text, "id": day} for day in days]
    for at in range(3):
        order = rows[at:] + rows[:at]
        home = tmp_path / f"home{at}"
        for number, row in enumerate(order):
            add(home, write_lines(tmp_path / f"{at}-{number}.jsonl", [row]))
        assert states(home)["duplicate"] == 2
        assert {event["report"]["published"] for event in events(home)} == {"2022-05-04"}


def test_a_flash_in_the_same_words_on_another_day_is_another_event(tmp_path: Path) -> None:
    text = "غارات جوية على مدينة إدلب"
    rows = [{"published": day, "text": text, "id": str(n)} for n, day in enumerate(["2022-05-04", "2022-05-05"] * 2)]
    add(tmp_path / "home", write_lines(tmp_path / "a.jsonl", rows))
    found = states(tmp_path / "home")
    assert (found["coded"], found["duplicate"]) == (2, 2)


def test_fifty_mirrors_count_once(tmp_path: Path) -> None:
    rows = [{"id": str(n), "outlet": f"موقع {n}", "text": COPIES["texts"]["arrest"]} for n in range(50)]
    add(tmp_path / "home", write_lines(tmp_path / "a.jsonl", rows))
    found = states(tmp_path / "home")
    assert (found["coded"], found["duplicate"]) == (1, 49)
    assert len({event["report_id"] for event in events(tmp_path / "home")}) == 1


# -- the same store in any order ----------------------------------------------------------------------------


def test_any_order_and_any_batches_give_the_same_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [*texts_of(tmp_path, *COPIES["texts"]), write_lines(tmp_path / "a.jsonl", reports(20))]
    (tmp_path / "bad.jsonl").write_bytes(b"{\n[]\n")
    paths += [tmp_path / "bad.jsonl", *(Path(shutil.copy(path, tmp_path / f"again-{path.name}")) for path in paths[:3])]
    add(tmp_path / "reference", *paths)
    wanted = content(tmp_path / "reference")
    for seed, batch, record in ((1, 1, 1), (2, 3, 7), (3, 50, 2)):
        monkeypatch.setattr(runs, "_BATCH", batch)
        monkeypatch.setattr(runs, "_RECORD", record)
        order = random.Random(seed).sample(paths, len(paths))
        home = tmp_path / f"home{seed}"
        add(home, *order[: 5 * seed])
        add(home, *order)
        assert content(home) == wanted


def test_processes_give_the_same_store(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", reports(80))
    add(tmp_path / "one", path)
    add(tmp_path / "two", path, processes=2)
    assert content(tmp_path / "one") == content(tmp_path / "two")


# -- sudden death ------------------------------------------------------------------------------------------


def start_intake(home: Path, path: Path, limit: int | None = None) -> tuple[int, int]:
    """Add ``path`` in a process of its own that writes each receipt to a pipe; its id and the pipe."""
    reader, writer = os.pipe()
    child = os.fork()
    if child:
        os.close(writer)
        return child, reader
    with contextlib.suppress(BaseException):
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        def tell(receipt: Receipt) -> None:
            if receipt.input is not None:
                os.write(writer, f"{receipt.input.id} {receipt.input.raw_id}\n".encode())

        with open_store(home, write=True) as store:
            intake = Intake(store, Facts(), on_receipt=tell)
            list(intake.resume())
            list(intake.add(iter_inputs([path])))
        os._exit(0)
    os._exit(1)


def read_receipts(pipe: int, enough: int | None = None) -> list[tuple[str, str]]:
    """Receipts until the pipe ends, or there are enough; half a line is none."""
    found: list[tuple[str, str]] = []
    left = b""
    while (enough is None or len(found) < enough) and (piece := os.read(pipe, 4096)):
        *lines, left = (left + piece).split(b"\n")
        found += [(key, raw) for key, raw in (line.decode().split() for line in lines)]
    return found


def check_acknowledged(home: Path, receipts: set[tuple[str, str]]) -> None:
    with open_store(home) as store, store.transaction() as connection:
        kept = {values["id"]: values["raw_id"] for values in iter_values(connection, "input")}
        for key, raw in receipts:
            assert kept[key] == raw
            assert store.objects.holds(raw)


def test_kill_at_random_points_loses_nothing_acknowledged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """30 kills: after each, what was acknowledged is there; at the end, the store is that of an undisturbed run.

    A kill comes after a random number of receipts and up to 60 ms later: while a store is made, bytes or rows are
    written, or reports coded.
    """
    monkeypatch.setattr(runs, "_BATCH", 4)
    monkeypatch.setattr(runs, "_RECORD", 3)
    path = write_lines(tmp_path / "a.jsonl", reports(60))
    add(tmp_path / "reference", path)
    chance = random.Random(4)
    killed = 0
    for number in range(6):
        home = tmp_path / f"home{number}"
        acknowledged: set[tuple[str, str]] = set()
        for _ in range(5):
            child, pipe = start_intake(home, path)
            acknowledged.update(read_receipts(pipe, chance.choice((0, 0, 1, 20, 40, 59))))
            time.sleep(chance.uniform(0, 0.06))
            os.kill(child, signal.SIGKILL)
            acknowledged.update(read_receipts(pipe))
            os.close(pipe)
            _, status = os.waitpid(child, 0)
            killed += os.WIFSIGNALED(status)
            check_acknowledged(home, acknowledged)
        assert damage(home) == []
        add(home, path)
        assert content(home) == content(tmp_path / "reference")
    assert killed >= 20


# -- damage is named ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def full_home(each_backend: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("full")
    with each_backend.used():
        add(folder / "home", write_lines(folder / "a.jsonl", reports(12)), *texts_of(folder, "bridge", "bridge_cut"))
        yield folder / "home"


@pytest.fixture
def home(backend: Databases, full_home: Path, tmp_path: Path) -> Path:
    """A full store of one's own."""
    return backend.copy(full_home, tmp_path / "home")


def flip(path: Path, at: int) -> None:
    path.chmod(0o600)
    raw = bytearray(path.read_bytes())
    raw[at] ^= 1
    path.write_bytes(raw)


def objects_of(home: Path) -> list[Path]:
    return sorted(path for path in (home / "objects").rglob("*") if path.is_file())


def test_a_flipped_bit_in_any_object_is_named(home: Path) -> None:
    paths = objects_of(home)
    assert len(paths) == 15  # twelve lines, the file they lay in, two texts
    for path in paths:
        flip(path, path.stat().st_size // 2)
    found = damage(home)
    assert len(found) == 15
    assert all(any(path.name in line for line in found) for path in paths)


def test_missing_and_foreign_objects_are_named(home: Path) -> None:
    gone, renamed, *_ = objects_of(home)
    gone.unlink()
    renamed.rename(renamed.with_name("0" * 64))
    found = damage(home)
    assert len(found) == 3
    assert sum("missing or unreadable" in line for line in found) == 2
    assert any("no row knows" in line and "0" * 64 in line for line in found)


_TAMPERINGS = {
    "text": "update text set text = replace(text, 'بلدة', 'مدينة')",
    "extraction": "update extraction set facts = replace(facts, 'مرصد', 'موقع')",
    "event": "update event set event = replace(event, 'Explosions', 'Exp1osions')",
    "coding": "update coding set lexicons = 'other'",
    "input": "update input set state = 'no_event' where state = 'coded'",
    "input ": "update input set place = 'elsewhere'",
    "object": "update object set size = size + 1",
    "copy": "update copy set shared = shared - 1",
    "custody": "update custody set at = '2000-01-01T00:00:00+00:00' where number = 3",
}
_DELETIONS = {
    "event": "delete from event where number = 0",
    "input": "delete from input where state = 'no_event'",
    "custody": "delete from custody where number = 2",
    "custody ": "delete from custody where number > 5",
}


@pytest.mark.parametrize(("table", "change"), [*_TAMPERINGS.items(), *_DELETIONS.items()])
def test_a_changed_row_is_named(backend: Databases, home: Path, table: str, change: str) -> None:
    assert backend.run(home, change) > 0
    found = damage(home)
    assert any(line.startswith((f"{table.strip()} ", "coding", "input")) for line in found), found


def test_an_untouched_store_is_intact(home: Path) -> None:
    assert damage(home) == []


def test_leftovers_of_an_interrupted_run_are_a_note(home: Path) -> None:
    with open_store(home, write=True) as store:
        store.objects.save({hash_bytes(b"x"): b"x"})
    with open_store(home) as store:
        (finding,) = verify(store)
    assert finding.note


# -- packages ----------------------------------------------------------------------------------------------


def check_bag(bag: Path) -> subprocess.CompletedProcess[str]:
    """The checker in the bag, alone: no site packages, no environment."""
    return subprocess.run([sys.executable, "-I", "-S", bag / "verify.py"], capture_output=True, text=True)


@pytest.fixture
def bag(home: Path, tmp_path: Path) -> Path:
    with open_store(home, write=True) as store:
        pack(store, tmp_path / "bag")
    return tmp_path / "bag"


def test_a_bag_verifies_by_itself_and_is_a_bagit_bag(bag: Path) -> None:
    done = check_bag(bag)
    assert (done.returncode, done.stdout) == (0, "intact\n"), done.stdout
    assert (bag / "bagit.txt").read_text() == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    listed = dict(reversed(line.split("  ")) for line in (bag / "manifest-sha256.txt").read_text().splitlines())
    payload = [path for path in (bag / "data").rglob("*") if path.is_file()]
    assert listed == {str(p.relative_to(bag)): hashlib.sha256(p.read_bytes()).hexdigest() for p in payload}
    size = sum(path.stat().st_size for path in payload)
    assert f"Payload-Oxum: {size}.{len(payload)}\n" in (bag / "bag-info.txt").read_text()
    assert len((bag / "data" / "events.jsonl").read_text().splitlines()) >= 9


def test_a_bag_fails_after_a_flip_in_any_file(bag: Path) -> None:
    for path in sorted(path for path in bag.rglob("*") if path.is_file() and path.name != "verify.py"):
        if path.stat().st_size == 0:  # a table without rows
            continue
        raw = path.read_bytes()
        flip(path, len(raw) // 2)
        done = check_bag(bag)
        assert done.returncode in (1, 2), path
        path.write_bytes(raw)
    assert check_bag(bag).returncode == 0


def rewrite_manifest(bag: Path, path: Path) -> None:
    """What a forger would do: list the altered file as it is now."""
    manifest = bag / "manifest-sha256.txt"
    name = str(path.relative_to(bag))
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}" if line.endswith(f"  {name}") else line
        for line in manifest.read_text().splitlines()
    ]
    manifest.write_text("\n".join(lines) + "\n")
    tags = bag / "tagmanifest-sha256.txt"
    new = hashlib.sha256(manifest.read_bytes()).hexdigest()
    tags.write_text(
        "".join(
            f"{new if line.endswith(manifest.name) else line.split()[0]}  {line.split('  ')[1]}\n"
            for line in tags.read_text().splitlines()
        )
    )


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [("event", "Explosions", "Exp1osions"), ("text", "بلدة", "مدينة"), ("custody", "coded", "c0ded")],
)
def test_a_bag_fails_when_rows_are_forged_with_their_manifests(bag: Path, table: str, old: str, new: str) -> None:
    path = bag / "data" / "rows" / f"{table}.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    rewrite_manifest(bag, path)
    done = check_bag(bag)
    assert done.returncode == 1
    assert "row was altered" in done.stdout


def test_added_and_missing_files_of_a_bag_are_named(bag: Path) -> None:
    (bag / "data" / "extra.txt").write_text("x")
    next((bag / "data" / "texts").iterdir()).unlink()
    done = check_bag(bag)
    assert "data/extra.txt: in no manifest" in done.stdout
    assert "missing" in done.stdout
    assert done.returncode == 1


def test_a_bag_is_whole_or_not_at_all(home: Path, tmp_path: Path) -> None:
    path = objects_of(home)[3]
    flip(path, 3)
    with open_store(home, write=True) as store, pytest.raises(Exception, match="marsad verify"):
        pack(store, tmp_path / "bag")
    assert not (tmp_path / "bag").exists()
    assert not list(tmp_path.glob(".bag*"))


def test_pairs_of_the_corpus_are_named_once() -> None:
    pairs = [frozenset(pair[:2]) for kind in ("copies", "different") for pair in COPIES[kind]]
    assert len(pairs) == len(set(pairs))
    assert all(a != b for a, b in combinations(pairs, 2))


def test_a_store_says_nothing_of_the_clock(tmp_path: Path) -> None:
    """The custody log is dated by the clock that the store was given."""
    from datetime import UTC, datetime

    def clock() -> datetime:
        return datetime(2022, 5, 1, 12, tzinfo=UTC)

    path = write_lines(tmp_path / "a.jsonl", reports(1))
    with open_store(tmp_path / "home", write=True, clock=clock) as store:
        list(Intake(store, Facts()).add(iter_inputs([path])))
        assert isinstance(store, Store)
        with store.transaction() as connection:
            assert {v["at"] for v in iter_values(connection, "custody")} == {"2022-05-01T12:00:00+00:00"}
