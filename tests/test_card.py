"""The card's state, without a browser: what is kept, what is shown, and what stays with the learner."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lesson_fixture import EXAMPLE, lesson

from autograders.mark import Evidence
from exercises import answerfile
from exercises.bank import ContentError
from exercises.card import CardState, names, storage_key
from exercises.model import Exercise
from exercises.panel import PanelState, minutes_left, pack
from exercises.practice import Practice, PracticeStore, propose
from exercises.reflection import ALSO, ReflectionState
from exercises.responses import Answer, Attempt, Responses, ResponseStore, read_responses
from exercises.spotting import SpottingState

LESSON = lesson()


@dataclass
class Said:
    """What a judge says, in the fewest words: any object of this shape will do."""

    label: str
    text: str
    evidence: tuple[Evidence, ...] = ()
    met: bool = True
    state: str = "Found"
    reason: str = ""
    unsure: bool = False


@dataclass
class SaidAll:
    keep: Said
    change: Said
    lines: tuple[Said, ...]
    doubtful: bool = False
    all_met: bool = False


def judge(exercise: Exercise, text: str) -> SaidAll:
    """Keeps the first word and would change the last."""
    words = text.split()
    first, last = words[0], words[-1]
    keep = Said("Begins well", "You begin.", (Evidence(0, len(first), first),))
    start = len(text) - len(last)
    return SaidAll(keep, Said("Ends", "I think you could end.", (Evidence(start, len(text), last),)), (keep,))


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("data")
    monkeypatch.setenv("CHANGEWORK_DATA_DIR", str(folder))
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    return folder


class Clock:
    """A minute passes each time somebody looks."""

    def __init__(self) -> None:
        self.minutes = 0

    def __call__(self) -> str:
        self.minutes += 1
        return f"2026-03-02T10:{self.minutes:02}:00+00:00"


@pytest.fixture
def card(tmp_path: Path) -> Callable[..., CardState]:
    """A card on a slot, as opened anew."""

    def opened(slot: str, judge: Callable[..., Any] = judge) -> CardState:
        return CardState(LESSON, slot, tmp_path, judge, Clock())

    return opened


def handed_in(folder: Path) -> Responses:
    return read_responses(folder)[0]


class View:
    """A view of a card: numbers its messages, and knows the revision it has seen."""

    def __init__(self, state: CardState, name: str = "one") -> None:
        self.state = state
        self.name = name
        self.n = 0
        self.rev = state.answer["rev"]

    def send(self, kind: str, **more: Any) -> dict[str, Any]:
        self.n += 1
        given = {"kind": kind, "client": self.name, "n": self.n, "base": self.rev, **more}
        reply = self.state.handle(json.loads(json.dumps(given)))
        json.dumps([reply, self.state.content, self.state.answer])  # everything can be sent
        self.rev = reply.get("rev", self.rev)
        return reply


# Saving -------------------------------------------------------------------------------------------------------------


def test_a_graded_answer_is_handed_in_and_there_when_the_card_is_opened_again(card: Any, tmp_path: Path) -> None:
    reply = View(card("rewrite-1")).send("save", text="Would you like to?")
    assert (reply["kind"], reply["rev"]) == ("saved", 1)
    assert handed_in(tmp_path).slots["rewrite-1"].text == "Would you like to?"
    assert card("rewrite-1").answer["text"] == "Would you like to?"


def test_practice_is_restored_too_and_never_in_the_assignment(card: Any, tmp_path: Path, own_data_folder: Path) -> None:
    view = View(card("practice-1"))
    view.send("save", text="Only for me.")
    view.send("check", text="Only for me.")
    view.send("rate", felt="too hard")
    assert list(tmp_path.iterdir()) == []
    assert "Only for me." in (own_data_folder / "practice" / "alliance.json").read_text()
    again = card("practice-1").answer
    assert (again["text"], again["felt"]) == ("Only for me.", "too hard")


def test_a_message_that_comes_twice_is_done_once(card: Any, tmp_path: Path) -> None:
    state = card("rewrite-1")
    message = {"kind": "save", "client": "one", "n": 1, "base": 0, "text": "once"}
    assert state.handle(message) == state.handle(message)
    assert handed_in(tmp_path).slots["rewrite-1"].rev == 1


def test_words_typed_before_the_first_were_confirmed_are_no_conflict(card: Any, tmp_path: Path) -> None:
    state = card("rewrite-1")
    for n, text in enumerate(("I", "I wonder", "I wonder whether"), start=1):
        reply = state.handle({"kind": "save", "client": "one", "n": n, "base": 0, "text": text})
        assert reply["other"] == ""
    assert handed_in(tmp_path).slots["rewrite-1"] == Answer(
        "graded-one", "I wonder whether", 3, "2026-03-02T10:03:00+00:00"
    )


def test_two_windows_on_one_kernel_keep_both_texts(card: Any, tmp_path: Path) -> None:
    state = card("rewrite-1")
    one, two = View(state, "one"), View(state, "two")
    one.send("save", text="typed in the first")
    reply = two.send("save", text="typed in the second")
    assert reply["other"] == "typed in the first"
    kept = handed_in(tmp_path).slots["rewrite-1"]
    assert (kept.text, kept.attempts[0].text) == ("typed in the second", "typed in the first")


def test_two_kernels_keep_both_texts(card: Any, tmp_path: Path) -> None:
    one, two = View(card("rewrite-1"), "one"), View(card("rewrite-1"), "two")
    one.send("save", text="from one kernel")
    assert two.send("save", text="from another")["other"] == "from one kernel"
    assert two.send("save", text="from another, more")["other"] == ""
    assert one.send("save", text="from one kernel, more")["other"] == "from another, more"
    kept = handed_in(tmp_path).slots["rewrite-1"]
    assert [a.text for a in kept.attempts] == ["from one kernel", "from another, more"]


def test_a_copy_from_a_browser_that_is_older_than_what_is_saved_is_kept_beside_it(card: Any, tmp_path: Path) -> None:
    view = View(card("rewrite-1"))
    view.send("save", text="what is saved")
    assert view.send("keep", text="what the browser had")["other"] == "what the browser had"
    kept = handed_in(tmp_path).slots["rewrite-1"]
    assert (kept.text, kept.attempts[0].text) == ("what is saved", "what the browser had")
    assert view.send("keep", text="what is saved")["other"] == ""


def test_not_saved_is_said_with_the_reason(card: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> str:
        raise answerfile.NotSavedError("the disk is full")

    view = View(card("rewrite-1"))
    with monkeypatch.context() as broken:
        broken.setattr("exercises.responses.write_json", refuse)
        reply = view.send("save", text="words")
        assert (reply["kind"], reply["problem"]) == ("not saved", "the disk is full")
        assert view.state.answer["text"] == ""
    assert view.send("save", text="words")["kind"] == "saved"


def test_what_was_wrong_with_the_file_is_shown_when_the_card_opens(card: Any, tmp_path: Path) -> None:
    (tmp_path / "responses.json").write_text("{")
    problems = card("rewrite-1").answer["problems"]
    assert "not JSON" in problems[0]
    assert "kept under another name" in problems[1]


def test_a_file_of_a_newer_version_is_told_and_not_promised_to_be_set_aside(card: Any, tmp_path: Path) -> None:
    (tmp_path / "responses.json").write_text('{"schema": 2, "lesson": "alliance"}')
    view = View(card("rewrite-1"))
    assert len(view.state.answer["problems"]) == 1
    assert "newer version" in view.send("save", text="words")["problem"]


# Graded items -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["check", "rate"])
def test_a_graded_item_has_no_verdicts(card: Any, kind: str) -> None:
    def must_not(*_: Any) -> Any:
        raise AssertionError("a graded item was judged")

    view = View(card("rewrite-1", must_not))
    view.send("save", text="Would you like to?")
    assert view.send(kind, text="Would you like to?", felt="too easy")["problem"]
    assert view.state.answer["feedback"] is None
    assert view.state.answer["examples"] == []


def test_save_as_my_answer_keeps_the_attempt_and_confirms(card: Any, tmp_path: Path) -> None:
    view = View(card("rewrite-1"))
    view.send("done", text="My first answer.")
    assert view.state.answer["confirmed_at"] == "2026-03-02T10:01:00+00:00"
    view.send("save", text="My first answer, revised.")
    assert view.state.answer["confirmed_at"] == ""
    view.send("done", text="My first answer, revised.")
    texts = [a.text for a in handed_in(tmp_path).slots["rewrite-1"].attempts]
    assert texts == ["My first answer.", "My first answer, revised."]


def test_the_first_attempt_is_kept_even_if_the_button_was_never_pressed(card: Any, tmp_path: Path) -> None:
    View(card("rewrite-1")).send("save", text="what was handed in")
    View(card("rewrite-1")).send("save", text="revised after feedback")
    kept = handed_in(tmp_path).slots["rewrite-1"]
    assert kept.attempts[0] == Attempt("what was handed in", "2026-03-02T10:01:00+00:00")
    assert kept.text == "revised after feedback"


# Practice -----------------------------------------------------------------------------------------------------------


def test_check_shows_keep_and_change_with_the_words_marked(card: Any) -> None:
    view = View(card("practice-1"))
    view.send("check", text="Would you?")
    shown = view.state.answer["feedback"]
    assert shown["segments"] == [
        {"text": "Would", "labels": ["keep"], "ends": ["keep"]},
        {"text": " ", "labels": [], "ends": []},
        {"text": "you?", "labels": ["change"], "ends": ["change"]},
    ]
    assert shown["keep"]["quotes"] == ["Would"]
    assert shown["lines"][0]["state"] == "Found"


def test_examples_come_only_after_an_own_attempt(card: Any) -> None:
    view = View(card("practice-1"))
    view.send("save", text="typed, not checked")
    assert view.state.answer["examples"] == []
    assert "problem" in view.send("check", text="  ")
    assert view.state.answer["examples"] == []
    view.send("check", text="an attempt of my own")
    assert [e["text"] for e in view.state.answer["examples"]] == [EXAMPLE]


def test_a_judge_that_fails_costs_no_word(card: Any) -> None:
    def broken(*_: Any) -> Any:
        raise ValueError("no such list")

    view = View(card("practice-1", broken))
    reply = view.send("check", text="my words")
    assert reply["kind"] == "saved"
    assert "could not be done (ValueError: no such list)" in reply["problem"]
    assert card("practice-1").answer["text"] == "my words"


def test_a_text_that_could_not_be_saved_is_checked_all_the_same(card: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> str:
        raise answerfile.NotSavedError("the disk is full")

    monkeypatch.setattr("exercises.responses.write_json", refuse)
    view = View(card("practice-1"))
    reply = view.send("check", text="my words")
    assert reply["kind"] == "not saved"
    assert view.state.answer["feedback"]["keep"]["label"] == "Begins well"


@pytest.mark.parametrize(
    ("slot", "felt", "where"),
    [
        ("practice-1", "too easy", "practice-2"),  # up: harder
        ("practice-1", "good challenge", "practice-2"),  # on
        ("practice-1", "too hard", ""),  # nothing easier: the same again
        ("practice-2", "too hard", "practice-1"),  # down
        ("practice-2", "good challenge", "rewrite-1"),  # all tried: on to what is handed in
        ("practice-2", "too easy", "rewrite-1"),
    ],
)
def test_how_hard_it_was_proposes_the_next_item(card: Any, slot: str, felt: str, where: str) -> None:
    view = View(card(slot))
    view.send("check", text="an attempt")
    view.send("rate", felt=felt)
    proposal = view.state.answer["proposal"]
    assert proposal["slot"] == where
    assert proposal["text"]


def test_what_was_practised_already_is_passed_over() -> None:
    tried = Practice(slots={"practice-2": Answer("night-shift-harder", "x", attempts=(Attempt("x"),))})
    assert propose(LESSON, "practice-1", "night-shift", "good challenge", tried).slot == "rewrite-1"


def test_an_item_that_is_as_hard_is_no_step_down() -> None:
    assert propose(LESSON, "practice-2", "night-shift", "too hard", Practice()).slot == ""


def test_a_rating_that_does_not_exist_is_told(card: Any) -> None:
    assert "too easy" in View(card("practice-1")).send("rate", felt="boring")["problem"]


# Skipping -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slot", ["practice-1", "rewrite-1"])
def test_skip_gives_the_alternative_and_back_brings_the_words_back(card: Any, slot: str) -> None:
    view = View(card(slot))
    first = view.state.content["exercise"]
    view.send("save", text="half a line")
    assert view.send("skip")["turned"]
    assert view.state.content["exercise"] == first + "-other"
    assert (view.state.answer["text"], view.state.answer["skipped"]) == ("", False)
    view.send("save", text="to the other one")
    view.send("back")
    assert (view.state.content["exercise"], view.state.answer["text"]) == (first, "half a line")
    view.send("skip")
    assert view.state.answer["text"] == "to the other one"


def test_what_was_typed_for_a_skipped_vignette_is_not_handed_in(card: Any, tmp_path: Path) -> None:
    view = View(card("rewrite-1"))
    view.send("save", text="too close to home")
    view.send("skip")
    assert "too close to home" not in (tmp_path / "responses.json").read_text()
    assert handed_in(tmp_path).slots["rewrite-1"].exercise == "graded-one-other"
    assert card("rewrite-1").content["exercise"] == "graded-one-other"


def test_the_first_attempt_survives_skipping_and_coming_back(card: Any, tmp_path: Path) -> None:
    view = View(card("rewrite-1"))
    view.send("done", text="my first")
    view.send("skip")
    assert handed_in(tmp_path).slots["rewrite-1"].attempts == ()
    view.send("back")
    assert handed_in(tmp_path).slots["rewrite-1"].attempts[0].text == "my first"


def test_both_may_be_skipped_and_taken_up_again(card: Any, tmp_path: Path) -> None:
    view = View(card("rewrite-1"))
    view.send("skip")
    assert not handed_in(tmp_path).slots["rewrite-1"].skipped
    view.send("save", text="no, not this one either")
    view.send("skip")
    kept = handed_in(tmp_path).slots["rewrite-1"]
    assert (kept.skipped, kept.text) == (True, "")
    assert not view.state.content["can_skip"]
    view.send("back")
    kept = handed_in(tmp_path).slots["rewrite-1"]
    assert (kept.skipped, kept.text) == (False, "no, not this one either")


def test_words_that_arrive_after_a_skip_stay_with_their_own_vignette(card: Any, tmp_path: Path) -> None:
    view = View(card("rewrite-1"))
    view.send("skip")
    view.send("save", text="typed for the first", exercise="graded-one")
    assert view.state.answer["text"] == ""
    view.send("back")
    assert view.state.answer["text"] == "typed for the first"


def test_an_exercise_that_is_not_the_slots_is_not_shown(card: Any, tmp_path: Path) -> None:
    ResponseStore(tmp_path, "alliance", "").save_text("rewrite-1", "no-such-exercise", "words", 0)
    state = card("rewrite-1")
    assert state.content["exercise"] == "graded-one"
    assert state.answer["text"] == "words"


# A person looks -----------------------------------------------------------------------------------------------------


def test_a_person_is_asked_for_with_a_line_of_why(card: Any, tmp_path: Path) -> None:
    view = View(card("rewrite-1"))
    view.send("save", text="my own way")
    view.send("ask", why="  It fits\n my client. ")
    assert handed_in(tmp_path).slots["rewrite-1"].ask_human == "It fits my client."
    assert handed_in(tmp_path).slots["rewrite-1"].text == "my own way"
    view.send("ask", why="")
    assert handed_in(tmp_path).slots["rewrite-1"].ask_human == ""


def test_a_practice_answer_is_handed_in_only_when_its_student_asks(card: Any, tmp_path: Path) -> None:
    view = View(card("practice-1"))
    view.send("check", text="first try")
    view.send("check", text="my own way")
    view.send("ask", why="It fits.")
    kept = handed_in(tmp_path).slots
    assert list(kept) == ["practice-1"]
    assert (kept["practice-1"].text, kept["practice-1"].ask_human) == ("my own way", "It fits.")
    assert kept["practice-1"].attempts == ()  # the other tries stay with the learner
    view.send("ask", why="")
    assert handed_in(tmp_path).slots == {}


def test_a_practice_answer_that_was_asked_about_reaches_the_instructor_and_no_other_does(
    card: Any, tmp_path: Path
) -> None:
    from autograders.graded_notebook import Release, restored
    from autograders.handed_in import read_handed_in

    view = View(card("practice-1"))
    view.send("save", text="my own <b>way</b>")
    view.send("ask", why="It fits.")
    View(card("practice-2")).send("check", text="nobody's business")
    handed = read_handed_in(tmp_path, "alliance")
    empty = Release({"cells": [], "metadata": {}}, "", frozenset())
    shown = json.dumps(restored(empty, LESSON, handed))
    assert "Practice 1, which earns no points" in shown
    assert "Why: It fits.\\n\\nmy own <b>way</b>\\n```" in shown  # in a code block: letter by letter
    assert "nobody's business" not in shown


def test_a_person_looks_at_what_is_written_and_not_at_nothing(card: Any, tmp_path: Path) -> None:
    for slot in ("practice-1", "rewrite-1"):
        assert "Write your answer first" in View(card(slot)).send("ask", why="It is empty.")["problem"]
    assert list(tmp_path.iterdir()) == []


# What is shown ------------------------------------------------------------------------------------------------------


def test_a_card_shows_the_exercise_and_hides_what_is_not_for_students(card: Any) -> None:
    content = card("practice-1").content
    assert content["to"] == "Maya"
    assert [turn["who"] for turn in content["dialogue"]] == ["Maya", "Therapist", "Maya"]
    assert content["dialogue"][0]["emotion"] == "worn out"
    assert len(content["asks"]) == 5
    assert EXAMPLE not in json.dumps(content)


def test_people_are_called_by_name_else_by_what_they_are() -> None:
    couple = LESSON.exercises["night-shift"].model_validate(
        {
            **LESSON.exercises["night-shift"].model_dump(exclude={"people", "addressed_to"}),
            "people": ({"id": "ana", "role": "wife", "name": "Ana"}, {"id": "client", "role": "husband"}),
            "addressed_to": ("ana", "client"),
        }
    )
    assert names(couple, couple.addressed_to) == "Ana and Husband"


def test_a_client_without_a_name_is_called_the_client(tmp_path: Path) -> None:
    nameless = {
        id: exercise.model_copy(update={"people": (), "addressed_to": ("client",)})
        for id, exercise in LESSON.exercises.items()
    }
    content = CardState(LESSON.model_copy(update={"exercises": nameless}), "practice-1", tmp_path, judge).content
    assert content["to"] == "the client"
    assert content["dialogue"][0]["who"] == "Client"


def test_a_slot_that_does_not_exist_is_an_error_that_names_those_that_do(card: Any) -> None:
    with pytest.raises(ContentError, match="no slot 'rewrite-9'; its slots: practice-1, practice-2, rewrite-1"):
        card("rewrite-9")


def test_an_exercise_that_did_not_travel_is_told_in_words(tmp_path: Path) -> None:
    torn = LESSON.model_copy(update={"exercises": {}})
    with pytest.raises(ContentError, match="needs the exercise 'night-shift', which is not there"):
        CardState(torn, "practice-1", tmp_path, judge)


def test_the_browsers_copy_belongs_to_one_user_folder_lesson_and_slot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTERHUB_USER", "ana")
    one = storage_key(tmp_path, "alliance", "rewrite-1")
    others = {storage_key(tmp_path, "focus", "rewrite-1"), storage_key(tmp_path / "x", "alliance", "rewrite-1")}
    monkeypatch.setenv("JUPYTERHUB_USER", "ben")
    others |= {storage_key(tmp_path, "alliance", "rewrite-1"), storage_key(tmp_path, "alliance", "rewrite-2")}
    assert len(others | {one}) == 5


def test_a_message_that_means_nothing_is_answered_as_such(card: Any, tmp_path: Path) -> None:
    for message in ({}, {"kind": 5}, {"kind": "drop", "n": 1}, {"kind": None}):
        assert card("rewrite-1").handle(message)["kind"] == "unknown"
    assert list(tmp_path.iterdir()) == []


def test_the_practice_file_may_hold_anything_and_costs_no_card(card: Any, own_data_folder: Path) -> None:
    record = own_data_folder / "practice" / "alliance.json"
    record.parent.mkdir()
    for broken in ("{", "[]", '{"schema": 1, "slots": 5, "set_aside": [], "difficulty": {"a": [1]}}'):
        record.write_text(broken)
        view = View(card("practice-1"))
        assert view.send("save", text="words")["kind"] == "saved"
    assert PracticeStore("alliance").read()[0].slots["practice-1"].text == "words"


# Spotting and reflection --------------------------------------------------------------------------------------------


def test_a_choice_shows_why_and_is_kept(tmp_path: Path) -> None:
    state = SpottingState(LESSON, "two-legs", tmp_path)
    assert "why" not in json.dumps(state.content)
    assert state.answer == {"chosen": {}}
    state.handle({"kind": "choose", "spot": "spot-1", "option": 3})
    assert state.answer["chosen"]["spot-1"]["right"] is False
    state.handle({"kind": "choose", "spot": "spot-1", "option": 2})
    assert state.answer["chosen"]["spot-1"]["right"] is True
    assert handed_in(tmp_path).spotting == {"two-legs/spot-1": 2}
    assert SpottingState(LESSON, "two-legs", tmp_path).answer == state.answer


@pytest.mark.parametrize("message", [{"spot": "spot-9", "option": 1}, {"spot": "spot-1", "option": 4}, {"option": "1"}])
def test_a_choice_that_does_not_exist_changes_nothing(tmp_path: Path, message: dict[str, Any]) -> None:
    state = SpottingState(LESSON, "two-legs", tmp_path)
    assert state.handle({"kind": "choose", **message})["kind"] == "unknown"
    assert list(tmp_path.iterdir()) == []


def test_a_reflection_is_handed_in_and_restored(tmp_path: Path) -> None:
    state = ReflectionState(LESSON, tmp_path)
    reply = state.handle({"kind": "save", "client": "one", "n": 1, "base": 0, "text": "I will listen."})
    assert reply["kind"] == "saved"
    assert handed_in(tmp_path).reflection == "I will listen."
    assert ReflectionState(LESSON, tmp_path).answer["text"] == "I will listen."


def test_a_reflection_typed_in_two_windows_keeps_both(tmp_path: Path) -> None:
    one, two = ReflectionState(LESSON, tmp_path), ReflectionState(LESSON, tmp_path)
    one.handle({"kind": "save", "client": "one", "n": 1, "base": 0, "text": "from one"})
    reply = two.handle({"kind": "save", "client": "two", "n": 1, "base": 0, "text": "from two"})
    assert (reply["other"], reply["joined"]) == ("from one", True)
    assert handed_in(tmp_path).reflection == f"from two{ALSO}from one"


def test_typing_on_in_a_reflection_is_no_conflict(tmp_path: Path) -> None:
    state = ReflectionState(LESSON, tmp_path)
    for n, text in enumerate(("I", "I will", "I"), start=1):
        state.handle({"kind": "save", "client": "one", "n": n, "base": 0, "text": text})
    assert handed_in(tmp_path).reflection == "I"


def test_a_browsers_older_copy_of_a_reflection_goes_below(tmp_path: Path) -> None:
    ReflectionState(LESSON, tmp_path).handle({"kind": "save", "client": "one", "n": 1, "base": 0, "text": "saved"})
    ReflectionState(LESSON, tmp_path).handle({"kind": "keep", "client": "two", "n": 1, "text": "a copy"})
    assert handed_in(tmp_path).reflection == f"saved{ALSO}a copy"


# The panel ----------------------------------------------------------------------------------------------------------


def test_the_panel_says_what_is_answered_and_what_is_empty(card: Any, tmp_path: Path) -> None:
    View(card("rewrite-1")).send("save", text="an answer")
    view = View(card("rewrite-2"))
    view.send("skip")
    view.send("skip")
    View(card("practice-1")).send("save", text="a try")
    shown = PanelState(LESSON, tmp_path).answer
    assert [(item["heading"], item["state"]) for item in shown["items"]] == [
        ("Rewrite 1", "answered"),
        ("Rewrite 2", "skipped"),
        ("Reflection", "empty"),
    ]
    assert (shown["practised"], shown["practice"]) == (1, 2)


@pytest.mark.parametrize(
    ("practised", "answered", "reflection", "left"),
    [
        ([], [], "", 50),
        (["practice-1"], [], "", 30),  # the reading is behind, half of the practice is done
        (["practice-1", "practice-2"], ["rewrite-1"], "", 10),
        (["practice-1", "practice-2"], ["rewrite-1", "rewrite-2"], "", 0),
        ([], ["rewrite-1", "rewrite-2"], "done", 20),
    ],
)
def test_minutes_left_go_by_what_is_empty(
    practised: list[str], answered: list[str], reflection: str, left: int
) -> None:
    practice = Practice(slots={slot: Answer(text="x") for slot in practised})
    responses = Responses(slots={slot: Answer(text="x") for slot in answered}, reflection=reflection)
    assert minutes_left(LESSON, responses, practice) == left


def test_one_file_holds_the_notebook_and_the_answers_and_nothing_else(card: Any, tmp_path: Path) -> None:
    (tmp_path / "alliance.ipynb").write_text("{}")
    (tmp_path / "notes.txt").write_text("my own notes")
    View(card("practice-1")).send("save", text="my practice")
    View(card("rewrite-1")).send("save", text="my answer")
    reply = PanelState(LESSON, tmp_path).handle({"kind": "pack", "client": "one", "n": 1})
    assert reply["saved"] == str(tmp_path / "alliance-handin.zip")
    assert (tmp_path / "alliance-handin.zip").read_bytes() == reply["data"]
    with zipfile.ZipFile(tmp_path / "alliance-handin.zip") as archive:
        assert archive.namelist() == ["alliance.ipynb", "responses.json"]
        assert b"my answer" in archive.read("responses.json")
        assert b"my practice" not in archive.read("responses.json")


def test_without_a_notebook_the_answers_are_packed_alone(card: Any, tmp_path: Path) -> None:
    View(card("rewrite-1")).send("save", text="my answer")
    assert pack("alliance", tmp_path).holds == ("responses.json",)


def test_with_nothing_saved_there_is_nothing_to_pack(tmp_path: Path) -> None:
    (tmp_path / "alliance.ipynb").write_text("{}")
    reply = PanelState(LESSON, tmp_path).handle({"kind": "pack"})
    assert (reply["kind"], reply["problem"]) == (
        "not packed",
        "Nothing is saved yet: write an answer first, then pack.",
    )
    assert [p.name for p in tmp_path.iterdir()] == ["alliance.ipynb"]


def test_a_link_in_place_of_the_answers_is_not_packed(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret"
    secret.write_text("not mine")
    try:
        (tmp_path / "responses.json").symlink_to(secret)
    except OSError:
        pytest.skip("this system makes no links")
    reply = PanelState(LESSON, tmp_path).handle({"kind": "pack"})
    assert "not an ordinary file" in reply["problem"]
    assert "data" not in reply


def test_a_folder_that_cannot_be_written_still_gives_the_file_to_download(
    card: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    View(card("rewrite-1")).send("save", text="my answer")

    def refuse(*_: Any, **__: Any) -> str:
        raise answerfile.NotSavedError("the folder is read-only")

    monkeypatch.setattr("exercises.panel.write_bytes", refuse)
    reply = PanelState(LESSON, tmp_path).handle({"kind": "pack"})
    assert (reply["saved"], reply["problem"]) == ("", "the folder is read-only")
    assert reply["data"].startswith(b"PK")


# The view -----------------------------------------------------------------------------------------------------------


def test_a_view_passes_messages_to_its_state_and_shows_what_came_of_them(card: Any) -> None:
    from exercises.view import View as Widget

    widget = Widget("card", card("rewrite-1"), "Press Start.")
    sent: list[Any] = []
    widget.send = lambda content, buffers=None: sent.append((content, buffers))
    widget._heard(widget, {"kind": "save", "client": "one", "n": 1, "base": 0, "text": "words"}, [])
    assert widget.answer["text"] == "words"
    assert sent[0][0]["kind"] == "saved"
    assert repr(widget) == "Press Start."


def test_state_and_store_load_no_widget_library() -> None:
    import subprocess
    import sys

    program = """
import sys
import exercises.card, exercises.panel, exercises.spotting, exercises.reflection
print(sorted({"ipywidgets", "anywidget", "nltk", "nbgrader", "nbformat", "matplotlib"} & set(sys.modules)))
"""
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert said.stdout.strip() == "[]"
