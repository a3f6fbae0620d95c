"""A course root: where its content lies, and reading all of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from course.model import Dialogue, Lesson, ReflectionPart, SlotPart, SpottingPart, Syllabus
from exercises.bank import Bank, ContentError, ContentProblem, line_of, read_model
from exercises.content import ContentChunk, LessonContent

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Folders:
    """Where things lie in a course root."""

    root: Path

    @property
    def bank(self) -> Path:
        """The exercises, `<skill>/<slug>.yaml`."""
        return self.root / "exercises" / "bank"

    @property
    def syllabus(self) -> Path:
        """The order of the lessons."""
        return self.root / "course" / "syllabus.yaml"

    @property
    def lessons(self) -> Path:
        """The lessons, `<slug>.yaml`."""
        return self.root / "course" / "lessons"

    @property
    def dialogues(self) -> Path:
        """The annotated dialogues, `<slug>.yaml`."""
        return self.root / "course" / "dialogues"

    @property
    def notebooks(self) -> Path:
        """The lesson notebooks that can be read without running anything; built."""
        return self.root / "course" / "notebooks"

    @property
    def source(self) -> Path:
        """nbgrader's instructor notebooks; built."""
        return self.root / "source"

    @property
    def release(self) -> Path:
        """nbgrader's student notebooks; built."""
        return self.root / "release"

    def check(self) -> None:
        """Raise ContentError, saying what to do, when this is not a course root."""
        if not self.syllabus.is_file():
            raise ContentError(
                [
                    ContentProblem(
                        str(self.root),
                        "is not a course: it has no course/syllabus.yaml. "
                        "Go to your course's folder, or name it with --course; 'changework new DIR' makes one.",
                    )
                ]
            )


@dataclass(frozen=True)
class Course:
    """Everything that the authors of a course wrote."""

    folders: Folders
    syllabus: Syllabus
    lessons: dict[str, Lesson]  # by slug, in the order of the syllabus; those that it does not name come last
    dialogues: dict[str, Dialogue]
    bank: Bank
    files: dict[str, Path]  # "lesson/<slug>" and "dialogue/<id>": where each came from
    unread: frozenset[str] = frozenset()  # the names, less .yaml, of files that are there but cannot be read

    @classmethod
    def load(cls, root: Path, banks: Sequence[Path] = ()) -> "Course":
        """Read a course; `banks` are folders of further, private exercises.

        Raises ContentError with all problems of all files, each with its file and field.
        """
        course, problems = cls.survey(root, banks)
        if problems or course is None:
            raise ContentError(problems)
        return course

    @classmethod
    def survey(cls, root: Path, banks: Sequence[Path] = ()) -> tuple["Course | None", list[ContentProblem]]:
        """Read what can be read of a course, and all that is wrong in the files that cannot.

        There is no course when the syllabus cannot be read, or there is no bank. Raises ContentError when `root` is
        not a course root.
        """
        folders = Folders(root)
        folders.check()
        problems: list[ContentProblem] = []
        files: dict[str, Path] = {}
        syllabus = bank = None
        try:
            syllabus = read_model(folders.syllabus, Syllabus)
        except ContentError as error:
            problems += error.problems
        try:
            bank = Bank.load(folders.bank, *banks)
        except ContentError as error:
            problems += error.problems
            bank = _readable(error, folders.bank, *banks)
        lessons: dict[str, Lesson] = {}
        for path, lesson in _read(folders.lessons, Lesson, problems):
            if lesson.slug in lessons:
                problems.append(_given_twice(path, "slug", lesson.slug, files[f"lesson/{lesson.slug}"]))
                continue
            lessons[lesson.slug] = lesson
            files[f"lesson/{lesson.slug}"] = path
        dialogues: dict[str, Dialogue] = {}
        for path, dialogue in _read(folders.dialogues, Dialogue, problems):
            if dialogue.id in dialogues:
                problems.append(_given_twice(path, "id", dialogue.id, files[f"dialogue/{dialogue.id}"]))
                continue
            dialogues[dialogue.id] = dialogue
            files[f"dialogue/{dialogue.id}"] = path
        if syllabus is None or bank is None:
            return None, problems
        order = [week.lesson for week in syllabus.weeks]
        by_week = sorted(lessons, key=lambda slug: (order.index(slug) if slug in order else len(order), slug))
        unread = frozenset(Path(problem.file).stem for problem in problems)
        ordered = {slug: lessons[slug] for slug in by_week}
        return cls(folders, syllabus, ordered, dialogues, bank, files, unread), problems

    @property
    def withheld(self) -> frozenset[str]:
        """The exercises that are in a graded slot of any lesson: their examples do not travel."""
        return frozenset(
            id for lesson in self.lessons.values() for slot in lesson.slots if slot.graded for id in slot.exercises
        )

    def content(self, slug: str) -> LessonContent:
        """What travels beside the notebook of a lesson.

        Raises ContentError when the lesson names a dialogue or an exercise that the course does not have.
        """
        lesson = self.lessons[slug]
        spotting = {}
        for number, _, part in parts(lesson):
            if isinstance(part, SpottingPart):
                if part.dialogue not in self.dialogues:
                    path = self.files[f"lesson/{slug}"]
                    message = f"there is no dialogue '{part.dialogue}' in {self.folders.dialogues}"
                    line = line_of(path, ("chunks", number))
                    raise ContentError([ContentProblem(str(path), message, f"chunks[{number + 1}]", line)])
                spotting[part.dialogue] = self.dialogues[part.dialogue].spotting
        return LessonContent.assemble(
            lesson=lesson.slug,
            title=lesson.title,
            chunks=[
                ContentChunk(
                    title=chunk.title,
                    minutes=chunk.minutes,
                    slots=tuple(part.slot for part in chunk.parts if isinstance(part, SlotPart)),
                )
                for chunk in lesson.chunks
            ],
            slots=[(slot.id, slot.graded, slot.exercises) for slot in lesson.slots],
            bank=self.bank.exercises,
            withheld=self.withheld,
            spotting=spotting,
            reflection=next((part.text for _, _, part in parts(lesson) if isinstance(part, ReflectionPart)), ""),
        )


def parts(lesson: Lesson) -> Iterator[tuple[int, int, BaseModel]]:
    """Every part of a lesson with the index of its chunk and its own index there, counted from 0."""
    for number, chunk in enumerate(lesson.chunks):
        for index, part in enumerate(chunk.parts):
            yield number, index, part


def _readable(error: ContentError, *places: Path) -> Bank | None:
    """The bank without the files that `error` is about."""
    broken = {problem.file for problem in error.problems}
    found = [path for place in places for path in (sorted(place.rglob("*.yaml")) if place.is_dir() else [place])]
    try:
        return Bank.load(*(path for path in found if str(path) not in broken))
    except ContentError:
        return None


def _given_twice(path: Path, field: str, id: str, first: Path) -> ContentProblem:
    said = f"'{id}' is also the {field} of {first}; give each file its own"
    return ContentProblem(str(path), said, field, line_of(path, (field,)))


def _read(folder: Path, model: type[M], problems: list[ContentProblem]) -> Iterator[tuple[Path, M]]:
    if not folder.is_dir():
        problems.append(ContentProblem(str(folder), "there is no such folder; a course keeps its files there"))
        return
    for path in sorted(folder.glob("*.yml")):
        problems.append(ContentProblem(str(path), f"is not read; call it '{path.stem}.yaml'"))
    for path in sorted(folder.glob("*.yaml")):
        try:
            yield path, read_model(path, model)
        except ContentError as error:
            problems += error.problems
