"""What travels beside a notebook as `content.json`: the public part of what a lesson needs.

Code is installed, content travels. nbgrader copies this file over a student's copy at autograde, so nobody gains
by editing it. Judging needs no secret, only this. What stays with the instructor: every gold rewrite, and the
examples of exercises that are graded anywhere in the course; `fingerprints` of those travel in their place, so
that a copied example is still noticed.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, ValidationError

from exercises.bank import ContentError, ContentProblem
from exercises.fingerprints import fingerprint
from exercises.model import Exercise, Slug, Strict, Text

FILE_NAME = "content.json"
SCHEMA = 1


class Spot(Strict):
    """A spotting task: which turn, or which mistake? Formative, never scored."""

    id: str = Field(pattern=r"^spot-[1-9][0-9]?$")
    ask: Text
    options: tuple[str, ...] = Field(min_length=2, max_length=6)
    answer: int = Field(ge=1)  # which option is right, counted from 1
    why: Text  # shown after a choice, whichever it was


class ContentSlot(Strict):
    """A place where one exercise is answered: the first of `exercises`, or, when that is skipped, one of the others."""

    id: str
    graded: bool
    points: int  # the most that an answer earns, whichever of the exercises it answers
    exercises: tuple[Slug, ...] = Field(min_length=1)


class ContentChunk(Strict):
    """About ten minutes of a student's time, and the slots that are answered in it."""

    title: str
    minutes: int  # planned
    slots: tuple[str, ...] = ()


class LessonContent(Strict):
    """The public part of one lesson, as its notebook, its cards and the graders read it.

    `content` is a digest of everything else in it: the same text, the same digest. `spotting` is keyed by the
    dialogue's slug. `fingerprints` is keyed by exercise id and there only for exercises whose examples stay behind.
    """

    # "schema" in the file; in Python the name is pydantic's own
    schema_: Literal[1] = Field(default=1, alias="schema")
    lesson: Slug
    title: str
    content: str = ""
    minutes: int
    chunks: tuple[ContentChunk, ...] = ()
    slots: tuple[ContentSlot, ...] = ()
    exercises: Mapping[str, Exercise] = Field(default_factory=dict)
    fingerprints: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    spotting: Mapping[str, tuple[Spot, ...]] = Field(default_factory=dict)
    reflection: str = ""  # the question; empty when the lesson has none

    @classmethod
    def assemble(
        cls,
        *,
        lesson: str,
        title: str,
        chunks: Iterable[ContentChunk],
        slots: Iterable[tuple[str, bool, Collection[str]]],
        bank: Mapping[str, Exercise],
        withheld: Collection[str],
        spotting: Mapping[str, Iterable[Spot]],
        reflection: str = "",
    ) -> Self:
        """Choose what travels from everything an author wrote.

        `slots` are (id, graded, exercise ids); `bank` holds every exercise by id, gold and all; `withheld` names the
        exercises that are in a graded slot of any lesson of the course. A slot with a single exercise also gets
        that exercise's `alternative`, so that skipping always offers another.

        Raises ContentError when a slot names an exercise that the bank does not have, or its exercises differ in
        points.
        """
        chosen: list[ContentSlot] = []
        for slot_id, graded, ids in slots:
            where = f"{lesson}: slot '{slot_id}'"
            listed = [_find(bank, id, where) for id in ids]
            if len(listed) == 1 and listed[0].alternative:
                listed.append(_find(bank, listed[0].alternative, f"{where}: alternative of '{listed[0].id}'"))
            if len({e.points for e in listed}) > 1:
                each = ", ".join(f"'{e.id}' has {e.points}" for e in listed)
                raise _wrong(where, f"all exercises of a slot must have equal points, but {each}")
            chosen.append(
                ContentSlot(id=slot_id, graded=graded, points=listed[0].points, exercises=tuple(e.id for e in listed))
            )
        used = sorted({id for slot in chosen for id in slot.exercises})
        planned = tuple(chunks)
        bare = cls(
            lesson=lesson,
            title=title,
            minutes=sum(chunk.minutes for chunk in planned),
            chunks=planned,
            slots=tuple(chosen),
            exercises={id: _public(bank[id], withheld) for id in used},
            fingerprints={
                id: tuple(sorted(frozenset().union(*(fingerprint(e.text) for e in bank[id].examples))))
                for id in used
                if id in withheld and bank[id].examples
            },
            spotting={slug: tuple(spots) for slug, spots in sorted(spotting.items())},
            reflection=reflection,
        )
        return bare.model_copy(update={"content": bare.digest()})

    def slot(self, id: str) -> ContentSlot:
        """The slot of this id. Raises ContentError, naming those that exist, when there is none."""
        for slot in self.slots:
            if slot.id == id:
                return slot
        known = ", ".join(slot.id for slot in self.slots) or "none"
        raise _wrong(FILE_NAME, f"the lesson '{self.lesson}' has no slot '{id}'; its slots: {known}")

    def digest(self) -> str:
        """Sixteen hexadecimal digits that change with any change of the content."""
        plain = self._plain()
        plain.pop("content", None)
        canonical = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()[:16]

    def to_bytes(self) -> bytes:
        """The file's bytes: the same content gives the same bytes."""
        return (json.dumps(self._plain(), ensure_ascii=False, indent=1) + "\n").encode()

    def _plain(self) -> dict[str, Any]:
        kept = self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return {"schema": SCHEMA, **kept}

    @classmethod
    def read(cls, folder: Path | str = ".") -> Self:
        """Read `content.json` in a folder, by default the current one.

        Raises ContentError when it is missing, damaged, made by a newer version, or not what a lesson needs.
        """
        path = Path(folder) / FILE_NAME
        try:
            raw = path.read_bytes()
        except FileNotFoundError:
            raise _wrong(
                str(path),
                f"is missing. The notebook needs {FILE_NAME} beside it: "
                "keep the lesson's folder together as you received it, or fetch it again.",
            ) from None
        except OSError as error:
            raise _wrong(str(path), f"cannot be read: {error.strerror or error}") from None
        return cls.from_bytes(raw, str(path))

    @classmethod
    def from_bytes(cls, raw: bytes, name: str = FILE_NAME) -> Self:
        """Read the bytes of a content file; `name` is what errors call it. Raises ContentError as `read` does."""
        try:
            return cls.model_validate_json(raw)
        except ValidationError as error:
            raise _explain(raw, name, error) from None


def _wrong(where: str, message: str) -> ContentError:
    return ContentError([ContentProblem(where, message)])


def _find(bank: Mapping[str, Exercise], id: str, where: str) -> Exercise:
    if id not in bank:
        raise _wrong(where, f"the bank has no exercise '{id}'")
    return bank[id]


def _public(exercise: Exercise, withheld: Collection[str]) -> Exercise:
    kept = () if exercise.id in withheld else exercise.examples
    return exercise.model_copy(update={"gold": (), "examples": kept})


def _explain(raw: bytes, name: str, error: ValidationError) -> ContentError:
    """Say in plain words why a content file could not be read."""
    try:
        plain = json.loads(raw)
    except (ValueError, RecursionError):
        return _wrong(name, "is damaged (it is not JSON). Fetch the lesson again; your answers are in another file.")
    version = plain.get("schema") if isinstance(plain, dict) else None
    if isinstance(version, int) and version > SCHEMA:
        return _wrong(
            name,
            f"was made by a newer version of changework (schema {version}; this one reads {SCHEMA}). "
            "Update with: pip install --upgrade changework",
        )
    return ContentError(
        [
            ContentProblem(name, f"{e['msg']}. Fetch the lesson again.", ".".join(map(str, e["loc"])))
            for e in error.errors()[:5]
        ]
    )
