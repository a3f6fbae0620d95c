"""Whose file is whose: what the platforms' names mean, and which ids the course gives. Names in, decisions out."""

import re
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.lms import blackboard, canvas, moodle
from course.lms.people import Known, Roster, name_people, read_roster, safe_id, slug, split
from course.lms.recognise import recognise
from course.lms.sheet import Sheet, SheetError
from course.lms.uploads import LmsError, is_junk, without_copy_number

CANVAS = [
    "åströmannalena_12345_90001_alliance-handin.zip",
    "obrienseán_LATE_12346_90002_alliance-handin (1).zip",
    "vandenbergjan_3rd_12347_90003_alliance-handin-1.zip",
    "nguyễnthịánh_12348_90004_my_own_file_2.ipynb",
]
MOODLE = [
    "Anna-Lena Åström_201_assignsubmission_file_/alliance-handin.zip",
    "Seán OBrien_202_assignsubmission_file/alliance-handin(1).zip",
    "download/Nguyễn Thị Ánh_203_assignsubmission_file_/lesson/alliance.ipynb",
    "Jan van den Berg_204_assignsubmission_file_alliance.ipynb",
]
BLACKBOARD = [
    "Week 2_ Alliance_jo_doe_attempt_2026-01-05-10-00-00_alliance-handin.zip",
    "Week 2_ Alliance_jo_dean_attempt_2026-01-05-10-00-00_alliance-handin.zip",
    "Week 2_ Alliance_o'brien_attempt_2026-01-06-09-30-00_responses.json",
]


def who(found: dict) -> list[tuple[str, str]]:
    return [(upload.key, upload.file) for upload in found.values()]


def test_canvas_names_hold_the_user_the_attachment_and_the_file() -> None:
    found = canvas.uploads(CANVAS)
    assert who(found) == [
        ("12345", "alliance-handin.zip"),
        ("12346", "alliance-handin (1).zip"),
        ("12347", "alliance-handin-1.zip"),
        ("12348", "my_own_file_2.ipynb"),
    ]
    assert [upload.late for upload in found.values()] == [False, True, False, False]
    assert [upload.name for upload in found.values()][2] == "vandenbergjan_3rd"


def test_a_later_attachment_of_canvas_comes_after_an_earlier_one_whatever_the_number_of_digits() -> None:
    found = canvas.uploads(["a_1_999_x.zip", "a_1_1000_x.zip"])
    assert found["a_1_999_x.zip"].order < found["a_1_1000_x.zip"].order


def test_what_was_typed_into_canvas_is_no_file() -> None:
    found = canvas.uploads(["doejane_12345_text.html", "doejane_LATE_12346_link.html", "doe_1_2_text.html"])
    assert "typed" in found["doejane_12345_text.html"].other
    assert "link" in found["doejane_LATE_12346_link.html"].other
    assert not found["doe_1_2_text.html"].other, "an upload that happens to be called text.html"


def test_moodle_names_hold_the_participant_in_every_layout() -> None:
    found = moodle.uploads(MOODLE)
    assert who(found) == [
        ("201", "alliance-handin.zip"),
        ("202", "alliance-handin(1).zip"),
        ("203", "lesson/alliance.ipynb"),
        ("204", "alliance.ipynb"),
    ]
    assert {upload.place for upload in found.values()} == {
        "Anna-Lena Åström_201_assignsubmission_file_",
        "Seán OBrien_202_assignsubmission_file",
        "Nguyễn Thị Ánh_203_assignsubmission_file_",
        "Jan van den Berg_204_assignsubmission_file_",
    }


def test_what_was_typed_into_moodle_is_no_file() -> None:
    (upload,) = moodle.uploads(["Jo Doe_7_assignsubmission_onlinetext_/onlinetext.html"]).values()
    assert "typed" in upload.other


def test_blackboard_names_are_told_from_the_title_that_they_share() -> None:
    found = blackboard.uploads(BLACKBOARD)
    assert [upload.key for upload in found.values()] == ["jo_doe", "jo_dean", "o'brien"]
    assert found[BLACKBOARD[2]].handed_in == datetime(2026, 1, 6, 9, 30)


def test_blackboard_notes_say_who_is_who_where_names_could_mean_two_things() -> None:
    note = "Alliance_stu_01_attempt_2026-01-05-10-00-00.txt"
    names = [
        note,
        "Alliance_stu_01_attempt_2026-01-05-10-00-00_responses.json",
        "Alliance_stu_02_attempt_2026-01-05-11-00-00_responses.json",
    ]
    found = blackboard.uploads(names, lambda path: "Name: Jo Doe (stu_01)\r\nAssignment: Alliance\r\n")
    assert [(upload.key, upload.name) for upload in found.values()] == [
        ("stu_01", "Jo Doe"),
        ("stu_01", "Jo Doe"),
        ("stu_02", "stu_02"),
    ]
    assert found[note].file == "", "the note itself is no upload"


def test_a_time_that_cannot_be_is_no_attempt() -> None:
    assert blackboard.uploads(["A_b_attempt_2026-13-05-10-00-00_responses.json"]) == {}


@pytest.mark.parametrize(("names", "expected"), [(CANVAS, "canvas"), (MOODLE, "moodle"), (BLACKBOARD, "blackboard")])
def test_a_download_is_recognised_by_its_names(names: list[str], expected: str) -> None:
    lms, found = recognise([*names, "something else.pdf"], lambda path: "")
    assert lms == expected
    assert set(found) == set(names)


def test_a_download_of_no_platform_is_refused_in_words() -> None:
    with pytest.raises(LmsError, match=r"does not look like.*'essay\.docx'.*Canvas.*Moodle.*Blackboard"):
        recognise(["essay.docx"], lambda path: "")
    with pytest.raises(LmsError, match="does not look like a download of Moodle"):
        recognise(CANVAS, lambda path: "", "moodle")


def test_anonymous_marking_in_canvas_is_named() -> None:
    with pytest.raises(LmsError, match="anonymously"):
        recognise(["anon_Ab1cD_90001_alliance-handin.zip"], lambda path: "")


def test_what_systems_leave_behind_was_handed_in_by_nobody() -> None:
    junk = [
        "__MACOSX/a/._x.ipynb",
        ".DS_Store",
        "a/.DS_Store",
        "a/._b.zip",
        "Thumbs.db",
        "a/.ipynb_checkpoints/b.ipynb",
    ]
    assert all(map(is_junk, junk))
    assert not is_junk("a/alliance.ipynb")


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("alliance-handin", ("alliance-handin", 0)),
        ("alliance-handin (2)", ("alliance-handin", 2)),
        ("alliance-handin(1)", ("alliance-handin", 1)),
        ("responses-3", ("responses", 3)),
    ],
)
def test_copies_are_counted(stem: str, expected: tuple[str, int]) -> None:
    assert without_copy_number(stem) == expected


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Nguyễn Thị Ánh", "nguyen-thi-anh"),
        ("Seán O'Brien", "sean-obrien"),
        ("Seán O’Brien", "sean-obrien"),
        ("Jan van der Berg", "jan-van-der-berg"),
        ("Anna-Lena Åström", "anna-lena-astrom"),
        ("Łukasz Groß", "lukasz-gross"),
        ("Đặng Văn Lâm", "dang-van-lam"),
        ("李明", "李明"),
        ("Владимир Путь", "владимир-путь"),
        ("हिन्दी", "हिन्दी"),
        ("con", "student-con"),
        ("../../etc", "etc"),
    ],
)
def test_a_name_becomes_an_id_that_can_be_read(name: str, id: str) -> None:
    assert slug(name) == id
    assert slug(slug(name)) == id


@given(st.text(max_size=200))
def test_an_id_is_the_name_of_a_folder_on_every_system_and_no_pattern(text: str) -> None:
    id = safe_id(text)
    assert not re.search(r"[/\\:*?\"<>|+\[\]{}\x00-\x1f\s]", id)
    assert ".." not in id
    assert len(id) <= 80
    assert not id.startswith((".", "-", " "))
    assert not id.endswith((".", " "))
    assert id.isprintable()


def test_accents_that_a_mac_takes_apart_make_no_other_student() -> None:
    assert slug("A\u030anna Ho\u0308gl") == slug("Ånna Högl") == "anna-hogl"


def test_canvas_and_blackboard_students_have_the_platforms_id_and_moodles_their_name() -> None:
    assert name_people("canvas", {"12345": "doejane"}, remembered={}, known=[]).ids == {"12345": "12345"}
    assert name_people("blackboard", {"JDoe": "Jane Doe"}, remembered={}, known=[]).ids == {"JDoe": "jdoe"}
    assert name_people("moodle", {"201": "Jane Doe"}, remembered={}, known=[]).ids == {"201": "jane-doe"}


def test_two_students_of_one_name_in_moodle_stay_two_and_the_instructor_is_told() -> None:
    named = name_people("moodle", {"201": "Mai Tran", "202": "Mai Tran", "203": "Jo"}, remembered={}, known=[])
    assert named.ids == {"201": "mai-tran-201", "202": "mai-tran-202", "203": "jo"}
    (note,) = named.notes
    assert "called Mai Tran" in note
    assert "mai-tran-201, mai-tran-202" in note
    assert "--roster" in note


def test_an_id_once_given_stays() -> None:
    named = name_people("moodle", {"201": "Mai Tran", "202": "Mai Tran"}, remembered={"201": "mai-tran"}, known=[])
    assert named.ids == {"201": "mai-tran", "202": "mai-tran-202"}


def test_a_student_of_the_gradebook_keeps_their_id() -> None:
    known = [Known("jdoe", "Jane Doe", "12345"), Known("BSmith")]
    assert name_people("canvas", {"12345": "doejane"}, remembered={}, known=known).ids == {"12345": "jdoe"}
    assert name_people("blackboard", {"bsmith": "B"}, remembered={}, known=known).ids == {"bsmith": "BSmith"}


def test_moodles_participant_id_is_not_taken_for_the_one_of_another_assignment() -> None:
    known = [Known("anna", "Anna", "201"), Known("202", "Somebody Else")]
    named = name_people("moodle", {"201": "Jane Doe", "202": "Jo Roe"}, remembered={}, known=known)
    assert named.ids == {"201": "jane-doe", "202": "jo-roe"}


def test_a_name_that_is_somebody_elses_user_name_does_not_become_theirs() -> None:
    named = name_people("moodle", {"9": "Hana"}, remembered={}, known=[Known("hana", "Hana Sato")])
    assert named.ids == {"9": "hana-9"}


def test_a_number_of_canvas_that_is_somebody_elses_id_does_not_become_theirs() -> None:
    known = [Known("12345", "Hana Sato"), Known("12346", "Jo Doe"), Known("12347", "Jim Roe", "999"), Known("12348")]
    found = {"12345": "doejane", "12346": "doejo", "12347": "roejim", "12348": "poeann"}
    assert name_people("canvas", found, remembered={}, known=known).ids == {
        "12345": "12345-12345",
        "12346": "12346",
        "12347": "12347-12347",
        "12348": "12348",
    }


def test_two_rows_of_a_roster_with_one_login_stay_two_students() -> None:
    text = "Student,ID,SIS Login ID,Section\nDoe,1,doe,A\nRoe,2,doe,A\n"
    for known in ([], [Known("doe")]):
        named = name_people(
            "canvas", {"1": "doe", "2": "roe"}, remembered={}, known=known, roster=roster(text, "canvas")
        )
        assert named.ids == {"1": "doe", "2": "doe-2"}


def test_different_names_that_come_to_the_same_id_stay_apart() -> None:
    named = name_people("moodle", {"1": "Anna Åström", "2": "Anna Astrom"}, remembered={}, known=[])
    assert len(set(named.ids.values())) == 2


WORKSHEET = (
    "Identifier,Full name,ID number,Email address,Status,Grade,Maximum Grade,Last modified (grade)\n"
    "Participant 201,Mai Tran,s100,mai1@uni.example,Submitted,,20.00,-\n"
    "Participant 202,Mai Tran,,mai2@uni.example,Submitted,,20.00,-\n"
)
GRADEBOOK = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Alliance (77)\n"
    "    Points Possible,,,,,20\n"
    '"Åström, Anna-Lena",12345,S1,annalena,A,\n'
)
NBGRADER = "id,first_name,last_name,email,lms_user_id\nann,Anna-Lena,Åström,a@b.c,\nsob,Seán,O'Brien,,12346\n"


def roster(text: str, lms: str) -> Roster:
    return read_roster(Sheet.parse(text.encode()), lms)  # type: ignore[arg-type]


def test_moodles_worksheet_tells_two_of_one_name_apart_and_for_good() -> None:
    first = name_people(
        "moodle", {"201": "Mai Tran", "202": "Mai Tran"}, remembered={}, known=[], roster=roster(WORKSHEET, "moodle")
    )
    assert first.ids == {"201": "s100", "202": "mai2@uni.example"}
    assert not first.notes
    assert not first.missing


def test_who_is_on_the_roster_and_handed_nothing_in_is_named() -> None:
    named = name_people("canvas", {}, remembered={}, known=[], roster=roster(GRADEBOOK, "canvas"))
    assert named.missing == ["Åström, Anna-Lena"]


def test_canvas_gradebook_gives_names_and_user_names() -> None:
    named = name_people(
        "canvas", {"12345": "åströmannalena"}, remembered={}, known=[], roster=roster(GRADEBOOK, "canvas")
    )
    assert named.ids == {"12345": "annalena"}
    assert named.people["12345"].name == "Åström, Anna-Lena"


def test_nbgraders_own_list_knows_people_by_id_or_by_name() -> None:
    listed = roster(NBGRADER, "canvas")
    found = {"12345": "åströmannalena", "12346": "obrienseán"}
    assert name_people("canvas", found, remembered={}, known=[], roster=listed).ids == {"12345": "ann", "12346": "sob"}
    assert name_people("moodle", {"7": "Seán OBrien"}, remembered={}, known=[], roster=listed).ids == {"7": "sob"}


def test_a_roster_of_another_platform_or_of_none_is_refused() -> None:
    with pytest.raises(SheetError, match="roster is Canvas's, the download Moodle's"):
        roster(GRADEBOOK, "moodle")
    with pytest.raises(SheetError, match="It has: a, b"):
        roster("a,b\n1,2\n", "moodle")


@pytest.mark.parametrize(
    ("name", "parts"),
    [("O'Brien, Seán", ("Seán", "O'Brien")), ("Jan van der Berg", ("Jan", "van der Berg")), ("Cher", ("", "Cher"))],
)
def test_names_come_apart_at_the_comma_or_after_the_first_word(name: str, parts: tuple[str, str]) -> None:
    assert split(name) == parts


def test_what_goes_back_is_called_as_the_platforms_want_it() -> None:
    assert (
        canvas.returned_name("doe_LATE_12345_90001_alliance-handin (1).zip", "alliance")
        == "doe_LATE_12345_90001_alliance-feedback.zip"
    )
    assert canvas.returned_name("doe_1_2_responses.json", "alliance") == "doe_1_2_alliance-feedback.html"
    assert canvas.returned_name("doe_12345_text.html", "alliance") == ""
    assert (
        moodle.returned_name("Jo Doe_7_assignsubmission_file", "alliance")
        == "Jo Doe_7_assignsubmission_file_/alliance-feedback.html"
    )
    assert moodle.folder_for("Seán O'Brien", "7") == "Seán OBrien_7_assignsubmission_file_"
    assert blackboard.returned_name("jdoe", "alliance") == "jdoe_alliance-feedback.html"
