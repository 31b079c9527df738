"""Acts and frames: what the rule files say, as typed records."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ..errors import LexiconError
from ..text.folding import fold_word
from .tables import list_files, load_yaml


@dataclass(slots=True, frozen=True)
class Act:
    """A kind of happening and how the codebook writes it."""

    id: str
    type: str
    sub: str
    plover: str
    family: str
    rank: int
    generic: bool = False
    outcome: str | None = None


@dataclass(slots=True)
class Frame:
    """One rule: the words that announce an act and who stands where around them."""

    id: str
    act: Act
    agent: str
    patient: str
    of: str
    preps: dict[str, str]
    outcome: str | None
    verbs: list[str] = field(default_factory=list)
    nouns: list[str] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    with_words: frozenset[str] = frozenset()
    with_agent: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    with_prep: str | None = None
    needs_context: dict[str, frozenset[str]] = field(default_factory=dict)
    needs_complement: dict[str, frozenset[str]] = field(default_factory=dict)
    two_sided: bool = False
    weak: bool = False
    middle: bool = False
    fight: bool = False
    intervention: bool = False
    examples: list[str] = field(default_factory=list)
    counterexamples: list[str] = field(default_factory=list)
    demanding: bool = field(init=False)

    def __post_init__(self) -> None:
        """Know once whether the frame asks anything of the words around it."""
        self.demanding = bool(
            self.with_words or self.with_agent or self.without or self.with_prep
            or self.needs_context or self.needs_complement
        )  # fmt: skip


def _folded_set(words: Any) -> frozenset[str]:
    return frozenset(fold_word(str(w)) for w in words or ())


def _folded_map(table: Any) -> dict[str, frozenset[str]]:
    return {fold_word(str(k)): _folded_set(v) for k, v in (table or {}).items()}


@cache
def load_acts() -> dict[str, Act]:
    """Acts by id, from ``acts.yaml``."""
    return {row["id"]: Act(**row) for row in load_yaml("acts.yaml")}


def _frame(row: dict[str, Any], source: str) -> Frame:
    acts = load_acts()
    if row.get("act") not in acts:
        known = ", ".join(sorted(acts))
        raise LexiconError(f"{source}: frame {row.get('id')!r} names no known act. Use one of: {known}.")
    act = acts[row["act"]]
    return Frame(
        id=row["id"],
        act=act,
        agent=str(row.get("agent", "none")),
        patient=str(row.get("patient", "none")),
        of=str(row.get("of", "none")),
        preps={fold_word(k): str(v) for k, v in (row.get("preps") or {}).items()},
        outcome=row.get("outcome") or act.outcome,
        verbs=list(row.get("verbs") or ()),
        nouns=list(row.get("nouns") or ()),
        phrases=list(row.get("phrases") or ()),
        with_words=_folded_set(row.get("with")),
        with_agent=_folded_set(row.get("with_agent")),
        without=_folded_set(row.get("without")),
        with_prep=fold_word(row["with_prep"]) if row.get("with_prep") else None,
        needs_context=_folded_map(row.get("needs_context")),
        needs_complement=_folded_map(row.get("needs_complement")),
        two_sided=bool(row.get("two_sided")),
        weak=bool(row.get("weak")),
        middle=row.get("voice") == "middle",
        fight=bool(row.get("fight")),
        intervention=bool(row.get("intervention")),
        examples=list(row.get("examples") or ()),
        counterexamples=list(row.get("counterexamples") or ()),
    )


@cache
def load_frames() -> tuple[Frame, ...]:
    """All frames of ``lexicons/frames``, in file and row order."""
    frames = [_frame(row, name) for name in list_files("frames", ".yaml") for row in load_yaml(name)]
    seen: set[str] = set()
    for frame in frames:
        if frame.id in seen:
            raise LexiconError(f"frames: id {frame.id!r} is used twice. Give each frame its own id.")
        seen.add(frame.id)
    return tuple(frames)
