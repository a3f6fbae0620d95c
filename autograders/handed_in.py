"""Reading what a student handed in: without trust, without running any of it, and without stopping at what is broken.

Only `responses.json` is scored. The notebook is looked at to tell the instructor what was changed in it, and to keep
what a student wrote into it.
"""

import hashlib
import json
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exercises.responses import FILE_NAME, Responses, read_responses

NOTEBOOK_BYTES = 10_000_000  # ours have a hundredth of it; more is output, which nobody needs
#: What goes along with the answers: small files that nbgrader writes at submission.
COMPANIONS = ("timestamp.txt", "submission_secret.txt")
COMPANION_BYTES = 10_000
_RENAMED = re.compile(r"responses[ _-]*\(?\d+\)?\.json")  # what a browser makes of a second download


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One submission as far as it could be read."""

    responses: Responses
    problems: tuple[str, ...]  # with the answers: they send marks to the instructor
    cells: tuple[Mapping[str, Any], ...] | None  # of the notebook; None where none could be read
    notes: tuple[str, ...]  # with everything else: to be told, without consequences for the marks
    files: Mapping[str, bytes]  # what goes along, by name
    digest: str  # changes with any of it


def read_handed_in(folder: Path, lesson: str) -> HandedIn:
    """Read a submission's folder. Never raises for what a student put there, never follows a link, never blocks."""
    notes: list[str] = []
    names = _names(folder)
    notebook = _notebook_name(names, lesson, notes)
    cells, seen = _read_notebook(folder / notebook, notes) if notebook else (None, b"")
    answers, problems = _answers_name(folder, names)
    responses, said = read_responses(folder, answers)
    problems += said
    files: dict[str, bytes] = {}
    raw = read_regular_file(folder / answers, 5_000_000)
    if isinstance(raw, bytes):
        files[FILE_NAME] = raw
    for name in COMPANIONS:
        if name in names:
            small = read_regular_file(folder / name, COMPANION_BYTES)
            if isinstance(small, bytes):
                files[name] = small
            else:
                notes.append(f"{name} {small}; it was left out")
    digest = hashlib.sha256()
    for part in (seen, *(part for name in sorted(files) for part in (name.encode(), files[name])), *_coded(problems)):
        digest.update(len(part).to_bytes(8, "big") + part)
    return HandedIn(responses, tuple(problems), cells, tuple(notes), files, digest.hexdigest()[:16])


def read_regular_file(path: Path, limit: int) -> bytes | str:
    """The bytes of a regular file; or, in words that continue its name, why they were not read."""
    # Not every system has every flag; where one is missing, the check before it has to do.
    flags = os.O_RDONLY
    for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY", "O_CLOEXEC"):
        flags |= getattr(os, flag, 0)
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return "is not a regular file (a link, a folder or a pipe)"
        with os.fdopen(os.open(path, flags), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return "is not a regular file (a link, a folder or a pipe)"
            data = file.read(limit + 1)
    except FileNotFoundError:
        return "is missing"
    except (OSError, ValueError) as error:
        return f"cannot be read ({getattr(error, 'strerror', None) or error})"
    return data if len(data) <= limit else f"is larger than {limit // 1_000_000 or 1} MB"


def _names(folder: Path) -> list[str]:
    try:
        return sorted(entry.name for entry in os.scandir(folder))
    except OSError:
        return []


def _notebook_name(names: list[str], lesson: str, notes: list[str]) -> str:
    notebooks = [name for name in names if name.endswith(".ipynb")]
    exact = f"{lesson}.ipynb"
    if exact in notebooks:
        others = [name for name in notebooks if name != exact]
        if others:
            notes.append(f"more than one notebook: {', '.join(map(repr, others))} was not looked at")
        return exact
    if notebooks:
        notes.append(f"the notebook is called {notebooks[0]!r} instead of '{exact}'")
        return notebooks[0]
    notes.append(f"no notebook '{exact}'")
    return ""


def _answers_name(folder: Path, names: list[str]) -> tuple[str, list[str]]:
    renamed = [name for name in names if _RENAMED.fullmatch(name)]
    if not renamed:
        return FILE_NAME, []
    if FILE_NAME not in names and len(renamed) == 1:
        return renamed[0], []
    candidates = [name for name in (FILE_NAME, *renamed) if name in names]
    contents = {read_regular_file(folder / name, 5_000_000) for name in candidates}
    if len(contents) == 1:
        return candidates[0], []
    return candidates[0], [f"two answer files that differ, {' and '.join(candidates)}: the first was read"]


def _read_notebook(path: Path, notes: list[str]) -> tuple[tuple[Mapping[str, Any], ...] | None, bytes]:
    """The cells, with each source in one piece; and what to remember the notebook by."""
    data = read_regular_file(path, NOTEBOOK_BYTES)
    if isinstance(data, str):
        notes.append(f"the notebook {data}; it was not looked at")
        return None, data.encode()
    seen = hashlib.sha256(data).digest()
    try:
        value = json.loads(data, strict=False)
    except (ValueError, RecursionError):
        notes.append("the notebook is empty" if not data.strip() else "the notebook is damaged (not JSON)")
        return None, seen
    cells = value.get("cells") if isinstance(value, dict) else None
    if not isinstance(cells, list):
        notes.append("the notebook file holds something else than a notebook")
        return None, seen
    return tuple({**cell, "source": source_of(cell)} for cell in cells if isinstance(cell, dict)), seen


def source_of(cell: Mapping[str, Any]) -> str:
    """A cell's source in one piece, whatever stands in its place."""
    source = cell.get("source", "")
    if isinstance(source, list):
        return "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""


def _coded(texts: list[str]) -> list[bytes]:
    return [text.encode("utf-8", "replace") for text in texts]
