"""What a student installs: code and word lists, and none of the content."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("pyproject.toml", "README.md", "LICENSE", "LICENSE-content", "exercises", "autograders", "course")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The names in the wheel, built from a copy: building leaves folders behind."""
    copy = tmp_path_factory.mktemp("kit")
    for name in SOURCES:
        path = ROOT / name
        if path.is_dir():
            shutil.copytree(path, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(path, copy / name)
    build = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index", "-q"]
    done = subprocess.run([*build, "-w", copy / "dist", copy], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (path,) = (copy / "dist").glob("changework-*.whl")
    with zipfile.ZipFile(path) as opened:
        return opened.namelist()


def test_it_holds_every_module_and_what_cards_and_judge_need(wheel):
    for package in ("exercises", "autograders", "course"):
        for path in (ROOT / package).rglob("*.py"):
            assert path.relative_to(ROOT).as_posix() in wheel
    for folder in ("exercises/static", "course/static", "autograders/words", "autograders/weights"):
        for path in (ROOT / folder).iterdir():
            assert path.relative_to(ROOT).as_posix() in wheel


def test_it_holds_no_exercise_no_lesson_no_dialogue_no_notebook_and_no_test(wheel):
    assert not [name for name in wheel if name.endswith((".yaml", ".yml", ".ipynb", ".jsonl"))]
    assert not [name for name in wheel if name.startswith(("source/", "release/", "tests/", "exercises/bank/"))]


def test_the_lock_file_carries_no_address():
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert " @ " not in text
