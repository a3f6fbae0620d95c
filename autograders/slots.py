"""From what was handed in for one slot to its mark, and to the result that nbgrader reads.

Every way of grading (a kernel under stock nbgrader, the plugin classes, `changework grade`) comes through
`mark_slot` and `score_result`, so all give the same number. Pure: no files, no clock.
"""

import hashlib
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from autograders.mark import Evidence, Mark, Verdict
from exercises.content import ContentSlot, LessonContent
from exercises.highlight import visible
from exercises.model import Exercise
from exercises.responses import Answer, Responses

#: The mark as JSON beside the number. A type of our own: JupyterLab shows plain `application/json` before HTML.
MARK_MIME = "application/vnd.changework.mark+json"


def mark_slot(content: LessonContent, responses: Responses, problems: Sequence[str], slot: str) -> Mark:
    """The mark of one slot. `problems` are what `read_responses` had to say about the file.

    What cannot be read, or answers an exercise that is not the slot's, goes to the instructor with the reason; it
    is never a silent zero. Raises ContentError when the lesson has no such slot.
    """
    place = content.slot(slot)
    answer = responses.slots.get(slot, Answer())
    doubts = _doubts(content, responses, problems, slot)
    if not answer.text.strip():
        doubts += strays(content, responses)  # it may be the answer that is missing here
        if doubts:
            return _undecided(content, place, answer, doubts)
        return _judge(content.exercises[asked(place, answer)], answer, content)
    if answer.exercise not in place.exercises:
        return _undecided(content, place, answer, [_misplaced(answer, place, content), *doubts])
    mark = _judge(content.exercises[answer.exercise], answer, content)
    return replace(mark, status="for your instructor", why=(*doubts, *mark.why)) if doubts else mark


def _judge(exercise: Exercise, answer: Answer, content: LessonContent) -> Mark:
    from autograders.judge import judge  # loads the language tools: only where something is judged

    return judge(
        exercise,
        answer.text,
        ask_human=answer.ask_human,
        skipped=answer.skipped,
        fingerprints=content.fingerprints.get(exercise.id, ()),
    )


def asked(place: ContentSlot, answer: Answer) -> str:
    """The id of the exercise that an answer is about: the slot's first, unless it says another of the slot's."""
    return answer.exercise if answer.exercise in place.exercises else place.exercises[0]


def _doubts(content: LessonContent, responses: Responses, problems: Sequence[str], slot: str) -> list[str]:
    """The problems that touch this slot: its own, and those of the file as a whole."""
    doubts = [problem for problem in problems if _touches(problem, slot)]
    if responses.lesson not in {"", content.lesson}:
        doubts.insert(0, f"responses.json holds answers to another lesson, '{responses.lesson}'")
    return doubts


def strays(content: LessonContent, responses: Responses) -> list[str]:
    """What is written under slots that the lesson does not have, in a sentence; nothing when nothing is."""
    known = {slot.id for slot in content.slots}
    found = sorted(id for id, answer in responses.slots.items() if id not in known and answer.text.strip())
    if not found:
        return []
    named = ", ".join(f"'{visible(id)[:60]}'" for id in found[:3]) + (", …" if len(found) > 3 else "")
    return [f"responses.json: slots: there is an answer under {named}, which this lesson does not have; not judged"]


def _touches(problem: str, slot: str) -> bool:
    """Problems name their place: "responses.json: slots.rewrite-1.text: expected words"."""
    place = re.match(r"[^:]+: (?P<part>slots|spotting|reflection)\b(\.(?P<slot>[\w-]+))?", problem)
    if place is None or (place["part"], place["slot"]) == ("slots", None):
        return True
    return place["part"] == "slots" and place["slot"] == slot


def _misplaced(answer: Answer, place: ContentSlot, content: LessonContent) -> str:
    if not answer.exercise:
        return "the answer does not say which exercise it belongs to"
    known = "" if answer.exercise in content.exercises else ", which this lesson does not have"
    return f"the answer is to '{answer.exercise}'{known}; here one to {' or '.join(place.exercises)} was expected"


def _undecided(content: LessonContent, place: ContentSlot, answer: Answer, why: Sequence[str]) -> Mark:
    """Nothing was judged: a person decides."""
    said = json.dumps([content.content, place.id, answer.exercise, answer.text, list(why)], sort_keys=True)
    return Mark(
        id=hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:12],
        exercise=asked(place, answer),
        status="for your instructor",
        score=0.0,
        max_score=float(place.points),
        verdicts=(),
        why=tuple(why),
        content=f"{asked(place, answer)}@{content.exercises[asked(place, answer)].version}",
    )


def points(mark: Mark, max_points: float) -> float:
    """The score as nbgrader may have it: finite, and between 0 and the cell's points.

    nbgrader gives full marks for what it cannot read as a number, and fails on more than the maximum.
    """
    return min(max(mark.score, 0.0), max_points) if math.isfinite(mark.score) else 0.0


@dataclass(frozen=True)
class ScoreResult:
    """What a grade cell evaluates to: a bare number for nbgrader, HTML for people, the mark for later."""

    bundle: Mapping[str, Any]

    def _repr_mimebundle_(self, **_: Any) -> Mapping[str, Any]:
        return self.bundle


def score_result(content: LessonContent, responses: Responses, slot: str, mark: Mark) -> ScoreResult:
    """The result of the grade cell of `slot`, made from its mark."""
    from autograders.feedback import mark_html

    answer = responses.slots.get(slot, Answer())
    exercise = content.exercises[mark.exercise]
    return ScoreResult(
        {
            "text/plain": repr(float(points(mark, content.slot(slot).points))),
            "text/html": mark_html(mark, answer.text, exercise, instructor=True, asked=answer.ask_human),
            MARK_MIME: {
                **mark.to_json(),
                "slot": slot,
                "text": hashlib.sha256(answer.text.encode("utf-8", "replace")).hexdigest()[:16],
            },
        }
    )


def results_of(content: LessonContent, responses: Responses, problems: Sequence[str]) -> dict[str, ScoreResult]:
    """The result of every graded slot of a lesson."""
    return {
        slot.id: score_result(content, responses, slot.id, mark_slot(content, responses, problems, slot.id))
        for slot in content.slots
        if slot.graded
    }


def mark_from(stored: Mapping[str, Any]) -> Mark:
    """The mark that stands as JSON in a result. Raises LookupError or TypeError where it is none."""
    verdicts = [
        Verdict(
            v["criterion"], v["met"], v["confidence"], v["reason"],
            tuple(Evidence(e["start"], e["end"], e["quote"]) for e in v["evidence"]), v["hint"], tuple(v["doubts"]),
        )
        for v in stored["verdicts"]
    ]  # fmt: skip
    return Mark(
        id=stored["mark"],
        exercise=stored["exercise"],
        status=stored["status"],
        score=stored["score"],
        max_score=stored["max_score"],
        verdicts=tuple(verdicts),
        why=tuple(stored["why"]),
        rules=stored["rules"],
        content=stored["content"],
    )
