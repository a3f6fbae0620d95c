"""Whose row is whose in a sheet of grades, and what goes into it."""

import html
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from course.lms import moodle
from course.lms.people import safe_id, slug
from course.lms.results import Graded
from course.lms.sheet import Sheet, SheetError, Target, number, plain, written
from course.lms.uploads import Lms


@dataclass
class Exported:
    """What became of an export, for the instructor."""

    lms: Lms
    column: str
    filled: list[Graded] = field(default_factory=list)
    same: list[Graded] = field(default_factory=list)
    held: list[Graded] = field(default_factory=list)  # left as they were, each with its reason
    not_in_sheet: list[Graded] = field(default_factory=list)
    commented: int = 0
    takes_comments: bool = False
    notes: list[str] = field(default_factory=list)
    pages: int = 0


def match_rows(
    rows: Sequence[Sequence[str]], target: Target, graded: Sequence[Graded], lms: Lms
) -> tuple[dict[int, Graded], list[str]]:
    """Which row is whose: by the platform's id, else by user name or e-mail, else by a name that is there once. Pure.

    Also returns what the instructor should know. Raises SheetError when the sheet is plainly another assignment's.
    """
    keys: dict[str, int] = {}
    logins: dict[str, set[int]] = {}
    names: dict[str, set[int]] = {}
    for i in range(target.first, len(rows)):
        row = rows[i]
        if key := key_of(lms, cell_of(row, target.key)):
            keys.setdefault(key.casefold(), i)
        # Blackboard's key is a login; the numbers of Canvas and Moodle could be somebody else's id in the course
        for column in (*target.others, *([target.key] if lms == "blackboard" else [])):
            if login := cell_of(row, column):
                logins.setdefault(login.casefold(), set()).add(i)
                logins.setdefault(safe_id(login), set()).add(i)
        if target.name is not None and (name := cell_of(row, target.name)):
            names.setdefault(slug(name), set()).add(i)

    def by_key(one: Graded) -> set[int]:
        return {keys[one.key.casefold()]} if one.key and one.key.casefold() in keys else set()

    def by_login(one: Graded) -> set[int]:
        found: set[int] = set()
        for login in filter(None, (one.student, one.email)):
            found |= logins.get(login.casefold(), set())
        return found

    same_name = Counter(slug(one.name) for one in graded)

    def by_name(one: Graded) -> set[int]:
        return names.get(slug(one.name), set()) if one.name and same_name[slug(one.name)] == 1 else set()

    matched: dict[int, Graded] = {}
    notes: list[str] = []
    others: list[str] = []
    left = list(graded)
    for how in (by_key, by_login, by_name):
        for one in list(left):
            free = how(one) - matched.keys()
            if len(free) != 1:
                continue
            (i,) = free
            if lms == "moodle" and how is by_key and not _same_name(cell_of(rows[i], target.name), one.name):
                others.append(f"{cell_of(rows[i], target.key)} is {cell_of(rows[i], target.name)!r} in the sheet, and "
                              f"{one.name!r} in the download")  # fmt: skip
                left.remove(one)
                continue
            matched[i] = one
            left.remove(one)
    if others and len(others) * 2 >= len(others) + len(matched):
        raise SheetError(f"The sheet is another assignment's: {others[0]}. Download the one of this lesson.")
    notes += [f"{text}: the row was left as it was." for text in others]
    return matched, notes


def _same_name(in_sheet: str, collected: str) -> bool:
    """Whether two names can be one person's; Moodle hides names, as "Participant 201", where marking is blind."""
    hidden = re.fullmatch(r"\S+ \d+", collected) or not in_sheet or not collected
    return bool(hidden) or slug(in_sheet) == slug(collected) or slug(collected).endswith(f"-{slug(in_sheet)}")


def key_of(lms: Lms, cell: str) -> str:
    """The platform's id in a cell."""
    return moodle.identifier(cell) if lms == "moodle" else cell


def cell_of(row: Sequence[str], column: int | None) -> str:
    """A cell without the blanks around it; '' where the row is too short or there is no such column."""
    return row[column].strip() if column is not None and column < len(row) else ""


def fill(sheet: Sheet, target: Target, matched: Mapping[int, Graded], factor: float, result: Exported) -> None:
    """Write scores and comments into the rows that are matched, and into nothing else. Pure but for its arguments."""
    rows = sheet.rows
    comma = _decimal_comma(rows)
    result.takes_comments = target.comment is not None
    for i, one in sorted(matched.items()):
        cell = cell_of(rows[i], target.grade)
        if one.score is None:
            result.held.append(one)
            continue
        if cell.casefold() in target.untouchable:
            result.notes.append(f"{one.shown} is excused in the sheet ({cell}), and stays so.")
            continue
        if target.changeable is not None and cell_of(rows[i], target.changeable).casefold() == "no":
            result.notes.append(f"{one.shown}: the platform does not take a grade ('Grade can be changed' is No).")
            continue
        value = written(one.score * factor, comma)
        before = number(cell)
        if before is not None and before == number(value):
            result.same.append(one)
        else:
            sheet.put(i, target.grade, value)
            result.filled.append(one)
            if cell:
                result.notes.append(f"{one.shown}: the sheet had {cell!r}, now {value}.")
        if target.comment is not None and one.comments:
            _comment(sheet, i, target, one, result)


def _comment(sheet: Sheet, i: int, target: Target, one: Graded, result: Exported) -> None:
    row, column = sheet.rows[i], target.comment or 0
    form = cell_of(row, target.comment_format).upper()
    text = commented(one.comments, as_html=target.html or form == "HTML")
    before = row[column] if column < len(row) else ""
    result.commented += 1
    if before == text:
        return
    if before.strip():
        result.notes.append(f"{one.shown}: the sheet had another comment, which was replaced: {before.strip()[:60]!r}")
    sheet.put(i, column, text)
    if target.comment_format is not None and not form:
        sheet.put(i, target.comment_format, "PLAIN_TEXT")


def commented(comments: Sequence[tuple[str, str]], *, as_html: bool) -> str:
    """An instructor's comments as one text that no spreadsheet runs, and no browser takes for markup."""
    if as_html:
        return "".join(
            f"<p><strong>{html.escape(heading)}:</strong> "
            + re.sub(r"\r\n|\r|\n", "<br />", html.escape(text.strip(), quote=False))
            + "</p>"
            for heading, text in comments
        )
    return plain("\n".join(f"{heading}: {text.strip()}" for heading, text in comments))


def _decimal_comma(rows: Sequence[Sequence[str]]) -> bool:
    cells = [cell.strip() for row in rows[1:] for cell in row]
    with_comma = any(re.fullmatch(r"\d+,\d{1,5}", cell) for cell in cells)
    return with_comma and not any(re.fullmatch(r"\d+\.\d{1,5}", cell) for cell in cells)
