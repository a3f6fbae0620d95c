"""`changework lint`: everything that is wrong in a course's content, in an author's words."""

from pathlib import Path

import click

from course.commands.options import in_course, with_banks


@click.command()
@in_course
@with_banks
@click.option(
    "--schema",
    "schemas",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write JSON Schemas for editors into this folder, and stop.",
)
def command(root: Path, banks: tuple[Path, ...], schemas: Path | None) -> None:
    """Read every file of a course's content, and say everything that is wrong with it.

    Each line names the file, the line where it is known, the field, and what was expected. Nothing is changed. Ends
    with status 1 when something is wrong.
    """
    from course.lint import lint, write_schemas
    from exercises.bank import ContentError

    try:
        if schemas:
            for path in write_schemas(schemas):
                click.echo(str(path))
            return
        problems, counted = lint(root, banks)
    except ContentError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"{error.filename or root}: {error.strerror or error}") from None
    for problem in problems:
        click.echo(str(problem))
    if problems:
        number = len(problems)
        raise click.ClickException(f"{number} {'thing is' if number == 1 else 'things are'} to be put right.")
    click.echo(f"Nothing is wrong with {counted}.")
