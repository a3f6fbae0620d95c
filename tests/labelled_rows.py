"""The labelled answers that the judge is trained and measured on, whatever file they are in."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograders.moves import all_moves
from exercises.bank import read_exercises
from exercises.criteria import CRITERIA
from exercises.model import Exercise

ROOT = Path(__file__).resolve().parent.parent
LABELLED = ROOT / "tests" / "labelled"


@dataclass(frozen=True)
class Row:
    """One answer with its right verdicts, by the codebook."""

    id: str
    source: str  # dev, gold, or the name of a sister set
    exercise: Exercise | None  # None: a phrase, read without one
    text: str
    labels: dict[str, bool]
    intent: str
    persona: str

    @property
    def group(self) -> str:
        """What is kept aside together: an exercise, or a tenth of the phrases."""
        return self.exercise.id if self.exercise else self.persona


def rows() -> list[Row]:
    """Every labelled answer that the repository holds."""
    return [*_labelled(), *_gold(), *_phrases()]


def _labelled() -> Iterator[Row]:
    bank = {e.id: e for e in _bank()}
    for path in sorted(LABELLED.glob("*.jsonl")):
        source = path.stem.removesuffix("-responses")
        beside = path.with_name(f"{source}-exercises.json")  # without one, the answers are to the bank's exercises
        exercises = {e.id: e for e in read_exercises(beside, lenient=True)[0]} if beside.exists() else bank
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            labels = {c: bool(v) for c, v in row["labels"].items()}
            yield Row(
                row["id"], source, exercises[row["exercise"]], row["text"], labels,
                row.get("intent", ""), row.get("persona", ""),
            )  # fmt: skip


def _bank() -> Iterator[Exercise]:
    for path in sorted((ROOT / "exercises" / "bank").rglob("*.yaml")):
        yield from read_exercises(path)[0]


def _phrases() -> Iterator[Row]:
    """Short phrases labelled for one criterion, without an exercise."""
    for move in all_moves().values():
        if move.id in CRITERIA:
            move_is = CRITERIA[move.id].kind == "move" and move.id != "in_voice"
            for made, texts in ((True, move.found_in), (False, move.absent_from)):
                for text in texts:
                    yield Row(
                        f"moves/{move.id}/{text[:20]}", "phrases", None, text, {move.id: made == move_is}, "partial",
                        f"phrase {len(text) % 10}",
                    )  # fmt: skip
    criterion, counts = "", Counter[str]()
    for line in (LABELLED / "phrases.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            criterion = line.strip("[]")
        elif line[:2] in {"+ ", "- "}:
            counts[criterion] += 1
            count = counts[criterion]
            yield Row(
                f"phrases/{criterion}/{count}", "phrases", None, line[2:].strip(), {criterion: line[0] == "+"},
                "partial", f"phrase {count % 10}",
            )  # fmt: skip


def _gold() -> Iterator[Row]:
    """The bank's own gold rewrites, and its examples, which do all that is asked."""
    for exercise in _bank():
        for number, example in enumerate(exercise.examples):
            labels = dict.fromkeys((*exercise.criteria, "in_voice", "respectful"), True)
            yield Row(
                f"{exercise.id}/example/{number}", "example", exercise.model_copy(update={"examples": ()}),
                example.text, labels, "full", example.voice,
            )  # fmt: skip
        for number, gold in enumerate(exercise.gold):
            yield Row(
                f"{exercise.id}/gold/{number}", "gold", exercise, gold.text, dict(gold.verdicts),
                gold.intent, gold.voice,
            )  # fmt: skip
