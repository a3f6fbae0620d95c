"""From content to notebooks: the same bytes every time, by nbgrader itself, and a check that knows what is stale."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from small_course import DIALOGUE, LESSON, REPOSITORY, change, write_course

from course.build import BuildError, build, check
from course.cli import main
from course.root import Course
from exercises.bank import ContentError


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small course, built once; tests that change something use `course`."""
    root = write_course(tmp_path_factory.mktemp("built"))
    build(root)
    return root


@pytest.fixture
def course(built: Path, tmp_path: Path) -> Path:
    import shutil

    return Path(shutil.copytree(built, tmp_path / "course"))


def everything(root: Path) -> dict[str, bytes]:
    places = ("source", "release", "course/notebooks")
    return {str(p.relative_to(root)): p.read_bytes() for f in places for p in (root / f).rglob("*") if p.is_file()}


# -- what this repository holds


def test_the_committed_notebooks_are_what_the_content_says() -> None:
    changes = check(REPOSITORY)
    assert changes.written == (), "run 'changework build'"
    assert changes.strays == ()


def test_no_gold_and_no_example_of_a_graded_exercise_is_in_anything_built() -> None:
    course = Course.load(REPOSITORY)
    texts = "\n".join(json.dumps(json.loads(data), ensure_ascii=False) for data in everything(REPOSITORY).values())
    secrets = [(e.id, gold.text) for e in course.bank for gold in e.gold]
    secrets += [(id, example.text) for id in course.withheld for example in course.bank[id].examples]
    assert len(secrets) > 100
    # a gold answer may copy the poor line or the client's, to be marked as a copy: those are public
    shown = {e.id: e.model_dump_json(exclude={"gold", "examples"}) for e in course.bank}
    secrets = [
        (id, plain) for id, text in secrets if (plain := json.dumps(text, ensure_ascii=False)[1:-1]) not in shown[id]
    ]
    public = [example.text for e in course.bank if e.id not in course.withheld for example in e.examples]
    public = [json.dumps(text, ensure_ascii=False)[1:-1] for text in public]
    assert any(text in texts for text in public), "the search finds what is there"
    assert [(id, text) for id, text in secrets if text in texts] == []


def test_no_answers_are_ever_in_source_or_release() -> None:
    assert not [*(REPOSITORY / "source").rglob("responses*"), *(REPOSITORY / "release").rglob("responses*")]


# -- building


def test_a_build_makes_source_release_and_notebooks_to_read(built: Path) -> None:
    assert sorted(everything(built)) == [
        "course/notebooks/alliance.ipynb",
        "release/alliance/alliance.ipynb",
        "release/alliance/content.json",
        "release/orientation/content.json",
        "release/orientation/orientation.ipynb",
        "source/alliance/alliance.ipynb",
        "source/alliance/content.json",
        "source/orientation/content.json",
        "source/orientation/orientation.ipynb",
    ]


def test_building_again_changes_nothing(course: Path) -> None:
    before = everything(course)
    assert build(course).written == ()
    assert everything(course) == before


def test_two_courses_of_the_same_content_are_the_same_bytes(built: Path, tmp_path: Path) -> None:
    other = write_course(tmp_path)
    build(other)
    assert everything(other) == everything(built)


def test_the_content_beside_the_released_notebook_is_the_source_s(built: Path) -> None:
    for lesson in ("orientation", "alliance"):
        name = f"{lesson}/content.json"
        assert (built / "release" / name).read_bytes() == (built / "source" / name).read_bytes()


def test_the_gradebook_knows_the_lessons_and_their_points(built: Path) -> None:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{built / 'gradebook.db'}") as gradebook:
        points = {assignment.name: assignment.max_score for assignment in gradebook.assignments}
    assert points == {"orientation": 40, "alliance": 20}


def test_what_nbgrader_says_is_told(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from nbgrader.apps import NbGraderAPI

    monkeypatch.setattr(
        NbGraderAPI, "generate_assignment", lambda *_, **__: {"success": False, "error": "the cat sat on it"}
    )
    with pytest.raises(BuildError, match=r"release/orientation from source/orientation:\nthe cat sat on it"):
        build(course)


# -- the check


def test_a_current_course_passes_and_is_not_touched(course: Path) -> None:
    before = everything(course)
    assert check(course).written == ()
    assert everything(course) == before


def test_changed_content_makes_its_notebooks_stale(course: Path) -> None:
    change(course / "course" / LESSON, lambda lesson: lesson.update(title="Another title"))
    before = everything(course)
    assert check(course).written == (
        "course/notebooks/alliance.ipynb",
        "release/alliance/alliance.ipynb",
        "release/alliance/content.json",
        "source/alliance/alliance.ipynb",
        "source/alliance/content.json",
    )
    assert everything(course) == before


def test_a_changed_example_of_a_graded_exercise_is_noticed(course: Path) -> None:
    path = course / "exercises/bank/alliance/rewrite-1.yaml"
    change(path, lambda exercise: exercise["examples"][0].update(text="Something quite different, said at length."))
    assert check(course).written == ("release/alliance/content.json", "source/alliance/content.json")


@pytest.mark.parametrize("place", ["source/alliance/alliance.ipynb", "release/alliance/alliance.ipynb"])
def test_a_notebook_edited_by_hand_is_stale(course: Path, place: str) -> None:
    path = course / place
    path.write_text(path.read_text(encoding="utf-8").replace("Warmth", "Coldness"), encoding="utf-8")
    assert check(course).written == (place,)
    build(course)
    assert check(course).written == ()


def test_a_released_file_that_is_missing_or_does_not_belong_is_stale(course: Path) -> None:
    (course / "release/alliance/content.json").unlink()
    (course / "release/orientation/notes.txt").write_text("mine", encoding="utf-8")
    assert check(course).written == ("release/alliance/content.json", "release/orientation/notes.txt")


def test_the_code_that_draws_a_figure_counts_its_pixels_do_not(course: Path) -> None:
    path = course / "course/notebooks/alliance.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = next(cell for cell in notebook["cells"] if cell.get("outputs"))
    cell["outputs"][0]["data"]["text/html"] = "<img alt='the same picture from another machine'>"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert check(course).written == ()
    cell["metadata"]["changework"]["drawn_by"] = "older code"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert check(course).written == ("course/notebooks/alliance.ipynb",)


def test_what_a_former_lesson_left_is_told_and_kept(course: Path) -> None:
    (course / "course" / LESSON).unlink()
    change(course / "course/syllabus.yaml", lambda syllabus: syllabus["weeks"].pop())
    assert build(course).strays == ("source/alliance", "release/alliance", "course/notebooks/alliance.ipynb")
    assert (course / "source/alliance/alliance.ipynb").is_file()


# -- content that cannot be built


def test_a_missing_dialogue_is_named_with_file_and_line(course: Path) -> None:
    (course / "course" / DIALOGUE).unlink()
    with pytest.raises(ContentError, match=r"alliance\.yaml, line \d+: chunks\[1\].*there is no dialogue 'the-lake'"):
        build(course)


def test_all_errors_of_all_files_come_at_once(course: Path) -> None:
    change(course / "course" / LESSON, lambda lesson: lesson.update(titel="x"))
    change(course / "exercises/bank/alliance/rewrite-1.yaml", lambda exercise: exercise.pop("poor"))
    with pytest.raises(ContentError) as caught:
        build(course)
    assert "titel: unknown field" in str(caught.value)
    assert "poor: is missing" in str(caught.value)


def test_the_command_tells_what_is_stale_and_fails(course: Path) -> None:
    change(course / "course" / LESSON, lambda lesson: lesson.update(title="Another title"))
    result = CliRunner().invoke(main, ["build", "--check", "--course", str(course)])
    assert result.exit_code == 1
    assert "run 'changework build'" in result.output
    assert "source/alliance/alliance.ipynb" in result.output


def test_the_command_outside_of_a_course_says_what_to_do(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["build", "--course", str(tmp_path)])
    assert result.exit_code == 1
    assert "is not a course" in result.output
    assert "Traceback" not in result.output


def test_a_full_disk_is_told_and_every_file_stays_whole(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(course / "course" / LESSON, lambda lesson: lesson.update(title="Another title"))
    before = everything(course)
    write = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        write(path, data[:100])
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    result = CliRunner().invoke(main, ["build", "--course", str(course)])
    assert result.exit_code == 1
    assert "No space left on device" in result.output
    assert "Traceback" not in result.output
    assert everything(course) == before


def test_a_read_only_release_is_named_in_place_of_nbgrader_s_traceback(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = course / "release" / "alliance"
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode, **how: Path(path) != closed and allowed(path, mode, **how))
    before = everything(course)
    result = CliRunner().invoke(main, ["build", "--course", str(course)])
    assert result.exit_code == 1
    assert f"{closed} cannot be written" in result.output
    assert "Traceback" not in result.output
    assert everything(course) == before
