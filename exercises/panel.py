"""The panel at a lesson's end: what is answered, what is empty, what time is left, and how to hand in."""

import io
import stat
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exercises.answerfile import NotSavedError, a_grader_runs, now, write_bytes
from exercises.card import heading
from exercises.content import ContentChunk, LessonContent
from exercises.practice import Practice, PracticeStore
from exercises.responses import FILE_NAME, Answer, Responses, ResponseStore

MAX_NOTEBOOK = 50_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Packed:
    """The one file that is handed in by an LMS. `saved` is empty when it could not be written to the folder."""

    name: str
    data: bytes
    holds: tuple[str, ...]
    saved: str = ""
    problem: str = ""


class PanelState:
    """What stands in the folder now; read anew whenever the view asks."""

    def __init__(self, content: LessonContent, folder: Path, clock: Callable[[], str] = now) -> None:
        self.lesson = content
        self.folder = Path(folder)
        self.responses = ResponseStore(folder, content.lesson, content.content, clock)
        self.practice = PracticeStore(content.lesson, clock)

    @property
    def content(self) -> dict[str, Any]:
        """What does not change."""
        return {"lesson": self.lesson.lesson, "title": self.lesson.title, "minutes": self.lesson.minutes}

    @property
    def answer(self) -> dict[str, Any]:
        """What is answered and what is empty, as saved at this moment."""
        responses, problems = self.responses.read()
        practice, _ = self.practice.read()
        graded = [slot for slot in self.lesson.slots if slot.graded]
        tried = [slot for slot in self.lesson.slots if not slot.graded]
        return {
            "items": [
                {"slot": slot.id, "heading": heading(slot.id), "state": state(responses.slots.get(slot.id, Answer()))}
                for slot in graded
            ]
            + (
                [
                    {
                        "slot": "reflection",
                        "heading": "Reflection",
                        "state": "answered" if responses.reflection.strip() else "empty",
                    }
                ]
                if self.lesson.reflection
                else []
            ),
            "practised": sum(bool(practice.slots.get(slot.id, Answer()).text.strip()) for slot in tried),
            "practice": len(tried),
            "asked": [heading(id) for id, answer in responses.slots.items() if answer.ask_human],
            "minutes_left": minutes_left(self.lesson, responses, practice),
            "problems": problems,
        }

    def handle(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Look again, or pack."""
        reply: dict[str, Any] = {"kind": "looked", "client": message.get("client"), "n": message.get("n")}
        if message.get("kind") != "pack":
            return reply
        try:
            packed = pack(self.lesson.lesson, self.folder)
        except NotSavedError as error:
            return reply | {"kind": "not packed", "problem": str(error)}
        return reply | {
            "kind": "packed",
            "name": packed.name,
            "holds": list(packed.holds),
            "saved": packed.saved,
            "problem": packed.problem,
            "data": packed.data,
        }


def state(answer: Answer) -> str:
    """In a word, what stands in a graded slot."""
    if answer.text.strip():
        return "answered"
    return "skipped" if answer.skipped else "empty"


def minutes_left(lesson: LessonContent, responses: Responses, practice: Practice) -> int:
    """Planned minutes of what is still open, to the next five: by what is empty, not by the clock.

    A part with cards counts by the share of its cards that are empty; a part to read counts as read once anything
    after it is answered.
    """

    def done(slot: str) -> bool:
        return any(
            record.slots.get(slot, Answer()).text.strip() or record.slots.get(slot, Answer()).skipped
            for record in (responses, practice)
        )

    def open_share(number: int, chunk: ContentChunk) -> float:
        if chunk.slots:
            return sum(not done(slot) for slot in chunk.slots) / len(chunk.slots)
        return float(number >= reached)

    begun = [n for n, chunk in enumerate(lesson.chunks) if any(done(slot) for slot in chunk.slots)]
    reached = max(begun, default=-1)
    if responses.reflection.strip():
        reached = len(lesson.chunks)
    left = sum(chunk.minutes * open_share(n, chunk) for n, chunk in enumerate(lesson.chunks))
    return min(lesson.minutes, -(-round(left) // 5) * 5)


def pack(lesson: str, folder: Path) -> Packed:
    """Put the notebook and the answers, and nothing else, into `<lesson>-handin.zip` in the same folder.

    Raises NotSavedError when there is nothing to pack. When the folder cannot be written, the file is still
    returned, so that it can be downloaded.
    """
    holds, buffer = [], io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in (f"{lesson}.ipynb", FILE_NAME):
            path = folder / name
            try:
                found = path.lstat()
                regular = stat.S_ISREG(found.st_mode) and found.st_size <= MAX_NOTEBOOK
                data = path.read_bytes() if regular else b""
            except FileNotFoundError:
                continue
            except OSError as error:
                raise NotSavedError(f"{name} cannot be read: {error.strerror or error}.") from None
            if not regular:
                raise NotSavedError(f"{name} is not an ordinary file, or very large; it was not packed.")
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
            holds.append(name)
    if FILE_NAME not in holds:
        raise NotSavedError("Nothing is saved yet: write an answer first, then pack.")
    name = f"{lesson}-handin.zip"
    packed = Packed(name, buffer.getvalue(), tuple(holds))
    if a_grader_runs():
        return packed
    try:
        write_bytes(folder / name, packed.data)
    except NotSavedError as error:
        return Packed(name, packed.data, packed.holds, problem=str(error))
    return Packed(name, packed.data, packed.holds, saved=str((folder / name).absolute()))


def panel(content: LessonContent, folder: Path) -> Any:
    """The panel, as a widget."""
    from exercises.view import View  # needs ipywidgets: only where it is shown

    return View("panel", PanelState(content, folder), "Hand in: press Start to open this panel.")
