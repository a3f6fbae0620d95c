"""What each student's result in a lesson is, as the gradebook has it; and why somebody has none yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from autograders.gradebook import NOT_GRADED, standing
from autograders.graded_notebook import REFLECTION
from autograders.handed_in import read_handed_in
from course.grading import Book, GradingError, Settings, submissions
from course.lms.collecting import in_gradebook
from course.lms.record import Collected
from course.lms.uploads import Lms
from exercises.responses import FILE_NAME

CHANGED = "was handed in again since it was graded"


@dataclass(frozen=True, slots=True)
class Graded:
    """One student's result in a lesson. Without a score there is a reason why none is given."""

    student: str
    name: str
    key: str = ""  # the platform's id, where it is known
    place: str = ""  # the platform's name for what was handed in
    email: str = ""
    score: float | None = None
    why_not: str = ""
    comments: tuple[tuple[str, str], ...] = ()  # what the instructor wrote, by its heading

    @property
    def shown(self) -> str:
        """Name and id, for the instructor."""
        return f"{self.name} ({self.student})" if self.name and self.name != self.student else self.student


def results_of(
    settings: Settings, book: Book, lms: Lms, lesson: str, record: Mapping[str, Collected]
) -> list[Graded]:  # fmt: skip
    """Everybody who handed the lesson in, or has rows in the gradebook for it."""
    from nbgrader.api import Student, SubmittedAssignment
    from sqlalchemy import select

    def look() -> tuple[dict[str, tuple[str, str, str]], set[str]]:
        session = book.gradebook.db
        students = session.execute(select(Student)).scalars()
        query = select(SubmittedAssignment.student_id).where(SubmittedAssignment.assignment_id == book.assignment)
        return {
            s.id: (f"{s.first_name or ''} {s.last_name or ''}".strip(), s.email or "", s.lms_user_id or "")
            for s in students
        }, set(session.execute(query).scalars())

    known, entered = in_gradebook(book, look)
    try:
        handed_in, _ = submissions(settings, lesson)
    except GradingError:  # nothing is in submitted/: what the gradebook holds, it holds
        handed_in = []
    graded = []
    for student in sorted(entered | set(handed_in)):
        name, email, key = known.get(student, ("", "", ""))
        place = ""
        if (collected := record.get(student)) and collected.lms == lms:
            name, key, place = name or collected.name, collected.key, collected.place
            name = collected.name if lms == "moodle" else name
        elif lms == "moodle":
            key = ""  # its ids are an assignment's
        score, why, comments = _standing_of(settings, book, lesson, student, entered=student in entered)
        graded.append(Graded(student, name, key, place, email, score, why, comments))
    return graded


def _standing_of(
    settings: Settings, book: Book, lesson: str, student: str, *, entered: bool
) -> tuple[float | None, str, tuple[tuple[str, str], ...]]:
    if not entered:
        return None, NOT_GRADED, ()
    submitted, graded = (settings.folder(step, student, lesson) for step in ("submitted", "autograded"))
    if submitted.is_dir():
        if not (graded / f"{lesson}.ipynb").is_file():
            return None, NOT_GRADED, ()
        handed_in = (read_handed_in(folder, lesson).files.get(FILE_NAME) for folder in (submitted, graded))
        if next(handed_in) != next(handed_in):
            return None, CHANGED, ()

    def look(row: Any) -> tuple[float | None, str, tuple[tuple[str, str], ...]]:
        score, why = standing(row.grades, row.late_submission_penalty or 0.0)
        said = {c.cell.name: c.manual_comment for c in row.comments if (c.manual_comment or "").strip()}
        return (
            score,
            why,
            tuple((_heading(cell), said[cell]) for cell in sorted(said, key=lambda cell: (cell == REFLECTION, cell))),
        )

    try:
        return book.reading(student, look)
    except GradingError:
        return None, NOT_GRADED, ()


def _heading(cell: str) -> str:
    return cell.removesuffix("-comment").replace("-", " ").capitalize()
