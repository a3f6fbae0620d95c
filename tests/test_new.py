"""A course of one's own: complete, built, with students' records kept out, and nothing overwritten."""

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from small_course import LESSON, REPOSITORY, change, exercise, write_course, write_yaml

import course.new
from course.build import check
from course.cli import main
from course.lint import lint
from course.new import NewCourseError, kit_checkout, make_course
from exercises.bank import Bank


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with little in it."""
    return write_course(tmp_path_factory.mktemp("kit"))


def test_a_new_course_is_complete_built_and_without_fault(kit: Path, tmp_path: Path) -> None:
    root = tmp_path / "mine"
    make_course(root, kit)
    assert lint(root)[0] == []
    assert check(root).written == ()
    assert (root / "release/alliance/alliance.ipynb").is_file()
    assert (root / "gradebook.db").is_file()
    assert (root / "nbgrader_config.py").read_bytes() == (REPOSITORY / "nbgrader_config.py").read_bytes()


def test_students_records_stay_out_of_version_control(kit: Path, tmp_path: Path) -> None:
    git = shutil.which("git")
    assert git, "git is needed for this test"
    make_course(tmp_path / "mine", kit)
    subprocess.run([git, "init", "-q", str(tmp_path / "mine")], check=True)

    def ignored(path: str) -> bool:
        asked = [git, "-C", str(tmp_path / "mine"), "check-ignore", "-q", path]
        return subprocess.run(asked, check=False).returncode == 0

    for record in (
        "submitted/ada/alliance/alliance.ipynb",
        "autograded/ada/alliance/alliance.ipynb",
        "feedback/ada/alliance/alliance.html",
        "downloaded/alliance/archive/ada.zip",
        "gradebook.db",
        "gradebook.db-wal",
        "release/alliance/responses.json",
        "grades.csv",
        "alliance-handin.zip",
    ):
        assert ignored(record), record
    for content in ("source/alliance/alliance.ipynb", "release/alliance/content.json", "course/syllabus.yaml"):
        assert not ignored(content), content


def test_what_is_there_is_never_overwritten(kit: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(NewCourseError, match="is not empty"):
        make_course(tmp_path, kit)
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]
    with pytest.raises(NewCourseError, match="is a file"):
        make_course(tmp_path / "notes.txt", kit)


def test_private_exercises_join_the_bank_and_can_be_used(kit: Path, tmp_path: Path) -> None:
    write_yaml(tmp_path / "private/mine.yaml", exercise("mine"))
    root = tmp_path / "course"
    make_course(root, kit, [tmp_path / "private"])
    assert "mine" in Bank.load(root / "exercises/bank")
    change(root / "course" / LESSON, lambda lesson: lesson["slots"][0].update(exercises=["mine", "practice-1"]))
    assert lint(root)[0] == []
    assert not (kit / "exercises/bank/alliance/mine.yaml").exists()


def test_a_private_exercise_may_not_take_an_id_that_is_given(kit: Path, tmp_path: Path) -> None:
    write_yaml(tmp_path / "private/rewrite-1.yaml", exercise("rewrite-1"))
    with pytest.raises(NewCourseError, match="used again: rewrite-1"):
        make_course(tmp_path / "course", kit, [tmp_path / "private"])
    assert not (tmp_path / "course").exists()


def test_the_installed_checkout_is_the_kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert kit_checkout() == REPOSITORY


def test_without_a_checkout_it_says_where_content_comes_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(course.new.this_package, "__file__", str(tmp_path / "site-packages/course/__init__.py"))
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["new", str(tmp_path / "mine")])
    assert result.exit_code == 1
    assert "git clone" in result.output
    assert "--from CHECKOUT" in result.output
    assert not (tmp_path / "mine").exists()


def test_a_folder_that_is_no_checkout_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NewCourseError, match="is not a checkout of changework"):
        kit_checkout(tmp_path)


def test_the_command_says_what_to_do_next(kit: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["new", str(tmp_path / "mine"), "--from", str(kit)])
    assert result.exit_code == 0, result.output
    assert "changework build" in result.output
    again = CliRunner().invoke(main, ["new", str(tmp_path / "mine"), "--from", str(kit)])
    assert again.exit_code == 1
    assert "is not empty" in again.output


def test_a_course_is_not_made_inside_of_the_kit_s_own_repository(kit: Path) -> None:
    result = CliRunner().invoke(main, ["new", str(kit / "mine"), "--from", str(kit)])
    assert result.exit_code == 1
    assert "students' records do not belong" in result.output
    assert not (kit / "mine").exists()


def test_a_folder_that_cannot_be_written_is_told(kit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", str(tmp_path / "mine"))

    monkeypatch.setattr(shutil, "copyfile", full)
    result = CliRunner().invoke(main, ["new", str(tmp_path / "mine"), "--from", str(kit)])
    assert result.exit_code == 1
    assert "No space left on device" in result.output
