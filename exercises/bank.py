"""The bank: reading exercises from YAML or JSON, with every error of a file told at once, in an author's words."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from exercises.criteria import CRITERIA
from exercises.model import SLUG, THERAPIST, Exercise, Turn

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class ContentProblem:
    """One thing wrong in one file: where it is, and what to do."""

    file: str
    message: str
    field: str = ""
    line: int | None = None

    def __str__(self) -> str:
        place = self.file + (f", line {self.line}" if self.line else "")
        return f"{place}: {self.field}: {self.message}" if self.field else f"{place}: {self.message}"


class ContentError(Exception):
    """Content that cannot be used as it stands; `problems` holds all that is wrong."""

    def __init__(self, problems: list[ContentProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True)
class Bank:
    """Exercises by id."""

    exercises: Mapping[str, Exercise]
    files: Mapping[str, Path] = field(default_factory=dict)  # where each came from

    @classmethod
    def load(cls, *folders: Path, lenient: bool = False) -> "Bank":
        """Read every exercise below the folders (or in the files) given.

        Raises ContentError with all problems of all files, two equal ids among them.
        """
        exercises: dict[str, Exercise] = {}
        files: dict[str, Path] = {}
        problems: list[ContentProblem] = []
        for path in (p for folder in folders for p in _files(folder)):
            try:
                found, _ = read_exercises(path, lenient=lenient)
            except ContentError as error:
                problems += error.problems
                continue
            for exercise in found:
                if exercise.id in exercises:
                    problems.append(
                        ContentProblem(
                            str(path),
                            f"'{exercise.id}' is also the id of {files[exercise.id]}; "
                            "an id is given once and never reused",
                            "id",
                        )
                    )
                    continue
                exercises[exercise.id] = exercise
                files[exercise.id] = path
        if problems:
            raise ContentError(problems)
        return cls(exercises, files)

    def __getitem__(self, exercise_id: str) -> Exercise:
        return self.exercises[exercise_id]

    def __contains__(self, exercise_id: object) -> bool:
        return exercise_id in self.exercises

    def __iter__(self) -> Iterator[Exercise]:
        return iter(self.exercises.values())

    def __len__(self) -> int:
        return len(self.exercises)


def read_exercises(path: Path, *, lenient: bool = False) -> tuple[list[Exercise], list[ContentProblem]]:
    """Read the exercises in one YAML or JSON file (one exercise, or a list of them).

    Lenient reading is for judging alone: what judging does not need (a title, the people's ids, an example's voice)
    may be missing, and what cannot be used comes back as warnings beside the exercises that can be. Raises
    ContentError otherwise, or when no exercise is left.
    """
    data = read_data(path)
    rows = data if isinstance(data, list) else [data]
    exercises: list[Exercise] = []
    warnings: list[ContentProblem] = []
    problems: list[ContentProblem] = []
    for number, row in enumerate(rows, start=1):
        where = f"exercise {number}" if isinstance(data, list) else ""
        plain = row
        if lenient and isinstance(row, dict):
            plain, ignored = _complete(row)
            warnings += [ContentProblem(str(path), f"unknown {what}, ignored", _join(where, n)) for n, what in ignored]
        try:
            exercise = _validate(path, plain, Exercise, where)
        except ContentError as error:
            problems += error.problems
            continue
        if not lenient and not re.fullmatch(SLUG, exercise.id):
            said = f"{_kind(exercise.id)} does not fit: small letters, digits and single hyphens, such as 'first-visit'"
            problems.append(ContentProblem(str(path), said, _join(where, "id"), line_of(path, ("id",), where)))
        exercises.append(exercise)
    if problems and (not lenient or not exercises):
        raise ContentError(problems)
    return exercises, warnings + problems


def read_model(path: Path, model: type[M]) -> M:
    """Read one file of content as `model`. Raises ContentError with all that is wrong in it."""
    return _validate(path, read_data(path), model)


def read_data(path: Path) -> Any:
    """The plain data in a YAML or JSON file. Raises ContentError where it is not one, or cannot be read."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ContentError([ContentProblem(str(path), f"cannot be read: {error.strerror or error}")]) from None
    except UnicodeDecodeError as error:
        raise ContentError(
            [ContentProblem(str(path), f"is not UTF-8 text (byte {error.start}); save it as UTF-8")]
        ) from None
    try:
        # YAML 1.2, in pure Python: 'No' stays a word, and a key given twice is an error.
        return json.loads(text) if path.suffix == ".json" else YAML(typ="safe", pure=True).load(text)
    except json.JSONDecodeError as error:
        raise ContentError([ContentProblem(str(path), f"is not JSON: {error.msg}", line=error.lineno)]) from None
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        said = " ".join((error.problem or "cannot be read").split())
        hint = ' Text with a colon, a quote or a # in it goes after ">-", on the next line, indented.'
        if "duplicate key" in said:
            hint = " Each field stands once; remove or rename one of the two."
        elif "'\\t'" in said:
            hint = " A tab: indent with spaces."
        raise ContentError([ContentProblem(str(path), f"is not YAML: {said}.{hint}", line=line)]) from None
    except (YAMLError, ValueError, RecursionError) as error:
        raise ContentError([ContentProblem(str(path), f"is not YAML: {' '.join(str(error).split())}")]) from None


def _files(folder: Path) -> list[Path]:
    if folder.is_file():
        return [folder]
    if not folder.is_dir():
        raise ContentError([ContentProblem(str(folder), "there is no such file or folder of exercises")])
    return sorted(p for p in folder.rglob("*") if p.suffix in {".yaml", ".yml", ".json"} and p.is_file())


def _validate(path: Path, data: Any, model: type[M], where: str = "") -> M:
    if not isinstance(data, dict):
        what = "is empty" if data is None else f"holds {_kind(data)}"
        raise ContentError([ContentProblem(str(path), f"{what}; expected fields such as 'id: …'", where)])
    try:
        # By way of JSON: strict types, where a list may still stand for a tuple.
        return model.model_validate_json(json.dumps(data, default=str))
    except ValidationError as error:
        raise ContentError(_problems(path, error, where)) from None


def _problems(path: Path, error: ValidationError, where: str) -> list[ContentProblem]:
    problems = []
    for found in error.errors():
        if found["type"] == "value_error":
            problems += [
                ContentProblem(str(path), message, _join(where, name), line_of(path, (name,), where))
                for name, _, message in (
                    part.partition(": ") for part in found["msg"].removeprefix("Value error, ").split("; ")
                )
            ]
            continue
        loc = tuple(found["loc"])
        problems.append(ContentProblem(str(path), _say(found), _join(where, _name(loc)), line_of(path, loc, where)))
    return problems


def _say(found: Any) -> str:
    kind, given, ctx = found["type"], found["input"], found.get("ctx", {})
    if kind == "missing":
        return "is missing"
    if kind == "extra_forbidden":
        return "unknown field; check its spelling"
    if kind == "string_type":
        quotes = " (put it in quotes)" if isinstance(given, bool | int | float) else ""
        return f"expected words, found {_kind(given)}{quotes}"
    if kind in {"bool_type", "bool_parsing"}:
        return f"expected true or false, found {_kind(given)}"
    if kind in {"int_type", "int_from_float"}:
        return f"expected a whole number, found {_kind(given)}"
    if kind in {"tuple_type", "list_type"}:
        return f"expected a list (lines that begin with '- '), found {_kind(given)}"
    if kind in {"dict_type", "mapping_type", "model_type", "model_attributes_type"}:
        return f"expected fields, found {_kind(given)}"
    if kind in {"literal_error", "union_tag_invalid"}:
        expected = str(ctx.get("expected") or ctx.get("expected_tags"))
        close = get_close_matches(str(given), [w.strip(" '") for w in expected.replace(" or ", ",").split(",")], 1)
        return f"expected {expected}, found {_kind(given)}" + (f"; did you mean '{close[0]}'?" if close else "")
    if kind == "string_pattern_mismatch":
        return f"{_kind(given)} does not fit: small letters, digits and single hyphens, such as 'first-visit'"
    if kind in {"string_too_short", "too_short"}:
        return "is empty" if not given else f"has too few entries: at least {ctx['min_length']} are needed"
    if kind in {"string_too_long", "too_long"}:
        return f"is too long: at most {ctx['max_length']}"
    return str(found["msg"][:1].lower() + found["msg"][1:]) + f", found {_kind(given)}"


def _kind(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"the switch {str(value).lower()}"
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, str):
        return f"'{value[:40]}'"
    return "a list" if isinstance(value, list | tuple) else "fields"


def _name(loc: tuple[int | str, ...]) -> str:
    """`dialogue[2].text`, entries counted from 1, as an author counts."""
    name = ""
    for step in loc:
        name += f"[{step + 1}]" if isinstance(step, int) else (f".{step}" if name else step)
    return name


def _join(where: str, name: str) -> str:
    return f"{where}, {name}" if where and name else where or name


def line_of(path: Path, loc: tuple[int | str, ...], where: str = "") -> int | None:
    """The line in which a field (or, where it is missing, what should hold it) begins."""
    if path.suffix == ".json" or where:
        return None
    from ruamel.yaml import YAML

    node, line = YAML(typ="rt", pure=True).load(path.read_text(encoding="utf-8")), None
    for step in loc:
        try:
            line = (node.lc.item(step) if isinstance(step, int) else node.lc.key(step))[0] + 1
            node = node[step]
        except (KeyError, IndexError, TypeError, AttributeError):
            break
    return line


def _complete(row: dict[str, Any]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """An exercise with what judging does not need filled in; what it does not know, by name and kind, left out."""
    ignored = [(name, "field") for name in sorted(set(row) - set(Exercise.model_fields))]
    row = {name: value for name, value in row.items() if name in Exercise.model_fields}
    criteria = row.get("criteria")
    if isinstance(criteria, dict):
        ignored += [(f"criteria.{c}", "criterion") for c in criteria if c not in CRITERIA]
        row["criteria"] = {c: _whole(points) for c, points in criteria.items() if c in CRITERIA}
        if row.get("skill") == "focus" and not row.get("drift"):
            vague = {"asks_specific", "names_drift"} & set(criteria)
            row["drift"] = "vague" if vague else "past" if "turns_present" in criteria else "external"
    row.setdefault("title", str(row.get("id", ""))[:80] or "untitled")
    row.setdefault("setting", "individual")
    row.setdefault("after", "…")
    if isinstance(row.get("examples"), list):
        row["examples"] = [
            {"text": e, "voice": "unnamed", "why": "…"} if isinstance(e, str) else e for e in row["examples"]
        ]
    turns = row.get("dialogue")
    if isinstance(turns, list):
        for number, turn in enumerate(turns, start=1):
            strange = sorted(set(turn) - set(Turn.model_fields)) if isinstance(turn, dict) else []
            ignored += [(f"dialogue[{number}].{name}", "field") for name in strange]
        row["dialogue"] = [
            {k: v for k, v in turn.items() if k in Turn.model_fields} if isinstance(turn, dict) else turn
            for turn in turns
        ]
        if not row.get("people"):
            others = [t.get("speaker") for t in turns if isinstance(t, dict)]
            ids = list(dict.fromkeys(s for s in others if isinstance(s, str) and s and s != THERAPIST)) or ["client"]
            row["people"] = [{"id": name[:60], "role": name[:60]} for name in ids]
            row.setdefault("addressed_to", ["client" if "client" in ids else ids[0]])
    return row, ignored


def _whole(points: Any) -> Any:
    """Points as JSON writers give them: 1.0 is 1."""
    return int(points) if isinstance(points, float) and points.is_integer() else points
