"""Read lexicon files: flat facts from CSV, nested ones from YAML 1.2 (``no`` stays a word)."""

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
from ..folders import cache_folder, write_cache


def lexicons_folder() -> Path:
    """Folder of the shipped lexicons (data only)."""
    return Path(str(files("marsad") / "lexicons"))


def load_csv(name: str) -> list[dict[str, str]]:
    """Rows of ``lexicons/<name>`` (UTF-8, header row)."""
    path = lexicons_folder() / name
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read ({error}). Reinstall Marsad or restore the file.") from error
    return list(csv.DictReader(io.StringIO(text)))


def parse_yaml(name: str) -> Any:
    """Content of ``lexicons/<name>`` read from the file; a syntax error names file and line."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    path = lexicons_folder() / name
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
    return _documents()[name]


@cache
def _documents() -> dict[str, Any]:
    """All YAML lexicons: YAML takes seconds to parse, so the parsed form is kept in the cache folder."""
    path = cache_folder() / f"lexicons-{lexicons_version()}.msgpack"
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
    """Short hash over the names and bytes of all shipped lexicon files: the same data, the same version."""
    digest = hashlib.sha256()
    root = lexicons_folder()
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix in (".yaml", ".csv"):
            digest.update(str(path.relative_to(root)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def list_files(folder: str, suffix: str) -> list[str]:
    """Names (relative to the lexicons folder) of the files of a sub-folder, sorted."""
    root = lexicons_folder()
    return sorted(str(p.relative_to(root)) for p in (root / folder).glob(f"*{suffix}"))
