"""What every platform's download comes to: who uploaded which file, and when."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Literal

Lms = Literal["canvas", "moodle", "blackboard"]
NAMES: Mapping[Lms, str] = MappingProxyType({"canvas": "Canvas", "moodle": "Moodle", "blackboard": "Blackboard"})
_JUNK = {"thumbs.db", "desktop.ini"}


class LmsError(Exception):
    """Nothing can be done; the message says what is wrong, where, and what to do."""


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as its student uploaded it, by the name that the platform gave it."""

    key: str  # the platform's id: Canvas's user id, Moodle's participant id, Blackboard's user name
    name: str  # the student's, as far as the file's name tells
    file: str  # as the student called it; may stand in folders
    place: str  # the platform's own name for the file or folder, by which it takes feedback back
    order: str = ""  # sorts by the time of handing in; empty: not known
    handed_in: datetime | None = None  # without a time zone, as the platform has it
    late: bool = False
    other: str = ""  # what it is when it is not a file: words for the instructor


def is_junk(path: str) -> bool:
    """Whether a system left this file behind: nobody handed it in."""
    parts = PurePosixPath(path).parts
    name = parts[-1].casefold() if parts else ""
    return "__MACOSX" in parts or ".ipynb_checkpoints" in parts or name.startswith(".") or name in _JUNK


def tidy(text: str) -> str:
    """The text in one normal form (macOS takes accents apart), without what cannot be seen."""
    whole = unicodedata.normalize("NFC", text)
    return " ".join("".join(c if c.isprintable() else " " for c in whole).split())


_COPY = re.compile(r"[ _-]*\((\d+)\)$|[ _-](\d+)$")


def without_copy_number(stem: str) -> tuple[str, int]:
    """A file's name without what a browser or a platform adds to a second one: "(1)", "-1"; and that number."""
    found = _COPY.search(stem)
    return (stem[: found.start()], int(found[1] or found[2])) if found else (stem, 0)
