"""A backup in one file: a tar of its folder, packed with gzip when its name says so.

Names inside are taken only when they lead into the folder; links and devices are refused.
"""

from __future__ import annotations

import os
import shutil
import tarfile
from pathlib import Path, PurePosixPath

from ..errors import StoreError

_ENDINGS = (".tar", ".tar.gz", ".tgz")


def is_tar(path: Path) -> bool:
    """Whether the name is that of a tar."""
    return path.name.endswith(_ENDINGS)


def pack(folder: Path, path: Path) -> None:
    """Write the files of a folder into a tar that only its owner may read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        with tarfile.open(fileobj=file, mode="w" if path.name.endswith(".tar") else "w:gz") as tar:
            for name, folders, files in os.walk(folder):
                folders.sort()
                for entry in sorted(files):
                    source = Path(name, entry)
                    about = tar.gettarinfo(str(source), source.relative_to(folder).as_posix())
                    about.type, about.linkname = tarfile.REGTYPE, ""  # what is a hard link here is a file there
                    about.size = source.stat().st_size
                    with source.open("rb") as content:
                        tar.addfile(about, content)
                    tar.members = []  # type: ignore[attr-defined]  # there may be a million
        file.flush()
        os.fsync(file.fileno())


def unpack(path: Path, folder: Path) -> None:
    """Write the files of a tar into a folder; StoreError when it is none, or holds what no backup does."""
    try:
        with tarfile.open(path, "r:*") as tar:
            for member in tar:
                name = PurePosixPath(member.name)
                if not member.isreg() or name.is_absolute() or ".." in name.parts:
                    raise StoreError(f"{path}: {member.name!r} is in no backup. Use another backup.")
                content = tar.extractfile(member)
                goal = folder / name
                goal.parent.mkdir(parents=True, exist_ok=True)
                with goal.open("xb") as file:
                    assert content is not None
                    shutil.copyfileobj(content, file, 1 << 20)
                goal.chmod(member.mode & 0o777)
                tar.members = []  # type: ignore[attr-defined]
    except (tarfile.TarError, EOFError, OSError) as error:
        raise StoreError(f"{path}: it cannot be read as a backup ({error}). Use another backup.") from error
