"""An evening of grading in a real browser: formgrader finds, shows and takes; the feedback page gives back.

With CHANGEWORK_PICTURES set to a folder, the docs' pictures are taken there.
"""

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from graded_course import (
    DESCRIBED,
    FIRST,
    GOOD,
    HALF,
    LESSON,
    answer,
    copy_course,
    hand_in,
    responses,
    rows,
    run,
    worth,
)
from labs import PATIENCE, Lab, Notebook
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from exercises.highlight import visible

pytestmark = pytest.mark.e2e

# Asked for by nbgrader's own template of a submission, where no setting changes it. It would render formulas, of which
# our pages hold none; a graded notebook brings what formgrader's script needs in its place.
MATHJAX = "https://cdnjs.cloudflare.com/ajax/libs/mathjax/"

HOSTILE = (
    "Would you be open to trying that? <script>window.ran = 1; alert(1)</script> "
    '<img src="x" onerror="window.ran = 1; alert(1)"> [a link](javascript:window.ran=1) '
    '<a href="javascript:window.ran=1">press</a> $x^2$ \\(y\\) \x1b[31mred\x1b[0m \u202eback\u202c `code` </section>'
)
SPEAKING = "It has to be <i>yours</i>: <script>window.ran = 1</script> what would you want to try?"


@pytest.fixture(scope="module")
def made(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of one lesson, with three answers graded by the kit and their feedback written."""
    root = copy_course(built, tmp_path_factory.mktemp("made") / "course")
    hand_in(root, "good", responses(GOOD, HALF))
    hand_in(root, "dana", responses(DESCRIBED, GOOD))
    hostile = answer(FIRST, HOSTILE, ask_human=SPEAKING)
    write_into_the_notebook(hand_in(root, "hostile", responses(hostile, HALF, reflection=HOSTILE)), HOSTILE)
    for command in (("changework", "grade", LESSON), ("nbgrader", "generate_feedback", LESSON)):
        done = run(root, *command)
        assert done.returncode == 0, done.stderr
    return root


@pytest.fixture
def course(made: Path, tmp_path: Path) -> Path:
    return copy_course(made, tmp_path / "course")


@pytest.fixture
def open_file(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A page from the disk, as a student opens what came back: `open_file(path, color_scheme="dark")`.

    `page.asked` lists what it asked for, itself aside; `page.dialogs` what popped up.
    """
    contexts = []

    def open_one(path: Path, **options: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1000, "height": 1100}, **options})
        contexts.append(context)
        page = watched(context.new_page())
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        page.asked = [url for url in asked if url != path.as_uri()]  # type: ignore[attr-defined]
        return page

    yield open_one
    for context in contexts:
        context.close()


def write_into_the_notebook(folder: Path, text: str) -> None:
    """As a student who adds cells to their copy."""
    path = folder / f"{LESSON}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"] += [
        {"cell_type": "markdown", "id": "own-text", "metadata": {}, "source": text},
        {"cell_type": "code", "id": "own-code", "metadata": {}, "source": "open('ran', 'w').close()", "outputs": [],
         "execution_count": None},
    ]  # fmt: skip
    path.write_text(json.dumps(notebook), encoding="utf-8")


def watched(page: Page) -> Page:
    """Note every error, and every dialog, which is closed."""
    page.dialogs, page.errors = [], []  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.errors.append(str(error)))  # type: ignore[attr-defined]
    page.on("dialog", lambda dialog: (page.dialogs.append(dialog.message), dialog.dismiss()))  # type: ignore[attr-defined]
    return page


def feedback_of(root: Path, student: str) -> Path:
    return root / "feedback" / student / LESSON / f"{LESSON}.html"


def formgrader(page: Page, lab: Lab) -> FrameLocator:
    """Formgrader as its menu opens it: in a tab of JupyterLab."""
    page.goto(f"{lab.url}/lab?token={lab.token}")
    page.get_by_role("menuitem", name="Nbgrader", exact=True).click()
    page.get_by_role("menuitem", name="Formgrader", exact=True).click()
    frame = page.frame_locator("iframe[src*='formgrader']")
    expect(frame.get_by_role("link", name=LESSON, exact=True)).to_be_visible(timeout=PATIENCE)
    return frame


def submissions(frame: FrameLocator) -> Locator:
    """Manual Grading › the lesson › its notebook: a row for every submission, with its student's name."""
    frame.get_by_role("link", name="Manual Grading", exact=True).click()
    for place in (f"/gradebook/{LESSON}", f"/gradebook/{LESSON}/{LESSON}"):
        frame.locator(f"#main-table a[href$='{place}']").click()
    table = frame.locator("#main-table tr[role='row']", has=frame.locator("a.name-shown"))
    expect(table.first).to_be_visible(timeout=PATIENCE)
    frame.get_by_role("button", name="Show All Names").click()
    expect(frame.get_by_role("button", name="Hide All Names")).to_be_visible()
    return table


def submission(page: Page, lab: Lab, student: str) -> Page:
    """Formgrader's page of one submission, in a tab of its own."""
    query = """
        select sn.id from submitted_notebook sn join submitted_assignment sa on sa.id = sn.assignment_id
        where sa.student_id = ?
    """
    with sqlite3.connect(lab.folder / "gradebook.db") as gradebook:
        (found,) = gradebook.execute(query, (student,)).fetchone()
    page.goto(f"{lab.url}/formgrader/manage_assignments?token={lab.token}")  # logs in
    page.goto(f"{lab.url}/formgrader/submissions/{found}/")
    expect(page.locator("#rewrite-1")).to_have_attribute("placeholder", "0", timeout=PATIENCE)
    return page


def row_of(frame: FrameLocator, student: str) -> Locator:
    """A student's row under Manage Assignments › the number of submissions."""
    frame.get_by_role("link", name="Manage Assignments", exact=True).click()
    frame.locator("#main-table .num-submissions a").click()
    row = frame.locator("#main-table tr", has=frame.locator(f"td.student-id[data-order='{student}']"))
    expect(row).to_be_visible(timeout=PATIENCE)
    return row


def succeeded(frame: FrameLocator) -> None:
    """nbgrader says that it went well; a failure is shown as it says it."""
    said = frame.locator("#success-modal, #error-modal")
    expect(said).to_be_visible(timeout=PATIENCE)
    assert said.get_attribute("id") == "success-modal", said.text_content()
    said.get_by_role("button", name="Close").click()
    expect(said).to_have_count(0)


def type_into(page: Page, box: Locator, text: str, kind: str) -> None:
    """Type, leave the field, and wait until nbgrader has saved it."""
    with page.expect_response(lambda r: f"/formgrader/api/{kind}/" in r.url and r.request.method == "PUT") as saved:
        box.fill(text)
        box.blur()
    assert saved.value.ok


def axe(page: Page, context: str | None = None) -> None:
    """No violation, and something was looked at."""
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    found = Axe().run(page, context=context).response
    said = "\n".join(
        f"{v['id']}: {n['target']} {n.get('failureSummary')}" for v in found["violations"] for n in v["nodes"]
    )
    assert not found["violations"], said
    assert found["passes"], "axe looked at nothing"


def nothing_ran(page: Page) -> None:
    assert page.errors == []  # type: ignore[attr-defined]
    assert page.dialogs == []  # type: ignore[attr-defined]
    assert page.evaluate("window.ran === undefined")


def words(block: Locator) -> str:
    """What an answer's block says, without the labels behind marked words."""
    found = block.evaluate("b => { const c = b.cloneNode(true); c.querySelectorAll('sup').forEach(s => s.remove());"
                           " return c.textContent }")  # fmt: skip
    return str(found)


def picture(page: Page, name: str) -> None:
    """Take one of the docs' pictures, where they are asked for."""
    folder = os.environ.get("CHANGEWORK_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png")


def test_a_score_and_a_comment_by_hand_reach_the_student_and_stand_when_graded_again(
    course: Path, start_lab: Callable[..., Lab], open_page: Callable[..., Page], open_file: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": 1500, "height": 1000})
    frame = formgrader(page, start_lab(course))
    waiting = submissions(frame).filter(has=frame.locator("td.needs-manual-grade .glyphicon-ok"))
    assert sorted(waiting.locator("a.name-shown").all_text_contents()) == ["dana", "hostile"]
    waiting.get_by_role("link", name="dana", exact=True).click()

    score, comment = frame.locator("#rewrite-1"), frame.locator("#rewrite-1-comment-comment")
    expect(score).to_have_attribute("placeholder", "0", timeout=PATIENCE)  # the rules' score, filled in
    expect(frame.locator("#rewrite-2")).to_have_attribute("placeholder", f"{worth('alliance-heart-stairs', GOOD):g}")
    gated, good = frame.locator(".cw-mark").all()
    expect(gated.locator(".cw-status")).to_contain_text("for your instructor")
    assert words(gated.locator(".cw-answer")) == DESCRIBED
    expect(good.locator(".cw-status")).to_contain_text("scored")
    assert good.locator(".cw-answer mark").count() > 0
    expect(good.get_by_role("row")).to_have_count(5)  # a verdict on each criterion
    expect(good.get_by_role("row").first).to_contain_text("Names the task")
    type_into(page, score, "7", "grade")
    type_into(page, comment, "Say it to her, as you would in the room.", "comment")
    score.scroll_into_view_if_needed()
    picture(page, "formgrader")

    frame.get_by_role("link", name="Manual Grading", exact=True).click()
    frame.get_by_role("link", name="Manage Assignments", exact=True).click()
    feedback_of(course, "dana").unlink()
    frame.locator("#main-table .generate-feedback a").click()
    succeeded(frame)
    given_back(open_file(feedback_of(course, "dana")))

    row = row_of(frame, "dana")
    feedback_of(course, "dana").unlink()
    row.locator(".autograde a").click()
    succeeded(frame)
    assert rows(course)["dana", "rewrite-1"][:2] == (0, 7)
    submissions(frame).get_by_role("link", name="dana", exact=True).click()
    expect(frame.locator("#rewrite-1")).to_have_value("7", timeout=PATIENCE)
    expect(frame.locator("#rewrite-1-comment-comment")).to_have_value("Say it to her, as you would in the room.")
    frame.get_by_role("link", name="Manual Grading", exact=True).click()
    row_of(frame, "dana").locator(".generate-feedback a").click()
    succeeded(frame)
    given_back(open_file(feedback_of(course, "dana")), graded_again=True)


def given_back(page: Page, graded_again: bool = False) -> None:
    first = page.locator("article.slot").first
    # nbgrader asks for another look at what was graded again; the score stands all the same
    said = (
        "decided by your instructor. They have it before them once more."
        if graded_again
        else "decided by your instructor."
    )
    expect(first.locator(".standing")).to_have_text(f"7 of 10 points, {said}")
    expect(first.locator(".comment")).to_contain_text("Say it to her, as you would in the room.")
    if not graded_again:
        picture(page, "feedback")


def test_formgrader_s_autograde_button_scores_without_a_kernel(
    course: Path, tmp_path: Path, start_lab: Callable[..., Lab], open_page: Callable[..., Page]
) -> None:
    write_into_the_notebook(hand_in(course, "fresh", responses(GOOD, HALF)), "Nobody runs what is below.")
    trap, started = tmp_path / "jupyter", tmp_path / "a-kernel-was-started"
    spec = trap / "kernels" / "python3" / "kernel.json"
    spec.parent.mkdir(parents=True)
    spec.write_text(json.dumps({"argv": ["touch", str(started)], "display_name": "Trap", "language": "python"}))
    lab = start_lab(course, env={"JUPYTER_PATH": str(trap)})
    frame = formgrader(open_page(), lab)
    row = row_of(frame, "fresh")
    expect(row.locator(".status")).to_have_text("needs autograding")
    row.locator(".autograde a").click()
    succeeded(frame)
    total = worth(FIRST, GOOD) + worth("alliance-heart-stairs", HALF)
    expect(row.locator(".score")).to_have_text(f"{total:g} / 20", timeout=PATIENCE)
    assert total > 0
    assert lab.api("kernels") == []
    assert lab.api("sessions") == []
    assert not started.exists()
    assert not list(course.rglob("ran"))
    lab.api("kernels", "POST")  # had one been started, the trap would have told
    open_page().wait_for_timeout(1000)
    assert started.exists()


def test_hostile_text_is_read_and_obeyed_nowhere_in_formgrader_which_reaches_out_for_mathjax_alone(
    course: Path, start_lab: Callable[..., Lab], open_page: Callable[..., Page]
) -> None:
    page = submission(watched(open_page()), start_lab(course), "hostile")
    block = page.locator(".cw-mark").first
    assert words(block.locator(".cw-answer")) == visible(HOSTILE)
    expect(block).to_contain_text(SPEAKING)  # why a person should look
    said = page.locator("#notebook-container").last
    for shown in ("The student's reflection:", "Written into the notebook by the student"):
        expect(said).to_contain_text(shown)
    assert [text.strip() for text in said.locator("pre").all_text_contents()].count(visible(HOSTILE)) == 2
    assert said.locator("img, iframe, a[href^='javascript' i]").count() == 0
    assert said.locator("script", has_text="window.ran").count() == 0
    assert said.locator("[onerror], [onclick]").count() == 0
    nothing_ran(page)
    axe(page, ".cw-mark")
    others = {url for url in page.refused if not url.startswith(MATHJAX)}  # type: ignore[attr-defined]
    assert others == set()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_hostile_text_is_read_and_obeyed_nowhere_on_a_feedback_page_which_asks_nothing_of_anybody(
    scheme: str, made: Path, open_file: Callable[..., Page]
) -> None:
    page = open_file(feedback_of(made, "hostile"), color_scheme=scheme)
    assert words(page.locator(".cw-answer").first) == visible(HOSTILE)
    assert page.locator("blockquote.own").text_content() == visible(HOSTILE)
    assert page.locator("script, img, iframe, a, [onerror], [onclick]").count() == 0
    nothing_ran(page)
    assert page.asked == []  # type: ignore[attr-defined]
    axe(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_feedback_page(scheme: str, made: Path, open_file: Callable[..., Page]) -> None:
    page = open_file(feedback_of(made, "good"), color_scheme=scheme)
    expect(page.locator(".cw-answer mark").first).to_be_visible()
    axe(page)


def test_an_answer_typed_into_a_card_arrives_in_the_gradebook(
    made: Path,
    tmp_path: Path,
    start_lab: Callable[..., Lab],
    open_page: Callable[..., Page],
) -> None:
    exchange, home = tmp_path / "exchange", tmp_path / "student"
    exchange.mkdir()
    exchange.chmod(0o777)
    home.mkdir()
    course = copy_course(made, tmp_path / "course")
    ours = f"\nc.Exchange.root = {str(exchange)!r}\n"
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(ours)
    (home / "nbgrader_config.py").write_text(
        'c = get_config()\nc.CourseDirectory.course_id = "changework"\nc.CourseDirectory.student_id = "typist"\n'
        f"c.Exchange.cache = {str(tmp_path / 'cache')!r}\n{ours}",
        encoding="utf-8",
    )
    done = run(course, "nbgrader", "release_assignment", LESSON)
    assert done.returncode == 0, done.stderr

    page = open_page()
    lab = start_lab(home)
    page.goto(f"{lab.url}/lab?token={lab.token}")
    page.get_by_role("menuitem", name="Nbgrader", exact=True).click()
    page.get_by_role("menuitem", name="Assignment List", exact=True).click()
    page.locator("#released_assignments_list").get_by_role("button", name="Fetch").click()
    fetched = page.locator("#fetched_assignments_list")
    expect(fetched.get_by_role("button", name="Submit")).to_be_visible(timeout=PATIENCE)
    fetched.locator("a", has_text=LESSON).first.click()
    fetched.locator("a", has_text=LESSON).last.click()
    notebook = Notebook(page, lab)
    notebook.wait_until_idle()
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_role("button", name="Run Once").click()
    card = notebook.card("rewrite-1")
    card.get_by_role("textbox").first.fill(GOOD)
    expect(card.locator(".cw-status")).to_contain_text("Saved at", timeout=PATIENCE)
    page.get_by_role("tab", name="Assignments").click()
    fetched.get_by_role("button", name="Submit").click()
    expect(page.locator("#submitted_assignments_list .list_item").first).to_contain_text(LESSON, timeout=PATIENCE)

    for command in (("nbgrader", "collect", LESSON), ("changework", "grade", LESSON)):
        done = run(course, *command)
        assert done.returncode == 0, done.stderr
    student = next(student for student, _ in rows(course) if student not in {"good", "dana", "hostile"})
    assert rows(course)[student, "rewrite-1"][0] == worth(FIRST, GOOD) > 0
    assert GOOD in (course / "submitted" / student / LESSON / "responses.json").read_text(encoding="utf-8")
