"""The reflection at the end of a lesson: a question, and a box that saves itself."""

import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from exercises.answerfile import NotSavedError, harmless, now
from exercises.card import storage_key
from exercises.content import LessonContent
from exercises.responses import MAX_TEXT, Responses, ResponseStore

#: Between two texts that were typed in two windows; both are kept.
ALSO = "\n\n[Also typed in another window:]\n"


class ReflectionState:
    """The reflection of one lesson. The file gives it no revision: a checksum of the text stands in for one."""

    def __init__(self, content: LessonContent, folder: Path, clock: Callable[[], str] = now) -> None:
        self.lesson = content
        self.clock = clock
        self.store = ResponseStore(folder, content.lesson, content.content, clock)
        self.key = storage_key(folder, content.lesson, "reflection")
        record, problems = self.store.read()
        self.text = record.reflection
        self.problems = problems
        self.saved_at = ""
        self.writer = ""
        self.last: tuple[Any, dict[str, Any]] = (None, {})

    @property
    def content(self) -> dict[str, Any]:
        """The question."""
        return {"slot": "reflection", "heading": "Reflection", "key": self.key, "question": self.lesson.reflection}

    @property
    def answer(self) -> dict[str, Any]:
        """What is saved."""
        return {
            "text": self.text,
            "rev": checksum(self.text),
            "saved_at": self.saved_at,
            "problems": list(self.problems),
        }

    def handle(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Save the text; a text from another window is kept below it."""
        mark = (message.get("client"), message.get("n"))
        if mark == self.last[0] and None not in mark:
            return dict(self.last[1])
        reply: dict[str, Any] = {"kind": "saved", "client": mark[0], "n": mark[1]}
        client, text = str(mark[0]), harmless(str(message.get("text", "")))
        expected = checksum(self.text) if client == self.writer else message.get("base")
        other = ""

        def how(responses: Responses) -> Responses:
            nonlocal other, text
            there = responses.reflection
            if message.get("kind") == "keep":  # a browser's copy, older than what is saved: it goes below
                there, text, other = "", responses.reflection, text
            elif checksum(there) != expected and there.strip() and there not in text:
                other = there
            if other and other not in text:
                text += ALSO + other
            text = text[:MAX_TEXT]
            return replace(responses, reflection=text)

        if message.get("kind") not in {"save", "keep"}:
            return reply | {"kind": "unknown"}
        try:
            changed, notes = self.store.change(how)
        except NotSavedError as error:
            return reply | {"kind": "not saved", "problem": str(error)}
        self.text, self.saved_at, self.writer, self.problems = changed.reflection, self.clock(), client, list(notes)
        reply |= {"rev": checksum(self.text), "at": self.saved_at, "other": other, "joined": bool(other)}
        self.last = (mark, dict(reply))
        return reply


def checksum(text: str) -> int:
    """A number that changes with the text; 0 for an empty one."""
    return zlib.crc32(text.encode("utf-8", "replace"))


def reflection(content: LessonContent, folder: Path) -> Any:
    """The reflection, as a widget."""
    from exercises.view import View  # needs ipywidgets: only where it is shown

    return View("reflection", ReflectionState(content, folder), "Reflection: press Start to open this box.")
