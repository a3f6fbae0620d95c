"""The notebook that an instructor reads and feedback is made from: what is graded of a lesson, with the marks.

It is built anew from the release, so nothing that a student did to their copy (deleted, copied, split or renamed
cells, changed points, flags or locked text, outputs) can get into it. What a student wrote into the notebook is
added at its end, as text. The lesson's reading is left out: whoever grades two hundred of them has read it.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograders.feedback import escape
from autograders.feedback_page import situation
from autograders.handed_in import HandedIn, source_of
from autograders.judge import rules_version
from autograders.slots import MARK_MIME, ScoreResult, asked, strays
from exercises.content import LessonContent
from exercises.highlight import visible
from exercises.responses import Answer

Cell = Mapping[str, Any]
Notebook = dict[str, Any]

LAYOUT = "7"  # of the graded notebook; a new one when it changes, so that graded work is written again
SHOWN_CHARACTERS = 5_000  # of one cell that a student added
SHOWN_CELLS = 30
REFLECTION = "reflection"  # the grade_id of the reflection's task cell
#: formgrader's script stops where MathJax, which it loads from the web, did not arrive; then none of its keys work.
#: In its place something that has nothing to do: our pages hold no formulas.
_WITHOUT_MATHJAX = (
    "<script>window.MathJax = window.MathJax || {Hub: {Config() {}, Queue() {}, "
    'Startup: {signal: {Interest(heard) { heard("End"); }}}}};</script>'
)
_FLAGS = ("grade", "solution", "locked", "task")


@dataclass(frozen=True)
class Release:
    """A released notebook, read once for a whole cohort."""

    notebook: Notebook
    digest: str
    sources: frozenset[str]

    @classmethod
    def read(cls, path: Path) -> "Release":
        """Read a released notebook. Raises OSError or ValueError where it cannot be used."""
        data = path.read_bytes()
        notebook = json.loads(data)
        cells = [{**cell, "source": source_of(cell)} for cell in notebook["cells"]]
        for cell in cells:
            if cell["cell_type"] == "code":
                cell.update(outputs=[], execution_count=None)
        return cls(
            notebook={**notebook, "cells": cells},
            digest=hashlib.sha256(data).hexdigest()[:16],
            sources=frozenset(cell["source"].strip() for cell in cells),
        )

    @property
    def marked_cells(self) -> Iterator[Cell]:
        """The cells that nbgrader knows, each with its grade_id."""
        return (cell for cell in self.notebook["cells"] if grade_id(cell))


def grade_id(cell: Cell) -> str:
    """The cell's nbgrader id, or ''."""
    metadata = cell.get("metadata")
    ours = metadata.get("nbgrader") if isinstance(metadata, Mapping) else None
    found = ours.get("grade_id") if isinstance(ours, Mapping) else None
    return found if isinstance(found, str) else ""


def changes(release: Release, content: LessonContent, handed_in: HandedIn) -> list[str]:
    """What does not belong to the lesson as released, in words; all of it is left out or undone.

    Answers under slots that it does not have, and what a student's copy changed in the cells that nbgrader knows.
    """
    said = strays(content, handed_in.responses)
    if handed_in.responses.content not in {"", content.content}:
        return ["it was answered on another version of the lesson than the one in release/", *said]
    if handed_in.cells is None:
        return said
    copies: dict[str, list[Cell]] = {}
    for cell in handed_in.cells:
        if grade_id(cell):
            copies.setdefault(grade_id(cell), []).append(cell)
    for cell in release.marked_cells:
        id = grade_id(cell)
        found = copies.pop(id, [])
        if not found:
            said.append(f"the cell '{id}' was deleted or renamed; it was put back")
        elif len(found) > 1:
            said.append(f"the cell '{id}' is there {len(found)} times; one of them counts")
        said += _differences(id, cell, found[0]) if found else []
    return said + [f"a cell '{visible(id)[:60]}' is not of this lesson; it has no points" for id in copies]


def _differences(id: str, ours: Cell, theirs: Cell) -> list[str]:
    expected, found = ours["metadata"]["nbgrader"], theirs["metadata"]["nbgrader"]
    said = []
    if found.get("points") != expected.get("points"):
        said.append(f"the points of '{id}' were changed; they are as released")
    if any(bool(found.get(flag)) != bool(expected.get(flag)) for flag in _FLAGS):
        said.append(f"the marking of '{id}' (graded, locked) was changed; it is as released")
    if theirs["source"].strip() != ours["source"].strip() or theirs.get("cell_type") != ours["cell_type"]:
        said.append(f"the text of the locked cell '{id}' was changed; it is as released")
    return said


def restored(release: Release, content: LessonContent, handed_in: HandedIn) -> Notebook:
    """What is graded of the lesson, as released; what the student wrote into it, as plain text; notes on both."""
    reading = "What is graded; the lesson's reading is left out here."
    heading = f"# {escape(content.title)}\n\n{reading}\n\n{_WITHOUT_MATHJAX}"
    cells = [_markdown("graded-lesson", heading), *_notes(release, content, handed_in)]
    headings = {cell["id"]: cell for cell in release.notebook["cells"] if str(cell.get("id", "")).endswith("-title")}
    graded = {slot.id: slot for slot in content.slots if slot.graded}
    for cell in release.marked_cells:
        id = grade_id(cell)
        if id in graded:
            cells += [headings[f"{id}-title"]] if f"{id}-title" in headings else []
            exercise = content.exercises[asked(graded[id], handed_in.responses.slots.get(id, Answer()))]
            # in one line: a blank one would end the HTML and begin Markdown
            cells.append(_markdown(f"{id}-situation", " ".join(situation(exercise).split())))
        cells.append(cell)
        if id == REFLECTION and handed_in.responses.reflection.strip():
            cells.append(_text_cell("answered-reflection", "The student's reflection:", handed_in.responses.reflection))
    return {**release.notebook, "cells": [*cells, *_to_look_at(content, handed_in), *_added(release, handed_in)]}


def _to_look_at(content: LessonContent, handed_in: HandedIn) -> Iterator[Cell]:
    """Practice that a student asked a person to look at. It earns nothing, and is here only because they asked."""
    for slot in content.slots:
        answer = handed_in.responses.slots.get(slot.id, Answer())
        if slot.graded or not answer.ask_human.strip() or not answer.text.strip():
            continue
        exercise = content.exercises[asked(slot, answer)]
        yield _markdown(f"{slot.id}-situation", " ".join(situation(exercise).split()))
        heading = (
            f"{slot.id.replace('-', ' ').capitalize()}, which earns no points: its student asks you to look at it."
        )
        why = f"Why: {answer.ask_human}\n\n{answer.text}"
        yield _text_cell(f"{slot.id}-asked", f"{heading} There is room to reply below the reflection.", why)


def _notes(release: Release, content: LessonContent, handed_in: HandedIn) -> list[Cell]:
    said = [*handed_in.notes, *changes(release, content, handed_in)]
    if not said:
        return []
    # in one line and in one element: Markdown takes nothing in it for markup
    items = "".join(f"<li>{' '.join(escape(note).split())}</li>" for note in said)
    note = f'<div class="alert alert-info"><strong>About what was handed in</strong><ul>{items}</ul></div>'
    return [_markdown("handed-in-notes", note)]


def _added(release: Release, handed_in: HandedIn) -> list[Cell]:
    """What a student wrote into the notebook: never run, and shown as text."""
    own = [
        source
        for cell in handed_in.cells or ()
        if (source := cell["source"]).strip() and source.strip() not in release.sources and not _fixed(cell)
    ]
    cells = [
        _text_cell(f"handed-in-{number}", "Written into the notebook by the student (shown as text, not run):", source)
        for number, source in enumerate(own[:SHOWN_CELLS], start=1)
    ]
    if len(own) > SHOWN_CELLS:
        left = f"{len(own) - SHOWN_CELLS} more such cells are in the submitted notebook."
        cells.append(_markdown("handed-in-more", left))
    return cells


def _fixed(cell: Cell) -> bool:
    """Whether it is a cell of the course's, of an earlier version perhaps: JupyterLab lets nobody edit those."""
    metadata = cell.get("metadata")
    return isinstance(metadata, Mapping) and metadata.get("editable") is False


def _markdown(id: str, source: str) -> Cell:
    return {"cell_type": "markdown", "id": id, "metadata": {}, "source": source}


def _text_cell(id: str, heading: str, text: str) -> Cell:
    return _markdown(id, f"{heading}\n\n{fenced(text)}")


def fenced(text: str) -> str:
    """Untrusted text as a Markdown code block, which shows it letter by letter and takes nothing in it for markup."""
    shown = visible(text)
    if len(shown) > SHOWN_CHARACTERS:
        left = len(shown) - SHOWN_CHARACTERS
        shown = f"{shown[:SHOWN_CHARACTERS]}\n… ({left:,} more characters are in the submitted file)"
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", shown)), default=0))
    return f"{fence}text\n{shown}\n{fence}"


def scored(notebook: Mapping[str, Any], results: Mapping[str, ScoreResult], digest: str) -> Notebook:
    """The notebook with each slot's result as the output of its grade cell, and a digest of all that went into it."""
    cells = []
    for cell in notebook["cells"]:
        result = results.get(grade_id(cell)) if cell["cell_type"] == "code" else None
        if result is not None:
            output = {
                "output_type": "execute_result",
                "execution_count": 1,
                "data": dict(result.bundle),
                "metadata": {},
            }
            cell = {**cell, "outputs": [output], "execution_count": 1}  # noqa: PLW2901 - the same cell, answered
        cells.append(cell)
    return {**notebook, "cells": cells, "metadata": {**notebook["metadata"], "changework": {"graded": digest}}}


def dumps(notebook: Mapping[str, Any]) -> str:
    """The notebook as it is written: the same notebook, the same bytes."""
    return json.dumps(notebook, ensure_ascii=False, sort_keys=True) + "\n"


def results_in(notebook: Mapping[str, Any]) -> dict[str, ScoreResult]:
    """The results that stand in a graded notebook, by slot."""
    return {
        grade_id(cell): ScoreResult(output["data"])
        for cell in notebook["cells"]
        for output in cell.get("outputs", ())
        if grade_id(cell) and MARK_MIME in output.get("data", ())
    }


def grading_digest(content: LessonContent, release: Release, handed_in: HandedIn) -> str:
    """A digest of all that a grading depends on: while it stays the same, grading again changes nothing."""
    parts = (LAYOUT, content.content, release.digest, handed_in.digest, rules_version())
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Stored:
    """What an earlier grading left in a graded notebook."""

    digest: str
    marks: Mapping[str, Mapping[str, Any]]  # by slot, as `score_result` wrote them


def stored(path: Path) -> Stored | None:
    """What an earlier grading left at `path`; None where there is nothing (or nothing of ours)."""
    try:
        notebook = json.loads(path.read_bytes())
        marks = {slot: result.bundle[MARK_MIME] for slot, result in results_in(notebook).items()}
        return Stored(notebook["metadata"]["changework"]["graded"], marks)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
