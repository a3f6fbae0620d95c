"""From one slot's answer to its mark and its result: never a silent zero, always a number that nbgrader can take."""

import dataclasses
import json
import math

import pytest
from graded_course import DESCRIBED, FIRST, GOOD, HALF, OTHER_FIRST, POOR, REPOSITORY, SECOND, answer, responses
from hypothesis import given, settings
from hypothesis import strategies as st

from autograders.mark import Mark
from autograders.slots import MARK_MIME, mark_from, mark_slot, points, results_of, score_result
from exercises.bank import Bank, ContentError
from exercises.content import ContentChunk, LessonContent
from exercises.responses import read_responses

BANK = Bank.load(REPOSITORY / "exercises/bank/alliance").exercises
CONTENT = LessonContent.assemble(
    lesson="alliance",
    title="A bond is not a plan",
    chunks=[ContentChunk(title="All", minutes=10, slots=("rewrite-1", "rewrite-2"))],
    slots=[("rewrite-1", True, [FIRST, OTHER_FIRST]), ("rewrite-2", True, [SECOND])],
    bank=BANK,
    withheld={FIRST, OTHER_FIRST, SECOND},
    spotting={},
)


@pytest.fixture
def marked(tmp_path):
    """Marks one slot of an answer file, which may be anything."""

    def mark(answers, slot="rewrite-1"):
        data = answers if isinstance(answers, bytes) else json.dumps(answers).encode()
        (tmp_path / "responses.json").write_bytes(data)
        return mark_slot(CONTENT, *read_responses(tmp_path), slot)

    return mark


def test_a_good_answer_earns_more_than_a_half_good_and_a_poor_one(marked):
    good, half, poor = (marked(responses(text)) for text in (GOOD, HALF, POOR))
    assert good.score > half.score > poor.score
    assert good.max_score == 10


def test_no_answer_is_not_answered(marked):
    assert marked(responses()).status == "not answered"
    assert marked(responses(second=GOOD)).status == "not answered"
    assert marked(responses("   \n")).status == "not answered"


def test_a_skipped_exercise_without_an_answer_is_not_answered_and_not_queued(marked):
    mark = marked(responses(answer(FIRST, "", skipped=True)))
    assert (mark.status, mark.score) == ("not answered", 0)


def test_the_alternative_is_judged_by_its_own_exercise_and_for_the_same_points(marked):
    mark = marked(responses(answer(OTHER_FIRST, GOOD)))
    assert (mark.exercise, mark.max_score) == (OTHER_FIRST, 10)
    assert mark.verdicts


@pytest.mark.parametrize("exercise", [SECOND, "no-such-exercise", ""])
def test_an_answer_to_another_exercise_goes_to_the_instructor_and_says_so(marked, exercise):
    mark = marked(responses(answer(exercise, GOOD)))
    assert mark.status == "for your instructor"
    assert "exercise" in mark.why[0] or exercise in mark.why[0]


@pytest.mark.parametrize(
    "broken",
    [b"", b"{", b"[]", b"null", b'"words"', b"\xff\xfe\x00", b'{"slots": []}', b'{"slots": {"rewrite-1": 3}}',
     b'{"slots": {"rewrite-1": {"text": ["a"], "exercise": "alliance-eyebrows"}}}', b"[" * 100_000],
)  # fmt: skip
def test_what_cannot_be_read_goes_to_the_instructor_with_the_reason(marked, broken):
    mark = marked(broken)
    assert (mark.status, mark.score) == ("for your instructor", 0)
    assert mark.why


def test_a_missing_file_goes_to_the_instructor(tmp_path):
    mark = mark_slot(CONTENT, *read_responses(tmp_path), "rewrite-1")
    assert mark.status == "for your instructor"
    assert "missing" in mark.why[0]


def test_a_problem_in_one_slot_does_not_touch_another(marked):
    answers = responses(GOOD, HALF)
    answers["slots"]["rewrite-2"]["skipped"] = "yes"
    assert marked(answers, "rewrite-1") == marked(responses(GOOD, HALF), "rewrite-1")
    answers["slots"]["rewrite-2"]["skipped"] = "yes"
    mark = marked(answers, "rewrite-2")
    assert (mark.status, mark.score > 0) == ("for your instructor", True)


def test_a_problem_in_a_slot_does_not_touch_one_whose_name_begins_alike():
    problems = ["responses.json: slots.rewrite-10.text: expected words, found a list; read as if it were empty"]
    read, _ = read_responses("/nonexistent")
    assert mark_slot(CONTENT, read, problems, "rewrite-1").status == "not answered"


def test_a_problem_with_what_is_not_graded_does_not_touch_a_mark(marked):
    assert marked(responses(GOOD, spotting={"a/b": "x"}, reflection=4)) == marked(responses(GOOD))


def test_answers_to_another_lesson_go_to_the_instructor(marked):
    mark = marked(responses(GOOD, lesson="resistance"))
    assert mark.status == "for your instructor"
    assert "resistance" in mark.why[0]


def test_an_answer_under_an_unknown_slot_is_no_silent_zero_where_one_is_missing(marked):
    answers = responses(second=HALF)
    answers["slots"]["rewrite1"] = answer(FIRST, GOOD)
    mark = marked(answers)
    assert (mark.status, mark.score) == ("for your instructor", 0)
    assert "'rewrite1'" in mark.why[0]
    assert marked(answers, "rewrite-2") == marked(responses(second=HALF), "rewrite-2")


def test_a_copied_example_is_noticed_though_examples_do_not_travel(marked):
    assert not CONTENT.exercises[FIRST].examples
    mark = marked(responses(BANK[FIRST].examples[0].text))
    assert (mark.status, mark.score) == ("for your instructor", 0)


def test_an_unknown_slot_is_an_error_that_names_those_that_exist(marked):
    with pytest.raises(ContentError, match="rewrite-1, rewrite-2"):
        marked(responses(GOOD), "rewrite-9")


def test_the_same_answer_has_the_same_mark(marked):
    assert marked(responses(GOOD)) == marked(responses(GOOD))


@pytest.mark.parametrize(
    ("score", "expected"),
    [(7.0, 7.0), (-3.0, 0.0), (999.0, 10.0), (math.nan, 0.0), (math.inf, 0.0), (-math.inf, 0.0)],
)
def test_points_are_finite_and_between_zero_and_the_maximum(score, expected):
    mark = Mark("id", FIRST, "scored", score, 10.0, ())
    assert points(mark, 10.0) == expected


def test_the_result_is_a_bare_number_with_html_and_the_mark(marked):
    answers = responses(GOOD)
    mark = marked(answers)
    read, _ = read_responses_of(answers)
    bundle = score_result(CONTENT, read, "rewrite-1", mark)._repr_mimebundle_()
    assert float(bundle["text/plain"]) == mark.score
    assert mark.id in bundle["text/html"]
    assert "may be wrong" in bundle["text/html"]
    stored = bundle[MARK_MIME]
    assert (stored["rules"], stored["content"], stored["slot"]) == (mark.rules, f"{FIRST}@1", "rewrite-1")
    assert mark_from(json.loads(json.dumps(stored))) == dataclasses.replace(
        mark, verdicts=tuple(dataclasses.replace(v, confidence=round(v.confidence, 3)) for v in mark.verdicts)
    )


def read_responses_of(answers):
    from exercises.answerfile import Found
    from exercises.responses import parse_responses

    problems: list[str] = []
    return parse_responses(Found(answers, (), exists=True), problems), problems


def test_what_a_student_types_does_nothing_on_a_page():
    hostile = "<script>alert(1)</script> <img src=x onerror=1> [a](javascript:x) $x$ \x1b[31m \u202e \x00 Would you?"
    read, problems = read_responses_of(responses(hostile))
    html = results_of(CONTENT, read, problems)["rewrite-1"].bundle["text/html"]
    for acting in ("<script", "<img", "$x$", "\x1b", "\u202e", "\x00"):
        assert acting not in html


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
field = st.sampled_from(["schema", "lesson", "content", "slots", "spotting", "reflection"])
slot_field = st.sampled_from(["exercise", "text", "rev", "saved_at", "attempts", "ask_human", "skipped"])


@settings(max_examples=300)
@given(changes=st.dictionaries(field, json_values, max_size=3), within=st.dictionaries(slot_field, json_values))
def test_any_change_of_an_answer_file_gives_a_mark_that_can_be_stored(changes, within):
    answers = responses(GOOD, HALF)
    answers["slots"]["rewrite-1"] |= within
    read, problems = read_responses_of(answers | changes)
    for result in results_of(CONTENT, read, problems).values():
        assert 0 <= float(result.bundle["text/plain"]) <= 10
        json.dumps(result.bundle, allow_nan=False).encode()
        mark = mark_from(result.bundle[MARK_MIME])
        silent = mark.status != "for your instructor" and not mark.why and mark.score == 0
        assert not silent


@settings(max_examples=500)
@given(data=st.binary(max_size=300))
def test_any_bytes_give_a_mark(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("bytes")
    (folder / "responses.json").write_bytes(data)
    mark = mark_slot(CONTENT, *read_responses(folder), "rewrite-1")
    assert mark.status in {"for your instructor", "not answered"}


def test_a_description_is_gated_and_keeps_its_verdicts(marked):
    mark = marked(responses(DESCRIBED))
    assert (mark.status, mark.score) == ("for your instructor", 0)
    assert mark.verdicts
