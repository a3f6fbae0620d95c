"""Bulk grading: an own loop over nbgrader's gradebook, one submission at a time, each whole or not at all.

The same rows and files as `nbgrader autograde` with the plugin classes, without its converter. For each submission:
read it, judge it, write its files to one side, commit its grades in one transaction, then move the files into place.
The graded notebook comes last and carries a digest of all that went in. So a run that is killed at any moment is
completed by the next, and a second run changes nothing.
"""

import errno
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal, TypeVar

from autograders.gradebook import record
from autograders.graded_notebook import Release, Stored, changes, dumps, grading_digest, restored, scored, stored
from autograders.handed_in import COMPANIONS, HandedIn, read_handed_in
from autograders.slots import MARK_MIME, ScoreResult, results_of
from exercises.bank import ContentError
from exercises.content import LessonContent
from exercises.responses import FILE_NAME as ANSWERS_FILE

T = TypeVar("T")

SCORED_BEFORE = "the answer changed since you gave it a score; yours stands until you give another."
PATIENCE = 120.0  # seconds to wait for a gradebook, or a lesson, that somebody else is using


class GradingError(Exception):
    """Nothing can be graded; the message says what is wrong, where, and what to do."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one submission. `state` "not graded" comes with an `error`, and with no score anywhere."""

    student: str
    state: Literal["graded", "unchanged", "not graded"]
    score: float = 0.0
    max_score: float = 0.0
    waiting: Mapping[str, str] = field(default_factory=dict)  # slots for the instructor: why
    unanswered: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # what was odd about what was handed in
    error: str = ""
    changes: tuple[str, ...] = ()  # of a dry run: what would change, and why


@dataclass(frozen=True)
class Settings:
    """What a course's nbgrader configuration says about grading."""

    course: Any  # nbgrader's CourseDirectory
    late: Any  # nbgrader's AssignLatePenalties
    create_student: bool
    keep: Mapping[str, Sequence[str]]  # Autograde.exclude_overwriting

    @classmethod
    def read(cls, root: Path) -> "Settings":
        """Read nbgrader_config.py as nbgrader does. Raises GradingError."""
        from nbgrader.apps import NbGrader
        from nbgrader.converters import Autograde
        from nbgrader.preprocessors import AssignLatePenalties

        if not (root / "nbgrader_config.py").is_file():
            raise GradingError(
                f"{root} is not a course: it has no nbgrader_config.py. Go to your course's folder, or name it with "
                "--course; 'changework new DIR' makes one."
            )
        app = NbGrader(log_level=40)  # it would warn of every place without a configuration
        app.load_cwd_config = False
        app.initialize([], root=str(root.resolve()))
        if app.coursedir.directory_structure != os.path.join("{nbgrader_step}", "{student_id}", "{assignment_id}"):  # noqa: PTH118 - nbgrader's own default, as a format
            raise GradingError("CourseDirectory.directory_structure is not nbgrader's own; use 'nbgrader autograde'.")
        late = AssignLatePenalties(parent=app)
        late.init_plugin()
        autograde = Autograde(coursedir=app.coursedir, parent=app)
        return cls(app.coursedir, late, autograde.create_student, autograde.exclude_overwriting)

    def folder(self, step: str, student: str, lesson: str) -> Path:
        """Where nbgrader keeps a lesson (of a student) in one of its steps."""
        return Path(self.course.format_path(getattr(self.course, f"{step}_directory"), student, lesson))


@dataclass(frozen=True)
class LessonToGrade:
    """All that is the same for every submission of a lesson, read once."""

    lesson: str
    content: LessonContent
    release: Release
    files: Mapping[str, bytes]  # of source/, which go over a student's own

    @classmethod
    def read(cls, settings: Settings, lesson: str) -> "LessonToGrade":
        """Raises GradingError, saying which file is missing or wrong."""
        source = settings.folder("source", ".", lesson)
        path = settings.folder("release", ".", lesson) / f"{lesson}.ipynb"
        if Path(lesson).name != lesson or lesson in {".", ".."} or not source.is_dir():
            raise GradingError(f"there is no lesson '{lesson}': {source} does not exist.")
        try:
            content = LessonContent.read(source)
            release = Release.read(path)
            files = _source_files(source, settings.course.ignore, settings.keep.get(lesson, ()))
        except ContentError as error:
            raise GradingError(f"{error}\nIn a course, 'changework build' makes this file anew.") from None
        except FileNotFoundError as error:
            raise GradingError(f"{error.filename} is missing; run 'nbgrader generate_assignment {lesson}'.") from None
        except (OSError, ValueError, LookupError) as error:
            raise GradingError(f"{path} cannot be used ({error}); run 'changework build'.") from None
        return cls(lesson, content, release, files)


def _source_files(source: Path, ignore: Sequence[str], keep: Sequence[str]) -> dict[str, bytes]:
    from nbgrader.utils import find_all_files

    found = {Path(name).relative_to(source).as_posix(): Path(name) for name in find_all_files(str(source), [*ignore])}
    # The answers are the student's: a file of that name in source/ would replace everybody's.
    left_out = {*keep, ANSWERS_FILE}
    return {
        name: path.read_bytes()
        for name, path in found.items()
        if name not in left_out and path.suffix != ".ipynb" and path.is_file()
    }


def submissions(settings: Settings, lesson: str, students: Sequence[str] = ()) -> tuple[list[str], list[Outcome]]:
    """Who handed the lesson in, and what stands among the submissions that is not one.

    Raises GradingError when nothing was handed in, or a student was named who did not.
    """
    home = Path(settings.course.root) / settings.course.submitted_directory
    for student in students:
        if student in {"", ".", ".."} or Path(student).name != student or "\\" in student:
            raise GradingError(f"{student!r} cannot be a student's id: it is the name of a folder in {home}.")
    try:
        names = sorted(students) if students else sorted(entry.name for entry in os.scandir(home))
    except FileNotFoundError:
        names = []
    except OSError as error:
        raise GradingError(f"the submissions cannot be read: {said_of(error)}") from None
    found: list[str] = []
    odd: list[Outcome] = []
    for name in names:
        folder = home / name / lesson
        if not os.path.lexists(folder):
            if students:
                raise GradingError(f"{name} did not hand in '{lesson}': {folder} does not exist.")
        elif (home / name).is_symlink() or folder.is_symlink():
            odd.append(Outcome(name, "not graded", error=f"{folder} is a link; links are not followed"))
        elif not folder.is_dir():
            odd.append(Outcome(name, "not graded", error=f"{folder} is not a folder"))
        elif not name.isprintable() or len(name) > 128 or name[0] == ".":  # nbgrader passes over the last
            odd.append(Outcome(name, "not graded", error=f"{name!r} cannot be a student's id; rename {folder.parent}"))
        else:
            found.append(name)
    if not found and not odd:
        raise GradingError(f"nobody has handed in '{lesson}': there is nothing in {home}/*/{lesson}.")
    return found, odd


def grade_lesson(
    root: Path,
    lesson: str,
    students: Sequence[str] = (),
    *,
    force: bool = False,
    progress: Callable[[list[str]], Iterable[str]] = iter,
    tell: Callable[[str], None] = lambda line: None,
) -> Iterator[Outcome]:
    """Grade every submission of a lesson (or of the students named), and say what became of each.

    What is up to date is left alone, unless `force`. `progress` wraps the list of students; `tell` hears what
    somebody who waits should know. Raises GradingError before anything is written when nothing can be graded.
    """
    settings = Settings.read(root)
    one = LessonToGrade.read(settings, lesson)
    found, odd = submissions(settings, lesson, students)
    book = Book.open(settings, one, tell)
    desk = Desk(settings, lesson)
    yield from odd
    for student in progress(found):
        yield _safely(student, partial(_grade, one, settings, book, desk, student, force=force))


def _grade(one: LessonToGrade, settings: Settings, book: "Book", desk: "Desk", student: str, *, force: bool) -> Outcome:
    handed_in = read_handed_in(settings.folder("submitted", student, one.lesson), one.lesson)
    digest = grading_digest(one.content, one.release, handed_in)
    target = settings.folder("autograded", student, one.lesson)
    notebook = f"{one.lesson}.ipynb"
    with desk.mine():
        before = stored(target / notebook)
        if not force and before and before.digest == digest:
            waits = book.waits(student, before)
            if waits is not None:
                return _outcome(one, student, "unchanged", handed_in, before.marks, waits=waits)
        results = results_of(one.content, handed_in.responses, handed_in.problems)
        graded = scored(restored(one.release, one.content, handed_in), results, digest)
        files = {**handed_in.files, **one.files, notebook: dumps(graded).encode()}
        desk.lay_out(files)
        waits = book.write(student, handed_in, results, before.marks if before else {})
        desk.hand_over(target, files, last=notebook)
    return _outcome(one, student, "graded", handed_in, _marks(results), waits=waits)


def _marks(results: Mapping[str, ScoreResult]) -> dict[str, Mapping[str, Any]]:
    return {slot: result.bundle[MARK_MIME] for slot, result in results.items()}


def _safely(student: str, work: Callable[[], Outcome]) -> Outcome:
    """One submission's trouble, whatever it is, must not stop the others; and it is told."""
    try:
        return work()
    except OSError as error:
        return Outcome(student, "not graded", error=said_of(error))
    except GradingError as error:
        return Outcome(student, "not graded", error=str(error))
    except Exception as error:
        return Outcome(student, "not graded", error=f"{type(error).__name__}: {error}")


def _outcome(
    one: LessonToGrade,
    student: str,
    state: Literal["graded", "unchanged"],
    handed_in: HandedIn,
    marks: Mapping[str, Mapping[str, Any]],
    *,
    waits: frozenset[str],
) -> Outcome:
    return Outcome(
        student,
        state,
        score=sum(mark["score"] for mark in marks.values()),
        max_score=sum(mark["max_score"] for mark in marks.values()),
        waiting={
            slot: _sentences(mark["why"]) if mark["needs_review"] else SCORED_BEFORE
            for slot, mark in marks.items()
            if slot in waits
        },
        unanswered=tuple(slot for slot, mark in marks.items() if mark["status"] == "not answered"),
        notes=(
            *handed_in.problems,
            *handed_in.notes,
            *changes(one.release, one.content, handed_in),
            *_untimed(handed_in),
            *_asking(one, handed_in),
        ),
    )


def _asking(one: LessonToGrade, handed_in: HandedIn) -> Iterator[str]:
    for slot in one.content.slots:
        answer = handed_in.responses.slots.get(slot.id)
        if answer and answer.ask_human.strip() and not slot.graded:
            yield f"asks you to look at {slot.id} (no points): it is in the graded notebook"


def _untimed(handed_in: HandedIn) -> Iterator[str]:
    if handed_in.files.get("timestamp.txt", b"").strip() and timestamp_of(handed_in) is None:
        yield "timestamp.txt holds no time that can be read, so nobody knows whether it was late"


def _sentences(whys: Sequence[str]) -> str:
    return " ".join(why if why.endswith((".", "!", "?")) else f"{why}." for why in whys)


def said_of(error: OSError) -> str:
    """What the system refused, and where, in words."""
    what = "the disk is full" if error.errno in {errno.ENOSPC, errno.EDQUOT} else error.strerror or str(error)
    return f"{what} ({error.filename})" if error.filename else what


# -- what would change


def compare_lesson(
    root: Path,
    lesson: str,
    students: Sequence[str] = (),
    *,
    progress: Callable[[list[str]], Iterable[str]] = iter,
) -> Iterator[Outcome]:
    """Say whose score grading again would change, and why, without writing anything. Raises GradingError."""
    settings = Settings.read(root)
    one = LessonToGrade.read(settings, lesson)
    found, odd = submissions(settings, lesson, students)
    book = Book.open(settings, one)
    yield from odd
    for student in progress(found):
        yield _safely(student, partial(_compare, one, settings, book, student))


def _compare(one: LessonToGrade, settings: Settings, book: "Book", student: str) -> Outcome:
    handed_in = read_handed_in(settings.folder("submitted", student, one.lesson), one.lesson)
    marks = _marks(results_of(one.content, handed_in.responses, handed_in.problems))
    before = stored(settings.folder("autograded", student, one.lesson) / f"{one.lesson}.ipynb")
    manual = book.manual_scores(student)
    said = [
        line
        for slot, mark in marks.items()
        for line in difference(slot, before.marks.get(slot) if before else None, mark, manual.get(slot))
    ]
    if before and not said and book.waits(student, before) is None:
        said = ["the gradebook has other scores than the graded notebook; they would be entered again"]
    would_wait = frozenset(slot for slot, mark in marks.items() if mark["needs_review"])
    outcome = _outcome(one, student, "graded" if said else "unchanged", handed_in, marks, waits=would_wait)
    return replace(outcome, changes=tuple(said))


def difference(
    slot: str, before: Mapping[str, Any] | None, now: Mapping[str, Any], manual: float | None
) -> Iterator[str]:
    """What changes from one mark of a slot to the next, and why; nothing when nothing does."""
    stands = f"; the instructor's score {manual:g} stands" if manual is not None else ""
    if before is None:
        yield f"{slot}: not graded yet; would get {now['score']:g} ({now['status']}){stands}"
        return
    if (before["score"], before["status"]) == (now["score"], now["status"]):
        return
    reasons = [
        said
        for said, changed in (
            ("the answer changed", before["text"] != now["text"]),
            (f"rules {before['rules']} -> {now['rules']}", before["rules"] != now["rules"]),
            (f"exercise {before['content']} -> {now['content']}", before["content"] != now["content"]),
        )
        if changed
    ]
    flipped = _flipped(before, now)
    yield (
        f"{slot}: {before['score']:g} ({before['status']}) -> {now['score']:g} ({now['status']}): "
        f"{'; '.join(reasons) or 'the points of the exercise changed'}{flipped}{stands}"
    )


def _flipped(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    met = {v["criterion"]: v["met"] for v in before["verdicts"]}
    other = [
        f"{v['criterion']} {'now met' if v['met'] else 'no longer met'}"
        for v in now["verdicts"]
        if met.get(v["criterion"], v["met"]) != v["met"]
    ]
    return f" ({', '.join(other)})" if other else ""


# -- the gradebook


@dataclass
class Book:
    """nbgrader's gradebook, as far as one lesson is concerned."""

    gradebook: Any
    settings: Settings
    assignment: str  # nbgrader's own ids
    notebook: str
    cells: Mapping[str, tuple[str, float, bool]]  # by cell id: name, most points, whether a task
    commented: Sequence[str]  # ids of the cells that can carry a comment
    tell: Callable[[str], None]

    @classmethod
    def open(cls, settings: Settings, one: LessonToGrade, tell: Callable[[str], None] = lambda line: None) -> "Book":
        """Open the gradebook and find the lesson in it. Raises GradingError."""
        from nbgrader.api import Gradebook, MissingEntry, TaskCell
        from sqlalchemy.exc import SQLAlchemyError

        url, lesson = settings.course.db_url, one.lesson
        advice = f"run 'nbgrader generate_assignment {lesson}' (or 'changework build') in the course first."
        if url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///").split("?")[0]).is_file():
            raise GradingError(f"there is no gradebook yet ({url}): {advice}")
        try:
            gradebook = patiently(lambda: Gradebook(url, settings.course.course_id), tell)
            try:
                assignment = patiently(lambda: gradebook.find_assignment(lesson), tell)
                notebook = gradebook.find_notebook(lesson, lesson)
            except MissingEntry:
                raise GradingError(f"the gradebook does not know '{lesson}': {advice}") from None
            if len(assignment.notebooks) > 1:
                raise GradingError(f"'{lesson}' has more than one notebook in the gradebook; a lesson has one.")
            graded = (*notebook.grade_cells, *notebook.task_cells)
            cells = {c.id: (c.name, float(c.max_score), isinstance(c, TaskCell)) for c in graded}
            commented = [c.id for c in (*notebook.solution_cells, *notebook.task_cells)]
            ids = assignment.id, notebook.id
            gradebook.db.remove()
        except SQLAlchemyError as error:
            raise GradingError(f"the gradebook {url} cannot be used: {_database(error)}") from None
        points = {name: most for name, most, task in cells.values() if not task}
        expected = {slot.id: float(slot.points) for slot in one.content.slots if slot.graded}
        if points != expected:
            raise GradingError(
                f"the gradebook's cells of '{lesson}' {points} are not the lesson's slots {expected}: {advice}"
            )
        return cls(gradebook, settings, *ids, cells, commented, tell)

    def _submission(self, student: str) -> Any:
        from nbgrader.api import SubmittedAssignment, SubmittedNotebook
        from sqlalchemy import select
        from sqlalchemy.orm import selectinload

        query = (
            select(SubmittedAssignment)
            .where(SubmittedAssignment.assignment_id == self.assignment, SubmittedAssignment.student_id == student)
            .options(selectinload(SubmittedAssignment.notebooks).selectinload(SubmittedNotebook.grades))
        )
        return self.gradebook.db.execute(query).scalar_one_or_none()

    def _grades(self, submission: Any) -> dict[str, Any]:
        """The rows of the submission by the name of their cell."""
        rows = [g for n in submission.notebooks if n.notebook_id == self.notebook for g in n.grades]
        return {self.cells[grade.cell_id][0]: grade for grade in rows if grade.cell_id in self.cells}

    def waits(self, student: str, before: Stored) -> frozenset[str] | None:
        """The slots that wait for a person; None where it lacks the scores that the graded notebook shows."""

        def look() -> frozenset[str] | None:
            submission = self._submission(student)
            if submission is None:
                return None
            rows = self._grades(submission)
            scores = {name: row.auto_score for name, row in rows.items()}
            agree = all(
                scores.get(name) is not None and abs(scores[name] - before.marks[name]["score"]) < 1e-9
                for name, _, task in self.cells.values()
                if not task and name in before.marks
            )
            return _waiting(rows) if agree else None

        return self._work(look)

    def manual_scores(self, student: str) -> dict[str, float]:
        """The scores that an instructor gave, by slot."""

        def look() -> dict[str, float]:
            submission = self._submission(student)
            rows = self._grades(submission) if submission else {}
            return {name: row.manual_score for name, row in rows.items() if row.manual_score is not None}

        return self._work(look)

    def reading(self, student: str, work: Callable[[Any], T]) -> T:
        """Do something with nbgrader's SubmittedNotebook of a student, its grades and comments. Raises GradingError."""

        def look() -> T:
            from nbgrader.api import Comment, Grade, SubmittedAssignment, SubmittedNotebook
            from sqlalchemy import select
            from sqlalchemy.orm import selectinload

            query = (
                select(SubmittedNotebook)
                .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
                .where(SubmittedNotebook.notebook_id == self.notebook, SubmittedAssignment.student_id == student)
                .options(
                    selectinload(SubmittedNotebook.grades).selectinload(Grade.cell),
                    selectinload(SubmittedNotebook.comments).selectinload(Comment.cell),
                )
            )
            row = self.gradebook.db.execute(query).scalar_one_or_none()
            if row is None:
                raise GradingError(f"{student} is not in the gradebook; grade the submission first.")
            return work(row)

        return self._work(look)

    def write(
        self,
        student: str,
        handed_in: HandedIn,
        results: Mapping[str, ScoreResult],
        before: Mapping[str, Mapping[str, Any]],
    ) -> frozenset[str]:
        """Write all rows of a submission in one transaction; say which wait for a person.

        Raises GradingError with nothing written.
        """

        def enter() -> frozenset[str]:
            from nbgrader.api import Comment, Grade

            session = self.gradebook.db
            with session.no_autoflush:  # until all of it hangs together
                submission = self._submission(student) or self._begin(student)
                notebook = next(n for n in submission.notebooks if n.notebook_id == self.notebook)
                for cell in self.cells.keys() - {grade.cell_id for grade in notebook.grades}:
                    Grade(cell_id=cell, notebook=notebook)
                for cell in set(self.commented) - {comment.cell_id for comment in notebook.comments}:
                    Comment(cell_id=cell, notebook=notebook)
                session.add(submission)
            handed_in_at = timestamp_of(handed_in)
            if handed_in_at is not None:
                submission.timestamp = handed_in_at
            rows = self._grades(submission)
            facts = {name: (most, task) for name, most, task in self.cells.values()}
            record({name: (row, *facts[name]) for name, row in rows.items()}, results, before)
            self._late(submission, notebook, rows)
            waits = _waiting(rows)
            session.commit()
            return waits

        return self._work(enter)

    def _begin(self, student: str) -> Any:
        from nbgrader.api import Assignment, Notebook, Student, SubmittedAssignment, SubmittedNotebook

        session = self.gradebook.db
        if session.get(Student, student) is None:
            if not self.settings.create_student:
                raise GradingError(f"{student} is not in the gradebook, and Autograde.create_student is off")
            session.add(Student(id=student))
        assignment, notebook = session.get(Assignment, self.assignment), session.get(Notebook, self.notebook)
        submission = SubmittedAssignment(assignment=assignment, student_id=student)
        SubmittedNotebook(notebook=notebook, notebook_id=self.notebook, assignment=submission)
        return submission

    def _late(self, submission: Any, notebook: Any, rows: Mapping[str, Any]) -> None:
        """The penalty of nbgrader's plugin, as its own step sets it."""
        notebook.late_submission_penalty = None
        if submission.timestamp is None:
            return
        self.gradebook.db.flush()
        seconds = submission.total_seconds_late
        if seconds > 0:
            score = sum(
                (row.manual_score if row.manual_score is not None else row.auto_score or 0.0) + (row.extra_credit or 0)
                for row in rows.values()
            )
            penalty = self.settings.late.plugin_inst.late_submission_penalty(submission.student_id, score, seconds)
            if penalty is not None:
                notebook.late_submission_penalty = min(max(penalty, 0.0), score)

    def _work(self, work: Callable[[], T]) -> T:
        """Do something with the gradebook in a session of its own; nothing of it stays in memory."""
        from sqlalchemy.exc import SQLAlchemyError

        try:
            return patiently(work, self.tell, self.gradebook.db.rollback)
        except SQLAlchemyError as error:
            raise GradingError(f"the gradebook could not be written: {_database(error)}") from None
        finally:
            self.gradebook.db.remove()


def _waiting(rows: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(name for name, row in rows.items() if row.needs_manual_grade)


def patiently(
    work: Callable[[], T],
    tell: Callable[[str], None] = lambda line: None,
    back_out: Callable[[], None] = lambda: None,
) -> T:
    """Do something with a gradebook that others use too: wait while it is locked, try again when they came first."""
    from sqlalchemy.exc import IntegrityError, OperationalError

    deadline = time.monotonic() + PATIENCE
    told, clashes = False, 0
    while True:
        try:
            return work()
        except IntegrityError:  # somebody made the same rows a moment ago: now they are there
            back_out()
            clashes += 1
            if clashes > 3:
                raise
        except OperationalError as error:
            back_out()
            if not ("locked" in str(error) or "deadlock" in str(error)) or time.monotonic() > deadline:
                raise
            if not told:
                tell("The gradebook is in use by another program; waiting for it.")
            told = True
            time.sleep(0.1)


def _database(error: Exception) -> str:
    """What a database said, without the statement and its parameters."""
    return str(getattr(error, "orig", None) or error).splitlines()[0]


def timestamp_of(handed_in: HandedIn) -> Any:
    """When it was handed in (a datetime in UTC, as nbgrader stores it), or None."""
    from nbgrader.utils import parse_utc

    text = handed_in.files.get("timestamp.txt", b"").decode("utf-8", "replace").strip()
    try:
        return parse_utc(text) if text else None
    except (ValueError, OverflowError, TypeError):
        return None


# -- the files


class Desk:
    """Where graded work is laid out before it goes to its place in autograded/. One grader at a time."""

    def __init__(self, settings: Settings, lesson: str) -> None:
        from filelock import FileLock

        home = Path(settings.course.root) / settings.course.autograded_directory
        self.mode = 0o664 if settings.course.groupshared else 0o444
        self.staging = home / f".staging-{lesson}"
        try:
            home.mkdir(parents=True, exist_ok=True)
            self.lock = FileLock(home / f".{lesson}.lock", timeout=PATIENCE)
            with self.mine():
                pass
        except OSError as error:
            raise GradingError(f"{home} cannot be written: {said_of(error)}") from None

    @contextmanager
    def mine(self) -> Iterator[None]:
        """Hold the lesson for one submission. What a killed run left on the desk is cleared."""
        with self.lock.acquire(poll_interval=0.01):
            self._clear()
            try:
                yield
            finally:
                self._clear()

    def _clear(self) -> None:
        if self.staging.exists():
            for path in self.staging.rglob("*"):
                if path.is_file():
                    path.chmod(0o644)  # Windows does not delete what is read-only
            shutil.rmtree(self.staging)

    def lay_out(self, files: Mapping[str, bytes]) -> None:
        """Write the files to one side. Raises OSError."""
        for name, data in files.items():
            path = self.staging / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            path.chmod(self.mode)

    def hand_over(self, target: Path, files: Mapping[str, bytes], last: str) -> None:
        """Move the files into place, `last` after all others. Raises OSError."""
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            self.staging.rename(target)
            return
        for name in (ANSWERS_FILE, *COMPANIONS):
            if name not in files:  # of an earlier submission
                (target / name).unlink(missing_ok=True)
        for name in sorted(files, key=lambda name: name == last):
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists() and os.name == "nt":
                path.chmod(0o644)  # Windows does not replace what is read-only
            (self.staging / name).replace(path)
