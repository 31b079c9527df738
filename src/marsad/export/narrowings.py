"""Emptying the fields of records that have no leave to go, and visiting only the records that may hold one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from operator import is_
from typing import Any, NamedTuple

from msgspec import NODEFAULT, Struct, inspect
from msgspec.structs import fields, replace


class Rule(NamedTuple):
    """What to do with a record: fields to be emptied, with what they become, and fields in which to look on."""

    emptied: tuple[tuple[str, Any], ...]
    inside: tuple[str, ...]


Rules = Mapping[type, Rule]
"""Rules by class; a record without one leaves as it is."""


def compile_rules(top: type[Struct], allowed: Mapping[str, Sequence[str]]) -> Rules:
    """Rules for ``top`` and every record within, from the fields allowed by name of record; others are not allowed."""
    rules: dict[type, Rule] = {}
    _compile(inspect.type_info(top), allowed, rules)
    return rules


def _compile(kind: Any, allowed: Mapping[str, Sequence[str]], rules: dict[type, Rule]) -> bool:
    """Enter the rules for a type and all types within; whether there are any. No record holds one of its own kind."""
    if not isinstance(kind, inspect.StructType):
        return any([_compile(part, allowed, rules) for part in parts_of(kind)])
    known = allowed.get(kind.cls.__name__, ())
    emptied = tuple((name, _empty(kind.cls, name)) for name in kind.cls.__struct_fields__ if name not in known)
    inside = tuple(field.name for field in kind.fields if _compile(field.type, allowed, rules))
    if emptied or inside:
        rules[kind.cls] = Rule(emptied, inside)
    return bool(emptied or inside)


def iter_records(kind: Any) -> Iterator[inspect.StructType]:
    """The records that values of a type are or hold; some more than once."""
    if isinstance(kind, inspect.StructType):
        yield kind
    for part in parts_of(kind):
        yield from iter_records(part)


def parts_of(kind: Any) -> list[Any]:
    """The types within a type."""
    if isinstance(kind, inspect.StructType):
        return [field.type for field in kind.fields]
    if isinstance(kind, inspect.UnionType):
        return list(kind.types)
    if isinstance(kind, inspect.ListType | inspect.VarTupleType):
        return [kind.item_type]
    return [kind.key_type, kind.value_type] if isinstance(kind, inspect.DictType) else []


def _empty(record: type[Struct], name: str) -> Any:
    field = next(field for field in fields(record) if field.name == name)
    if field.default is not NODEFAULT:
        return field.default
    return None if field.default_factory is NODEFAULT else field.default_factory()


def narrow(value: Any, rules: Rules) -> Any:
    """``value`` with the fields emptied that may not leave; the very same object where none of them holds anything."""
    if isinstance(value, Struct):
        return _narrow_record(value, rules)
    if isinstance(value, list | tuple):
        changed = [narrow(one, rules) for one in value]
        return value if all(map(is_, changed, value)) else type(value)(changed)
    return value


def _narrow_record(value: Struct, rules: Rules) -> Struct:
    rule = rules.get(type(value))
    if rule is None:
        return value
    changed = {name: empty for name, empty in rule.emptied if getattr(value, name) != empty}
    for name in rule.inside:
        was = getattr(value, name)
        now = narrow(was, rules) if was else was
        if now is not was:
            changed.setdefault(name, now)
    return replace(value, **changed) if changed else value
