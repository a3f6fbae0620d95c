"""What lint says: everything that is wrong, with the file and the line, in words that an author understands."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from small_course import DIALOGUE, LESSON, REPOSITORY, change, exercise, read_yaml, write_course, write_yaml

from course.cli import main
from course.lint import lint, write_schemas

SYLLABUS = "syllabus.yaml"
REWRITE = "../exercises/bank/alliance/rewrite-1.yaml"
PRACTICE = "../exercises/bank/alliance/practice-1.yaml"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return write_course(tmp_path)


def said(course: Path) -> list[str]:
    return [str(problem) for problem in lint(course)[0]]


def test_this_repository_s_content_is_without_fault() -> None:
    problems, counted = lint(REPOSITORY)
    assert [str(p) for p in problems] == []
    assert "5 lessons, 5 dialogues" in counted


def test_the_small_course_is_without_fault(course: Path) -> None:
    assert said(course) == []


def drop(name: str) -> Callable[[Any], None]:
    return lambda data: data.pop(name)


def put(**fields: Any) -> Callable[[Any], None]:
    return lambda data: data.update(fields)


def inside(*path: str | int, **fields: Any) -> Callable[[Any], None]:
    """Change fields deep inside."""

    def how(data: Any) -> None:
        for step in path:
            data = data[step]
        data.update(fields)

    return how


def first_slot(**fields: Any) -> Callable[[Any], None]:
    return inside("slots", 0, **fields)


def graded_slot(**fields: Any) -> Callable[[Any], None]:
    return inside("slots", 6, **fields)


FAULTS = [
    # the syllabus
    (SYLLABUS, inside("weeks", 1, lesson="ghost"), "weeks[2].lesson: there is no lesson 'ghost'"),
    (SYLLABUS, inside("weeks", 1, week=1), "weeks: week 1 is there more than once"),
    (SYLLABUS, lambda s: s["weeks"].pop(), "weeks: the lesson 'alliance' is in no week"),
    # lessons
    (LESSON, put(slug="warmth"), "slug: is 'warmth', but the file is called 'alliance.yaml'"),
    (LESSON, put(titel="x"), "titel: unknown field"),
    (LESSON, drop("title"), "title: is missing"),
    (LESSON, put(title=False), "title: expected words, found the switch false"),
    (LESSON, inside("chunks", 0, minutes="ten"), "expected a whole number"),
    (LESSON, inside("chunks", 3, minutes=30), "30 minutes at a stretch"),
    (LESSON, inside("chunks", 3, minutes=30), "the chunks add up to 70 minutes; about 50 are meant"),
    (LESSON, inside("chunks", 0, "parts", 1, figure="chair"), "parts[2].figure: there is no figure 'chair'; there are"),
    (LESSON, inside("chunks", 0, "parts", 1, alt="a" * 800), "parts[2].alt: has 800 characters"),
    (LESSON, inside("chunks", 0, "parts", 2, dialogue="ghost"), "there is no dialogue 'ghost'"),
    (LESSON, inside("chunks", 0, "parts", 0, kind="prose"), "expected"),
    (LESSON, inside("chunks", 1, "parts", 0, slot="practice-9"), "there is no slot 'practice-9' under 'slots'"),
    (LESSON, inside("chunks", 1, "parts", 1, slot="practice-1"), "the slot 'practice-1' is there a second time"),
    (LESSON, inside("chunks", 1, "parts", 1, slot="practice-1"), "the slot 'practice-2' stands in no chunk"),
    (LESSON, lambda s: s["chunks"].pop(), "the lesson has no reflection"),
    (LESSON, lambda s: s["chunks"][0]["parts"].pop(), "a part of the kind 'spotting'; none is here"),
    (LESSON, lambda s: s["chunks"][2]["parts"].pop(0), "a part of the kind 'say-aloud'; none is here"),
    (LESSON, lambda s: s["slots"].pop(5), "expected 6 'practice-…' slots, found 5"),
    (LESSON, lambda s: s["slots"].pop(7), "expected 2 'rewrite-…' slots, found 1"),
    (LESSON, first_slot(id="practice-2"), "the id 'practice-2' is given twice"),
    (LESSON, first_slot(id="exercise-1"), "slots[1].id"),
    (LESSON, first_slot(exercises=["ghost"]), "slots[1].exercises[1]: the bank has no exercise 'ghost'"),
    (LESSON, first_slot(exercises=["practice-2", "practice-1"]), "the exercise 'practice-2' is in this lesson twice"),
    (LESSON, first_slot(graded=True), "a 'practice' slot has 'graded: false'"),
    (LESSON, graded_slot(graded=False), "a 'rewrite' slot has 'graded: true'"),
    (LESSON, graded_slot(exercises=["rewrite-1"]), "who skips 'rewrite-1' gets nothing else"),
    (LESSON, first_slot(exercises=["baseline-1", "practice-1"]), "'baseline-1' is graded in this lesson or another"),
    ("lessons/orientation.yaml", lambda s: s["slots"].pop(), "expected 4 'baseline-…' slots, found 3"),
    # dialogues
    (DIALOGUE, put(id="the-river"), "id: is 'the-river', but the file is called 'the-lake.yaml'"),
    (DIALOGUE, lambda d: d["turns"].pop(), "turns: has 11 turns; 12 to 24 are meant"),
    (DIALOGUE, put(mistake_at=[]), "mistake_at: is empty"),
    (DIALOGUE, put(mistake_at=[13]), "there is no turn 13; the turns go from 1 to 12"),
    (DIALOGUE, put(mistake_at=[2]), "turn 2 is spoken by Ana; a mistake and its repair are the therapist's"),
    (DIALOGUE, put(mistake_at=[9]), "repair_at: the repair comes before the mistake"),
    (DIALOGUE, lambda d: d["turns"][2].pop("note"), "turns[3]: has no note; say what it does to the client, and why"),
    (DIALOGUE, inside("spotting", 0, answer=3), "spotting[1].answer: is option 3, but there are 2"),
    # exercises
    (REWRITE, put(id="other"), "id: is 'other', but the file is called 'rewrite-1.yaml'"),
    (REWRITE, put(id="practice-1"), "is also the id of"),
    (REWRITE, put(skill="motivation"), "skill: is 'motivation', but the file is in the folder 'alliance'"),
    (REWRITE, put(skill="aliance"), "did you mean 'alliance'"),
    (REWRITE, put(alternative="ghost"), "alternative: the bank has no exercise 'ghost'"),
    (REWRITE, put(alternative="rewrite-1"), "alternative: is the exercise itself"),
    (REWRITE, inside("criteria", names_task=3), "all exercises of a slot have equal points; 'rewrite-1' has 11"),
    (REWRITE, inside("criteria", names_task=3), "a graded slot has 10 points; 'rewrite-1' has 11"),
    (REWRITE, inside("criteria", names_taks=2), "'names_taks' is not a criterion of the codebook"),
    (REWRITE, inside("criteria", in_voice=0), "criteria.in_voice: is asked of every answer and carries no points"),
    (REWRITE, inside("criteria", names_task=0), "criteria.names_task: has no points"),
    (REWRITE, inside("criteria", checks_safety=2), "an exercise about safety has a 'content_note'"),
    (REWRITE, lambda e: e["examples"].pop(), "examples: at least 2 examples in different voices are needed"),
    (REWRITE, inside("examples", 1, voice="plain"), "examples: at least 2 examples in different voices are needed"),
    (REWRITE, lambda e: e["gold"][0]["verdicts"].pop("names_task"), "gold[1].verdicts: no verdict on names_task"),
    (REWRITE, inside("gold", 0, "verdicts", tentative=True), "tentative: is not among this exercise's criteria"),
    (REWRITE, inside("gold", 0, "verdicts", ghost=True), "ghost: is not a criterion of the codebook"),
    (REWRITE, inside("dialogue", 0, speaker="clinet"), "'clinet' speaks but is not among the people"),
]


@pytest.mark.parametrize(("file", "fault", "expected"), FAULTS, ids=[expected[:60] for _, _, expected in FAULTS])
def test_a_fault_is_found_and_its_file_named(
    course: Path, file: str, fault: Callable[[Any], None], expected: str
) -> None:
    path = (course / "course" / file).resolve()
    change(path, fault)
    found = [line for line in said(course.resolve()) if expected in line]
    assert found, said(course)
    assert all(".yaml" in line for line in found)


@pytest.mark.parametrize(("file", "field"), [(LESSON, "slug"), (DIALOGUE, "id")])
def test_two_equal_ids_name_both_files(course: Path, file: str, field: str) -> None:
    path = course / "course" / file
    copy = path.with_name(f"{path.stem}-copy.yaml")  # sorts before the original
    copy.write_bytes(path.read_bytes())
    (found,) = [line for line in said(course) if f"is also the {field} of" in line]
    assert copy.name in found
    assert path.name in found


def test_a_file_that_is_called_yml_is_not_passed_over_in_silence(course: Path) -> None:
    path = course / "course" / DIALOGUE
    path.with_name("the-river.yml").write_bytes(path.read_bytes())
    assert any("the-river.yml: is not read; call it 'the-river.yaml'" in line for line in said(course))


def test_the_line_is_that_of_the_field(course: Path) -> None:
    path = course / "course" / LESSON
    change(path, inside("chunks", 0, "parts", 1, figure="chair"))
    number = next(n for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if "chair" in line)
    assert any(f"alliance.yaml, line {number}: chunks[1].parts[2].figure" in line for line in said(course))


def test_all_faults_of_all_files_are_told_at_once(course: Path) -> None:
    change(course / "course" / LESSON, put(slug="warmth", title=7))
    change(course / "course" / DIALOGUE, put(mistake_at=[13], repair_at=[]))
    change(course / "exercises/bank/alliance/practice-2.yaml", put(alternative="ghost"))
    lines = said(course)
    for expected in ("title: expected words", "there is no turn 13", "repair_at: is empty", "no exercise 'ghost'"):
        assert any(expected in line for line in lines)


@pytest.mark.parametrize(
    ("file", "fault"), [(LESSON, put(titel="x")), (DIALOGUE, put(titel="x")), (REWRITE, put(titel="x"))]
)
def test_what_cannot_be_read_is_not_reported_as_missing_too(
    course: Path, file: str, fault: Callable[[Any], None]
) -> None:
    change((course / "course" / file).resolve(), fault)
    assert [line.partition(": ")[2] for line in said(course)] == ["titel: unknown field; check its spelling"]


def test_a_broken_exercise_does_not_hide_what_else_is_wrong(course: Path) -> None:
    change((course / "course" / REWRITE).resolve(), drop("poor"))
    change((course / "course" / PRACTICE).resolve(), put(alternative="ghost"))
    change(course / "course" / DIALOGUE, put(repair_at=[]))
    lines = "\n".join(said(course))
    for expected in ("poor: is missing", "no exercise 'ghost'", "repair_at: is empty"):
        assert expected in lines


def test_a_later_lesson_comes_back_to_an_earlier_skill(course: Path) -> None:
    later = read_yaml(course / "course" / LESSON) | {"slug": "motivation", "skill": "motivation"}
    for kind, count in (("practice", 6), ("rewrite", 2)):
        for number in range(1, count + 1):
            for tail in ("", "-other"):
                id = f"later-{kind}-{number}{tail}"
                write_yaml(
                    course / f"exercises/bank/motivation/{id}.yaml",
                    exercise(id, skill="motivation"),
                )
    for slot in later["slots"]:
        slot["exercises"] = [f"later-{id}" for id in slot["exercises"]]
    write_yaml(course / "course/lessons/motivation.yaml", later)
    change(course / "course" / SYLLABUS, lambda s: s["weeks"].append({"week": 3, "lesson": "motivation"}))
    assert any("no practice item comes back to an earlier skill" in line for line in said(course))
    change(course / "course/lessons/motivation.yaml", inside("slots", 5, exercises=["practice-6", "practice-6-other"]))
    assert said(course) == []


def test_private_exercises_are_read_with_the_course_s(course: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    bank = tmp_path_factory.mktemp("bank")
    write_yaml(bank / "mine.yaml", exercise("mine", poor=7))
    assert any("poor: expected words, found the number 7" in str(p) for p in lint(course, [bank])[0])


def test_the_command_lists_what_is_wrong_and_fails(course: Path) -> None:
    change(course / "course" / DIALOGUE, put(mistake_at=[2, 3]))
    result = CliRunner().invoke(main, ["lint", "--course", str(course)])
    assert result.exit_code == 1
    assert "turn 2 is spoken by Ana" in result.output
    assert "1 thing is to be put right" in result.output


def test_the_command_says_what_was_read_when_nothing_is_wrong(course: Path) -> None:
    result = CliRunner().invoke(main, ["lint", "--course", str(course)])
    assert result.exit_code == 0
    assert result.output == "Nothing is wrong with 2 lessons, 1 dialogues and 24 exercises.\n"


def test_schemas_for_editors_agree_with_what_is_read(course: Path, tmp_path: Path) -> None:
    from jsonschema import Draft202012Validator, ValidationError

    written = write_schemas(tmp_path / "schemas")
    assert [path.name for path in written] == [
        f"{name}.schema.json" for name in ("exercise", "dialogue", "lesson", "syllabus")
    ]
    schemas = {path.name.partition(".")[0]: json.loads(path.read_text(encoding="utf-8")) for path in written}
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    for kind, path in (("exercise", PRACTICE), ("dialogue", DIALOGUE), ("lesson", LESSON), ("syllabus", SYLLABUS)):
        data = read_yaml((course / "course" / path).resolve())
        Draft202012Validator(schemas[kind]).validate(data)
        with pytest.raises(ValidationError):
            Draft202012Validator(schemas[kind]).validate(data | {"no_such_field": 1})


def test_the_command_writes_the_schemas(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["lint", "--schema", str(tmp_path / "schemas")])
    assert result.exit_code == 0
    assert len(list((tmp_path / "schemas").iterdir())) == 4
