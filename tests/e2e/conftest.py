"""A real JupyterLab in a real Chromium, with a home of its own for every test."""

import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))  # what these tests share with the others
from labs import CHROMIUM, FLAGS, NO_NEWS, PATIENCE, Lab, Notebook, free_port
from playwright.sync_api import Browser, Page, Route, sync_playwright


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.fail("no Chromium: install it (Debian: apt-get install chromium), or name it in CHROMIUM")
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def start_lab(tmp_path: Path) -> Iterator[Callable[..., Lab]]:
    """Start JupyterLab on a folder: `start_lab(folder, options=…, settings=…, env=…)`. Stopped after the test."""
    started: list[Lab] = []

    def start(
        folder: Path,
        options: tuple[str, ...] = (),
        settings: dict[str, Any] | None = None,
        env: dict[str, str] | None = None,
    ) -> Lab:
        home = tmp_path / f"home{len(started)}"
        own = {
            "HOME": str(home),
            "JUPYTER_CONFIG_DIR": str(home / "config"),
            "JUPYTER_DATA_DIR": str(home / "data"),
            "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
            "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
            "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
            "IPYTHONDIR": str(home / "ipython"),
            "CHANGEWORK_DATA_DIR": str(home / "changework"),
        }
        for place in (home, home / "config" / "labconfig"):
            place.mkdir(parents=True, exist_ok=True)
        overrides = home / "config" / "labconfig" / "default_setting_overrides.json"
        overrides.write_text(json.dumps(NO_NEWS | (settings or {})))
        port, token = free_port(), secrets.token_hex(8)
        # nbgrader calls alembic by name: this environment's programs come first
        path = str(Path(sys.executable).parent) + os.pathsep + os.environ.get("PATH", "")
        environment = {**os.environ, **own, "PATH": path, **(env or {})}
        command = [
            *(sys.executable, "-m", "jupyter", "lab", "--no-browser", f"--port={port}", "--ServerApp.port_retries=0"),
            *(
                f"--ServerApp.root_dir={folder}",
                f"--IdentityProvider.token={token}",
                "--LabApp.expose_app_in_browser=1",
            ),
            *("--allow-root", *options),
        ]
        with (home / "server.log").open("wb") as log:
            process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT)
        lab = Lab(f"http://127.0.0.1:{port}", token, folder, environment, process)
        started.append(lab)
        deadline = time.monotonic() + 60
        while True:
            try:
                lab.api("status")
                return lab
            except OSError:
                if process.poll() is not None or time.monotonic() > deadline:
                    pytest.fail("JupyterLab did not start:\n" + (home / "server.log").read_text()[-3000:])
                time.sleep(0.2)

    yield start
    for lab in started:
        lab.process.terminate()
        try:
            lab.process.wait(15)
        except subprocess.TimeoutExpired:
            lab.process.kill()
            lab.process.wait()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A page in a fresh profile that reaches this machine and nothing else: `open_page()`.

    `page.refused` lists what it asked of others.
    """
    contexts = []

    def open_one(**options: Any) -> Page:
        refused: list[str] = []
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        context.set_default_timeout(PATIENCE)

        def only_here(route: Route) -> None:
            here = route.request.url.startswith(("http://127.0.0.1", "http://localhost", "data:", "blob:"))
            if here:
                route.continue_()
            else:
                refused.append(route.request.url)
                route.abort()

        context.route("**/*", only_here)
        contexts.append(context)
        page = context.new_page()
        page.refused = refused  # type: ignore[attr-defined]
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def open_notebook(open_page: Callable[..., Page]) -> Callable[..., Notebook]:
    """Open a notebook of a running JupyterLab: `open_notebook(lab, "lesson.ipynb")`."""

    def open_one(lab: Lab, path: str, page: Page | None = None) -> Notebook:
        page = page or open_page()
        page.goto(f"{lab.url}/lab/workspaces/test/tree/{path}?token={lab.token}&reset")
        notebook = Notebook(page, lab)
        notebook.wait_until_idle()
        return notebook

    return open_one
