"""Canvas: a flat zip of `<name>[_LATE]_<user id>_<attachment id>_<file>`, and the gradebook's export.

The name is the sortable one in small letters without anything that is no letter, digit or underscore
("O'Brien, Seán" becomes "obrienseán"). What was typed or linked instead of uploaded ends in `_text.html`,
`_link.html`. Attachment ids grow, so they say which of two files is the later one.
"""

import re
from collections.abc import Callable, Sequence

from course.lms.sheet import Target, number, only_column
from course.lms.uploads import Upload, tidy

_FILE = re.compile(r"(?P<name>.+?)(?P<late>_LATE)?_(?P<user>\d+)_(?P<attachment>\d+)_(?P<file>.+)", re.DOTALL)
_TYPED = re.compile(r"(?P<name>.+?)(?P<late>_LATE)?_(?P<user>\d+)_(?P<kind>text|link)(-\d+)?\.html")
_COLUMN = re.compile(r"(?P<title>.*\S)\s*\((?P<id>\d+)\)\s*", re.DOTALL)
_KIND = {"text": "typed a text into Canvas instead of uploading a file", "link": "handed in a link instead of a file"}


def uploads(paths: Sequence[str], read_text: Callable[[str], str] = lambda path: "") -> dict[str, Upload]:
    """The uploads that the names tell of, by path."""
    found = {}
    for path in paths:
        place = path.rpartition("/")[2]
        if file := _FILE.fullmatch(place):
            order = file["attachment"].rjust(20, "0")
            found[path] = Upload(file["user"], tidy(file["name"]), file["file"], place, order, late=bool(file["late"]))
        elif typed := _TYPED.fullmatch(place):
            found[path] = Upload(
                typed["user"], tidy(typed["name"]), place, place, late=bool(typed["late"]), other=_KIND[typed["kind"]]
            )
    return found


def name_in_files(sortable: str) -> str:
    """What Canvas makes of a sortable name in the names of files."""
    return re.sub(r"\W", "", tidy(sortable).lower())


def returned_name(place: str, lesson: str) -> str:
    """How a file must be called for Canvas to return it: by the ids of the upload that it answers, or ''.

    Canvas shows it to the student under the name of that upload. So where that was a zip, a zip has to go back.
    """
    file = _FILE.fullmatch(place)
    if not file:
        return ""
    ending = ".zip" if place.lower().endswith(".zip") else ".html"
    return f"{place[: file.start('file')]}{lesson}-feedback{ending}"


def target(rows: Sequence[Sequence[str]], titles: Sequence[str], column: str | None) -> Target:
    """Where the grades of an assignment go in the gradebook's export. Raises SheetError."""
    header = [cell.strip() for cell in rows[0]]
    key, student = header.index("ID"), header.index("Student")
    columns = {i: (m["title"], m["id"], cell) for i, cell in enumerate(header) if (m := _COLUMN.fullmatch(cell))}
    grade = only_column(columns, titles, column, "Title (12345)")
    first, maximum = 1, None
    # rows without an id stand on top: "Manual Posting", then "    Points Possible"
    while first < len(rows) and not (rows[first][key].strip() if len(rows[first]) > key else ""):
        if "points possible" in rows[first][student].casefold() and len(rows[first]) > grade:
            maximum = number(rows[first][grade])
        first += 1
    others = [i for i, cell in enumerate(header) if cell in {"SIS User ID", "SIS Login ID", "Integration ID"}]
    return Target(first, grade, key, student, others=tuple(others), maximum=maximum, untouchable=frozenset({"ex"}))


def is_sheet(header: Sequence[str]) -> bool:
    """Whether the columns are those of a gradebook's export."""
    return {"Student", "ID"} <= {cell.strip() for cell in header}
