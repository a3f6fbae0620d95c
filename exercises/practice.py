"""The learner's own practice: attempts, vignettes set aside, how hard it was. It is never handed in.

It lives in the user's data folder, one file a lesson, in the same shape as the answers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Self, get_args

from exercises.answerfile import Found, data_folder, now, shown
from exercises.content import ContentSlot, LessonContent
from exercises.responses import SCHEMA, Answer, AnswerStore, Reader

Difficulty = Literal["too easy", "good challenge", "too hard"]
DIFFICULTIES: tuple[Difficulty, ...] = get_args(Difficulty)
LEVELS = ("beginner", "intermediate", "advanced")


@dataclass(frozen=True, slots=True)
class Practice:
    """One learner's practice in one lesson. `set_aside` keeps what was typed for vignettes that were skipped."""

    lesson: str = ""
    slots: Mapping[str, Answer] = field(default_factory=dict)
    set_aside: Mapping[str, Answer] = field(default_factory=dict)  # by "<slot>/<exercise>"
    difficulty: Mapping[str, Difficulty] = field(default_factory=dict)  # by exercise
    schema: int = SCHEMA

    def to_json(self) -> dict[str, Any]:
        """As it stands in the file."""
        return {
            "schema": self.schema,
            "lesson": self.lesson,
            "slots": {slot: answer.to_json() for slot, answer in self.slots.items()},
            "set_aside": {place: answer.to_json() for place, answer in self.set_aside.items()},
            "difficulty": dict(self.difficulty),
        }

    def with_slot(self, slot: str, answer: Answer | None) -> Self:
        """The same with another answer in one slot, or, with None, without that slot."""
        others = {name: kept for name, kept in self.slots.items() if name != slot or answer is not None}
        return replace(self, slots=others | ({slot: answer} if answer is not None else {}))


class PracticeStore(AnswerStore[Practice]):
    """The practice record of one lesson, in the user's data folder."""

    def __init__(self, lesson: str, clock: Callable[[], str] = now) -> None:
        super().__init__(data_folder() / "practice" / f"{lesson}.json", clock)
        self.lesson = lesson

    def parse(self, found: Found, problems: list[str]) -> Practice:
        """The record, whatever the file holds."""
        if found.value is None:
            return Practice(self.lesson)
        read = Reader(self.path.name, problems)
        schema = found.value.get("schema")
        if not isinstance(schema, int) or isinstance(schema, bool) or schema < 1:
            problems.append(f"{self.path.name}: schema: expected {SCHEMA}; read as {SCHEMA}")
            schema = SCHEMA
        rated = read.fields(found.value.get("difficulty", {}), "difficulty")
        return Practice(
            lesson=self.lesson,
            slots=_answers(read, found.value, "slots"),
            set_aside=_answers(read, found.value, "set_aside"),
            difficulty={exercise: word for exercise, word in rated.items() if word in DIFFICULTIES},
            schema=schema,
        )


def _answers(read: Reader, value: Mapping[str, Any], name: str) -> dict[str, Answer]:
    answers = read.fields(value.get(name, {}), name)
    return {shown(key): read.answer(answer, f"{name}.{shown(key)}") for key, answer in answers.items()}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What to do next, in a sentence; `slot` is where, when it is another place than this one."""

    text: str
    slot: str = ""


def propose(content: LessonContent, slot: str, exercise: str, felt: Difficulty, practice: Practice) -> Proposal:
    """What a deliberate-practice coach would propose after a rating: move up, repeat, or move down.

    Up is the next practice item that is harder than this one, down the nearest that is easier; what was practised
    already is passed over, except on the way down. `practice.slots` holds an attempt for each item that was checked.
    """
    items = [s for s in content.slots if not s.graded]
    here = next((i for i, s in enumerate(items) if s.id == slot), 0)
    level = _level(content, exercise)
    fresh = [s for s in items[here + 1 :] if not _tried(practice, s)]
    if felt == "too hard":
        easier = [s for s in items[:here] if _first_level(content, s) < level]
        if easier:
            return Proposal(
                "Take one step down and come back: an easier line first, then this one again.", easier[-1].id
            )
        return Proposal("Stay with this line and work on one thing only: the change above. Say it aloud first.")
    if felt == "too easy":
        harder = [s for s in fresh if _first_level(content, s) > level]
        if harder:
            return Proposal("Go up: the next line is harder.", harder[0].id)
    if fresh:
        return (
            Proposal("Right where learning happens. Go on with the next line.", fresh[0].id)
            if (felt == "good challenge")
            else Proposal("Go on: nothing harder is left here, but the next line is another one.", fresh[0].id)
        )
    graded = next((s.id for s in content.slots if s.graded), "")
    if graded:
        return Proposal("You have been through the practice lines. Go on to what you hand in.", graded)
    return Proposal("You have been through the practice lines of this lesson.")


def _tried(practice: Practice, slot: ContentSlot) -> bool:
    answer = practice.slots.get(slot.id)
    return answer is not None and bool(answer.attempts)


def _first_level(content: LessonContent, slot: ContentSlot) -> int:
    return _level(content, slot.exercises[0])


def _level(content: LessonContent, exercise: str) -> int:
    found = content.exercises.get(exercise)
    return LEVELS.index(found.level) if found else 0
