"""What one submission's marks become in nbgrader's gradebook, and what its rows come to.

Every grade is written, so that none is left over.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from autograders.slots import MARK_MIME, ScoreResult

WAITS = "waits for you"
NOT_GRADED = "is not graded yet"


def record(
    grades: Mapping[str, tuple[Any, float, bool]],
    results: Mapping[str, ScoreResult],
    before: Mapping[str, Mapping[str, Any]],
) -> None:
    """Write the automatic scores, and who must look, into a submission's grades.

    `grades` are nbgrader's rows by cell name, each with the most it can earn and whether its cell is a task;
    `before` are the marks of the last grading. A manual score is never touched. Where one stands for an answer that
    has changed since (or nothing is known of the last grading), a person looks again.
    """
    for name, (grade, max_score, task) in grades.items():
        if task:
            if max_score == 0:  # a place for the instructor's comment: nothing to grade
                grade.needs_manual_grade = False
            continue
        result = results.get(name)
        if result is None:  # a cell that is not a slot of ours: nothing can be said, and nothing old may stand
            grade.auto_score = None
            grade.needs_manual_grade = grade.manual_score is None or grade.needs_manual_grade
            continue
        mark = result.bundle[MARK_MIME]
        grade.auto_score = min(float(result.bundle["text/plain"]), max_score)
        if grade.manual_score is None:
            grade.needs_manual_grade = mark["needs_review"]
        elif before.get(name, {}).get("text") != mark["text"]:
            grade.needs_manual_grade = True


def standing(grades: Sequence[Any], penalty: float) -> tuple[float | None, str]:
    """The score of nbgrader's grade rows, or None and why there is none. A score by hand wins. Pure.

    What waits for a person, or was never graded, has no score: a zero would look like one that was earned.
    """
    counted = [grade for grade in grades if grade.cell.max_score]  # the others are places for comments
    if not counted or any(grade.auto_score is None and grade.manual_score is None for grade in counted):
        return None, NOT_GRADED
    if any(grade.needs_manual_grade for grade in counted):
        return None, WAITS
    return max(0.0, sum(grade.score for grade in counted) - penalty), ""
