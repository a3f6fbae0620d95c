"""From the gradebook to a platform's own sheet of grades, and the feedback pages in a zip that it can give back."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType

from course.feedback_pages import write_feedback
from course.grading import Book, GradingError, LessonToGrade, Settings
from course.lms import blackboard, canvas, moodle
from course.lms.filling import Exported, cell_of, fill, key_of, match_rows
from course.lms.people import safe_id
from course.lms.recognise import kind_of
from course.lms.record import read_record
from course.lms.results import Graded, results_of
from course.lms.sheet import Sheet, SheetError, Target
from course.lms.uploads import NAMES, Lms, LmsError
from exercises.answerfile import NotSavedError, write_bytes

MODULES: Mapping[Lms, ModuleType] = {"canvas": canvas, "moodle": moodle, "blackboard": blackboard}
PAGE_DATE = (2000, 1, 1, 0, 0, 0)  # of files in the zip: the same pages, the same bytes


def export(
    root: Path,
    lesson: str,
    sheet_path: Path,
    out: Path,
    *,
    lms: Lms | None = None,
    column: str | None = None,
    scale: bool = False,
    feedback: Path | None = None,
    tell: Callable[[str], None] = lambda line: None,
) -> Exported:
    """Fill in the sheet that the platform gave, and write it to `out`; pack the pages into `feedback`.

    Raises LmsError with nothing written when the sheet cannot be used.
    """
    try:
        settings = Settings.read(root)
        one = LessonToGrade.read(settings, lesson)
        book = Book.open(settings, one, tell)
    except GradingError as error:
        raise LmsError(str(error)) from None
    for path in filter(None, (out, feedback)):
        if path.exists() and sheet_path.exists() and path.samefile(sheet_path):
            raise LmsError(f"{path} is the sheet that the platform gave. Name another file: it is never overwritten.")
    if feedback and feedback.absolute() == out.absolute():
        raise LmsError(f"The sheet and the feedback pages cannot both be {out}.")
    if feedback and feedback.exists() and not _ours(feedback):
        raise LmsError(f"{feedback} is there already, and is no zip of feedback pages. Name another file.")
    sheet = Sheet.read(sheet_path)
    rows = sheet.rows
    lms = _platform(rows[0], lms)
    try:
        target: Target = MODULES[lms].target(rows, (one.content.title, lesson), column)
        result = Exported(lms, rows[0][target.grade].strip())
        factor = _factor(target, sum(s.points for s in one.content.slots if s.graded), result, scale=scale)
        record = read_record(Path(settings.course.root) / settings.course.submitted_directory, lesson)
        graded = results_of(settings, book, lms, lesson, record)
        matched, notes = match_rows(rows, target, graded, lms)
        result.notes += notes
        fill(sheet, target, matched, factor, result)
        data = sheet.to_bytes()
    except SheetError as error:
        raise LmsError(f"{sheet_path}: {error}") from None
    there = {id(one) for one in matched.values()}
    result.not_in_sheet = [one for one in graded if id(one) not in there and one.score is not None]
    result.held += [one for one in graded if id(one) not in there and one.score is None]
    _save(out, data)
    if feedback:
        done = {id(one) for one in (*result.filled, *result.same)}
        going = [(place_of(lms, rows[i], target, one), one) for i, one in matched.items() if id(one) in done]
        if going:  # written anew, so that a page never shows another score than the sheet
            list(write_feedback(root, lesson, [one.student for _, one in going]))
        pages = packed_pages(
            lambda id: settings.folder("feedback", id, lesson) / f"{lesson}.html", lesson, going, result
        )
        _save(feedback, pages)
    return result


def _platform(header: Sequence[str], chosen: Lms | None) -> Lms:
    found = kind_of(header)
    if found is None:
        raise LmsError(
            "The sheet's columns are not those of Canvas (Student, ID, …), Moodle (Identifier, …, Grade, …) or "
            f"Blackboard (Last Name, …, Username, …). It has: {', '.join(header)}. Download it as CSV, in English."
        )
    if chosen not in {None, found}:
        raise LmsError(f"The sheet is {NAMES[found]}'s, not {NAMES[chosen or found]}'s.")
    return found


def _factor(target: Target, ours: float, result: Exported, *, scale: bool) -> float:
    if target.maximum is None:
        result.notes.append(
            f"The sheet does not say how many points '{result.column}' has; the lesson has {ours:g}. Please check."
        )
        return 1.0
    if abs(target.maximum - ours) < 1e-9:
        return 1.0
    if not scale or not target.maximum or not ours:
        raise SheetError(
            f"'{result.column}' has {target.maximum:g} points, the lesson {ours:g}. Set the assignment to {ours:g} "
            "points and download the sheet once more; or give --scale, to have the grades scaled."
        )
    result.notes.append(f"Grades are scaled from {ours:g} to {target.maximum:g} points.")
    return target.maximum / ours


def _save(path: Path, data: bytes) -> None:
    try:
        write_bytes(path, data)
    except NotSavedError as error:
        raise LmsError(str(error)) from None


def _ours(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return all("-feedback." in name for name in archive.namelist())
    except (OSError, zipfile.BadZipFile):
        return False


def packed_pages(
    pages: Callable[[str], Path], lesson: str, going: Sequence[tuple[str, Graded]], result: Exported
) -> bytes:
    """A zip of feedback pages, each (by its place and its student) by the name that the platform gives it back by.

    `pages` says where a student's page is.
    """
    lms = result.lms
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, one in going:
            page = pages(one.student)
            name = MODULES[lms].returned_name(place, lesson)
            if not name:
                result.notes.append(
                    f"{one.shown}: no feedback page, since it was not collected from {NAMES[lms]} with 'changework "
                    "collect', so the name to give it back by is not known."
                )
                continue
            try:
                data = page.read_bytes()
            except OSError:
                result.notes.append(f"{one.shown}: there is no feedback page ({page}).")
                continue
            _add(archive, name, f"{lesson}-feedback.html", data)
            result.pages += 1
    return buffer.getvalue()


def place_of(lms: Lms, row: Sequence[str], target: Target, one: Graded) -> str:
    """By what a platform gives a student's file back: what the download called it, or what the sheet's row tells."""
    if lms == "blackboard":
        return safe_id(cell_of(row, target.key))
    if lms == "moodle" and not one.place:
        return moodle.folder_for(cell_of(row, target.name), key_of(lms, cell_of(row, target.key)))
    return one.place


def _add(archive: zipfile.ZipFile, name: str, inner: str, data: bytes) -> None:
    if name.endswith(".zip"):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as inside:
            inside.writestr(zipfile.ZipInfo(inner, PAGE_DATE), data, zipfile.ZIP_DEFLATED)
        data = packed.getvalue()
    archive.writestr(zipfile.ZipInfo(name, PAGE_DATE), data, zipfile.ZIP_DEFLATED)
