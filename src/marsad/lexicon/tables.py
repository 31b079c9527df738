"""Read lexicon files: flat facts from CSV, nested ones from YAML 1.2 (``no`` stays a word)."""

from __future__ import annotations

import csv
import io
from importlib.resources import files
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from ..errors import LexiconError


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


def load_yaml(name: str) -> Any:
    """Content of ``lexicons/<name>``; a syntax error names file and line."""
    path = lexicons_folder() / name
    try:
        return YAML(typ="safe", pure=False).load(path.read_text(encoding="utf-8"))
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise LexiconError(f"{path}{line}: not valid YAML. Mend the indentation or quote the value.") from error
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read ({error}). Reinstall Marsad or restore the file.") from error


def list_files(folder: str, suffix: str) -> list[str]:
    """Names (relative to the lexicons folder) of the files of a sub-folder, sorted."""
    root = lexicons_folder()
    return sorted(str(p.relative_to(root)) for p in (root / folder).glob(f"*{suffix}"))
