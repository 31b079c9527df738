"""``Sieve``: whether a record holds a withheld name in any of its texts. Most hold none, so this must be quick."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any, NamedTuple

from msgspec import Struct, inspect

from .masks import Names
from .narrowings import iter_records, parts_of

_REMEMBERED = 200_000  # texts


class Plan(NamedTuple):
    """What to look at in a record: its texts, and the fields that hold further records, lists or anything."""

    texts: Callable[[Any], tuple[str | None, ...]] | None
    parts: Callable[[Any], tuple[Any, ...]] | None


class Sieve:
    """Looks through records for names. Texts that hold none are remembered: most are the same few (مدنيون، أمس)."""

    def __init__(self, names: Names, top: type[Struct], codes: frozenset[str]) -> None:
        """Look for ``names`` in records of class ``top``; fields named in ``codes`` hold no words of reports."""
        self._names = names
        self._clean: set[str | None] = {None}
        self._plans = {kind.cls: _plan(kind, codes) for kind in iter_records(inspect.type_info(top))}

    def catches(self, record: Struct) -> bool:
        """Whether a record holds a name, in whatever field at whatever depth."""
        plans, waiting = self._plans, [record]
        while waiting:
            value: Any = waiting.pop()
            kind = type(value)
            plan = plans.get(kind)
            if plan is None:
                if kind is list or kind is tuple:
                    waiting.extend(value)
                elif kind is dict:
                    waiting.extend(value.values())
                elif kind is str and value not in self._clean and self._look((value,)):
                    return True
                continue
            texts, parts = plan
            if texts is not None and not self._clean.issuperset(told := texts(value)) and self._look(told):
                return True
            if parts is not None:
                waiting += filter(None, parts(value))
        return False

    def _look(self, texts: Iterable[str | None]) -> bool:
        """Look for names in texts that are not all known to be clean."""
        for text in texts:
            if text not in self._clean:
                if text is not None and self._names.mask(text) != text:
                    return True
                if len(self._clean) > _REMEMBERED:
                    self._clean = {None}
                self._clean.add(text)
        return False


def _plan(kind: inspect.StructType, codes: frozenset[str]) -> Plan:
    told = [field for field in kind.fields if codes.isdisjoint((field.name, f"{kind.cls.__name__}.{field.name}"))]
    texts = [field.name for field in told if _is_text(field.type)]
    return Plan(_getter(texts), _getter([field.name for field in told if _is_open(field.type)]))


def _is_text(kind: Any) -> bool:
    return isinstance(kind, inspect.StrType) or any(
        isinstance(part, inspect.StrType) for part in (kind.types if isinstance(kind, inspect.UnionType) else ())
    )


def _is_open(kind: Any) -> bool:
    return isinstance(kind, inspect.AnyType | inspect.StructType) or (not _is_text(kind) and bool(parts_of(kind)))


def _getter(names: list[str]) -> Callable[[Any], tuple[Any, ...]] | None:
    """The values of fields, as a tuple (the only one twice); None when there are no fields."""
    return attrgetter(*names, *(names if len(names) == 1 else ())) if names else None
