"""Every exercise of the bank is its own test: poor lines fail, examples pass, gamed answers do not."""

from pathlib import Path

import pytest

from autograders.judge import judge
from exercises.bank import Bank
from exercises.criteria import CRITERIA, OWN_SLIP

BANK = Bank.load(Path(__file__).resolve().parent.parent / "exercises" / "bank")


@pytest.fixture(params=list(BANK), ids=lambda exercise: exercise.id)
def exercise(request):
    return request.param


def unseen(exercise):
    """The exercise without its stored examples: they may then be answers."""
    return exercise.model_copy(update={"examples": ()})


def test_the_poor_line_handed_in_as_it_stands_earns_nothing_and_goes_to_the_instructor(exercise):
    mark = judge(exercise, exercise.poor)
    assert mark.score == 0
    assert mark.status == "for your instructor"


def test_the_poor_line_read_as_an_answer_lacks_something_that_is_asked_for(exercise):
    mark = judge(exercise, exercise.poor)
    assert not all(v.met for v in mark.verdicts if v.criterion in exercise.criteria)


def test_each_example_is_found_to_do_all_that_is_asked(exercise):
    for example in exercise.examples:
        mark = judge(unseen(exercise), example.text)
        missed = [v.criterion for v in mark.verdicts if not v.met]
        assert mark.score == mark.max_score, f"{example.voice}: {missed}"


def test_an_example_handed_in_as_it_stands_is_noticed(exercise):
    for example in exercise.examples:
        mark = judge(exercise, example.text)
        assert "original" in {v.criterion for v in mark.verdicts if not v.met}
        assert mark.needs_review


def test_no_gamed_answer_earns_half_of_the_points_without_review(exercise):
    for gold in exercise.gold:
        if gold.intent == "gaming":
            mark = judge(exercise, gold.text)
            assert mark.needs_review or mark.score < mark.max_score / 2, gold.text


def test_an_exercise_can_be_answered_in_two_voices_and_is_worth_ten_points(exercise):
    assert len({example.voice for example in exercise.examples}) >= 2
    assert exercise.points == 10


def test_some_gold_meets_everything_and_some_does_not(exercise):
    intents = {gold.intent for gold in exercise.gold}
    assert {"full", "partial", "gaming"} <= intents


def test_skipping_without_an_answer_is_not_an_answer_and_waits_for_nobody(exercise):
    mark = judge(exercise, "  ", skipped=True)
    assert mark.status == "not answered"
    assert mark.score == 0


def test_every_skill_has_nine_exercises_or_more_and_several_settings():
    for skill in OWN_SLIP:
        mine = [e for e in BANK if e.skill == skill]
        assert len(mine) >= 9
        assert {"individual", "couple", "family"} <= {e.setting for e in mine}


def test_at_least_four_exercises_want_another_move_than_that_of_the_week():
    others = [e for e in BANK if any(CRITERIA[c].skill is None and not CRITERIA[c].universal for c in e.criteria)]
    assert len(others) >= 4
    asked = {c for e in others for c in e.criteria}
    assert {"clarifies", "asks_permission", "names_pattern", "checks_safety"} <= asked
