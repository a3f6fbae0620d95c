"""The lesson notebooks and the few names that they import."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from lesson_fixture import lesson
from small_course import REPOSITORY

import course.notebook
from course.root import Course
from exercises.content import FILE_NAME as CONTENT_FILE
from exercises.content import LessonContent

LESSONS = ("orientation", "alliance", "motivation", "resistance", "focus")
GOOD = (
    "You want to sleep without going over the day. One thing we could try is to write the day down for a few minutes, "
    "so that it is kept on paper and you need not keep it. Would you want to try that, or does it sound wrong?"
)


def released(slug: str) -> Any:
    return nbformat.read(REPOSITORY / "release" / slug / f"{slug}.ipynb", as_version=4)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A student's folder with a lesson in it, as the current one."""
    (tmp_path / CONTENT_FILE).write_bytes(lesson().to_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CHANGEWORK_DATA_DIR", str(tmp_path / "own"))
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    return tmp_path


def write_responses(folder: Path, slots: dict[str, Any], **others: Any) -> None:
    data = {"schema": 1, "lesson": "alliance", "content": "", "slots": slots, "spotting": {}, "reflection": ""}
    (folder / "responses.json").write_text(json.dumps(data | others), encoding="utf-8")


def plain_text(result: Any) -> str:
    """What a kernel would store as text/plain."""
    from IPython.core.formatters import DisplayFormatter

    return str(DisplayFormatter().format(result)[0]["text/plain"])


# -- what is in a notebook


@pytest.mark.parametrize("slug", LESSONS)
def test_a_notebook_is_valid_and_its_cells_cannot_be_damaged_by_accident(slug: str) -> None:
    notebook = released(slug)
    nbformat.validate(notebook)
    assert all(cell.metadata.deletable is False and cell.metadata.editable is False for cell in notebook.cells)


@pytest.mark.parametrize("slug", LESSONS)
def test_each_call_is_short_stands_alone_and_imports_only_course(slug: str) -> None:
    for cell in released(slug).cells:
        if cell.cell_type != "code":
            continue
        imported, called = ast.parse(cell.source).body
        assert isinstance(imported, ast.ImportFrom)
        assert imported.module == "course"
        assert isinstance(called, ast.Expr)
        assert isinstance(called.value, ast.Call)
        assert ast.unparse(called.value.func) == imported.names[0].name
        assert cell.metadata.jupyter.source_hidden is True
        assert cell.source.startswith("# ")


@pytest.mark.parametrize("slug", LESSONS)
def test_a_graded_slot_is_a_card_a_locked_score_and_a_place_for_a_comment(slug: str) -> None:
    content = LessonContent.read(REPOSITORY / "release" / slug)
    cells = released(slug).cells
    graded = [slot for slot in content.slots if slot.graded]
    assert len(graded) == (4 if slug == "orientation" else 2)
    for slot in graded:
        at = next(n for n, cell in enumerate(cells) if cell.metadata.get("nbgrader", {}).get("grade_id") == slot.id)
        card, score, comment = cells[at - 1 : at + 2]
        assert f"card('{slot.id}')" in card.source
        assert f"score('{slot.id}')" in score.source
        flags = score.metadata.nbgrader
        assert (flags.grade, flags.locked, flags.solution, flags.task, flags.points) == (True, True, False, False, 10)
        flags = comment.metadata.nbgrader
        assert (flags.grade_id, flags.task, flags.points) == (f"{slot.id}-comment", True, 0)
    tasks = [cell.metadata.nbgrader.grade_id for cell in cells if cell.metadata.get("nbgrader", {}).get("task")]
    assert "reflection" in tasks


@pytest.mark.parametrize("slug", LESSONS)
def test_every_slot_of_the_content_has_its_card(slug: str) -> None:
    sources = "\n".join(cell.source for cell in released(slug).cells if cell.cell_type == "code")
    for slot in LessonContent.read(REPOSITORY / "release" / slug).slots:
        assert sources.count(f"card('{slot.id}')") == 1


@pytest.mark.parametrize("slug", LESSONS[1:])
def test_the_notebook_to_read_needs_no_kernel(slug: str) -> None:
    notebook = nbformat.read(REPOSITORY / "course" / "notebooks" / f"{slug}.ipynb", as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code, "a figure that teaches"
    for cell in code:
        assert 'src="data:image/png;base64,' in cell.outputs[0].data["text/html"]
        assert len(cell.outputs[0].data["text/plain"]) > 60, "and says in words what it shows"
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    for needed in ("The mistake.", "The repair.", "See the answer", "The reading behind this lesson"):
        assert needed in text


# -- what it loads


def loaded_after(code: str, cwd: Path) -> set[str]:
    script = f"import sys\n{code}\nprint('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], cwd=cwd, capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_importing_course_loads_next_to_nothing(folder: Path) -> None:
    loaded = loaded_after("from course import card, score, panel", folder)
    assert not loaded & {
        "nbgrader",
        "nbformat",
        "nbconvert",
        "matplotlib",
        "nltk",
        "ipywidgets",
        "anywidget",
        "IPython",
    }


def test_making_cards_loads_no_grader_and_no_plotting_library(folder: Path) -> None:
    calls = "card('practice-1'); card('rewrite-1'); spotting('two-legs'); reflection(); panel(); start()"
    loaded = loaded_after(f"from course import *\n{calls}\nassert 'ipywidgets' in sys.modules", folder)
    assert not loaded & {"nbgrader", "nbformat", "nbconvert", "matplotlib"}


# -- under nbgrader


@pytest.fixture
def graded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    return folder


def test_a_score_is_a_bare_number_with_its_mark(graded: Path) -> None:
    write_responses(graded, {"rewrite-1": {"exercise": "graded-one", "text": GOOD, "rev": 1}})
    result = course.notebook.score("rewrite-1")
    bundle = result._repr_mimebundle_()
    assert 5 < float(bundle["text/plain"]) <= 10
    assert bundle["text/plain"] == plain_text(result)
    assert "write the day down" in bundle["text/html"]
    (mark,) = (value for kind, value in bundle.items() if kind.endswith("+json"))
    assert mark["exercise"] == "graded-one"


@pytest.mark.parametrize(
    "responses",
    [
        None,
        b"",
        b"{damaged",
        b"[]",
        b'{"schema": 99}',
        b'{"schema": 1, "lesson": "alliance", "slots": {"rewrite-1": {"exercise": "ghost", "text": "Hello"}}}',
        b'{"schema": 1, "lesson": "alliance", "slots": {"rewrite-1": {"exercise": "graded-two", "text": "Hello"}}}',
        b'{"schema": 1, "lesson": "alliance", "slots": {"rewrite-1": {"exercise": "graded-one", "text": 7}}}',
        b'{"schema": 1, "lesson": "alliance", "slots": {"rewrite-9": {}}}',
    ],
)
def test_whatever_was_handed_in_the_score_is_a_number_and_stderr_is_silent(
    graded: Path, responses: bytes | None, capfd: pytest.CaptureFixture[str]
) -> None:
    if responses is not None:
        (graded / "responses.json").write_bytes(responses)
    assert 0 <= float(plain_text(course.notebook.score("rewrite-1"))) <= 10
    assert capfd.readouterr().err == ""


def test_a_score_without_its_content_is_zero_with_the_reason(graded: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (graded / CONTENT_FILE).unlink()
    result = course.notebook.score("rewrite-1")
    assert plain_text(result) == "0.0"
    assert "needs its instructor" in result._repr_html_()
    assert capfd.readouterr().err == ""


def test_a_file_of_the_student_s_is_never_imported_while_scoring(graded: Path) -> None:
    write_responses(graded, {"rewrite-1": {"exercise": "graded-one", "text": GOOD, "rev": 1}})
    for name in ("nltk", "rapidfuzz", "json5", "regex", "autograders"):
        (graded / f"{name}.py").write_text("raise SystemExit('the student\\'s file was run')")
    code = "from course import score; print(score('rewrite-1')._repr_mimebundle_()['text/plain'])"
    environment = {**os.environ, "NBGRADER_EXECUTION": "autograde"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=graded, env=environment, capture_output=True, text=True, check=True
    )
    assert float(done.stdout) > 5
    assert done.stderr == ""


def test_the_path_is_as_before_after_scoring(graded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(graded))
    before = list(sys.path)
    course.notebook.score("rewrite-1")
    assert sys.path == before


def test_nothing_is_written_and_no_widget_made_while_a_grader_runs(graded: Path) -> None:
    write_responses(graded, {}, reflection="I was <b>nervous</b> about $5 and $6.")
    before = sorted(graded.rglob("*"))
    shown = [course.notebook.card("practice-1"), course.notebook.spotting("two-legs"), course.notebook.panel()]
    reflection = course.notebook.reflection()
    assert all(type(one) is course.notebook.Shown for one in (*shown, reflection))
    assert "<b>nervous" not in reflection._repr_html_()
    assert "nervous" in reflection._repr_html_()
    assert sorted(graded.rglob("*")) == before


# -- for a student


def test_a_student_sees_whether_the_answer_is_saved_and_no_points(folder: Path) -> None:
    write_responses(
        folder,
        {"rewrite-1": {"exercise": "graded-one", "text": GOOD, "rev": 1, "saved_at": "2026-03-02T10:00:00+00:00"}},
    )
    assert "your answer was saved at" in repr(course.notebook.score("rewrite-1"))
    assert "not answered yet" in repr(course.notebook.score("rewrite-2"))
    for slot in ("rewrite-1", "rewrite-2"):
        shown = course.notebook.score(slot)._repr_html_()
        assert not any(word in shown for word in ("points", "met", "score", "criterion"))


def test_what_is_missing_is_told_in_words_in_place_of_a_card(folder: Path) -> None:
    assert "no slot 'practice-9'; its slots: practice-1" in repr(course.notebook.card("practice-9"))
    assert "two-legs" in repr(course.notebook.spotting("ghost"))
    assert "four-mistakes" in repr(course.notebook.figure("ghost"))
    (folder / CONTENT_FILE).unlink()
    for shown in (course.notebook.start(), course.notebook.card("practice-1"), course.notebook.panel()):
        assert "fetch it again" in repr(shown)
        assert "fetch it again" in shown._repr_html_()


def test_start_gives_the_look_and_says_what_to_know(folder: Path) -> None:
    shown = course.notebook.start()
    assert shown._repr_html_().startswith("<style>")
    assert repr(shown).startswith("What you write is saved")


@pytest.mark.parametrize("slug", LESSONS)
def test_a_lesson_runs_from_top_to_bottom(slug: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from nbclient import NotebookClient

    monkeypatch.setenv("CHANGEWORK_DATA_DIR", str(tmp_path / "own"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    home = tmp_path / slug
    home.mkdir()
    (home / CONTENT_FILE).write_bytes((REPOSITORY / "release" / slug / CONTENT_FILE).read_bytes())
    notebook = released(slug)
    NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": str(home)}}).execute()
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        (output,) = cell.outputs
        assert output.output_type == "execute_result", cell.source
        call = cell.source.splitlines()[-1].partition("(")[0]
        widget = "application/vnd.jupyter.widget-view+json" in output.data
        assert widget == (call in {"card", "spotting", "reflection", "panel"})
        assert "cannot be shown" not in json.dumps(output)


def test_every_lesson_of_the_syllabus_is_tested_here() -> None:
    assert tuple(Course.load(REPOSITORY).lessons) == LESSONS
