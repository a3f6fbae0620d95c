"""The moves: what one can do with words as a therapist, one file a move.

Each file says why the move matters, where that comes from, the signs it is known by, and what looks like it but
is not. Reading them teaches the therapy and the rule together; tests and the rule book are made from them.
"""

import importlib
from collections.abc import Mapping
from functools import cache
from itertools import groupby
from operator import itemgetter

from autograders.move import Hit, Move
from autograders.pattern import compile_pattern
from autograders.text import Utterance

#: Every move, in the order in which the rule book prints them. Each name is a file here.
NAMES = (
    "names_task",
    "gives_rationale",
    "links_goal",
    "invites_choice",
    "no_imposing",
    "reflects_experience",
    "checks_motivation",
    "offers_way_out",
    "no_early_intervention",
    "labels_part",
    "says_how",
    "seeks_pain",
    "tentative",
    "no_pushing",
    "acknowledges",
    "turns_inward",
    "turns_present",
    "asks_specific",
    "names_drift",
    "no_fixing",
    "clarifies",
    "asks_permission",
    "names_pattern",
    "checks_safety",
    "in_voice",
    "respectful",
    "orders",
    "advice",
    "asks_for_facts",
    "explains",
    "interprets",
    "reassures",
    "minimises",
)


@cache
def move(name: str) -> Move:
    """One move, by its name."""
    found: Move = importlib.import_module(f"autograders.moves.{name}").MOVE
    return found


def all_moves() -> Mapping[str, Move]:
    """Every move by name."""
    return {name: move(name) for name in NAMES}


@cache
def _signs_by_need() -> tuple[Mapping[str, tuple[tuple[int, int], ...]], tuple[tuple[int, int], ...]]:
    """Every sign (move, place in it) under each word of its rarest set of words; and the signs that need none."""
    by_need: dict[str, list[tuple[int, int]]] = {}
    always: list[tuple[int, int]] = []
    for number, name in enumerate(NAMES):
        for place, sign in enumerate(move(name).signs):
            needs = compile_pattern(sign.pattern).needs
            for need in needs[0] if needs else ():
                by_need.setdefault(need, []).append((number, place))
            if not needs:
                always.append((number, place))
    return {need: tuple(signs) for need, signs in by_need.items()}, tuple(always)


def find_moves(utterance: Utterance) -> dict[str, list[Hit]]:
    """Every move found in an utterance, by name. Only signs whose words are there are tried at all."""
    by_need, always = _signs_by_need()
    tried = set(always)
    for need in utterance.vocabulary:
        tried.update(by_need.get(need, ()))
    found: dict[str, list[Hit]] = {}
    # in the moves' own order: sets of words have none, and the same text must give the same mark
    for number, places in groupby(sorted(tried), key=itemgetter(0)):
        chosen = move(NAMES[number])
        hits = list(chosen.hits(utterance, [chosen.signs[place] for _, place in places]))
        if hits:
            found[chosen.id] = hits
    return found
