"""From a graded submission (its folder and its rows in the gradebook) to the page that its student gets back."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from autograders.feedback_page import Graded, Returned, feedback_page
from autograders.graded_notebook import REFLECTION, results_in
from autograders.handed_in import read_handed_in
from autograders.slots import MARK_MIME, mark_from
from exercises.bank import ContentError, read_exercises
from exercises.content import LessonContent
from exercises.model import Example
from exercises.responses import Answer


class NotGradedError(Exception):
    """There is nothing to make a page from; the message says why, and what to do."""


def page_of(
    folder: Path, content: LessonContent, examples: Mapping[str, Sequence[Example]], student: str, submitted: Any
) -> str:
    """The page for one student. `folder` is the graded one, `submitted` nbgrader's SubmittedNotebook.

    Raises NotGradedError.
    """
    path = folder / f"{content.lesson}.ipynb"
    try:
        results = results_in(json.loads(path.read_bytes()))
        marks = {slot: mark_from(result.bundle[MARK_MIME]) for slot, result in results.items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise NotGradedError(f"{path} holds no marks ({error}); grade the submission first.") from None
    responses = read_handed_in(folder, content.lesson).responses
    grades = {grade.cell.name: grade for grade in submitted.grades}
    said = {comment.cell.name: comment.comment or "" for comment in submitted.comments}
    graded = []
    for slot in (s for s in content.slots if s.graded and s.id in marks and s.id in grades):
        mark, grade = marks[slot.id], grades[slot.id]
        graded.append(
            Graded(
                slot=slot.id,
                exercise=content.exercises[mark.exercise],
                text=responses.slots.get(slot.id, Answer()).text,
                mark=mark,
                score=grade.score if (grade.auto_score, grade.manual_score) != (None, None) else None,
                by_hand=grade.manual_score is not None,
                waiting=grade.needs_manual_grade,
                comment=said.get(f"{slot.id}-comment", ""),
                examples=tuple(examples.get(mark.exercise, ())),
            )
        )
    return feedback_page(
        Returned(
            title=content.title,
            student=student,
            graded=graded,
            penalty=submitted.late_submission_penalty or 0.0,
            reflection=responses.reflection,
            reflection_comment=said.get(REFLECTION, ""),
        )
    )


def examples_in(bank: Path, content: LessonContent) -> dict[str, tuple[Example, ...]]:
    """The examples of a lesson's graded exercises, which stay with the instructor: from the bank of the course.

    An exercise that is not there (a private one, or an invalid file) goes without.
    """
    wanted = {id for slot in content.slots if slot.graded for id in slot.exercises}
    found: dict[str, tuple[Example, ...]] = {}
    for path in sorted(bank.rglob("*")):
        if path.stem in wanted and path.suffix in {".yaml", ".yml", ".json"}:
            try:
                exercises, _ = read_exercises(path, lenient=True)
            except ContentError:
                continue
            found |= {exercise.id: exercise.examples for exercise in exercises}
    return found
