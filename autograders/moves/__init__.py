"""The moves: what one can do with words as a therapist, one file a move.

Each file says why the move matters, where that comes from, the signs it is known by, and what looks like it but
is not. Reading them teaches the therapy and the rule together; tests and the rule book are made from them.
"""

import importlib
from collections.abc import Mapping
from functools import cache

from autograders.move import Move

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
)


@cache
def move(name: str) -> Move:
    """One move, by its name."""
    found: Move = importlib.import_module(f"autograders.moves.{name}").MOVE
    return found


def all_moves() -> Mapping[str, Move]:
    """Every move by name."""
    return {name: move(name) for name in NAMES}
