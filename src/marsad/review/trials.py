"""Trying an alias before it is adopted: the reports that hold its wording are coded in memory, with it and without.

What is listed is what the alias alone would change, event by event; nothing is written. Adopting it writes it into the
user's lexicons, tells the audit log and codes those reports anew; what people decided stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import msgspec

from ..batch import Facts, code_raw
from ..batch.reports import forget_coder
from ..custody import Intake
from ..custody.differences import SAME, Change, compare_codings
from ..custody.extractions import restore
from ..custody.recordings import record
from ..gazetteer import load_gazetteer
from ..ingest import InputProblem
from ..lexicon.aliases import REPORT, Alias, add_alias, load_aliases, remove_alias, require_alias
from ..lexicon.entries import NewEntry, add_entry, require_entry
from ..model import Filter
from ..pipeline import Coded
from ..pipeline.coder import ReportCoder, load_coder, make_coder
from ..pipeline.meanings import find_meaning
from ..store import Store
from ..store.queries import find_extractions, find_inputs
from ..store.selections import iter_input_texts, list_input_ids
from ..store.writes import log
from ..text.folding import fold_word
from ..text.words import split_words
from .projections import lay_all_decisions

_PART = 64  # reports coded at a time


class Tried(msgspec.Struct, frozen=True):
    """What an alias would change in one input."""

    input_id: str
    place: str
    changes: list[Change]


def find_holding(store: Store, alias: Alias) -> list[str]:
    """Inputs whose current text holds the wording: by the index of words, and by reading what has no event."""
    key = fold_word(alias.wording)
    with store.transaction() as connection:
        wanted = Filter(text=alias.wording, copies=True)
        if alias.scope == REPORT:
            wanted = msgspec.structs.replace(wanted, report_id=(alias.area,))
        found = list_input_ids(connection, wanted)
        silent = iter_input_texts(connection, "no_event")
        found += [one for one, text in silent if key in " ".join(split_words(text).words)]
    return sorted(set(found))


def try_alias(store: Store, alias: Alias, new: NewEntry | None = None) -> Iterator[Tried]:
    """What would change, input by input; LexiconError when the alias leads nowhere.

    ``new`` is an entry that the alias means and that would be added with it.
    """
    require_alias(alias)
    known = load_aliases()
    if new is not None:
        require_entry(new)
    after = make_coder([*known, alias], [] if new is None else [new])
    return _try(store, find_holding(store, alias), load_coder(), after)


def try_without(store: Store, alias: Alias) -> Iterator[Tried]:
    """What would change if an adopted alias were taken out."""
    kept = [one for one in load_aliases() if one.id != alias.id]
    return _try(store, find_holding(store, alias), load_coder(), make_coder(kept))


def _try(store: Store, ids: Sequence[str], before: ReportCoder, after: ReportCoder) -> Iterator[Tried]:
    waiting = iter(ids)
    while part := list(islice(waiting, _PART)):
        with store.transaction() as connection:
            rows = find_inputs(connection, part)
            sources = find_extractions(connection, [row.extraction_id or "" for row in rows.values()])
        for key in part:
            row = rows[key]
            raw, facts = restore(store, row, sources[row.extraction_id or ""])
            changes = _compare(code_raw(raw, facts, coder=before), code_raw(raw, facts, coder=after))
            if changes:
                yield Tried(key, row.place, changes)


def _compare(before: Coded | InputProblem, after: Coded | InputProblem) -> list[Change]:
    if isinstance(before, InputProblem) or isinstance(after, InputProblem):
        return []
    return [one for one in compare_codings(before.events, after.events) if one.kind != SAME]


def adopt_alias(store: Store, alias: Alias, by: str, new: NewEntry | None = None) -> int:
    """Write an alias, after the ``new`` entry it means, into the user's lexicons and code anew the reports that hold
    its wording; how many these are. LexiconError, and nothing is written, when the alias leads nowhere.
    """
    require_alias(alias)
    find_meaning(alias, load_gazetteer(), new)
    ids = find_holding(store, alias)
    if new is not None:
        add_entry(new)
        with store.transaction() as connection:
            log(store, connection, [(f"{alias.kind} added", new.id, msgspec.to_builtins(new))], by=by)
    add_alias(alias)
    return _settle(store, alias, by, "alias adopted", ids)


def drop_alias(store: Store, alias_id: str, by: str) -> int:
    """Take an alias out again, and code anew the reports that hold its wording."""
    alias = remove_alias(alias_id)
    return _settle(store, alias, by, "alias removed", find_holding(store, alias))


def _settle(store: Store, alias: Alias, by: str, action: str, ids: Sequence[str]) -> int:
    forget_coder()
    with store.transaction() as connection:
        log(store, connection, [(action, alias.id, msgspec.to_builtins(alias))], by=by)
    studies = Intake(store, Facts()).preview(list(ids))
    while part := list(islice(studies, _PART)):
        record(store, part)
    with store.transaction() as connection:
        lay_all_decisions(connection)
    return len(ids)
