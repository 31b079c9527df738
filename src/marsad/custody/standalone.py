#!/usr/bin/env python3
"""Checks a Marsad evidence bag with nothing but Python's standard library: python3 verify.py [FOLDER]

Every file is the one listed in the manifests, no file is added or missing; every row has its hash; every text is the
one that was hashed; every quoted word of an event stands in its text; the custody log is one unbroken chain.
Exit: 0 intact, 1 something changed (named), 2 this is no such bag.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MANIFESTS = ("manifest-sha256.txt", "tagmanifest-sha256.txt")
TABLES = ("object", "extraction", "text", "coding", "event", "input", "copy", "custody")


def hash_file(path: Path) -> str:
    """SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def hash_row(values: dict[str, Any]) -> str:
    """SHA-256 of a row as canonical JSON: sorted names, no spaces, UTF-8."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def check_files(bag: Path) -> Iterator[str]:
    """The files are those of the manifests, byte for byte."""
    listed = {"tagmanifest-sha256.txt"}
    for manifest in MANIFESTS:
        for line in (bag / manifest).read_text(encoding="utf-8").splitlines():
            wanted, _, name = line.partition("  ")
            listed.add(name)
            path = bag / name
            if not path.is_file():
                yield f"{name}: missing"
            elif hash_file(path) != wanted:
                yield f"{name}: altered"
            elif name.startswith("data/objects/") and path.name != wanted:
                yield f"{name}: not named by its SHA-256"
    for path in sorted(bag.rglob("*")):
        name = path.relative_to(bag).as_posix()
        if path.is_file() and name not in listed:
            yield f"{name}: in no manifest"


def read_rows(bag: Path, table: str) -> Iterator[dict[str, Any]]:
    """Rows of a table, each with its hash."""
    with (bag / "data" / "rows" / f"{table}.jsonl").open(encoding="utf-8", newline="\n") as file:
        for line in file:
            yield json.loads(line)


def check_rows(bag: Path) -> Iterator[str]:
    """Every row has the hash it was written with, and every text its own."""
    for table in TABLES:
        for number, values in enumerate(read_rows(bag, table), 1):
            where = f"data/rows/{table}.jsonl, line {number}"
            if hash_row({name: value for name, value in values.items() if name != "row_hash"}) != values["row_hash"]:
                yield f"{where}: the row was altered"
            if "text_hash" in values and hashlib.sha256(values["text"].encode()).hexdigest() != values["text_hash"]:
                yield f"{where}: the text is not the one that was hashed"
            if table == "object" and not (bag / "data/objects" / object_path(values["id"])).is_file():
                yield f"{where}: its bytes are missing"


def object_path(key: str) -> str:
    """Where the bytes with this SHA-256 lie under data/objects."""
    return f"{key[:2]}/{key[2:4]}/{key}"


def check_evidence(bag: Path) -> Iterator[str]:
    """Every quoted word stands in its text at the offsets given (Unicode code points)."""
    texts = {values["id"]: values["text"] for values in read_rows(bag, "text")}
    codings = {values["id"]: values["text_id"] for values in read_rows(bag, "coding")}
    for values in read_rows(bag, "event"):
        text = texts[codings[values["coding_id"]]]
        for span in json.loads(values["event"])["evidence"]:
            if text[span["start"] : span["end"]] != span["text"]:
                yield f"event {values['event_id']}: {span['field']} is not in its text"


def check_custody(bag: Path) -> Iterator[str]:
    """The custody log is one unbroken chain up to the hash in bag-info.txt, and knows every input."""
    previous = "0" * 64
    received = set()
    for number, values in enumerate(read_rows(bag, "custody"), 1):
        if values["number"] != number or values["previous"] != previous:
            yield f"custody {values['number']}: a line before it is missing or was altered"
        previous = values["row_hash"]
        received.add(values["subject"])
    if f"Marsad-Custody-Head: {previous}\n" not in (bag / "bag-info.txt").read_text(encoding="utf-8"):
        yield "custody: the last line is not the one named in bag-info.txt"
    for values in read_rows(bag, "input"):
        if values["id"] not in received:
            yield f"input {values['id']}: the custody log does not know it"


def main() -> int:
    """Check the bag and say what changed."""
    bag = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    if not (bag / "bagit.txt").is_file():
        print(f"{bag}: no bagit.txt here; give the folder of the bag", file=sys.stderr)
        return 2
    found = 0
    for check in (check_files, check_rows, check_evidence, check_custody):
        try:
            for what in check(bag):
                print(what)
                found += 1
        except (OSError, ValueError, LookupError, TypeError) as error:
            print(f"{check.__name__}: cannot be checked ({type(error).__name__}: {error})")
            found += 1
    print(f"{found} things changed" if found else "intact")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
