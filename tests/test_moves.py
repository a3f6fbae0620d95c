"""The moves: each knows its own examples, and its weights know it."""

import json
from importlib.resources import files

import pytest

from autograders.context import NOTHING
from autograders.features import read
from autograders.moves import NAMES, all_moves, find_moves, move
from autograders.pattern import compile_pattern
from autograders.text import Utterance
from autograders.weigh import weigh, weights_of
from exercises.criteria import CRITERIA

MOVES = [move(name) for name in NAMES]


@pytest.mark.parametrize("chosen", MOVES, ids=NAMES)
def test_a_move_teaches(chosen) -> None:
    assert chosen.why
    assert chosen.source
    assert chosen.signs
    assert chosen.found_in
    assert chosen.absent_from
    if chosen.id in CRITERIA:
        assert chosen.hint, "a student is told where to look"


@pytest.mark.parametrize("chosen", MOVES, ids=NAMES)
def test_its_patterns_can_be_read(chosen) -> None:
    for source in [*(sign.pattern for sign in chosen.signs), *chosen.unless]:
        compile_pattern(source)


@pytest.mark.parametrize(
    ("name", "text"), [(m.id, text) for m in MOVES for text in m.found_in], ids=lambda value: value[:40]
)
def test_its_signs_are_found_in_its_examples(name: str, text: str) -> None:
    assert [h for h in find_moves(Utterance.read(text)).get(name, []) if not h.excused]


@pytest.mark.parametrize(
    ("name", "text"), [(m.id, text) for m in MOVES if m.id not in CRITERIA for text in m.absent_from]
)
def test_a_helping_move_is_not_found_where_it_is_not(name: str, text: str) -> None:
    hits = find_moves(Utterance.read(text)).get(name, [])
    assert not [h for h in hits if h.sign.strength == "strong" and not h.excused]


def _met(name: str, text: str) -> bool | None:
    weighed = weigh(name, read(Utterance.read(text), NOTHING))
    return None if weighed is None else weighed.chance > 0.5


@pytest.mark.parametrize(
    ("name", "text", "made"),
    [
        (m.id, text, made)
        for m in MOVES
        if m.id in CRITERIA and m.id != "in_voice" and weights_of(m.id) is not None
        for made, examples in ((True, m.found_in), (False, m.absent_from))
        for text in examples
    ],
    ids=lambda value: str(value)[:40],
)
def test_weighed_with_the_words_around_them_its_examples_come_out_right(name: str, text: str, made: bool) -> None:
    slip = CRITERIA[name].kind == "slip"
    assert _met(name, text) == (made != slip)


def test_the_weights_speak_of_signs_that_exist() -> None:
    """Weights made before a sign was changed would weigh something else than they say."""
    known = {f"sign {m.id}: {sign.pattern}" for m in MOVES for sign in m.signs}
    for name in CRITERIA:
        learned = weights_of(name)
        if learned is not None:
            stale = {f for f in learned.weights if f.startswith("sign ")} - known
            assert not stale, f"run tests/train_weights.py: {name} weighs signs that are gone: {sorted(stale)[:3]}"


def test_the_weights_can_be_read_heaviest_first() -> None:
    data = json.loads((files("autograders") / "weights" / "labels_part.json").read_text(encoding="utf-8"))
    sizes = [abs(w) for w in data["weights"].values()]
    assert sizes == sorted(sizes, reverse=True)
    assert any(feature.startswith("labels_part strong") for feature in list(data["weights"])[:40])


def test_every_criterion_that_is_not_mechanical_has_a_move() -> None:
    assert set(CRITERIA) - set(all_moves()) == {"concise", "original"}


def test_only_signs_whose_words_are_there_are_tried_and_none_is_lost() -> None:
    text = "I wonder if a part of you is scared of what you'd feel. Would you like to look at that, or leave it?"
    utterance = Utterance.read(text)
    slowly = {m.id: found for m in MOVES if (found := list(m.find(utterance)))}
    assert {k: sorted(map(repr, v)) for k, v in find_moves(utterance).items()} == {
        k: sorted(map(repr, v)) for k, v in slowly.items()
    }
