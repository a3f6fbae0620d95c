"""The demo: a cohort of fictional students goes through the whole course, by nbgrader's own steps.

Nothing in it is a mock: a course root made as `changework new` makes it, nbgrader's generate, release, fetch, submit,
collect, autograde and feedback through an exchange folder, and answers written by the card's own store.
"""

import json
import os
import shutil
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import cycle
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from autograders.graded_notebook import stored
from course.new import make_course
from course.root import Course
from exercises.bank import read_model
from exercises.content import ContentSlot, LessonContent
from exercises.model import Exercise, Strict
from exercises.responses import FILE_NAME, ResponseStore, attempt

MARKER = ".changework-demo"  # says that a folder is a demo's, and may be made anew
#: JupyterLab would ask the network for news otherwise.
NO_NEWS = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}}
Kind = Literal["full", "partial", "poor", "gaming", "skip", "revise", "person", "language", "markup", "empty", "lost"]
ASKING = "I said it another way than the lesson does, on purpose. Please have a look."
MARKUP = '<b onclick="alert(1)">Hello</b> <script>alert("x")</script> [a link](javascript:alert(1)) $x^2$ '


class Student(Strict):
    """A fictional student, and how they answer the graded items, in order and then from the start again."""

    id: str
    name: str
    answers: tuple[Kind, ...] = Field(min_length=1)


class Cohort(Strict):
    """Who takes part in the demo; `languages` are answers in another language than the exercises'."""

    students: tuple[Student, ...]
    languages: tuple[str, ...] = Field(min_length=1)


class DemoError(Exception):
    """A step of the demo failed; the message says which, and what nbgrader said."""


@dataclass(frozen=True)
class Row:
    """One student's result in one lesson."""

    score: float
    max_score: float
    waiting: int  # graded items that wait for the instructor
    unanswered: int


@dataclass
class Result:
    """What the demo has to show for itself."""

    folder: Path
    students: tuple[Student, ...]
    lessons: tuple[str, ...]
    rows: dict[tuple[str, str], Row] = field(default_factory=dict)  # (student, lesson); none: nothing was graded
    grading_seconds: float = 0.0
    submissions: int = 0

    @property
    def course(self) -> Path:
        """The instructor's course root."""
        return self.folder / "course"

    def home(self, student: str) -> Path:
        """A student's folder, as the student sees it."""
        return self.folder / "students" / student


def run(folder: Path, kit: Path, say: Callable[[str], None]) -> Result:
    """Make `folder` anew and take the cohort through every lesson of the kit's checkout `kit`.

    Raises DemoError when `folder` holds something that is not a demo, or a step fails.
    """
    _clear(folder)
    cohort = read_model(kit / "course" / "cohort.yaml", Cohort)
    course = Course.load(kit)
    result = Result(folder, cohort.students, tuple(course.lessons))
    say("Making a course of its own …")
    make_course(result.course, kit)
    _write_configs(result)
    steps = Steps(result)
    steps.enrol()
    kinds = {s.id: cycle(s.answers) for s in cohort.students}
    for lesson in result.lessons:
        say(f"{lesson}: generate and release; {len(cohort.students)} students fetch, answer, submit; collect …")
        steps.assign(lesson)
        for student in cohort.students:
            steps.fetch(student.id, lesson)
            _answer(result.home(student.id) / lesson, course, cohort, kinds[student.id])
            steps.submit(student.id, lesson)
        steps.collect(lesson)
        say(f"{lesson}: autograde …")
        started = time.perf_counter()
        steps.autograde(lesson)
        result.grading_seconds += time.perf_counter() - started
        result.submissions += len(cohort.students)
        say(f"{lesson}: write feedback and return it …")
        steps.give_feedback(lesson)
    result.rows = steps.rows()
    return result


class Steps:
    """nbgrader's own steps, in this process: starting nbgrader afresh for each would take two seconds a time."""

    def __init__(self, result: Result) -> None:
        from nbgrader.apps.api import NbGraderAPI
        from nbgrader.coursedir import CourseDirectory
        from sqlalchemy.exc import SAWarning

        # nbgrader adds a submission's parts before the submission itself; its rows come out right all the same
        warnings.filterwarnings("ignore", category=SAWarning, message="Object of type")
        self.result = result
        config = _config(result.course)
        course = CourseDirectory(config=config, root=str(result.course.resolve()))
        self.api = NbGraderAPI(coursedir=course, config=config)

    def enrol(self) -> None:
        """Put the students into the gradebook, by name."""
        with self.api.gradebook as gradebook:
            for student in self.result.students:
                first, _, last = student.name.partition(" ")
                gradebook.update_or_create_student(student.id, first_name=first, last_name=last)

    def assign(self, lesson: str) -> None:
        """Make the students' version, and put it into the exchange."""
        self._expect("generate_assignment", lesson, self.api.generate_assignment(lesson))
        self._expect("release_assignment", lesson, self.api.release_assignment(lesson))

    def fetch(self, student: str, lesson: str) -> None:
        """Get the lesson out of the exchange, as a student."""
        self._exchange("ExchangeFetchAssignment", student, lesson)

    def submit(self, student: str, lesson: str) -> None:
        """Hand the lesson in, as a student."""
        self._exchange("ExchangeSubmit", student, lesson)

    def collect(self, lesson: str) -> None:
        """Get what was handed in out of the exchange."""
        self._expect("collect", lesson, self.api.collect(lesson))

    def autograde(self, lesson: str) -> None:
        """Grade everybody's submission."""
        for student in self.result.students:
            self._expect(f"autograde {student.id}", lesson, self.api.autograde(lesson, student.id))

    def give_feedback(self, lesson: str) -> None:
        """Write the feedback pages, release them, and fetch them as each student."""
        self._expect("generate_feedback", lesson, self.api.generate_feedback(lesson))
        self._expect("release_feedback", lesson, self.api.release_feedback(lesson))
        for student in self.result.students:
            self._exchange("ExchangeFetchFeedback", student.id, lesson)

    def rows(self) -> dict[tuple[str, str], Row]:
        """What the gradebook and the marks say of every student in every lesson."""
        from nbgrader.api import MissingEntry

        rows = {}
        with self.api.gradebook as gradebook:
            for lesson in self.result.lessons:
                for student in self.result.students:
                    graded = self.result.course / "autograded" / student.id / lesson / f"{lesson}.ipynb"
                    found = stored(graded)
                    try:
                        submission = gradebook.find_submission(lesson, student.id)
                    except MissingEntry:
                        continue
                    if found:
                        statuses = [mark["status"] for mark in found.marks.values()]
                        rows[student.id, lesson] = Row(
                            submission.score,
                            submission.max_score,
                            waiting=statuses.count("for your instructor"),
                            unanswered=statuses.count("not answered"),
                        )
        return rows

    def _exchange(self, step: str, student: str, lesson: str) -> None:
        from nbgrader.auth import Authenticator
        from nbgrader.coursedir import CourseDirectory
        from nbgrader.exchange import default
        from nbgrader.utils import capture_log

        home = self.result.home(student)
        config = _config(home)
        course = CourseDirectory(config=config, root=str(home.resolve()), assignment_id=lesson)
        exchange = getattr(default, step)(
            coursedir=course,
            authenticator=Authenticator(config=config),
            config=config,
            assignment_dir=str(home.resolve()),
        )
        self._expect(f"{step} {student}", lesson, capture_log(exchange))

    def _expect(self, step: str, lesson: str, said: Mapping[str, Any]) -> None:
        if not said["success"]:
            raise DemoError(f"{step} failed for {lesson}:\n{said.get('log', '')}\n{said.get('error', '')}")


def _config(folder: Path) -> Any:
    """The configuration that nbgrader itself would read in this folder."""
    from traitlets.config import PyFileConfigLoader

    return PyFileConfigLoader("nbgrader_config.py", path=str(folder.resolve())).load_config()


def _clear(folder: Path) -> None:
    if folder.exists():
        if any(folder.iterdir()) and not (folder / MARKER).is_file():
            raise DemoError(f"{folder} holds something else; name an empty folder for the demo.")
        for path in folder.rglob("*"):  # the exchange's files are read-only
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o755)
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    (folder / MARKER).write_text("Made by 'changework demo'; it may be deleted.\n", encoding="utf-8")


def _write_configs(result: Result) -> None:
    exchange = result.folder.resolve() / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    lines = f"\nc.Exchange.root = {str(exchange)!r}\n"
    config = result.course / "nbgrader_config.py"
    config.write_text(config.read_text(encoding="utf-8") + lines, encoding="utf-8")
    for student in result.students:
        home = result.home(student.id)
        home.mkdir(parents=True)
        (home / "nbgrader_config.py").write_text(
            "c = get_config()  # noqa: F821 - nbgrader's\n"
            'c.CourseDirectory.course_id = "changework"\n'
            f"c.CourseDirectory.student_id = {student.id!r}\n"
            f"c.Exchange.cache = {str(home.resolve() / '.cache')!r}\n" + lines,
            encoding="utf-8",
        )


def _answer(folder: Path, course: Course, cohort: Cohort, kinds: Iterator[Kind]) -> None:
    """Answer the graded items of the lesson in `folder`, as its cards would write it."""
    content = LessonContent.read(folder)
    store = ResponseStore(folder, content.lesson, content.content)
    for slot in (s for s in content.slots if s.graded):
        kind = next(kinds)
        if kind == "lost":
            (folder / FILE_NAME).unlink(missing_ok=True)
            return
        _fill(store, slot, kind, course, cohort)


def _fill(store: ResponseStore, slot: ContentSlot, kind: Kind, course: Course, cohort: Cohort) -> None:
    exercise = course.bank[slot.exercises[-1 if kind == "skip" else 0]]
    if kind == "empty":
        return
    if kind == "revise":
        first = store.save_text(slot.id, exercise.id, _sample(exercise, "poor"), 0).answer
        store.change_slot(slot.id, lambda answer: attempt(answer, answer.text, answer.saved_at))
        store.save_text(slot.id, exercise.id, _sample(exercise, "full"), first.rev)
        return
    if kind == "language":
        text = cohort.languages[len(exercise.id) % len(cohort.languages)]
    elif kind == "markup":
        text = MARKUP + _sample(exercise, "full")
    else:
        text = _sample(exercise, {"skip": "full", "person": "partial"}.get(kind, kind))
    store.save_text(slot.id, exercise.id, text, 0)
    if kind == "person":
        store.change_slot(slot.id, lambda answer: replace(answer, ask_human=ASKING))


def _sample(exercise: Exercise, intent: str) -> str:
    """A stored rewrite of the exercise: the first of that intent."""
    for gold in exercise.gold:
        if gold.intent == intent:
            return gold.text
    raise DemoError(f"The exercise '{exercise.id}' has no stored rewrite with the intent '{intent}'.")


def table(result: Result) -> str:
    """Student by lesson: the score, what waits for the instructor (w), what is not answered (-)."""
    width = max(len(student.name) for student in result.students) + 2
    head = " " * width + "".join(f"{lesson:>18}" for lesson in result.lessons)
    lines = [head, "-" * len(head)]
    for student in result.students:
        cells = "".join(f"{_cell(result.rows.get((student.id, lesson))):>18}" for lesson in result.lessons)
        lines.append(f"{student.name:<{width}}{cells}")
    return "\n".join(lines)


def _cell(row: Row | None) -> str:
    if row is None:
        return "not graded"
    notes = (f" {row.waiting}w" if row.waiting else "") + (f" {row.unanswered}-" if row.unanswered else "")
    return f"{row.score:g}/{row.max_score:g}{notes}"


def summary(result: Result) -> str:
    """What came of it, and what to look at next."""
    lesson = result.lessons[min(1, len(result.lessons) - 1)]
    student = result.students[0]
    page = next(iter(sorted((result.home(student.id) / lesson / "feedback").rglob("*.html"))), None)
    notebook = result.course / "autograded" / student.id / lesson / f"{lesson}.ipynb"
    each = result.grading_seconds / max(1, result.submissions)
    return "\n".join(
        [
            table(result),
            "",
            "w: waits for the instructor   -: not answered   not graded: nothing to grade was handed in",
            f"{result.submissions} submissions graded, {each:.2f} s each (nbgrader autograde, with the kit's steps)",
            "",
            f"A feedback page, as {student.name} got it:  {page or 'none'}",
            f"The notebook it was made from:  {notebook}",
            "Go on:  make lab  (the instructor's JupyterLab, with formgrader)   make student  (a student's)",
            f"Without make:  changework demo {result.folder} --lab   or --student",
        ]
    )


def is_there(folder: Path) -> bool:
    """Whether a demo stands in this folder."""
    return (folder / MARKER).is_file()


def first_student(folder: Path) -> Path:
    """The folder of the demo's first student."""
    return min((folder / "students").iterdir())


def open_lab(folder: Path) -> None:
    """Open JupyterLab in a folder, with settings of its own, and wait until it is closed."""
    settings = folder.parent.resolve() / ".jupyter"
    overrides = settings / "labconfig" / "default_setting_overrides.json"
    overrides.parent.mkdir(parents=True, exist_ok=True)
    overrides.write_text(json.dumps(NO_NEWS), encoding="utf-8")
    env = {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(settings),
        # nbgrader calls `alembic` by name: the environment's programs must be found
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", ""))),
    }
    # in a container one is often root, and JupyterLab would refuse
    as_root = ["--allow-root"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    subprocess.run([sys.executable, "-m", "jupyterlab", *as_root], cwd=folder, env=env, check=False)  # noqa: S603 - all ours
