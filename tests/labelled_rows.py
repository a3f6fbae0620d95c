"""The labelled answers that the judge is trained and measured on, whatever file they are in."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from exercises.bank import read_exercises
from exercises.model import Exercise

ROOT = Path(__file__).resolve().parent.parent
LABELLED = ROOT / "tests" / "labelled"


@dataclass(frozen=True)
class Row:
    """One answer with its right verdicts, by the codebook."""

    id: str
    source: str  # dev, gold, or the name of a sister set
    exercise: Exercise
    text: str
    labels: dict[str, bool]
    intent: str
    persona: str


def rows() -> list[Row]:
    """Every labelled answer that the repository holds."""
    return [*_labelled(), *_gold()]


def _labelled() -> Iterator[Row]:
    for path in sorted(LABELLED.glob("*-responses.jsonl")):
        source = path.name.removesuffix("-responses.jsonl")
        found, _ = read_exercises(path.with_name(f"{source}-exercises.json"), lenient=True)
        exercises = {e.id: e for e in found}
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            labels = {c: bool(v) for c, v in row["labels"].items()}
            yield Row(
                row["id"], source, exercises[row["exercise"]], row["text"], labels,
                row.get("intent", ""), row.get("persona", ""),
            )  # fmt: skip


def _gold() -> Iterator[Row]:
    """The bank's own gold rewrites, and its examples, which are good by definition."""
    for path in sorted((ROOT / "exercises" / "bank").rglob("*.yaml")):
        try:
            found, _ = read_exercises(path)
        except Exception:  # noqa: BLE001, S112 - an exercise being written just now is not ours to judge
            continue
        for exercise in found:
            for number, gold in enumerate(exercise.gold):
                yield Row(
                    f"{exercise.id}/gold/{number}", "gold", exercise, gold.text, dict(gold.verdicts),
                    gold.intent, gold.voice,
                )  # fmt: skip
