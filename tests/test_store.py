"""The evidence store: objects, rows and their hashes, one writer, schema versions, the custody log."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import inspect

from databases import Databases
from marsad.errors import StoreError
from marsad.store import Objects, open_store
from marsad.store.queries import content_hash, count_states, iter_values, list_inputs
from marsad.store.records import EVIDENCE, InputRow, ObjectRow, hash_values
from marsad.store.stores import SCHEMA
from marsad.store.tables import metadata
from marsad.store.writes import add_rows, log

RAW = "اندلعت اشتباكات في بلدة هجين".encode()
KEY = hashlib.sha256(RAW).hexdigest()


# -- objects -----------------------------------------------------------------------------------------------


def test_an_object_lies_under_its_hash_and_cannot_be_written_over(tmp_path: Path) -> None:
    objects = Objects(tmp_path / "objects")
    objects.save({KEY: RAW})
    path = tmp_path / "objects" / KEY[:2] / KEY[2:4] / KEY
    assert path.read_bytes() == objects.read(KEY) == RAW
    assert path.stat().st_mode & 0o222 == 0
    assert [*objects.files()] == [path]


def test_bytes_are_on_the_disk_before_the_name_and_the_name_before_save_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Records every fsync and rename: file, rename, then each folder whose entries changed."""
    done: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def note_fsync(handle: int) -> None:
        done.append(f"fsync {Path(f'/proc/self/fd/{handle}').readlink().name}")
        fsync(handle)

    def note_replace(self: Path, target: Path) -> Path:
        done.append(f"rename {target.name}")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", note_fsync)
    monkeypatch.setattr(Path, "replace", note_replace)
    Objects(tmp_path / "objects").save({KEY: RAW})
    assert done[:3] == [f"fsync {tmp_path.name}", f"fsync {KEY}.{os.getpid()}", f"rename {KEY}"]
    assert set(done[3:]) == {f"fsync {KEY[2:4]}", f"fsync {KEY[:2]}", "fsync objects"}


def test_an_altered_object_is_put_right_when_its_bytes_come_again(tmp_path: Path) -> None:
    objects = Objects(tmp_path / "objects")
    objects.save({KEY: RAW})
    path = objects.path(KEY)
    path.chmod(0o600)
    path.write_bytes(RAW[:-1] + b"x")
    assert not objects.holds(KEY)
    assert objects.save({KEY: RAW}) == [KEY]
    assert objects.holds(KEY)


def test_half_written_files_are_swept_by_the_next_writer(tmp_path: Path) -> None:
    left = tmp_path / "objects" / "tmp" / "half"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"ha")
    with open_store(tmp_path, write=True):
        assert not left.exists()


# -- rows --------------------------------------------------------------------------------------------------

_TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(
    st.dictionaries(
        st.from_regex("[a-z_]{1,8}", fullmatch=True), st.none() | st.integers(1 - 2**53, 2**53 - 1) | _TEXTS
    )
)
def test_row_hashes_can_be_computed_by_any_json_library(values: dict[str, object]) -> None:
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hash_values(values) == hashlib.sha256(text.encode()).hexdigest()


def test_migrations_make_the_tables_that_the_program_uses(tmp_path: Path, backend: Databases) -> None:
    with open_store(tmp_path, write=True) as store, store.transaction() as connection:
        found = inspect(connection)
        for name, table in metadata.tables.items():
            columns = {column["name"]: column["nullable"] for column in found.get_columns(name)}
            assert columns == {column.name: bool(column.nullable) for column in table.columns}, name
            wanted = {index.name for index in table.indexes}
            assert {index["name"] for index in found.get_indexes(name)} == wanted, name
            assert {key["referred_table"] for key in found.get_foreign_keys(name)} == {
                key.column.table.name for key in table.foreign_keys
            }, name


def test_every_row_kind_has_the_columns_of_its_table() -> None:
    for kind in EVIDENCE:
        columns = [column.name for column in metadata.tables[kind.table].columns]
        assert columns == [*kind.__struct_fields__, "row_hash"], kind.table


def test_the_custody_log_is_a_chain(tmp_path: Path, backend: Databases) -> None:
    with open_store(tmp_path, write=True) as store:
        for subject in ("أ", "ب", "ج"):
            with store.transaction() as connection:
                log(store, connection, [("received", subject, {"place": subject}), ("coded", subject, {})])
        with store.transaction() as connection:
            lines = list(iter_values(connection, "custody"))
    assert [line["number"] for line in lines] == [1, 2, 3, 4, 5, 6]
    assert [line["previous"] for line in lines[1:]] == [line["row_hash"] for line in lines[:-1]]


def test_a_failed_transaction_leaves_nothing(tmp_path: Path, backend: Databases) -> None:
    with open_store(tmp_path, write=True) as store:
        empty = InputRow(id="1", place="أ", raw_id="no such object")
        with pytest.raises(StoreError, match=r"(?i)foreign key"), store.transaction() as connection:
            add_rows(connection, [ObjectRow(id=KEY, size=1, kind="raw"), empty])
        with store.transaction() as connection:
            assert list(iter_values(connection, "object")) == []
            assert list_inputs(connection, "queued") == []


# -- opening -----------------------------------------------------------------------------------------------


def test_nothing_kept_reads_as_empty_and_makes_nothing(tmp_path: Path, backend: Databases) -> None:
    with open_store(tmp_path / "home") as store, store.transaction() as connection:
        assert set(count_states(connection).values()) == {0}
        assert content_hash(connection) == hashlib.sha256().hexdigest()
    assert not (tmp_path / "home").exists()


def test_a_first_run_killed_half_way_reads_as_empty(tmp_path: Path) -> None:
    """Before a new file is in WAL mode, a killed change must be rolled back, which a reader may not."""
    die = (
        "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('pragma cache_size=2'); c.execute('create table t (x)'); c.execute('begin')\n"
        "c.executemany('insert into t values (?)', [('x' * 4000,)] * 200); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", die, tmp_path / "marsad.sqlite"], check=False)
    assert (tmp_path / "marsad.sqlite-journal").stat().st_size > 0
    with open_store(tmp_path) as store, store.transaction() as connection:
        assert count_states(connection)["accepted"] == 0


def test_durability_is_set(tmp_path: Path) -> None:
    with open_store(tmp_path, write=True) as store, store.transaction() as connection:
        found = {
            name: connection.exec_driver_sql(f"pragma {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_store_of_a_newer_program_is_refused(tmp_path: Path, backend: Databases) -> None:
    with open_store(tmp_path, write=True):
        pass
    assert backend.run(tmp_path, "update alembic_version set version_num = '9999'") == 1
    for write in (False, True):
        with pytest.raises(StoreError, match="newer Marsad"), open_store(tmp_path, write=write):
            pass


def test_the_newest_migration_is_the_schema_that_the_program_knows() -> None:
    import marsad.store.migrations.versions as versions

    names = sorted(path.name for path in Path(versions.__path__[0]).glob("v*.py"))
    assert names[-1].startswith(f"v{SCHEMA}_")


def test_what_is_no_database_is_named_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "marsad.sqlite").write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreError, match=r"marsad\.sqlite.*backup"), open_store(tmp_path):
        pass


def test_a_second_writer_waits_and_then_gives_up_by_name(tmp_path: Path, backend: Databases) -> None:
    waited: list[str] = []
    hold = (
        "import sys, pathlib; from marsad.store import open_store\n"
        f"with open_store(pathlib.Path({str(tmp_path)!r}), write=True):\n"
        "    print('held', flush=True); sys.stdin.read()"
    )
    environ = {**os.environ, **backend.environ(tmp_path)}
    with subprocess.Popen([sys.executable, "-c", hold], stdin=-1, stdout=-1, env=environ) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline() == b"held\n"
        with (
            pytest.raises(StoreError, match=f"process {holder.pid}"),
            open_store(tmp_path, write=True, patience=0.2, on_wait=waited.append),
        ):
            pass
        with open_store(tmp_path) as store, store.transaction() as connection:
            assert count_states(connection)["accepted"] == 0  # readers do not wait
        holder.kill()
    assert waited == [str(holder.pid)]
    with open_store(tmp_path, write=True, patience=0):
        pass  # the lock went with its holder
