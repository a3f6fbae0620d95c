"""`changework collect`: a learning platform's download of submissions, into the course."""

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from course.commands.options import in_course

if TYPE_CHECKING:
    from course.lms.collecting import Collection, Outcome
    from course.lms.uploads import Lms


@click.command()
@click.argument("lesson")
@click.argument("download", type=click.Path(path_type=Path))
@click.option(
    "--lms",
    type=click.Choice(["canvas", "moodle", "blackboard"]),
    help="Which platform made the download; by default it is recognised.",
)
@click.option(
    "--roster",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="CSV",
    help="Who is who: the platform's own sheet of grades, or a list with id, first_name, last_name, lms_user_id.",
)
@click.option(
    "--timezone",
    metavar="ZONE",
    help="Of the times in Blackboard's file names, such as Europe/Berlin; by default this computer's.",
)
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would be collected.")
@in_course
def command(
    *, lesson: str, download: Path, lms: "Lms | None", roster: Path | None, timezone: str | None, dry_run: bool,
    root: Path,
) -> None:  # fmt: skip
    """Take in what students handed in for LESSON on Canvas, Moodle or Blackboard.

    DOWNLOAD is what the platform gave you when you asked it for all submissions: the zip as it is, or the folder
    that it was unpacked to. Each student's latest answers and notebook go to submitted/, where 'changework grade'
    finds them; students are added to the gradebook by name. What cannot be read is named, with what to ask for, and
    stops nobody else. Running it again changes nothing; nothing that was collected is ever deleted.
    """
    from zoneinfo import ZoneInfo

    from course.lms.collecting import collect
    from course.lms.uploads import LmsError

    try:
        zone = ZoneInfo(timezone) if timezone else None
    except (LookupError, ValueError, OSError):
        raise click.BadParameter(f"there is no time zone '{timezone}'; use a name such as Europe/Berlin.") from None
    try:
        result = collect(root, lesson, download, lms=lms, roster=roster, zone=zone, dry_run=dry_run)
    except LmsError as error:
        raise click.ClickException(str(error)) from None
    _tell(result, lesson, dry_run=dry_run)
    if any(one.problems for one in result.outcomes):
        sys.exit(1)


def _tell(result: "Collection", lesson: str, *, dry_run: bool) -> None:
    """What an instructor wants to know, with what needs doing at the end, where it is seen."""
    from course.lms.uploads import NAMES

    states = Counter(one.state for one in result.outcomes)
    late = [one for one in result.outcomes if one.late]
    problems = [one for one in result.outcomes if one.problems]
    click.echo(f"{lesson}: a download of {NAMES[result.lms]}, {len(result.outcomes)} students")
    for note in result.notes:
        click.echo(f"  note: {note}")
    _list("To be told:", [one for one in result.outcomes if one.notes], lambda one: one.notes)
    if late:
        click.echo(f"\nLate: {', '.join(map(_who, late))}")
    if result.missing:
        click.echo(f"\nOn the roster, with nothing in the download: {'; '.join(result.missing)}")
    _list(
        "Problems:", problems,
        lambda one: [f"{'NOT COLLECTED: ' if one.state == 'not collected' else ''}{text}" for text in one.problems],
    )  # fmt: skip
    would = "would be " if dry_run else ""
    click.echo(
        f"\n{lesson}: {states['collected']} {would}collected, {states['updated']} {would}updated, "
        f"{states['unchanged']} unchanged, {states['kept']} kept as they were, "
        f"{states['not collected']} not collected; {len(late)} late, {len(problems)} with problems."
    )
    if dry_run:
        click.echo("Nothing was written.")
        return
    if states["updated"]:
        click.echo(f"Earlier submissions are kept in {result.replaced}.")
    click.echo(f"Next: changework grade {lesson}")


def _list(heading: str, outcomes: "list[Outcome]", lines: object) -> None:
    if outcomes:
        click.echo(f"\n{heading}")
    for one in outcomes:
        click.echo(f"  {_who(one)}")
        for line in lines(one):  # type: ignore[operator]
            click.echo(f"    {line}")


def _who(one: "Outcome") -> str:
    return one.name if one.name == one.student else f"{one.name} ({one.student})"
