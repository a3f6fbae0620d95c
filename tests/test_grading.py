"""`changework grade`: the same rows and files as nbgrader, each submission whole or not at all, nobody forgotten."""

import dataclasses
import errno
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
from pathlib import Path

import pytest
from graded_course import (
    BIN,
    FIRST,
    GOOD,
    HALF,
    LESSON,
    POOR,
    SECOND,
    answer,
    comments,
    copy_course,
    environment,
    files,
    hand_in,
    responses,
    rows,
    run,
    sample_cohort,
    scores,
    worth,
)

import autograders.judge
from course import grading
from course.feedback_pages import write_feedback
from course.grading import GradingError, compare_lesson, grade_lesson


@pytest.fixture(autouse=True)
def own_settings(tmp_path, monkeypatch):
    """The user's own Jupyter configuration has no say here."""
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def root(built, tmp_path):
    return copy_course(built, tmp_path / "course")


def grade(root, *students, **more):
    return {outcome.student: outcome for outcome in grade_lesson(root, LESSON, students, **more)}


def everything(root):
    return rows(root), comments(root), files(root)


def by_hand(root, student, cell, score):
    with sqlite3.connect(root / "gradebook.db") as database:
        database.execute(
            """update grade set manual_score = ?, needs_manual_grade = 0 where cell_id in
               (select id from base_cell where name = ?) and notebook_id in (select sn.id from submitted_notebook sn
               join submitted_assignment sa on sa.id = sn.assignment_id where sa.student_id = ?)""",
            (score, cell, student),
        )
        database.execute(
            """update comment set manual_comment = 'By hand.' where cell_id in
               (select id from base_cell where name = ?) and notebook_id in (select sn.id from submitted_notebook sn
               join submitted_assignment sa on sa.id = sn.assignment_id where sa.student_id = ?)""",
            (f"{cell}-comment", student),
        )


# -- the same as nbgrader


def test_the_rows_and_files_are_those_of_nbgrader_autograde(built, tmp_path):
    roots = [copy_course(built, tmp_path / name) for name in ("ours", "theirs")]
    for root in roots:
        sample_cohort(root)
    assert run(roots[0], "changework", "grade", LESSON).returncode == 0
    assert run(roots[1], "nbgrader", "autograde", LESSON).returncode == 0
    for ours, theirs in zip(everything(roots[0]), everything(roots[1]), strict=True):
        assert ours == theirs


def test_after_nbgrader_autograde_there_is_nothing_left_to_do(root):
    hand_in(root, "one", responses(GOOD, HALF))
    assert run(root, "nbgrader", "autograde", LESSON).returncode == 0
    before = everything(root)
    assert grade(root)["one"].state == "unchanged"
    assert everything(root) == before


def test_files_are_read_only_as_nbgrader_leaves_them(root):
    hand_in(root, "one", responses(GOOD))
    grade(root)
    modes = {p.stat().st_mode & 0o777 for p in (root / f"autograded/one/{LESSON}").iterdir()}
    assert modes == {0o444}


def test_a_late_penalty_is_nbgraders(built, tmp_path):
    roots = [copy_course(built, tmp_path / name) for name in ("ours", "theirs")]
    for root in roots:
        with (root / "nbgrader_config.py").open("a") as config:
            config.write("\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
        with sqlite3.connect(root / "gradebook.db") as database:
            database.execute("update assignment set duedate = '2026-01-06 00:00:00.000000'")
        hand_in(root, "late", responses(GOOD, HALF), timestamp="2026-01-07 10:00:00.000000 UTC")
        hand_in(root, "in-time", responses(GOOD, HALF))
    grade(roots[0])
    run(roots[1], "nbgrader", "autograde", LESSON)
    assert rows(roots[0]) == rows(roots[1])
    assert rows(roots[0])["late", "rewrite-1"][-1] == worth(FIRST, GOOD) + worth(SECOND, HALF) > 0
    assert rows(roots[0])["in-time", "rewrite-1"][-1] is None


def test_a_time_that_cannot_be_read_costs_nothing_and_is_told(root):
    hand_in(root, "ann", responses(GOOD, HALF), timestamp="yesterday, \x1b[31m I think")
    hand_in(root, "ben", responses(GOOD, HALF), timestamp="")
    outcomes = grade(root)
    assert outcomes["ann"].notes == (
        "timestamp.txt holds no time that can be read, so nobody knows whether it was late",
    )
    assert not outcomes["ben"].notes
    assert rows(root)["ann", "rewrite-1"] == rows(root)["ben", "rewrite-1"]
    assert grade(root)["ann"].notes == outcomes["ann"].notes


# -- again, and again


def test_a_second_run_changes_nothing(root):
    sample_cohort(root)
    grade(root)
    before = everything(root)
    assert {one.state for one in grade(root).values()} == {"unchanged"}
    assert everything(root) == before


def test_scores_and_comments_by_hand_are_never_touched(root):
    hand_in(root, "one", responses(GOOD, HALF))
    grade(root)
    by_hand(root, "one", "rewrite-1", 3.5)
    before = everything(root)
    grade(root)
    grade(root, force=True)
    assert everything(root) == before


def test_a_changed_answer_with_a_score_by_hand_waits_for_a_person_and_keeps_the_score(root):
    hand_in(root, "one", responses(GOOD, HALF))
    grade(root)
    by_hand(root, "one", "rewrite-1", 3.5)
    resubmit(root, "one", responses(HALF, HALF))
    grade(root)
    auto, manual, _, needs, *_ = rows(root)["one", "rewrite-1"]
    assert (auto, manual, needs) == (worth(FIRST, HALF), 3.5, 1)
    assert comments(root)["one", "rewrite-1-comment"] == (None, "By hand.")


def resubmit(root, student, answers):
    shutil.rmtree(root / "submitted" / student)
    return hand_in(root, student, answers, timestamp="2026-01-09 10:00:00.000000 UTC")


def test_a_resubmission_replaces_every_score_also_where_an_answer_is_gone(root):
    hand_in(root, "one", responses(GOOD, GOOD))
    grade(root)
    resubmit(root, "one", responses(HALF))
    assert grade(root)["one"].state == "graded"
    found = rows(root)
    assert (found["one", "rewrite-1"][0], found["one", "rewrite-2"][0]) == (worth(FIRST, HALF), 0)
    assert found["one", "rewrite-1"][4].startswith("2026-01-09")
    assert HALF in (root / f"autograded/one/{LESSON}/responses.json").read_text()


def test_a_resubmission_without_the_answer_file_leaves_none_of_the_old_behind(root):
    hand_in(root, "one", responses(GOOD, GOOD))
    grade(root)
    resubmit(root, "one", None)
    assert set(grade(root)["one"].waiting) == {"rewrite-1", "rewrite-2"}
    assert not (root / f"autograded/one/{LESSON}/responses.json").exists()
    assert [row[:4] for (_, cell), row in sorted(rows(root).items()) if cell == "rewrite-1"] == [(0, None, None, 1)]


def test_a_gradebook_that_lost_the_rows_gets_them_back(root):
    hand_in(root, "one", responses(GOOD, HALF))
    before_any = (root / "gradebook.db").read_bytes()
    grade(root)
    expected = rows(root)
    (root / "gradebook.db").write_bytes(before_any)
    assert grade(root)["one"].state == "graded"
    assert rows(root) == expected


def test_what_was_decided_by_hand_is_no_longer_said_to_wait(root):
    hand_in(root, "one", b"{not json")
    hand_in(root, "two", responses(GOOD, HALF))
    assert set(grade(root)["one"].waiting) == {"rewrite-1", "rewrite-2"}
    by_hand(root, "one", "rewrite-1", 4)
    assert set(grade(root)["one"].waiting) == {"rewrite-2"}
    by_hand(root, "two", "rewrite-1", 4)
    assert "rewrite-1" not in grade(root)["two"].waiting
    resubmit(root, "two", responses(HALF, HALF))
    assert "changed since you gave it a score" in grade(root)["two"].waiting["rewrite-1"]


def test_only_the_students_named_are_graded(root):
    for student in ("ann", "ben"):
        hand_in(root, student, responses(GOOD))
    assert set(grade(root, "ben")) == {"ben"}
    assert {student for student, _ in rows(root)} == {"ben"}


# -- killed at any moment


def _points_of_death(monkeypatch):
    """Makes the n-th change of the world (a file written, moved, removed; rows committed) the last."""
    left = [-1]

    def step(work, around=False):
        def stepped(*args, **kwargs):
            die()
            done = work(*args, **kwargs)
            if around:
                die()
            return done

        return stepped

    def die():
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    from sqlalchemy.orm import Session

    for name in ("write_bytes", "chmod", "rename", "replace", "unlink"):
        monkeypatch.setattr(Path, name, step(getattr(Path, name)))
    monkeypatch.setattr(Session, "commit", step(Session.commit, around=True))
    return left


def _killed_at(left, root, n):
    """Grade in a process of its own that dies at its n-th step; whether it got so far."""
    child = os.fork()
    if child == 0:
        left[0] = n
        grade(root)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("again", [False, True], ids=["first", "resubmission"])
def test_killed_at_any_step_the_next_run_completes_it(built, tmp_path, monkeypatch, again):
    start = copy_course(built, tmp_path / "start")
    for student in ("ann", "ben"):
        hand_in(start, student, responses(GOOD, HALF))
    if again:
        grade(start)
        by_hand(start, "ben", "rewrite-2", 6)
        for student in ("ann", "ben"):
            resubmit(start, student, responses(HALF, HALF, reflection="New."))
    expected_in = copy_course(start, tmp_path / "expected")
    grade(expected_in)
    expected = everything(expected_in)
    left = _points_of_death(monkeypatch)
    deaths = 0
    while True:
        root = copy_course(start, tmp_path / f"death-{deaths}")
        if not _killed_at(left, root, deaths + 1):
            break
        deaths += 1
        grade(root)
        assert everything(root) == expected, f"killed at step {deaths}"
        assert not (root / f"autograded/.staging-{LESSON}").exists()
    assert deaths > 15


def test_killed_for_real_the_next_run_grades_everybody(root):
    students = [f"student-{n:02}" for n in range(25)]
    for student in students:
        hand_in(root, student, responses(GOOD, HALF))
    for already in (2, 9, 17):
        process = subprocess.Popen(
            [str(BIN / "changework"), "grade", LESSON], cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while process.poll() is None and len(list((root / "autograded").glob("student-*"))) < already:
            time.sleep(0.002)
        process.kill()
        process.wait()
    done = run(root, "changework", "grade", LESSON)
    assert done.returncode == 0, done.stdout + done.stderr
    assert {key: row[0] for key, row in rows(root).items() if key[1].startswith("rewrite-") and row[0] is not None} == {
        (student, cell): score
        for student in students
        for cell, score in (("rewrite-1", worth(FIRST, GOOD)), ("rewrite-2", worth(SECOND, HALF)))
    }


def test_what_a_killed_nbgrader_autograde_left_half_done_is_graded(root):
    """nbgrader itself takes the folder that it left for done, and never grades that student."""
    hand_in(root, "ann", responses(GOOD, HALF))
    half_done = root / f"autograded/ann/{LESSON}"
    half_done.mkdir(parents=True)
    shutil.copy(root / f"submitted/ann/{LESSON}/{LESSON}.ipynb", half_done)
    assert grade(root)["ann"].state == "graded"
    assert rows(root)["ann", "rewrite-1"][0] == worth(FIRST, GOOD)


# -- others at the same gradebook


def test_a_gradebook_locked_for_ten_seconds_delays_and_does_not_abort(root):
    for student in ("ann", "ben"):
        hand_in(root, student, responses(GOOD, HALF))
    held = threading.Event()

    def hold():
        with sqlite3.connect(root / "gradebook.db", isolation_level=None) as database:
            database.execute("begin exclusive")
            held.set()
            time.sleep(10)
            database.execute("rollback")

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait()
    told: list[str] = []
    outcomes = grade(root, tell=told.append)
    holder.join()
    assert {one.state for one in outcomes.values()} == {"graded"}
    assert any("in use" in line for line in told)


def test_two_graders_at_once_both_finish_and_the_scores_are_right(root, tmp_path):
    for n in range(15):
        hand_in(root, f"student-{n:02}", responses(GOOD, HALF) if n % 2 else responses(POOR, GOOD))
    alone = copy_course(root, tmp_path / "alone")
    grade(alone)
    both = [
        subprocess.Popen([str(BIN / "changework"), "grade", LESSON], cwd=root, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [process.communicate()[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert everything(root) == everything(alone)


# -- regrading without fear


def test_a_dry_run_says_whose_score_would_change_and_why_and_writes_nothing(root, monkeypatch):
    for student, text in (("ann", GOOD), ("ben", HALF), ("cat", HALF)):
        hand_in(root, student, responses(text))
    grade(root)
    by_hand(root, "cat", "rewrite-1", 8)
    judge, expected = autograders.judge.judge, worth(FIRST, GOOD)

    def stricter(exercise, text, **more):
        mark = judge(exercise, text, **more)
        verdicts = tuple(dataclasses.replace(v, met=False) for v in mark.verdicts)
        return dataclasses.replace(mark, score=min(mark.score, 3.0), rules="new-rules", verdicts=verdicts)

    monkeypatch.setattr(autograders.judge, "judge", stricter)
    before = everything(root), (root / "gradebook.db").read_bytes()
    said = {one.student: one for one in compare_lesson(root, LESSON)}
    assert (everything(root), (root / "gradebook.db").read_bytes()) == before
    assert [one.state for one in said.values()] == ["graded"] * 3
    (line,) = said["ann"].changes
    assert re.match(rf"rewrite-1: {expected:g} \(.+\) -> 3 \(.+\): rules ", line)
    assert "-> new-rules" in line
    assert "invites_choice no longer met" in line
    assert "the instructor's score 8 stands" in said["cat"].changes[0]


def test_a_dry_run_tells_a_changed_answer_from_changed_rules(root):
    hand_in(root, "ann", responses(GOOD))
    hand_in(root, "ben", responses(GOOD))
    grade(root)
    resubmit(root, "ann", responses(HALF))
    said = {one.student: one for one in compare_lesson(root, LESSON)}
    assert said["ben"].changes == ()
    assert "the answer changed" in said["ann"].changes[0]
    assert "rules" not in said["ann"].changes[0].split("(invites")[0]


def test_a_dry_run_before_any_grading_says_so(root):
    hand_in(root, "ann", responses(GOOD))
    (one,) = compare_lesson(root, LESSON)
    assert "not graded yet" in one.changes[0]
    assert not (root / "autograded").exists()
    assert not rows(root)


def test_a_dry_run_says_that_the_gradebook_lost_what_was_graded(root):
    hand_in(root, "ann", responses(GOOD))
    hand_in(root, "ben", responses(GOOD))
    grade(root)
    with sqlite3.connect(root / "gradebook.db") as database:
        database.execute(
            """update grade set auto_score = 1 where auto_score > 1 and notebook_id in (select sn.id from
               submitted_notebook sn join submitted_assignment sa on sa.id = sn.assignment_id
               where sa.student_id = 'ann')"""
        )
    said = {one.student: one.changes for one in compare_lesson(root, LESSON)}
    assert "the gradebook has other scores" in said["ann"][0]
    assert said["ben"] == ()


def test_new_points_are_graded_again_and_scores_by_hand_stand(root):
    hand_in(root, "ann", responses(GOOD, HALF))
    grade(root)
    by_hand(root, "ann", "rewrite-2", 9)
    path = root / f"source/{LESSON}/content.json"
    content = json.loads(path.read_text())
    content["exercises"]["alliance-eyebrows"]["criteria"] = {"names_task": 10}
    content["exercises"]["alliance-eyebrows"]["version"] = 2
    content["content"] = "changed"
    path.write_text(json.dumps(content))
    assert grade(root)["ann"].state == "graded"
    assert rows(root)["ann", "rewrite-2"][1] == 9


# -- what goes wrong is said, and the rest is graded


def test_an_empty_cohort_says_where_it_looked(root):
    with pytest.raises(GradingError, match=r"nobody has handed in 'alliance': there is nothing in .*submitted"):
        grade(root)


@pytest.mark.parametrize("lesson", ["algebra", "../source/alliance", ".", ".."])
def test_a_lesson_that_does_not_exist_is_named(root, lesson):
    with pytest.raises(GradingError, match=f"no lesson '{lesson}'"):
        list(grade_lesson(root, lesson))


def test_a_folder_that_is_no_course_says_what_to_do(tmp_path):
    with pytest.raises(GradingError, match="changework new"):
        list(grade_lesson(tmp_path, LESSON))


def test_a_missing_gradebook_says_what_to_run(root):
    hand_in(root, "ann", responses(GOOD))
    (root / "gradebook.db").unlink()
    with pytest.raises(GradingError, match=f"nbgrader generate_assignment {LESSON}"):
        grade(root)
    assert not (root / "gradebook.db").exists()


def test_a_missing_release_says_what_to_run(root):
    hand_in(root, "ann", responses(GOOD))
    shutil.rmtree(root / "release")
    with pytest.raises(GradingError, match=f"{LESSON}.ipynb is missing; run 'nbgrader generate_assignment"):
        grade(root)


def test_damaged_content_is_named_before_anything_is_graded(root):
    hand_in(root, "ann", responses(GOOD))
    (root / f"source/{LESSON}/content.json").write_text("{")
    with pytest.raises(GradingError, match=r"content\.json(.|\n)*'changework build'"):
        grade(root)


@pytest.mark.parametrize("student", ["../x", "..", ".", "", "a/b", "a\\b"])
def test_a_student_id_that_is_a_path_is_refused(root, student):
    hand_in(root, "ann", responses(GOOD))
    with pytest.raises(GradingError, match="cannot be a student's id"):
        grade(root, student)


@pytest.mark.parametrize("student", ["...", ".hidden", "two\nlines", "x" * 200])
def test_a_folder_whose_name_cannot_be_an_id_is_named_and_the_others_are_graded(root, student):
    hand_in(root, "ann", responses(GOOD))
    hand_in(root, student, responses(GOOD))
    outcomes = grade(root)
    assert "cannot be a student's id" in outcomes[student].error
    assert outcomes["ann"].state == "graded"


def test_what_else_lies_among_the_submissions_is_passed_over(root):
    hand_in(root, "ann", responses(GOOD))
    (root / "submitted/.DS_Store").write_text("")
    (root / "submitted/.ipynb_checkpoints").mkdir()
    (root / "submitted/ben/focus").mkdir(parents=True)
    assert set(grade(root)) == {"ann"}


def test_a_student_who_handed_in_nothing_is_named(root):
    hand_in(root, "ann", responses(GOOD))
    with pytest.raises(GradingError, match="ben did not hand in"):
        grade(root, "ben")


def test_a_place_that_cannot_be_written_is_named_before_anything_is_graded(root):
    hand_in(root, "ann", responses(GOOD))
    (root / "autograded").write_text("not a folder")
    with pytest.raises(GradingError, match="autograded cannot be written"):
        grade(root)
    assert not rows(root)


def test_a_read_only_folder_is_named(root, monkeypatch):
    hand_in(root, "ann", responses(GOOD))

    def refuse(self, *_, **__):
        raise PermissionError(errno.EACCES, "Permission denied", str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(GradingError, match="autograded cannot be written: Permission denied"):
        grade(root)
    assert not rows(root)


def test_a_full_disk_leaves_that_submission_ungraded_and_the_next_run_completes_it(root, monkeypatch):
    for student in ("ann", "ben", "cat"):
        hand_in(root, student, responses(GOOD, HALF))
    write = Path.write_bytes
    room = [6]

    def full(self, data):
        room[0] -= 1
        if room[0] == 0:
            write(self, data[: len(data) // 2])
            raise OSError(errno.ENOSPC, "No space left on device", str(self))
        return write(self, data)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", full)
        outcomes = grade(root)
    failed = [one for one in outcomes.values() if one.state == "not graded"]
    assert len(failed) == 1
    assert "the disk is full" in failed[0].error
    assert failed[0].student not in {student for student, _ in rows(root)}
    assert not (root / f"autograded/{failed[0].student}/{LESSON}").exists()
    assert grade(root)[failed[0].student].state == "graded"


def test_a_full_database_leaves_no_file_behind(root, monkeypatch):
    from sqlalchemy.exc import OperationalError

    hand_in(root, "ann", responses(GOOD, HALF))

    def full(*_):
        raise OperationalError("insert", {}, sqlite3.OperationalError("database or disk is full"))

    with monkeypatch.context() as patched:
        patched.setattr(grading, "record", full)
        outcome = grade(root)["ann"]
    assert (outcome.state, "database or disk is full" in outcome.error) == ("not graded", True)
    assert not (root / f"autograded/ann/{LESSON}").exists()
    assert grade(root)["ann"].state == "graded"


def test_an_error_in_one_submission_does_not_stop_the_others_and_is_no_zero(root, monkeypatch):
    for student in ("ann", "ben", "cat"):
        hand_in(root, student, responses(GOOD if student != "ben" else "UNLUCKY would you like that?", HALF))
    judge = autograders.judge.judge

    def unlucky(exercise, text, **more):
        if "UNLUCKY" in text:
            raise RuntimeError("a bug of ours")
        return judge(exercise, text, **more)

    monkeypatch.setattr(autograders.judge, "judge", unlucky)
    outcomes = grade(root)
    assert [one.state for one in outcomes.values()] == ["graded", "not graded", "graded"]
    assert "a bug of ours" in outcomes["ben"].error
    assert "ben" not in {student for student, _ in scores(root)}


# -- the command


def test_the_command_names_each_problem_and_sums_up(root):
    hand_in(root, "ann", responses(GOOD, HALF))
    hand_in(root, "ben", b"{")
    hand_in(root, "cat", responses(GOOD))
    done = run(root, "changework", "grade", LESSON)
    assert done.returncode == 0
    assert "ben: 0 of 20\n  rewrite-1 is for you: responses.json is not JSON" in done.stdout
    assert f"cat: {worth(FIRST, GOOD):g} of 20\n  rewrite-2: not answered" in done.stdout
    assert re.search(rf"{LESSON}: 3 graded, 0 up to date, 0 not graded; \d with answers for you", done.stdout)
    assert "Traceback" not in done.stderr


def test_the_command_fails_when_somebody_could_not_be_graded(root):
    hand_in(root, "ann", responses(GOOD, HALF))
    (root / "submitted/ben").mkdir()
    (root / f"submitted/ben/{LESSON}").symlink_to(root / f"submitted/ann/{LESSON}")
    done = run(root, "changework", "grade", LESSON)
    assert done.returncode == 1
    assert "NOT GRADED" in done.stdout
    assert "is a link" in done.stdout
    assert scores(root)["ann", "rewrite-1"] == worth(FIRST, GOOD)


def test_the_command_says_what_is_wrong_without_a_traceback(root):
    done = run(root, "changework", "grade", "algebra")
    assert done.returncode == 1
    assert done.stderr.startswith("Error: there is no lesson 'algebra'")
    assert "Traceback" not in done.stderr


def test_a_dry_run_of_the_command_says_that_nothing_was_written(root):
    hand_in(root, "ann", responses(GOOD, HALF))
    done = run(root, "changework", "grade", LESSON, "--dry-run")
    assert "1 would change, 0 would not. Nothing was written." in done.stdout
    assert not rows(root)


def test_practice_that_a_student_wants_looked_at_is_named_and_shown(root):
    answers = responses(GOOD, HALF)
    answers["slots"]["practice-1"] = answer("alliance-tyre-shop", "<b>My</b> try.", ask_human="Is this too blunt?")
    hand_in(root, "ann", answers)
    outcome = grade(root)["ann"]
    assert outcome.notes == ("asks you to look at practice-1 (no points): it is in the graded notebook",)
    assert "Is this too blunt?" in (root / f"autograded/ann/{LESSON}/{LESSON}.ipynb").read_text()
    assert "practice-1" not in {cell for _, cell in rows(root)}


def test_answers_to_an_earlier_version_of_the_lesson_are_graded_and_noted(root):
    folder = hand_in(root, "ann", responses(GOOD, content="0123456789abcdef"))
    path = folder / f"{LESSON}.ipynb"
    path.write_text(path.read_text().replace("Some **prose** to read.", "Some **older** prose."))
    outcome = grade(root)["ann"]
    assert outcome.notes == ("it was answered on another version of the lesson than the one in release/",)
    assert rows(root)["ann", "rewrite-1"][0] == worth(FIRST, GOOD)
    assert "older" not in (root / f"autograded/ann/{LESSON}/{LESSON}.ipynb").read_text()


# -- feedback for everybody at once


def test_the_pages_are_those_of_nbgrader_generate_feedback(root, tmp_path):
    sample_cohort(root)
    done = run(root, "changework", "grade", LESSON, "--feedback")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{LESSON}: 11 feedback pages" in done.stdout
    theirs = copy_course(root, tmp_path / "theirs")
    shutil.rmtree(theirs / "feedback")
    assert run(theirs, "nbgrader", "generate_feedback", LESSON).returncode == 0
    assert files(root, "feedback") == files(theirs, "feedback")


def test_a_page_that_cannot_be_made_is_named_and_the_others_are_made(root):
    for student in ("ann", "ben"):
        hand_in(root, student, responses(GOOD))
    grade(root)
    path = root / f"autograded/ann/{LESSON}/{LESSON}.ipynb"
    path.chmod(0o644)
    path.write_text("{")
    pages = {page.student: page for page in write_feedback(root, LESSON)}
    assert "holds no marks" in pages["ann"].error
    assert pages["ben"].path.is_file()
