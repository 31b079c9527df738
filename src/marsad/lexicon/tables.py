"""Read lexicon files: flat facts from CSV, nested ones from YAML 1.2 (``no`` stays a word).

Beside the shipped files stand the user's own (``folders.user_lexicons``): actors, places and aliases of the same form,
whose names begin with ``user/`` here. They stay when Marsad is replaced by a newer one.
"""

from __future__ import annotations

import csv
import hashlib
import io
from contextlib import suppress
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from ..errors import LexiconError
from ..folders import cache_folder, user_lexicons, write_cache


def lexicons_folder() -> Path:
    """Folder of the shipped lexicons (data only)."""
    return Path(str(files("marsad") / "lexicons"))


USER = "user/"  # what the names of the user's own files begin with
LAYERED = ("actors", "places")  # folders to which users add files


def path_of(name: str) -> Path:
    """Where the file of a lexicon lies."""
    return user_lexicons() / name.removeprefix(USER) if name.startswith(USER) else lexicons_folder() / name


def load_csv(name: str) -> list[dict[str, str]]:
    """Rows of ``lexicons/<name>`` (UTF-8, header row)."""
    path = path_of(name)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read ({error}). Reinstall Marsad or restore the file.") from error
    return list(csv.DictReader(io.StringIO(text)))


def parse_yaml(name: str) -> Any:
    """Content of ``lexicons/<name>`` read from the file; a syntax error names file and line."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    path = path_of(name)
    try:
        return YAML(typ="safe", pure=False).load(path.read_text(encoding="utf-8"))
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise LexiconError(f"{path}{line}: not valid YAML. Mend the indentation or quote the value.") from error
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read ({error}). Reinstall Marsad or restore the file.") from error


def load_yaml(name: str) -> Any:
    """Content of ``lexicons/<name>``; dates come as ISO strings. Parsed once for each version of the lexicons."""
    return parse_yaml(name) if name.startswith(USER) else _documents()[name]


@cache
def _documents() -> dict[str, Any]:
    """All YAML lexicons: YAML takes seconds to parse, so the parsed form is kept in the cache folder."""
    path = cache_folder() / f"lexicons-{_shipped_version()}.msgpack"
    with suppress(OSError, msgspec.MsgspecError):
        documents: dict[str, Any] = msgspec.msgpack.decode(path.read_bytes())
        return documents
    root = lexicons_folder()
    names = sorted(str(p.relative_to(root)) for p in root.rglob("*.yaml"))
    packed = msgspec.msgpack.encode({name: parse_yaml(name) for name in names})
    write_cache(path, packed)
    parsed: dict[str, Any] = msgspec.msgpack.decode(packed)
    return parsed


@cache
def lexicons_version() -> str:
    """Names what the lexicons are: the same data, the same version; ``3f9a…+1c20…`` where the user has own files."""
    own = _hash_files(user_lexicons())
    return _shipped_version() + (f"+{own[:8]}" if own else "")


@cache
def _shipped_version() -> str:
    return _hash_files(lexicons_folder())[:12]


def _hash_files(root: Path) -> str:
    """Hash over the names and bytes of all lexicon files of a folder; empty when there are none."""
    digest, found = hashlib.sha256(), False
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix in (".yaml", ".csv"):
            found = True
            digest.update(str(path.relative_to(root)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest() if found else ""


def list_files(folder: str, suffix: str) -> list[str]:
    """Names of the files of a sub-folder, sorted; the user's own after the shipped ones."""
    root, own = lexicons_folder(), user_lexicons()
    shipped = sorted(str(p.relative_to(root)) for p in (root / folder).glob(f"*{suffix}"))
    if folder not in LAYERED:
        return shipped
    return shipped + sorted(USER + str(p.relative_to(own)) for p in (own / folder).glob(f"*{suffix}"))
