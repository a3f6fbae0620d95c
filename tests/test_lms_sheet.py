"""The platform's sheet: read as it comes, and written back with every byte as it was but for what is filled in."""

import codecs
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.lms import blackboard, canvas, moodle
from course.lms.filling import Exported, commented, fill, match_rows
from course.lms.results import Graded
from course.lms.sheet import Sheet, SheetError, number, plain, written

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Alliance (77),Focus (78),Final Score\r\n"
    ",,,,,Manual Posting,,(read only)\r\n"
    "    Points Possible,,,,,20.0,20.0,(read only)\r\n"
    '"Åström, Anna-Lena",12345,S1,annalena,"Mo, 10 am",,18.5,92.5\r\n'
    '"O\'Brien, Seán",12346,S2,sean,A,EX,,\r\n'
    '"Berg, Jan van der",12347,S3,jan,A,7,,\r\n'
    '"Student, Test",99999,,abc,A,,,\r\n'
)
MOODLE = (
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments\n"
    'Participant 201,Anna-Lena Åström,a@b.c,"Submitted for grading - ",,20.00,Yes,'
    '"Monday, 5 January 2026, 10:00 AM",-,\n'
    "Participant 202,Seán O'Brien,s@b.c,No submission,,20.00,Yes,-,-,\n"
    "Participant 203,Jan van der Berg,j@b.c,Submitted for grading,12.00,20.00,No,-,-,<p>Well done</p>\n"
)
BLACKBOARD = (
    '"Last Name"\t"First Name"\t"Username"\t"Student ID"\t"Alliance [Total Pts: 20 Score] |101"\t'
    '"Focus [Total Pts: 20 Score] |102"\t"Feedback to Learner"\t"Feedback Format"\r\n'
    '"Åström"\t"Anna-Lena"\t"annalena"\t""\t""\t"11"\t""\t""\r\n'
    '"O\'Brien"\t"Seán"\t"SOBrien"\t""\t"Needs Grading"\t""\t""\t""\r\n'
)


def canvas_target(text: str = CANVAS, titles: tuple[str, ...] = ("Alliance",), column: str | None = None):
    return canvas.target(Sheet.parse(text.encode()).rows, titles, column)


cells = st.text(st.characters(blacklist_characters="\r\n", blacklist_categories=["Cs"]), max_size=8)


@given(
    st.lists(st.lists(cells, min_size=2, max_size=5), min_size=1, max_size=6),
    st.sampled_from([",", "\t", ";"]),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    st.sampled_from(["\r\n", "\n"]),
    st.sampled_from([(b"", "utf-8"), (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le")]),
)
def test_a_sheet_that_is_only_read_is_written_byte_for_byte(rows, delimiter, quoting, end, encoding) -> None:
    header = ["First", "Second"]  # tells what stands between cells
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows([header, *rows])
    data = encoding[0] + buffer.getvalue().encode(encoding[1])
    sheet = Sheet.parse(data)
    assert sheet.to_bytes() == data
    assert sheet.rows == [header, *rows]


@given(st.text(st.characters(blacklist_categories=["Cs"]), max_size=30))
def test_what_is_filled_in_reads_as_it_was_meant_and_touches_nothing_else(text: str) -> None:
    sheet = Sheet.parse(b'a,b,c\r\n"1",,"x ""y"""\r\n2,,\r\n')
    sheet.put(1, 1, text)
    rows = list(csv.reader(io.StringIO(sheet.to_bytes().decode(), newline="")))
    assert rows == [["a", "b", "c"], ["1", text, 'x "y"'], ["2", "", ""]]
    assert sheet.to_bytes().startswith(b'a,b,c\r\n"1",')
    assert sheet.to_bytes().endswith(b',"x ""y"""\r\n2,,\r\n')


def test_a_row_that_is_too_short_is_made_longer() -> None:
    sheet = Sheet.parse(b"a,b,c\n1\n")
    sheet.put(1, 2, "9")
    assert sheet.to_bytes() == b"a,b,c\n1,,9\n"


def test_a_cell_that_was_quoted_stays_quoted_and_so_does_a_sheet_that_quotes_everything() -> None:
    sheet = Sheet.parse(b'"a"\t"b"\n"1"\t"7"\n"2"\t""\n')
    sheet.put(1, 1, "8")
    sheet.put(2, 1, "9")
    assert sheet.to_bytes() == b'"a"\t"b"\n"1"\t"8"\n"2"\t"9"\n'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \r\n", "empty"),
        (b"PK\x03\x04xxxx", "Download it as CSV"),
        (b'a,b\n"1,2\n', "quotation mark"),
        (b'a,b\n"1"x,2\n', "quotation mark"),
    ],
)
def test_what_is_no_sheet_is_refused_in_words(data: bytes, said: str) -> None:
    with pytest.raises(SheetError, match=said):
        Sheet.parse(data)


def test_an_old_windows_sheet_is_read_and_says_what_it_cannot_hold() -> None:
    sheet = Sheet.parse("a,b\nÅström,\n".encode("cp1252"))
    assert sheet.rows[1][0] == "Åström"
    sheet.put(1, 1, "ễ")
    with pytest.raises(SheetError, match="UTF-8"):
        sheet.to_bytes()


@pytest.mark.parametrize(
    ("points", "comma", "text"),
    [(20.0, False, "20"), (17.5, False, "17.5"), (17.5, True, "17,5"), (0.0, False, "0"), (13.3333, False, "13.33"),
     (100.0, False, "100")],
)  # fmt: skip
def test_points_are_written_as_people_write_them(points: float, comma: bool, text: str) -> None:
    assert written(points, comma) == text
    assert number(text) == round(points, 2)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_no_text_is_taken_for_a_formula(text: str) -> None:
    assert plain(text).startswith("'")
    assert not commented((("=cmd|' /C calc'!A0", text),), as_html=False).startswith(("=", "+", "-", "@"))
    assert commented(((text, text),), as_html=True).startswith("<p>")


def test_comments_are_no_markup_where_the_platform_reads_html() -> None:
    assert commented((("Rewrite 1", "Say <b>why</b>\nit & that"),), as_html=True) == (
        "<p><strong>Rewrite 1:</strong> Say &lt;b&gt;why&lt;/b&gt;<br />it &amp; that</p>"
    )


def test_canvas_columns_rows_and_points() -> None:
    target = canvas_target()
    assert (target.first, target.grade, target.key, target.name, target.maximum) == (3, 5, 1, 0, 20)
    assert target.others == (2, 3)


def test_a_canvas_sheet_without_points_does_not_say_any() -> None:
    target = canvas_target("Student,ID,Section,Alliance (77)\nDoe,1,A,\n")
    assert (target.first, target.maximum) == (1, None)


@pytest.mark.parametrize("column", ["78", "focus", "Focus (78)", "foc"])
def test_a_column_is_named_by_title_or_id(column: str) -> None:
    assert canvas_target(column=column).grade == 6


def test_a_column_that_fits_twice_or_never_is_refused_with_what_there_is() -> None:
    twice = CANVAS.replace("Focus (78)", "Alliance (78)")
    with pytest.raises(SheetError, match=r"more than one.*Alliance \(77\); Alliance \(78\).*--column"):
        canvas_target(twice)
    assert canvas_target(twice, column="78").grade == 6
    with pytest.raises(SheetError, match=r"no column fits 'Motivation'.*Alliance \(77\)"):
        canvas_target(titles=("Motivation",))
    with pytest.raises(SheetError, match="no column of an assignment"):
        canvas_target("Student,ID\nDoe,1\n")


def test_moodle_columns() -> None:
    target = moodle.target(Sheet.parse(MOODLE.encode()).rows, (), None)
    assert (target.first, target.grade, target.key, target.maximum, target.comment) == (1, 4, 0, 20, 9)
    with pytest.raises(SheetError, match="set to English"):
        moodle.target([["Identifier", "Grade"]], (), None)


def test_blackboard_columns() -> None:
    target = blackboard.target(Sheet.parse(BLACKBOARD.encode("utf-16")).rows, ("Alliance",), None)
    assert (target.grade, target.key, target.maximum, target.comment, target.comment_format) == (4, 2, 20, 6, 7)
    assert blackboard.target([['"x"', "Username", "A: b [Total Pts: 20,5 Score] |3"]], ("a: b",), None).maximum == 20.5


def filled(text: str, target, graded: list[Graded], lms, *, encoding: str = "utf-8", factor: float = 1.0):
    sheet = Sheet.parse(text.encode(encoding))
    result = Exported(lms, "")
    matched, notes = match_rows(sheet.rows, target, graded, lms)
    result.notes += notes
    fill(sheet, target, matched, factor, result)
    return sheet.to_bytes(), result


def test_canvas_is_filled_by_id_and_what_is_excused_or_waits_stays() -> None:
    graded = [
        Graded("annalena", "x", "12345", score=17.5),
        Graded("sean", "x", "12346", score=3.0),
        Graded("jan", "x", "12347", why_not="waits for you"),
    ]
    data, result = filled(CANVAS, canvas_target(), graded, "canvas")
    assert data.decode() == CANVAS.replace('"Mo, 10 am",,18.5', '"Mo, 10 am",17.5,18.5')
    assert [one.student for one in result.held] == ["jan"]
    assert "excused" in result.notes[0]


def test_a_number_of_canvas_that_is_somebody_elses_id_is_not_theirs() -> None:
    data, _ = filled(CANVAS, canvas_target(), [Graded("12345", "Hana Sato", score=1.0)], "canvas")
    assert data.decode() == CANVAS


def test_a_grade_that_is_there_already_is_left_and_another_one_is_told() -> None:
    data, result = filled(CANVAS, canvas_target(), [Graded("jan", "", "12347", score=7.0)], "canvas")
    assert (data.decode(), len(result.same)) == (CANVAS, 1)
    data, result = filled(CANVAS, canvas_target(), [Graded("jan", "", "12347", score=9.0)], "canvas")
    assert data.decode() == CANVAS.replace("jan,A,7", "jan,A,9")
    assert "the sheet had '7', now 9" in result.notes[0]


def test_moodle_is_filled_with_grades_and_comments_and_a_locked_grade_stays() -> None:
    target = moodle.target(Sheet.parse(MOODLE.encode()).rows, (), None)
    graded = [
        Graded("anna", "Anna-Lena Åström", "201", score=20.0, comments=(("Rewrite 1", 'Nice, "warm"'),)),
        Graded("jan", "Jan van der Berg", "203", score=15.0, comments=(("Rewrite 1", "x"),)),
    ]
    data, result = filled(MOODLE, target, graded, "moodle")
    expected = MOODLE.replace(',"Submitted for grading - ",,20', ',"Submitted for grading - ",20,20').replace(
        '10:00 AM",-,\n', '10:00 AM",-,"<p><strong>Rewrite 1:</strong> Nice, ""warm""</p>"\n'
    )
    assert data.decode() == expected
    assert "Grade can be changed" in result.notes[0]


def test_a_moodle_sheet_of_another_assignment_is_refused() -> None:
    target = moodle.target(Sheet.parse(MOODLE.encode()).rows, (), None)
    wrong = [Graded("jan", "Jan van der Berg", "201", score=1.0), Graded("sean", "Seán OBrien", "203", score=2.0)]
    with pytest.raises(SheetError, match="another assignment's"):
        filled(MOODLE, target, wrong, "moodle")


def test_a_moodle_sheet_with_decimal_commas_gets_them() -> None:
    text = MOODLE.replace(",20.00,", ',"20,00",').replace(",12.00,", ',"12,00",')
    target = moodle.target(Sheet.parse(text.encode()).rows, (), None)
    data, _ = filled(text, target, [Graded("anna", "Anna-Lena Åström", "201", score=17.5)], "moodle")
    assert data.decode() == text.replace(',"Submitted for grading - ",,', ',"Submitted for grading - ","17,5",')


def test_blackboard_is_filled_by_user_name_in_its_own_encoding() -> None:
    target = blackboard.target(Sheet.parse(BLACKBOARD.encode()).rows, ("Alliance",), None)
    graded = [
        Graded("annalena", "", score=17.5, comments=(("Rewrite 1", "=1+1"), ("Reflection", "Thanks"))),
        Graded("sobrien", "", "SOBrien", score=4.0),
    ]
    data, _ = filled(BLACKBOARD, target, graded, "blackboard", encoding="utf-16")
    commented_row = '"annalena"\t""\t"17.5"\t"11"\t"Rewrite 1: =1+1\nReflection: Thanks"\t"PLAIN_TEXT"'
    expected = BLACKBOARD.replace('"annalena"\t""\t""\t"11"\t""\t""', commented_row)
    assert data == expected.replace('"Needs Grading"', '"4"').encode("utf-16")


def test_a_name_that_is_there_twice_matches_nobody() -> None:
    text = MOODLE.replace("Seán O'Brien", "Anna-Lena Åström")
    target = moodle.target(Sheet.parse(text.encode()).rows, (), None)
    data, _ = filled(text, target, [Graded("x", "Anna-Lena Åström", score=5.0)], "moodle")
    assert data.decode() == text
    data, _ = filled(text, target, [Graded("x", "Jan van der Berg", score=5.0)], "moodle")
    assert data.decode() == text, "this one may not be changed"
    data, _ = filled(MOODLE, target, [Graded("x", "Seán OBrien", score=5.0)], "moodle")
    assert data.decode() == MOODLE.replace("No submission,,", "No submission,5,")
