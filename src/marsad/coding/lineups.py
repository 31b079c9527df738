"""Who stands on which side of an event once its type is known.

Example: a civilian hurt in a battle between two forces is on no side, a crowd is always on side 1.
Source: codebook section 5, rulings 10 and 22.
"""

from __future__ import annotations

from ..lexicon.grammars import load_grammar
from ..model import Actor
from .drafts import Draft

BYSTANDERS = ("civilians", "protesters")
_PAIR = 2
_WITHIN_REACH = 9  # words after a fight that say it was among themselves


def only_fighters(side1: list[Actor], side2: list[Actor]) -> tuple[list[Actor], list[Actor]]:
    """Whoever else was hurt in a battle between forces is no side of it."""
    fighters = [[a for a in side if a.kind not in BYSTANDERS] for side in (side1, side2)]
    return (fighters[0], fighters[1]) if all(fighters) else (side1, side2)


def opposed(actors: list[Actor]) -> tuple[list[Actor], list[Actor]]:
    """قُتل ثلاثة من الدفاع الوطني وعنصر من الأسايش في الاشتباكات: two forces that both lost men fought each other."""
    fighters = [a for a in actors if a.kind not in BYSTANDERS and a.actor_id]
    if len(fighters) != _PAIR:
        return [], actors
    fighters[0].side = "1"
    return fighters[:1], fighters[1:]


def crowd_sides(draft: Draft, side1: list[Actor], side2: list[Actor]) -> tuple[list[Actor], list[Actor]]:
    """Protests have protesters on side 1; what people are called there is kept, who meets them is side 2."""
    if draft.family == "fight":
        side1, side2 = side2, side1
    crowd = [a for a in side1 if a.kind in ("civilians", "protesters", "other", "identity-militia")]
    armed = [a for a in side1 if a not in crowd]
    for actor in armed:
        actor.side = "2"
    mention = crowd[0].mention if crowd else "متظاهرون"
    for actor in side2:
        actor.side = "2"
    ids = {a.actor_id for a in side2}
    facing = [a for a in side2 if a.kind not in BYSTANDERS]
    facing += [a for a in armed if a.actor_id not in ids]
    return [Actor("1", mention, "protesters", "متظاهرون", "protesters", "protesters")], facing


def is_infighting(draft: Draft) -> bool:
    """Two groups of one force, or its men among themselves: اشتباكات بين مجموعتين من الفصيل، اقتتال فيما بينهم."""
    halves = [x for x in draft.side1 if x.entries and x.category == "force" and x.best == 2]
    men = [x for x in draft.side1 if x.entries and x.prep == "بين" and (x.low or 0) > 1 and x.best is None]
    if halves or men:  # بين مسلحين من الفصيل, and nobody else
        return True
    among = load_grammar().within
    return any(
        word == "فيما" and sentence.texts[i + 1] in among
        for sentence, at in ((proto.sentence, proto.at) for proto in draft.protos)
        for i, word in enumerate(sentence.texts[at + 1 : min(sentence.last - 1, at + _WITHIN_REACH)], at + 1)
    )
