"""``Sieve``: which records hold a withheld name in any of their texts. Most hold none, so this must be quick.

Records are looked through together: all texts of one field are taken at once, and each different text is read once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

from msgspec import Struct, inspect

from .masks import Names
from .narrowings import iter_records, parts_of

_REMEMBERED = 200_000  # texts


class Plan(NamedTuple):
    """What to look at in records of a class: their texts, and the fields that hold further records, lists or anything.

    Each takes the values out of many records.
    """

    texts: Callable[[Any], tuple[str | None, ...]] | None
    parts: tuple[Callable[[Any], Any], ...]


class Sieve:
    """Looks through records for names. Texts that hold none are remembered: most are the same few (مدنيون، أمس)."""

    def __init__(self, names: Names, top: type[Struct], codes: frozenset[str]) -> None:
        """Look for ``names`` in records of class ``top``; fields named in ``codes`` hold no words of reports."""
        self._names = names
        self._clean: set[str | None] = {None}
        self._plans = {kind.cls: _plan(kind, codes) for kind in iter_records(inspect.type_info(top))}

    def catch(self, records: Sequence[Struct]) -> list[bool]:
        """For each record whether it holds a name, in whatever field at whatever depth."""
        texts: set[str | None] = set()
        self._gather(records, texts)
        if not self._look(texts - self._clean):
            return [False] * len(records)
        middle = len(records) // 2
        return self.catch(records[:middle]) + self.catch(records[middle:]) if middle else [True]

    def _gather(self, values: Sequence[Any], texts: set[str | None]) -> None:
        """Add the texts of values of any kinds, and of all that they hold, to ``texts``."""
        kinds = set(map(type, values))
        for kind in kinds:
            self._gather_alike(kind, values if len(kinds) == 1 else [one for one in values if type(one) is kind], texts)

    def _gather_alike(self, kind: type, values: Sequence[Any], texts: set[str | None]) -> None:
        """The same for values of one kind."""
        plan = self._plans.get(kind)
        if plan is not None:
            if plan.texts is not None:
                texts.update(chain.from_iterable(map(plan.texts, values)))
            for part in plan.parts:
                self._gather(list(filter(None, map(part, values))), texts)
        elif kind is str:
            texts.update(values)
        elif kind is list or kind is tuple:
            self._gather(list(chain.from_iterable(values)), texts)
        elif kind is dict:
            self._gather([one for value in values for one in value.values()], texts)

    def _look(self, texts: Iterable[str | None]) -> bool:
        """Look for names in texts that are not known to be clean."""
        for text in texts:
            if text is not None and self._names.mask(text) != text:
                return True
            if len(self._clean) > _REMEMBERED:
                self._clean = {None}
            self._clean.add(text)
        return False


def _plan(kind: inspect.StructType, codes: frozenset[str]) -> Plan:
    told = [field for field in kind.fields if codes.isdisjoint((field.name, f"{kind.cls.__name__}.{field.name}"))]
    texts = [field.name for field in told if _is_text(field.type)]
    parts = tuple(attrgetter(field.name) for field in told if _is_open(field.type))
    return Plan(_getter(texts), parts)


def _is_text(kind: Any) -> bool:
    return isinstance(kind, inspect.StrType) or any(
        isinstance(part, inspect.StrType) for part in (kind.types if isinstance(kind, inspect.UnionType) else ())
    )


def _is_open(kind: Any) -> bool:
    return isinstance(kind, inspect.AnyType | inspect.StructType) or (not _is_text(kind) and bool(parts_of(kind)))


def _getter(names: list[str]) -> Callable[[Any], tuple[str | None, ...]] | None:
    """The values of fields, as a tuple (the only one twice); None when there are no fields."""
    return attrgetter(*names, *(names if len(names) == 1 else ())) if names else None
