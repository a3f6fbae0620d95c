import json

import pytest

from exercises.bank import Bank, ContentError, read_exercises

GOOD = """\
id: first-visit
skill: alliance
setting: individual
title: First visit
client: >-
  Ana, 30, a baker.
dialogue:
  - speaker: client
    text: No
poor: Just try it.
after: She shrugs.
criteria: {names_task: 5, no_imposing: 5}
"""


def problems(tmp_path, text, name="first-visit.yaml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        Bank.load(path)
    return [str(p).removeprefix(str(path)) for p in caught.value.problems]


def test_a_good_file_is_read_and_no_stays_a_word(tmp_path):
    (tmp_path / "first-visit.yaml").write_text(GOOD, encoding="utf-8")
    exercise = Bank.load(tmp_path)["first-visit"]
    assert exercise.dialogue[0].text == "No"
    assert exercise.points == 10


def test_all_errors_of_a_file_come_at_once_with_line_and_field(tmp_path):
    text = GOOD.replace("skill: alliance", "skill: aliance").replace("text: No", "text: 1984")
    found = problems(tmp_path, text.replace("after:", "aftr:"))
    assert any(", line 2: skill: expected" in p and "did you mean 'alliance'?" in p for p in found)
    assert any("line 9: dialogue[1].text: expected words, found the number 1984 (put it in quotes)" in p for p in found)
    assert any("aftr: unknown field" in p for p in found)
    assert any("after: is missing" in p for p in found)


def test_a_switch_where_words_are_expected_says_to_put_quotes(tmp_path):
    assert any("found the switch true (put it in quotes)" in p for p in problems(tmp_path, GOOD.replace("No", "true")))


def test_a_word_where_a_switch_is_expected_says_so(tmp_path):
    found = problems(tmp_path, GOOD + "expects_human: No\n")
    assert any("expects_human: expected true or false, found 'No'" in p for p in found)


def test_an_unknown_criterion_and_a_stranger_in_the_dialogue_are_named(tmp_path):
    text = GOOD.replace("names_task", "name_task").replace("speaker: client", "speaker: Bob")
    found = "\n".join(problems(tmp_path, text))
    assert "'name_task' is not a criterion of the codebook (did you mean 'names_task'?)" in found
    assert "'Bob' speaks but is not among the people" in found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("- 1\n- 2\n", "expected fields such as 'id: …'"),
        ("id: [", "is not YAML"),
        ("id: a\nid: b\n", "is not YAML: found duplicate key"),
        ("id: a\nid: b\n", "Each field stands once"),
        ("people:\n\t- id: a\n", "indent with spaces"),
        ("poor: He said: go\n", "is not YAML"),
    ],
)
def test_what_is_no_exercise_is_told_in_words(tmp_path, text, said):
    assert said in "\n".join(problems(tmp_path, text))


def test_bytes_that_are_not_utf8_are_told(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_bytes("title: café".encode("latin-1"))
    with pytest.raises(ContentError, match="is not UTF-8 text"):
        Bank.load(path)


def test_two_equal_ids_name_both_files(tmp_path):
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    with pytest.raises(ContentError, match=r"b\.yaml: id: 'first-visit' is also the id of .*a\.yaml"):
        Bank.load(tmp_path)


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(ContentError, match="no such file or folder"):
        Bank.load(tmp_path / "nowhere")


def test_lenient_reading_warns_of_unknown_fields_and_fills_in_what_judging_does_not_need(tmp_path):
    row = {
        "id": "dev-one",
        "skill": "focus",
        "drift": "vague",
        "setting": "family",
        "client": "Emeka and his daughter.",
        "dialogue": [{"speaker": "father", "text": "Peace."}, {"speaker": "therapist", "text": "Mm."}],
        "poor": "Tell me more.",
        "criteria": {"asks_specific": 1, "in_voice": 1},
        "examples": ["Which evening?"],
        "mood": "grey",
    }
    path = tmp_path / "exercises.json"
    path.write_text(json.dumps([row]), encoding="utf-8")
    (exercise,), warnings = read_exercises(path, lenient=True)
    assert exercise.addressed_to == ("father",)
    assert exercise.examples[0].text == "Which evening?"
    assert exercise.points == 1  # gates carry none
    assert ["exercise 1, mood: unknown field, ignored" in str(w) for w in warnings] == [True]
    with pytest.raises(ContentError, match="mood: unknown field"):
        read_exercises(path)


def test_lenient_reading_takes_another_programs_ids_and_points_and_keeps_the_good_exercises(tmp_path):
    good = {
        "id": "Week_1 Item",
        "skill": "focus",
        "client": "A clerk.",
        "dialogue": [{"speaker": "client", "text": "It's all stuff.", "time": "10:01"}],
        "poor": "Tell me more.",
        "criteria": {"asks_specific": 2.0, "charm": 1},
    }
    path = tmp_path / "exercises.json"
    path.write_text(json.dumps([good, {"id": "broken", "skill": "nope"}]), encoding="utf-8")
    (exercise,), warnings = read_exercises(path, lenient=True)
    assert (exercise.id, exercise.drift, exercise.points) == ("Week_1 Item", "vague", 2)
    said = "\n".join(map(str, warnings))
    assert "criteria.charm: unknown criterion, ignored" in said
    assert "dialogue[1].time: unknown field, ignored" in said
    assert "exercise 2, skill: expected" in said


def test_an_id_in_a_bank_is_a_slug(tmp_path):
    assert any(
        "id: 'First Visit' does not fit" in p for p in problems(tmp_path, GOOD.replace("first-visit", "First Visit"))
    )
