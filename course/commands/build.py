"""`changework build`: from content to notebooks."""

from pathlib import Path

import click

from course.commands.options import in_course, with_banks


@click.command()
@in_course
@with_banks
@click.option("--check", "only_check", is_flag=True, help="Change nothing; fail when what is built is not current.")
def command(root: Path, banks: tuple[Path, ...], only_check: bool) -> None:
    """Build the notebooks of a course from its content.

    Writes source/ (for instructors) and course/notebooks/ (to read), and lets nbgrader make release/ (for students).
    Never edit those by hand: edit the YAML, and build again.
    """
    from course.build import BuildError, build, check
    from exercises.bank import ContentError

    try:
        changes = check(root, banks) if only_check else build(root, banks, tell=click.echo)
    except (ContentError, BuildError) as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"{error.filename or root}: {error.strerror or error}") from None
    for path in changes.strays:
        click.echo(f"{path}: no lesson has this name any more; delete it when nothing refers to it", err=True)
    if not only_check:
        click.echo("\n".join(changes.written) or "Everything was current.")
    elif changes.written:
        stale = "\n".join(f"  {path}" for path in changes.written)
        raise click.ClickException(f"These are not what the content says; run 'changework build':\n{stale}")
    else:
        click.echo("Everything is current.")
