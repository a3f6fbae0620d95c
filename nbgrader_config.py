"""nbgrader's settings for a course root: the folder that this file is in."""

import sys
from pathlib import Path

here = Path(__file__).resolve().parent

# nbgrader puts the current folder first on Python's path; a course's own folders `course` and `exercises` must not
# be taken for the installed packages of these names.
sys.path[:] = [place for place in sys.path if Path(place).resolve() != here or (here / "course" / "cli.py").is_file()]

c = get_config()  # noqa: F821  # nbgrader gives this file the name

c.CourseDirectory.course_id = "changework"
c.CourseDirectory.root = str(here)

# nbgrader lays the files of source/<lesson>/ over a submission. The student's answers are never among them;
# should one get there by accident, it must not replace anybody's work.
lessons = sorted(folder.name for folder in (here / "source").glob("*") if folder.is_dir())
c.Autograde.exclude_overwriting = {lesson: ["responses.json"] for lesson in lessons}

# Work collected from a learning platform: the answers come beside the notebook.
c.FileNameCollectorPlugin.valid_ext = [".ipynb", ".json"]

# Scores in process, without a kernel and without running anything a student wrote.
try:
    from autograders.plugins import configure

    configure(c)
except Exception as error:
    # nbgrader would only log this, and go on to run students' code with your rights. So nothing is scored instead.
    sys.stderr.write(f"{__file__}: changework cannot be loaded ({error}). Nothing will be scored; install it first.\n")
    c.Autograde.sanitize_preprocessors = c.Autograde.autograde_preprocessors = []
