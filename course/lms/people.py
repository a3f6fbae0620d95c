"""Who is who: from what a platform knows of a student to the id that the course uses, safe and always the same."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from course.lms import moodle
from course.lms.canvas import name_in_files
from course.lms.recognise import kind_of
from course.lms.sheet import Sheet, SheetError
from course.lms.uploads import NAMES, Lms, tidy

MAX_ID = 64
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
#: Letters that do not come apart into a plain one and an accent.
_PLAIN = str.maketrans(
    {"đ": "d", "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th", "'": "", "’": ""}
)


@dataclass(frozen=True, slots=True)
class Person:
    """A student as a platform, or a list of participants, knows them."""

    key: str  # the platform's id; empty: the list does not tell
    name: str
    id: str = ""  # that the course should use; empty: not told
    others: tuple[str, ...] = ()  # user names and e-mail addresses that are theirs, too
    email: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A student in the gradebook."""

    id: str
    name: str = ""
    key: str = ""  # nbgrader's lms_user_id


@dataclass(frozen=True, slots=True)
class Roster:
    """A list of participants. `lms` is None where it is nbgrader's own, which knows any platform's ids."""

    lms: Lms | None
    people: tuple[Person, ...] = ()


@dataclass
class Named:
    """Everybody's id and name, by the platform's id; and what the instructor should know about it."""

    ids: dict[str, str] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)  # names of the roster with nothing in the download


def slug(name: str) -> str:
    """A name as an id: "Nguyễn Thị Ánh" -> nguyen-thi-anh. Letters of other scripts stay."""
    plain = "".join(_without_accents(tidy(name).casefold().translate(_PLAIN)))
    return safe_id(re.sub(r"[_.@]", "-", plain))


def _without_accents(text: str) -> Iterable[str]:
    latin = False
    for char in unicodedata.normalize("NFKD", text):
        if unicodedata.combining(char) and latin:
            continue  # an accent on a Latin letter; in other scripts it is part of the word
        latin = char.isascii()
        yield char


def safe_id(text: str) -> str:
    """A text as the name of a folder on every system, and as nothing that nbgrader takes for a pattern; '' if none."""
    kept = [
        char if char.isalnum() or char in "_.@-" or unicodedata.category(char).startswith("M") else "-"
        for char in unicodedata.normalize("NFC", text).casefold()
    ]
    id = re.sub(r"-+", "-", re.sub(r"\.{2,}", ".", "".join(kept))).strip("-._")[:MAX_ID].strip("-._")
    return f"student-{id}" if id.partition(".")[0] in _RESERVED else id


def name_people(
    lms: Lms,
    found: Mapping[str, str],
    *,
    remembered: Mapping[str, str],
    known: Sequence[Known],
    roster: Roster | None = None,
) -> Named:
    """Give everybody in a download (name by key) an id: the one they have, where they have one.

    In this order: the id of an earlier collection of the same lesson; the student of the gradebook with the
    platform's id, or a user name of theirs; the roster's id; the platform's own id. Moodle's ids differ from one
    assignment to the next, so there the name is the id, unless two have the same.
    """
    named = Named()
    listed = _listed(lms, found, roster)
    names = Counter(slug(name) for name in {**{p.key: p.name for p in listed.values()}, **found}.values())
    by_key = {student.key: student.id for student in known if student.key and lms != "moodle"}
    by_id = {student.id.casefold(): student for student in known}
    taken = {id.casefold(): key for key, id in remembered.items()}
    namesakes: dict[str, list[str]] = {}
    for key, name in sorted(found.items()):
        person = listed.get(key) or Person(key, name)
        own = slug(person.name)
        alone = names[slug(name)] == 1
        wanted = remembered.get(key) or by_key.get(key) or _in_gradebook(lms, person, by_id, own if alone else "")
        if not wanted:
            wanted = safe_id(person.id) or (own if lms == "moodle" else safe_id(key)) or f"student-{safe_id(key)}"
            clash = by_id.get(wanted.casefold())
            if lms == "moodle" and not person.id and not alone:
                wanted = f"{wanted}-{key}"
                namesakes.setdefault(person.name, []).append(wanted)
            elif clash and not _can_be(lms, clash, person):
                wanted = f"{wanted}-{safe_id(key)}"
        if taken.get(wanted.casefold(), key) != key:
            wanted = f"{wanted}-{safe_id(key)}"
        taken[wanted.casefold()] = key
        named.ids[key], named.people[key] = wanted, person
    for name, ids in namesakes.items():
        named.notes.append(
            f"More than one student is called {name}, so a number tells them apart here: {', '.join(ids)}. In the next "
            "lesson Moodle gives them other numbers; with its grading worksheet as --roster, ids stay the same."
        )
    if roster and roster.lms is not None:
        named.missing = sorted(person.name for person in roster.people if person.key and person.key not in found)
    return named


def _in_gradebook(lms: Lms, person: Person, by_id: Mapping[str, Known], own: str) -> str:
    # A login is the same on a hub and on the platform; Canvas's numbers, and names, may be somebody else's id.
    for login in (person.id, *person.others, *([person.key] if lms == "blackboard" else [])):
        if login and (student := by_id.get(login.casefold()) or by_id.get(safe_id(login))):
            return student.id
    student = by_id.get({"canvas": person.key, "moodle": own, "blackboard": ""}[lms])
    return student.id if student and _can_be(lms, student, person) else ""


def _can_be(lms: Lms, student: Known, person: Person) -> bool:
    """Whether nothing speaks against a student of the gradebook being this person."""
    if lms != "moodle" and student.key not in {"", person.key}:
        return False
    mashed = lms == "canvas" and name_in_files(sortable(student.name)) == name_in_files(sortable(person.name))
    return not student.name or slug(student.name) == slug(person.name) or mashed


def _listed(lms: Lms, found: Mapping[str, str], roster: Roster | None) -> dict[str, Person]:
    """The roster's people by the platform's id."""
    if roster is None:
        return {}
    listed = {person.key: person for person in roster.people if person.key}
    if roster.lms is not None:
        return listed
    plain = name_in_files if lms == "canvas" else slug
    by_name: dict[str, list[Person]] = {}
    for person in roster.people:
        by_name.setdefault(plain(sortable(person.name) if lms == "canvas" else person.name), []).append(person)
    by_login = {person.id.casefold(): person for person in roster.people}
    for key, name in found.items():
        same = by_name.get(plain(name), [])
        match = listed.get(key) or by_login.get(key.casefold()) or (same[0] if len(same) == 1 else None)
        if match:
            listed[key] = match
    return listed


def sortable(name: str) -> str:
    """A name with the last part first, as Canvas sorts it: "Jane Doe" -> "Doe, Jane"."""
    first, last = split(name)
    return f"{last}, {first}" if first else last


def split(name: str) -> tuple[str, str]:
    """First and last name: at the comma, or after the first word."""
    if "," in name:
        last, _, first = name.partition(",")
        return first.strip(), last.strip()
    first, _, last = name.strip().partition(" ")
    return (first, last.strip()) if last else ("", first)


def read_roster(sheet: Sheet, lms: Lms) -> Roster:
    """The participants in a sheet: the platform's own sheet of grades, or nbgrader's list. Raises SheetError."""
    rows = sheet.rows
    header = [cell.strip() for cell in rows[0]]
    at = {cell.casefold(): i for i, cell in reversed(list(enumerate(header)))}
    of = kind_of(header)
    if of is None and not {"id", "first_name"} <= at.keys():
        raise SheetError(
            f"The roster's columns are not known. Expected {NAMES[lms]}'s sheet of grades, or nbgrader's list with "
            f"id, first_name, last_name, email, lms_user_id. It has: {', '.join(header)}."
        )
    if of not in {None, lms}:
        raise SheetError(f"The roster is {NAMES[of or lms]}'s, the download {NAMES[lms]}'s. Give the other one.")

    def people() -> Iterable[Person]:
        for row in rows[1:]:
            cell = {name: row[i].strip() if i < len(row) else "" for name, i in at.items()}
            person = _person(of, cell)
            if person.name or person.id:
                yield person

    return Roster(of, tuple(people()))


def _person(of: Lms | None, cell: Mapping[str, str]) -> Person:
    def get(*names: str) -> str:
        return next((cell[name] for name in names if cell.get(name)), "")

    if of == "canvas":
        others = (get("sis user id"), get("sis login id"))
        return Person(get("id"), tidy(get("student")), get("sis login id"), tuple(filter(None, others)))
    if of == "moodle":
        email = get("email address")
        names = (get("id number"), get("username"), email, email.partition("@")[0])
        id, key = get("id number") or get("username") or email, moodle.identifier(get("identifier"))
        return Person(key, tidy(get("full name")), id, tuple(filter(None, names)), email)
    if of == "blackboard":
        name = tidy(f"{get('first name')} {get('last name')}")
        return Person(get("username"), name, get("username"), tuple(filter(None, (get("student id"),))))
    name = tidy(f"{get('first_name')} {get('last_name')}")
    return Person(get("lms_user_id"), name, get("id"), email=get("email"))
