"""Measure the moves of any talk on real therapists' speech: python tests/measure_talk.py ANNOMI.jsonl

The transcripts (AnnoMI; Wu et al. 2022, 10.1109/ICASSP43922.2022.9746035) are measured with and never copied. Writes
the figures to autograders/weights/real-talk.json, from which docs/agreement.md takes them.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograders.talk import moves_in
from course.agreement import kappa

ROOT = Path(__file__).resolve().parent.parent
DECISIONS = ROOT / "tests" / "labelled" / "annomi-decisions.json"
RARE = ("labels_part", "checks_motivation", "offers_way_out", "names_drift", "seeks_pain")
GENERAL = {
    "question": lambda row: row["question"] != "none",
    "open_question": lambda row: row["question"] == "open",
    "reflection": lambda row: row["reflection"] != "none",
    "advice": lambda row: row["input"] == "advice",
}


def turns(path: Path) -> list[tuple[Mapping[str, Any], set[str]]]:
    """Every therapist's turn with the moves found in it."""
    found, before, last = [], [], ""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        session = row["id"].split("-")[0]
        before, last = (before, last) if session == last else ([], session)
        if row["speaker"] == "therapist":
            found.append((row, {f.move for f in moves_in(row["text"], before)}))
        before.append(row["text"])
    return found


def unread(found: list[tuple[Mapping[str, Any], set[str]]]) -> list[tuple[Mapping[str, Any], set[str]]]:
    """The turns of every second session: nobody read them while the signs of `autograders.talk` were last revised."""
    sessions = sorted({int(row["id"].split("-")[0]) for row, _ in found})
    kept = set(sessions[1::2])
    return [(row, moves) for row, moves in found if int(row["id"].split("-")[0]) in kept]


def figures(found: list[tuple[Mapping[str, Any], set[str]]]) -> dict[str, Any]:
    """Kappa with the experts for the general moves, false alarms for the rare ones (read by hand; unread is false)."""
    decisions = json.loads(DECISIONS.read_text(encoding="utf-8"))
    return {
        "turns": len(found),
        "kappa": _kappas(found),
        "kappa_unread": _kappas(unread(found)),
        "found": {n: sum(n in moves for _, moves in found) for n in RARE},
        "false": {n: sum(n in moves and not decisions[n].get(r["id"]) for r, moves in found) for n in RARE},
    }


def _kappas(found: list[tuple[Mapping[str, Any], set[str]]]) -> dict[str, float]:
    return {n: round(kappa([(is_so(r), n in moves) for r, moves in found]), 3) for n, is_so in GENERAL.items()}


if __name__ == "__main__":
    text = json.dumps(figures(turns(Path(sys.argv[1]))), indent=1) + "\n"
    (ROOT / "autograders" / "weights" / "real-talk.json").write_text(text, encoding="utf-8", newline="\n")
    print(text)
