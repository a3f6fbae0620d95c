"""What was collected from a platform, kept with the submissions, so that grades find their way back."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from course.lms.uploads import NAMES, Lms, LmsError
from exercises.answerfile import NotSavedError, read_json, write_json

FOLDER = ".lms"  # in submitted/: nbgrader passes over names that begin with a dot, and git over all of submitted/


@dataclass(frozen=True, slots=True)
class Collected:
    """How a platform knows a student of the course, and what it gave for one lesson."""

    lms: Lms
    key: str
    name: str
    place: str  # the platform's name for the upload, or its folder
    order: str = ""  # sorts by the time of handing in; empty: the platform does not tell


def path_of(submitted: Path, lesson: str) -> Path:
    """Where the record of a lesson stands."""
    return submitted / FOLDER / f"{lesson}.json"


def read_record(submitted: Path, lesson: str) -> dict[str, Collected]:
    """What was collected, by the course's id; nothing where nothing was. Raises LmsError."""
    path = path_of(submitted, lesson)
    found = read_json(path)
    if not found.exists:
        return {}
    students = (found.value or {}).get("students")
    if found.problems or not isinstance(students, dict):
        raise LmsError(f"{path} is damaged. Delete it, then collect the lesson once more: it is made anew.")
    try:
        return {student: _collected(fields) for student, fields in students.items()}
    except (TypeError, ValueError):
        raise LmsError(f"{path} is damaged. Delete it, then collect the lesson once more: it is made anew.") from None


def _collected(fields: Mapping[str, Any]) -> Collected:
    one = Collected(**fields)
    if one.lms not in NAMES or not all(isinstance(value, str) for value in asdict(one).values()):
        raise ValueError
    return one


def write_record(submitted: Path, lesson: str, record: Mapping[str, Collected]) -> None:
    """Write the record, whole or not at all. Raises LmsError."""
    path = path_of(submitted, lesson)
    students = {student: asdict(record[student]) for student in sorted(record)}
    value = {"schema": 1, "lesson": lesson, "students": students}
    data = (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
    try:
        if not path.is_file() or path.read_bytes() != data:
            write_json(path, value, aside=False)
    except (OSError, NotSavedError) as error:
        raise LmsError(f"{path} could not be written: {error}") from None
