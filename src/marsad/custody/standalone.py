#!/usr/bin/env python3
"""Checks a Marsad evidence bag with nothing but Python's standard library: python3 verify.py [FOLDER]

Every file is the one listed in the manifests, no file is added or missing; every row has its hash, and the audit log
holds it; every text is the one that was hashed; every quoted word of an event stands in its text; the audit log is one
unbroken chain, the one that the checkpoints signed. Compare the key that it names with the one you were told.
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

# Ed25519 (RFC 8032)
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def hash_file(path: Path) -> str:
    """SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def write_canonical(value: Any) -> bytes:
    """Canonical JSON by RFC 8785 of what rows hold: sorted names, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def hash_row(values: dict[str, Any], later: list[str]) -> str:
    """SHA-256 of a row without its hash, and without nulls of columns that came ``later`` than rows."""
    kept = {k: v for k, v in values.items() if k != "row_hash" and (v is not None or k not in later)}
    return hashlib.sha256(write_canonical(kept)).hexdigest()


def check_files(bag: Path) -> Iterator[str]:
    """The files are those of the manifests, byte for byte."""
    listed = {"tagmanifest-sha256.txt"}
    for manifest in MANIFESTS:
        for line in (bag / manifest).read_bytes().decode().removesuffix("\n").split("\n"):
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


def load_tables(bag: Path) -> dict[str, dict[str, list[str]]]:
    """Tables whose rows have hashes, each with the columns of its key and those that came later."""
    found: dict[str, dict[str, list[str]]] = json.loads((bag / "tables.json").read_bytes())
    return found


def check_rows(bag: Path) -> Iterator[str]:
    """Every row has the hash it was written with, and every text its own."""
    for table, columns in load_tables(bag).items():
        for number, values in enumerate(read_rows(bag, table), 1):
            where = f"data/rows/{table}.jsonl, line {number}"
            if hash_row(values, columns["later"]) != values["row_hash"]:
                yield f"{where}: the row was altered"
            if "text_hash" in values and hashlib.sha256(values["text"].encode()).hexdigest() != values["text_hash"]:
                yield f"{where}: the text is not the one that was hashed"
            if table == "object" and not (bag / "data/objects" / object_path(values["id"])).is_file():
                yield f"{where}: its bytes are missing"


def check_log(bag: Path) -> Iterator[str]:
    """The rows are those whose hashes the audit log holds, no more and no fewer."""
    held: dict[tuple[str, str], str | None] = {}
    for line in read_rows(bag, "custody"):
        if line["action"] == "wrote":
            held.update(((line["subject"], key), mark) for key, mark in json.loads(line["detail"]).items())
    for table, columns in load_tables(bag).items():
        for values in read_rows(bag, table) if table != "custody" else ():
            key = [values[name] for name in columns["key"]]
            name = str(key[0]) if len(key) == 1 else write_canonical(key).decode()
            if held.pop((table, name), None) != values["row_hash"]:
                yield f"{table} {name}: the audit log does not hold this row"
    yield from (f"{table} {name}: the row is gone" for (table, name), mark in held.items() if mark is not None)


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
    """The audit log is one unbroken chain up to the hash in bag-info.txt, and knows every input."""
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
            yield f"input {values['id']}: the audit log does not know it"


def check_checkpoints(bag: Path) -> Iterator[str]:
    """Every checkpoint is signed, and its root is that of the first lines of the audit log (RFC 6962)."""
    signed = [json.loads((bag / "checkpoint.json").read_bytes()), *read_rows(bag, "checkpoint")]
    roots = {one["size"]: "" for one in signed}
    subtrees: list[bytes] = []
    for size, line in enumerate(read_rows(bag, "custody"), 1):
        node, left = hashlib.sha256(b"\0" + write_canonical(line)).digest(), size - 1
        while left & 1:
            node, left = hashlib.sha256(b"\1" + subtrees.pop() + node).digest(), left >> 1
        subtrees.append(node)
        if size in roots:
            root = node
            for subtree in reversed(subtrees[:-1]):
                root = hashlib.sha256(b"\1" + subtree + root).digest()
            roots[size] = root.hex()
    for one in signed:
        message = write_canonical({name: one[name] for name in ("at", "key", "root", "size")})
        public = bytes.fromhex(one["public_key"])
        if hashlib.sha256(public).hexdigest()[:16] != one["key"] or one["key"] != signed[0]["key"]:
            yield f"checkpoint {one['size']}: signed with another key than checkpoint.json"
        elif not is_signed(public, message, bytes.fromhex(one["signature"])):
            yield f"checkpoint {one['size']}: key {one['key']} did not sign this"
        if roots[one["size"]] != one["root"]:
            yield f"checkpoint {one['size']}: the audit log is not the one that was signed"


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature of the message is that of the key (RFC 8032, section 5.1.7)."""
    key, start = read_point(public), read_point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    base = read_point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
    if key is None or start is None or base is None or scalar >= ORDER or len(signature) != 64:
        return False
    digest = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    left, right = multiply(scalar, base), add(start, multiply(digest, key))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


Point = tuple[int, int, int, int]  # X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z


def read_point(code: bytes) -> Point | None:
    """A point of the curve from its 32 bytes; None when they are no point."""
    number = int.from_bytes(code, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def add(one: Point, two: Point) -> Point:
    """The sum of two points (RFC 8032, section 5.1.4)."""
    a, b = (one[1] - one[0]) * (two[1] - two[0]) % P, (one[1] + one[0]) * (two[1] + two[0]) % P
    c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(scalar: int, point: Point) -> Point:
    """A multiple of a point."""
    found: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            found = add(found, point)
        point, scalar = add(point, point), scalar >> 1
    return found


def main() -> int:
    """Check the bag and say what changed."""
    bag = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    if not (bag / "bagit.txt").is_file():
        print(f"{bag}: no bagit.txt here; give the folder of the bag", file=sys.stderr)
        return 2
    found = 0
    for check in (check_files, check_rows, check_log, check_evidence, check_custody, check_checkpoints):
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
