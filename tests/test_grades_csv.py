"""`nbgrader export` in a course of ours: an empty score is no score, and a zero is one that was earned."""

import csv
import sqlite3

import pytest
from graded_course import FIRST, GOOD, HALF, LESSON, SECOND, copy_course, hand_in, responses, run, worth


@pytest.fixture(scope="module")
def exported(built, tmp_path_factory):
    """A graded cohort with every kind of trouble: what nbgrader said, and its table by student."""
    root = copy_course(built, tmp_path_factory.mktemp("exported") / "course")
    for student in ("good", "late"):
        hand_in(root, student, responses(GOOD, HALF))
    hand_in(root, "empty", responses())
    hand_in(root, "unreadable", b"{not json")
    folder = hand_in(root, "failed", responses(GOOD, HALF))
    (folder / f"{LESSON}.ipynb").rename(folder / f"{LESSON} (1).ipynb")  # nbgrader's own loop stops at it
    hand_in(root, "decided", b"{not json")
    assert run(root, "nbgrader", "db", "student", "add", "never", "--last-name", "Lee, Jr").returncode == 0
    run(root, "nbgrader", "autograde", LESSON)
    with sqlite3.connect(root / "gradebook.db") as database:
        of = "(select sn.id from submitted_notebook sn join submitted_assignment sa on sa.id = sn.assignment_id where"
        database.execute(
            "update grade set manual_score = 4, needs_manual_grade = 0 where auto_score is not null and "
            f"notebook_id in {of} sa.student_id = 'decided')"
        )
        database.execute(
            f"update submitted_notebook set late_submission_penalty = 1 where id in {of} student_id='late')"
        )
    done = run(root, "nbgrader", "export")
    assert done.returncode == 0, done.stderr
    with (root / "grades.csv").open(newline="", encoding="utf-8") as file:
        return root, done.stderr, {row["student_id"]: row for row in csv.DictReader(file)}


@pytest.mark.parametrize("student", ["unreadable", "failed", "never"])
def test_what_was_not_graded_is_no_zero_and_is_named(exported, student):
    _, said, table = exported
    assert [table[student][column] for column in ("raw_score", "late_submission_penalty", "score")] == [""] * 3
    assert f"{student}, {LESSON}: no score" in said


def test_everybody_else_has_the_score_of_the_gradebook(exported):
    _, said, table = exported
    usual = worth(FIRST, GOOD) + worth(SECOND, HALF)
    assert float(table["good"]["score"]) == float(table["good"]["raw_score"]) == usual > 0
    assert float(table["late"]["score"]) == usual - 1
    assert float(table["decided"]["score"]) == 8
    assert float(table["empty"]["score"]) == 0, "nothing was answered: that zero was earned"
    assert not any(f"{student}, {LESSON}" in said for student in ("good", "late", "decided", "empty"))


def test_the_columns_are_nbgraders_and_a_comma_in_a_name_moves_none(exported):
    root, _, table = exported
    stock = run(root, "nbgrader", "export", "--exporter=nbgrader.plugins.CsvExportPlugin", "--to", "stock.csv")
    assert stock.returncode == 0, stock.stderr
    assert list(table["good"]) == (root / "stock.csv").read_text().splitlines()[0].split(",")
    assert table["never"]["last_name"] == "Lee, Jr"
    assert table["never"]["max_score"] == table["good"]["max_score"] == "20.0"
    with (root / "stock.csv").open(newline="") as file:
        assert {row["student_id"]: row for row in csv.DictReader(file)}["good"] == table["good"]


def test_students_and_lessons_can_be_chosen_as_nbgrader_has_it(exported):
    root, *_ = exported
    done = run(root, "nbgrader", "export", "--student", "['good']", "--assignment", f"['{LESSON}']", "--to", "one.csv")
    assert done.returncode == 0, done.stderr
    assert [line.split(",")[3] for line in (root / "one.csv").read_text().splitlines()[1:]] == ["good"]
    done = run(root, "nbgrader", "export", "--assignment", "['another']", "--to", "none.csv")
    assert len((root / "none.csv").read_text().splitlines()) == 1
