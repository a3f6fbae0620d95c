"""The file of answers: nothing is lost, nothing is overwritten, and whatever is handed in can be read."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exercises.answerfile import MAX_BYTES, NotSavedError
from exercises.responses import MAX_ATTEMPTS, MAX_TEXT, Answer, Attempt, ResponseStore, attempt, read_responses, revise

AT = "2026-03-02T10:00:00+00:00"


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("data")
    monkeypatch.setenv("CHANGEWORK_DATA_DIR", str(folder))
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    return folder


@pytest.fixture
def store(tmp_path: Path) -> ResponseStore:
    return ResponseStore(tmp_path, "alliance", "c0ffee", clock=lambda: AT)


def on_disk(store: ResponseStore) -> dict[str, object]:
    found: dict[str, object] = json.loads(store.path.read_text(encoding="utf-8"))
    return found


def listed(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


# What is written ----------------------------------------------------------------------------------------------------


def test_the_file_has_the_format_that_every_released_notebook_knows(store: ResponseStore) -> None:
    store.save_text("rewrite-1", "night-shift", "Would you like to?", 0)
    assert on_disk(store) == {
        "schema": 1,
        "lesson": "alliance",
        "content": "c0ffee",
        "slots": {
            "rewrite-1": {
                "exercise": "night-shift",
                "text": "Would you like to?",
                "rev": 1,
                "saved_at": AT,
                "attempts": [],
                "ask_human": "",
                "skipped": False,
            }
        },
        "spotting": {},
        "reflection": "",
    }
    assert listed(store.path.parent) == ["responses.json"]  # no lock, no draft: the folder is handed in


def test_what_is_written_is_read_again(store: ResponseStore) -> None:
    text = "Grüße, “Maya” — 你好 🙂\n\tand a line"
    store.save_text("rewrite-1", "night-shift", text, 0)
    responses, problems = read_responses(store.path.parent)
    assert problems == []
    assert responses.slots["rewrite-1"].text == text
    assert responses == store.read()[0]


def test_each_write_counts_and_leaves_the_other_slots_alone(store: ResponseStore) -> None:
    store.save_text("rewrite-1", "a", "one", 0)
    store.save_text("rewrite-2", "b", "two", 0)
    saved = store.save_text("rewrite-1", "a", "one more", 1)
    assert saved.answer.rev == 2
    assert store.read()[0].slots["rewrite-2"].text == "two"


def test_half_a_character_and_nulls_are_written_harmlessly(store: ResponseStore) -> None:
    saved = store.save_text("rewrite-1", "a", "half \ud83d of it\x00.", 0)
    assert saved.answer.text == "half � of it�."
    assert read_responses(store.path.parent)[0].slots["rewrite-1"].text == "half � of it�."


def test_nothing_is_written_while_a_grader_runs(store: ResponseStore, monkeypatch: pytest.MonkeyPatch) -> None:
    for mode in ("autograde", "validate"):
        monkeypatch.setenv("NBGRADER_EXECUTION", mode)
        with pytest.raises(NotSavedError, match="grader"):
            store.save_text("rewrite-1", "a", "text", 0)
    assert listed(store.path.parent) == []


# Two windows --------------------------------------------------------------------------------------------------------


def test_a_stale_write_keeps_both_texts_and_says_so(store: ResponseStore) -> None:
    store.save_text("rewrite-1", "a", "first", 0)
    store.save_text("rewrite-1", "a", "from the other window", 1)
    saved = store.save_text("rewrite-1", "a", "from this window", 1)
    assert saved.other == "from the other window"
    kept = store.read()[0].slots["rewrite-1"]
    assert kept.text == "from this window"
    assert kept.attempts == (Attempt("from the other window", AT),)


def test_a_stale_write_of_the_same_text_is_no_conflict(store: ResponseStore) -> None:
    store.save_text("rewrite-1", "a", "same", 0)
    assert store.save_text("rewrite-1", "a", "same", 0).other == ""


def test_the_first_attempt_is_kept_and_the_latest(store: ResponseStore) -> None:
    answer = Answer()
    for number in range(30):
        answer = attempt(answer, f"attempt {number}", AT)
    assert len(answer.attempts) == MAX_ATTEMPTS
    assert answer.attempts[0].text == "attempt 0"
    assert answer.attempts[-1].text == "attempt 29"


def test_blank_and_repeated_attempts_are_none() -> None:
    answer = attempt(Answer(), "  \n", AT)
    assert answer.attempts == ()
    once = attempt(answer, "a line", AT)
    assert attempt(once, "a line", "later") == once


def test_the_revision_never_goes_back() -> None:
    answer, _ = revise(Answer(rev=7, text="x"), "y", 2, AT)
    assert answer.rev == 8


def test_two_programs_that_write_at_once_lose_nothing(store: ResponseStore) -> None:
    program = """
import sys
from pathlib import Path
from exercises.responses import ResponseStore
store = ResponseStore(Path(sys.argv[1]), "alliance", "c0ffee")
for n in range(25):
    store.save_text(sys.argv[2], "a", f"text {n}", n)
"""
    folder = str(store.path.parent)
    both = [subprocess.Popen([sys.executable, "-c", program, folder, slot]) for slot in ("rewrite-1", "rewrite-2")]
    assert [p.wait(60) for p in both] == [0, 0]
    responses, problems = read_responses(folder)
    assert problems == []
    assert {slot: (a.text, a.rev) for slot, a in responses.slots.items()} == {
        "rewrite-1": ("text 24", 25),
        "rewrite-2": ("text 24", 25),
    }


# When writing goes wrong --------------------------------------------------------------------------------------------


def test_a_crash_between_write_and_rename_leaves_the_old_answer(store: ResponseStore) -> None:
    store.save_text("rewrite-1", "a", "safe", 0)
    program = """
import os, sys
from pathlib import Path
from exercises.responses import ResponseStore
os.replace = lambda *paths: os._exit(9)  # Path.replace comes here
Path.replace = lambda *paths: os._exit(9)
ResponseStore(Path(sys.argv[1]), "alliance", "c0ffee").save_text("rewrite-1", "a", "lost on the way", 1)
"""
    ended = subprocess.run([sys.executable, "-c", program, str(store.path.parent)], timeout=60, check=False)
    assert ended.returncode == 9
    assert store.read()[0].slots["rewrite-1"].text == "safe"
    assert store.save_text("rewrite-1", "a", "and on", 1).answer.text == "and on"  # no lock was left behind
    assert listed(store.path.parent) == ["responses.json"]


@pytest.mark.parametrize(
    ("code", "said"), [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "read-only"), (errno.EIO, "could not be")]
)
def test_a_full_disk_or_a_read_only_folder_is_told_and_loses_nothing(
    store: ResponseStore, monkeypatch: pytest.MonkeyPatch, code: int, said: str
) -> None:
    store.save_text("rewrite-1", "a", "safe", 0)

    def refuse(_: int) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", refuse)
        with pytest.raises(NotSavedError, match=said):
            store.save_text("rewrite-1", "a", "more", 1)
    assert store.read()[0].slots["rewrite-1"].text == "safe"
    assert listed(store.path.parent) == ["responses.json"]


def test_a_lock_that_another_program_holds_is_told(store: ResponseStore, monkeypatch: pytest.MonkeyPatch) -> None:
    from exercises import answerfile

    monkeypatch.setattr(answerfile, "LOCK_SECONDS", 0.05)
    with answerfile.locked(store.path):
        program = """
import sys
from pathlib import Path
from exercises import answerfile
from exercises.responses import ResponseStore
answerfile.LOCK_SECONDS = 0.05
try:
    ResponseStore(Path(sys.argv[1]), "alliance", "c0ffee").save_text("rewrite-1", "a", "text", 0)
except answerfile.NotSavedError as error:
    print(error)
"""
        args = [sys.executable, "-c", program, str(store.path.parent)]
        said = subprocess.run(args, capture_output=True, text=True, timeout=60, check=True).stdout
    assert "in use by another program" in said
    assert not store.path.exists()


def test_a_damaged_file_is_set_aside_and_never_overwritten(store: ResponseStore) -> None:
    store.path.write_bytes(b'{"schema": 1, "slots": {"rewrite-1": {"text": "half a fi')
    saved = store.save_text("rewrite-1", "a", "new words", 0)
    (aside,) = [name for name in listed(store.path.parent) if "damaged" in name]
    assert (store.path.parent / aside).read_bytes().endswith(b"half a fi")
    assert aside in saved.notes[0]
    assert aside.count(".") == 1  # zip_collect of nbgrader renames what has two
    assert read_responses(store.path.parent)[1] == []


def test_what_can_be_read_of_a_damaged_file_is_kept_in_the_new_one(store: ResponseStore) -> None:
    store.path.write_text('{"schema": 1, "slots": {"rewrite-1": {"text": "mine", "rev": "x"}, "rewrite-2": 7}}')
    store.save_text("rewrite-2", "b", "new", 0)
    assert store.read()[0].slots["rewrite-1"].text == "mine"
    assert len(listed(store.path.parent)) == 2


def test_two_damaged_files_in_one_second_are_both_kept(store: ResponseStore) -> None:
    for content in ("first", "second"):
        store.path.write_text(content)
        store.save_text("rewrite-1", "a", "text", 0)
    kept = [p.read_text() for p in store.path.parent.iterdir() if "damaged" in p.name]
    assert sorted(kept) == ["first", "second"]


def test_a_newer_schema_is_read_and_never_rewritten(store: ResponseStore) -> None:
    newer = '{"schema": 2, "lesson": "alliance", "slots": {"rewrite-1": {"text": "from the future"}}, "more": {}}'
    store.path.write_text(newer)
    responses, problems = store.read()
    assert responses.slots["rewrite-1"].text == "from the future"
    assert "newer version" in problems[0]
    with pytest.raises(NotSavedError, match="pip install --upgrade"):
        store.save_text("rewrite-1", "a", "old words", 0)
    assert store.path.read_text() == newer
    assert listed(store.path.parent) == ["responses.json"]


def test_answers_to_another_lesson_are_not_shown_here_and_set_aside(store: ResponseStore) -> None:
    ResponseStore(store.path.parent, "focus", "1234").save_text("rewrite-1", "a", "to another lesson", 0)
    responses, problems = store.read()
    assert responses.slots == {}
    assert "another lesson, 'focus'" in problems[0]
    store.save_text("rewrite-1", "a", "to this one", 0)
    (aside,) = [p for p in store.path.parent.iterdir() if "damaged" in p.name]
    assert "to another lesson" in aside.read_text()


@pytest.mark.parametrize("make", ["folder", "link", "pipe"])
def test_what_is_no_file_is_set_aside_too(
    store: ResponseStore, tmp_path_factory: pytest.TempPathFactory, make: str
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "secret.json"
    elsewhere.write_text('{"schema": 1, "slots": {"rewrite-1": {"text": "not mine"}}}')
    put_in_its_place(store.path, make, elsewhere)
    store.save_text("rewrite-1", "a", "mine", 0)
    assert store.read()[0].slots["rewrite-1"].text == "mine"
    assert "not mine" in elsewhere.read_text()


# What anybody may hand in -------------------------------------------------------------------------------------------


def put_in_its_place(path: Path, make: str, elsewhere: Path) -> None:
    if make == "folder":
        path.mkdir()
    elif make == "link":
        try:
            path.symlink_to(elsewhere)
        except OSError:
            pytest.skip("this system makes no links")
    elif not hasattr(os, "mkfifo"):
        pytest.skip("this system has no pipes")
    else:
        os.mkfifo(path)


@pytest.mark.parametrize(("make", "said"), [("folder", "a folder"), ("link", "a link"), ("pipe", "a pipe")])
def test_links_folders_and_pipes_are_told_and_not_opened(tmp_path: Path, make: str, said: str) -> None:
    elsewhere = tmp_path / "elsewhere.json"
    elsewhere.write_text('{"schema": 1, "slots": {"rewrite-1": {"text": "not mine"}}}')
    put_in_its_place(tmp_path / "responses.json", make, elsewhere)
    responses, problems = read_responses(tmp_path)
    assert responses.slots == {}
    assert said in problems[0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"   ", "is empty"),
        (b"hello", "is not JSON"),
        (b"null", "expected fields, found nothing"),
        (b"[]", "expected fields, found a list"),
        (b'"words"', "expected fields, found words"),
        (b"[" * 200_000, "not JSON that can be read"),
        (b'{"a":' * 200_000, "not JSON that can be read"),
        (b'{"schema": ' + b"9" * 5000 + b"}", "not JSON that can be read"),
        (b"{}", "schema: expected 1, found nothing"),
        (b'{"schema": "1"}', "schema: expected 1, found words"),
        (b'{"schema": 1, "slots": []}', "slots: expected fields, found a list"),
        (b'{"schema": 1, "slots": {"rewrite-1": "words"}}', "slots.rewrite-1: expected fields, found words"),
        (b'{"schema": 1, "slots": {"rewrite-1": {"text": 5}}}', "slots.rewrite-1.text: expected words, found a number"),
        (b'{"schema": 1, "slots": {"rewrite-1": {"rev": true}}}', "slots.rewrite-1.rev: expected a whole number"),
        (b'{"schema": 1, "slots": {"rewrite-1": {"rev": NaN}}}', "NaN is not a number"),
        (b'{"schema": 1, "slots": {"rewrite-1": {"skipped": 0}}}', "slots.rewrite-1.skipped: expected true or false"),
        (b'{"schema": 1, "slots": {"rewrite-1": {"attempts": [1]}}}', "slots.rewrite-1.attempts[1]: expected fields"),
        (b'{"schema": 1, "slots": {}, "slots": {}}', "'slots' stands there twice"),
        (b'{"schema": 1, "reflection": ["x"]}', "reflection: expected words, found a list"),
        (b'{"schema": 1, "spotting": {"two-legs/spot-1": "x"}}', "spotting.two-legs/spot-1: expected a whole number"),
        ('{"schema": 1, "reflection": "café"}'.encode("latin-1"), "read as Latin-1"),
    ],
)
def test_each_problem_says_in_words_what_is_wrong_and_where(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "responses.json").write_bytes(content)
    _, problems = read_responses(tmp_path)
    assert said in problems[0]
    assert problems[0].startswith("responses.json")


def test_a_missing_file_is_a_problem_for_graders_and_none_for_a_card(store: ResponseStore) -> None:
    assert "is missing" in read_responses(store.path.parent)[1][0]
    assert store.read()[1] == []


def test_one_wrong_slot_costs_no_other(tmp_path: Path) -> None:
    (tmp_path / "responses.json").write_text(
        '{"schema": 1, "slots": {"rewrite-1": 5, "rewrite-2": {"exercise": "b", "text": "fine", "rev": 3}}}'
    )
    responses, problems = read_responses(tmp_path)
    assert responses.slots["rewrite-2"] == Answer("b", "fine", 3)
    assert len(problems) == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_other_encodings_cost_no_answer(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "responses.json").write_bytes('{"schema": 1, "reflection": "café"}'.encode(encoding))
    assert read_responses(tmp_path)[0].reflection == "café"


def test_raw_nulls_and_escaped_ones_are_shown_as_such(tmp_path: Path) -> None:
    (tmp_path / "responses.json").write_bytes(b'{"schema": 1, "reflection": "a\x00b\\u0000c\\ud800"}')
    assert read_responses(tmp_path)[0].reflection == "a�b�c�"


def test_a_long_text_is_cut_and_told(tmp_path: Path) -> None:
    answers = {"schema": 1, "slots": {"rewrite-1": {"exercise": "a", "text": "x" * 100_000}}}
    (tmp_path / "responses.json").write_text(json.dumps(answers))
    responses, problems = read_responses(tmp_path)
    assert len(responses.slots["rewrite-1"].text) == MAX_TEXT
    assert problems == [
        f"responses.json: slots.rewrite-1.text has 100,000 characters; the first {MAX_TEXT:,} were read"
    ]


def test_twenty_megabytes_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "responses.json").write_bytes(b'{"schema": 1, "reflection": "' + b"x" * 20_000_000 + b'"}')
    responses, problems = read_responses(tmp_path)
    assert responses.reflection == ""
    assert f"larger than {MAX_BYTES // 1_000_000} MB" in problems[0]


def test_a_thousand_slots_are_cut_and_told(tmp_path: Path) -> None:
    answers = {"schema": 1, "slots": {f"rewrite-{n}": {} for n in range(1000)}}
    (tmp_path / "responses.json").write_text(json.dumps(answers))
    responses, problems = read_responses(tmp_path)
    assert len(responses.slots) == 100
    assert "1000 of them" in problems[0]


def test_unknown_slots_and_exercises_are_left_to_the_grader(tmp_path: Path) -> None:
    (tmp_path / "responses.json").write_text(
        '{"schema": 1, "slots": {"rewrite-9": {"exercise": "nobody", "text": "x"}}}'
    )
    responses, problems = read_responses(tmp_path)
    assert responses.slots["rewrite-9"].exercise == "nobody"
    assert problems == []


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=20,
)
slots = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(("exercise", "text", "rev", "saved_at", "attempts", "ask_human", "skipped"), json_values),
)
files = st.fixed_dictionaries(
    {},
    optional={
        "schema": json_values | st.just(1),
        "lesson": json_values,
        "slots": st.dictionaries(st.text(max_size=12), slots | json_values, max_size=4) | json_values,
        "spotting": json_values,
        "reflection": json_values,
    },
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300) | (files | json_values).map(lambda v: json.dumps(v).encode()))
def test_whatever_is_handed_in_the_reader_never_fails_and_what_it_reads_can_be_written(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "responses.json").write_bytes(content)
    responses, problems = read_responses(tmp_path)
    assert all(p.startswith("responses.json") for p in problems)
    json.dumps(responses.to_json(), ensure_ascii=False).encode("utf-8")
    for answer in responses.slots.values():
        assert isinstance(answer.text, str)
        assert isinstance(answer.rev, int)
