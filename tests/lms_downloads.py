"""Downloads as Canvas, Moodle and Blackboard make them, for tests; and the sheets of grades that go with them."""

import io
import json
import stat
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from graded_course import LESSON, responses

NOTEBOOK = json.dumps(
    {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, separators=(",", ":")
).encode()  # fmt: skip


def answers(first: Any = None, second: Any = None, **more: Any) -> bytes:
    """The bytes of an answer file."""
    return json.dumps(responses(first, second, **more), ensure_ascii=False).encode()


def saved(data: bytes, when: str) -> bytes:
    """The same answers, saved at another time."""
    value = json.loads(data)
    for slot in value["slots"].values():
        slot["saved_at"] = when
    return json.dumps(value).encode()


def zipped(files: Mapping[str, bytes] | Iterable[tuple[str, bytes]]) -> bytes:
    """A zip in memory."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items() if isinstance(files, Mapping) else files:
            archive.writestr(name, data)
    return buffer.getvalue()


def handin(data: bytes, notebook: bytes = NOTEBOOK) -> bytes:
    """What the panel packs."""
    return zipped({f"{LESSON}.ipynb": notebook, "responses.json": data})


def link_in_zip(name: str, to: str) -> bytes:
    """A zip with a symbolic link in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo(name)
        info.create_system = 3
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, to)
    return buffer.getvalue()


def locked(data: bytes) -> bytes:
    """The same zip with every entry marked as encrypted."""
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (found := data.find(mark, start)) >= 0:
            data = data[: found + at] + bytes([data[found + at] | 1]) + data[found + at + 1 :]
            start = found + 4
    return data


def bomb(name: str, megabytes: int = 40) -> bytes:
    """A zip that would unpack to a thousand times its size."""
    return zipped({name: b"0" * megabytes * 1_000_000})


def write_zip(path: Path, files: Mapping[str, bytes] | Iterable[tuple[str, bytes]]) -> Path:
    """A download as it comes."""
    path.write_bytes(zipped(files))
    return path


def write_folder(path: Path, files: Mapping[str, bytes]) -> Path:
    """A download, unpacked."""
    for name, data in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return path


def blackboard_note(name: str, user: str) -> bytes:
    """The text that Blackboard puts beside each attempt."""
    return (
        f"Name: {name} ({user})\r\nAssignment: Alliance\r\n"
        "Date Submitted: Monday, January 5, 2026 10:00:00 AM GMT\r\nCurrent Grade: Needs Grading\r\n\r\n"
        "Submission Field:\r\nThere is no student submission text data for this assignment.\r\n"
    ).encode()


def submitted(root: Path) -> dict[str, bytes]:
    """What stands in submitted/, but for the record beside it."""
    home = root / "submitted"
    return {
        path.relative_to(home).as_posix(): path.read_bytes()
        for path in sorted(home.rglob("*"))
        if path.is_file() and path.relative_to(home).parts[0] != ".lms"
    }
