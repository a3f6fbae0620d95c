"""A small course with one lesson, made by the kit's own build and nbgrader's own generate, and a cohort for it."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
LESSON = "alliance"
FIRST, OTHER_FIRST = "alliance-eyebrows", "alliance-shoes-on"
SECOND, OTHER_SECOND = "alliance-heart-stairs", "alliance-full-cart"

CONFIG = (REPOSITORY / "nbgrader_config.py").read_text(encoding="utf-8")
# What a hub without the kit's plugin classes has.
STOCK_CONFIG = 'c = get_config()\nc.CourseDirectory.course_id = "changework"\n'

LESSON_YAML = f"""slug: {LESSON}
title: A bond is not a plan
skill: alliance
summary: One lesson for tests.
objectives: [Name a task, Ask whether they want to]
chunks:
  - title: Read and try
    minutes: 10
    parts:
      - {{kind: text, text: "Some **prose** to read."}}
      - {{kind: slot, slot: practice-1}}
  - title: Hand in
    minutes: 10
    parts:
      - {{kind: slot, slot: rewrite-1}}
      - {{kind: slot, slot: rewrite-2}}
      - {{kind: reflection, text: "What was hard?"}}
slots:
  - {{id: practice-1, exercises: [alliance-tyre-shop]}}
  - {{id: rewrite-1, graded: true, exercises: [{FIRST}, {OTHER_FIRST}]}}
  - {{id: rewrite-2, graded: true, exercises: [{SECOND}, {OTHER_SECOND}]}}
"""

SYLLABUS_YAML = f"""title: A course for tests
about: One week.
weeks:
  - {{week: 1, lesson: {LESSON}}}
"""

GOOD = (
    "You want real eyebrows in the photos, and the hand goes up before you notice. There is a habit exercise where "
    "you press the hand flat on the desk whenever it starts to rise; it helps because it cannot press and pull at "
    "once. Would you be open to trying that here, or does something in it not fit?"
)
HALF = "I really hear how hard this is. Would you want to look at it together today?"
POOR = "You need to make a fist now. Trust me, just do it and squeeze."
DESCRIBED = "I would validate the client and then explain the rationale to him."
FOREIGN = "Quiero que los dos hablemos de lo que le gustaría hacer con esto, pero no sé si usted está de acuerdo."


def worth(exercise: str, text: str) -> float:
    """What the judge gives for an answer, as things stand."""
    from autograders.judge import judge
    from exercises.bank import read_exercises

    (one,), _ = read_exercises(REPOSITORY / f"exercises/bank/alliance/{exercise}.yaml")
    return judge(one, text).score


def make_course(root: Path, *, config: str = CONFIG) -> Path:
    """Build the course in `root`, its gradebook included."""
    from course.build import build

    for folder in ("course/lessons", "course/dialogues", "exercises/bank/alliance"):
        (root / folder).mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(config)
    (root / "course/syllabus.yaml").write_text(SYLLABUS_YAML)
    (root / f"course/lessons/{LESSON}.yaml").write_text(LESSON_YAML)
    for name in (FIRST, OTHER_FIRST, SECOND, OTHER_SECOND, "alliance-tyre-shop"):
        bank = REPOSITORY / "exercises/bank/alliance"
        data = (bank / f"{name}.yaml").read_text(encoding="utf-8")
        (root / f"exercises/bank/alliance/{name}.yaml").write_text(
            "".join(line for line in data.splitlines(True) if not line.startswith("alternative:")), encoding="utf-8"
        )
    build(root)
    return root


def copy_course(made: Path, root: Path, *, config: str | None = None) -> Path:
    """The same course in another place."""
    shutil.copytree(made, root)
    if config is not None:
        (root / "nbgrader_config.py").write_text(config)
    return root


def answer(exercise: str, text: str, **more: Any) -> dict[str, Any]:
    """What a card writes for one slot."""
    return {"exercise": exercise, "text": text, "rev": 3, "saved_at": "2026-01-02T10:00:00+00:00",
            "attempts": [], "ask_human": "", "skipped": False, **more}  # fmt: skip


def responses(first: Any = None, second: Any = None, **more: Any) -> dict[str, Any]:
    """A whole answer file; each answer is a text, or what `answer` makes."""
    slots = {}
    for slot, exercise, given in (("rewrite-1", FIRST, first), ("rewrite-2", SECOND, second)):
        if given is not None:
            slots[slot] = answer(exercise, given) if isinstance(given, str) else given
    return {"schema": 1, "lesson": LESSON, "content": "", "slots": slots, "spotting": {}, "reflection": "", **more}


def hand_in(root: Path, student: str, answers: Any, *, timestamp: str = "2026-01-05 10:00:00.000000 UTC") -> Path:
    """Put a submission where nbgrader collects it. `answers` are bytes, JSON, or None for no file."""
    folder = root / "submitted" / student / LESSON
    folder.mkdir(parents=True)
    shutil.copy(root / f"release/{LESSON}/{LESSON}.ipynb", folder)
    shutil.copy(root / f"release/{LESSON}/content.json", folder)
    (folder / "timestamp.txt").write_text(timestamp)
    if isinstance(answers, bytes):
        (folder / "responses.json").write_bytes(answers)
    elif answers is not None:
        (folder / "responses.json").write_text(json.dumps(answers), encoding="utf-8")
    return folder


def sample_cohort(root: Path) -> list[str]:
    """Answers of every kind that stock nbgrader finishes, too."""
    cohort = {
        "good": responses(GOOD, HALF),
        "half": responses(HALF, HALF, reflection="It was hard to ask."),
        "poor": responses(POOR, POOR),
        "described": responses(DESCRIBED, GOOD),
        "foreign": responses(FOREIGN, GOOD),
        "one-only": responses(GOOD),
        "nothing": responses(),
        "asks": responses(answer(FIRST, GOOD, ask_human="I meant it kindly."), HALF),
        "skipper": responses(answer(OTHER_FIRST, GOOD), answer(SECOND, "", skipped=True)),
        "misplaced": responses(answer(SECOND, GOOD), HALF),
        "html": responses('<script>alert(1)</script> $x^2$ <b>Would</b> you "want" that? \x1b[31m', HALF),
    }
    for student, answers in cohort.items():
        hand_in(root, student, answers)
    return sorted(cohort)


def environment(home: Path) -> dict[str, str]:
    """Variables that keep the user's own Jupyter configuration and data out of it."""
    return {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "IPYTHONDIR": str(home / "ipython"),
    }


def run(root: Path, *arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run a program of the environment in a course, away from the user's own configuration."""
    home = root / ".home"
    home.mkdir(exist_ok=True)
    program, *rest = arguments
    return subprocess.run(
        [str(BIN / program), *rest], cwd=root, env={**os.environ, **environment(home)},
        capture_output=True, text=True, check=False, **more,
    )  # fmt: skip


def rows(root: Path) -> dict[tuple[str, str], tuple[Any, ...]]:
    """The gradebook's grades: (student, cell) -> auto, manual, extra credit, needs a person, timestamp, penalty."""
    query = """
        select sa.student_id, bc.name, g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade,
               sa.timestamp, sn.late_submission_penalty
        from grade g join base_cell bc on bc.id = g.cell_id join submitted_notebook sn on sn.id = g.notebook_id
        join submitted_assignment sa on sa.id = sn.assignment_id
    """
    with sqlite3.connect(root / "gradebook.db") as database:
        found = database.execute(query).fetchall()
    assert len(found) == len({row[:2] for row in found}), "a grade is there twice"
    return {(student, cell): tuple(rest) for student, cell, *rest in found}


def comments(root: Path) -> dict[tuple[str, str], tuple[Any, ...]]:
    """The gradebook's comments: (student, cell) -> auto, manual."""
    query = """
        select sa.student_id, bc.name, c.auto_comment, c.manual_comment
        from comment c join base_cell bc on bc.id = c.cell_id join submitted_notebook sn on sn.id = c.notebook_id
        join submitted_assignment sa on sa.id = sn.assignment_id
    """
    with sqlite3.connect(root / "gradebook.db") as database:
        found = database.execute(query).fetchall()
    assert len(found) == len({row[:2] for row in found}), "a comment is there twice"
    return {(student, cell): tuple(rest) for student, cell, *rest in found}


def scores(root: Path) -> dict[tuple[str, str], float | None]:
    """The automatic scores alone."""
    return {key: row[0] for key, row in rows(root).items()}


def files(root: Path, folder: str = "autograded") -> dict[str, bytes]:
    """Every file below a folder of the course, by its path; locks and the like left out."""
    home = root / folder
    return {
        path.relative_to(home).as_posix(): path.read_bytes()
        for path in sorted(home.rglob("*"))
        if path.is_file() and not path.relative_to(home).parts[0].startswith(".")
    }
