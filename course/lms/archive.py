"""Reading a download, or what a student packed, without trust: nothing is unpacked to disk by the name it has there."""

import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from course.lms.uploads import LmsError

MAX_ENTRIES = 100_000  # of a download
MAX_DIRECTORY = 500_000  # bytes, of the table of contents of what one student packed: some thousand files
MAX_RATIO = 200  # a notebook packs to a tenth
SMALL = 1_000_000  # bytes; below this a ratio says nothing
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,  # zipfile's word for "encrypted"
    NotImplementedError,
    ValueError,
    LookupError,
    struct.error,
    OverflowError,
)


class UnreadableError(Exception):
    """One file cannot be read; the message continues its name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in a download: its path with forward slashes, and how to read it."""

    path: str
    open: Callable[[int], bytes]
    problem: str = ""  # why it is not to be read

    def read(self, limit: int) -> bytes:
        """Its bytes. Raises UnreadableError, also when there are more than `limit`."""
        if self.problem:
            raise UnreadableError(self.problem)
        data = self.open(limit)
        if len(data) > limit:
            raise UnreadableError(f"is larger than {limit // 1_000_000 or 1} MB")
        return data


@contextmanager
def opened(path: Path) -> Iterator[list[Entry]]:
    """The files of a download, a zip or a folder. Raises LmsError when it is neither."""
    if path.is_dir():
        yield list(_in_folder(path))
        return
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise LmsError(f"{path} does not exist.") from None
    except _BROKEN:
        raise LmsError(
            f"{path} is not a zip that can be opened: perhaps the download broke off. Download it once more."
        ) from None
    with archive:
        if len(archive.infolist()) > MAX_ENTRIES:
            raise LmsError(f"{path} holds more than {MAX_ENTRIES:,} files; that is no download of one assignment.")
        yield [_entry(archive, info) for info in archive.infolist() if not info.is_dir()]


def packed(data: bytes) -> list[Entry]:
    """The files of a zip that a student made. Raises UnreadableError."""
    if not data:
        raise UnreadableError("is empty (0 bytes): the upload broke off")
    if _directory_size(data) > MAX_DIRECTORY:
        raise UnreadableError("holds thousands of files; it was not opened")
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except _BROKEN:
        raise UnreadableError("is damaged, or no zip: the upload broke off, or the file was renamed") from None
    return [_entry(archive, info) for info in archive.infolist() if not info.is_dir()]


def _directory_size(data: bytes) -> int:
    """How large the zip says its table of contents is: it would be read as a whole, and could be all there is."""
    ends = {data.rfind(b"PK\x05\x06"), len(data) - 22}
    return max(
        (int.from_bytes(data[at + 12 : at + 16], "little") for at in ends if data[at : at + 4] == b"PK\x05\x06"),
        default=0,
    )


def _entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Entry:
    path, problem = safe_path(_name(info))
    if stat.S_ISLNK(info.external_attr >> 16):
        problem = "is a link, not a file; links are not followed"
    elif info.flag_bits & 0x1:
        problem = "is locked with a password"
    elif info.file_size > SMALL and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        problem = f"would unpack to {info.file_size // max(info.compress_size, 1):,} times its size; it was not opened"

    def read(limit: int) -> bytes:
        try:
            with archive.open(info) as file:
                return file.read(limit + 1)
        except _BROKEN:
            raise UnreadableError("is damaged inside the zip") from None

    return Entry(path, read, problem)


def _name(info: zipfile.ZipInfo) -> str:
    """The name as it was meant: many programs write UTF-8 without saying so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def safe_path(name: str) -> tuple[str, str]:
    """A path without what would lead out of its folder; and, in words, that something did."""
    parts = name.replace("\\", "/").split("/")
    inside = [part for part in parts if part not in {"", ".", ".."}]
    leads_out = ".." in parts or name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", name)
    return "/".join(inside), "has a path that leads out of its folder" if leads_out else ""


def _in_folder(home: Path) -> Iterator[Entry]:
    for folder, folders, files in os.walk(home):
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        for name in sorted([*files, *links]):
            path = Path(folder) / name
            yield _file(path, path.relative_to(home).as_posix())
        folders[:] = sorted(set(folders) - set(links))


def _file(path: Path, name: str) -> Entry:
    from autograders.handed_in import read_regular_file

    def read(limit: int) -> bytes:
        data = read_regular_file(path, limit)
        if isinstance(data, str):
            raise UnreadableError(data)
        return data

    return Entry(name, read)
