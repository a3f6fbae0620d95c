"""Measure the judge on the set that nobody trains or tunes on: python tests/measure_sealed.py

Writes the figures to autograders/weights/sealed.json, from which docs/agreement.md takes them.
"""

import json
from pathlib import Path

from autograders.judge import judge, rules_version
from course.agreement import Rated, by_criterion, split
from exercises.bank import Bank

ROOT = Path(__file__).resolve().parent.parent
SEALED = ROOT / "tests" / "sealed"


def figures() -> dict[str, object]:
    """Agreement by criterion and what the split achieves, with the version of the rules that was measured."""
    bank = Bank.load(SEALED / "sealed-exercises.json", lenient=True)
    rated = []
    for line in (SEALED / "sealed-responses.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        mark = judge(bank[row["exercise"]], row["text"])
        rated.append(
            Rated(
                row["exercise"],
                {c: bool(v) for c, v in row["labels"].items()},
                {v.criterion: v.met for v in mark.verdicts},
                reviewed=mark.needs_review,
                gaming=row["intent"] == "gaming",
                persona=row["persona"],
                half=mark.score >= mark.max_score / 2,
            )
        )
    return {
        "rules": rules_version(),
        "answers": len(rated),
        "criteria": by_criterion(rated),
        "split": split(rated),
    }


if __name__ == "__main__":
    path = ROOT / "autograders" / "weights" / "sealed.json"
    path.write_text(json.dumps(figures(), indent=1) + "\n", encoding="utf-8", newline="\n")
