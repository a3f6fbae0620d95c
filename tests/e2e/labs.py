"""What browser tests drive: a running JupyterLab, and a notebook open in a browser."""

import json
import os
import shutil
import socket
import subprocess
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome") or ""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
PATIENCE = 60_000  # ms: how long a step may take on a busy machine before it counts as broken
NO_NEWS = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}}


@dataclass
class Lab:
    """A running JupyterLab: its address, the folder it shows, and the environment it runs in."""

    url: str
    token: str
    folder: Path
    env: dict[str, str]
    process: subprocess.Popen[bytes] = field(repr=False)

    def api(self, path: str, method: str = "GET") -> Any:
        """Ask the server's REST API."""
        request = urllib.request.Request(
            f"{self.url}/api/{path}", method=method, headers={"Authorization": f"token {self.token}"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            body = answer.read()
        return json.loads(body) if body else None


@dataclass
class Notebook:
    """A notebook open in the browser."""

    page: Page
    lab: Lab

    def run_all(self) -> None:
        """Run every cell, and wait until the kernel has nothing left to do."""
        self.wait_until_idle()
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()

    def wait_until_idle(self) -> None:
        """The status bar knows; the notebook's own indicator comes too early."""
        expect(self.page.locator("#jp-main-statusbar")).to_contain_text("| Idle", timeout=PATIENCE)

    def reload(self) -> None:
        """As a student does who closes the tab and opens it again."""
        self.page.reload()
        self.wait_until_idle()

    def card(self, slot: str) -> Locator:
        """The card (or panel) of a slot."""
        card = self.page.locator(f'[data-cw-slot="{slot}"]')
        expect(card).to_be_visible(timeout=PATIENCE)
        return card


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def write_notebook(path: Path, *cells: str) -> None:
    """A notebook with these code cells; a cell that begins with "#md " is Markdown."""
    made = []
    for number, source in enumerate(cells):
        if source.startswith("#md "):
            made.append({"cell_type": "markdown", "id": f"c{number}", "metadata": {}, "source": source[4:]})
        else:
            code = {"cell_type": "code", "id": f"c{number}", "metadata": {}, "source": source}
            made.append({**code, "execution_count": None, "outputs": []})
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    path.write_text(json.dumps({"cells": made, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}))
