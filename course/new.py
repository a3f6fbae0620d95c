"""A course root of one's own, outside the kit's repository: content, notebooks, settings, and nobody's records."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import course as this_package
from course.build import build
from course.root import Folders
from exercises.bank import Bank

#: What is copied from a checkout, relative to both roots; folders with the YAML in them.
CONTENT = ("exercises/bank", "course/lessons", "course/dialogues")
FILES = ("course/syllabus.yaml", "nbgrader_config.py", "LICENSE-content")

GITIGNORE = """\
# What students write, and what is made of it, are student records: they never belong in a repository.
submitted/
downloaded/
autograded/
feedback/
exchange/
gradebook.db*
responses.json
*-handin.zip
*.csv
# What programs leave behind
.ipynb_checkpoints/
__pycache__/
.nbgrader.log
"""


class NewCourseError(Exception):
    """The course could not be made; the message says why, and what to do."""


def kit_checkout(chosen: Path | None = None) -> Path:
    """The checkout of the kit that content is copied from: the one chosen, the installed one, or the current folder.

    An installed package holds code and word lists, no content. Raises NewCourseError when there is no checkout.
    """
    if chosen:
        if not _has_content(chosen):
            raise NewCourseError(f"{chosen} is not a checkout of changework: it has no course/syllabus.yaml.")
        return chosen
    installed = Path(this_package.__file__).resolve().parent.parent
    for place in (installed, Path.cwd()):
        if _has_content(place):
            return place
    raise NewCourseError(
        "The installed package holds no lessons and exercises: they are copied from a checkout of changework's "
        "repository. Get one with git clone, then name it: changework new DIR --from CHECKOUT"
    )


def make_course(
    root: Path,
    kit: Path,
    banks: Sequence[Path] = (),
    *,
    tell: Callable[[str], None] = lambda line: None,
) -> None:
    """Make a course root from the content of a checkout, with further exercises from `banks`, and build it.

    Raises NewCourseError when `root` is not an empty or new folder, ContentError when `banks` cannot be used.
    """
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        what = "is not empty" if root.is_dir() else "is a file"
        raise NewCourseError(f"{root} {what}. Name a new folder: nothing that is there is ever overwritten.")
    private = Bank.load(*banks) if banks else None
    if private:
        ours = Bank.load(Folders(kit).bank)
        taken = sorted(exercise.id for exercise in private if exercise.id in ours)
        if taken:
            raise NewCourseError(f"Ids of the kit's own exercises are used again: {', '.join(taken)}. Rename yours.")
    tell(f"Copying the content from {kit}")
    for folder in CONTENT:
        for path in sorted((kit / folder).rglob("*.yaml")):
            _copy(path, root / path.relative_to(kit))
    for name in FILES:
        if (kit / name).is_file():
            _copy(kit / name, root / name)
    if private:
        for exercise in private:
            path = private.files[exercise.id]
            _copy(path, Folders(root).bank / exercise.skill / path.name)
    (root / ".gitignore").write_text(GITIGNORE, encoding="utf-8", newline="\n")
    build(root, tell=tell)


def _has_content(folder: Path) -> bool:
    return Folders(folder).syllabus.is_file() and Folders(folder).bank.is_dir()


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
