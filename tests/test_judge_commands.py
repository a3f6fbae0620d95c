"""`changework check`, `moves`, `rules` and `agreement`, as they are called."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from labelled_rows import LABELLED, ROOT

from course.agreement import Rated, by_criterion, fairness, group_of, kappa, split
from course.cli import main

EXERCISES = LABELLED / "dev-exercises.json"


def run(*arguments: object) -> tuple[int, list[dict], str]:
    result = CliRunner().invoke(main, [str(a) for a in arguments])
    lines = [line for line in result.stdout.splitlines() if line.startswith("{")]
    return result.exit_code, [json.loads(line) for line in lines], result.stderr + result.stdout


def write(path: Path, rows: list) -> Path:
    path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows) + "\n", encoding="utf-8")
    return path


GOOD = {
    "id": "a",
    "exercise": "dev-focus-claim-adjuster",
    "text": "Four calls, and nobody saw you. What happens inside you when you hang up?",
}


# --- check ---


def test_check_prints_one_mark_a_row_with_raw_verdicts(tmp_path: Path) -> None:
    code, out, _ = run("check", "--exercises", EXERCISES, "--responses", write(tmp_path / "r.jsonl", [GOOD]))
    assert code == 0
    (mark,) = out
    assert mark["id"] == "a"
    assert {"status", "score", "max_score", "needs_review", "rules", "verdicts"} <= set(mark)
    verdict = next(v for v in mark["verdicts"] if v["criterion"] == "turns_inward")
    assert verdict["met"]
    for span in verdict["evidence"]:
        assert GOOD["text"][span["start"] : span["end"]] == span["quote"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("not json", "not a JSON object"),
        ("[1, 2]", "expected a JSON object"),
        ({"id": "b", "exercise": "no-such", "text": "x"}, "no-such"),
        ({"id": "b", "exercise": GOOD["exercise"]}, "'text' is missing"),
        ({"id": "b", "exercise": GOOD["exercise"], "text": 7}, "'text' should be a text"),
        ({"exercise": GOOD["exercise"], "text": "x"}, "'id' is missing"),
    ],
)
def test_a_row_that_cannot_be_judged_gets_its_line_and_the_others_their_marks(
    tmp_path: Path, row: object, said: str
) -> None:
    code, out, told = run("check", "--exercises", EXERCISES, "--responses", write(tmp_path / "r.jsonl", [row, GOOD]))
    assert code != 0
    assert len(out) == 2
    assert said in out[0]["error"]
    assert out[0]["needs_review"], "never a silent zero"
    assert "line 1" in told
    assert out[1]["id"] == "a"


def test_unknown_fields_warn_and_change_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "r.jsonl", [{**GOOD, "mood": "sunny"}])
    code, out, told = run("check", "--exercises", EXERCISES, "--responses", path)
    assert code == 0
    assert "mood" in told
    assert out[0]["status"] == "scored"


def test_check_takes_a_folder_of_yaml(tmp_path: Path) -> None:
    row = {"id": "x", "exercise": "alliance-baseline", "text": "Would you like to?"}
    code, out, _ = run("check", "--exercises", ROOT / "exercises" / "bank", "--responses", write(tmp_path / "r", [row]))
    assert code == 0
    assert out[0]["max_score"] == 10


# --- moves ---


def test_moves_lists_what_a_line_of_talk_does(tmp_path: Path) -> None:
    text = "So you're tired of being the one who calls. What would you like to change about that?"
    path = write(tmp_path / "m.jsonl", [{"id": "1", "text": text, "before": ["I always call her."]}, "{"])
    code, out, _ = run("moves", path)
    assert code != 0
    assert len(out) == 2
    assert {"question", "open_question", "reflection"} <= {m["move"] for m in out[0]["moves"]}
    for found in out[0]["moves"]:
        assert text[found["start"] : found["end"]] == found["quote"]
    assert out[1]["error"]


# --- rules and pages ---


def test_the_rule_book_in_the_docs_is_the_one_the_moves_make() -> None:
    code, _, told = run("rules")
    assert code == 0
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == told, (
        "run: changework rules --output docs/rules.md"
    )


def test_the_agreement_page_is_the_one_that_was_measured() -> None:
    code, _, told = run("agreement", "--held-out")
    assert code == 0
    page = (ROOT / "docs" / "agreement.md").read_text(encoding="utf-8")
    assert page == told, "run: changework agreement --held-out > docs/agreement.md"


# --- agreement ---


def test_agreement_on_a_programs_own_labels(tmp_path: Path) -> None:
    rows = [json.loads(line) for line in (LABELLED / "dev-responses.jsonl").read_text(encoding="utf-8").splitlines()]
    path = write(tmp_path / "l.jsonl", rows[:60])
    code, _, told = run("agreement", path, "--exercises", EXERCISES)
    assert code == 0
    assert "names_task" in told
    assert "go to an instructor" in told
    code, _, told = run("agreement", write(tmp_path / "m.jsonl", [*rows[:20], {"text": "?"}]), "--exercises", EXERCISES)
    assert code != 0
    assert "line 21" in told


def test_kappa_is_cohens() -> None:
    assert kappa([(True, True)] * 20 + [(False, False)] * 15 + [(True, False)] * 5 + [(False, True)] * 10) == (
        pytest.approx(0.4)
    )
    assert kappa([(True, True)] * 3) == 1.0


def test_a_missing_verdict_counts_as_wrong_and_gamed_answers_apart() -> None:
    right = Rated("e1", {"tentative": True}, {"tentative": True}, persona="phone typist")
    wrong = Rated("e2", {"tentative": True}, {})
    gamed = Rated("e2", {"tentative": False}, {"tentative": False}, gaming=True, half=True)
    assert by_criterion([right, wrong])["tentative"]["false_not_met"] == 1
    figures = split([right, wrong, gamed])
    assert (figures["honest"], figures["criteria_right"], figures["gamed_accepted"]) == (2, 0.5, 1)
    assert fairness([right, wrong])["phone-typed"]["false_not_met"] == 0


@pytest.mark.parametrize(
    ("persona", "group"),
    [
        ("second-language writer", "second language"),
        ("Indian English", "dialect or regional"),
        ("older career-changer, Southern US", "dialect or regional"),
        ("phone typist, no capitals", "phone-typed"),
        ("terse novice", "terse"),
        ("first-year student, earnest", "plain"),
    ],
)
def test_writers_are_grouped_by_how_they_write(persona: str, group: str) -> None:
    assert group_of(persona) == group
