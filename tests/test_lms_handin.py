"""What of a student's uploads counts, and what is said when nothing can: damaged, locked, huge, misleading, wrong."""

import json
import os
import zipfile
from pathlib import Path

import pytest
from graded_course import GOOD, HALF, LESSON
from hypothesis import given, settings
from hypothesis import strategies as st
from lms_downloads import NOTEBOOK, answers, bomb, handin, link_in_zip, locked, saved, write_zip, zipped

from course.lms.archive import Entry, UnreadableError, opened, packed, safe_path
from course.lms.collecting import Existing, decide
from course.lms.handin import HandIn, hand_in
from course.lms.uploads import LmsError, Upload

GOOD_ANSWERS = answers(GOOD, HALF)
ASK = "Ask for alliance-handin.zip."


def uploaded(*files: tuple[str, bytes], orders: tuple[str, ...] = ()) -> HandIn:
    """What comes of one student's files."""
    return hand_in(
        LESSON,
        [
            (
                Upload("1", "Jo", name, f"place of {name}", orders[i] if orders else ""),
                Entry(name, lambda limit, data=data: data[: limit + 1]),  # type: ignore[misc]
            )
            for i, (name, data) in enumerate(files)
        ],
    )


@pytest.mark.parametrize(
    "name",
    [
        "alliance-handin.zip",
        "alliance-handin (1).zip",
        "alliance-handin-1.zip",
        "alliance-handin(2).ZIP",
        "My homework.zip",
    ],
)
def test_the_packed_file_counts_whatever_it_is_called(name: str) -> None:
    found = uploaded((name, handin(GOOD_ANSWERS)))
    assert found.files == {"alliance.ipynb": NOTEBOOK, "responses.json": GOOD_ANSWERS}
    assert not found.problems
    assert not found.notes


@pytest.mark.parametrize("name", ["responses.json", "responses (1).json", "responses-2.json", "Responses copy.json"])
def test_the_two_files_count_beside_each_other(name: str) -> None:
    found = uploaded(("alliance (1).ipynb", NOTEBOOK), (name, GOOD_ANSWERS))
    assert found.files == {"alliance.ipynb": NOTEBOOK, "responses.json": GOOD_ANSWERS}
    assert not found.problems


def test_answers_count_without_a_notebook() -> None:
    found = uploaded(("responses.json", GOOD_ANSWERS))
    assert found.files == {"responses.json": GOOD_ANSWERS}
    assert not found.problems


def test_a_folder_that_somebody_zipped_counts_with_what_the_system_left_in_it() -> None:
    data = zipped(
        {
            "alliance/": b"",
            "alliance/alliance.ipynb": NOTEBOOK,
            "alliance/responses.json": GOOD_ANSWERS,
            "alliance/content.json": b'{"schema": 1, "slots": []}',
            "alliance/.ipynb_checkpoints/alliance-checkpoint.ipynb": b"old",
            "__MACOSX/alliance/._responses.json": b"\x00\x05\x16\x07",
            "alliance/.DS_Store": b"\x00",
        }
    )
    found = uploaded(("alliance.zip", data))
    assert found.files == {"alliance.ipynb": NOTEBOOK, "responses.json": GOOD_ANSWERS}
    assert not found.problems


def test_answers_are_known_by_what_they_hold_when_they_are_called_something_else() -> None:
    found = uploaded(("my answers.json", GOOD_ANSWERS), ("content.json", b'{"slots": [], "lesson": "alliance"}'))
    assert found.files == {"responses.json": GOOD_ANSWERS}


def test_of_several_uploads_the_platforms_latest_counts() -> None:
    old, new = saved(GOOD_ANSWERS, "2026-01-03T10:00:00+00:00"), saved(GOOD_ANSWERS, "2026-01-02T10:00:00+00:00")
    found = uploaded(
        ("alliance-handin-1.zip", handin(new)), ("alliance-handin.zip", handin(old)), orders=("0009", "0008")
    )
    assert found.files["responses.json"] == new
    assert found.order == "0009"
    assert "latest counts" in found.notes[0]


def test_where_the_platform_tells_no_order_the_latest_answer_tells() -> None:
    old, new = saved(GOOD_ANSWERS, "2026-01-02T10:00:00+00:00"), saved(GOOD_ANSWERS, "2026-01-03T10:00:00+00:00")
    for files in (
        (("alliance-handin.zip", handin(new)), ("alliance-handin (1).zip", handin(old))),
        (("alliance-handin.zip", handin(old)), ("alliance-handin (1).zip", handin(new))),
    ):
        assert uploaded(*files).files["responses.json"] == new


def test_a_later_damaged_file_does_not_hide_an_earlier_good_one() -> None:
    found = uploaded(
        ("alliance-handin.zip", handin(GOOD_ANSWERS)), ("alliance-handin-1.zip", b"PK\x03\x04 broken"),
        orders=("1", "2"),
    )  # fmt: skip
    assert found.files["responses.json"] == GOOD_ANSWERS
    assert not found.problems
    assert "'alliance-handin-1.zip' is damaged" in found.notes[0]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("essay.docx", b"PK\x03\x04 whatever", "handed in 'essay.docx', and no answers"),
        ("alliance-handin.zip", zipped({}), "a zip with nothing in it"),
        ("alliance-handin.zip", zipped({"__MACOSX/._a": b"x", ".DS_Store": b"x"}), "a zip with nothing in it"),
        ("alliance-handin.zip", b"", "is empty (0 bytes)"),
        ("alliance-handin.zip", b"Not a zip at all", "is damaged, or no zip"),
        ("alliance-handin.zip", handin(GOOD_ANSWERS)[:-60], "is damaged, or no zip"),
        ("alliance-handin.zip", locked(handin(GOOD_ANSWERS)), "is locked with a password"),
        ("alliance-handin.zip", bomb("responses.json"), "times its size"),
        ("alliance-handin.zip", zipped({"responses.json": os.urandom(6_000_000)}), "is larger than 5 MB"),
        ("alliance-handin.zip", zipped({"alliance-handin.zip": handin(GOOD_ANSWERS)}), "holds another zip"),
        ("alliance-handin.zip", link_in_zip("responses.json", "/etc/passwd"), "is a link, not a file"),
        ("alliance-handin.zip", zipped({"../../responses.json": GOOD_ANSWERS}), "leads out of its folder"),
        ("alliance-handin.zip", zipped({"/tmp/responses.json": GOOD_ANSWERS}), "leads out of its folder"),
        ("alliance-handin.zip", zipped({"C:\\responses.json": GOOD_ANSWERS}), "leads out of its folder"),
        ("alliance-handin.zip", zipped({"notes.txt": b"hello"}), "handed in 'notes.txt', and no answers"),
        ("alliance-handin.zip", zipped({f"{n}.txt": b"" for n in range(20_000)}), "holds thousands of files"),
        (
            "alliance-handin.zip",
            handin(GOOD_ANSWERS.replace(b'"lesson": "alliance"', b'"lesson": "focus"')),
            "answers to another lesson, 'focus'",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_collected_is_said_with_what_to_ask_for(name: str, data: bytes, said: str) -> None:
    found = uploaded((name, data))
    assert found.files == {}
    assert said in found.problems[0]
    assert found.problems[0].endswith(ASK)
    assert len(found.problems[0]) < 400


def test_a_notebook_alone_is_collected_and_named() -> None:
    found = uploaded(("alliance.ipynb", NOTEBOOK))
    assert found.files == {"alliance.ipynb": NOTEBOOK}
    assert found.problems == ("uploaded the notebook alone, without responses.json, which holds the answers. " + ASK,)


def test_damaged_answers_are_collected_and_named_for_somebody_can_still_read_them() -> None:
    found = uploaded(("alliance-handin.zip", handin(b'{"schema": 1, "slots": {"rewrite-1')))
    assert found.files["responses.json"].startswith(b'{"schema"')
    assert "responses.json is damaged" in found.problems[0]


def test_a_bomb_beside_good_answers_costs_nothing_but_the_bomb() -> None:
    data = zipped({"responses.json": GOOD_ANSWERS, "alliance.ipynb": b"0" * 40_000_000})
    found = uploaded(("alliance-handin.zip", data))
    assert found.files == {"responses.json": GOOD_ANSWERS}
    assert "times its size" in found.notes[0]


def test_names_of_files_are_shown_so_that_nothing_in_them_acts() -> None:
    found = uploaded(("\x1b[31m\u202eevil\n.docx", b"x"))
    assert found.problems[0].isprintable()


@pytest.mark.parametrize(
    ("name", "inside", "leads_out"),
    [
        ("a/b.txt", "a/b.txt", False),
        ("a\\b.txt", "a/b.txt", False),
        ("./a//b.txt", "a/b.txt", False),
        ("../a", "a", True),
        ("a/../../b", "a/b", True),
        ("/etc/passwd", "etc/passwd", True),
        ("\\\\server\\share", "server/share", True),
        ("c:/x", "c:/x", True),
        ("..a/b..", "..a/b..", False),
    ],
)
def test_a_path_never_leads_out_of_its_folder(name: str, inside: str, leads_out: bool) -> None:
    path, problem = safe_path(name)
    assert (path, bool(problem)) == (inside, leads_out)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_bytes_stop_the_reader(data: st.DataObject) -> None:
    whole = handin(GOOD_ANSWERS)
    at = data.draw(st.integers(0, len(whole) - 1))
    kind = data.draw(st.sampled_from(["cut", "flip", "insert", "noise"]))
    if kind == "cut":
        damaged = whole[:at]
    elif kind == "flip":
        damaged = whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :]
    elif kind == "insert":
        damaged = whole[:at] + data.draw(st.binary(max_size=50)) + whole[at:]
    else:
        damaged = data.draw(st.binary(max_size=300))
    found = uploaded(("alliance-handin.zip", damaged))
    assert found.files or found.problems
    assert all(text.isprintable() for text in (*found.problems, *found.notes))


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["slots", "lesson", "saved_at", "rewrite-1", "x"]), inner, max_size=4)
        ),
    )
)
def test_no_json_stops_the_reader(value: object) -> None:
    uploaded(("responses.json", json.dumps(value).encode()))


def test_a_zip_within_a_zip_within_a_zip_is_opened_once() -> None:
    with pytest.raises(UnreadableError):
        packed(b"x")
    assert [entry.path for entry in packed(zipped({"a.zip": handin(GOOD_ANSWERS)}))] == ["a.zip"]


def test_a_name_in_utf_8_that_does_not_say_so_is_read_as_it_was_meant(tmp_path: Path) -> None:
    name = "Åsa Öberg_201_assignsubmission_file_/responses.json"
    path = write_zip(tmp_path / "a.zip", {"x" * len(name.encode()): b"{}"})
    path.write_bytes(path.read_bytes().replace(b"x" * len(name.encode()), name.encode()))
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() != [name], "the flag is not set"
    with opened(path) as entries:
        assert [entry.path for entry in entries] == [name]


def test_links_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/responses.json").write_bytes(GOOD_ANSWERS)
    home = tmp_path / "download"
    home.mkdir()
    (home / "a_1_2_responses.json").symlink_to(tmp_path / "secret/responses.json")
    (home / "folder").symlink_to(tmp_path / "secret")
    with opened(home) as entries:
        assert sorted(entry.path for entry in entries) == ["a_1_2_responses.json", "folder"]
        for entry in entries:
            with pytest.raises(UnreadableError, match="link"):
                entry.read(10_000)


def test_a_download_that_broke_off_is_named(tmp_path: Path) -> None:
    (tmp_path / "half.zip").write_bytes(handin(GOOD_ANSWERS)[:-60])
    with pytest.raises(LmsError, match="Download it once more"), opened(tmp_path / "half.zip"):
        pass
    with pytest.raises(LmsError, match="does not exist"), opened(tmp_path / "no.zip"):
        pass


def stands(data: bytes | None = GOOD_ANSWERS, order: str = "") -> Existing:
    return Existing({"responses.json": data} if data is not None else {"alliance.ipynb": NOTEBOOK}, order)


NEWER = saved(GOOD_ANSWERS, "2026-01-09T10:00:00+00:00")
NOW = "2026-02-01T10:00:00+00:00"
OLDER = saved(GOOD_ANSWERS, "2026-01-01T10:00:00+00:00")


@pytest.mark.parametrize(
    ("data", "order", "existing", "state"),
    [
        (GOOD_ANSWERS, "", None, "collected"),
        (GOOD_ANSWERS, "", stands(), "unchanged"),
        (NEWER, "", stands(), "updated"),
        (OLDER, "", stands(), "kept"),
        (OLDER, "2", stands(order="1"), "updated"),  # the platform knows better than a student's clock
        (NEWER, "1", stands(order="2"), "kept"),
        (b"damaged", "2", stands(order="1"), "kept"),
        (NEWER, "", stands(b"damaged"), "updated"),
        (NEWER, "", stands(None), "updated"),
        (None, "", stands(), "not collected"),
        (NEWER, "", stands(saved(GOOD_ANSWERS, "2031-01-01T10:00:00+00:00")), "updated"),  # a clock that was wrong
    ],
)
def test_what_is_newer_replaces_what_is_there_and_nothing_readable_gives_way_to_what_is_not(
    data: bytes | None, order: str, existing: Existing | None, state: str
) -> None:
    files = {"responses.json": data} if data is not None else {}
    seen = uploaded(("responses.json", data), orders=(order,)) if data else HandIn()
    assert decide(seen, files, existing, NOW)[0] == state
