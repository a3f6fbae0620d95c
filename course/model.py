"""Lessons, dialogues and the syllabus, as authors write them in YAML."""

from typing import Annotated, Literal

from pydantic import Discriminator, Field

from exercises.content import Spot
from exercises.criteria import Skill
from exercises.model import Slug, Strict, Text, Turn


class Dialogue(Strict):
    """An annotated dialogue: the mistake happens, its cost shows, it is repaired. Turns are numbered from 1."""

    id: Slug
    title: str
    skill: Skill
    people: Text  # who is in the room, in a sentence or two
    goal: Text | None = None
    content_note: str | None = None
    turns: tuple[Turn, ...] = Field(
        min_length=6, max_length=30
    )  # speakers are names as printed, "Therapist" among them
    mistake_at: tuple[int, ...]  # turns in which the mistake happens
    repair_at: tuple[int, ...]  # turns in which it is repaired
    spotting: tuple[Spot, ...] = ()


class TextPart(Strict):
    """Prose, in Markdown."""

    kind: Literal["text"]
    text: Text  # Markdown


class DialoguePart(Strict):
    """An annotated dialogue, printed whole."""

    kind: Literal["dialogue"]
    dialogue: Slug


class FigurePart(Strict):
    """A figure that teaches, drawn by `course.figures`."""

    kind: Literal["figure"]
    figure: Slug  # a name in course.figures
    alt: Text  # what the figure shows, for those who cannot see it


class SpottingPart(Strict):
    """The spotting tasks of a dialogue."""

    kind: Literal["spotting"]
    dialogue: Slug


class SlotPart(Strict):
    """An answer card: a practice item, or a graded rewrite."""

    kind: Literal["slot"]
    slot: str


class SayAloudPart(Strict):
    """A prompt to practise by voice."""

    kind: Literal["say-aloud"]
    text: Text


class ReflectionPart(Strict):
    """The short reflection; its text is the question."""

    kind: Literal["reflection"]
    text: Text  # the question


Part = Annotated[
    TextPart | DialoguePart | FigurePart | SpottingPart | SlotPart | SayAloudPart | ReflectionPart,
    Discriminator("kind"),
]


class Chunk(Strict):
    """About ten minutes of a student's time."""

    title: str
    minutes: int = Field(ge=1, le=30)
    parts: tuple[Part, ...] = Field(min_length=1)


class Slot(Strict):
    """A place in a lesson where one exercise is answered. Slots, not exercises, are graded.

    The first exercise is shown; the others are what a student who skips gets. All have equal points.
    """

    id: str = Field(pattern=r"^(practice|rewrite|baseline)-[1-9][0-9]?$")
    graded: bool = False
    exercises: tuple[Slug, ...] = Field(min_length=1)


class Lesson(Strict):
    """One week's notebook: its slug is nbgrader's assignment id."""

    slug: Slug
    title: str
    skill: Skill | None = None  # None: the orientation
    summary: Text  # one or two sentences
    objectives: tuple[str, ...] = Field(min_length=2, max_length=6)
    chunks: tuple[Chunk, ...] = Field(min_length=2)
    slots: tuple[Slot, ...]
    sources: tuple[str, ...] = ()  # the reading behind the lesson, one reference each

    @property
    def minutes(self) -> int:
        """Planned minutes of a student's time."""
        return sum(chunk.minutes for chunk in self.chunks)


class Week(Strict):
    """One week of the syllabus."""

    week: int = Field(ge=1)
    lesson: Slug
    note: str | None = None


class Syllabus(Strict):
    """The order of lessons; week numbers exist nowhere else."""

    title: str
    about: Text
    weeks: tuple[Week, ...] = Field(min_length=1)
