"""What travels beside a notebook: the public part of a lesson, the same bytes every time, never gold."""

import json

import pytest

from exercises.bank import ContentError
from exercises.content import FILE_NAME, ContentChunk, LessonContent, Spot
from exercises.fingerprints import fingerprint
from exercises.model import Example, Exercise, Gold, Turn

SECRET = "What only the instructor may read, word by word"
EXAMPLE = "I hear how much you want to sleep again, and I have one idea."


def exercise(id: str, points: int = 10, alternative: str | None = None) -> Exercise:
    return Exercise(
        id=id,
        skill="alliance",
        setting="individual",
        title="A title",
        client="Ana, 40, sleeps badly.",
        goal="I want to sleep.",
        dialogue=(Turn(speaker="client", text="I lie awake."),),
        poor="Just relax.",
        after="She looks away.",
        criteria={"names_task": points - 4, "gives_rationale": 4},
        alternative=alternative,
        examples=(Example(text=EXAMPLE, voice="plain", why="It asks."),),
        gold=(Gold(text=SECRET, verdicts={"names_task": False}),),
    )


BANK = {e.id: e for e in (exercise("one", alternative="two"), exercise("two"), exercise("three"), exercise("four"))}


def assemble(**changes: object) -> LessonContent:
    given: dict[str, object] = {
        "lesson": "alliance",
        "title": "Alliance",
        "chunks": [ContentChunk(title="Warm up", minutes=20, slots=("practice-1", "rewrite-1"))],
        "slots": [("practice-1", False, ["one"]), ("rewrite-1", True, ["three", "four"])],
        "bank": BANK,
        "withheld": {"three", "four"},
        "spotting": {"the-lake": [Spot(id="spot-1", ask="Which?", options=("1", "2"), answer=1, why="So.")]},
        "reflection": "What will you try?",
    }
    return LessonContent.assemble(**(given | changes))


def test_gold_never_travels() -> None:
    assert SECRET not in assemble().to_bytes().decode()
    assert all(e.gold == () for e in assemble().exercises.values())


def test_examples_travel_only_with_exercises_that_are_graded_nowhere() -> None:
    content = assemble()
    assert content.exercises["one"].examples
    assert content.exercises["three"].examples == ()
    assert content.exercises["four"].examples == ()


def test_an_exercise_practised_here_and_graded_elsewhere_keeps_its_examples_back() -> None:
    content = assemble(withheld={"one", "three", "four"})
    assert content.exercises["one"].examples == ()
    assert "one" in content.fingerprints


def test_fingerprints_stand_for_the_examples_that_stay_behind() -> None:
    content = assemble()
    assert set(content.fingerprints) == {"three", "four"}
    assert set(content.fingerprints["three"]) == fingerprint(EXAMPLE)
    assert EXAMPLE not in json.dumps(list(content.fingerprints["three"]))


def test_a_single_exercise_brings_its_alternative() -> None:
    assert assemble().slot("practice-1").exercises == ("one", "two")


def test_the_same_content_gives_the_same_bytes_and_another_content_another_digest() -> None:
    assert assemble().to_bytes() == assemble().to_bytes()
    assert assemble().content == assemble().digest()
    assert assemble(title="Other").content != assemble().content


def test_what_is_written_is_read_back(tmp_path) -> None:
    content = assemble()
    (tmp_path / FILE_NAME).write_bytes(content.to_bytes())
    assert LessonContent.read(tmp_path) == content
    assert list(content.exercises["one"].criteria) == ["names_task", "gives_rationale"]


def test_an_unknown_slot_is_answered_with_those_that_exist() -> None:
    with pytest.raises(ContentError, match=r"no slot 'rewrite-9'.*practice-1, rewrite-1"):
        assemble().slot("rewrite-9")


def test_an_exercise_missing_from_the_bank_is_named() -> None:
    with pytest.raises(ContentError, match="slot 'practice-1': the bank has no exercise 'ghost'"):
        assemble(slots=[("practice-1", False, ["ghost"])])


def test_exercises_of_one_slot_must_have_equal_points() -> None:
    bank = BANK | {"four": exercise("four", points=9)}
    with pytest.raises(ContentError, match="'three' has 10, 'four' has 9"):
        assemble(bank=bank)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "damaged"),
        (b"{not json", "damaged"),
        (b"[1, 2]", "object"),
        (b'{"schema": 2, "anything": 1}', "newer version of changework"),
        (b'{"schema": 1, "lesson": "x", "title": "X"}', "minutes"),
        (b'{"schema": 1, "lesson": "x", "title": "X", "minutes": "long"}', "minutes"),
        (b"\xff\xfe", "damaged"),
    ],
)
def test_a_content_file_that_cannot_be_used_says_why(tmp_path, raw: bytes, said: str) -> None:
    (tmp_path / FILE_NAME).write_bytes(raw)
    with pytest.raises(ContentError, match=said) as caught:
        LessonContent.read(tmp_path)
    assert FILE_NAME in str(caught.value)


def test_a_missing_content_file_says_what_to_do(tmp_path) -> None:
    with pytest.raises(ContentError, match="fetch it again"):
        LessonContent.read(tmp_path)
