"""The exercise: one poor intervention to rewrite, as an author writes it in YAML."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from exercises.criteria import CRITERIA, Drift, Skill

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=60)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True)]
Level = Literal["beginner", "intermediate", "advanced"]
Setting = Literal["individual", "couple", "family", "group"]
Status = Literal["scored", "for your instructor", "not answered"]

THERAPIST = "therapist"


class Strict(BaseModel):
    """Frozen, exact types, no unknown fields: a typo in a file is an error, not a silence."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Person(Strict):
    """Somebody in the room who is not the therapist."""

    id: str = Field(min_length=1, max_length=60)
    role: str = Field(min_length=1, max_length=60)
    name: str | None = None
    pronouns: str | None = None


class Turn(Strict):
    """One line of dialogue. `emotion` opens a client's line in brackets; `note` says what the line does, and why."""

    speaker: str = Field(min_length=1, max_length=60)
    text: Text
    emotion: str | None = None
    note: str | None = None


class Example(Strict):
    """A good rewrite, in one voice; shown after an own attempt."""

    text: Text
    voice: str = Field(min_length=1, max_length=80)  # whose: "plain", "EFT", "CBT", "warm and slow", …
    why: Text  # one sentence: what makes it work here


class Gold(Strict):
    """A rewrite with its right verdicts, by the codebook: a test of the exercise and of the judge. Never travels."""

    text: Text
    verdicts: Mapping[str, bool]  # every criterion the exercise lists, and any universal one worth stating
    voice: str = "trainee"
    intent: Literal["full", "partial", "poor", "gaming"] = "partial"


class Exercise(Strict):
    """One poor intervention to rewrite, with everything its judge and its reader need.

    `criteria` maps criterion ids to points. Gates carry none. All ids are in `exercises.criteria.CRITERIA`.
    """

    # a slug in a bank (`read_exercises` sees to it); whatever a program calls it where answers are only judged
    id: str = Field(min_length=1, max_length=200, json_schema_extra={"pattern": SLUG})
    version: int = Field(default=1, ge=1)
    language: str = "en"
    skill: Skill
    drift: Drift | None = None  # focus only: what the talk has drifted to
    level: Level = "beginner"
    setting: Setting
    title: str = Field(min_length=1, max_length=80)
    client: Text  # who is here, in a sentence or two; the situation
    people: tuple[Person, ...] = ()  # empty: one client, speaking as "client"
    addressed_to: tuple[str, ...] = ("client",)  # whom the poor line, and the rewrite, speak to
    goal: Text | None = None  # what they want, in their words; None: no goal stated yet
    dialogue: tuple[Turn, ...] = Field(min_length=1)
    poor: Text
    after: Text  # what came of the poor line
    criteria: Mapping[str, int] = Field(min_length=1)
    expects_human: bool = False  # its right answer is not for rules: always to the instructor
    content_note: str | None = None
    alternative: Slug | None = None  # what a student who skips it is offered
    examples: tuple[Example, ...] = ()
    gold: tuple[Gold, ...] = ()

    @property
    def points(self) -> int:
        """The most that an answer can earn (gates carry no points)."""
        return sum(p for c, p in self.criteria.items() if not CRITERIA[c].gate)

    @property
    def speakers(self) -> tuple[str, ...]:
        """Who may speak in the dialogue."""
        return (THERAPIST, *(p.id for p in self.people)) if self.people else (THERAPIST, "client")

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        problems = [
            f"criteria: '{c}' is not a criterion of the codebook" + _meant(c, CRITERIA)
            for c in self.criteria
            if c not in CRITERIA
        ]
        if self.skill == "focus" and self.drift is None:
            problems.append("drift: an exercise on focus says which drift it shows: external, past or vague")
        problems += [
            f"dialogue: '{turn.speaker}' speaks but is not among the people ({', '.join(self.speakers)})"
            for turn in self.dialogue
            if turn.speaker not in self.speakers
        ]
        problems += [
            f"addressed_to: '{person}' is not among the people"
            for person in self.addressed_to
            if person not in self.speakers[1:]
        ]
        if problems:
            raise ValueError("; ".join(dict.fromkeys(problems)))
        return self


def _meant(given: str, known: Iterable[str]) -> str:
    close = get_close_matches(given, known, 1)
    return f" (did you mean '{close[0]}'?)" if close else ""
