"""Closed word lists of the language (``grammar.yaml``), folded, each under its own name.

Example: ``load_grammar().relative`` holds التي, الذي, الذين … as they stand in folded text.
"""

from __future__ import annotations

from functools import cache
from typing import Any, get_type_hints

import msgspec

from ..errors import LexiconError
from ..text.folding import fold_word
from .tables import load_yaml

_Words = frozenset[str]


class Grammar(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """One field for each name of ``grammar.yaml``, where its comment says what it is for."""

    clause_openers: _Words
    although: _Words
    nth: _Words
    general_openers: _Words
    foremost: _Words
    crimes_of: _Words
    spans_after: _Words
    holds: _Words
    spots_of_it: _Words
    in_reply: _Words
    the_source: _Words
    wars: _Words
    fresh_times: _Words
    strives: _Words
    sees_now: _Words
    goings: _Words
    not_known: _Words
    parents: _Words
    owned_by: _Words
    in_aid_of: _Words
    held_areas: _Words
    also_verbs: _Words
    plainly_active: _Words
    takes_part: _Words
    no_any: _Words
    so_called: _Words
    seats: _Words
    operations: _Words
    broken_adjectives: _Words
    urges: _Words
    which_thing: _Words
    quarrels: _Words
    stationed: _Words
    beside_places: _Words
    capitals: _Words
    site_heads: _Words
    within: _Words
    seen_there: _Words
    heads: _Words
    terrorists: _Words
    armed_bodies: _Words
    strikers: _Words
    supposed: _Words
    that_it: _Words
    after_count: _Words
    after_harm: _Words
    common_names: _Words
    against: _Words
    rides: _Words
    tallies: _Words
    turns: _Words
    relative: _Words
    plain_relative: _Words
    that: _Words
    that_pronouns: _Words
    alongside: _Words
    rival_openers: _Words
    reaches: _Words
    hurt_by: _Words
    former_latter: _Words
    and_not: _Words
    on_whom: dict[str, int]
    admits: _Words
    died_of: _Words
    bodies: dict[str, int]
    bodies_come: _Words
    burials: _Words
    fathers: _Words
    found_dead: _Words
    their_bodies: dict[str, int]
    ends: _Words
    falls: _Words
    victims_of: _Words
    losses: _Words
    human: _Words
    families: _Words
    made_of: _Words
    their_number: _Words
    toll_words: _Words
    tellers: _Words
    prepositions: _Words
    rank_words: _Words
    not_heads: _Words
    one_of: _Words
    two_after: _Words
    one_after: _Words
    owning: _Words
    therein: _Words
    brokering: _Words
    count_links: _Words
    hands: _Words
    called: _Words
    named_for_days: _Words
    judges: _Words
    buries: _Words
    spots: _Words
    mourns: _Words
    calm: _Words
    breaches: _Words
    said_today: _Words
    arms: _Words
    accused_of: _Words
    collaboration: _Words
    collaborators: _Words
    besides: _Words
    long_spans: _Words
    lasted: _Words
    several_deeds: _Words
    follows: _Words
    reporters: _Words
    service_men: _Words
    of_both: _Words
    speakers_in: _Words
    finds_bodies: _Words
    stops: _Words
    goes_in: _Words
    councils: _Words
    is_he: _Words
    occupations: _Words
    bands: _Words
    accompanies: _Words
    ways: _Words
    pointing: _Words
    nights: _Words
    meets: _Words
    heads_arm: _Words
    flown: _Words
    aftermath: _Words
    spans: _Words
    struck_things: _Words
    strikes: _Words
    dozens: _Words
    meanwhile: _Words
    took_place: _Words
    the_deed: _Words
    titles: _Words
    name_like: _Words
    name_stops: _Words
    members: _Words
    noun_before: _Words
    noun_after: _Words
    doer_after: _Words
    source_words: _Words
    helpers: _Words
    each: _Words
    first_of_two: _Words
    second_of_two: _Words
    both_namely: _Words
    mediating: _Words
    units: _Words
    ordinals: _Words
    dwellings: _Words
    name_ends: _Words
    outlaws: _Words
    targeting: _Words
    copulas: _Words
    own: _Words
    planted: _Words
    responsibility: _Words
    according: _Words
    occupying: _Words
    backed: _Words
    fired_at: _Words
    kin: _Words
    groupings: _Words
    strangers: _Words
    razers: _Words
    their_fire: _Words
    between_them: _Words
    sponsor_words: _Words
    damages: _Words
    manned: _Words
    attackers: _Words
    sponsors: _Words
    prisons: _Words
    blasts: _Words
    gatherings: _Words
    ceases: _Words
    envoys: _Words
    riders: _Words
    paid_for: _Words
    anonymous: _Words
    governments: _Words
    detachments: _Words
    strikes_at: _Words
    by_virtue: _Words
    not_holders: _Words
    namings: _Words
    former: _Words
    branch_words: _Words
    sides: _Words
    private_things: _Words
    wanted: _Words
    branches: _Words
    tens: _Words
    held_by: _Words
    part_of: _Words
    themselves: _Words
    called_by: _Words
    like_before: _Words
    following_that: _Words
    comprising: _Words
    dispersal: _Words
    behind: _Words
    still: _Words
    without: _Words
    attempts: _Words
    tries: _Words
    reason_demands: _Words
    terms: _Words
    accusations: _Words
    new_statement: _Words
    open_hypotheses: _Words
    unreal_before: _Words
    remnants: _Words
    time_points: _Words
    earlier: _Words
    since: _Words
    during: _Words
    generic_plurals: _Words
    always_generic: _Words
    condemns: _Words
    supposes: _Words
    suffering: _Words
    accuses: _Words
    undertakings: _Words
    responsible: _Words
    fingers: _Words
    part_words: _Words
    most_of: _Words
    unknown_losses: _Words
    one_of_them: _Words
    shares_fate: _Words
    lives: _Words
    rises: _Words
    dead: _Words
    hurt: _Words
    then: _Words
    joined_deaths: _Words
    cause_before: _Words
    another: _Words
    foils: _Words
    seizes: _Words
    retreats: _Words
    covering: _Words
    comes: _Words
    comes_down: _Words
    programmes: _Words
    armed_posts: _Words
    finds: _Words
    enters: _Words
    uses: _Words
    gunmen: _Words
    carries: _Words
    begins: _Words
    prepared: _Words
    clans: _Words
    bombers: _Words
    crowd_control: _Words
    marches: _Words
    answers: _Words
    searches: _Words
    storms: _Words
    leads_away: _Words
    assassinates: _Words
    recalls: _Words
    cases: _Words
    any_of: _Words
    whoever: _Words
    of_whom: _Words
    intentions: _Words
    many: _Words
    ahead: _Words
    expected: _Words
    thinkable: _Words
    today: _Words
    occasions: _Words
    recurs: _Words
    past_before: _Words
    recalls_inside: _Words
    follows_on: _Words
    occurs: _Words
    evenings: _Words
    mornings: _Words
    by_means: _Words
    cargo: _Words
    aims: _Words
    people_of: _Words
    local_powers: _Words
    towards: _Words
    at: _Words
    scene_before: _Words
    kind_names: _Words
    crossings: _Words
    powers: _Words
    several_places: _Words
    singular_kinds: dict[str, str]  # values unfolded: shown as written
    services: dict[str, str]
    garrisons: dict[str, str]
    pronouns_after: dict[str, str]
    phrase_prepositions: dict[str, str]
    vague_others: dict[str, tuple[int, int | None]]
    fleeing_beginnings: tuple[str, ...]
    loyal_beginnings: tuple[str, ...]
    military_beginnings: tuple[str, ...]
    aircraft_beginnings: tuple[str, ...]
    gun_beginnings: tuple[str, ...]
    freed_beginnings: tuple[str, ...]
    band_beginnings: tuple[str, ...]
    joining_beginnings: tuple[str, ...]
    membership_beginnings: tuple[str, ...]
    identity_beginnings: tuple[str, ...]
    explosive_beginnings: tuple[str, ...]
    machine_beginnings: tuple[str, ...]
    belonging_beginnings: tuple[str, ...]


@cache
def load_grammar() -> Grammar:
    """The word lists of the shipped ``grammar.yaml``."""
    table: dict[str, Any] = load_yaml("grammar.yaml")
    kept = {"singular_kinds": {fold_word(k): v for k, v in table.get("singular_kinds", {}).items()}}
    folded = {name: _folded(words) for name, words in table.items()} | kept
    try:
        return msgspec.convert(folded, Grammar, strict=True)
    except msgspec.ValidationError as error:
        known = ", ".join(sorted(get_type_hints(Grammar)))
        raise LexiconError(f"grammar.yaml: {error}. Mend the list; its names are {known}.") from error


def _folded(value: Any) -> Any:
    """Words folded; the values of a table too when they are words."""
    if isinstance(value, dict):
        return {fold_word(str(k)): fold_word(v) if isinstance(v, str) else v for k, v in value.items()}
    return [fold_word(str(word)) for word in value]
