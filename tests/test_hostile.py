"""Nothing that a submission contains can hurt: not its own student, not the others, not whoever grades or reads it."""

import json
import os
import re
import shutil
from html.parser import HTMLParser

import nbformat
import pytest
from graded_course import (
    FIRST,
    GOOD,
    HALF,
    LESSON,
    SECOND,
    answer,
    comments,
    copy_course,
    environment,
    files,
    hand_in,
    responses,
    rows,
    run,
    worth,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from autograders.graded_notebook import Release, changes, dumps, fenced, restored
from autograders.handed_in import read_handed_in
from course.grading import grade_lesson
from exercises.content import LessonContent

CLEAN = responses(GOOD, HALF)
HOSTILE_TEXT = (
    "Would you be open to trying that? <script>alert(1)</script> <img src=x onerror=alert(1)> "
    "[click](javascript:alert(1)) ![x](javascript:alert(1)) <a href='javascript:alert(1)'>a</a> $\\alpha$ \\(x\\) "
    "\x1b[31mred\x1b[0m \u202eevil\u202c \u2066x \x00 `code` </textarea></pre></section>"
)


def notebook_of(folder):
    return json.loads((folder / f"{LESSON}.ipynb").read_text())


def put(folder, notebook):
    (folder / f"{LESSON}.ipynb").write_text(notebook if isinstance(notebook, str) else json.dumps(notebook))


def ours(notebook, id="rewrite-1"):
    return next(c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == id)


def code(source):
    return {"cell_type": "code", "id": f"x{abs(hash(source)) % 10**8}", "metadata": {}, "source": source,
            "outputs": [], "execution_count": None}  # fmt: skip


# -- what students (or their browsers) do to a notebook


def truncated(folder, _):
    put(folder, (folder / f"{LESSON}.ipynb").read_text()[:700])


def emptied(folder, _):
    put(folder, "")


def not_a_notebook(folder, _):
    (folder / f"{LESSON}.ipynb").write_bytes(b"PK\x03\x04\xff\xfe not a notebook")


def a_list(folder, _):
    put(folder, "[1, 2, 3]")


def odd_cells(folder, _):
    put(folder, {"cells": [None, 3, {}, {"cell_type": 7, "source": {"a": 1}, "metadata": []}], "nbformat": "x"})


def deep(folder, _):
    put(folder, "[" * 200_000)


def deleted(folder, _):
    notebook = notebook_of(folder)
    notebook["cells"] = [c for c in notebook["cells"] if not c["metadata"].get("nbgrader", {}).get("grade_id")]
    put(folder, notebook)


def duplicated(folder, _):
    notebook = notebook_of(folder)
    put(folder, notebook | {"cells": [*notebook["cells"], ours(notebook), ours(notebook)]})


def split(folder, _):
    notebook = notebook_of(folder)
    cell = ours(notebook)
    first, second = dict(cell, source="from course import score"), dict(cell, source="score('rewrite-1')", id="s2")
    place = notebook["cells"].index(cell)
    notebook["cells"][place : place + 1] = [first, second]
    put(folder, notebook)


def renamed_cell(folder, _):
    notebook = notebook_of(folder)
    ours(notebook)["metadata"]["nbgrader"]["grade_id"] = "rewrite-9"
    put(folder, notebook)


def edited(folder, trace):
    notebook = notebook_of(folder)
    ours(notebook)["source"] = f"open({str(trace)!r}, 'w')\n10"
    put(folder, notebook)


def points_999(folder, _):
    notebook = notebook_of(folder)
    ours(notebook)["metadata"]["nbgrader"]["points"] = 999
    put(folder, notebook)


def flipped(folder, _):
    notebook = notebook_of(folder)
    for id in ("rewrite-1", "rewrite-2", "rewrite-1-comment"):
        flags = ours(notebook, id)["metadata"]["nbgrader"]
        flags.update(grade=not flags["grade"], locked=not flags["locked"], solution=True, schema_version=99)
    put(folder, notebook)


def retyped(folder, _):
    notebook = notebook_of(folder)
    ours(notebook)["cell_type"] = "markdown"
    put(folder, notebook)


def endless(folder, _):
    notebook = notebook_of(folder)
    put(folder, notebook | {"cells": [code("while True: pass"), *notebook["cells"]]})


def kills_the_kernel(folder, _):
    notebook = notebook_of(folder)
    put(folder, notebook | {"cells": [code("import os; os._exit(1)"), *notebook["cells"]]})


def edits_the_gradebook(folder, trace):
    notebook = notebook_of(folder)
    attack = (
        f"open({str(trace)!r}, 'w')\nimport sqlite3\n"
        "sqlite3.connect('../../../gradebook.db').execute('update grade set manual_score = 10')"
    )
    put(folder, notebook | {"cells": [code(attack), *notebook["cells"]]})
    (folder / "course.py").write_text(attack)
    (folder / "sitecustomize.py").write_text(attack)


def fifty_megabytes(folder, _):
    notebook = notebook_of(folder)
    cell = code("print('x')") | {"outputs": [{"output_type": "stream", "name": "stdout", "text": "x" * 50_000_000}]}
    put(folder, notebook | {"cells": [*notebook["cells"], cell]})


def scripts_in_cells(folder, _):
    notebook = notebook_of(folder)
    cell = {"cell_type": "markdown", "id": "evil", "metadata": {}, "source": HOSTILE_TEXT + "\n```\n" * 3}
    put(folder, notebook | {"cells": [*notebook["cells"], cell, code(HOSTILE_TEXT)]})


def scripts_in_ids(folder, _):
    notebook = notebook_of(folder)
    ours(notebook)["metadata"]["nbgrader"]["grade_id"] = "<script>alert(1)</script>"
    put(folder, notebook)


def half_a_character(folder, _):
    notebook = notebook_of(folder)
    put(
        folder,
        notebook | {"cells": [*notebook["cells"], {"cell_type": "markdown", "source": "\ud800", "metadata": {}}]},
    )


def missing(folder, _):
    (folder / f"{LESSON}.ipynb").unlink()


def called_1(folder, _):
    (folder / f"{LESSON}.ipynb").rename(folder / f"{LESSON} (1).ipynb")


def two_notebooks(folder, _):
    shutil.copy(folder / f"{LESSON}.ipynb", folder / f"{LESSON} (1).ipynb")


def linked(folder, _):
    target = folder.parents[2] / "secret.txt"
    target.write_text("the instructor's secret")
    (folder / "notes.txt").symlink_to(target)


#: Each with what the instructor is told; the answers are there, so the scores are everybody's usual ones.
NOTEBOOKS = {
    truncated: "damaged",
    emptied: "empty",
    not_a_notebook: "damaged",
    a_list: "something else than a notebook",
    odd_cells: "'rewrite-1' was deleted or renamed",
    deep: "damaged",
    deleted: "'rewrite-2' was deleted or renamed",
    duplicated: "'rewrite-1' is there 3 times",
    split: "'rewrite-1' is there 2 times",
    renamed_cell: "'rewrite-9' is not of this lesson",
    edited: "the text of the locked cell 'rewrite-1' was changed",
    points_999: "the points of 'rewrite-1' were changed",
    flipped: "the marking of 'rewrite-2'",
    retyped: "'rewrite-1' was changed",
    endless: "",
    kills_the_kernel: "",
    edits_the_gradebook: "",
    fifty_megabytes: "larger than 10 MB",
    scripts_in_cells: "",
    scripts_in_ids: "is not of this lesson",
    half_a_character: "",
    missing: "no notebook",
    called_1: "'alliance (1).ipynb' instead of",
    two_notebooks: "more than one notebook",
    linked: "",
}


# -- what stands in the place of the answers


def as_link(folder):
    (folder.parents[2] / "elsewhere.json").write_text(json.dumps(CLEAN))
    (folder / "responses.json").symlink_to(folder.parents[2] / "elsewhere.json")


def as_folder(folder):
    (folder / "responses.json").mkdir()


def as_pipe(folder):
    os.mkfifo(folder / "responses.json")


def twenty_megabytes():
    return json.dumps(responses("x" * 20_000_000, HALF)).encode()


def twice(text):
    return json.dumps(CLEAN).replace('"text": "You', '"text": "An earlier one.", "text": "You').encode()


WHOLE = json.dumps(CLEAN)
#: Bytes (or what to do), what the instructor is told, and whether the first answer could be read.
ANSWERS = {
    "no-answers": (None, "responses.json is missing", False),
    "not-json": (b"{not json", "is not JSON", False),
    "cut-off": (WHOLE[:200].encode(), "is not JSON", False),
    "a-list": (b"[]", "expected fields, found a list", False),
    "slots-a-list": (b'{"schema": 1, "slots": []}', "slots: expected fields", False),
    "text-a-number": (WHOLE.replace(json.dumps(GOOD), "5").encode(), "text: expected words, found a number", False),
    "latin-1": (WHOLE.replace("eyebrows in", "caf\u00e9 in").encode("latin-1"), "Latin-1", True),
    "nested": (b'{"slots": ' + b"[" * 150_000, "JSON", False),
    "too-large": (twenty_megabytes, "larger than", False),
    "unknown-exercise": (responses(answer("no-such-one", GOOD), HALF), "which this lesson does not have", False),
    "unknown-slot": (
        responses(slots={"rewrite1": answer(FIRST, GOOD), "rewrite-2": answer(SECOND, HALF)}),
        "an answer under 'rewrite1', which this lesson does not have", False,
    ),
    "of-another-slot": (responses(answer(SECOND, GOOD), HALF), f"the answer is to '{SECOND}'", False),
    "key-twice": (twice(WHOLE), "stands there twice", True),
    "nan": (WHOLE.replace('"rev": 3', '"rev": NaN').encode(), "NaN is not a number", True),
    "newer": (responses(GOOD, HALF, schema=7), "newer version", True),
    "another-lesson": (responses(GOOD, HALF, lesson="focus"), "another lesson, 'focus'", True),
    "as-link": (as_link, "is a link", False),
    "as-folder": (as_folder, "is a folder", False),
    "as-pipe": (as_pipe, "is a pipe", False),
}  # fmt: skip

STUDENTS = ["müller", "o'hara", "a..b", "-x", "100%", "two words", "x;drop table grade", "{0}", "[ab]"]
#: nbgrader itself stops at these students (and goes on with the others): it copies pipes, knows one name for the
#: notebook, and takes the brackets for a pattern.
NOT_BY_NBGRADER = {"as-pipe", "missing", "called_1", "[ab]"}


def hand_in_everything(root, trace):
    for number in range(3):
        hand_in(root, f"good-{number}", CLEAN)
    for spoil in NOTEBOOKS:
        spoil(hand_in(root, spoil.__name__, CLEAN), trace)
    for student, (given_in, *_) in ANSWERS.items():
        if callable(given_in) and given_in is not twenty_megabytes:
            given_in(hand_in(root, student, None))
        else:
            hand_in(root, student, given_in() if callable(given_in) else given_in)
    for student in STUDENTS:
        hand_in(root, student, CLEAN)
    hand_in(root, "one-too-many", {**CLEAN, "slots": {**CLEAN["slots"], "rewrite-9": answer(FIRST, GOOD)}})
    hand_in(root, "scripts", responses(HOSTILE_TEXT, HALF, reflection=HOSTILE_TEXT))
    hand_in(root, "long", responses("Would you like that? " * 5000, HALF))
    folder = hand_in(root, "two-answers", CLEAN)
    (folder / "responses (1).json").write_text(json.dumps(responses(HALF, HALF)))
    folder = hand_in(root, "answers-called-1", CLEAN)
    (folder / "responses.json").rename(folder / "responses (1).json")


@pytest.fixture(scope="module")
def course(built, tmp_path_factory):
    """The whole cohort, before any grading."""
    home = tmp_path_factory.mktemp("hostile")
    root = copy_course(built, home / "course")
    hand_in_everything(root, home / "trace")
    return root


@pytest.fixture(scope="module")
def graded(course):
    """The cohort graded by `changework grade`: the course, and what was said of each."""
    patch = pytest.MonkeyPatch()
    for name, value in environment(course / ".home").items():
        patch.setenv(name, value)
    outcomes = {outcome.student: outcome for outcome in grade_lesson(course, LESSON)}
    yield course, outcomes
    patch.undo()


def usual():
    return {"rewrite-1": worth(FIRST, GOOD), "rewrite-2": worth(SECOND, HALF)}


def found_scores(root, student):
    return {cell: row[0] for (who, cell), row in rows(root).items() if who == student and row[0] is not None}


def test_nothing_that_was_handed_in_was_run(graded):
    root, _ = graded
    assert not (root.parent / "trace").exists()


def test_everybody_is_in_the_summary_and_nobody_failed(graded):
    root, outcomes = graded
    assert set(outcomes) == {p.name for p in (root / "submitted").iterdir()}
    assert {one.state for one in outcomes.values()} == {"graded"}


@pytest.mark.parametrize("student", ["good-0", "good-1", "good-2", *STUDENTS])
def test_the_others_get_exactly_their_usual_scores(graded, student):
    root, outcomes = graded
    assert found_scores(root, student) == usual()
    assert outcomes[student].waiting == outcomes["good-0"].waiting
    assert not outcomes[student].notes


@pytest.mark.parametrize("spoil", NOTEBOOKS, ids=lambda spoil: spoil.__name__)
def test_a_spoilt_notebook_costs_nothing_and_is_told(graded, spoil):
    root, outcomes = graded
    student = spoil.__name__
    assert found_scores(root, student) == usual()
    assert outcomes[student].waiting == outcomes["good-0"].waiting
    assert NOTEBOOKS[spoil] in " | ".join(outcomes[student].notes)


@pytest.mark.parametrize("student", ANSWERS)
def test_spoilt_answers_get_what_is_fair_and_never_a_silent_zero(graded, student):
    root, outcomes = graded
    _, told, readable = ANSWERS[student]
    assert told in outcomes[student].waiting["rewrite-1"]
    auto, manual, _, needs, *_ = rows(root)[student, "rewrite-1"]
    assert (manual, needs) == (None, 1)
    expected = worth(FIRST, GOOD.replace("eyebrows in", "caf\u00e9 in") if student == "latin-1" else GOOD)
    assert auto == (expected if readable else 0)


def test_an_answer_under_a_slot_that_the_lesson_does_not_have_is_told_and_costs_nothing(graded):
    root, outcomes = graded
    (note,) = outcomes["one-too-many"].notes
    assert "an answer under 'rewrite-9', which this lesson does not have" in note
    assert outcomes["one-too-many"].waiting == outcomes["good-0"].waiting
    assert found_scores(root, "one-too-many") == usual()
    assert "rewrite-9" in (root / f"autograded/one-too-many/{LESSON}/{LESSON}.ipynb").read_text()


def test_two_answer_files_that_differ_wait_for_a_person(graded):
    root, outcomes = graded
    assert "two answer files that differ" in outcomes["two-answers"].waiting["rewrite-1"]
    assert found_scores(root, "two-answers") == usual()


def test_an_answer_file_that_a_browser_renamed_is_read(graded):
    root, outcomes = graded
    assert found_scores(root, "answers-called-1") == usual()
    assert outcomes["answers-called-1"].waiting == outcomes["good-0"].waiting


def test_a_long_answer_is_cut_and_waits_for_a_person(graded):
    _, outcomes = graded
    assert "100,000" in outcomes["long"].waiting["rewrite-1"] or "characters" in outcomes["long"].waiting["rewrite-1"]


def test_links_are_not_followed(graded):
    root, _ = graded
    written = b"".join(files(root).values())
    assert b"the instructor's secret" not in written
    assert not any(path.is_symlink() for path in (root / "autograded").rglob("*"))


def test_nothing_large_is_kept(graded):
    root, _ = graded
    assert max(len(data) for name, data in files(root).items() if "too-large" not in name) < 300_000


def test_every_graded_notebook_is_a_valid_one(graded):
    root, outcomes = graded
    for student in outcomes:
        path = root / f"autograded/{student}/{LESSON}/{LESSON}.ipynb"
        nbformat.validate(nbformat.read(path, as_version=4))


class Acting(HTMLParser):
    """Collects what of a page would do something that a student wrote."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)
        self.found += re.findall(r"[\x00\x1b\u202a-\u202e\u2066-\u2069]", html)

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name.startswith("on") or re.match(r"\s*javascript:", value or "", re.I) or (tag, name) == ("img", "src"):
                self.found.append((tag, name, value))

    def handle_data(self, data):
        if self.get_starttag_text() == "<script>" and "alert" in data:
            self.found.append(data)


def test_what_looks_for_acting_html_finds_it():
    assert len(Acting("<script>alert(1)</script><img src=x onerror=y><a href=' javascript:x'>\x1b").found) == 5


def test_formgrader_shows_it_all_as_harmless_text(graded):
    from nbconvert.exporters import HTMLExporter

    root, _ = graded
    exporter = HTMLExporter(template_name="classic")
    plain, _ = exporter.from_filename(str(root / f"autograded/good-0/{LESSON}/{LESSON}.ipynb"))
    assert not Acting(plain).found
    for student in ("scripts", "scripts_in_cells", "scripts_in_ids"):
        html, _ = exporter.from_filename(str(root / f"autograded/{student}/{LESSON}/{LESSON}.ipynb"))
        assert "alert(1)" in html
        assert not Acting(html).found, student
        assert "$\\alpha$" not in re.sub(r"<pre>.*?</pre>", "", html, flags=re.S)  # MathJax leaves code alone


def test_a_second_run_changes_nothing(graded):
    root, _ = graded
    before = rows(root), comments(root), files(root)
    assert {outcome.state for outcome in grade_lesson(root, LESSON)} == {"unchanged"}
    assert (rows(root), comments(root), files(root)) == before


def test_feedback_pages_show_it_all_as_harmless_text(graded):
    root, outcomes = graded
    done = run(root, "changework", "grade", LESSON, "--feedback")
    assert done.returncode == 0, done.stdout
    pages = list((root / "feedback").glob(f"*/{LESSON}/{LESSON}.html"))
    assert len(pages) == len(outcomes)
    for page in pages:
        html = page.read_text(encoding="utf-8")
        assert not Acting(html).found, page
        assert "$\\alpha$" not in html


def test_nbgrader_autograde_with_our_steps_gives_the_same_to_everybody_whom_it_finishes(graded, tmp_path):
    ours, _ = graded
    root = tmp_path / "course"
    shutil.copytree(ours, root, symlinks=True, ignore=shutil.ignore_patterns("submitted", "autograded", "feedback"))
    (root / "gradebook.db").unlink()
    done = run(root, "nbgrader", "generate_assignment", LESSON, "--force")
    assert done.returncode == 0, done.stderr
    hand_in_everything(root, tmp_path / "trace")
    done = run(root, "nbgrader", "autograde", LESSON)
    assert not (tmp_path / "trace").exists()
    expected = {key: row for key, row in rows(ours).items() if key[0] not in NOT_BY_NBGRADER}
    found = {key: row for key, row in rows(root).items() if key[0] in {student for student, _ in expected}}
    assert found == expected
    # Where nbgrader cannot go on, it says whom it left out, and there is no score that looks like one.
    assert {row[0] for key, row in rows(root).items() if key[0] in NOT_BY_NBGRADER} <= {None}
    assert all(student in done.stderr for student in NOT_BY_NBGRADER)
    assert not any(path.is_symlink() for path in (root / "autograded").rglob("*"))
    assert b"the instructor's secret" not in b"".join(files(root).values())


# -- thousands of mutations


@pytest.fixture(scope="module")
def release(built):
    return Release.read(built / f"release/{LESSON}/{LESSON}.ipynb")


@pytest.fixture(scope="module")
def content(built):
    return LessonContent.read(built / f"source/{LESSON}")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=10,
)


@settings(max_examples=1000)
@given(data=st.data())
def test_any_mutation_of_a_notebook_gives_a_valid_graded_one(release, content, tmp_path_factory, data):
    notebook = json.loads(dumps(release.notebook))
    for _ in range(data.draw(st.integers(1, 4))):
        cells = notebook["cells"]
        place = data.draw(st.integers(0, len(cells) - 1))
        what = data.draw(st.sampled_from(["drop", "copy", "field", "metadata", "nbgrader", "replace", "insert"]))
        if what == "drop" and len(cells) > 1:
            del cells[place]
        elif what == "copy":
            cells.insert(place, cells[data.draw(st.integers(0, len(cells) - 1))])
        elif what == "replace":
            cells[place] = data.draw(json_values)
        elif what == "insert":
            cells.insert(place, {"cell_type": "markdown", "source": data.draw(st.text()), "metadata": {}})
        elif isinstance(cells[place], dict) and what in {"field", "metadata", "nbgrader"}:
            field = {"field": ["source", "cell_type", "metadata", "outputs"], "metadata": ["nbgrader"]}
            holder = cells[place]
            if what == "nbgrader":
                holder = holder.get("metadata") if isinstance(holder.get("metadata"), dict) else {}
                holder = holder.get("nbgrader") if isinstance(holder.get("nbgrader"), dict) else {}
            elif what == "metadata":
                holder = holder.get("metadata") if isinstance(holder.get("metadata"), dict) else {}
            keys = field.get(what, ["grade_id", "points", "grade", "locked", "solution", "task", "schema_version"])
            holder[data.draw(st.sampled_from(keys))] = data.draw(json_values)
    folder = tmp_path_factory.mktemp("mutated")
    (folder / f"{LESSON}.ipynb").write_bytes(json.dumps(notebook).encode())
    check_graded(release, content, folder)


@settings(max_examples=1000)
@given(data=st.binary(max_size=400))
def test_any_bytes_for_a_notebook_give_a_valid_graded_one(release, content, tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("bytes")
    (folder / f"{LESSON}.ipynb").write_bytes(data)
    (folder / "responses.json").write_bytes(data)
    (folder / "timestamp.txt").write_bytes(data)
    check_graded(release, content, folder)


def check_graded(release, content, folder):
    handed_in = read_handed_in(folder, LESSON)
    text = dumps(restored(release, content, handed_in))
    assert all(isinstance(note, str) for note in changes(release, content, handed_in))
    graded = nbformat.reads(text, as_version=4)
    nbformat.validate(graded)
    ids = [c["metadata"]["nbgrader"]["grade_id"] for c in graded["cells"] if "nbgrader" in c["metadata"]]
    assert sorted(ids) == sorted(c["metadata"]["nbgrader"]["grade_id"] for c in release.marked_cells)
    text.encode()


@given(text=st.text(alphabet="`~ab\n<>$\x1b\u202e\ud800", max_size=60))
def test_a_fence_holds_whatever_is_in_it(text):
    from nbconvert.filters import markdown2html

    inside = fenced(text + "<b>ACT</b>")
    lines = inside.split("\n")
    assert not any(line.strip() == lines[-1] for line in lines[1:-1])
    assert "<b>ACT" not in markdown2html(inside)
    inside.encode()
