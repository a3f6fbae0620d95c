"""What of one student's uploads counts: the latest answers, and the notebook that came with them. Pure."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from course.lms.archive import Entry, UnreadableError, packed
from course.lms.uploads import Upload, is_junk, without_copy_number
from exercises.responses import FILE_NAME

ANSWERS_BYTES = 5_000_000
NOTEBOOK_BYTES = 50_000_000
PACKED_BYTES = 60_000_000
SHOWN_FILES = 4  # of what was uploaded, named to the instructor

Order = tuple[str, str, int]  # by the platform, by the latest answer in it, by the number that a browser adds


@dataclass(frozen=True, slots=True)
class HandIn:
    """What one student hands in. Without `files` there is nothing to collect, and `problems` say why."""

    files: dict[str, bytes] = field(default_factory=dict)
    upload: Upload | None = None  # that counts
    order: str = ""  # the platform's
    saved: str = ""  # the time of the latest answer, as its student's computer had it
    late: bool = False
    handed_in: datetime | None = None
    problems: tuple[str, ...] = ()  # for which somebody has to be asked
    notes: tuple[str, ...] = ()  # to be told, and no more


@dataclass(frozen=True, slots=True)
class _Found:
    """A file that may count."""

    upload: Upload
    name: str
    data: bytes
    order: Order
    saved: str = ""
    lesson: str | None = None  # that the answers are to; None: they cannot be read


@dataclass
class _Pile:
    """What one student's uploads hold, sorted by kind."""

    answers: list[_Found] = field(default_factory=list)
    notebooks: list[_Found] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    def open_zip(self, upload: Upload, name: str, entry: Entry) -> None:
        """Look at each file in a zip that a student made."""
        try:
            inside = [one for one in packed(entry.read(PACKED_BYTES)) if not is_junk(one.path)]
        except UnreadableError as error:
            self.problems.append(f"{_shown(name)} {error}")
            return
        if not inside:
            self.problems.append(f"{_shown(name)} is a zip with nothing in it")
        for one in inside:
            self.look(upload, one.path.rpartition("/")[2], one, within=name)

    def look(self, upload: Upload, name: str, entry: Entry, *, within: str = "") -> None:
        """Read one file, if it is of a kind that can count."""
        ending = _ending(name)
        if ending not in {"json", "ipynb"}:
            if ending == "zip":
                self.problems.append(f"{_shown(within)} holds another zip, {_shown(name)}, which was not opened")
            self.others.append(name)
            return
        try:
            data = entry.read(ANSWERS_BYTES if ending == "json" else NOTEBOOK_BYTES)
        except UnreadableError as error:
            self.problems.append(f"{_shown(name)} {error}")
            return
        copy = max(without_copy_number(text.rpartition(".")[0])[1] for text in (name, within or name))
        if ending == "ipynb":
            self.notebooks.append(_Found(upload, name, data, (upload.order, "", copy)))
            return
        lesson, saved = answers_in(data)
        if lesson is None and not name.casefold().startswith("responses"):
            self.others.append(name)  # content.json, and whatever else is JSON
            return
        self.answers.append(_Found(upload, name, data, (upload.order, saved, copy), saved, lesson))


def hand_in(lesson: str, uploads: Sequence[tuple[Upload, Entry]]) -> HandIn:
    """Choose among one student's files, and say in words what was wrong with them."""
    pile = _Pile()
    for upload, entry in uploads:
        name = upload.file.rpartition("/")[2]
        if upload.other:
            pile.problems.append(upload.other)
        elif not name or is_junk(upload.file):
            continue
        elif _ending(name) == "zip":
            pile.open_zip(upload, name, entry)
        else:
            pile.look(upload, name, entry)
    return _chosen(lesson, pile)


def answers_in(data: bytes) -> tuple[str | None, str]:
    """Which lesson the answers in a file are to ('' when it does not say), and when the latest was saved.

    The lesson is None when the file holds no answers that can be read.
    """
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return None, ""
    slots = value.get("slots") if isinstance(value, dict) else None
    if not isinstance(slots, dict):
        return None, ""
    times = [slot.get("saved_at") for slot in slots.values() if isinstance(slot, dict)]
    lesson = value.get("lesson")
    saved = max((time for time in times if isinstance(time, str) and len(time) < 40), default="")
    return lesson if isinstance(lesson, str) else "", saved


def _chosen(lesson: str, pile: _Pile) -> HandIn:
    answers, problems = pile.answers, pile.problems
    ask = f"Ask for {lesson}-handin.zip."
    fitting = [one for one in answers if one.lesson in {lesson, ""}]
    notes: list[str] = []
    if not fitting and (wrong := [one.lesson for one in answers if one.lesson]):
        said = f"handed in answers to another lesson, {_shown(wrong[0] or '')}, instead of '{lesson}'"
        return HandIn(problems=(f"{said}. {ask}",))
    best = max(fitting or answers, key=lambda one: one.order, default=None)
    notebook = _notebook(lesson, pile.notebooks, best)
    if best is None and notebook is None:
        if pile.others and not problems:
            problems = [f"handed in {_listed(pile.others)}, and no answers"]
        return HandIn(problems=(f"{'; '.join(dict.fromkeys(problems)) or 'handed in nothing'}. {ask}",))
    files = {}
    if notebook:
        files[f"{lesson}.ipynb"] = notebook.data
    if best:
        files[FILE_NAME] = best.data
        if best.lesson is None:
            problems = [*problems, f"{FILE_NAME} is damaged, so every answer will wait for you"]
        elif problems:  # something else could not be read; the answers could
            notes, problems = [f"{text}; the answers are there all the same" for text in dict.fromkeys(problems)], []
        if len({one.data for one in fitting}) > 1:
            notes.append(f"handed in {len(fitting)} files of answers; the latest counts")
    else:
        problems = [*problems, f"uploaded the notebook alone, without {FILE_NAME}, which holds the answers"]
    counts = best or notebook
    assert counts is not None  # noqa: S101 - one of the two is there
    return HandIn(
        files=files,
        upload=counts.upload,
        order=counts.upload.order,
        saved=counts.saved,
        late=counts.upload.late,
        handed_in=counts.upload.handed_in,
        problems=(f"{'; '.join(dict.fromkeys(problems))}. {ask}",) if problems else (),
        notes=tuple(notes),
    )


def _notebook(lesson: str, notebooks: list[_Found], answers: _Found | None) -> _Found | None:
    """The notebook of the same upload, else the latest; of several the one with the lesson's name."""

    def fits(one: _Found) -> tuple[bool, bool, Order]:
        same = answers is not None and one.upload == answers.upload
        return same, one.name.casefold().startswith(lesson), one.order

    return max(notebooks, key=fits, default=None)


def _ending(name: str) -> str:
    return name.rpartition(".")[2].casefold() if "." in name else ""


def _shown(name: str) -> str:
    """A file's name as it may be printed: nothing in it moves a cursor or hides."""
    return repr(name if len(name) <= 80 else f"{name[:77]}…")


def _listed(names: Sequence[str]) -> str:
    unique = list(dict.fromkeys(names))
    more = f" and {len(unique) - SHOWN_FILES} more" if len(unique) > SHOWN_FILES else ""
    return ", ".join(map(_shown, unique[:SHOWN_FILES])) + more
