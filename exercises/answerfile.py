"""A small JSON file that must not lose a word: read without trust, written whole or not at all.

Used for `responses.json` (what is handed in) and for the learner's own practice record. Nothing here blocks for
long, uses threads, or needs more than the standard library, a lock and a place for it.
"""

import errno
import json
import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

MAX_BYTES = 5_000_000  # a term's worth of typing is a hundredth of it
LOCK_SECONDS = 5.0  # a write takes milliseconds: longer means that something is stuck


class NotSavedError(Exception):
    """Nothing was written, and what stood there still stands. The message is for the student."""


@dataclass(frozen=True, slots=True)
class Found:
    """What stands at a path. `value` is None when nothing could be read; `problems` say why, in words."""

    value: dict[str, Any] | None = None
    problems: tuple[str, ...] = ()
    exists: bool = False
    forbidden: bool = False  # it is there and may not be opened: leave it alone


def now() -> str:
    """This second, as ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def data_folder() -> Path:
    """The user's own folder for what is never handed in; `CHANGEWORK_DATA_DIR` names another one."""
    chosen = os.environ.get("CHANGEWORK_DATA_DIR")
    if chosen:
        return Path(chosen)
    from platformdirs import user_data_path

    return user_data_path("changework", appauthor=False)


def a_grader_runs() -> bool:
    """Whether nbgrader executes this notebook; then nothing is written."""
    return bool(os.environ.get("NBGRADER_EXECUTION"))


def harmless(text: str) -> str:
    """The text as a file can hold it: halves of characters, and nulls, become the replacement character."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\x00", "�")


def read_json(path: Path) -> Found:
    """Read a JSON file that anybody may have put there. Never raises, never blocks, never follows a link."""
    name = path.name
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return Found()
    except (OSError, ValueError) as error:
        return Found(None, (f"{name} cannot be read: {_said(error)}",), exists=True, forbidden=True)
    if not stat.S_ISREG(mode):
        return Found(None, (f"{name} is {_what(mode)}, not a file; nothing was read from it",), exists=True)
    try:
        data = _bytes(path)
    except OSError as error:
        return Found(None, (f"{name} cannot be read: {_said(error)}",), exists=True, forbidden=True)
    if len(data) > MAX_BYTES:
        limit = f"larger than {MAX_BYTES // 1_000_000} MB"
        return Found(None, (f"{name} is {limit}; an answer file is not; nothing was read from it",), exists=True)
    return _parse(name, data)


def _bytes(path: Path) -> bytes:
    # Not every system has every flag; where it is missing, the check before this has to do.
    flags = os.O_RDONLY
    for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY", "O_CLOEXEC"):
        flags |= getattr(os, flag, 0)
    handle = os.open(path, flags)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        return file.read(MAX_BYTES + 1)


def _parse(name: str, data: bytes) -> Found:
    problems: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                problems.append(f"{name}: '{shown(key)}' stands there twice; the last one was read")
            found[key] = value
        return found

    def not_a_number(word: str) -> None:
        problems.append(f"{name}: {word} is not a number; it was left out")

    try:
        text = data.decode(json.detect_encoding(data))
    except UnicodeDecodeError:
        text = data.decode("latin-1")
        problems.append(f"{name} is not UTF-8 text; it was read as Latin-1, accents may be wrong")
    try:
        # not strict: a raw line break or null inside quotes costs nobody an answer
        value = json.loads(text, object_pairs_hook=once, parse_constant=not_a_number, strict=False)
    except json.JSONDecodeError as error:
        what = "is empty" if not data.strip() else f"is not JSON (line {error.lineno}: {error.msg})"
        return Found(None, (f"{name} {what}; nothing was read from it",), exists=True)
    except (ValueError, RecursionError):
        return Found(None, (f"{name} is not JSON that can be read; nothing was read from it",), exists=True)
    if not isinstance(value, dict):
        return Found(None, (f"{name}: expected fields, found {kind(value)}; nothing was read from it",), exists=True)
    return Found(value, tuple(problems), exists=True)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One writer at a time for this path. The lock lives in the user's data folder, so it is never handed in.

    Raises NotSavedError when another program holds it for too long, or it cannot be made.
    """
    from filelock import FileLock, Timeout

    name = sha256(os.path.normcase(path.absolute()).encode("utf-8", "surrogatepass")).hexdigest()[:20]
    try:
        folder = data_folder() / "locks"
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / f"{name}.lock", timeout=LOCK_SECONDS)
        lock.acquire()
    except Timeout:
        raise NotSavedError(f"{path.name} is in use by another program. It will be tried again.") from None
    except OSError as error:
        raise NotSavedError(f"No lock could be made in {data_folder()}: {_said(error)}.") from None
    try:
        yield
    finally:
        lock.release()


def write_json(path: Path, value: Any, *, aside: bool) -> str:
    """Put `value` in the place of what stands at `path`, as `write_bytes` does."""
    data = (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
    if len(data) > MAX_BYTES:
        raise NotSavedError(f"{path.name} would be larger than {MAX_BYTES // 1_000_000} MB.")
    return write_bytes(path, data, aside=aside)


def write_bytes(path: Path, data: bytes, *, aside: bool = False) -> str:
    """Put `data` in the place of what stands at `path`, whole or not at all. One writer at a time: see `locked`.

    With `aside`, what stood there is renamed first and never overwritten; the new name is returned. Raises
    NotSavedError, with the file as it was, when the disk is full or the folder cannot be written.
    """
    beside = path.with_name(f".{path.name}.tmp")  # one name, so that a crash leaves at most one behind
    kept = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.unlink(missing_ok=True)
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if aside:
            kept = _set_aside(path)
        _patiently(lambda: beside.replace(path))
    except OSError as error:
        # what could not be put in place is of no use, and where nothing can be deleted, nothing is lost either
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise NotSavedError(f"{path.name} could not be written in {path.parent}: {_said(error)}.") from None
    return kept


def _set_aside(path: Path) -> str:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    for number in range(1, 1000):
        target = path.with_name(f"{path.stem}-damaged-{stamp}-{number}{path.suffix}")
        if not os.path.lexists(target):
            _patiently(lambda target=target: path.rename(target))  # type: ignore[misc]  # mypy: lambda default
            return target.name
    raise OSError(errno.EEXIST, "too many damaged files stand here")


def _patiently(step: Callable[[], object]) -> None:
    """Windows refuses to rename what another program (a virus scanner) has open for a moment: try again."""
    for pause in (0.02, 0.05, 0.1, 0.2):
        try:
            step()
            return
        except PermissionError:
            if os.name != "nt":
                raise
            time.sleep(pause)
    step()


def shown(name: str) -> str:
    """A name that somebody gave, fit for a message: short, and without characters that act."""
    return "".join(c if c.isprintable() else "�" for c in harmless(name[:60]))


def kind(value: Any) -> str:
    """What somebody put there, in a few words."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "words"
    return "a list" if isinstance(value, list) else "fields"


def _what(mode: int) -> str:
    if stat.S_ISLNK(mode):
        return "a link"
    if stat.S_ISDIR(mode):
        return "a folder"
    return "a pipe" if stat.S_ISFIFO(mode) else "a device or socket"


def _said(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "the disk is full"
    if isinstance(error, OSError) and error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return "no permission (the folder or file is read-only)"
    return (isinstance(error, OSError) and error.strerror) or type(error).__name__
