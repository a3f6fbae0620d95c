"""nbgrader's steps, replaced where they would run a student's code, stop at broken work, or show it unescaped.

`nbgrader_config.py` puts them in place with `configure(c)`. They serve `nbgrader autograde`, formgrader's Autograde
button, `nbgrader generate_feedback` and `nbgrader export`. `changework grade` does the grading without nbgrader's
converter, and faster.
"""

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter, NotebookExporter
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_notebook
from nbgrader.api import Gradebook, TaskCell
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import (
    CheckCellMetadata,
    DeduplicateIds,
    Execute,
    GetGrades,
    NbGraderPreprocessor,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
)

from autograders.gradebook import record
from autograders.graded_notebook import Release, changes, dumps, grading_digest, restored, results_in, scored
from autograders.grades_csv import GradesCsv
from autograders.handed_in import read_handed_in
from autograders.returning import examples_in, page_of
from autograders.slots import results_of
from exercises.content import FILE_NAME as CONTENT_FILE
from exercises.content import LessonContent
from exercises.model import Example

Resources = dict[str, Any]


def configure(config: Any) -> None:
    """Put the steps into an nbgrader configuration (the `c` of nbgrader_config.py).

    Starts from nbgrader's own lists, so that steps which a later version adds are kept.
    """
    swaps = {
        Execute: ScoreAnswers,
        SaveAutoGrades: SaveMarks,
        DeduplicateIds: RestoreNotebook,
        OverwriteCells: None,  # the restored notebook needs none of them
        OverwriteKernelspec: None,
        CheckCellMetadata: None,
    }
    for name in ("sanitize_preprocessors", "autograde_preprocessors"):
        steps = Autograde.class_traits()[name].default()
        config.Autograde[name] = [swaps.get(step, step) for step in steps if swaps.get(step, step) is not None]
    config.Autograde.exporter_class = GradingExporter
    config.GenerateFeedback.exporter_class = FeedbackExporter
    config.ExportApp.plugin_class = GradesCsv
    steps = GenerateFeedback.class_traits()["preprocessors"].default()
    config.GenerateFeedback.preprocessors = [s for s in steps if s not in (GetGrades, CSSHTMLHeaderPreprocessor)]


class GradingExporter(NotebookExporter):  # type: ignore[misc]  # nbconvert publishes no types
    """Writes notebooks for autograding. A damaged one is no reason to stop: RestoreNotebook builds it anew."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._sanitized: dict[tuple[Any, ...], NotebookNode] = {}

    def from_filename(self, filename: str, resources: Resources | None = None, **_: Any) -> tuple[str, Resources]:
        """The notebook after all steps, as the text to write.

        nbgrader converts each notebook twice, sanitizing and grading; the second time goes on from the first.
        """
        resources = resources if resources is not None else {}
        path = Path(filename)
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        resources["output_extension"] = self.file_extension
        names = resources.get("nbgrader", {})
        key = (names.get("student"), names.get("assignment"), names.get("notebook"))
        # The student's own copy is read by RestoreNotebook, with care; nothing of it is needed before.
        notebook = self._sanitized.pop(key, None) or new_notebook()
        first = not notebook.cells
        for step in self._preprocessors:
            notebook, resources = step(notebook, resources)
        if first:
            self._sanitized = {key: notebook}
        return dumps(notebook), resources


class _Step(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader publishes no types
    """What the steps share: they look at the course's folders, not at what stands in the student's notebook."""

    def _folder(self, resources: Resources, step: str, student: str = ".") -> Path:
        """The lesson's folder under `source_directory` and the like."""
        holder: Any = self.parent
        while holder is not None and not isinstance(getattr(holder, "coursedir", None), CourseDirectory):
            holder = holder.parent
        if holder is None:
            raise RuntimeError(f"{type(self).__name__} is a step of nbgrader autograde, and of nothing else")
        course = holder.coursedir
        return Path(course.format_path(getattr(course, step), student, resources["nbgrader"]["assignment"]))

    def _released(self, resources: Resources) -> Release:
        lesson = resources["nbgrader"]["assignment"]
        return read_release(self._folder(resources, "release_directory") / f"{lesson}.ipynb")

    def _submitted(self, resources: Resources) -> Path:
        return self._folder(resources, "submitted_directory", resources["nbgrader"]["student"])


class RestoreNotebook(_Step):
    """In place of deduplicating and overwriting cells: the lesson as released, the student's own words as text."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Build the notebook anew."""
        self._drop_links(resources)
        content = read_content(self._folder(resources, "source_directory"))
        handed_in = read_handed_in(self._submitted(resources), resources["nbgrader"]["assignment"])
        return from_dict(restored(self._released(resources), content, handed_in)), resources

    def _drop_links(self, resources: Resources) -> None:
        """Remove what nbgrader copied, with the instructor's rights, from where a student's link points."""
        graded = self._folder(resources, "autograded_directory", resources["nbgrader"]["student"])
        submitted, source = self._submitted(resources), self._folder(resources, "source_directory")
        for place, folders, files in os.walk(submitted):
            for path in (Path(place, name) for name in (*folders, *files)):
                name = path.relative_to(submitted)
                if path.is_symlink() and (graded / name).is_file() and not (source / name).is_file():
                    self.log.warning("%s is a link; what it points to was left out", path)
                    (graded / name).unlink()


class ScoreAnswers(_Step):
    """In place of executing the notebook: judges the answers in this process. No kernel, no code of a student's."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Put each slot's result into its grade cell."""
        content = read_content(self._folder(resources, "source_directory"))
        handed_in = read_handed_in(self._submitted(resources), resources["nbgrader"]["assignment"])
        release = self._released(resources)
        for said in (*handed_in.problems, *handed_in.notes, *changes(release, content, handed_in)):
            self.log.warning("%s: %s", resources["nbgrader"]["student"], said)
        results = results_of(content, handed_in.responses, handed_in.problems)
        digest = grading_digest(content, release, handed_in)
        return from_dict(scored(nb, results, digest)), resources


class SaveMarks(SaveAutoGrades):  # type: ignore[misc]  # nbgrader publishes no types
    """Saves every score in one transaction, resets included, and says which ones a person must look at."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Write the submission's grades."""
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            submitted = gradebook.find_submission_notebook(names["notebook"], names["assignment"], names["student"])
            grades = {
                grade.cell.name: (grade, grade.cell.max_score, isinstance(grade.cell, TaskCell))
                for grade in submitted.grades
            }
            record(grades, results_in(nb), before={})
            gradebook.db.commit()
        return nb, resources


class FeedbackExporter(Exporter):  # type: ignore[misc]  # nbconvert publishes no types
    """In place of the notebook with scores in it: a page of what a student can use."""

    file_extension = ".html"
    output_mimetype = "text/html"

    def from_filename(self, filename: str, resources: Resources | None = None, **_: Any) -> tuple[str, Resources]:
        """The page for the graded notebook at `filename`."""
        resources = resources if resources is not None else {}
        names = resources["nbgrader"]
        course = self.parent.coursedir
        source = Path(course.format_path(course.source_directory, ".", names["assignment"]))
        content = read_content(source)
        examples = _examples(Path(course.root) / "exercises" / "bank", source, content.content)
        with Gradebook(names["db_url"]) as gradebook:
            submitted = gradebook.find_submission_notebook(names["notebook"], names["assignment"], names["student"])
            page = page_of(Path(filename).parent, content, examples, names["student"], submitted)
        resources["output_extension"] = self.file_extension
        return page, resources


@lru_cache(maxsize=4)
def _examples(bank: Path, source: Path, _content: str) -> dict[str, tuple[Example, ...]]:
    return examples_in(bank, read_content(source))


def read_content(folder: Path) -> LessonContent:
    """A lesson's content, read once for a cohort. Raises ContentError."""
    path = folder / CONTENT_FILE
    return _read_content(folder, path.stat().st_mtime_ns if path.exists() else 0)


def read_release(path: Path) -> Release:
    """A released notebook, read once for a cohort. Raises OSError or ValueError."""
    return _read_release(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read_content(folder: Path, _changed: int) -> LessonContent:
    return LessonContent.read(folder)


@lru_cache(maxsize=4)
def _read_release(path: Path, _changed: int) -> Release:
    return Release.read(path)
