"""`responses.json`: what a student hands in, and nothing else.

The format (schema 1) stands in every released notebook's folder and does not change:

    {"schema": 1, "lesson": slug, "content": digest,
     "slots": {slot: {"exercise", "text", "rev", "saved_at", "attempts": [{"text", "at"}], "ask_human", "skipped"}},
     "spotting": {"<dialogue>/<spot>": option}, "reflection": ""}

`exercise` is the one that `text` answers: another than the slot's first when that was skipped and its alternative
taken. `skipped` says that this one is skipped too, so that no answer is to be expected. `attempts` begins with the
first answer to `exercise` and is never emptied; what two windows typed over each other is kept there as well.
A practice slot stands in the file only when its student asked for a person to look at it.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, Protocol, Self, TypeVar

from exercises.answerfile import (
    Found,
    NotSavedError,
    a_grader_runs,
    harmless,
    kind,
    locked,
    now,
    read_json,
    shown,
    write_json,
)

FILE_NAME = "responses.json"
SCHEMA = 1
MAX_TEXT = 10_000  # characters; an answer has at most 90 words
MAX_ATTEMPTS = 10  # the first, and the latest
MAX_SLOTS = 100
_EMPTY: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Attempt:
    """A text as it stood at a time (ISO 8601)."""

    text: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands in one slot. `rev` counts the writes, so that two windows notice each other."""

    exercise: str = ""
    text: str = ""
    rev: int = 0
    saved_at: str = ""
    attempts: tuple[Attempt, ...] = ()
    ask_human: str = ""  # why a person should look, in the student's words; empty: not asked
    skipped: bool = False

    def to_json(self) -> dict[str, Any]:
        """As it stands in the file."""
        return {
            "exercise": self.exercise,
            "text": self.text,
            "rev": self.rev,
            "saved_at": self.saved_at,
            "attempts": [{"text": a.text, "at": a.at} for a in self.attempts],
            "ask_human": self.ask_human,
            "skipped": self.skipped,
        }


@dataclass(frozen=True, slots=True)
class Responses:
    """Everything that one student hands in for one lesson."""

    lesson: str = ""
    content: str = ""
    slots: Mapping[str, Answer] = field(default_factory=dict)
    spotting: Mapping[str, int] = field(default_factory=dict)
    reflection: str = ""
    schema: int = SCHEMA

    def to_json(self) -> dict[str, Any]:
        """As it stands in the file."""
        return {
            "schema": self.schema,
            "lesson": self.lesson,
            "content": self.content,
            "slots": {slot: answer.to_json() for slot, answer in self.slots.items()},
            "spotting": dict(self.spotting),
            "reflection": self.reflection,
        }

    def with_slot(self, slot: str, answer: Answer | None) -> Self:
        """The same with another answer in one slot, or, with None, without that slot."""
        others = {name: kept for name, kept in self.slots.items() if name != slot or answer is not None}
        return replace(self, slots=others | ({slot: answer} if answer is not None else {}))


@dataclass(frozen=True, slots=True)
class Saved:
    """What a write came to. `other` is a text from another window that stood there, now among the attempts."""

    answer: Answer
    other: str = ""
    notes: tuple[str, ...] = ()  # what was set aside on the way


class Record(Protocol):
    """A file of answers: `Responses`, or the learner's practice."""

    @property
    def schema(self) -> int:
        """The version of its format."""

    @property
    def slots(self) -> Mapping[str, Answer]:
        """The answers by slot."""

    def with_slot(self, slot: str, answer: Answer | None) -> Self:
        """The same with another answer in one slot, or, with None, without that slot."""

    def to_json(self) -> dict[str, Any]:
        """As it stands in the file."""


R = TypeVar("R", bound=Record)


def revise(answer: Answer, text: str, rev: int, at: str) -> tuple[Answer, str]:
    """The answer with a new text, written by somebody who last saw revision `rev`.

    When another window has written meanwhile, its text is kept among the attempts and returned as well.
    """
    text = harmless(text)[:MAX_TEXT]
    other = answer.text if rev != answer.rev and answer.text.strip() and answer.text != text else ""
    if other:
        answer = attempt(answer, other, answer.saved_at)
    return replace(answer, text=text, rev=max(answer.rev, rev) + 1, saved_at=at), other


def attempt(answer: Answer, text: str, at: str) -> Answer:
    """The answer with `text` among its attempts; nothing changes when it is blank or the latest already."""
    known = answer.attempts
    if not text.strip() or (known and known[-1].text == text):
        return answer
    both = (*known, Attempt(text, at))
    if len(both) > MAX_ATTEMPTS:
        both = (both[0], *both[-(MAX_ATTEMPTS - 1) :])
    return replace(answer, attempts=both)


def read_responses(folder: Path | str, name: str = FILE_NAME) -> tuple[Responses, list[str]]:
    """Read what somebody handed in, whatever it is. Each problem says in words what is wrong, and where.

    `name` is for a copy that a browser renamed. Never raises, never blocks: links, folders and pipes are not opened,
    large files not read, long texts cut.
    """
    found = read_json(Path(folder) / name)
    if not found.exists:
        return Responses(), [f"{FILE_NAME} is missing: nothing was answered, or it was not handed in"]
    problems = list(found.problems)
    return parse_responses(found, problems), problems


def parse_responses(found: Found, problems: list[str]) -> Responses:
    """The answers in what was found; what is wrong with them is added to `problems`."""
    read = Reader(FILE_NAME, problems)
    if found.value is None:
        return Responses()
    top = read.fields(found.value, "")
    schema = top.get("schema")
    if not isinstance(schema, int) or isinstance(schema, bool) or schema < 1:
        problems.append(f"{FILE_NAME}: schema: expected {SCHEMA}, found {kind(schema)}; read as {SCHEMA}")
        schema = SCHEMA
    if schema > SCHEMA:
        problems.append(f"{FILE_NAME} was written by a newer version of changework (schema {schema}); update yours")
    slots = read.fields(top.get("slots", _EMPTY), "slots")
    if len(slots) > MAX_SLOTS:
        problems.append(f"{FILE_NAME}: slots: {len(slots)} of them; the first {MAX_SLOTS} were read")
    spotting = read.fields(top.get("spotting", _EMPTY), "spotting")
    return Responses(
        lesson=read.words(top, "lesson", "", 200),
        content=read.words(top, "content", "", 200),
        slots={
            shown(name): read.answer(slot, f"slots.{shown(name)}") for name, slot in list(slots.items())[:MAX_SLOTS]
        },
        spotting={harmless(name)[:160]: read.number(spotting, name, "spotting") for name in list(spotting)[:MAX_SLOTS]},
        reflection=read.words(top, "reflection", ""),
        schema=schema,
    )


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads fields of any type, and says in `problems` what was not as expected."""

    file: str
    problems: list[str]

    def fields(self, value: Any, where: str) -> Mapping[str, Any]:
        """A mapping, or an empty one."""
        if isinstance(value, dict) or value is _EMPTY:
            return value
        self._say(where, "fields", value)
        return {}

    def words(self, holder: Mapping[str, Any], name: str, where: str, limit: int = MAX_TEXT) -> str:
        """A text, cut at `limit` characters."""
        value = holder.get(name, "")
        place = f"{where}.{name}" if where else name
        if not isinstance(value, str):
            self._say(place, "words", value)
            return ""
        if len(value) > limit:
            self.problems.append(f"{self.file}: {place} has {len(value):,} characters; the first {limit:,} were read")
        return harmless(value[:limit])

    def number(self, holder: Mapping[str, Any], name: str, where: str) -> int:
        """A whole number from 0 up, or 0."""
        value = holder.get(name, 0)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53:
            return value
        self._say(f"{where}.{shown(name)}", "a whole number", value)
        return 0

    def answer(self, value: Any, where: str) -> Answer:
        """What stands in one slot."""
        slot = self.fields(value, where)
        skipped = slot.get("skipped", False)
        if not isinstance(skipped, bool):
            self._say(f"{where}.skipped", "true or false", skipped)
            skipped = False
        attempts = slot.get("attempts", [])
        if not isinstance(attempts, list):
            self._say(f"{where}.attempts", "a list", attempts)
            attempts = []
        if len(attempts) > MAX_ATTEMPTS:
            self.problems.append(f"{self.file}: {where}.attempts: the first and the latest were read")
            attempts = [attempts[0], *attempts[-(MAX_ATTEMPTS - 1) :]]
        tried = []
        for number, entry in enumerate(attempts, start=1):
            place = f"{where}.attempts[{number}]"
            one = self.fields(entry, place)
            tried.append(Attempt(self.words(one, "text", place), self.words(one, "at", place, 40)))
        return Answer(
            exercise=self.words(slot, "exercise", where, 80),
            text=self.words(slot, "text", where),
            rev=self.number(slot, "rev", where),
            saved_at=self.words(slot, "saved_at", where, 40),
            attempts=tuple(tried),
            ask_human=self.words(slot, "ask_human", where, 1000),
            skipped=skipped,
        )

    def _say(self, where: str, expected: str, value: Any) -> None:
        place = f"{self.file}: {where}" if where else self.file
        self.problems.append(f"{place}: expected {expected}, found {kind(value)}; read as if it were empty")


class AnswerStore(ABC, Generic[R]):
    """One file of answers, as the cards of a lesson read and write it. `parse` tells what kind of file it is."""

    def __init__(self, path: Path, clock: Callable[[], str] = now) -> None:
        self.path = path
        self.clock = clock

    @abstractmethod
    def parse(self, found: Found, problems: list[str]) -> R:
        """The record in what was found; what is wrong with it is added to `problems`."""

    def read(self) -> tuple[R, list[str]]:
        """What is saved, and what is wrong with it. No file yet is not a problem."""
        record, problems, _ = self._read()
        return record, problems

    def change(self, how: Callable[[R], R]) -> tuple[R, tuple[str, ...]]:
        """Read, change and write under the lock. Returns what now stands there, and what was set aside.

        Raises NotSavedError, with everything as it was, when it cannot be done; the message says why.
        """
        if a_grader_runs():
            raise NotSavedError("Nothing is saved while a grader runs this notebook.")
        with locked(self.path):
            record, problems, found = self._read()
            if found.forbidden:
                raise NotSavedError(problems[0] + ".")
            if record.schema > SCHEMA:
                raise NotSavedError(
                    f"{self.path.name} was written by a newer version of changework, and is left as it is. "
                    "Update with: pip install --upgrade changework"
                )
            changed = how(record)
            kept = write_json(self.path, changed.to_json(), aside=bool(problems))
        return changed, (f"{problems[0]}. The file was kept as {kept}.",) if kept else ()

    def change_slot(self, slot: str, how: Callable[[Answer], Answer]) -> Saved:
        """Change what stands in one slot. Raises NotSavedError."""
        changed, notes = self.change(lambda record: record.with_slot(slot, how(record.slots.get(slot, Answer()))))
        return Saved(changed.slots[slot], notes=notes)

    def save_text(self, slot: str, exercise: str, text: str, rev: int) -> Saved:
        """Write the text of one slot, typed by somebody who last saw revision `rev`. Raises NotSavedError."""
        other = ""

        def how(answer: Answer) -> Answer:
            nonlocal other
            revised, other = revise(answer, text, rev, self.clock())
            return replace(revised, exercise=exercise)

        return replace(self.change_slot(slot, how), other=other)

    def _read(self) -> tuple[R, list[str], Found]:
        found = read_json(self.path)
        problems = list(found.problems)
        return self.parse(found, problems), problems, found


class ResponseStore(AnswerStore[Responses]):
    """`responses.json` of one lesson in one folder."""

    def __init__(self, folder: Path, lesson: str, content: str, clock: Callable[[], str] = now) -> None:
        super().__init__(Path(folder) / FILE_NAME, clock)
        self.lesson = lesson
        self.content = content

    def parse(self, found: Found, problems: list[str]) -> Responses:
        """Answers to another lesson are none to this one: they are told of, and set aside at the next write."""
        responses = parse_responses(found, problems) if found.exists else Responses()
        if responses.lesson not in {"", self.lesson}:
            problems.insert(0, f"{FILE_NAME} holds answers to another lesson, '{shown(responses.lesson)}'")
            responses = Responses(schema=responses.schema)
        return replace(responses, lesson=self.lesson, content=self.content)
