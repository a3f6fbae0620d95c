"""A sheet of grades as a platform gave it: every byte stays as it was, but for the cells that are filled in."""

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from course.lms.uploads import LmsError

MAX_BYTES = 50_000_000
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for a formula


class SheetError(LmsError):
    """The sheet cannot be used; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where things stand in a sheet; columns are counted from 0."""

    first: int  # row, the first student's
    grade: int
    key: int  # the platform's own id
    name: int | None
    others: tuple[int, ...] = ()  # user names, e-mail addresses
    comment: int | None = None
    comment_format: int | None = None
    html: bool = False  # comments are HTML there
    maximum: float | None = None  # points; None where the sheet does not say
    changeable: int | None = None  # says "No" where the platform does not take a grade
    untouchable: frozenset[str] = frozenset()  # grades, in small letters, that are somebody's decision


@dataclass
class Sheet:
    """The cells of a sheet, each as it stands in the file and as it reads."""

    encoding: str
    bom: bytes
    delimiter: str
    raw: list[list[str]]
    ends: list[str]  # what ends each row
    changed: set[tuple[int, int]] = field(default_factory=set)

    @classmethod
    def read(cls, path: Path) -> "Sheet":
        """Read a sheet. Raises SheetError."""
        try:
            size = path.stat().st_size
            if not path.is_file() or size > MAX_BYTES:
                raise SheetError(f"{path} is not a file, or too large for a sheet of grades.")
            return cls.parse(path.read_bytes())
        except OSError as error:
            raise SheetError(f"{path} cannot be read: {error.strerror or error}") from None
        except SheetError as error:
            raise SheetError(f"{path}: {error}") from None

    @classmethod
    def parse(cls, data: bytes) -> "Sheet":
        """Take a sheet apart. Raises SheetError."""
        if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
            raise SheetError("this is a spreadsheet, or another packed file. Download it as CSV (text).")
        text, encoding, bom = decoded(data)
        if not text.strip():
            raise SheetError("the sheet is empty. Download it from the platform once more.")
        delimiter = _delimiter(text)
        raw, ends = [], []
        for row, end in _rows(text, delimiter):
            raw.append(row)
            ends.append(end)
        return cls(encoding, bom, delimiter, raw, ends)

    @property
    def rows(self) -> list[list[str]]:
        """The cells as they read."""
        return [[_value(cell) for cell in row] for row in self.raw]

    def put(self, row: int, column: int, value: str) -> None:
        """Fill in a cell, quoted where it was, or must be. Short rows are made longer."""
        cells = self.raw[row]
        cells += [""] * (column + 1 - len(cells))
        if _value(cells[column]) == value:
            return
        header = self.raw[0][column] if column < len(self.raw[0]) else ""
        quoted = cells[column].startswith('"') or (not cells[column] and header.startswith('"') and self._all_quoted)
        if quoted or any(mark in value for mark in (self.delimiter, '"', "\n", "\r")) or value != value.strip():
            value = '"' + value.replace('"', '""') + '"'
        cells[column] = value
        self.changed.add((row, column))

    @property
    def _all_quoted(self) -> bool:
        return all(cell.startswith('"') for cell in self.raw[0])

    def to_bytes(self) -> bytes:
        """The file. Raises SheetError when a cell that was filled in cannot be written in its encoding."""
        text = "".join(self.delimiter.join(row) + end for row, end in zip(self.raw, self.ends, strict=True))
        try:
            return self.bom + text.encode(self.encoding)
        except UnicodeEncodeError as error:
            raise SheetError(
                f"the sheet's encoding ({self.encoding}) has no {text[error.start]!r}, which a comment holds. "
                "Save the sheet as UTF-8, and use that."
            ) from None


def decoded(data: bytes) -> tuple[str, str, bytes]:
    """A text, its encoding, and the byte order mark that it began with. Raises SheetError."""
    for bom, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(bom):
            try:
                return data[len(bom) :].decode(encoding), encoding, bom
            except UnicodeDecodeError:
                raise SheetError("its text is damaged. Download it from the platform once more.") from None
    # without a mark, the nulls of UTF-16 stand in every other place
    guesses = ["utf-16-le"] if data[1:40:2].count(0) > 10 else ["utf-8", "cp1252", "latin-1"]
    for encoding in guesses:
        try:
            return data.decode(encoding), encoding, b""
        except UnicodeDecodeError:
            continue
    raise SheetError("its text is damaged. Download it from the platform once more.")


def _delimiter(text: str) -> str:
    header = re.sub(r'"[^"]*"', "", text.splitlines()[0])
    return max(",\t;", key=header.count)


def _rows(text: str, delimiter: str) -> Iterator[tuple[list[str], str]]:
    """The rows with their cells as they stand, quotes included, and what ends each. Raises SheetError."""
    # a cell that begins with a quote goes on to its closing one; any other to the next delimiter
    quoted = r'"[^"]*(?:""[^"]*)*"'
    end = rf"({delimiter}|\r\n|\n|\r|\Z)"
    cells = {True: re.compile(f"({quoted}){end}"), False: re.compile(rf"([^{delimiter}\r\n]*){end}")}
    at, row = 0, []
    while at < len(text):
        found = cells[text[at] == '"'].match(text, at)
        if not found:
            line = text.count("\n", 0, at) + 1
            raise SheetError(f"line {line}: a quotation mark stands where none can. Download the sheet once more.")
        row.append(found[1])
        at = found.end()
        if found[2] != delimiter:
            yield row, found[2]
            row = []
    if row:  # the file ends with a delimiter
        yield [*row, ""], ""


def _value(raw: str) -> str:
    return raw[1:-1].replace('""', '"') if raw.startswith('"') else raw


def number(text: str) -> float | None:
    """A number of points as a sheet has it, with a point or a comma; None where there is none."""
    found = re.fullmatch(r"\s*(\d+(?:[.,]\d+)?)\s*", text)
    return float(found[1].replace(",", ".")) if found else None


def written(points: float, comma: bool) -> str:
    """Points for a sheet: at most two places, no needless zeros."""
    text = f"{points:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if comma else text


def plain(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def only_column(
    columns: Mapping[int, tuple[str, str, str]], titles: Sequence[str], wanted: str | None, form: str
) -> int:
    """The one column of an assignment among `columns` (title, id, whole heading). Raises SheetError.

    Looks for what the instructor wanted, else for a column with one of the titles, else for one that holds it.
    """
    if not columns:
        raise SheetError(f"it has no column of an assignment; expected a heading such as '{form}'.")
    headings = "; ".join(heading for _, _, heading in columns.values())

    def among(test: Sequence[str], *, part: bool) -> list[int]:
        names = [text.casefold().strip() for text in test]
        return [
            i
            for i, cells in columns.items()
            if any(name in cells[0].casefold() if part else name in map(str.casefold, cells) for name in names)
        ]

    for test in (wanted,) if wanted else titles:
        for part in (False, True):
            found = among([test], part=part)
            if len(found) == 1:
                return found[0]
            if found:
                several = "; ".join(columns[i][2] for i in found)
                raise SheetError(f"more than one column fits '{test}': {several}. Name one with --column, by its id.")
    looked = wanted or "' or '".join(titles)
    raise SheetError(f"no column fits '{looked}'. Name one with --column. It has: {headings}.")
