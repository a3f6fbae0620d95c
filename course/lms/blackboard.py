"""Blackboard: `<assignment>_<user name>_attempt_<time>_<file>` and a `.txt` beside it, and the Grade Center's sheet.

Titles and user names may both hold underscores. The `.txt` of an attempt names the student ("Name: Jane Doe (jdoe)");
where there is none, what all names begin with is the title. The time is the institution's, without a zone.
"""

import os.path
import re
from collections.abc import Callable, Sequence
from datetime import datetime

from course.lms.sheet import Target, number, only_column
from course.lms.uploads import Upload, tidy

_FILE = re.compile(
    r"(?P<head>.+)_attempt_(?P<time>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)(?:_(?P<file>.+)|(?P<note>\.txt))", re.DOTALL
)
_WHO = re.compile(r"^Name:\s*(?P<name>.*?)\s*\((?P<user>[^()\r\n]+)\)\s*$", re.MULTILINE)
_COLUMN = re.compile(r"(?P<title>.*?)\s*\[[^\[\]]*\]\s*\|\s*(?P<id>\w+)\s*", re.DOTALL)
_POINTS = re.compile(r"\[[^\[\]:]*:[^\[\]\d]*(?P<points>\d+(?:[.,]\d+)?)[^\[\]]*\]")


def uploads(paths: Sequence[str], read_text: Callable[[str], str] = lambda path: "") -> dict[str, Upload]:
    """The uploads that the names tell of, by path; the notes tell who somebody is, and are no uploads themselves."""
    names = {path: match for path in paths if (match := _FILE.fullmatch(path.rpartition("/")[2]))}
    who = {m["head"]: w for path, m in names.items() if m["note"] and (w := _WHO.search(read_text(path)[:20_000]))}
    title = _title({match["head"] for match in names.values()}, {head: w["user"] for head, w in who.items()})
    found = {}
    for path, match in names.items():
        head, stamp = match["head"], match["time"]
        try:
            handed_in = datetime.strptime(stamp, "%Y-%m-%d-%H-%M-%S")
        except ValueError:
            continue
        known = who.get(head)
        user = known["user"] if known else head.removeprefix(title)
        name = tidy(known["name"]) if known else user
        place = path.rpartition("/")[2]
        found[path] = Upload(user, name, match["file"] or "", place, stamp, handed_in)
    return found


def _title(heads: set[str], users: dict[str, str]) -> str:
    """The assignment's title with the underscore after it, which all heads begin with."""
    for head, user in sorted(users.items()):
        if head.endswith(f"_{user}"):
            return head.removesuffix(user)
    if len(heads) == 1:
        return next(iter(heads)).rpartition("_")[0] + "_"
    common = os.path.commonprefix(sorted(heads))  # noqa: RUF071 - of titles, not of paths
    return common[: common.rfind("_") + 1]


def returned_name(place: str, lesson: str) -> str:
    """One file a user name; Blackboard has no way to return them all at once."""
    return f"{place}_{lesson}-feedback.html"


def target(rows: Sequence[Sequence[str]], titles: Sequence[str], column: str | None) -> Target:
    """Where the grades of an assignment go in the Grade Center's sheet. Raises SheetError."""
    header = [cell.strip() for cell in rows[0]]
    at = {cell.casefold(): i for i, cell in reversed(list(enumerate(header)))}
    columns = {i: (m["title"], m["id"], cell) for i, cell in enumerate(header) if (m := _COLUMN.fullmatch(cell))}
    grade = only_column(columns, titles, column, "Title [Total Pts: 20 Score] |12345")
    points = _POINTS.search(header[grade])
    return Target(
        1,
        grade,
        at["username"],
        None,
        others=tuple(at[name] for name in ("student id",) if name in at),
        comment=next((at[name] for name in ("feedback to learner", "feedback to user") if name in at), None),
        comment_format=at.get("feedback format"),
        maximum=number(points["points"]) if points else None,
        untouchable=frozenset({"exempt"}),
    )


def is_sheet(header: Sequence[str]) -> bool:
    """Whether the columns are those of the Grade Center."""
    return {"username", "last name"} <= {cell.strip().casefold() for cell in header}
