"""How long grading takes: stock nbgrader, our plugin classes in nbgrader, `changework grade`, and the least there is.

`make bench`, or `python tests/bench.py 200 --lesson alliance`. One run, the same submissions of the same lesson of this
repository, the same judge, start-up included. Never a part of the tests: machines differ, ratios say more.
"""

import argparse
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from graded_course import BIN, CONFIG, REPOSITORY, STOCK_CONFIG, answer, environment

# What nobody can go below: read the texts, judge them, write all scores in one transaction. No notebook, no ORM.
LIMIT = """
import sqlite3, sys
from pathlib import Path
from autograders.slots import mark_slot
from exercises.content import LessonContent
from exercises.responses import read_responses
root, lesson = Path(sys.argv[1]), sys.argv[2]
content = LessonContent.read(root / "source" / lesson)
slots = [slot.id for slot in content.slots if slot.graded]
found = []
for folder in sorted((root / "submitted").iterdir()):
    read = read_responses(folder / lesson)
    found += [(folder.name, slot, mark_slot(content, *read, slot).score) for slot in slots]
with sqlite3.connect(root / "limit.db") as database:
    database.execute("create table score (student, slot, score)")
    database.executemany("insert into score values (?, ?, ?)", found)
"""


@dataclass(frozen=True)
class Taken:
    """One program's run: seconds by the clock and of the processor, and the most memory it held."""

    seconds: float
    processor: float  # on a busy machine the steadier of the two
    megabytes: float


def main() -> None:
    """Measure and print the ladder."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("submissions", nargs="?", type=int, default=40)
    arguments.add_argument("--lesson", default="alliance")
    arguments.add_argument("--stock", type=int, default=40, help="submissions for stock nbgrader (it takes minutes)")
    arguments.add_argument("--only", default="", help="measure only what has this in its name")
    arguments.add_argument("--profile", action="store_true", help="also say where `changework grade` spends its time")
    arguments.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    options = arguments.parse_args()
    n, lesson = options.submissions, options.lesson
    if options.make:
        _course(options.make, lesson, n)
        return
    with tempfile.TemporaryDirectory(prefix="changework-bench-") as folder:
        made = Path(folder) / "course"
        # in a process of its own: a child's peak of memory begins with its parent's
        subprocess.run([sys.executable, __file__, str(n), "--lesson", lesson, "--make", made], check=True)
        print(f"{n} submissions of '{lesson}' (stock: {min(n, options.stock)}); Python {sys.version.split()[0]}\n")
        print(f"{'':34}{'seconds':>9}{'a submission':>14}{'times':>8}{'processor':>12}{'times':>8}{'MB':>6}")
        grade = {
            "stock nbgrader autograde": ("stock", STOCK_CONFIG, [BIN / "nbgrader", "autograde", lesson]),
            "nbgrader autograde, our classes": ("plugin", CONFIG, [BIN / "nbgrader", "autograde", lesson]),
            "changework grade": ("ours", CONFIG, [BIN / "changework", "grade", lesson]),
            "limit: judge and one transaction": (
                "limit",
                CONFIG,
                [sys.executable, "-Pc", LIMIT, "{root}", lesson],
            ),
        }
        chosen = {name: step for name, step in grade.items() if options.only in name}
        _ladder(made, n, chosen, stock_n=min(n, options.stock))
        print()
        generate: list[object] = [BIN / "nbgrader", "generate_feedback", lesson]
        feedback = {
            "stock nbgrader generate_feedback": ("stock", STOCK_CONFIG, generate),
            "generate_feedback, our page": ("ours", CONFIG, generate),
            "changework grade --feedback": ("ours", CONFIG, [BIN / "changework", "grade", lesson, "--feedback"]),
        }
        chosen = {name: step for name, step in feedback.items() if options.only in name}
        _ladder(made, n, chosen, stock_n=min(n, options.stock))
        if options.profile:
            _profile(made, lesson)


def _ladder(made: Path, n: int, steps: dict[str, tuple[str, str, list[object]]], *, stock_n: int) -> None:
    stock: Taken | None = None
    for name, (place, config, command) in steps.items():
        root = made.parent / place
        if not root.exists():
            shutil.copytree(made, root)
        shutil.rmtree(root / "feedback", ignore_errors=True)
        (root / "nbgrader_config.py").write_text(config)
        count = stock_n if name.startswith("stock") else n
        if count == 0:
            continue
        for step in ("submitted", "autograded"):
            for extra in sorted((root / step).glob("*"))[count:] if place == "stock" else ():
                shutil.rmtree(extra)
        taken = _run(root, [str(part).replace("{root}", str(root)) for part in command])
        each = Taken(1000 * taken.seconds / count, 1000 * taken.processor / count, taken.megabytes)
        stock = stock or (each if name.startswith("stock") else None)
        clock = f"{stock.seconds / each.seconds:.1f}" if stock else "-"
        processor = f"{stock.processor / each.processor:.1f}" if stock else "-"
        print(
            f"{name:34}{taken.seconds:9.1f}{each.seconds:11.1f} ms{clock:>8}"
            f"{each.processor:9.1f} ms{processor:>8}{taken.megabytes:6.0f}",
            flush=True,
        )


def _run(root: Path, command: list[str]) -> Taken:
    home = root / ".home"
    home.mkdir(exist_ok=True)
    started = time.perf_counter()
    with (root / ".log").open("wb") as log:
        process = subprocess.Popen(command, cwd=root, env={**os.environ, **environment(home)}, stdout=log, stderr=log)
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if status:
        sys.exit(f"{' '.join(command)} failed:\n{(root / '.log').read_text()[-2000:]}")
    return Taken(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _course(root: Path, lesson: str, n: int) -> None:
    """This repository's course with n submissions of one lesson, answered with the stored rewrites of its exercises."""
    from course.build import build
    from exercises.bank import Bank
    from exercises.content import LessonContent

    for folder in ("course/lessons", "course/dialogues", "exercises/bank"):
        shutil.copytree(REPOSITORY / folder, root / folder)
    shutil.copy(REPOSITORY / "course/syllabus.yaml", root / "course")
    (root / "nbgrader_config.py").write_text(CONFIG)
    build(root)
    bank = Bank.load(root / "exercises/bank")
    content = LessonContent.read(root / "source" / lesson)
    graded = [slot for slot in content.slots if slot.graded]
    texts = {slot.id: itertools.cycle([gold.text for gold in bank[slot.exercises[0]].gold]) for slot in graded}
    for number in range(n):
        folder = root / "submitted" / f"student-{number:04}" / lesson
        shutil.copytree(root / "release" / lesson, folder)
        slots = {slot.id: answer(slot.exercises[0], next(texts[slot.id])) for slot in graded}
        responses = {"schema": 1, "lesson": lesson, "content": content.content, "slots": slots, "spotting": {}}
        (folder / "responses.json").write_text(json.dumps(responses | {"reflection": "It was hard to ask."}))
        (folder / "timestamp.txt").write_text("2026-01-05 10:00:00.000000 UTC")


def _profile(made: Path, lesson: str) -> None:
    """Where the time of `changework grade` goes."""
    import cProfile
    import pstats

    root = made.parent / "profiled"
    shutil.copytree(made, root)
    os.environ.update(environment(root))
    started = time.perf_counter()
    from course.grading import Settings, grade_lesson

    Settings.read(root)
    print(f"\nstart-up (imports and configuration, within this process): {time.perf_counter() - started:.2f} s\n")
    profile = cProfile.Profile()
    profile.runcall(lambda: list(grade_lesson(root, lesson)))
    pstats.Stats(profile).sort_stats("cumulative").print_stats(35)


if __name__ == "__main__":
    main()
