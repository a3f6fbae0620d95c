"""The main job, end to end: the demo's course, through nbgrader's own steps."""

import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograders.graded_notebook import stored
from course import demo
from course.cli import main

KIT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    said = []
    result = demo.run(tmp_path_factory.mktemp("demo") / "demo", KIT, said.append)
    assert any("autograde" in line for line in said)
    return result


def marks(result, student, lesson):
    found = stored(result.course / "autograded" / student / lesson / f"{lesson}.ipynb")
    assert found is not None
    return found.marks


def test_every_student_has_a_row_in_every_lesson(result):
    assert len(result.students) == 12
    assert len(result.lessons) >= 5
    assert set(result.rows) == {(s.id, lesson) for s in result.students for lesson in result.lessons}
    assert result.submissions == len(result.rows)


def test_good_rewrites_earn_more_than_poor_ones(result):
    def total(student):
        return sum(result.rows[student, lesson].score for lesson in result.lessons)

    assert total("amara") > total("dmitri") > total("kofi")


def test_the_score_in_the_gradebook_is_the_mark_of_the_answer_that_was_typed(result):
    with sqlite3.connect(result.course / "gradebook.db") as gradebook:
        rows = gradebook.execute(
            "select base_cell.name, grade.auto_score from grade"
            " join base_cell on base_cell.id = grade.cell_id"
            " join submitted_notebook on submitted_notebook.id = grade.notebook_id"
            " join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id"
            " join assignment on assignment.id = submitted_assignment.assignment_id"
            " where submitted_assignment.student_id = 'carmen' and assignment.name = 'alliance'"
            " and grade.auto_score is not null"
        ).fetchall()
    scores = {name: score for name, score in rows if name.startswith("rewrite-") and not name.endswith("-comment")}
    found = marks(result, "carmen", "alliance")
    assert set(scores) == {"rewrite-1", "rewrite-2"}
    for slot, mark in found.items():
        assert scores[slot] == mark["score"]


def test_an_answer_in_another_language_and_a_call_for_a_person_wait_for_the_instructor(result):
    for student in ("ines", "hana"):
        assert any(result.rows[student, lesson].waiting for lesson in result.lessons)


def test_an_empty_answer_is_not_answered_and_a_lost_file_is_no_silent_zero(result):
    statuses = {lesson: [m["status"] for m in marks(result, "lena", lesson).values()] for lesson in result.lessons}
    assert "not answered" in {status for found in statuses.values() for status in found}
    lost = [lesson for lesson, found in statuses.items() if set(found) == {"for your instructor"}]
    assert lost
    for lesson in lost:
        assert all("responses.json" in " ".join(m["why"]) for m in marks(result, "lena", lesson).values())


def test_a_skipped_vignette_is_graded_by_its_alternative(result):
    skipped = marks(result, "farah", "alliance")["rewrite-1"]
    shown = marks(result, "amara", "alliance")["rewrite-1"]
    assert skipped["exercise"] != shown["exercise"]
    assert skipped["max_score"] == shown["max_score"]


def test_everybody_finds_a_feedback_page_in_every_lesson_and_typed_markup_does_nothing_there(result):
    for student in result.students:
        for lesson in result.lessons:
            pages = list((result.home(student.id) / lesson / "feedback").rglob(f"{lesson}.html"))
            assert pages, f"{student.id} has no feedback on {lesson}"
            page = pages[0].read_text(encoding="utf-8")
            assert '<script>alert("x")' not in page
            assert "<b onclick" not in page
            assert 'href="javascript:' not in page


def test_the_summary_names_every_student_and_what_to_open(result):
    said = demo.summary(result)
    for student in result.students:
        assert student.name in said
    assert "s each" in said
    assert str(result.course) in said


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("two years of work", encoding="utf-8")
    with pytest.raises(demo.DemoError, match="holds something else"):
        demo.run(tmp_path, KIT, lambda line: None)
    assert (tmp_path / "thesis.txt").read_text(encoding="utf-8") == "two years of work"


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "thesis.txt").write_text("two years of work", encoding="utf-8")
    told = CliRunner().invoke(main, ["demo", str(tmp_path / "thesis.txt" / "demo")])
    assert told.exit_code == 1
    assert "Error: " in told.output
    assert "Not a directory" in told.output
