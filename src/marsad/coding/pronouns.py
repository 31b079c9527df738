"""Whom an object pronoun points back to.

Example: in ``أوقف مسلحون سائقاً وقتلوه`` the pronoun of قتلوه is the driver, not the gunmen.
"""

from __future__ import annotations

from ..find.parties import PEOPLE, Party
from ..find.predicates import Predicate
from ..lexicon.grammars import load_grammar
from .chunks import is_accusative
from .sentences import Sentence

_LONGEST_FIRST = ("هما", "هم", "هن", "ها", "ه")
PRONOUNS = frozenset(("ه", "ها", "هم", "هما", "هن"))


def people_before(sentence: Sentence, p: Predicate, pronoun: str = "") -> Party | None:
    """The people named last before ``p`` that its pronoun, or ``pronoun``, may mean; None when nobody fits."""
    pronoun = pronoun or p.enclitic
    if pronoun not in PRONOUNS:
        return None
    earlier = (x for x in reversed(sentence.parties) if x.last < p.at)
    return next((x for x in earlier if _agrees(x, pronoun) and not _does(sentence, x)), None)


def people_governed(sentence: Sentence, p: Predicate) -> Party | None:
    """ألقوا القبض عليه، أطلقت سراحهم: the people meant by a pronoun after a preposition, or in the phrase itself."""
    sides = load_grammar().pronouns_after
    own = sentence.texts[p.last]
    if p.part == "phrase" and own.startswith(load_grammar().freed_beginnings):
        return people_before(sentence, p, next((x for x in _LONGEST_FIRST if own.endswith(x)), ""))
    for word in sentence.texts[p.last + 1 : min(sentence.last, p.last + 3)]:
        preposition, _, pronoun = sides.get(word, "").partition(" ")
        if pronoun and p.rule.preps.get(preposition) == "2":
            return people_before(sentence, p, pronoun)
    return None


def _agrees(party: Party, pronoun: str) -> bool:
    """Whether number and gender of the pronoun fit people, or a house or car by whose it is."""
    if party.category == "force" and party.entries and party.sense is not None and not party.sense.form.definite:
        return pronoun == ("ها" if party.sense.form.gender == "f" or party.best != 1 else "ه")  # دورية ورشقوها
    if party.category not in PEOPLE and not (party.category == "post" and party.owner in PEOPLE):
        return False
    if pronoun == "هما":
        return party.best == 2
    if pronoun in ("هم", "هن"):
        return party.best != 1
    feminine = party.category == "woman" or (party.sense is not None and party.sense.form.gender == "f")
    return party.best == 1 and feminine == (pronoun == "ها") and (party.category != "post" or pronoun == "ه")


def _does(sentence: Sentence, party: Party) -> bool:
    """Whether the party is a doer by its preposition, or gunmen that nothing marks as an object."""
    if party.prep in load_grammar().doer_after:
        return True
    before = sentence.before(party.first)
    if party.category == "gunman" and before in load_grammar().that:
        return True  # قال إن مجهولين هاجموا المركز وخطفوا عناصر قبل أن يقتلوهم
    if before.endswith("وا") and party.number is not None:
        return False  # خطفوا 9 عناصر: a verb with its subject in it
    return party.category in ("gunman", "combatant") and not party.prep and not is_accusative(sentence, party)
