"""`changework grade`: a lesson's submissions, judged and entered into nbgrader's gradebook."""

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from course.grading import Outcome


@click.command()
@click.argument("lesson")
@click.option("--student", "students", multiple=True, help="Only this student (may be repeated).")
@click.option("--dry-run", is_flag=True, help="Write nothing; say whose score would change, and why.")
@click.option("--force", is_flag=True, help="Grade again what is up to date, too.")
@click.option("--feedback", is_flag=True, help="Then write each student's feedback page, too.")
@click.option(
    "--course", "root", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The course's folder, by default the current one.",
)  # fmt: skip
def command(*, lesson: str, students: tuple[str, ...], dry_run: bool, force: bool, feedback: bool, root: Path) -> None:
    """Grade every submission of LESSON, without a kernel and without running anything that a student wrote.

    Scores go into the gradebook, graded notebooks into autograded/: what 'nbgrader autograde' writes, faster. What
    needs a person waits for one in formgrader. Scores and comments given by hand always stand. A run that was
    interrupted is completed by the next; a second run changes nothing.
    """
    from course.feedback_pages import write_feedback
    from course.grading import GradingError, compare_lesson, grade_lesson

    def progress(found: list[str]) -> Iterable[str]:
        from tqdm import tqdm  # type: ignore[import-untyped]  # it publishes no types

        bar: Iterable[str] = tqdm(found, desc=lesson, unit="student", disable=None, file=sys.stderr)
        return bar

    def tell(line: str) -> None:
        click.echo(line, err=True)

    try:
        if dry_run:
            outcomes = list(compare_lesson(root, lesson, students, progress=progress))
        else:
            outcomes = list(grade_lesson(root, lesson, students, force=force, progress=progress, tell=tell))
    except GradingError as error:
        raise click.ClickException(str(error)) from None

    _tell_each(outcomes, dry_run=dry_run)
    states = Counter(one.state for one in outcomes)
    waiting = sum(bool(one.waiting) for one in outcomes)
    if dry_run:
        click.echo(f"{lesson}: {states['graded']} would change, {states['unchanged']} would not. Nothing was written.")
    else:
        click.echo(
            f"{lesson}: {states['graded']} graded, {states['unchanged']} up to date, "
            f"{states['not graded']} not graded; {waiting} with answers for you to look at."
        )
    failed = bool(states["not graded"])
    if feedback and not dry_run:
        pages = list(write_feedback(root, lesson, students, progress=progress, tell=tell))
        for page in (page for page in pages if page.error):
            failed = True
            click.echo(f"{page.student}: NO PAGE: {page.error}")
        written = [page for page in pages if not page.error]
        where = f", for instance {written[0].path}" if written else ""
        click.echo(f"{lesson}: {len(written)} feedback pages{where}")
    if failed:
        sys.exit(1)


def _tell_each(outcomes: "list[Outcome]", *, dry_run: bool) -> None:
    """Name everybody about whom there is something to say."""
    for one in outcomes:
        said = [f"NOT GRADED: {one.error}"] if one.error else []
        said += one.changes
        if not dry_run:
            said += [f"{slot} is for you: {why}" for slot, why in one.waiting.items()]
            said += [f"{', '.join(one.unanswered)}: not answered"] if one.unanswered else []
        waiting = " ".join(one.waiting.values())
        said += [f"note: {note}" for note in one.notes if dry_run or note not in waiting]
        if said:
            click.echo(f"{one.student}: {one.score:g} of {one.max_score:g}" if not one.error else f"{one.student}:")
        for line in said:
            click.echo(f"  {line}")
