"""nbgrader's own export of grades, without a zero for what was not graded.

Stock `nbgrader export` writes 0 for a submission that failed, one that waits for a person, and one that never came.
Here the scores of these stay empty, and each is named. Columns and options are nbgrader's.
"""

import csv
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import CsvExportPlugin

from autograders.gradebook import standing

COLUMNS = (
    "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email",
    "raw_score", "late_submission_penalty", "score", "max_score",
)  # fmt: skip
NOT_HANDED_IN = "is not in the gradebook for it: nothing was handed in, or it could not be graded"


class GradesCsv(CsvExportPlugin):  # type: ignore[misc]  # nbgrader publishes no types
    """In place of nbgrader's CSV: the same table, where an empty score is no score, and 0 is one that was earned."""

    def export(self, gradebook: Gradebook) -> None:
        """Write the table to `--to`, by default grades.csv."""
        path = Path(self.to or "grades.csv")
        lessons, students = {str(one) for one in self.assignment}, {str(one) for one in self.student}
        with path.open("w", newline="", encoding="utf-8") as file:
            table = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            table.writeheader()
            for assignment in gradebook.assignments:
                for student in gradebook.students:
                    if assignment.name in (lessons or {assignment.name}) and student.id in (students or {student.id}):
                        row, why_not = _row(gradebook, assignment, student)
                        table.writerow(row)
                        if why_not:
                            self.log.warning("%s, %s: no score: %s", student.id, assignment.name, why_not)
        self.log.info("The grades are in %s", path)


def _row(gradebook: Gradebook, assignment: Any, student: Any) -> tuple[dict[str, Any], str]:
    row = {
        "assignment": assignment.name,
        "duedate": assignment.duedate,
        "student_id": student.id,
        "last_name": student.last_name,
        "first_name": student.first_name,
        "email": student.email,
        "max_score": assignment.max_score,
    }
    try:
        submission = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:
        return row, NOT_HANDED_IN
    row["timestamp"] = submission.timestamp
    penalty = submission.late_submission_penalty
    score, why_not = standing([grade for one in submission.notebooks for grade in one.grades], penalty)
    if score is not None:
        row |= {"raw_score": submission.score, "late_submission_penalty": penalty, "score": score}
    return row, why_not
