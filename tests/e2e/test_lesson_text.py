"""A lesson's own text in a real JupyterLab: it reads without running, brings up every card, and is obeyed nowhere."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from labs import PATIENCE, Lab, Notebook
from playwright.sync_api import Page, expect
from small_course import DIALOGUE, LESSON, REPOSITORY, change, write_course

pytestmark = pytest.mark.e2e

TALL = {"viewport": {"width": 1280, "height": 9000}}  # JupyterLab draws only the cells in view
OURS = ".cw-start, .cw-know, .cw-dialogue, .cw-ready, .cw-time, .cw-saved, .cw-figure, .cw-sources, .cw-crisis"
NASTY = "<img src=x onerror=\"document.title='run'\"> costs $5 or $6, \\(x^2\\), [a](javascript:alert(1)) *so*"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A student's folder, as it is fetched."""
    return Path(shutil.copytree(REPOSITORY / "release" / "alliance", tmp_path / "work" / "alliance")).parent


def press_start(page: Page) -> None:
    page.locator(".cw-start button").click()
    page.get_by_role("button", name="Run Once").click()
    expect(page.locator(".cw-ready")).to_contain_text("press Start again", timeout=PATIENCE)


def test_a_lesson_reads_before_anything_is_run(
    folder: Path,
    start_lab: Callable[..., Lab],
    open_page: Callable[..., Page],
    open_notebook: Callable[..., Notebook],
) -> None:
    page = open_notebook(start_lab(folder), "alliance/alliance.ipynb", open_page(**TALL)).page
    expect(page.get_by_role("heading", name="A stool on three legs")).to_be_visible()
    expect(page.locator(".cw-dialogue li")).to_have_count(22)
    assert "The mistake." in (page.locator(".cw-dialogue li.cw-mistake").first.text_content() or "")
    assert "The repair." in (page.locator(".cw-dialogue li.cw-repair").first.text_content() or "")
    for needed in (
        "not supervision",
        "nothing from real sessions",
        "Handed in",
        "may be wrong",
        "50 left in the lesson",
    ):
        assert needed in (page.locator(".jp-Notebook").text_content() or ""), needed
    assert page.locator(".jp-OutputArea-output").count() == 0


def test_start_brings_up_every_card_and_no_code(
    folder: Path,
    start_lab: Callable[..., Lab],
    open_page: Callable[..., Page],
    open_notebook: Callable[..., Notebook],
) -> None:
    page = open_page(viewport={"width": 1280, "height": 30000})
    open_notebook(start_lab(folder), "alliance/alliance.ipynb", page)
    press_start(page)
    for slot in (*(f"practice-{n}" for n in range(1, 7)), "rewrite-1", "rewrite-2", "spotting", "reflection", "panel"):
        expect(page.locator(f'[data-cw-slot="{slot}"]')).to_be_visible(timeout=PATIENCE)
    figure = page.get_by_role("img", name="Two stools.")
    expect(figure).to_be_visible()
    assert figure.evaluate("image => image.naturalWidth") == 1260
    for cell in page.locator(".jp-CodeCell .jp-Cell-inputWrapper").all():
        expect(cell).to_be_hidden()
    assert page.locator(".cw-saved").all_text_contents() != []
    assert all("not answered yet" in said for said in page.locator(".cw-saved").all_text_contents())


def test_an_author_s_text_is_shown_and_not_obeyed(
    tmp_path: Path,
    start_lab: Callable[..., Lab],
    open_page: Callable[..., Page],
    open_notebook: Callable[..., Notebook],
) -> None:
    from course.build import build

    root = write_course(tmp_path / "course")
    change(
        root / "course" / LESSON,
        lambda lesson: (
            lesson.update(title=NASTY),
            lesson["chunks"][0].update(title=NASTY),
            lesson["chunks"][0]["parts"][0].update(text=f"Prose. {NASTY}"),
            lesson["chunks"][0]["parts"][1].update(alt=NASTY),
        ),
    )
    change(root / "course" / DIALOGUE, lambda talk: talk["turns"][0].update(text=NASTY, note=NASTY, emotion=NASTY))
    build(root)
    page = open_page(**TALL)
    open_notebook(start_lab(root / "release"), "alliance/alliance.ipynb", page)
    press_start(page)
    expect(page.locator(".cw-figure")).to_be_visible(timeout=PATIENCE)
    turn = page.locator(".cw-dialogue li").first
    for part in (".cw-says", ".cw-note"):
        assert turn.locator(part).text_content() == NASTY
    assert NASTY in (page.locator("h1").first.text_content() or "")
    assert page.locator(".cw-figure").get_attribute("alt") == NASTY
    assert page.locator(".jp-MarkdownOutput mjx-container, .jp-MarkdownOutput .MathJax").count() == 0
    assert page.locator(".jp-MarkdownOutput img, .jp-MarkdownOutput a[href^='javascript']").count() == 0
    assert "run" not in page.title()


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark", "JupyterLab Dark High Contrast"])
def test_axe_finds_nothing_in_a_lesson_s_text(
    theme: str,
    folder: Path,
    start_lab: Callable[..., Lab],
    open_page: Callable[..., Page],
    open_notebook: Callable[..., Notebook],
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    lab = start_lab(folder, settings={"@jupyterlab/apputils-extension:themes": {"theme": theme}})
    page = open_page(viewport={"width": 1280, "height": 30000})
    open_notebook(lab, "alliance/alliance.ipynb", page)
    press_start(page)
    ours = [one.strip() for one in OURS.split(",")]
    for one in ours:
        expect(page.locator(one).first).to_be_attached(timeout=PATIENCE)
    page.evaluate("document.querySelectorAll('.cw-know, .cw-sources, .cw-crisis').forEach((d) => (d.open = true))")
    context = {"include": [[one] for one in ours]}
    found = Axe().run(page, context=context)
    said = "\n".join(
        f"{v['id']}: {n['target']} {n.get('failureSummary')}" for v in found.response["violations"] for n in v["nodes"]
    )
    assert not found.response["violations"], said
    assert found.response["passes"], "axe looked at nothing"
