"""What an event takes over from the events told before it: doer, opponent, both sides.

Example: ``ثم انسحبت إلى مقارها`` continues the last named force.
"""

from __future__ import annotations

from ..find.parties import Party, actor_names
from ..lexicon.grammars import load_grammar
from .agents import known_gunmen
from .chunks import bare_chunks, is_passive
from .cues import BEHIND
from .drafts import Draft, has_named, named
from .identities import is_another
from .protos import Proto
from .sentences import Sentence

_LIKENESS = 5  # words from a protest to مماثلة
_OPENING = 4  # words in which a sentence says what it answers
_VIOLENT = frozenset(("fight", "boom", "body"))
_OF_PEOPLE = frozenset(("str-evacuation",))  # انطلقت حافلات تقل محاصرين: whom buses carry is no force told before
_MOVING = frozenset(("deploy", "withdraw", "cordon", "sweep", "reinforce", "arrest", "base"))
_FAR = frozenset(("airstrike", "shelling"))  # struck from afar
_ATTACKERS = frozenset(("force", "gunman"))
_TWO_SIDED = frozenset(("fight", "agreement", "territory"))
_RELEASED_AFTER = 3  # sentences after the capture told
_MET_REACH = 3  # sentences from an attack to who met it
_GATHERING = frozenset(("reinforce", "deploy", "alert"))


def inherit_doer(drafts: list[Draft], proto: Proto) -> None:
    """A movement, cordon or renewed shelling without a subject continues the last named force."""
    if not drafts or proto.both or proto.verdict == "denied":
        return
    if any(x.entries or x.category in ("gunman", "protester") for x in proto.side1):
        return
    told = _last_doer(drafts, proto)
    if told is not None:
        proto.side1 = named(told.side1)


def _last_doer(drafts: list[Draft], proto: Proto) -> Draft | None:
    """The last event whose doer may have done this too."""
    family = proto.family
    if proto.predicate.rule.id in _OF_PEOPLE:
        return None
    if family in _MOVING and proto.predicate.finite:
        return next((d for d in reversed(drafts) if has_named(d.side1)), None)
    if family in ("arrest", "disrupt", "property") and proto.sentence.number - drafts[-1].last_sentence <= 1:
        ordering = ("arrest", "disrupt", "deploy", "sweep")
        return next((d for d in reversed(drafts) if d.family in ordering and has_named(d.side1)), None)
    if family == "boom":
        return _last_striker(drafts, proto)
    if family == "fight" and _meets_somebody(proto):
        near = (d for d in reversed(drafts) if proto.sentence.number - d.last_sentence <= 1 and has_named(d.side1))
        return next((d for d in near if actor_names(d.side1).isdisjoint(actor_names(proto.side2))), None)
    return None


def _meets_somebody(proto: Proto) -> bool:
    """ودارت اشتباكات مع أبناء العشيرة: only whom they fought is told."""
    return proto.predicate.rule.two_sided and has_named(proto.side2) and all(x.prep == "مع" for x in proto.side2)


def _last_striker(drafts: list[Draft], proto: Proto) -> Draft | None:
    """القصف, وألقت مسيّرة قنبلة: who alone strikes in the report struck again, from the air or with the same guns."""
    last = next((d for d in reversed(drafts) if d.family == "boom"), None)
    if last is None or proto.definite:
        return last
    strikes = [d for d in drafts if d.family == "boom" and d.base.act.id in _FAR]
    strikers = [actor_names(d.side1) for d in strikes if d.side1]
    same = bool(strikers) and all(x == strikers[0] for x in strikers)
    fell = proto.lemma in load_grammar().comes_down and all(d.base.act.id != proto.act.id for d in strikes)
    return strikes[-1] if same and proto.act.id in _FAR and last.side1 and not fell else None


def inherit_attackers(drafts: list[Draft], proto: Proto) -> None:
    """المجموعة ذاتها، المهاجمون: those of the fight told before."""
    if _goes_on_list(drafts, proto):
        proto.side1 = list(drafts[-1].side1)
        return
    if not proto.side1 and (proto.family == "boom" or not is_another(proto)):
        return
    if any(x.entries or not x.definite or x.category not in _ATTACKERS for x in proto.side1):
        return
    alike = {proto.family} if is_another(proto) else _VIOLENT  # هجوم مماثل is like an attack, not like an air raid
    for draft in reversed(drafts):
        if draft.family in alike and draft.side1 and draft.base.sentence is not proto.sentence:
            proto.side1 = list(draft.side1)
            return


def inherit_target(drafts: list[Draft], draft: Draft) -> None:
    """تعرض الحاجز ذاته لهجوم مماثل: the post told before is whose it was."""
    posts = [x for x in draft.side2 if x.category == "post"]
    if draft.family not in _VIOLENT or not posts or any(x.entries or x.owner or not x.definite for x in posts):
        return
    struck = (d for d in reversed(drafts) if d.family in _VIOLENT and has_named(d.side2))
    draft.side2 = [*draft.side2, *next((named(d.side2) for d in struck), [])]


def inherit_fighters(drafts: list[Draft], draft: Draft) -> None:
    """واحتجزت عنصرين من كل طرف، عدداً من عناصر الطرفين: of those who fought each other before."""
    if draft.family not in ("arrest", "take", "release") or not draft.side2:
        return
    words = load_grammar().of_both
    theirs = [x for x in draft.side2 if not x.entries and _is_of_each(draft.base.sentence, x, words)]
    fights = (d for d in reversed(drafts) if d.family == "fight")
    fought = next((d for d in fights if has_named(d.side1) and has_named(d.side2)), None)
    if theirs and fought is not None:
        draft.side2 = [*[x for x in draft.side2 if x not in theirs], *named(fought.side1), *named(fought.side2)]


def _is_of_each(sentence: Sentence, party: Party, words: frozenset[str]) -> bool:
    after = sentence.texts[party.last + 1 : min(sentence.last, party.last + 4)]
    each = after[:2] == ["من", "كل"] and not load_grammar().sides.isdisjoint(after[2:])
    return each or not words.isdisjoint(after[: 1 + (after[:1] == ["من"])])


def inherit_protested(drafts: list[Draft], draft: Draft) -> None:
    """تظاهرة مماثلة is against whom the one before was; a crowd إثر ذلك answers who did what was told before."""
    if draft.family != "crowd" or draft.side2 or not drafts:
        return
    grammar, s = load_grammar(), draft.base.sentence
    if not grammar.like_before.isdisjoint(s.texts[draft.base.at : draft.base.at + _LIKENESS]):
        alike = (d for d in reversed(drafts) if d.family == "crowd" and d.side2 and not d.base.intervention)
        draft.side2 = next((named(d.side2) for d in alike), [])
    elif _answers_last(s):
        last = drafts[-1]
        blamed = last.side2 if last.family == "crowd" else last.side1
        draft.side2 = [x for x in named(blamed) if x.entries[0].kind not in ("other", "civilians", "protesters")]


def _answers_last(sentence: Sentence) -> bool:
    """Whether the sentence opens as an answer to the one before: وعلى إثر ذلك، ردا على ذلك."""
    opening = sentence.texts[sentence.first : sentence.first + _OPENING]
    following = load_grammar().following_that
    return "ذلك" in opening and any(word.lstrip("و") in following for word in opening)


def _goes_on_list(drafts: list[Draft], proto: Proto) -> bool:
    """أشار إلى هجوم شبيه في قرية أ وإلى مقتل شخصين في قرية ب: a death that goes on a list of like attacks."""
    if not drafts or proto.side1 or not proto.outcome_only or proto.predicate.finite:
        return False
    last = drafts[-1]
    return last.base.sentence is proto.sentence and bool(last.side1) and is_another(last.base)


def inherit_captor(drafts: list[Draft], draft: Draft) -> None:
    """أُفرج عن الشاب: who let go is who had arrested, those let go are those taken."""
    if draft.family != "release":
        return
    passive = is_passive(draft.base.sentence, draft.base.predicate)
    if any(not passive or x.category != "civilian" for x in draft.side1):
        return  # but not those who mediated: أُفرج عنه إثر وساطة وجهاء
    taken = next((d for d in reversed(drafts) if d.family == "arrest" and d.side1), None)
    if taken is None or draft.base.sentence.number - taken.last_sentence > _RELEASED_AFTER:
        return
    draft.side1 = list(taken.side1)
    draft.side2 = draft.side2 or list(taken.side2)


def inherit_opponent(drafts: list[Draft], draft: Draft) -> None:
    """Territory taken further on is taken from the same opponent; taken back, from who took it."""
    if draft.family != "territory" or has_named(draft.side2):
        return
    for earlier in reversed(drafts):
        if earlier.family in ("territory", "fight") and has_named(earlier.side2):
            if _took_it(earlier, draft):
                draft.side2 = named(earlier.side1)
            elif earlier.family == "territory" or any(x in draft.side1 for x in earlier.side1):
                draft.side2 = named(earlier.side2)
            return


def _took_it(earlier: Draft, draft: Draft) -> bool:
    """Whether an earlier event took the same place for somebody else."""
    if earlier.family != "territory" or earlier.location is None or draft.location is None:
        return False
    same = earlier.location.name_ar == draft.location.name_ar
    return same and has_named(earlier.side1) and actor_names(earlier.side1).isdisjoint(actor_names(draft.side1))


def inherit_both(drafts: list[Draft], draft: Draft, mentioned: list[Party]) -> None:
    """الطرفان: the parties of the last two-sided event, else the last two forces ``mentioned`` so far."""
    draft.joint = draft.family in ("reinforce", "deploy") and not has_named(draft.side1)
    mentioned = [x for x in mentioned if x not in draft.other]
    here = [x for x in mentioned if draft.base.sentence.first <= x.first < draft.base.at]
    beside = (d for d in drafts if d.base.sentence is draft.base.sentence and d.family in _TWO_SIDED)
    told = any(d.side1 and d.side2 for d in beside)
    if draft.family in _TWO_SIDED and not (draft.side1 or draft.side2 or told) and (pair := _last_two(here)):
        draft.side1, draft.side2 = pair[:1], pair[1:]
        return
    for earlier in reversed(drafts):
        if earlier.side1 and earlier.side2 and earlier.family in ("fight", "agreement", "territory"):
            if draft.family in _GATHERING:
                draft.side1 = draft.side1 or [*earlier.side1, *earlier.side2]
            else:
                draft.side1 = draft.side1 or list(earlier.side1)
                draft.side2 = draft.side2 or list(earlier.side2)
            return
    if draft.family in _TWO_SIDED and not (has_named(draft.side1) or has_named(draft.side2)):
        pair = _last_two(mentioned)
        draft.side1, draft.side2 = pair[:1] or draft.side1, pair[1:] or draft.side2


def _last_two(mentioned: list[Party]) -> list[Party]:
    """The last two different forces, in the order told; none when only one was."""
    for party in reversed(mentioned):
        if actor_names([party]).isdisjoint(actor_names(mentioned[-1:])):
            return [party, mentioned[-1]]
    return []


def may_oppose(party: Party) -> bool:
    """Whether a party named may be one of "the two sides": a force, no mediator and no people."""
    if not party.entries or party.prep in load_grammar().mediating:
        return False
    return party.entries[0].kind not in ("other", "civilians", "protesters")


def learn_suspects(drafts: list[Draft], sentence: Sentence) -> None:
    """يُرجّح أن خلايا داعش وراء العملية: who is thought to have done it (ruling 4)."""
    grammar = load_grammar()
    marks = sentence.cued(BEHIND)
    if not marks or any(p.kind == "accuse" and p.lemma in grammar.accuses for p in sentence.predicates):
        return
    for mark in marks:
        suspects = [x for x in named(sentence.parties) if 0 < mark - x.last <= 5 and x.entries[0].kind != "other"]
        deeds = [d for d in drafts if d.family in _VIOLENT and not d.side1]
        if suspects and deeds:
            deeds[-1].side1 = suspects[-1:]


def learn_defenders(drafts: list[Draft], sentence: Sentence) -> None:
    """وتصدى مقاومون للقوات المقتحمة بالرصاص: who meets the attack told before is its other side."""
    meets = load_grammar().meets
    near = [d for d in drafts if d.family == "fight" and sentence.number - d.last_sentence <= _MET_REACH]
    verb = next((q for q in sentence.predicates if q.kind == "light" and q.finite and q.lemma in meets), None)
    if verb is None or not near or not has_named(near[-1].side1) or any(x.armed for x in near[-1].side2):
        return
    met = bare_chunks(sentence, verb.last + 1, sentence.last)[:1]
    defenders = [x for chunk in met for x in chunk.parties if x.armed and x.first - verb.last <= 2]
    known = actor_names(near[-1].side1)
    near[-1].side2.extend(x for x in defenders if actor_names([x]).isdisjoint(known))


def learn_fleeing(drafts: list[Draft], sentence: Sentence) -> None:
    """A sentence that only tells how the attackers fled shows that they were unknown gunmen."""
    if not drafts or sentence.number - drafts[-1].last_sentence > 1:
        return
    last, seen = drafts[-1], known_gunmen(sentence)
    if seen and last.family in _VIOLENT and not last.side1:
        last.side1 = seen[:1]
