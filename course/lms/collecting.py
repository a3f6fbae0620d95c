"""From a platform's download to nbgrader's `submitted/`, one student at a time, each whole or not at all."""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Literal, TypeVar

from autograders.handed_in import read_regular_file
from course.grading import PATIENCE, Book, GradingError, LessonToGrade, Settings, patiently, said_of
from course.lms.archive import Entry, UnreadableError, opened
from course.lms.canvas import name_in_files
from course.lms.handin import ANSWERS_BYTES, NOTEBOOK_BYTES, HandIn, answers_in, hand_in
from course.lms.people import Known, Named, Person, Roster, name_people, read_roster, sortable, split
from course.lms.recognise import recognise
from course.lms.record import FOLDER, Collected, read_record, write_record
from course.lms.sheet import Sheet
from course.lms.uploads import Lms, LmsError, Upload, is_junk
from exercises.answerfile import now
from exercises.responses import FILE_NAME

T = TypeVar("T")

TIMESTAMP = "timestamp.txt"
State = Literal["collected", "updated", "unchanged", "kept", "not collected"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one student's work. `problems` are for the student to mend; `notes` are to be told."""

    student: str
    name: str
    state: State
    late: bool = False
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass
class Collection:
    """What became of a download."""

    lms: Lms
    outcomes: list[Outcome] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)  # who is on the roster and handed nothing in
    replaced: Path | None = None  # where earlier submissions are kept


@dataclass(frozen=True, slots=True)
class Existing:
    """What stands in `submitted/` already."""

    files: Mapping[str, bytes]
    order: str = ""  # the platform's, from the record

    @property
    def saved(self) -> str:
        """When its latest answer was saved."""
        return answers_in(self.files[FILE_NAME])[1] if FILE_NAME in self.files else ""

    @property
    def readable(self) -> bool:
        """Whether it holds answers that can be read."""
        return FILE_NAME in self.files and answers_in(self.files[FILE_NAME])[0] is not None


def decide(handed: HandIn, files: Mapping[str, bytes], existing: Existing | None, now: str) -> tuple[State, str]:
    """What to do with a hand-in whose `files` would be written, and a word on why. `now` is ISO 8601, UTC. Pure.

    As nbgrader's collect: what is newer replaces what is there. But nothing readable gives way to what is not. Where
    the platform does not tell which is newer, the answers' own times do, unless a clock was plainly wrong.
    """
    if not files:
        return "not collected", ""
    if existing is None:
        return "collected", ""
    if existing.readable and (FILE_NAME not in files or answers_in(files[FILE_NAME])[0] is None):
        return "kept", "what was collected before can be read, and this cannot: the earlier one stays"
    if all(existing.files.get(name) == data for name, data in files.items()):
        return "unchanged", ""
    if existing.order and handed.order and existing.order != handed.order:
        older = handed.order < existing.order
    else:
        older = "" < handed.saved < existing.saved <= now
    if older:
        return "kept", (
            "this download is older than what was collected before, which stays; to take the older one all the same, "
            "move the student's folder for this lesson out of submitted/, and collect again"
        )
    return "updated", "a newer hand-in replaced the earlier one, which is kept"


def collect(
    root: Path,
    lesson: str,
    download: Path,
    *,
    lms: Lms | None = None,
    roster: Path | None = None,
    zone: tzinfo | None = None,
    dry_run: bool = False,
) -> Collection:
    """Put everybody's work into `submitted/<student>/<lesson>/`, and everybody into the gradebook.

    `zone` is the time zone of the platform's times, by default this computer's. Raises LmsError before anything is
    written when nothing can be collected; one student's trouble stops nobody else.
    """
    try:
        settings = Settings.read(root)
        book = Book.open(settings, LessonToGrade.read(settings, lesson))
    except GradingError as error:
        raise LmsError(str(error)) from None
    home = Path(settings.course.root) / settings.course.submitted_directory
    with opened(download) as entries, _alone(home, dry_run=dry_run):
        wanted = [entry for entry in entries if not is_junk(entry.path)]
        by_path = {entry.path: entry for entry in wanted}
        found_lms, uploads = recognise(sorted(by_path), lambda path: _text(by_path[path]), lms)
        result = Collection(found_lms, replaced=home / FOLDER / "replaced")
        strangers = [path for path in by_path if path not in uploads]
        if strangers:
            result.notes.append(
                f"{len(strangers)} files in the download belong to no student, and were passed over, "
                f"for instance {strangers[0]!r}."
            )
        record = read_record(home, lesson)
        named = name_people(
            found_lms,
            names_of(uploads.values()),
            remembered={one.key: student for student, one in record.items() if one.lms == found_lms},
            known=_known(book),
            roster=_roster(roster, found_lms),
        )
        result.notes += named.notes
        result.missing = named.missing
        desk = _Desk(home, lesson, named, zone, _due(book, lesson), dry_run)
        by_key: dict[str, list[tuple[Upload, Entry]]] = {}
        for entry in wanted:  # a zip can hold a path twice: both are looked at
            if entry.path in uploads:
                by_key.setdefault(uploads[entry.path].key, []).append((uploads[entry.path], entry))
        for key in sorted(by_key, key=lambda key: named.people[key].name.casefold()):
            handed = hand_in(lesson, by_key[key])
            outcome = desk.take(key, handed, record.get(named.ids[key]))
            result.outcomes.append(outcome)
            if handed.upload and outcome.state in {"collected", "updated", "unchanged"}:
                person = named.people[key]
                record[outcome.student] = Collected(found_lms, key, person.name, handed.upload.place, handed.order)
        if not dry_run:
            write_record(home, lesson, record)
            there = {one.student for one in result.outcomes if one.state != "not collected"}
            _enrol(book, found_lms, {id: named.people[key] for key, id in named.ids.items() if id in there})
    return result


def names_of(uploads: Iterable[Upload]) -> dict[str, str]:
    """Everybody's name by the platform's id; a name that is more than that id wins."""
    names: dict[str, str] = {}
    for upload in uploads:
        if upload.key not in names or names[upload.key] == upload.key:
            names[upload.key] = upload.name or upload.key
    return names


@dataclass(frozen=True, slots=True)
class _Desk:
    """What is the same for everybody in one collection."""

    home: Path
    lesson: str
    named: Named
    zone: tzinfo | None
    due: datetime | None
    dry_run: bool

    def take(self, key: str, handed: HandIn, before: Collected | None) -> Outcome:
        """Put one student's work where it belongs, and say what became of it."""
        student, name = self.named.ids[key], self.named.people[key].name
        target = self.home / student / self.lesson
        files, late = dict(handed.files), handed.late
        if handed.handed_in and files:
            at = handed.handed_in.replace(tzinfo=self.zone).astimezone(UTC)  # no zone: this computer's
            files[TIMESTAMP] = f"{at:%Y-%m-%d %H:%M:%S}.000000 UTC".encode()
            late = late or bool(self.due and at.replace(tzinfo=None) > self.due)
        try:
            existing = _existing(target, self.lesson, before.order if before else "")
            state, why = decide(handed, files, existing, now())
            if not self.dry_run and state in {"collected", "updated"}:
                _put(self.home, target, files)
        except OSError as error:
            return Outcome(student, name, "not collected", problems=(f"could not be written: {said_of(error)}",))
        notes = [*handed.notes, *([why] if why else [])]
        if existing and state == "not collected":
            notes.append("what was collected before stays")
        return Outcome(student, name, state, late and bool(files), handed.problems, tuple(notes))


def _existing(target: Path, lesson: str, order: str) -> Existing | None:
    if not os.path.lexists(target):
        return None
    if target.is_symlink() or target.parent.is_symlink() or not target.is_dir():
        raise OSError(20, "there stands a link or a file where a folder should be", str(target))
    limits = {FILE_NAME: ANSWERS_BYTES, f"{lesson}.ipynb": NOTEBOOK_BYTES, TIMESTAMP: 10_000}
    read = {name: read_regular_file(target / name, limit) for name, limit in limits.items()}
    return Existing({name: data for name, data in read.items() if isinstance(data, bytes)}, order)


def _put(home: Path, target: Path, files: Mapping[str, bytes]) -> None:
    """Put a submission in its place, the whole of it; what stood there is kept to one side. Raises OSError."""
    staging = home / FOLDER / "staging"
    if staging.exists():  # of a run that was stopped
        shutil.rmtree(staging)
    staging.mkdir(parents=True)
    for name, data in files.items():
        (staging / name).write_bytes(data)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        aside = home / FOLDER / "replaced" / target.parent.name
        number = next(n for n in range(1, 100_000) if not os.path.lexists(aside / f"{target.name}-{n}"))
        aside.mkdir(parents=True, exist_ok=True)
        target.rename(aside / f"{target.name}-{number}")
    staging.rename(target)


@contextmanager
def _alone(home: Path, *, dry_run: bool) -> Iterator[None]:
    """One collection at a time. Raises LmsError."""
    from filelock import FileLock, Timeout

    if dry_run:
        yield
        return
    try:
        (home / FOLDER).mkdir(parents=True, exist_ok=True)
        lock = FileLock(home / FOLDER / ".lock", timeout=PATIENCE)
        lock.acquire()
    except Timeout:
        raise LmsError(f"Somebody else is collecting into {home}. Try again when they are done.") from None
    except OSError as error:
        raise LmsError(f"{home} cannot be written: {said_of(error)}") from None
    try:
        yield
    finally:
        lock.release()


def _text(entry: Entry) -> str:
    try:
        return entry.read(100_000).decode("utf-8", "replace")
    except UnreadableError:
        return ""


def _roster(path: Path | None, lms: Lms) -> Roster | None:
    return read_roster(Sheet.read(path), lms) if path else None


# -- the gradebook


def _known(book: Book) -> list[Known]:
    from nbgrader.api import Student
    from sqlalchemy import select

    def look() -> list[Known]:
        students = book.gradebook.db.execute(select(Student)).scalars()
        return [Known(s.id, f"{s.first_name or ''} {s.last_name or ''}".strip(), s.lms_user_id or "") for s in students]

    return in_gradebook(book, look)


def _due(book: Book, lesson: str) -> datetime | None:
    def look() -> datetime | None:
        due: datetime | None = book.gradebook.find_assignment(lesson).duedate
        return due

    return in_gradebook(book, look)


def _enrol(book: Book, lms: Lms, people: Mapping[str, Person]) -> None:
    """Add students by name, in one transaction; what the gradebook says of somebody already, it keeps saying."""
    from nbgrader.api import Student

    def enter() -> None:
        session = book.gradebook.db
        for id, person in people.items():
            student = session.get(Student, id) or Student(id=id)
            session.add(student)
            first, last = split(person.name)
            # without a roster, Canvas's names were all in one
            if not (student.first_name or student.last_name) or student.last_name == name_in_files(
                sortable(person.name)
            ):
                student.first_name, student.last_name = first, last
            student.email = student.email or person.email or None
            if lms != "moodle":  # whose ids are an assignment's
                student.lms_user_id = student.lms_user_id or person.key
        session.commit()

    in_gradebook(book, enter)


def in_gradebook(book: Book, work: Callable[[], T]) -> T:
    """Do something with the gradebook, patiently. Raises LmsError."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        return patiently(work, book.tell, book.gradebook.db.rollback)
    except SQLAlchemyError as error:
        said = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise LmsError(f"The gradebook could not be used: {said}") from None
    finally:
        book.gradebook.db.remove()
