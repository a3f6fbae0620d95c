"""Feedback pages for a whole cohort at once: what `nbgrader generate_feedback` writes, without its loop."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograders.returning import NotGradedError, examples_in, page_of
from course.grading import Book, GradingError, LessonToGrade, Settings, said_of


@dataclass(frozen=True, slots=True)
class PageWritten:
    """What became of one student's page."""

    student: str
    path: Path
    error: str = ""


def write_feedback(
    root: Path,
    lesson: str,
    students: Sequence[str] = (),
    *,
    progress: Callable[[list[str]], Iterable[str]] = iter,
    tell: Callable[[str], None] = lambda line: None,
) -> Iterator[PageWritten]:
    """Write the page of everybody who was graded (or of the students named). Raises GradingError before it begins.

    Each page is replaced whole. What else stands in the graded folder goes along, as nbgrader's own step does it:
    returning feedback through nbgrader's exchange needs it.
    """
    settings = Settings.read(root)
    one = LessonToGrade.read(settings, lesson)
    book = Book.open(settings, one, tell)
    examples = examples_in(root / "exercises" / "bank", one.content)
    home = Path(settings.course.root) / settings.course.autograded_directory
    found = sorted(path.parent.parent.name for path in home.glob(f"*/{lesson}/{lesson}.ipynb"))
    for student in progress([name for name in found if not students or name in students]):
        graded = settings.folder("autograded", student, lesson)
        target = settings.folder("feedback", student, lesson)
        page = target / f"{lesson}.html"
        try:
            html = book.reading(student, lambda row: page_of(graded, one.content, examples, student, row))  # noqa: B023 - called at once
            _put(target, {**_companions(graded), page.name: html.encode()})
            yield PageWritten(student, page)
        except (NotGradedError, GradingError) as error:
            yield PageWritten(student, page, str(error))
        except OSError as error:
            yield PageWritten(student, page, said_of(error))


def _companions(graded: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(graded.iterdir()) if p.is_file() and p.suffix != ".ipynb"}


def _put(target: Path, files: dict[str, Any]) -> None:
    """Put files in place, each whole; what is there already is left alone."""
    target.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        path, new = target / name, target / f".{name}.new"
        if path.is_file() and path.read_bytes() == data:
            continue
        try:
            new.write_bytes(data)
            new.chmod(0o644)
            if os.name == "nt" and path.exists():
                path.chmod(0o644)  # Windows does not replace what is read-only
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)
