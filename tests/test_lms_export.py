"""From a download to the sheet that goes back: collect, grade, decide, export, cell by cell, for each platform."""

import csv
import io
import sqlite3
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from graded_course import DESCRIBED, FIRST, GOOD, HALF, LESSON, POOR, SECOND, answer, copy_course, worth
from lms_downloads import NOTEBOOK, answers, handin, write_zip

from course.cli import main
from course.grading import grade_lesson

TITLE = "A bond is not a plan"

#: key, sortable name, answers. What each comes to: a score by rules, one that waits, one not answered, one unreadable.
COHORT = {
    "501": ("Åström, Anna-Lena", answers(GOOD, HALF)),
    "502": ("O'Brien, Seán", answers(HALF, POOR)),
    "503": ("van der Berg, Jan", answers(DESCRIBED, GOOD)),  # waits
    "504": ("Nguyễn Thị, Ánh", answers()),  # handed in, nothing answered
    "505": ("Tran, Mai", answers(HALF, HALF)),
    "506": ("Tran, Mai", answers(POOR, HALF)),
    "507": ("Roe, Jo", b"damaged"),  # waits
    "508": ("Price, Jamal", answers(answer(FIRST, GOOD, ask_human="Please look."), HALF)),  # waits
}
ABSENT = ("509", "Lindqvist, Gus")


def first_last(name: str) -> str:
    last, _, first = name.partition(", ")
    return f"{first} {last}"


def login(key: str) -> str:
    return f"user_{key}"


def download(lms: str, path: Path, cohort: dict[str, tuple[str, bytes]] = COHORT) -> Path:
    """What the platform gives for the cohort."""
    files = {}
    for key, (name, data) in cohort.items():
        if lms == "canvas":
            mashed = "".join(c for c in name.lower() if c.isalnum())
            files[f"{mashed}_{key}_9{key}_alliance-handin.zip"] = handin(data)
        elif lms == "moodle":
            folder = f"{first_last(name).replace(chr(39), '')}_{key}_assignsubmission_file_"
            files[f"{folder}/alliance-handin.zip"] = handin(data)
        else:
            start = f"Alliance_{login(key)}_attempt_2026-01-05-10-00-00"
            files[f"{start}.txt"] = f"Name: {first_last(name)} ({login(key)})\r\n".encode()
            files[f"{start}_alliance-handin.zip"] = handin(data)
    return write_zip(path, files)


def sheet(lms: str, *, points: str = "20") -> bytes:
    """The platform's own sheet for the cohort and one who handed nothing in."""
    people = [*((key, name) for key, (name, _) in COHORT.items()), ABSENT]
    out = io.StringIO()
    if lms == "canvas":
        rows = csv.writer(out, lineterminator="\r\n")
        rows.writerow(["Student", "ID", "SIS User ID", "SIS Login ID", "Section", f"{TITLE} (77)", "Essay (78)"])
        rows.writerow(["    Points Possible", "", "", "", "", points, "10"])
        rows.writerows([name, key, f"S{key}", login(key), "A, 10 am", "", "7"] for key, name in people)
        return b"\xef\xbb\xbf" + out.getvalue().encode()
    if lms == "moodle":
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(
            ["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade", "Grade can be changed",
             "Last modified (submission)", "Last modified (grade)", "Feedback comments"]
        )  # fmt: skip
        rows.writerows(
            [f"Participant {key}", first_last(name), f"{login(key)}@uni.example", "Submitted for grading", "",
             f"{points}.00", "Yes", "Monday, 5 January 2026, 10:00 AM", "-", ""]
            for key, name in people
        )  # fmt: skip
        return out.getvalue().encode()
    rows = csv.writer(out, delimiter="\t", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    rows.writerow(["Last Name", "First Name", "Username", "Availability", f"{TITLE} [Total Pts: {points} Score] |101"])
    rows.writerows([*name.split(", "), login(key), "Yes", ""] for key, name in people)
    return out.getvalue().encode("utf-16")


def cells(lms: str, data: bytes) -> list[list[str]]:
    text = data.decode({"canvas": "utf-8-sig", "moodle": "utf-8", "blackboard": "utf-16"}[lms])
    return list(csv.reader(io.StringIO(text, newline=""), delimiter="\t" if lms == "blackboard" else ","))


def run(*arguments: str | Path) -> Result:
    """Run it as an instructor would; whatever happens, nobody sees a traceback."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


def export(course: Path, given: Path, *more: str | Path) -> Result:
    return run("export", LESSON, "--sheet", given, "--out", course / "out.csv", "--course", course, *more)


def by_hand(course: Path, student: str, slot: str, score: float, comment: str = "") -> None:
    """What formgrader writes."""
    find = """select sn.id from submitted_notebook sn join submitted_assignment sa on sa.id = sn.assignment_id
              where sa.student_id = ?"""
    with sqlite3.connect(course / "gradebook.db") as database:
        (notebook,) = database.execute(find, (student,)).fetchone()
        database.execute(
            "update grade set manual_score = ?, needs_manual_grade = 0 where notebook_id = ? and cell_id in "
            "(select id from base_cell where name = ?)", (score, notebook, slot)
        )  # fmt: skip
        database.execute(
            "update comment set manual_comment = ? where notebook_id = ? and cell_id in "
            "(select id from base_cell where name = ?)", (comment, notebook, f"{slot}-comment")
        )  # fmt: skip


IDS = {
    "canvas": {key: key for key in COHORT},
    "moodle": {
        "501": "anna-lena-astrom", "502": "sean-obrien", "503": "jan-van-der-berg", "504": "anh-nguyen-thi",
        "505": "mai-tran-505", "506": "mai-tran-506", "507": "jo-roe", "508": "jamal-price",
    },
    "blackboard": {key: login(key) for key in COHORT},
}  # fmt: skip
GRADE_COLUMN = {"canvas": 5, "moodle": 4, "blackboard": 4}
FIRST_ROW = {"canvas": 2, "moodle": 1, "blackboard": 1}


def expected_scores() -> dict[str, float]:
    """By the judge as it stands; who waits, or handed in nothing, has none."""
    return {
        "501": worth(FIRST, GOOD) + worth(SECOND, HALF),
        "502": worth(FIRST, HALF) + worth(SECOND, POOR),
        "504": 0.0,
        "505": worth(FIRST, HALF) + worth(SECOND, HALF),
        "506": worth(FIRST, POOR) + worth(SECOND, HALF),
    }


@pytest.fixture(params=["canvas", "moodle", "blackboard"])
def graded(request: pytest.FixtureRequest, built: Path, tmp_path: Path) -> tuple[str, Path, Path]:
    """A platform, a course with its cohort collected and graded, and the platform's sheet."""
    lms = request.param
    course = copy_course(built, tmp_path / "course")
    run("collect", LESSON, download(lms, tmp_path / "download.zip"), "--course", course)
    list(grade_lesson(course, LESSON))
    given = tmp_path / "given.csv"
    given.write_bytes(sheet(lms))
    return lms, course, given


def waiting(course: Path) -> set[str]:
    """Who has an answer that waits, as the gradebook has it."""
    with sqlite3.connect(course / "gradebook.db") as database:
        return {
            id
            for (id,) in database.execute(
                "select sa.student_id from grade g join submitted_notebook sn on sn.id = g.notebook_id "
                "join submitted_assignment sa on sa.id = sn.assignment_id where g.needs_manual_grade"
            )
        }


def test_the_round_trip_cell_by_cell(graded: tuple[str, Path, Path]) -> None:
    lms, course, given = graded
    ids = IDS[lms]
    by_hand(course, ids["502"], "rewrite-1", 9.5, "Kind, <b>and</b> it asks.\nGo on.")
    waits = waiting(course)
    assert {ids["503"], ids["507"], ids["508"]} <= waits
    result = export(course, given, "--feedback", course / "pages.zip")
    assert result.exit_code == 0, result.output

    expected = expected_scores()
    expected["502"] += 9.5 - worth(FIRST, HALF)
    before, after = cells(lms, given.read_bytes()), cells(lms, (course / "out.csv").read_bytes())
    column, first = GRADE_COLUMN[lms], FIRST_ROW[lms]
    for i, key in enumerate([*COHORT, ABSENT[0]]):
        given_grade = key in expected and ids[key] not in waits
        assert after[first + i][column] == (f"{expected[key]:g}" if given_grade else ""), key
        if lms == "moodle" and key == "502":
            said = "<p><strong>Rewrite 1:</strong> Kind, &lt;b&gt;and&lt;/b&gt; it asks.<br />Go on.</p>"
            assert after[first + i][-1] == said
            after[first + i][-1] = ""
        after[first + i][column] = ""
    assert after == before, "every other cell is as it was"
    assert sum(ids[key] not in waits for key in expected) >= 3, "something was exported"
    assert "No grade given: waits for you" in result.output
    assert f"Upload {course / 'out.csv'}." in result.output


def test_every_byte_but_the_grades_is_as_the_platform_gave_it(graded: tuple[str, Path, Path]) -> None:
    lms, course, given = graded
    export(course, given)
    old, new = given.read_bytes(), (course / "out.csv").read_bytes()
    encoding = {"canvas": "utf-8", "moodle": "utf-8", "blackboard": "utf-16-le"}[lms]
    delimiter = "\t" if lms == "blackboard" else ","
    lines = list(zip(old.decode(encoding).split("\n"), new.decode(encoding).split("\n"), strict=True))
    changed = [(a, b) for a, b in lines if a != b]
    assert changed
    for a, b in changed:
        assert a.split(delimiter)[:3] == b.split(delimiter)[:3]
        assert abs(len(b) - len(a)) <= 4, "no more than a number has come in"
    export(course, course / "out.csv", "--out", course / "again.csv")
    assert (course / "again.csv").read_bytes() == new, "filling it in once more changes nothing"


def test_the_feedback_pages_go_back_by_the_platforms_own_names(graded: tuple[str, Path, Path]) -> None:
    lms, course, given = graded
    result = export(course, given, "--feedback", course / "pages.zip")
    ids, waits = IDS[lms], waiting(course)
    with zipfile.ZipFile(course / "pages.zip") as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    wanted = {key for key in expected_scores() if ids[key] not in waits}
    assert f"Feedback pages: {len(wanted)}" in result.output
    mashed = {key: "".join(c for c in COHORT[key][0].lower() if c.isalnum()) for key in wanted}
    plain = {key: first_last(COHORT[key][0]).replace("'", "") for key in wanted}
    names = {
        "canvas": {key: f"{mashed[key]}_{key}_9{key}_alliance-feedback.zip" for key in wanted},
        "moodle": {key: f"{plain[key]}_{key}_assignsubmission_file_/alliance-feedback.html" for key in wanted},
        "blackboard": {key: f"{login(key)}_alliance-feedback.html" for key in wanted},
    }[lms]
    assert set(packed) == set(names.values())
    for key, name in names.items():
        data = packed[name]
        if name.endswith(".zip"):  # Canvas shows it under the name of what was uploaded, a zip
            with zipfile.ZipFile(io.BytesIO(data)) as inside:
                assert inside.namelist() == ["alliance-feedback.html"]
                data = inside.read("alliance-feedback.html")
        assert data == (course / "feedback" / ids[key] / LESSON / f"{LESSON}.html").read_bytes()
        assert f"Feedback for {ids[key]}".encode() in data
    before = (course / "pages.zip").read_bytes()
    export(course, given, "--feedback", course / "pages.zip")
    assert (course / "pages.zip").read_bytes() == before


@pytest.fixture
def canvas_course(built: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A course with Canvas's cohort, graded, and the sheet."""
    course = copy_course(built, tmp_path / "course")
    run("collect", LESSON, download("canvas", tmp_path / "download.zip"), "--course", course)
    list(grade_lesson(course, LESSON))
    (tmp_path / "given.csv").write_bytes(sheet("canvas"))
    return course, tmp_path / "given.csv"


def grades(course: Path) -> dict[str, str]:
    return {row[1]: row[5] for row in cells("canvas", (course / "out.csv").read_bytes())[2:]}


def test_who_is_not_graded_has_no_zero(canvas_course: tuple[Path, Path], tmp_path: Path) -> None:
    course, given = canvas_course
    late = {"509": (ABSENT[1], answers(GOOD, GOOD))}
    run("collect", LESSON, download("canvas", tmp_path / "late.zip", late), "--course", course)
    result = export(course, given)
    assert grades(course)["509"] == ""
    assert "No grade given: is not graded yet:\n  lindqvistgus (509)" in result.output


def test_an_autograding_that_failed_is_no_zero(canvas_course: tuple[Path, Path]) -> None:
    course, given = canvas_course
    with sqlite3.connect(course / "gradebook.db") as database:
        database.execute(
            "update grade set auto_score = null, needs_manual_grade = 0 where notebook_id in (select sn.id from "
            "submitted_notebook sn join submitted_assignment sa on sa.id = sn.assignment_id where student_id = '501')"
        )
    export(course, given)
    assert grades(course)["501"] == ""


def test_a_resubmission_that_is_not_graded_yet_holds_the_old_grade_back(
    canvas_course: tuple[Path, Path], tmp_path: Path
) -> None:
    course, given = canvas_course
    export(course, given)
    assert grades(course)["505"] != ""
    again = write_zip(tmp_path / "again.zip", {"tranmai_505_99999_alliance-handin-1.zip": handin(answers(GOOD, GOOD))})
    run("collect", LESSON, again, "--course", course)
    result = export(course, given)
    assert grades(course)["505"] == ""
    assert "was handed in again since it was graded" in result.output
    list(grade_lesson(course, LESSON))
    export(course, given)
    assert grades(course)["505"] == f"{worth(FIRST, GOOD) + worth(SECOND, GOOD):g}"


def test_a_score_by_hand_wins_also_where_the_rules_were_not_sure(canvas_course: tuple[Path, Path]) -> None:
    course, given = canvas_course
    for slot in ("rewrite-1", "rewrite-2"):
        by_hand(course, "507", slot, 4.25)
    export(course, given)
    assert grades(course)["507"] == "8.5"


def test_other_points_in_the_sheet_are_refused_or_scaled(canvas_course: tuple[Path, Path]) -> None:
    course, given = canvas_course
    given.write_bytes(sheet("canvas", points="100"))
    result = export(course, given)
    assert result.exit_code == 1
    assert "has 100 points, the lesson 20" in result.output
    assert "--scale" in result.output
    assert not (course / "out.csv").exists()
    result = export(course, given, "--scale")
    assert grades(course)["501"] == f"{5 * expected_scores()['501']:g}"
    assert "scaled from 20 to 100" in result.output


def test_a_late_penalty_of_nbgrader_comes_off(canvas_course: tuple[Path, Path]) -> None:
    course, given = canvas_course
    with sqlite3.connect(course / "gradebook.db") as database:
        database.execute("update submitted_notebook set late_submission_penalty = 1.5")
    export(course, given)
    assert grades(course)["501"] == f"{expected_scores()['501'] - 1.5:g}"
    assert grades(course)["504"] == "0", "never below nothing"


def test_who_is_not_in_the_sheet_is_named(canvas_course: tuple[Path, Path]) -> None:
    course, given = canvas_course
    given.write_bytes(b"".join(line for line in given.read_bytes().splitlines(True) if b",501," not in line))
    result = export(course, given)
    assert "Graded, but not in this sheet:\n  åströmannalena (501)" in result.output


def test_students_of_a_hub_are_found_by_their_login(built: Path, tmp_path: Path) -> None:
    course = copy_course(built, tmp_path / "course")
    home = course / "submitted" / login("501") / LESSON
    home.mkdir(parents=True)
    (home / "responses.json").write_bytes(answers(GOOD, HALF))
    (home / "alliance.ipynb").write_bytes(NOTEBOOK)
    list(grade_lesson(course, LESSON))
    given = tmp_path / "given.csv"
    given.write_bytes(sheet("canvas"))
    result = export(course, given, "--feedback", course / "pages.zip")
    assert grades(course)["501"] == f"{expected_scores()['501']:g}"
    assert "the name to give it back by is not known" in result.output


def test_the_sheet_that_was_given_and_other_files_are_never_overwritten(
    canvas_course: tuple[Path, Path], tmp_path: Path
) -> None:
    course, given = canvas_course
    before = given.read_bytes()
    result = run("export", LESSON, "--sheet", given, "--out", given, "--course", course)
    assert "never overwritten" in result.output
    assert given.read_bytes() == before
    result = export(course, given, "--feedback", tmp_path / "download.zip")
    assert "no zip of feedback pages" in result.output
    assert not (course / "out.csv").exists()


def test_what_is_no_sheet_or_another_platforms_is_said(canvas_course: tuple[Path, Path], tmp_path: Path) -> None:
    course, given = canvas_course
    assert "not Moodle's" in export(course, given, "--lms", "moodle").output
    assert "cannot be read" in export(course, tmp_path / "none.csv").output
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    assert "It has: a, b" in export(course, tmp_path / "x.csv").output
    result = export(course, given, "--column", "Quiz")
    assert "no column fits 'Quiz'" in result.output
    assert "Essay (78)" in result.output
    assert not (course / "out.csv").exists()
