"""`changework export`: grades and comments, in the sheet that the learning platform gave."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from course.commands.options import in_course

if TYPE_CHECKING:
    from course.lms.filling import Exported
    from course.lms.results import Graded
    from course.lms.uploads import Lms


@click.command()
@click.argument("lesson")
@click.option(
    "--sheet",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE.csv",
    help="The platform's own sheet: Canvas's gradebook export, Moodle's grading worksheet, Blackboard's download.",
)
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), metavar="FILE.csv", help="Where the filled-in sheet goes."
)
@click.option(
    "--lms",
    type=click.Choice(["canvas", "moodle", "blackboard"]),
    help="Which platform the sheet is from; by default it is recognised.",
)
@click.option(
    "--column", metavar="NAME", help="The column to fill in, by title or id; by default the one with the lesson's name."
)
@click.option("--scale", is_flag=True, help="Scale grades to the points of that column, where it has others.")
@click.option(
    "--feedback",
    type=click.Path(path_type=Path),
    metavar="FILE.zip",
    help="Also pack the feedback pages, named so that the platform gives each to its student.",
)
@in_course
def command(
    *, lesson: str, sheet: Path, out: Path, lms: "Lms | None", column: str | None, scale: bool,
    feedback: Path | None, root: Path,
) -> None:  # fmt: skip
    """Give the grades of LESSON back to Canvas, Moodle or Blackboard.

    Download the platform's sheet of grades, have it filled in, and upload the result. Only the grades and the
    comments of this lesson change; every other cell stays as it is. Whoever is not graded yet, or has an answer that
    waits for you, keeps the cell as it was and is named: never a zero. Scores that you gave by hand are the ones that
    count.
    """
    from course.lms.exporting import export
    from course.lms.uploads import LmsError

    def tell(line: str) -> None:
        click.echo(line, err=True)

    try:
        result = export(
            root, lesson, sheet, out, lms=lms, column=column, scale=scale, feedback=feedback, tell=tell
        )  # fmt: skip
    except LmsError as error:
        raise click.ClickException(str(error)) from None
    _tell(result, lesson, out, feedback)


def _tell(result: "Exported", lesson: str, out: Path, feedback: Path | None) -> None:
    """What went into the sheet, and above all what did not."""
    from autograders.gradebook import NOT_GRADED, WAITS
    from course.lms.results import CHANGED
    from course.lms.uploads import NAMES

    todo = {
        WAITS: "Decide in formgrader, Manual Grading; then export again.",
        NOT_GRADED: f"Run 'changework grade {lesson}'; then export again.",
        CHANGED: f"Run 'changework grade {lesson}'; then export again.",
    }
    reasons: dict[str, list[Graded]] = {}
    for one in result.held:
        reasons.setdefault(one.why_not, []).append(one)
    for why, held in reasons.items():
        _names(f"No grade given: {why}", held, todo[why])
    _names("Graded, but not in this sheet", result.not_in_sheet)
    _names("Graded with 0 points", [one for one in (*result.filled, *result.same) if one.score == 0])
    for note in result.notes:
        click.echo(f"note: {note}")
    click.echo(
        f"\n{lesson} -> {NAMES[result.lms]}, '{result.column}': {len(result.filled)} grades filled in, "
        f"{len(result.same)} there already; {len(result.held)} without a grade yet."
    )
    if result.takes_comments:
        click.echo(f"Comments: {result.commented} students.")
    else:
        click.echo(f"Comments: this sheet of {NAMES[result.lms]} takes none; they are on the feedback pages.")
    click.echo(f"Upload {out}.")
    if feedback:
        click.echo(f"Feedback pages: {result.pages}, in {feedback}.")


def _names(heading: str, students: "list[Graded]", todo: str = "") -> None:
    if students:
        click.echo(f"{heading}:")
    for one in students:
        click.echo(f"  {one.shown}")
    if students and todo:
        click.echo(f"  {todo}")
