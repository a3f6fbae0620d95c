"""The answer card in a real JupyterLab: nothing that a student types is lost, and the card never says otherwise."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from labs import PATIENCE, Lab, Notebook, write_notebook
from lesson_fixture import lesson
from playwright.sync_api import Locator, expect

pytestmark = pytest.mark.e2e

HALF_GOOD = "You said you want to sleep. We could try writing the day down before bed. Would you be open to that?"

CELLS = (
    "from course import card, panel, reflection, spotting, start\nstart()",
    'spotting("two-legs")',
    'card("practice-1")',
    'card("practice-2")',
    'card("rewrite-1")',
    "reflection()",
    "panel()",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "alliance"
    folder.mkdir()
    (folder / "content.json").write_bytes(lesson().to_bytes())
    write_notebook(folder / "alliance.ipynb", *CELLS)
    return folder


@pytest.fixture
def opened(folder: Path, start_lab: Callable[..., Lab], open_notebook: Callable[..., Notebook]) -> Notebook:
    notebook = open_notebook(start_lab(folder), "alliance.ipynb")
    notebook.run_all()
    return notebook


def box(card: Locator) -> Locator:
    return card.get_by_role("textbox").first


def status(card: Locator) -> Locator:
    return card.locator(".cw-status")


def saved(card: Locator) -> None:
    expect(status(card)).to_contain_text("Saved at", timeout=PATIENCE)


def handed_in(folder: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads((folder / "responses.json").read_text())["slots"]
    return found


def kill_kernel(lab: Lab) -> None:
    """As when memory runs out: the process is gone."""
    programs = psutil.Process(lab.process.pid).children(recursive=True)
    kernels = [p for p in programs if "ipykernel_launcher" in " ".join(p.cmdline())]
    assert kernels, "no kernel is running"
    for kernel in kernels:
        kernel.kill()


def test_what_is_typed_is_saved_and_there_again_after_a_reload(opened: Notebook, folder: Path) -> None:
    card = opened.card("rewrite-1")
    box(card).fill(HALF_GOOD)
    expect(status(card)).to_contain_text("Saved at", timeout=PATIENCE)
    assert handed_in(folder)["rewrite-1"]["text"] == HALF_GOOD
    opened.reload()
    opened.run_all()
    card = opened.card("rewrite-1")
    expect(box(card)).to_have_value(HALF_GOOD)
    saved(card)


def test_check_gives_one_thing_to_keep_and_one_to_change_with_the_words_marked(opened: Notebook, folder: Path) -> None:
    card = opened.card("practice-1")
    box(card).fill(HALF_GOOD)
    expect(card.locator(".cw-example")).to_have_count(0)
    box(card).press("Control+Enter")
    expect(card.locator("div.cw-keep")).to_be_visible(timeout=PATIENCE)
    expect(card.locator("div.cw-change")).to_be_visible()
    marked = card.locator("mark.cw-keep").first.text_content() or ""
    assert marked.removesuffix("keep").strip() in HALF_GOOD
    expect(card.get_by_text("Each criterion:")).to_be_visible()
    expect(card.locator(".cw-verdicts")).to_be_hidden()  # folded
    expect(card.locator(".cw-example")).to_have_count(1)  # after an own attempt
    assert not (folder / "responses.json").exists()  # practice is not handed in


def test_a_dead_kernel_is_not_said_to_have_saved_and_the_words_come_back(opened: Notebook, folder: Path) -> None:
    card = opened.card("rewrite-1")
    box(card).fill("First words.")
    saved(card)
    kill_kernel(opened.lab)
    box(card).fill("First words. And those that nobody heard.")
    expect(status(card)).to_contain_text("Not saved", timeout=PATIENCE)
    assert handed_in(folder)["rewrite-1"]["text"] == "First words."
    opened.reload()
    opened.run_all()
    card = opened.card("rewrite-1")
    expect(box(card)).to_have_value("First words. And those that nobody heard.")
    expect(card.locator(".cw-notice")).to_contain_text("Your words came back")
    saved(card)
    assert handed_in(folder)["rewrite-1"]["text"] == "First words. And those that nobody heard."
    assert opened.page.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('changework:'))") == []


def test_after_a_restart_on_the_same_page_the_words_are_there_and_saved(opened: Notebook, folder: Path) -> None:
    card = opened.card("practice-1")
    kill_kernel(opened.lab)
    box(card).fill("Nobody heard this.")
    expect(status(card)).to_contain_text("Not saved", timeout=PATIENCE)
    opened.page.get_by_role("button", name="Ok", exact=True).click()  # JupyterLab tells of the death, and restarts
    opened.run_all()
    card = opened.card("practice-1")
    expect(box(card)).to_have_value("Nobody heard this.")
    saved(card)
    record = Path(opened.lab.env["CHANGEWORK_DATA_DIR"]) / "practice" / "alliance.json"
    assert json.loads(record.read_text())["slots"]["practice-1"]["text"] == "Nobody heard this."


def test_one_button_packs_the_notebook_and_the_answers_and_nothing_else(
    opened: Notebook, folder: Path, tmp_path: Path
) -> None:
    practice = opened.card("practice-1")
    box(practice).fill("Nobody else is to read this.")
    saved(practice)
    card = opened.card("rewrite-1")
    box(card).fill(HALF_GOOD)  # packed at once: what was typed a moment ago is in it
    panel = opened.card("panel")
    panel.get_by_role("button", name="Pack one file to hand in").click()
    link = panel.get_by_role("link", name="Download alliance-handin.zip")
    expect(link).to_be_visible(timeout=PATIENCE)
    with opened.page.expect_download() as download:
        link.click()
    downloaded = tmp_path / "got.zip"
    download.value.save_as(downloaded)
    for found in (downloaded, folder / "alliance-handin.zip"):
        with zipfile.ZipFile(found) as archive:
            assert archive.namelist() == ["alliance.ipynb", "responses.json"]
            assert json.loads(archive.read("responses.json"))["slots"]["rewrite-1"]["text"] == HALF_GOOD
            assert b"Nobody else is to read this" not in archive.read("responses.json")


def test_the_whole_card_works_by_keyboard_alone(opened: Notebook) -> None:
    card = opened.card("practice-1")
    box(card).focus()
    keyboard = opened.page.keyboard
    keyboard.type("Would you be open to trying something small?")
    keyboard.press("Tab")
    expect(card.get_by_role("button", name="Check", exact=True)).to_be_focused()
    keyboard.press("Enter")
    expect(card.locator("div.cw-keep")).to_be_visible(timeout=PATIENCE)
    keyboard.press("Tab")
    expect(card.get_by_role("button", name="Skip this one: show me another")).to_be_focused()
    keyboard.press("Enter")
    expect(card.get_by_role("heading", name="The night shift (night-shift-other)")).to_be_focused(timeout=PATIENCE)
    expect(box(card)).to_have_value("")
    card.get_by_role("button", name="Back to the one before").press("Enter")
    expect(box(card)).to_have_value("Would you be open to trying something small?", timeout=PATIENCE)


def test_a_choice_in_a_spotting_task_shows_why_and_is_kept(opened: Notebook, folder: Path) -> None:
    card = opened.card("spotting")
    card.get_by_label("Turn 2").check()
    expect(card.locator(".cw-why-spot")).to_contain_text("Not quite. It is: Turn 4.", timeout=PATIENCE)
    card.get_by_label("Turn 4").check()
    expect(card.locator(".cw-why-spot")).to_contain_text("Yes.", timeout=PATIENCE)
    assert json.loads((folder / "responses.json").read_text())["spotting"] == {"two-legs/spot-1": 2}


def test_a_reflection_is_saved_and_restored(opened: Notebook) -> None:
    card = opened.card("reflection")
    box(card).fill("I will listen for what they want.")
    saved(card)
    opened.reload()
    opened.run_all()
    expect(box(opened.card("reflection"))).to_have_value("I will listen for what they want.")


def test_two_tabs_keep_both_texts_and_say_so(
    opened: Notebook, folder: Path, open_notebook: Callable[..., Notebook]
) -> None:
    other = open_notebook(opened.lab, "alliance.ipynb", opened.page.context.new_page())
    other.run_all()
    box(opened.card("rewrite-1")).fill("From the first tab.")
    saved(opened.card("rewrite-1"))
    box(other.card("rewrite-1")).fill("From the second tab.")
    notice = other.card("rewrite-1").locator(".cw-notice")
    expect(notice).to_contain_text("Both are kept", timeout=PATIENCE)
    expect(notice).to_contain_text("From the first tab.")
    kept = handed_in(folder)["rewrite-1"]
    assert kept["text"] == "From the second tab."
    assert [a["text"] for a in kept["attempts"]] == ["From the first tab."]


def test_cards_ask_nothing_of_the_internet(opened: Notebook) -> None:
    fill_everything(opened)
    assert opened.page.refused == []


def test_typing_a_line_of_why_is_not_disturbed_by_saving(opened: Notebook, folder: Path) -> None:
    card = opened.card("rewrite-1")
    box(card).fill(HALF_GOOD)
    card.get_by_text("Please have a person look").click()
    why = card.get_by_label("Why, in a line")
    why.click()
    opened.page.keyboard.type("It fits my client ")
    saved(card)  # the text is confirmed while the line is being typed
    opened.page.keyboard.type("better.")
    expect(why).to_have_value("It fits my client better.")
    opened.page.keyboard.press("Tab")
    opened.page.keyboard.press("Enter")
    expect(card.get_by_text("A person will look at this")).to_be_visible(timeout=PATIENCE)
    assert handed_in(folder)["rewrite-1"]["ask_human"] == "It fits my client better."


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark", "JupyterLab Dark High Contrast"])
def test_axe_finds_nothing_in_our_elements(
    theme: str, folder: Path, start_lab: Callable[..., Lab], open_notebook: Callable[..., Notebook]
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    lab = start_lab(folder, settings={"@jupyterlab/apputils-extension:themes": {"theme": theme}})
    notebook = open_notebook(lab, "alliance.ipynb")
    notebook.run_all()
    fill_everything(notebook)
    found = Axe().run(notebook.page, context=".cw-card")
    said = "\n".join(
        f"{v['id']}: {n['target']} {n.get('failureSummary')}" for v in found.response["violations"] for n in v["nodes"]
    )
    assert not found.response["violations"], said
    assert found.response["passes"], "axe looked at nothing"
    ids = notebook.page.eval_on_selector_all(".cw-card [id]", "found => found.map((e) => e.id)")
    assert len(ids) == len(set(ids)), f"two elements share an id: {sorted(ids)}"


def fill_everything(notebook: Notebook) -> None:
    """Every part of every card in view: checked, rated, asked, opened, packed."""
    spotting = notebook.card("spotting")
    spotting.get_by_label("Turn 2").check()
    expect(spotting.locator(".cw-why-spot p")).to_be_visible(timeout=PATIENCE)
    card = notebook.card("practice-1")
    box(card).fill(HALF_GOOD)
    box(card).press("Control+Enter")
    expect(card.locator("div.cw-keep")).to_be_visible(timeout=PATIENCE)
    card.get_by_role("button", name="Good challenge").click()
    expect(card.locator(".cw-proposal")).to_be_visible(timeout=PATIENCE)
    graded = notebook.card("rewrite-1")
    box(graded).fill(HALF_GOOD)
    graded.get_by_role("button", name="Save as my answer").click()
    expect(graded.locator(".cw-message")).to_be_visible(timeout=PATIENCE)
    notebook.page.evaluate("document.querySelectorAll('.cw-card details').forEach((d) => (d.open = true))")
    panel = notebook.card("panel")
    panel.get_by_role("button", name="Pack one file to hand in").click()
    expect(panel.get_by_role("link")).to_be_visible(timeout=PATIENCE)
