"""`changework check`: verdicts for a file of answers, one JSON line each."""

import json
import sys
from pathlib import Path
from typing import Any

import click


@click.command()
@click.option(
    "--exercises", "where", required=True, type=click.Path(exists=True, path_type=Path),
    help="An exercise file (YAML or JSON), or a folder of them.",
)  # fmt: skip
@click.option(
    "--responses", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='Answers, one JSON object a line: {"id", "exercise", "text"}.',
)  # fmt: skip
def command(where: Path, responses: Path) -> None:
    """Judge answers and print one mark a line, for every line of the input.

    Fields that are not known are named on stderr and ignored. A line that cannot be judged still gets its line of
    output, with what was wrong in "error".
    """
    from autograders.judge import judge
    from exercises.bank import ContentError, read_exercises

    exercises = {}
    paths = (
        [where] if where.is_file() else sorted(p for p in where.rglob("*") if p.suffix in {".yaml", ".yml", ".json"})
    )
    problems: list[str] = []
    for path in paths:
        try:
            found, warnings = read_exercises(path, lenient=True)
        except ContentError as content:
            problems += map(str, content.problems)
            continue
        for warning in warnings:
            click.echo(f"warning: {warning}", err=True)
        for exercise in found:
            if exercise.id in exercises:
                problems.append(f"{path}: '{exercise.id}' is the id of another exercise too; the first is used")
                continue
            exercises[exercise.id] = exercise
    for problem in problems:
        click.echo(f"error: {problem}", err=True)
    if not exercises:
        raise click.ClickException(f"no exercise could be read from {where}")

    unknown: set[str] = set()
    failed = 0
    with responses.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            row, error = _row(line)
            if row is not None and not error:
                unknown |= set(row) - {"id", "exercise", "text", "ask_human", "skipped", "intent", "persona", "labels"}
                if row["exercise"] not in exercises:
                    error = f"exercise '{row['exercise']}' is not among those read from {where}"
            if error or row is None:
                failed += 1
                click.echo(f"error: {responses}, line {number}: {error}", err=True)
                click.echo(json.dumps(_cannot(row, number, error), ensure_ascii=False))
                continue
            mark = judge(
                exercises[row["exercise"]], row["text"],
                ask_human=row.get("ask_human") or "", skipped=bool(row.get("skipped")),
            )  # fmt: skip
            click.echo(json.dumps({"id": row["id"], **mark.to_json()}, ensure_ascii=False))
    if unknown:
        click.echo(f"warning: {responses}: unknown fields, ignored: {', '.join(sorted(unknown))}", err=True)
    if failed or problems:
        sys.exit(1)


def _row(line: str) -> tuple[dict[str, Any] | None, str]:
    """A line of input, and what is wrong with it (empty: nothing)."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None, "not a JSON object; expected {'id', 'exercise', 'text'}"
    if not isinstance(row, dict):
        return None, f"expected a JSON object with 'id', 'exercise', 'text', found {type(row).__name__}"
    for name in ("id", "exercise", "text"):
        if not isinstance(row.get(name), str):
            return row, f"'{name}' should be a text" if name in row else f"'{name}' is missing"
    if not isinstance(row.get("ask_human") or "", str):
        return row, "'ask_human' should be a text"
    return row, ""


def _cannot(row: dict[str, Any] | None, number: int, error: str) -> dict[str, Any]:
    """The output line for an input line that cannot be judged: nothing scored, a person looks at it."""
    name = row.get("id") if row else None
    return {
        "id": name if isinstance(name, str) else f"line {number}",
        "status": "for your instructor",
        "score": 0.0,
        "max_score": 0.0,
        "needs_review": True,
        "rules": "",
        "verdicts": [],
        "error": error,
    }
