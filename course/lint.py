"""What a course's content must be beyond its types: that things fit together, and a lesson has its usual shape.

Each check yields problems in an author's words, with the file and the field.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from course.figures import FIGURES
from course.model import (
    Dialogue,
    DialoguePart,
    FigurePart,
    Lesson,
    ReflectionPart,
    SayAloudPart,
    Slot,
    SlotPart,
    SpottingPart,
    Syllabus,
)
from course.root import Course, parts
from exercises.bank import ContentProblem, line_of
from exercises.criteria import CRITERIA
from exercises.model import THERAPIST, Exercise

Place = tuple[int | str, ...]
T = TypeVar("T", str, int)

MINUTES = range(40, 61)  # of a student's time, for a lesson
CHUNK_MINUTES = 15  # at most; about ten is meant
TURNS = range(12, 25)  # of a dialogue
GRADED_POINTS = 10
PRACTICE, REWRITES, BASELINES = 6, 2, 4
VOICES = 2
ALT_LENGTH = 700  # characters; a screen reader reads them all in one go


def lint(root: Path, banks: Sequence[Path] = ()) -> tuple[list[ContentProblem], str]:
    """All that is wrong with a course's content, by file and line, and what was read, in words.

    Raises ContentError when `root` is not a course root.
    """
    course, problems = Course.survey(root, banks)
    if course is None:
        return problems, ""
    found = [*problems, *_syllabus(course)]
    for slug, lesson in course.lessons.items():
        found += _lesson(course, lesson, course.files[f"lesson/{slug}"])
    for id, dialogue in course.dialogues.items():
        found += _dialogue(dialogue, course.files[f"dialogue/{id}"])
    for exercise in course.bank:
        found += _exercise(course, exercise, course.bank.files[exercise.id])
    counted = f"{len(course.lessons)} lessons, {len(course.dialogues)} dialogues and {len(course.bank)} exercises"
    return sorted(found, key=lambda p: (p.file, p.line or 0)), counted


def write_schemas(folder: Path) -> list[Path]:
    """Write a JSON Schema for each kind of file that authors write; editors then complete and check fields."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, model in (("exercise", Exercise), ("dialogue", Dialogue), ("lesson", Lesson), ("syllabus", Syllabus)):
        path = folder / f"{name}.schema.json"
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}
        path.write_text(json.dumps(schema, indent=2) + "\n", encoding="utf-8", newline="\n")
        written.append(path)
    return written


def _problem(path: Path, place: Place, message: str) -> ContentProblem:
    name = ""
    for step in place:
        name += f"[{step + 1}]" if isinstance(step, int) else (f".{step}" if name else step)
    return ContentProblem(str(path), message, name, line_of(path, place))


# -- the syllabus


def _syllabus(course: Course) -> Iterator[ContentProblem]:
    path = course.folders.syllabus
    for n, week in enumerate(course.syllabus.weeks):
        expected = course.folders.lessons / f"{week.lesson}.yaml"
        if week.lesson not in course.lessons and week.lesson not in course.unread:
            yield _problem(path, ("weeks", n, "lesson"), f"there is no lesson '{week.lesson}'; expected {expected}")
    for number in _twice([week.week for week in course.syllabus.weeks]):
        yield _problem(path, ("weeks",), f"week {number} is there more than once")
    planned = {week.lesson for week in course.syllabus.weeks}
    for slug in course.lessons:
        if slug not in planned:
            yield _problem(path, ("weeks",), f"the lesson '{slug}' is in no week; add it, or remove its file")


# -- lessons


def _lesson(course: Course, lesson: Lesson, path: Path) -> Iterator[ContentProblem]:
    if path.stem != lesson.slug:
        yield _problem(path, ("slug",), f"is '{lesson.slug}', but the file is called '{path.name}'; make them equal")
    if lesson.minutes not in MINUTES:
        plan = f"{MINUTES[0]} to {MINUTES[-1]}"
        yield _problem(path, ("chunks",), f"the chunks add up to {lesson.minutes} minutes; about 50 are meant ({plan})")
    for n, chunk in enumerate(lesson.chunks):
        if chunk.minutes > CHUNK_MINUTES:
            message = f"{chunk.minutes} minutes at a stretch are too many; split it (at most {CHUNK_MINUTES})"
            yield _problem(path, ("chunks", n, "minutes"), message)
    yield from _lesson_parts(course, lesson, path)
    yield from _lesson_slots(course, lesson, path)
    if lesson.skill:
        kinds = Counter(type(part) for _, _, part in parts(lesson))
        for kind, name in (
            (DialoguePart, "dialogue"),
            (SpottingPart, "spotting"),
            (FigurePart, "figure"),
            (SayAloudPart, "say-aloud"),
        ):
            if not kinds[kind]:
                yield _problem(
                    path, ("chunks",), f"a lesson on a mistake has a part of the kind '{name}'; none is here"
                )
    reflections = [(n, i) for n, i, part in parts(lesson) if isinstance(part, ReflectionPart)]
    if not reflections:
        yield _problem(path, ("chunks",), "the lesson has no reflection")
    for n, i in reflections[1:]:
        yield _problem(path, ("chunks", n, "parts", i), "a second reflection; a lesson has one")


def _lesson_parts(course: Course, lesson: Lesson, path: Path) -> Iterator[ContentProblem]:
    slots = {slot.id for slot in lesson.slots}
    seen: set[tuple[str, str]] = set()
    for n, i, part in parts(lesson):
        place: Place = ("chunks", n, "parts", i)
        match part:
            case DialoguePart() | SpottingPart():
                if part.dialogue in course.unread:
                    continue
                if part.dialogue not in course.dialogues:
                    where = f"there is no dialogue '{part.dialogue}' in {course.folders.dialogues}"
                    yield _problem(path, (*place, "dialogue"), where)
                elif isinstance(part, SpottingPart) and not course.dialogues[part.dialogue].spotting:
                    yield _problem(path, (*place, "dialogue"), f"'{part.dialogue}' has no spotting tasks")
            case FigurePart():
                if part.figure not in FIGURES:
                    message = f"there is no figure '{part.figure}'; there are: {', '.join(FIGURES)}"
                    yield _problem(path, (*place, "figure"), message)
                if len(part.alt) > ALT_LENGTH:
                    message = f"has {len(part.alt)} characters; say what the figure shows in {ALT_LENGTH} at most"
                    yield _problem(path, (*place, "alt"), message)
            case SlotPart():
                if part.slot not in slots:
                    yield _problem(path, (*place, "slot"), f"there is no slot '{part.slot}' under 'slots'")
        names = (getattr(part, field, "") for field in ("slot", "dialogue", "figure"))
        key = (getattr(part, "kind", ""), next(filter(None, names), ""))
        if key[1] and key in seen:
            yield _problem(path, place, f"the {key[0]} '{key[1]}' is there a second time")
        seen.add(key)
    for k, slot in enumerate(lesson.slots):
        if ("slot", slot.id) not in seen:
            yield _problem(path, ("slots", k), f"the slot '{slot.id}' stands in no chunk; add '- kind: slot' there")


def _lesson_slots(course: Course, lesson: Lesson, path: Path) -> Iterator[ContentProblem]:
    for id in _twice([slot.id for slot in lesson.slots]):
        yield _problem(path, ("slots",), f"the id '{id}' is given twice")
    for id in _twice([id for slot in lesson.slots for id in slot.exercises]):
        yield _problem(path, ("slots",), f"the exercise '{id}' is in this lesson twice")
    for k, slot in enumerate(lesson.slots):
        yield from _slot(course, slot, path, ("slots", k))
    counts = Counter(slot.id.partition("-")[0] for slot in lesson.slots)
    shape = (
        (("practice", PRACTICE), ("rewrite", REWRITES), ("baseline", 0))
        if lesson.skill
        else (("practice", 0), ("rewrite", 0), ("baseline", BASELINES))
    )
    for kind, expected in shape:
        if counts[kind] != expected and (expected or kind != "practice"):
            yield _problem(path, ("slots",), f"expected {expected} '{kind}-…' slots, found {counts[kind]}")
    if lesson.skill and _is_later(course, lesson):
        practised = [slot for slot in lesson.slots if not slot.graded]
        firsts = [course.bank[s.exercises[0]] for s in practised if s.exercises[0] in course.bank]
        if firsts and all(exercise.skill == lesson.skill for exercise in firsts):
            yield _problem(path, ("slots",), "no practice item comes back to an earlier skill; one should")


def _slot(course: Course, slot: Slot, path: Path, place: Place) -> Iterator[ContentProblem]:
    kind = slot.id.partition("-")[0]
    if slot.graded != (kind != "practice"):
        expected = "false" if kind == "practice" else "true"
        yield _problem(path, (*place, "graded"), f"a '{kind}' slot has 'graded: {expected}'")
    there: list[Exercise] = []
    for n, id in enumerate(slot.exercises):
        if id in course.bank:
            there.append(course.bank[id])
        elif id not in course.unread:
            yield _problem(path, (*place, "exercises", n), f"the bank has no exercise '{id}'")
    if not there or len(there) < len(slot.exercises):
        return
    others = [course.bank[e.alternative] for e in there[:1] if e.alternative and e.alternative in course.bank]
    offered = there if len(there) > 1 else [*there, *others]
    if slot.graded and len(offered) < 2:
        message = f"who skips '{there[0].id}' gets nothing else: list a second exercise, or give it an 'alternative'"
        yield _problem(path, (*place, "exercises"), message)
    if len({exercise.points for exercise in offered}) > 1:
        each = ", ".join(f"'{exercise.id}' has {exercise.points}" for exercise in offered)
        yield _problem(path, (*place, "exercises"), f"all exercises of a slot have equal points; {each}")
    if slot.graded and there[0].points != GRADED_POINTS:
        message = f"a graded slot has {GRADED_POINTS} points; '{there[0].id}' has {there[0].points}"
        yield _problem(path, (*place, "exercises"), message)
    if not slot.graded:
        for exercise in offered:
            if exercise.id in course.withheld and exercise.skill == _skill_of(course, slot):
                message = f"'{exercise.id}' is graded in this lesson or another; practise with another exercise"
                yield _problem(path, (*place, "exercises"), message)


def _skill_of(course: Course, slot: Slot) -> str | None:
    return next((lesson.skill for lesson in course.lessons.values() if slot in lesson.slots), None)


def _is_later(course: Course, lesson: Lesson) -> bool:
    """Whether a lesson on another mistake comes before this one."""
    for other in course.lessons.values():
        if other is lesson:
            return False
        if other.skill:
            return True
    return False


# -- dialogues


def _dialogue(dialogue: Dialogue, path: Path) -> Iterator[ContentProblem]:
    if path.stem != dialogue.id:
        yield _problem(path, ("id",), f"is '{dialogue.id}', but the file is called '{path.name}'; make them equal")
    if len(dialogue.turns) not in TURNS:
        message = f"has {len(dialogue.turns)} turns; {TURNS[0]} to {TURNS[-1]} are meant"
        yield _problem(path, ("turns",), message)
    for name, places in (("mistake_at", dialogue.mistake_at), ("repair_at", dialogue.repair_at)):
        if not places:
            yield _problem(path, (name,), "is empty; name the turns, counted from 1")
        for number in places:
            if not 1 <= number <= len(dialogue.turns):
                yield _problem(
                    path, (name,), f"there is no turn {number}; the turns go from 1 to {len(dialogue.turns)}"
                )
                continue
            turn = dialogue.turns[number - 1]
            if turn.speaker.casefold() != THERAPIST:
                message = f"turn {number} is spoken by {turn.speaker}; a mistake and its repair are the therapist's"
                yield _problem(path, (name,), message)
            if not turn.note:
                message = "has no note; say what it does to the client, and why"
                yield _problem(path, ("turns", number - 1), message)
    if dialogue.mistake_at and dialogue.repair_at and min(dialogue.mistake_at) > min(dialogue.repair_at):
        yield _problem(path, ("repair_at",), "the repair comes before the mistake")
    for id in _twice([spot.id for spot in dialogue.spotting]):
        yield _problem(path, ("spotting",), f"the id '{id}' is given twice")
    for n, spot in enumerate(dialogue.spotting):
        if spot.answer > len(spot.options):
            message = f"is option {spot.answer}, but there are {len(spot.options)}"
            yield _problem(path, ("spotting", n, "answer"), message)


# -- exercises


def _exercise(course: Course, exercise: Exercise, path: Path) -> Iterator[ContentProblem]:
    if path.stem != exercise.id:
        yield _problem(path, ("id",), f"is '{exercise.id}', but the file is called '{path.name}'; make them equal")
    inside = course.folders.bank in path.parents
    if inside and path.parent.name != exercise.skill:
        yield _problem(path, ("skill",), f"is '{exercise.skill}', but the file is in the folder '{path.parent.name}'")
    if exercise.alternative:
        if exercise.alternative == exercise.id:
            yield _problem(path, ("alternative",), "is the exercise itself")
        elif exercise.alternative not in course.bank and exercise.alternative not in course.unread:
            yield _problem(path, ("alternative",), f"the bank has no exercise '{exercise.alternative}'")
    for id, points in exercise.criteria.items():
        if CRITERIA[id].gate:
            yield _problem(path, ("criteria", id), "is asked of every answer and carries no points; leave it out")
        elif points < 1:
            yield _problem(path, ("criteria", id), "has no points; give it at least 1, or leave it out")
    if len(exercise.examples) < VOICES or len({example.voice for example in exercise.examples}) < VOICES:
        yield _problem(path, ("examples",), f"at least {VOICES} examples in different voices are needed")
    if "checks_safety" in exercise.criteria and not exercise.content_note:
        yield _problem(path, (), "an exercise about safety has a 'content_note', so that a reader can choose")
    for n, gold in enumerate(exercise.gold):
        missing = [id for id in exercise.criteria if id not in gold.verdicts]
        if missing:
            yield _problem(path, ("gold", n, "verdicts"), f"no verdict on {', '.join(missing)}")
        for id in gold.verdicts:
            if id not in CRITERIA:
                yield _problem(path, ("gold", n, "verdicts", id), "is not a criterion of the codebook")
            elif id not in exercise.criteria and not CRITERIA[id].universal:
                yield _problem(path, ("gold", n, "verdicts", id), "is not among this exercise's criteria")


def _twice(values: Sequence[T]) -> list[T]:
    return [value for value, times in Counter(values).items() if times > 1]
