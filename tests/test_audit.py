"""The audit log: who and in what words, checkpoints, proofs; what is altered, removed, moved or cut is named."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from conftest import Run
from databases import Databases
from marsad.batch import Facts
from marsad.custody import Intake, open_record, pack, standalone, verify
from marsad.custody.checkpoints import Checkpoint, load_checkpoint
from marsad.custody.erasures import erase, find_person, find_words
from marsad.custody.keys import FOLDER, PRIVATE, load_key
from marsad.custody.proofs import check_proof, parse_proof, prove_growth, prove_line
from marsad.errors import StoreError
from marsad.ingest import iter_inputs
from marsad.model import Event
from marsad.review import decide
from marsad.review.proposals import Accept
from marsad.store import open_store
from marsad.store.lines import list_last_lines
from marsad.store.queries import iter_events, iter_values
from marsad.store.records import Row, canonical, hash_row
from marsad.store.sqlite import Sqlite
from marsad.store.stores import migrate
from marsad.store.tables import audited_tables, metadata
from marsad.store.writes import add_rows, log
from shelves import make_home, read_otherwise, reports, write_lines
from test_custody import texts_of

REASON = "الشاهد أبو محمد من الحي الغربي تراجع عن قوله"
CODER = "ليلى المنسقة"


# What follows from other rows and can be made anew, or passes: no evidence, so without hashes.
DERIVED = (
    "band", "head", "family", "decision_subject", "incident", "incident_member", "incident_pair", "incident_key",
    "incident_judgement", "linkage", "term", "alias", "indexed_text", "current_report", "current_event",
    "current_actor", "overlay",
    "waiting", "claim", "skip", "queue_state", "alert", "alert_event", "alert_delivery",
)  # fmt: skip


def damage(home: Path, *against: Checkpoint) -> list[str]:
    with open_store(home) as store:
        return [str(finding) for finding in verify(store, against=against) if not finding.note]


# -- canonical JSON ----------------------------------------------------------------------------------------

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
_SCALARS = (
    st.none() | st.booleans() | st.integers(1 - 2**53, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
)
_JSON = st.recursive(
    _SCALARS | _TEXT, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3)
)


@given(_JSON)
def test_canonical_json_is_that_of_rfc_8785(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


def test_canonical_json_of_the_example_of_the_rfc() -> None:
    """RFC 8785, section 3.2.2 and 3.2.4."""
    value = {
        "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"\u002f", "literals": [None, True, False],
    }  # fmt: skip
    wanted = (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )
    assert canonical(value) == wanted.encode()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**53, "\ud800", {1: 2}])
def test_what_json_cannot_say_the_same_everywhere_is_refused(value: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        canonical({"x": value} if not isinstance(value, dict) else value)


def test_rows_with_hashes_hold_no_fractions() -> None:
    """So that any program can compute a row hash again, whatever way it writes numbers."""
    for table in audited_tables():
        assert {column.type.python_type for column in metadata.tables[table].columns} <= {str, int}, table


def test_every_table_is_in_the_log_or_exempt_by_name() -> None:
    assert {*audited_tables(), *DERIVED, "custody", "private"} == {*metadata.tables}


# -- a store with something of everything ------------------------------------------------------------------


@pytest.fixture(scope="module")
def full_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rows in every table: copies, a coding by older lexicons, an event withdrawn, names and a reason."""
    folder = tmp_path_factory.mktemp("audit")
    home = folder / "home"
    paths = [write_lines(folder / "a.jsonl", reports(6)), *texts_of(folder, "bridge", "bridge_cut")]
    with pytest.MonkeyPatch.context() as patch:
        read_otherwise(patch, "older", under_other_ids)
        add_by(home, CODER, *paths)
    with open_record(home, by=CODER) as store:
        list(Intake(store, Facts()).resume(again=True))
        with store.transaction() as connection:
            event_id = next(iter_events(connection)).event
        decide(store, Accept(by=CODER, event=json.loads(event_id)["event_id"]))
        with store.transaction() as connection:
            entries = [("decided", "event", {"kind": "reject", "confidence": 0.25})]
            log(store, connection, entries, by="سامر", private={"reason": REASON})
            for kind in Row.__subclasses__():  # tables of other rooms
                if kind.table != "custody" and not next(iter_values(connection, kind.table), None):
                    add_rows(connection, [made_up(connection, kind)])
    with sqlite3.connect(home / "marsad.sqlite") as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
    connection.close()
    return home


def made_up(connection: Connection, kind: type[Row]) -> Row:
    """A row of a table, whatever its columns are; references lead to the first row there is."""
    values: dict[str, Any] = {}
    for name in kind.__struct_fields__:
        column = metadata.tables[kind.table].c[name]
        reference = next(iter(column.foreign_keys), None)
        if reference is not None:
            values[name] = connection.execute(select(reference.column).limit(1)).scalar()
        else:
            values[name] = 1 if column.type.python_type is int else "made up"
    return kind(**values)


def under_other_ids(events: list[Event]) -> list[Event]:
    return [msgspec.structs.replace(event, event_id=f"old-{event.event_id}") for event in events]


def add_by(home: Path, by: str, *paths: Path) -> None:
    with open_record(home, by=by) as store:
        list(Intake(store, Facts()).add(iter_inputs(paths)))


@pytest.fixture
def home(full_home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(full_home, tmp_path / "home"))


def change(home: Path, *statements: str, values: tuple[Any, ...] = ()) -> int:
    connection = sqlite3.connect(home / "marsad.sqlite")
    with connection:
        count = sum(connection.execute(statement, values).rowcount for statement in statements)
    connection.close()
    return count


def rows_of(home: Path, table: str) -> list[dict[str, Any]]:
    with open_store(home) as store, store.transaction() as connection:
        return list(iter_values(connection, table))


def test_an_untouched_store_is_intact(home: Path) -> None:
    assert damage(home) == []


# -- tampering ---------------------------------------------------------------------------------------------


def altered(value: Any) -> Any:
    if isinstance(value, int):
        return value + 1
    return "x" if value is None else value[:-1] + ("0" if value[-1:] != "0" else "1")


def tamper(home: Path, table: str) -> Iterator[tuple[str, str, tuple[Any, ...]]]:
    """Every way to alter a row of a table: a value, a value and the hash with it, the row taken out."""
    row = rows_of(home, table)[-1]
    keys = [column.name for column in metadata.tables[table].primary_key]
    where = " and ".join(f'"{name}" is ?' for name in keys)
    at = tuple(row[name] for name in keys)
    yield "removed", f'delete from "{table}" where {where}', at
    for name in [name for name in row if name not in keys]:
        new = altered(row[name])
        yield f"{name} altered", f'update "{table}" set "{name}" = ? where {where}', (new, *at)
        if name != "row_hash" and "row_hash" in row:
            values = {k: v for k, v in row.items() if k != "row_hash"} | {name: new}
            forged = hash_row(table, values)
            yield f"{name} forged", f'update "{table}" set "{name}" = ?, row_hash = ? where {where}', (new, forged, *at)


@pytest.mark.parametrize("table", [*audited_tables(), "custody", "private"])
def test_any_altered_or_removed_row_of_any_table_is_named(home: Path, table: str) -> None:
    path = home / "marsad.sqlite"
    whole = path.read_bytes()
    assert rows_of(home, table), f"{table}: this test has no row of it"
    tried = 0
    for how, statement, values in list(tamper(home, table)):
        assert change(home, statement, values=values) == 1, how
        found = damage(home)
        assert any(line.startswith((f"{table} ", "checkpoint", "coding", "private")) for line in found), (how, found)
        for name in ("marsad.sqlite-wal", "marsad.sqlite-shm"):
            (home / name).unlink(missing_ok=True)
        path.write_bytes(whole)
        tried += 1
    assert tried >= 4
    assert damage(home) == []


@pytest.mark.parametrize("table", [*audited_tables(), "private"])
def test_a_row_that_somebody_put_in_is_named(home: Path, table: str) -> None:
    row = rows_of(home, table)[-1]
    names = [column.name for column in metadata.tables[table].primary_key]
    row[names[-1]] = row[names[-1]] + 1000 if isinstance(row[names[-1]], int) else altered(row[names[-1]])
    if "row_hash" in row:
        row["row_hash"] = hash_row(table, {k: v for k, v in row.items() if k != "row_hash"})
    columns = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" * len(row))
    assert change(home, f'insert into "{table}" ({columns}) values ({marks})', values=tuple(row.values())) == 1
    assert any(line.startswith(f"{table} ") for line in damage(home))


def rewrite_log(home: Path, edit: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> None:
    """What a forger would do: change lines and chain all of them anew."""
    lines, previous = edit(rows_of(home, "custody")), "0" * 64
    change(home, "delete from custody")
    for number, line in enumerate(lines, 1):
        line |= {"number": number, "previous": previous}
        line["row_hash"] = previous = hash_row("custody", {k: v for k, v in line.items() if k != "row_hash"})
        marks = ", ".join("?" * len(line))
        names = ", ".join(f'"{name}"' for name in line)
        change(home, f"insert into custody ({names}) values ({marks})", values=tuple(line.values()))


def swap(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    lines[1]["number"], lines[2]["number"] = lines[2]["number"], lines[1]["number"]
    return [lines[0], lines[2], lines[1], *lines[3:]]


def redate(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    lines[0]["at"] = "2001-01-01T00:00:00+00:00"
    return lines


@pytest.mark.parametrize("edit", [swap, redate, lambda lines: lines[1:], lambda lines: lines[:5] + lines[6:]])
def test_a_log_chained_anew_is_not_the_one_that_was_signed(
    home: Path, edit: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]
) -> None:
    rewrite_log(home, edit)
    found = damage(home)
    assert not any("a line before it" in line for line in found)  # the chain itself is whole again
    assert any("are not those that were signed" in line or "was cut" in line for line in found), found


def test_lines_that_changed_places_are_named(home: Path) -> None:
    change(home, "update custody set number = -2 where number = 2", "update custody set number = 2 where number = 3",
           "update custody set number = 3 where number = -2")  # fmt: skip
    assert {line.split(":")[0] for line in damage(home)} >= {"custody 2", "custody 3"}


def test_a_cut_log_is_noticed_by_the_checkpoint_beside_it(home: Path, tmp_path: Path) -> None:
    """Log, rows and checkpoints of an earlier time put back: all of it consistent, but not what was signed last."""
    before = (home / "marsad.sqlite").read_bytes()
    add_by(home, CODER, write_lines(tmp_path / "b.jsonl", reports(9)[8:]))
    for name in ("marsad.sqlite-wal", "marsad.sqlite-shm"):
        (home / name).unlink(missing_ok=True)
    (home / "marsad.sqlite").write_bytes(before)
    (finding,) = damage(home)
    assert "the log was cut or put back" in finding


def test_a_checkpoint_kept_elsewhere_shows_that_a_whole_folder_was_replaced(home: Path, tmp_path: Path) -> None:
    kept = load_checkpoint(home)
    other = tmp_path / "other"
    add_by(other, CODER, write_lines(tmp_path / "b.jsonl", reports(3)))
    assert damage(other) == []
    assert any("was cut" in line or "not those that were signed" in line for line in damage(other, kept))
    assert any("is not known here" in line for line in damage(other, kept))


def test_a_forger_without_the_key_is_named(home: Path) -> None:
    """Everything made anew, checkpoints signed with a key of the forger's own."""
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw().hex()
    for row in rows_of(home, "checkpoint"):
        new = row | {"public_key": public, "key": hashlib.sha256(bytes.fromhex(public)).hexdigest()[:16]}
        message = rfc8785.dumps({name: new[name] for name in ("at", "key", "root", "size")})
        new["signature"] = key.sign(message).hex()
        statement = "update checkpoint set key = ?, public_key = ?, signature = ? where size = ?"
        change(home, statement, values=(new["key"], public, new["signature"], row["size"]))
    assert any("which is not known here" in line for line in damage(home))


# -- who and in what words ---------------------------------------------------------------------------------


def test_lines_hold_commitments_and_no_names(home: Path) -> None:
    lines = rows_of(home, "custody")
    told = json.dumps(lines, ensure_ascii=False)
    assert REASON not in told
    assert CODER not in told
    assert all(line["by"] for line in lines)
    assert len({line["by"] for line in lines}) == 2
    (decided,) = [line for line in lines if line["action"] == "decided" and line["private"]]
    assert [*json.loads(decided["private"])] == ["reason"]
    assert json.loads(decided["detail"]) == {"kind": "reject", "confidence": 0.25}


def test_what_was_written_can_be_erased_and_the_chain_still_verifies(home: Path) -> None:
    head = rows_of(home, "custody")[-1]["row_hash"]
    with open_record(home, by=CODER) as store:
        rows = find_words(store, "ابو محمد")  # without its hamza
        assert [row.content for row in rows] == [REASON]
        erase(store, rows)
        assert find_words(store, "أبو محمد") == []
    assert damage(home) == []
    lines = rows_of(home, "custody")
    assert head in {line["row_hash"] for line in lines}
    assert [line["action"] for line in lines[-2:]] == ["erased", "wrote"]
    for path in home.iterdir():  # gone from the file itself
        assert not path.is_file() or REASON.encode() not in path.read_bytes(), path


def test_a_person_is_erased_with_all_that_they_wrote(home: Path) -> None:
    with open_record(home, by="سامر") as store:
        rows = find_person(store, "سامر")
        assert {row.kind for row in rows} == {"person", "reason"}
        erase(store, rows)
    assert [row["content"] for row in rows_of(home, "private")] == [CODER]  # nor was it written again
    assert damage(home) == []


def test_log_checkpoints_and_erasure_are_the_same_on_both_databases(tmp_path: Path, backend: Databases) -> None:
    home = tmp_path / "home"
    add_by(home, CODER, write_lines(tmp_path / "a.jsonl", reports(3)))
    with open_record(home, by=CODER) as store, store.transaction() as connection:
        log(store, connection, [("decided", "event", {})], private={"reason": REASON})
    with open_record(home, by="سامر") as store:
        erase(store, find_words(store, REASON))
    assert damage(home, load_checkpoint(home)) == []
    assert {row["content"] for row in rows_of(home, "private")} == {CODER, "سامر"}
    assert backend.run(home, "update custody set at = '2001-01-01T00:00:00+00:00' where number = 2") == 1
    assert any(line.startswith("custody 2: the line was altered") for line in damage(home))


def test_words_put_back_after_their_erasure_are_named(home: Path) -> None:
    (row,) = [row for row in rows_of(home, "private") if row["kind"] == "reason"]
    with open_record(home, by=CODER) as store:
        erase(store, find_words(store, REASON))
    change(
        home, "insert into private (id, salt, kind, person, content) values (?, ?, ?, ?, ?)", values=tuple(row.values())
    )
    assert any("says it was erased, and it is here" in line for line in damage(home))


# -- keys and checkpoints ----------------------------------------------------------------------------------


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    first = load_key(tmp_path).public
    assert load_key(tmp_path).public == first
    path = tmp_path / FOLDER / PRIVATE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    path.write_bytes(b"no key")
    with pytest.raises(StoreError, match="makes a new key"):
        load_key(tmp_path)


def test_each_run_that_changes_something_ends_with_a_checkpoint(home: Path, tmp_path: Path) -> None:
    before = len(rows_of(home, "checkpoint"))
    path = write_lines(tmp_path / "b.jsonl", reports(9)[8:])
    add_by(home, CODER, path)
    assert len(rows_of(home, "checkpoint")) == before + 1
    add_by(home, CODER, path)  # nothing new
    assert len(rows_of(home, "checkpoint")) == before + 1
    lines = len(rows_of(home, "custody"))
    assert rows_of(home, "checkpoint")[-1]["size"] == lines - 1  # all but the line that tells of the checkpoint
    assert load_checkpoint(home).size == lines


def test_a_run_that_fails_is_closed_by_a_checkpoint_too(home: Path) -> None:
    before = len(rows_of(home, "checkpoint"))
    with pytest.raises(KeyboardInterrupt), open_record(home) as store:
        with store.transaction() as connection:
            log(store, connection, [("noted", "x", {})])
        raise KeyboardInterrupt
    assert len(rows_of(home, "checkpoint")) == before + 1
    assert damage(home) == []


def test_the_checkpoint_of_another_key_is_believed_once_that_key_is_trusted(
    home: Path, marsad: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARSAD_HOME", str(home))
    pem = marsad("audit", "key").text
    (tmp_path / "key.pem").write_text(pem)
    shutil.rmtree(home / FOLDER)
    assert any("is not known here" in line for line in damage(home))
    assert "is trusted" in marsad("audit", "trust", tmp_path / "key.pem").text
    assert damage(home) == []
    (tmp_path / "key.pem").write_text("no key")
    assert "no public key" in marsad("audit", "trust", tmp_path / "key.pem").err


# -- proofs ------------------------------------------------------------------------------------------------


def test_a_line_is_proved_without_the_others(home: Path) -> None:
    with open_store(home) as store:
        proofs = [prove_line(store, number) for number in (1, 2, 7)]
        with pytest.raises(StoreError, match="signed 1 to"):
            prove_line(store, 10_000)
    for proof in proofs:
        assert check_proof(proof) is None
        assert proof.line is not None
        assert check_proof(type(proof)(proof.checkpoint, proof.path[1:], proof.line)) == (
            "the line is not in the log that was signed"
        )
        assert (
            check_proof(type(proof)(proof.checkpoint, proof.path, proof.line | {"at": "2001"}))
            == "the line was altered"
        )


def test_that_the_log_only_grew_is_proved(home: Path, tmp_path: Path) -> None:
    earlier = load_checkpoint(home)
    add_by(home, CODER, write_lines(tmp_path / "b.jsonl", reports(9)[8:]))
    with open_store(home) as store:
        proof = prove_growth(store, earlier)
        with pytest.raises(StoreError, match="did not grow"):
            prove_growth(store, msgspec.structs.replace(earlier, size=earlier.size - 1))
    assert check_proof(proof) is None
    assert proof.earlier == earlier
    assert (
        check_proof(type(proof)(proof.checkpoint, proof.path[:-1], earlier=earlier)) == "the log did not grow from it"
    )
    forged = msgspec.structs.replace(earlier, root="0" * 64)
    assert "is not what key" in (check_proof(type(proof)(proof.checkpoint, proof.path, earlier=forged)) or "")


# -- packages ----------------------------------------------------------------------------------------------


def check_bag(bag: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-I", "-S", bag / "verify.py"], capture_output=True, text=True)


def test_a_package_holds_checkpoint_and_key_and_no_names(home: Path, tmp_path: Path) -> None:
    with open_record(home) as store:
        pack(store, tmp_path / "bag")
        pack(store, tmp_path / "whole", with_private=True)
    for name, words in (("bag", False), ("whole", True)):
        bag = tmp_path / name
        done = check_bag(bag)
        assert (done.returncode, done.stdout) == (0, "intact\n")
        held = b"".join(path.read_bytes() for path in bag.rglob("*") if path.is_file())
        assert (REASON.encode() in held, CODER.encode() in held) == (words, words)
        assert load_checkpoint(bag) in [load_checkpoint(home), load_checkpoint(tmp_path / "bag")]
    assert damage(home, load_checkpoint(tmp_path / "bag")) == []


def test_a_package_whose_rows_were_forged_with_hashes_and_manifests_fails(home: Path, tmp_path: Path) -> None:
    bag = tmp_path / "bag"
    with open_record(home) as store:
        pack(store, bag)
    path = bag / "data/rows/event.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows[0]["event"] = rows[0]["event"].replace('"confidence"', '"confidence" ')
    rows[0]["row_hash"] = standalone.hash_row(rows[0], [])
    path.write_bytes(b"".join(standalone.write_canonical(row) + b"\n" for row in rows))
    for name in standalone.MANIFESTS:
        lines = [line.partition("  ")[2] for line in (bag / name).read_text().splitlines()]
        (bag / name).write_text("".join(f"{standalone.hash_file(bag / line)}  {line}\n" for line in lines))
    done = check_bag(bag)
    assert done.returncode == 1
    assert "the audit log does not hold this row" in done.stdout


@given(st.binary(max_size=40), st.integers(0, 63))
def test_signatures_are_checked_by_the_package_as_by_the_library(message: bytes, at: int) -> None:
    key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(message).digest())
    public, signature = key.public_key().public_bytes_raw(), bytearray(key.sign(message))
    assert standalone.is_signed(public, message, bytes(signature))
    assert not standalone.is_signed(public, message + b"x", bytes(signature))
    signature[at] ^= 1
    assert not standalone.is_signed(public, message, bytes(signature))


def test_signatures_are_those_of_rfc_8032() -> None:
    """Test 3 of its section 7.1."""
    public = bytes.fromhex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025")
    signature = (
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    )
    assert standalone.is_signed(public, bytes.fromhex("af82"), bytes.fromhex(signature))
    assert not standalone.is_signed(public, bytes.fromhex("af83"), bytes.fromhex(signature))


# -- commands ----------------------------------------------------------------------------------------------


def test_the_log_is_shown_with_names_until_they_are_erased(
    home: Path, marsad: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARSAD_HOME", str(home))
    shown = [json.loads(line) for line in marsad("audit", "log", "--json", "--last", 50).out.splitlines()]
    assert shown[0]["by"] == "سامر"
    assert shown[0]["private"] == {"reason": REASON}
    assert {line["action"] for line in shown} >= {"received", "coded", "decided"}
    assert REASON in marsad("erase", "أبو محمد").text  # only shown
    assert json.loads(marsad("audit", "log", "--json", "--last", 1).out)["private"] == {"reason": REASON}
    assert "1 erased" in marsad("erase", "أبو محمد", "--yes").text
    decided = [json.loads(line) for line in marsad("audit", "log", "--json", "--last", 2).out.splitlines()][1]
    assert decided["private"] == {"reason": "(erased)"}
    assert marsad("erase", "أبو محمد").code == 1
    assert marsad("erase").code == 2
    assert marsad("verify").code == 0


def test_proofs_are_written_and_checked_anywhere(
    home: Path, marsad: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARSAD_HOME", str(home))
    checkpoints = marsad("audit", "checkpoints", "--json").out.splitlines()
    assert len(checkpoints) == 2
    (tmp_path / "kept.json").write_bytes(checkpoints[0])
    assert marsad("audit", "prove", 1, "-o", tmp_path / "line.json").code == 0
    assert marsad("audit", "prove", "--since", tmp_path / "kept.json", "-o", tmp_path / "growth.json").code == 0
    assert marsad("audit", "prove").code == 2
    monkeypatch.setenv("MARSAD_HOME", str(tmp_path / "nowhere"))
    for name in ("line", "growth"):
        ended = marsad("audit", "check", tmp_path / f"{name}.json")
        assert (ended.code, "holds" in ended.text) == (0, True)
    proof = parse_proof(tmp_path / "line.json").as_json().replace(b'"received"', b'"Received"')
    (tmp_path / "forged.json").write_bytes(proof)
    ended = marsad("audit", "check", tmp_path / "forged.json")
    assert (ended.code, "the line was altered" in ended.err) == (1, True)
    assert "nothing is kept here yet" in marsad("audit", "log").err


def test_verify_against_a_checkpoint(home: Path, marsad: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARSAD_HOME", str(home))
    kept = tmp_path / "kept.json"
    kept.write_bytes((home / "checkpoint.json").read_bytes())
    assert marsad("verify", "--against", kept).code == 0
    kept.write_text(kept.read_text().replace('"root":"', '"root":"0'))
    assert marsad("verify", "--against", kept).code == 1
    assert "no checkpoint" in marsad("verify", "--against", tmp_path).err


# -- stores of before --------------------------------------------------------------------------------------


def make_old(home: Path, old: Path) -> None:
    """The rows of a store in the tables of the first version, with the chain that it had."""
    old.mkdir()
    engine = Sqlite(old / "marsad.sqlite").open_writer(0, None)
    with engine.begin() as connection:
        migrate(connection, "0001")
    engine.dispose()
    connection = sqlite3.connect(old / "marsad.sqlite")
    connection.execute("attach ? as new", (str(home / "marsad.sqlite"),))
    with connection:
        names = connection.execute("select name from main.sqlite_master where type = 'table'").fetchall()
        for (name,) in names:
            if name not in ("custody", "alembic_version"):
                columns = ", ".join(f'"{row[1]}"' for row in connection.execute(f'pragma main.table_info("{name}")'))
                connection.execute(f'insert into main."{name}" ({columns}) select {columns} from new."{name}"')
        previous = "0" * 64
        for number, line in enumerate((line for line in rows_of(home, "custody") if line["action"] != "wrote"), 1):
            values = {k: line[k] for k in ("at", "action", "subject", "detail")} | {
                "number": number,
                "previous": previous,
            }
            previous = hashlib.sha256(rfc8785.dumps(values)).hexdigest()
            row = (*values.values(), previous)
            columns = "at, action, subject, detail, number, previous, row_hash"
            connection.execute(f"insert into custody ({columns}) values (?, ?, ?, ?, ?, ?, ?)", row)
    connection.close()
    shutil.copytree(home / "objects", old / "objects")


def test_rows_of_before_the_audit_log_are_adopted(home: Path, tmp_path: Path) -> None:
    """A store of the first version, with its rows and its chain: the log holds them from the first opening on."""
    old = tmp_path / "old"
    make_old(home, old)
    with open_record(old):
        pass
    assert damage(old) == []
    adopted = {line["subject"] for line in rows_of(old, "custody") if line["action"] == "wrote"}
    assert adopted == {"object", "extraction", "text", "coding", "event", "input", "copy", "checkpoint"}
    assert rows_of(old, "custody")[0]["by"] is None
    assert change(old, "delete from copy") == 1
    assert [line.split(" ")[0] for line in damage(old)] == ["copy"]


def test_the_account_that_runs_the_program_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = make_home(tmp_path / "home")
    monkeypatch.setenv("MARSAD_USER", "مي")
    with open_store(home, write=True) as store, store.transaction() as connection:
        log(store, connection, [("noted", "x", {})])
        assert [row["content"] for row in iter_values(connection, "private")] == ["مي"]
        assert len(list_last_lines(connection, 5)) == 1
