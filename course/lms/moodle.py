"""Moodle: `<Full name>_<participant id>_assignsubmission_file[_]/<files>`, and the offline grading worksheet.

The folder's name lacks what a file's name may not hold ("Seán O'Brien" becomes "Seán OBrien"). The participant id is
the worksheet's Identifier, "Participant 201"; the same student has another one in the next assignment. Where
"Download submissions in folders" is off, the files stand beside each other with the same beginning.
"""

import re
from collections.abc import Callable, Sequence

from course.lms.sheet import SheetError, Target, number
from course.lms.uploads import Upload, tidy

_FOLDER = re.compile(r"(?P<name>[^/]*?)_(?P<id>\d+)_(?P<kind>assignsubmission_[a-z]+)(?P<rest>_[^/]*)?")


def uploads(paths: Sequence[str], read_text: Callable[[str], str] = lambda path: "") -> dict[str, Upload]:
    """The uploads that the names tell of, by path."""
    found = {}
    for path in paths:
        parts = path.split("/")
        for depth, part in enumerate(parts):
            if folder := _FOLDER.fullmatch(part):
                inner = "/".join(parts[depth + 1 :]) or (folder["rest"] or "").removeprefix("_")
                typed = folder["kind"] != "assignsubmission_file"
                found[path] = Upload(
                    folder["id"],
                    tidy(folder["name"]),
                    inner,
                    part if depth + 1 < len(parts) else part.removesuffix(inner),
                    other="typed a text into Moodle instead of uploading a file" if typed else "",
                )
                break
    return found


def identifier(cell: str) -> str:
    """The participant id in a worksheet's Identifier, whatever the word before it; '' where there is none."""
    found = re.search(r"(\d+)\s*$", cell)
    return found[1] if found else ""


def returned_name(place: str, lesson: str) -> str:
    """How a file must be called for Moodle to return it: in the folder that the download had."""
    return f"{place.rstrip('_')}_/{lesson}-feedback.html"


def folder_for(name: str, key: str) -> str:
    """What Moodle would call the folder of somebody who is only known from the worksheet."""
    safe = re.sub(r"[&<>\"`|':\\/\x00-\x1f_]", "", name)
    return f"{safe}_{key}_assignsubmission_file_"


def target(rows: Sequence[Sequence[str]], titles: Sequence[str], column: str | None) -> Target:
    """Where the grades go in an offline grading worksheet. Raises SheetError."""
    header = [cell.strip() for cell in rows[0]]
    at = {cell.casefold(): i for i, cell in reversed(list(enumerate(header)))}
    wanted = ("identifier", "grade", "last modified (grade)")
    missing = [name for name in wanted if name not in at and not (name == "grade" and column)]
    if column and column.casefold() not in at:
        raise SheetError(f"The sheet has no column '{column}'. It has: {', '.join(header)}.")
    if missing:
        raise SheetError(
            f"The sheet has no column {' and no '.join(repr(name.capitalize()) for name in missing)}, which Moodle "
            "needs. Download it from the assignment with 'Download grading worksheet', with Moodle set to English "
            f"and 'Offline grading worksheet' on in the assignment's feedback types. It has: {', '.join(header)}."
        )
    grade = at[column.casefold()] if column else at["grade"]
    limits = [number(row[at["maximum grade"]]) for row in rows[1:2] if len(row) > at.get("maximum grade", len(row))]
    return Target(
        1,
        grade,
        at["identifier"],
        at.get("full name"),
        others=tuple(at[name] for name in ("id number", "email address", "username") if name in at),
        comment=at.get("feedback comments"),
        html=True,
        maximum=limits[0] if limits else None,
        changeable=at.get("grade can be changed"),
    )


def is_sheet(header: Sequence[str]) -> bool:
    """Whether the columns are those of a grading worksheet."""
    return {"identifier", "grade"} <= {cell.strip().casefold() for cell in header}
