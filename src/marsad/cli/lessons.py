"""``marsad learn``: the confidence of the coder learned again from what people decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from .endings import put
from .review_options import By, Json

if TYPE_CHECKING:
    from ..review.lessons import Lesson, Quality


def learn(
    adopt: Annotated[
        bool, typer.Option("--adopt", help="Use the new weights from now on; without this they are only judged.")
    ] = False,
    by: By = None, json: Json = False,
) -> None:  # fmt: skip
    """Learn confidence from decisions: says how good it is before and after, on decisions held out."""
    import msgspec

    from ..review.lessons import adopt_lesson, find_cases
    from ..review.lessons import learn as learn_from
    from ..store import open_store
    from .homes import require_home
    from .review_runs import person, writing

    with open_store(require_home()) as store:
        lesson = learn_from(list(find_cases(store)))
    if adopt:
        with writing(by) as store:
            adopt_lesson(store, lesson, person(by))
    put(msgspec.json.encode(lesson).decode() + "\n" if json else _tell(lesson, adopt))


def _tell(lesson: Lesson, adopted: bool) -> str:
    lines = [f"{lesson.cases} decided events, {lesson.right} of them right", _line("before", lesson.before)]
    lines.append(_line("after (held out)", lesson.after))
    lines += [f"  {name:<24}{before:>8.3f} → {after:.3f}" for name, before, after in lesson.moved]
    better = lesson.after.loss < lesson.before.loss
    if adopted:
        lines.append("Adopted. Events that are kept keep their confidence until marsad recode; so do their decisions.")
    elif better:
        lines.append("Better on decisions that were held out. Use it: marsad learn --adopt")
    else:
        lines.append("No better on decisions that were held out: keep what there is, and review more.")
    return "\n".join(lines) + "\n"


def _line(name: str, quality: Quality) -> str:
    return (
        f"{name:<18} log loss {quality.loss:.3f}   calibration error {quality.error:.3f}   "
        f"F1 at the gate {quality.gate:.2f}: {quality.f1:.3f}"
    )
