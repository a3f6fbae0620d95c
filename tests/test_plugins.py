"""nbgrader's own programs with the kit's steps: the same numbers as without them, and nothing of a student's runs."""

import json
import re
import shutil
import sqlite3

import pytest
from graded_course import (
    FIRST,
    GOOD,
    HALF,
    LESSON,
    STOCK_CONFIG,
    comments,
    copy_course,
    files,
    hand_in,
    responses,
    rows,
    run,
    sample_cohort,
    scores,
    worth,
)

from autograders.slots import MARK_MIME


@pytest.fixture(scope="module")
def graded(built, tmp_path_factory):
    """The sample cohort, graded by `nbgrader autograde` with the kit's steps."""
    root = copy_course(built, tmp_path_factory.mktemp("graded") / "course")
    sample_cohort(root)
    done = run(root, "nbgrader", "autograde", LESSON)
    assert done.returncode == 0, done.stderr
    return root


def cells(root, student):
    return json.loads((root / f"autograded/{student}/{LESSON}/{LESSON}.ipynb").read_bytes())["cells"]


def marks(root, student):
    outputs = [o for cell in cells(root, student) for o in cell.get("outputs", [])]
    return {o["data"][MARK_MIME]["slot"]: o["data"][MARK_MIME] for o in outputs if MARK_MIME in o["data"]}


def test_stock_nbgrader_gives_every_cell_the_same_automatic_score(built, graded, tmp_path):
    stock = copy_course(built, tmp_path / "stock", config=STOCK_CONFIG)
    sample_cohort(stock)
    done = run(stock, "nbgrader", "autograde", LESSON, timeout=300)
    assert done.returncode == 0, done.stderr
    assert scores(stock) == scores(graded)
    assert len({score for (_, cell), score in scores(stock).items() if cell == "rewrite-1"}) >= 4  # not all alike


def test_nothing_that_stands_in_a_notebook_is_run(built, tmp_path):
    root = copy_course(built, tmp_path / "course")
    folder = hand_in(root, "one", responses(GOOD, HALF))
    trace = tmp_path / "trace"
    notebook = json.loads((folder / f"{LESSON}.ipynb").read_text())
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["source"] = f"open({str(trace)!r}, 'w')"
    (folder / f"{LESSON}.ipynb").write_text(json.dumps(notebook))
    (folder / "course.py").write_text(f"open({str(trace)!r}, 'w')")
    (folder / "sitecustomize.py").write_text(f"open({str(trace)!r}, 'w')")
    done = run(root, "nbgrader", "autograde", LESSON)
    assert done.returncode == 0, done.stderr
    assert not trace.exists()
    assert scores(root)["one", "rewrite-1"] == worth(FIRST, GOOD)
    assert "one: the text of the locked cell 'rewrite-1' was changed; it is as released" in done.stderr


def test_where_the_kit_cannot_be_loaded_nothing_is_run_and_nothing_scored(built, tmp_path, monkeypatch):
    """nbgrader only logs an error in its configuration, and would then execute the notebooks."""
    root = copy_course(built, tmp_path / "course")
    folder = hand_in(root, "one", responses(GOOD, HALF))
    trace = tmp_path / "trace"
    notebook = json.loads((folder / f"{LESSON}.ipynb").read_text())
    notebook["cells"][1] |= {"source": f"open({str(trace)!r}, 'w')"}
    (folder / f"{LESSON}.ipynb").write_text(json.dumps(notebook))
    (tmp_path / "broken/autograders").mkdir(parents=True)
    (tmp_path / "broken/autograders/__init__.py").write_text("raise ImportError('broken on purpose')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "broken"))
    done = run(root, "nbgrader", "autograde", LESSON)
    assert "broken on purpose" in done.stderr
    assert "Nothing will be scored" in done.stderr
    assert not trace.exists()
    assert {row[0] for row in rows(root).values()} == {None}
    assert {row[3] for row in rows(root).values()} == {1}  # all wait for a person


def test_what_is_unsure_or_gated_needs_a_person_and_nothing_else_does(graded):
    for (student, cell), (auto, manual, _, needs, *_) in rows(graded).items():
        assert manual is None
        if cell in {"rewrite-1", "rewrite-2"}:
            mark = marks(graded, student)[cell]
            assert needs == (mark["status"] == "for your instructor"), (student, cell)
            assert auto == mark["score"]
        else:  # places for comments
            assert (auto, needs) == (None, 0)
    waiting = {student for (student, cell), row in rows(graded).items() if cell == "rewrite-1" and row[3]}
    assert {"described", "foreign", "asks", "misplaced"} <= waiting
    assert "nothing" not in waiting


def test_the_graded_notebook_is_a_valid_one_with_a_result_in_each_grade_cell(graded):
    import nbformat

    for student in ("good", "html", "nothing"):
        path = graded / f"autograded/{student}/{LESSON}/{LESSON}.ipynb"
        nbformat.validate(nbformat.read(path, as_version=4))
        assert set(marks(graded, student)) == {"rewrite-1", "rewrite-2"}


def test_the_reflection_stands_where_the_instructor_comments_on_it(graded):
    found = cells(graded, "half")
    place = next(n for n, c in enumerate(found) if c["metadata"].get("nbgrader", {}).get("grade_id") == "reflection")
    assert "It was hard to ask." in found[place + 1]["source"]


def test_grading_again_by_force_changes_nothing(graded):
    before = rows(graded), files(graded), comments(graded)
    done = run(graded, "nbgrader", "autograde", LESSON, "--force")
    assert done.returncode == 0, done.stderr
    assert (rows(graded), files(graded), comments(graded)) == before


def test_a_resubmission_replaces_every_score_and_a_manual_one_stands_and_is_queued(built, tmp_path):
    root = copy_course(built, tmp_path / "course")
    hand_in(root, "one", responses(GOOD, GOOD))
    run(root, "nbgrader", "autograde", LESSON)
    by_hand(root, "one", "rewrite-1", 7.5)
    shutil.rmtree(root / "submitted/one")
    folder = hand_in(root, "one", responses(HALF), timestamp="2026-01-06 10:00:00.000000 UTC")
    drop_cell(folder / f"{LESSON}.ipynb", "rewrite-2")
    run(root, "nbgrader", "autograde", LESSON)
    found = rows(root)
    assert found["one", "rewrite-1"][1] == 7.5
    assert found["one", "rewrite-1"][3] == 1
    assert found["one", "rewrite-2"][0] == 0  # stock nbgrader keeps the old score here
    assert found["one", "rewrite-1"][0] == worth(FIRST, HALF) < worth(FIRST, GOOD)


def by_hand(root, student, cell, score, needs=0):
    with sqlite3.connect(root / "gradebook.db") as database:
        database.execute(
            """update grade set manual_score = ?, needs_manual_grade = ? where cell_id in
               (select id from base_cell where name = ?) and notebook_id in (select sn.id from submitted_notebook sn
               join submitted_assignment sa on sa.id = sn.assignment_id where sa.student_id = ?)""",
            (score, needs, cell, student),
        )


def comment_by_hand(root, student, cell, text):
    with sqlite3.connect(root / "gradebook.db") as database:
        database.execute(
            """update comment set manual_comment = ? where cell_id in (select id from base_cell where name = ?)
               and notebook_id in (select sn.id from submitted_notebook sn
               join submitted_assignment sa on sa.id = sn.assignment_id where sa.student_id = ?)""",
            (text, cell, student),
        )


def drop_cell(path, grade_id):
    notebook = json.loads(path.read_text())
    notebook["cells"] = [c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") != grade_id]
    path.write_text(json.dumps(notebook))


BUTTON = """
import sys
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import PyFileConfigLoader
config = PyFileConfigLoader("nbgrader_config.py", path=".").load_config()
done = NbGraderAPI(CourseDirectory(config=config), config=config).autograde(*sys.argv[1:])
sys.exit(0 if done["success"] else done.get("error"))
"""


def test_formgraders_autograde_button_does_the_same(built, graded, tmp_path):
    root = copy_course(built, tmp_path / "course")
    sample_cohort(root)
    done = run(root, "python", "-c", BUTTON, LESSON, "asks")
    assert done.returncode == 0, done.stderr
    assert rows(root) == {key: row for key, row in rows(graded).items() if key[0] == "asks"}
    assert files(root) == {name: data for name, data in files(graded).items() if name.startswith("asks/")}


def test_the_instructor_reads_the_situation_before_the_answer_and_not_the_whole_lesson(graded):
    found = cells(graded, "skipper")
    ids = [cell["id"] for cell in found]
    place = ids.index("rewrite-1")
    assert ids[place - 2 : place] == ["rewrite-1-title", "rewrite-1-situation"]
    assert "shoes" in found[place - 1]["source"].lower()  # of the alternative that was answered
    assert "Some **prose** to read." not in json.dumps(found)


# -- what a student gets back


@pytest.fixture(scope="module")
def returned(graded, tmp_path_factory):
    """The sample cohort's feedback, by `nbgrader generate_feedback`, after an instructor has looked at some of it."""
    root = copy_course(graded, tmp_path_factory.mktemp("returned") / "course")
    by_hand(root, "half", "rewrite-1", 9)
    comment_by_hand(root, "half", "rewrite-1-comment", "Warm, and <b>slow</b>.\n\nTry $a$ again.")
    comment_by_hand(root, "half", "reflection", "Thank you for saying so.")
    done = run(root, "nbgrader", "generate_feedback", LESSON)
    assert done.returncode == 0, done.stderr
    return root


def page(root, student):
    return (root / f"feedback/{student}/{LESSON}/{LESSON}.html").read_text(encoding="utf-8")


def test_the_page_says_what_to_keep_what_to_change_and_how_to_reach_a_person(returned):
    html = page(returned, "good")
    assert "Keep:" in html
    assert "Change:" in html
    assert "may be wrong" in html
    assert all(mark["mark"] in html for mark in marks(returned, "good").values())
    assert "<mark>" in html


def test_the_page_shows_the_instructors_score_and_comments(returned):
    html = page(returned, "half")
    assert "9 of 10 points</strong>, decided by your instructor" in html
    assert "Warm, and &lt;b&gt;slow&lt;/b&gt;." in html
    assert "$a$" not in html
    assert "Thank you for saying so." in html
    assert "It was hard to ask." in html


def test_the_page_says_that_an_answer_still_waits(returned):
    for student in ("described", "asks", "nothing", "poor"):
        waiting = [mark for mark in marks(returned, student).values() if mark["needs_review"]]
        assert bool(re.search("waits? for your instructor", page(returned, student))) == bool(waiting)


def test_the_page_shows_the_examples_of_graded_items_which_never_travelled(returned):
    from exercises.bank import Bank

    bank = Bank.load(returned / "exercises/bank")
    example = bank["alliance-eyebrows"].examples[0].text
    assert example[:40] not in (returned / f"release/{LESSON}/content.json").read_text(encoding="utf-8")
    assert example[:40].replace("'", "&#x27;") in page(returned, "good")


def test_the_page_needs_nothing_from_anywhere(returned):
    html = page(returned, "half")
    assert not re.findall(r"""(?:src|href)\s*=|@import|url\(|<script""", html)
    assert "default-src 'none'" in html


def test_what_a_student_typed_does_nothing_on_the_page(returned):
    html = page(returned, "html")
    assert "&lt;script&gt;" in html
    for acting in ("<script", "$x^2$", "\x1b", "<b>Would"):
        assert acting not in html
