"""`changework moves`: the moves in any lines of talk, without an exercise."""

import json
from pathlib import Path
from typing import Any

import click


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """List the moves found in lines of talk, one JSON line for each.

    FILE has one object a line: {"id", "text", "before": [earlier turns, the last one last]}. A line that cannot be
    read still gets its line of output, with what was wrong in "error".
    """
    from autograders.talk import moves_in

    failed = 0
    with file.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            row, error = _row(line)
            name = row.get("id") if row else None
            out: dict[str, Any] = {"id": name if isinstance(name, str | int) else f"line {number}", "moves": []}
            if row is None or error:
                failed += 1
                out["error"] = error
                click.echo(f"error: {file}, line {number}: {error}", err=True)
            else:
                out["moves"] = [
                    {"move": f.move, "start": f.evidence.start, "end": f.evidence.end, "quote": f.evidence.quote}
                    for f in moves_in(row["text"], row.get("before") or [])
                ]
            click.echo(json.dumps(out, ensure_ascii=False))
    if failed:
        raise SystemExit(1)


def _row(line: str) -> tuple[dict[str, Any] | None, str]:
    """A line of input, and what is wrong with it (empty: nothing)."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None, "not a JSON object; expected {'id', 'text', 'before'}"
    if not isinstance(row, dict):
        return None, f"expected a JSON object with 'id' and 'text', found {type(row).__name__}"
    before = row.get("before") or []
    if not isinstance(row.get("text"), str):
        return row, "'text' should be a text" if "text" in row else "'text' is missing"
    if not isinstance(before, list) or not all(isinstance(t, str) for t in before):
        return row, "'before' should be a list of texts"
    return row, ""
