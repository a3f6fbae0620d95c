"""The few names that a notebook imports. Each is one short call; none keeps anything between calls.

They read `content.json` and `responses.json` in the notebook's folder, where the kernel runs. What goes wrong is
told in words in place of the card: a student never meets a traceback. While nbgrader executes a notebook, nothing
is written and no widget is made.
"""

import html
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr
from datetime import datetime
from functools import wraps
from importlib.resources import files
from io import StringIO
from pathlib import Path
from typing import Any, ParamSpec

from course.render import plain
from exercises.answerfile import a_grader_runs, now
from exercises.bank import ContentError
from exercises.content import LessonContent
from exercises.model import Exercise
from exercises.responses import Answer, read_responses

P = ParamSpec("P")


class Shown:
    """A few lines of HTML, with the same in plain words for where HTML is not shown."""

    def __init__(self, html_: str, words: str = "") -> None:
        self._html = html_
        self._words = words

    def _repr_html_(self) -> str:
        return self._html

    def __repr__(self) -> str:
        return self._words


def _told(make: Callable[P, Any]) -> Callable[P, Any]:
    """Show a problem with the lesson's files in words, in place of what was asked for."""

    @wraps(make)
    def tell(*args: P.args, **kwargs: P.kwargs) -> Any:
        try:
            return make(*args, **kwargs)
        except ContentError as error:
            return notice("This part of the lesson cannot be shown.", str(error))

    return tell


def notice(heading: str, words: str) -> Shown:
    """What a student sees in place of something that cannot be shown."""
    return Shown(f'<div class="cw-notice"><b>{plain(heading)}</b> {plain(words)}</div>', f"{heading} {words}")


@_told
def start() -> Any:
    """Give the lesson its look, and say what to know when it has started."""
    LessonContent.read()  # says what is wrong with the lesson's files, where something is
    look = (files("course") / "static" / "lesson.css").read_text(encoding="utf-8")
    # This is stored, and stands there again when the lesson is opened another day: it must be true then too.
    words = "What you write is saved as you type. When you come back another time, press Start again."
    return Shown(f'<style>{look}</style><p class="cw-ready">{plain(words)}</p>', words)


@_told
def card(slot: str) -> Any:
    """The answer card of a slot, such as "practice-1"."""
    content = LessonContent.read()
    content.slot(slot)
    if a_grader_runs():
        return Shown("<p>(Here stands the answer card.)</p>", "(the answer card)")
    from exercises.card import CardState
    from exercises.view import View

    def judged(exercise: Exercise, text: str) -> Any:
        from autograders.feedback import feedback
        from autograders.judge import judge

        fingerprints = frozenset(content.fingerprints.get(exercise.id, ()))
        return feedback(exercise, text, judge(exercise, text, fingerprints=fingerprints))

    return View("card", CardState(content, slot, Path.cwd(), judged), _press_start("The answer card"))


@_told
def spotting(dialogue: str) -> Any:
    """The spotting tasks on a dialogue, by its slug."""
    content = LessonContent.read()
    if dialogue not in content.spotting:
        known = ", ".join(content.spotting) or "none"
        return notice(f"The lesson has no spotting tasks on '{dialogue}'.", f"There are tasks on: {known}.")
    if a_grader_runs():
        return Shown("<p>(Here stand the spotting tasks.)</p>", "(the spotting tasks)")
    from exercises.spotting import spotting as view

    return view(content, dialogue, Path.cwd())


@_told
def reflection() -> Any:
    """The box for the reflection; for a grader, what was written into it."""
    content = LessonContent.read()
    if a_grader_runs():
        from autograders.feedback import escape

        words = read_responses(Path.cwd())[0].reflection.strip() or "Nothing was written here."
        return Shown(f"<p>{escape(words)}</p>", "(the reflection)")
    from exercises.reflection import reflection as view

    return view(content, Path.cwd())


@_told
def panel() -> Any:
    """What is answered, what is empty, and the button that packs the file to hand in."""
    content = LessonContent.read()
    if a_grader_runs():
        return Shown("<p>(Here stands the panel for handing in.)</p>", "(the panel)")
    from exercises.panel import panel as view

    return view(content, Path.cwd())


@_told
def figure(name: str, alt: str = "") -> Any:
    """A picture by its name, such as "stool"; `alt` says what it shows, for those who cannot see it."""
    from course.figures import FIGURES, draw

    if name not in FIGURES:
        return notice(f"There is no picture '{name}'.", f"There are: {', '.join(FIGURES)}.")
    return draw(name, alt)


def score(slot: str) -> Any:
    """The grade cell of a slot: under `nbgrader autograde` its points, for a student whether an answer is saved."""
    return _points(slot) if os.environ.get("NBGRADER_EXECUTION") == "autograde" else _saved(slot)


def _points(slot: str) -> Any:
    """The slot's points: a bare number in plain text for nbgrader, with HTML for people and the mark as JSON.

    nbgrader gives full marks to what it cannot read as a number, and none to a cell that says anything on stderr.
    """
    with _undisturbed():
        try:
            from autograders.slots import mark_slot, score_result

            content = LessonContent.read()
            responses, problems = read_responses(Path.cwd())
            return score_result(content, responses, slot, mark_slot(content, responses, problems, slot))
        except Exception as error:  # anything: an exception would tell a grader less than these words
            said = f"{type(error).__name__}: {error}"
            return Shown(notice("This answer could not be judged, and needs its instructor.", said)._html, "0.0")


@_told
def _saved(slot: str) -> Any:
    content = LessonContent.read()
    content.slot(slot)
    responses, _ = read_responses(Path.cwd())
    answer = responses.slots.get(slot, Answer())
    if answer.text.strip():
        state = f"your answer was saved at {_clock(answer.saved_at)}" if answer.saved_at else "your answer was saved"
    else:
        state = "skipped" if answer.skipped else "not answered yet"
    words = f"When this was last run, at {_clock(now())}: {state}. The card above shows how it stands now."
    return Shown(f'<p class="cw-saved"><small>{plain(words)}</small></p>', words)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Import nothing from the student's folder, and say nothing on stderr."""
    before, here = list(sys.path), Path.cwd().resolve()
    sys.path[:] = [p for p in before if p and Path(p).resolve() != here]
    try:
        with redirect_stderr(StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        sys.path[:] = before


def _press_start(what: str) -> str:
    return f"{what} shows here when the lesson is started: press Start at the top."


def _clock(at: str) -> str:
    """A time of ours (ISO 8601) as this computer's clock shows it."""
    try:
        return datetime.fromisoformat(at).astimezone().strftime("%H:%M")
    except ValueError:
        return html.escape(at)
