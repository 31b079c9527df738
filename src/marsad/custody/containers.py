"""The files that inputs lay in, such as archives and exports, kept whole: copied once a run."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..store.objects import Objects
from ..store.records import ObjectRow


@dataclass(slots=True)
class Containers:
    """Copies of this run by the name of the file; ``streams`` are where standard input and pipes were written to."""

    objects: Objects
    streams: Mapping[str, Path] = field(default_factory=dict)
    kept: dict[str, ObjectRow] = field(default_factory=dict)

    def keep(self, names: Collection[str]) -> dict[str, ObjectRow]:
        """Put files on the disk that are not there yet; those that are, by name. What is no file has no copy."""
        for name in sorted(set(names) - self.kept.keys() - {""}):
            path = self.streams.get(name, Path(name))
            if path.is_file():
                key, size = self.objects.save_file(path)
                self.kept[name] = ObjectRow(id=key, size=size, kind="container")
        return {name: self.kept[name] for name in names if name in self.kept}
