"""The run of ``marsad explain``."""

from __future__ import annotations

from collections.abc import Sequence

from ..batch import Facts, code_raw, load_quietly
from ..ingest import InputProblem, iter_inputs
from .endings import put, say


def explain_inputs(inputs: Sequence[str], facts: Facts, sentence: int | None) -> int:
    """Explain every input on standard output; the number of inputs that could not be read."""
    from ..present import explain_report

    load_quietly()
    failed = 0
    for raw in iter_inputs(inputs):
        found = raw if isinstance(raw, InputProblem) else code_raw(raw, facts, explain=True)
        if isinstance(found, InputProblem):
            say(f"marsad: {found}")
            failed += not found.skipped
            continue
        count = len(found.coding.sentences) if found.coding is not None else 0
        if sentence is not None and sentence > count:
            say(f"marsad: {raw.source}: there is no sentence {sentence}. It has {count}.")
            failed += 1
            continue
        put(explain_report(found, sentence) + "\n")
    return failed
