"""A released lesson as a student meets it: Start, every card there, and a quiet page on reopening."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from labs import PATIENCE, Lab, Notebook
from playwright.sync_api import expect

from exercises.content import LessonContent

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).parents[2]


@pytest.fixture
def released(tmp_path: Path) -> Path:
    """A copy of a released lesson, in a folder of its own."""
    return shutil.copytree(ROOT / "release" / "alliance", tmp_path / "alliance")


@pytest.fixture
def started(released: Path, start_lab: Callable[..., Lab], open_notebook: Callable[..., Notebook]) -> Notebook:
    notebook = open_notebook(start_lab(released), "alliance.ipynb")
    notebook.page.get_by_role("button", name="Start", exact=True).click()
    notebook.page.get_by_role("button", name="Run Once").click()  # JupyterLab asks once
    notebook.card("panel")
    return notebook


def test_start_brings_up_every_card_and_leaves_the_student_at_the_top(started: Notebook, released: Path) -> None:
    for slot in LessonContent.read(released).slots:
        expect(started.page.locator(f'[data-cw-slot="{slot.id}"]')).to_have_count(1, timeout=PATIENCE)
    start = started.page.get_by_role("button", name="Start", exact=True)
    expect(start).to_be_focused(timeout=PATIENCE)
    expect(start).to_be_in_viewport()


def test_whoever_is_busy_already_is_not_moved_back_to_the_top(
    released: Path, start_lab: Callable[..., Lab], open_notebook: Callable[..., Notebook]
) -> None:
    notebook = open_notebook(start_lab(released), "alliance.ipynb")
    notebook.run_all()
    box = notebook.card("panel").get_by_role("button", name="Pack one file to hand in")
    box.click()
    notebook.page.wait_for_timeout(1500)  # longer than the way back to the top waits
    expect(box).to_be_in_viewport()


def test_reopened_without_a_kernel_a_card_says_what_to_do(
    started: Notebook, open_notebook: Callable[..., Notebook]
) -> None:
    started.page.evaluate("jupyterapp.commands.execute('docmanager:save')")
    saved = started.lab.folder / "alliance.ipynb"
    for _ in range(100):
        if "widget-view+json" in saved.read_text(encoding="utf-8"):
            break
        started.page.wait_for_timeout(100)
    for session in started.lab.api("sessions"):
        started.lab.api(f"sessions/{session['id']}", "DELETE")
    again = open_notebook(started.lab, "alliance.ipynb", started.page.context.new_page())
    closed = again.page.locator(".jp-OutputArea-output.jupyter-widgets:not(:has(*))").first
    expect(closed).to_be_attached(timeout=PATIENCE)
    said = closed.evaluate("e => [getComputedStyle(e).fontSize, getComputedStyle(e, '::after').content]")
    assert said[0] == "0px"  # JupyterLab's own words are not shown
    assert "Press Start" in said[1]
