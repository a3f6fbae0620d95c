"""`changework collect`: a cohort's work from each platform, with what is broken in it, into a course."""

import json
import sqlite3
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from graded_course import GOOD, HALF, LESSON, copy_course
from lms_downloads import (
    NOTEBOOK,
    answers,
    blackboard_note,
    bomb,
    handin,
    link_in_zip,
    locked,
    saved,
    submitted,
    write_folder,
    write_zip,
    zipped,
)

from course.cli import main

ONE = answers(GOOD, HALF)
TWO = answers(HALF, HALF)
NEWER = saved(TWO, "2026-01-09T10:00:00+00:00")

CANVAS = {
    "åströmannalena_12345_90001_alliance-handin.zip": handin(ONE),
    "obrienseán_LATE_12346_90002_alliance-handin (1).zip": handin(TWO),
    "vandenbergjan_12347_90003_alliance-1.ipynb": NOTEBOOK,
    "vandenbergjan_12347_90004_responses-1.json": ONE,
    "nguyễnthịánh_12348_90005_alliance-handin.zip": handin(ONE),
    "nguyễnthịánh_12348_90015_alliance-handin-1.zip": handin(TWO),
    "roejo_12349_90006_essay.docx": b"PK\x03\x04",
    "roejim_12350_90007_alliance-handin.zip": zipped({}),
    "typerty_12351_text.html": b"<p>My answer</p>",
    "alonenb_12352_90008_alliance.ipynb": NOTEBOOK,
    "macuser_12353_90009_alliance.zip": zipped(
        {"alliance/responses.json": ONE, "__MACOSX/alliance/._responses.json": b"x", "alliance/.DS_Store": b"x"}
    ),
    "__MACOSX/._roejo_12349_90006_essay.docx": b"x",
    ".DS_Store": b"x",
}


@pytest.fixture
def course(built: Path, tmp_path: Path) -> Path:
    return copy_course(built, tmp_path / "course")


def collect(course: Path, download: Path, *more: str) -> Result:
    """Run it as an instructor would; whatever happens, nobody sees a traceback."""
    result = CliRunner().invoke(main, ["collect", LESSON, str(download), "--course", str(course), *more])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


def students(course: Path) -> dict[str, tuple[str | None, ...]]:
    with sqlite3.connect(course / "gradebook.db") as database:
        rows = database.execute("select id, first_name, last_name, email, lms_user_id from student").fetchall()
    return {id: tuple(rest) for id, *rest in rows}


def test_a_canvas_download_is_collected_and_what_is_broken_is_named(course: Path, tmp_path: Path) -> None:
    result = collect(course, write_zip(tmp_path / "submissions.zip", CANVAS))
    assert submitted(course) == {
        "12345/alliance/alliance.ipynb": NOTEBOOK,
        "12345/alliance/responses.json": ONE,
        "12346/alliance/alliance.ipynb": NOTEBOOK,
        "12346/alliance/responses.json": TWO,
        "12347/alliance/alliance.ipynb": NOTEBOOK,
        "12347/alliance/responses.json": ONE,
        "12348/alliance/alliance.ipynb": NOTEBOOK,
        "12348/alliance/responses.json": TWO,
        "12352/alliance/alliance.ipynb": NOTEBOOK,
        "12353/alliance/responses.json": ONE,
    }
    assert result.exit_code == 1, "there is something to do"
    assert "alliance: a download of Canvas, 9 students" in result.output
    assert "6 collected, 0 updated, 0 unchanged, 0 kept as they were, 3 not collected; 1 late, 4 with problems" in (
        result.output
    )
    assert "Late: obrienseán (12346)" in result.output
    assert "handed in 'essay.docx', and no answers. Ask for alliance-handin.zip." in result.output
    assert "a zip with nothing in it" in result.output
    assert "typed a text into Canvas" in result.output
    assert "uploaded the notebook alone" in result.output


def test_the_students_are_in_the_gradebook_and_those_who_handed_nothing_in_are_not(
    course: Path, tmp_path: Path
) -> None:
    collect(course, write_zip(tmp_path / "submissions.zip", CANVAS))
    known = students(course)
    assert set(known) == {"12345", "12346", "12347", "12348", "12352", "12353"}
    assert known["12345"] == ("", "åströmannalena", None, "12345")


def test_with_canvas_gradebook_as_the_roster_students_have_their_names(course: Path, tmp_path: Path) -> None:
    download = write_zip(tmp_path / "submissions.zip", CANVAS)
    collect(course, download)
    roster = tmp_path / "grades.csv"
    roster.write_text('Student,ID,SIS Login ID,Section\n"Åström, Anna-Lena",12345,annalena,A\n', encoding="utf-8-sig")
    result = collect(course, download, "--roster", str(roster))
    assert students(course)["12345"] == ("Anna-Lena", "Åström", None, "12345")
    assert "annalena" not in students(course), "the id that was given stays"
    assert "0 collected, 0 updated, 6 unchanged" in result.output


@pytest.mark.parametrize("kind", ["zip", "folder"])
def test_running_it_again_changes_nothing(course: Path, tmp_path: Path, kind: str) -> None:
    download = (write_zip if kind == "zip" else write_folder)(tmp_path / "download", CANVAS)
    collect(course, download)
    everything = {path: path.stat().st_mtime_ns for path in (course / "submitted").rglob("*") if path.name != ".lock"}
    before = students(course)
    result = collect(course, download)
    assert "0 collected, 0 updated, 6 unchanged, 0 kept as they were, 3 not collected" in result.output
    assert students(course) == before
    for path, changed in everything.items():
        assert path.exists()
        assert path.is_dir() or path.stat().st_mtime_ns == changed, path


def test_a_dry_run_says_what_would_be_and_writes_nothing(course: Path, tmp_path: Path) -> None:
    result = collect(course, write_zip(tmp_path / "submissions.zip", CANVAS), "--dry-run")
    assert "6 would be collected" in result.output
    assert "Nothing was written." in result.output
    assert not (course / "submitted").exists()
    assert students(course) == {}


def test_a_resubmission_replaces_and_the_earlier_one_is_kept(course: Path, tmp_path: Path) -> None:
    collect(course, write_zip(tmp_path / "one.zip", {"doe_1_100_alliance-handin.zip": handin(ONE)}))
    result = collect(course, write_zip(tmp_path / "two.zip", {"doe_1_200_alliance-handin-1.zip": handin(TWO)}))
    assert "1 updated" in result.output
    assert "Earlier submissions are kept in" in result.output
    assert submitted(course)["1/alliance/responses.json"] == TWO
    assert (course / "submitted/.lms/replaced/1/alliance-1/responses.json").read_bytes() == ONE

    result = collect(course, tmp_path / "one.zip")
    assert "1 kept as they were" in result.output
    assert "older than what was collected before" in result.output
    assert submitted(course)["1/alliance/responses.json"] == TWO


def test_a_broken_resubmission_takes_nothing_away(course: Path, tmp_path: Path) -> None:
    collect(course, write_zip(tmp_path / "one.zip", {"doe_1_100_alliance-handin.zip": handin(ONE)}))
    before = submitted(course)
    for name, data in {"a.docx": b"x", "alliance-handin.zip": b"", "alliance.ipynb": NOTEBOOK}.items():
        result = collect(course, write_zip(tmp_path / "two.zip", {f"doe_1_200_{name}": data}))
        assert submitted(course) == before
        assert "stays" in result.output
        assert "Ask for alliance-handin.zip." in result.output


MOODLE = {
    "Anna-Lena Åström_201_assignsubmission_file_/alliance-handin.zip": handin(ONE),
    "Seán OBrien_202_assignsubmission_file_/alliance-handin(1).zip": handin(TWO),
    "Mai Tran_203_assignsubmission_file_/alliance.ipynb": NOTEBOOK,
    "Mai Tran_203_assignsubmission_file_/responses.json": ONE,
    "Mai Tran_204_assignsubmission_file_/alliance-handin.zip": handin(TWO),
    "Nguyễn Thị Ánh_205_assignsubmission_file_/lesson/alliance.ipynb": NOTEBOOK,
    "Nguyễn Thị Ánh_205_assignsubmission_file_/lesson/responses.json": TWO,
    "Jo Roe_206_assignsubmission_onlinetext_/onlinetext.html": b"<p>hello</p>",
}


def test_a_moodle_download_is_collected_by_name_and_two_of_one_name_stay_two(course: Path, tmp_path: Path) -> None:
    result = collect(course, write_zip(tmp_path / "moodle.zip", MOODLE))
    assert {name: data for name, data in submitted(course).items() if name.endswith(".json")} == {
        "anna-lena-astrom/alliance/responses.json": ONE,
        "sean-obrien/alliance/responses.json": TWO,
        "mai-tran-203/alliance/responses.json": ONE,
        "mai-tran-204/alliance/responses.json": TWO,
        "nguyen-thi-anh/alliance/responses.json": TWO,
    }
    assert students(course)["anna-lena-astrom"] == ("Anna-Lena", "Åström", None, None)
    assert "More than one student is called Mai Tran" in result.output
    assert "Jo Roe (jo-roe)" in result.output


def test_where_the_platform_tells_no_time_the_newer_answers_win(course: Path, tmp_path: Path) -> None:
    place = "Jo Doe_7_assignsubmission_file_/alliance-handin.zip"
    collect(course, write_zip(tmp_path / "new.zip", {place: handin(NEWER)}))
    assert "1 kept as they were" in collect(course, write_zip(tmp_path / "old.zip", {place: handin(ONE)})).output
    assert submitted(course)["jo-doe/alliance/responses.json"] == NEWER


BLACKBOARD = {
    "Alliance_jo_doe_attempt_2026-01-05-10-00-00.txt": blackboard_note("Jo Doe", "jo_doe"),
    "Alliance_jo_doe_attempt_2026-01-05-10-00-00_alliance-handin.zip": handin(ONE),
    "Alliance_jo_doe_attempt_2026-01-06-23-30-00.txt": blackboard_note("Jo Doe", "jo_doe"),
    "Alliance_jo_doe_attempt_2026-01-06-23-30-00_alliance-handin(1).zip": handin(TWO),
    "Alliance_sobrien_attempt_2026-01-05-11-00-00.txt": blackboard_note("Seán O'Brien", "sobrien"),
    "Alliance_sobrien_attempt_2026-01-05-11-00-00_alliance.ipynb": NOTEBOOK,
    "Alliance_sobrien_attempt_2026-01-05-11-00-00_responses.json": ONE,
    "Alliance_empty_attempt_2026-01-05-11-00-00.txt": blackboard_note("Emp Ty", "empty"),
}


def test_a_blackboard_download_is_collected_with_its_times_and_the_latest_attempt(course: Path, tmp_path: Path) -> None:
    with sqlite3.connect(course / "gradebook.db") as database:
        database.execute("update assignment set duedate = '2026-01-06 12:00:00.000000'")
    result = collect(course, write_zip(tmp_path / "bb.zip", BLACKBOARD), "--timezone", "America/New_York")
    assert submitted(course) == {
        "jo_doe/alliance/alliance.ipynb": NOTEBOOK,
        "jo_doe/alliance/responses.json": TWO,
        "jo_doe/alliance/timestamp.txt": b"2026-01-07 04:30:00.000000 UTC",
        "sobrien/alliance/alliance.ipynb": NOTEBOOK,
        "sobrien/alliance/responses.json": ONE,
        "sobrien/alliance/timestamp.txt": b"2026-01-05 16:00:00.000000 UTC",
    }
    assert students(course)["sobrien"] == ("Seán", "O'Brien", None, "sobrien")
    assert "Late: Jo Doe (jo_doe)" in result.output
    assert "Emp Ty (empty)" in result.output
    assert "handed in nothing. Ask for alliance-handin.zip." in result.output


@pytest.mark.parametrize("step", range(1, 5))
def test_a_run_that_is_stopped_between_two_steps_is_completed_by_the_next(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    first = {"a_1_100_alliance-handin.zip": handin(ONE), "b_2_101_alliance-handin.zip": handin(ONE)}
    collect(course, write_zip(tmp_path / "one.zip", first))
    second = {"a_1_200_alliance-handin.zip": handin(TWO), "b_2_201_alliance-handin.zip": handin(TWO)}
    write_zip(tmp_path / "two.zip", second)
    renames, rename = [], Path.rename

    def stop(self: Path, target: Path) -> Path:
        renames.append(target)
        if len(renames) == step:
            raise KeyboardInterrupt
        return rename(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", stop)
        CliRunner().invoke(main, ["collect", LESSON, str(tmp_path / "two.zip"), "--course", str(course)])
    assert len(renames) == step
    collect(course, tmp_path / "two.zip")
    after = submitted(course)
    assert {after[f"{student}/alliance/responses.json"] for student in "12"} == {TWO}
    for student in "12":
        kept = list((course / "submitted/.lms/replaced" / student).rglob("responses.json"))
        assert [path.read_bytes() for path in kept] == [ONE]


def test_hostile_uploads_reach_nothing_but_their_own_student(course: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    files = [
        ("good_1_1_alliance-handin.zip", handin(ONE)),
        ("slip_2_2_alliance-handin.zip", zipped({"../../../../outside/responses.json": ONE})),
        ("absolute_3_3_alliance-handin.zip", zipped({f"{outside}/responses.json": ONE})),
        ("drive_4_4_alliance-handin.zip", zipped({"C:\\outside\\responses.json": ONE})),
        ("link_5_5_alliance-handin.zip", link_in_zip("responses.json", "/etc/passwd")),
        ("bomb_6_6_alliance-handin.zip", bomb("responses.json")),
        ("lock_7_7_alliance-handin.zip", locked(handin(ONE))),
        ("cut_8_8_alliance-handin.zip", handin(ONE)[:-40]),
        ("nest_9_9_alliance-handin.zip", zipped({"alliance-handin.zip": handin(ONE)})),
        ("../../outside/up_10_10_responses.json", ONE),
        ("folder/deep_11_11_responses.json", ONE),
    ]
    result = collect(course, write_zip(tmp_path / "all.zip", files))
    assert set(submitted(course)) == {
        "1/alliance/alliance.ipynb",
        "1/alliance/responses.json",
        "11/alliance/responses.json",
    }
    assert list(outside.iterdir()) == []
    assert "2 collected" in result.output
    assert "9 not collected" in result.output
    for name in ("slip", "absolute", "drive", "link", "bomb", "lock", "cut", "nest", "up"):
        assert f"  {name} (" in result.output


def test_a_link_where_a_submission_should_go_is_not_followed(course: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (course / "submitted/1").mkdir(parents=True)
    (course / "submitted/1/alliance").symlink_to(outside)
    files = {"doe_1_1_alliance-handin.zip": handin(ONE), "roe_2_2_alliance-handin.zip": handin(ONE)}
    result = collect(course, write_zip(tmp_path / "all.zip", files))
    assert list(outside.iterdir()) == []
    assert "there stands a link" in result.output
    assert "2/alliance/responses.json" in submitted(course)


def test_what_nbgrader_collected_before_is_there_as_it_was_or_kept(course: Path, tmp_path: Path) -> None:
    home = course / "submitted/12345/alliance"
    home.mkdir(parents=True)
    (home / "responses.json").write_bytes(ONE)
    (home / "timestamp.txt").write_text("2026-01-05 10:00:00.000000 UTC")
    assert "1 unchanged" in collect(
        course, write_zip(tmp_path / "a.zip", {"doe_12345_1_responses.json": ONE})
    ).output  # fmt: skip
    collect(course, write_zip(tmp_path / "b.zip", {"doe_12345_2_responses.json": NEWER}))
    assert (course / "submitted/.lms/replaced/12345/alliance-1/timestamp.txt").is_file()


def test_what_is_not_a_course_a_lesson_or_a_download_is_said(course: Path, tmp_path: Path) -> None:
    download = write_zip(tmp_path / "a.zip", {"doe_1_1_responses.json": ONE})
    assert "Error" in collect(tmp_path, download).output
    assert "is not a course" in collect(tmp_path, download).output
    wrong = CliRunner().invoke(main, ["collect", "motivation", str(download), "--course", str(course)])
    assert "there is no lesson 'motivation'" in wrong.output
    assert "does not exist" in collect(course, tmp_path / "none.zip").output
    assert "no time zone 'Mars'" in collect(course, download, "--timezone", "Mars").output
    essay = write_zip(tmp_path / "b.zip", {"essay.docx": b"x"})
    assert "does not look like a download" in collect(course, essay).output
    assert not (course / "submitted").is_dir() or not submitted(course)


def test_a_damaged_record_is_named_with_what_to_do(course: Path, tmp_path: Path) -> None:
    download = write_zip(tmp_path / "a.zip", {"doe_1_1_responses.json": ONE})
    collect(course, download)
    record = course / "submitted/.lms/alliance.json"
    assert json.loads(record.read_bytes())["students"]["1"]["key"] == "1"
    for damaged in ("{", '{"students": {"1": {"lms": "canvas"}}}', '{"students": {"1": 3}}'):
        record.write_text(damaged)
        assert "is damaged. Delete it" in collect(course, download).output


def test_a_download_with_a_path_twice_is_read_twice(course: Path, tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        download = write_zip(tmp_path / "a.zip", [("doe_1_1_responses.json", ONE), ("doe_1_1_responses.json", NEWER)])
    with zipfile.ZipFile(download) as archive:
        assert len(archive.namelist()) == 2
    collect(course, download)
    assert submitted(course)["1/alliance/responses.json"] == NEWER
