"""Goals of agreement: on the benchmark as fitted, on exercises kept aside, on gamed answers, on real speech."""

import json
from collections import defaultdict
from importlib.resources import files
from pathlib import Path

import pytest
from labelled_rows import LABELLED, rows
from measure_talk import RARE, figures, turns

from autograders.judge import judge
from course.agreement import Rated, by_criterion, split
from course.agreement_page import held_out

ANNOMI = Path(__file__).resolve().parent.parent.parent / "shared" / "benchmark" / "annomi-dev.jsonl"


@pytest.fixture(scope="module")
def dev() -> list[Rated]:
    rated = []
    for row in rows():
        if row.source == "dev" and row.exercise is not None:
            mark = judge(row.exercise, row.text)
            said = {v.criterion: v.met for v in mark.verdicts}
            half = mark.score >= mark.max_score / 2
            rated.append(
                Rated(row.exercise.id, row.labels, said, mark.needs_review, row.intent == "gaming", row.persona, half)
            )
    return rated


def test_on_the_benchmark_as_fitted(dev: list[Rated]) -> None:
    table = by_criterion(dev)
    assert sum(f["kappa"] for f in table.values()) / len(table) >= 0.85
    assert min(f["kappa"] for f in table.values()) >= 0.70


def test_no_gamed_answer_of_the_benchmark_earns_half_without_a_person(dev: list[Rated]) -> None:
    assert split(dev)["gamed_accepted"] == 0


def test_on_exercises_kept_aside() -> None:
    """What was measured when the weights were made: a change of signs without new weights shows in test_moves."""
    measured = held_out()
    assert measured["all"]["mean_kappa"] >= 0.75
    assert measured["unread"]["mean_kappa"] >= 0.70
    big = [f for f in measured["criteria"].values() if f["answers"] >= 100]
    assert min(f["kappa"] for f in big) >= 0.60


def test_it_knows_when_it_does_not_know() -> None:
    figures = held_out()["all"]
    assert figures["reviewed"] <= 0.35
    assert figures["criteria_right"] >= 0.93
    assert figures["whole_right"] >= 0.65
    assert figures["within_one"] >= 0.92


def test_confidence_is_honest_within_five_points() -> None:
    for row in held_out()["calibration"]:
        if row["verdicts"] >= 200:
            assert row["said"] == pytest.approx(row["right"], abs=0.05)


def test_no_way_of_writing_is_told_missing_much_more_often() -> None:
    groups = held_out()["fairness_dev"]
    for name, group in groups.items():
        assert group["false_not_met"] <= groups["all"]["false_not_met"] + 0.08, name


def test_the_labelled_answers_are_there() -> None:
    counts = defaultdict(int)
    for row in rows():
        counts[row.source] += 1
    assert counts["dev"] == 480
    assert (LABELLED / "phrases.txt").is_file()


@pytest.fixture(scope="module")
def talk() -> dict:
    """Figures on real therapists' turns; measured only, never copied."""
    if not ANNOMI.is_file():
        pytest.skip("the transcripts are not here")
    return figures(turns(ANNOMI))


@pytest.mark.parametrize(
    ("name", "least"), [("question", 0.85), ("open_question", 0.70), ("reflection", 0.50), ("advice", 0.45)]
)
def test_general_moves_agree_with_the_experts(talk: dict, name: str, least: float) -> None:
    """The floors are the goals, on all turns; on sessions kept unread it is less, as docs/agreement.md says."""
    assert talk["kappa"][name] >= least


@pytest.mark.parametrize(
    ("name", "least"), [("question", 0.85), ("open_question", 0.67), ("reflection", 0.45), ("advice", 0.38)]
)
def test_general_moves_agree_on_sessions_kept_unread(talk: dict, name: str, least: float) -> None:
    """What is reached there: a sign that fits only what was read shows here."""
    assert talk["kappa_unread"][name] >= least


@pytest.mark.parametrize("name", RARE)
def test_false_alarms_of_rare_moves_are_under_three_in_a_thousand(talk: dict, name: str) -> None:
    assert talk["false"][name] / talk["turns"] < 0.003


def test_the_figures_in_the_docs_are_these(talk: dict) -> None:
    path = files("autograders") / "weights" / "real-talk.json"
    assert json.loads(path.read_text(encoding="utf-8")) == talk, "run: python tests/measure_talk.py ANNOMI.jsonl"
