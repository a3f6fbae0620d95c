"""Which platform something comes from: a download of submissions, or a sheet of grades."""

from collections.abc import Callable, Sequence

from course.lms import blackboard, canvas, moodle
from course.lms.uploads import NAMES, Lms, LmsError, Upload

#: Reads the names in a download; texts are read for Blackboard, whose names alone can mean two things.
Reader = Callable[[Sequence[str], Callable[[str], str]], dict[str, Upload]]


def recognise(
    paths: Sequence[str], read_text: Callable[[str], str], chosen: Lms | None = None
) -> tuple[Lms, dict[str, Upload]]:
    """Which platform's download this is, and its uploads by path. Raises LmsError."""
    readers: dict[Lms, Reader] = {
        "moodle": moodle.uploads,
        "blackboard": blackboard.uploads,
        "canvas": canvas.uploads,
    }
    found = {lms: readers[lms](paths, read_text) for lms in readers if chosen in {None, lms}}
    best = max(found, key=lambda lms: len(found[lms]))
    if found[best]:
        return best, found[best]
    if any(path.rpartition("/")[2].startswith("anon_") for path in paths):
        raise LmsError(
            "Canvas made this download while the assignment is marked anonymously, so it does not say whose files "
            "these are. Show the students' names in Canvas, then download again."
        )
    seen = ", ".join(repr(path) for path in list(paths)[:3]) or "nothing"
    what = f"a download of {NAMES[chosen]}" if chosen else "a download of Canvas, Moodle or Blackboard"
    raise LmsError(
        f"This does not look like {what}. It holds {seen}. Expected names such as "
        "'doejane_12345_67890_alliance-handin.zip' (Canvas), 'Jane Doe_123_assignsubmission_file/…' (Moodle) or "
        "'Alliance_jdoe_attempt_2026-01-05-10-00-00_…' (Blackboard). Give the file as the platform made it."
    )


def kind_of(header: Sequence[str]) -> Lms | None:
    """Which platform's sheet has these columns; None where none is known."""
    if canvas.is_sheet(header):
        return "canvas"
    if moodle.is_sheet(header):
        return "moodle"
    return "blackboard" if blackboard.is_sheet(header) else None
