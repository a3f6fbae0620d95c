"""An instructor's evening in formgrader: read a marked answer, decide, comment; the student finds both."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from graded_course import FIRST, GOOD, HALF, LESSON, comments, copy_course, hand_in, responses, rows, run, worth
from labs import PATIENCE, Lab
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e

HOSTILE = (
    "<script>document.title = 'taken'; alert(1)</script><img src=x onerror=\"alert(2)\"> "
    "[press](javascript:alert(3)) $\\alpha$ \x1b[31m Would you be open to trying that?"
)


@pytest.fixture
def graded(built: Path, tmp_path: Path) -> Path:
    """A course in which two students were graded by `changework grade`."""
    root = copy_course(built, tmp_path / "course")
    hand_in(root, "ann", responses(GOOD, HALF, reflection="It was hard to ask."))
    hand_in(root, "mallory", responses(HOSTILE, HALF, reflection=HOSTILE))
    done = run(root, "changework", "grade", LESSON)
    assert done.returncode == 0, done.stdout + done.stderr
    return root


def open_submission(page: Page, lab: Lab, root: Path, student: str) -> None:
    with sqlite3.connect(root / "gradebook.db") as database:
        (id,) = database.execute(
            "select sn.id from submitted_notebook sn join submitted_assignment sa on sa.id = sn.assignment_id "
            "where sa.student_id = ?",
            (student,),
        ).fetchone()
    page.goto(f"{lab.url}/lab?token={lab.token}")  # signs in
    page.goto(f"{lab.url}/formgrader/submissions/{id}/")
    expect(page.get_by_role("heading", name="A bond is not a plan")).to_be_visible(timeout=PATIENCE)


def test_a_score_and_a_comment_by_hand_arrive_on_the_feedback_page(
    graded: Path, start_lab: Callable[..., Lab], open_page: Callable[..., Page]
) -> None:
    lab, page = start_lab(graded), open_page()
    open_submission(page, lab, graded, "ann")
    answer = page.locator(".cw-answer").first
    expect(answer).to_contain_text("real eyebrows in the photos", timeout=PATIENCE)
    expect(answer.locator("mark").first).to_be_visible()
    score = page.locator("input.score#rewrite-1")
    expect(score).to_have_attribute(
        "placeholder", f"{worth(FIRST, GOOD):g}", timeout=PATIENCE
    )  # the rules' score is filled in
    # Its keys work, though MathJax, which its script waits for, comes from the web and is not there.
    assert page.refused  # type: ignore[attr-defined]
    assert page.evaluate("formgrader.keyboard_manager !== undefined")
    page.get_by_text("The situation again").first.click()
    expect(page.get_by_text("outdoor wedding").first).to_be_visible()

    score.fill("8.5")
    score.blur()
    comment = page.locator("textarea#rewrite-1-comment-comment")
    comment.fill("The catch you ask for: lovely.")
    comment.blur()
    for _ in range(100):
        if rows(graded)["ann", "rewrite-1"][1] == 8.5 and comments(graded)["ann", "rewrite-1-comment"][1]:
            break
        page.wait_for_timeout(200)

    done = run(graded, "changework", "grade", LESSON, "--feedback")
    assert done.returncode == 0, done.stdout + done.stderr
    assert rows(graded)["ann", "rewrite-1"][1] == 8.5
    returned = open_page()
    returned.goto(f"{lab.url}/files/feedback/ann/{LESSON}/{LESSON}.html?token={lab.token}")
    expect(returned.get_by_text("8.5 of 10 points, decided by your instructor.")).to_be_visible()
    expect(returned.get_by_text("The catch you ask for: lovely.")).to_be_visible()
    assert not returned.refused  # type: ignore[attr-defined]


def test_what_a_student_typed_does_nothing_in_formgrader(
    graded: Path, start_lab: Callable[..., Lab], open_page: Callable[..., Page]
) -> None:
    lab, page = start_lab(graded), open_page()
    opened: list[str] = []
    page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    open_submission(page, lab, graded, "mallory")
    expect(page.locator(".cw-answer").first).to_contain_text("document.title = 'taken'; alert(1)")
    page.wait_for_timeout(500)
    assert opened == []
    assert page.title() == LESSON
    assert page.locator("a[href^='javascript:alert']").count() == 0
    assert page.locator("img[src='x']").count() == 0
