"""From a course's content to its notebooks: `source/`, `release/` (by nbgrader itself) and `course/notebooks/`.

The same content gives the same bytes: cell ids are fixed, nothing carries a time, and figures are compared by what
they are drawn from. So a test, and `changework build --check`, can say whether what is committed is current.
"""

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from course import render
from course.model import (
    DialoguePart,
    FigurePart,
    Lesson,
    ReflectionPart,
    SayAloudPart,
    Slot,
    SlotPart,
    SpottingPart,
    TextPart,
)
from course.root import Course, Folders, parts
from exercises.bank import ContentError, ContentProblem, line_of
from exercises.content import FILE_NAME as CONTENT_FILE
from exercises.content import LessonContent

Cell = dict[str, Any]


class BuildError(Exception):
    """nbgrader could not make the students' notebooks; the message says what it said."""


@dataclass(frozen=True)
class Changes:
    """What a build did, or would do: paths relative to the course root."""

    written: tuple[str, ...] = ()
    strays: tuple[str, ...] = ()  # built earlier from a lesson that is no more; never deleted by a build
    course: Course | None = field(default=None, repr=False)


def build(root: Path, banks: Sequence[Path] = (), *, tell: Callable[[str], None] = lambda line: None) -> Changes:
    """Build everything that a course's content says, in its root; `tell` hears of each lesson.

    nbgrader writes `release/`, with the course's own configuration, and enters the lessons into its gradebook.
    Raises ContentError with all that is wrong in the content, BuildError when nbgrader fails.
    """
    course = Course.load(root, banks)
    files = _files(course)
    before = {path: _read(root / path) for path in (*files, *_released(root))}
    for path, data in files.items():
        _write(root / path, data)
    generate(root, list(course.lessons), tell=tell)
    after = {path: _read(root / path) for path in (*files, *_released(root))}
    written = sorted(path for path in after.keys() | before.keys() if before.get(path) != after.get(path))
    return Changes(tuple(written), _strays(course), course)


def check(root: Path, banks: Sequence[Path] = ()) -> Changes:
    """What a build would change, without touching the course. Raises as `build` does."""
    course = Course.load(root, banks)
    files = _files(course)
    stale = [path for path, data in files.items() if _comparable(_read(root / path)) != _comparable(data)]
    with tempfile.TemporaryDirectory(prefix="changework-") as folder:
        scratch = Path(folder)
        for path, data in files.items():
            _write(scratch / path, data)
        generate(scratch, list(course.lessons), config=root)
        fresh = _released(scratch)
        stale += [path for path in fresh if _read(root / path) != _read(scratch / path)]
        lessons = tuple(f"release/{slug}/" for slug in course.lessons)
        stale += [path for path in _released(root) if path.startswith(lessons) and path not in fresh]
    return Changes(tuple(sorted(stale)), _strays(course), course)


def generate(
    root: Path,
    lessons: Sequence[str],
    *,
    config: Path | None = None,
    tell: Callable[[str], None] = lambda line: None,
) -> None:
    """Let nbgrader make `release/` from `source/`, lesson by lesson.

    `config` is the folder of the nbgrader_config.py to use, by default the course's own. Raises BuildError.
    """
    # nbgrader calls alembic by name when it makes a gradebook
    programs, path = str(Path(sys.executable).parent), os.environ.get("PATH", "")
    if programs not in path.split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([programs, path])
    from nbgrader.apps import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config, PyFileConfigLoader

    home = config or root
    settings = Config()
    if (home / "nbgrader_config.py").is_file():
        settings = PyFileConfigLoader("nbgrader_config.py", path=str(home)).load_config()
    settings.CourseDirectory.root = str(root.resolve())
    if config:
        settings.CourseDirectory.db_url = f"sqlite:///{(root / 'gradebook.db').resolve()}"
    api = NbGraderAPI(CourseDirectory(config=settings), config=settings)
    for slug in lessons:
        for folder in (root, root / "release", root / "release" / slug):
            if folder.exists() and not os.access(folder, os.W_OK):  # nbgrader would end in a traceback
                raise BuildError(f"{folder} cannot be written, and nbgrader makes release/{slug} there.")
        tell(f"{slug}: nbgrader makes the students' notebook")
        done = api.generate_assignment(slug, force=True, create=True)
        if not done["success"]:
            said = (done.get("error") or done.get("log") or "").strip()
            raise BuildError(f"nbgrader could not make release/{slug} from source/{slug}:\n{said}")


def _files(course: Course) -> dict[str, bytes]:
    """Everything that is built without nbgrader: path, relative to the course root, and bytes."""
    files: dict[str, bytes] = {}
    for slug, lesson in course.lessons.items():
        content = course.content(slug)
        files[f"source/{slug}/{slug}.ipynb"] = _bytes(assignment(course, lesson, content))
        files[f"source/{slug}/{CONTENT_FILE}"] = content.to_bytes()
        if lesson.skill:
            files[f"course/notebooks/{slug}.ipynb"] = _bytes(reader(course, lesson))
    return files


# -- the notebook that is assigned


def assignment(course: Course, lesson: Lesson, content: LessonContent) -> dict[str, Any]:
    """The instructor's notebook of a lesson, as nbgrader's `source/` holds it."""
    return _notebook(_assignment_cells(course, lesson, content))


def _assignment_cells(course: Course, lesson: Lesson, content: LessonContent) -> Iterator[Cell]:
    graded = [slot for slot in content.slots if slot.graded]
    spare = all(len(slot.exercises) > 1 for slot in content.slots)
    yield _markdown("opening", render.opening(lesson, len(graded), sum(slot.points for slot in graded), spare))
    yield _code("start", "start()", "Gives the lesson its look")
    for number, chunk in enumerate(lesson.chunks):
        yield _markdown(f"chunk-{number + 1}", render.chunk_heading(lesson, number))
        for index, part in enumerate(chunk.parts):
            place = f"part-{number + 1}-{index + 1}"
            match part:
                case SpottingPart():
                    yield _code(place, f"spotting({part.dialogue!r})", "Spotting: press Start to bring it up")
                case SlotPart():
                    yield from _slot_cells(lesson, _slot(course, lesson, part.slot, number), content)
                case ReflectionPart():
                    yield _task("reflection", render.reflection(part.text))
                    yield _code("reflection-box", "reflection()", "Your reflection: press Start to bring up the box")
                case _:
                    yield from _reading_cells(course, lesson, part, place)
    yield _markdown("hand-in", render.handing_in(len(graded)))
    yield _code("panel", "panel()", "Hand in: press Start to bring up the list")
    if lesson.sources:
        yield _markdown("sources", render.sources(lesson.sources))
    if _mentions_risk(course, lesson, content):
        yield _markdown("crisis-lines", render.crisis_lines())


def _slot_cells(lesson: Lesson, slot: Slot, content: LessonContent) -> Iterator[Cell]:
    kind, _, number = slot.id.partition("-")
    total = sum(1 for other in lesson.slots if other.id.startswith(f"{kind}-"))
    points = content.slot(slot.id).points
    yield _markdown(f"{slot.id}-title", render.slot_heading(kind, number, total, points if slot.graded else None))
    yield _code(f"{slot.id}-card", f"card({slot.id!r})", "Answer card: press Start to bring it up")
    if slot.graded:
        yield _code(slot.id, f"score({slot.id!r})", "Saved or not: press Start to see", points=points)
        yield _task(f"{slot.id}-comment", render.comment_place(kind, number))


# -- the notebook that is only read


def reader(course: Course, lesson: Lesson) -> dict[str, Any]:
    """The lesson as a notebook that can be read without running anything: its figures are stored in it."""
    return _notebook(_reader_cells(course, lesson))


def _reader_cells(course: Course, lesson: Lesson) -> Iterator[Cell]:
    yield _markdown("opening", render.reader_opening(lesson))
    for number, chunk in enumerate(lesson.chunks):
        # Around answer cards the text is about them.
        cards = any(isinstance(part, SlotPart) for part in chunk.parts)
        left_out = (SlotPart, ReflectionPart, TextPart, SayAloudPart) if cards else (ReflectionPart,)
        readable = [(i, part) for i, part in enumerate(chunk.parts) if not isinstance(part, left_out)]
        if not readable:
            continue
        yield _markdown(f"chunk-{number + 1}", f"## {render.plain(chunk.title)}")
        for index, part in readable:
            place = f"part-{number + 1}-{index + 1}"
            if isinstance(part, SpottingPart):
                yield _markdown(place, render.spotting(_dialogue(course, lesson, part.dialogue, number).spotting))
            else:
                yield from _reading_cells(course, lesson, part, place, drawn=True)
    yield _markdown("practise", render.reader_closing())
    if lesson.sources:
        yield _markdown("sources", render.sources(lesson.sources))


def _reading_cells(course: Course, lesson: Lesson, part: Any, place: str, *, drawn: bool = False) -> Iterator[Cell]:
    """The cells of a part that is the same wherever it is read; `drawn` stores a figure's output."""
    match part:
        case TextPart():
            yield _markdown(place, render.markdown(part.text))
        case DialoguePart():
            number = int(place.split("-")[1]) - 1
            yield _markdown(place, render.dialogue(_dialogue(course, lesson, part.dialogue, number)))
        case SayAloudPart():
            yield _markdown(place, render.say_aloud(part.text))
        case FigurePart():
            alt = " ".join(part.alt.split())
            says = "This line draws the picture" if drawn else "Picture: press Start to bring it up"
            cell = _code(place, f"figure({part.figure!r}, alt={alt!r})", says)
            yield _draw(cell, part.figure, alt) if drawn else cell


def _draw(cell: Cell, name: str, alt: str) -> Cell:
    """Store a figure in its cell, with a digest of the code that drew it: pixels differ between machines."""
    from course.figures import draw

    output = {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": draw(name, alt).bundle()}
    drawn_by = hashlib.sha256((Path(__file__).parent / "figures.py").read_text(encoding="utf-8").encode()).hexdigest()
    metadata = cell["metadata"] | {"changework": {"drawn_by": drawn_by[:16]}}
    return cell | {"outputs": [output], "execution_count": 1, "metadata": metadata}


def _dialogue(course: Course, lesson: Lesson, id: str, number: int) -> Any:
    if id not in course.dialogues:
        raise _wrong(course, lesson, number, f"there is no dialogue '{id}' in {course.folders.dialogues}")
    return course.dialogues[id]


def _slot(course: Course, lesson: Lesson, id: str, number: int) -> Slot:
    for slot in lesson.slots:
        if slot.id == id:
            return slot
    raise _wrong(course, lesson, number, f"the lesson has no slot '{id}' under 'slots'")


def _wrong(course: Course, lesson: Lesson, number: int, message: str) -> ContentError:
    path = course.files[f"lesson/{lesson.slug}"]
    place = f"chunks[{number + 1}].parts"
    return ContentError([ContentProblem(str(path), message, place, line_of(path, ("chunks", number)))])


def _mentions_risk(course: Course, lesson: Lesson, content: LessonContent) -> bool:
    shown = [course.dialogues[p.dialogue] for _, _, p in parts(lesson) if isinstance(p, DialoguePart)]
    return any(d.content_note for d in shown) or any(e.content_note for e in content.exercises.values())


# -- cells


def _notebook(cells: Iterator[Cell]) -> dict[str, Any]:
    return {
        "cells": list(cells),
        "metadata": {
            "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


_FIXED = {"deletable": False, "editable": False}


def _markdown(id: str, source: str) -> Cell:
    return {"cell_type": "markdown", "id": id, "metadata": dict(_FIXED), "source": source.splitlines(keepends=True)}


def _code(id: str, call: str, says: str, *, points: int | None = None) -> Cell:
    """One short call that stands alone; with points, nbgrader scores what it evaluates to.

    Its source is folded: of a folded cell JupyterLab shows the first line, so that is for students.
    """
    name = call.partition("(")[0]
    metadata: dict[str, Any] = _FIXED | {"jupyter": {"source_hidden": True}}
    if points is not None:
        metadata["nbgrader"] = _nbgrader(id, points=points, grade=True)
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": id,
        "metadata": metadata,
        "outputs": [],
        "source": f"# {says}\nfrom course import {name}\n{call}".splitlines(keepends=True),
    }


def _task(grade_id: str, source: str) -> Cell:
    """A cell without points, in which an instructor can write a comment."""
    cell = _markdown(grade_id, source)
    return cell | {"metadata": _FIXED | {"nbgrader": _nbgrader(grade_id, points=0, task=True)}}


def _nbgrader(grade_id: str, *, points: int, grade: bool = False, task: bool = False) -> dict[str, Any]:
    return {
        "grade": grade,
        "grade_id": grade_id,
        "locked": True,
        "points": points,
        "schema_version": 3,
        "solution": False,
        "task": task,
    }


# -- files


def _bytes(notebook: Mapping[str, Any]) -> bytes:
    """A notebook as nbformat writes it."""
    return (json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _comparable(data: bytes | None) -> bytes | None:
    """A notebook's bytes without stored pictures."""
    try:
        notebook = json.loads(data or b"null")
        for cell in notebook["cells"]:
            for output in cell.get("outputs", []):
                output["data"] = sorted(output["data"])
        return _bytes(notebook)
    except (ValueError, TypeError, KeyError, AttributeError):
        return data


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if _comparable(_read(path)) == _comparable(data):
        return
    half = path.with_name(f"{path.name}.half")
    try:
        half.write_bytes(data)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _released(root: Path) -> list[str]:
    folder = Folders(root).release
    found = (path for path in folder.rglob("*") if path.is_file() and ".ipynb_checkpoints" not in path.parts)
    return sorted(path.relative_to(root).as_posix() for path in found)


def _strays(course: Course) -> tuple[str, ...]:
    """Folders and notebooks that an earlier build made from a lesson that is no more."""
    root, folders = course.folders.root, course.folders
    built = [f.parent for place in (folders.source, folders.release) for f in sorted(place.glob(f"*/{CONTENT_FILE}"))]
    built += sorted(folders.notebooks.glob("*.ipynb"))
    return tuple(p.relative_to(root).as_posix() for p in built if p.stem not in course.lessons)
