"""`changework new`: a course root of one's own."""

from pathlib import Path

import click

from course.commands.options import with_banks


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@with_banks
@click.option(
    "--from",
    "checkout",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="CHECKOUT",
    help="The checkout of changework to copy lessons and exercises from; by default the one that is installed.",
)
def command(folder: Path, banks: tuple[Path, ...], checkout: Path | None) -> None:
    """Make a course in DIR, a new or empty folder outside of changework's own repository.

    It gets the lessons, dialogues and exercises to change as you like, the notebooks built from them (source/ for
    instructors, release/ for students), nbgrader's settings, and a .gitignore that keeps students' records out.
    """
    from course.build import BuildError
    from course.new import NewCourseError, kit_checkout, make_course
    from exercises.bank import ContentError

    try:
        kit = kit_checkout(checkout)
        if folder.resolve().is_relative_to(kit.resolve()):
            raise NewCourseError(
                f"{folder} is inside of changework's own repository ({kit}), where students' records do not belong. "
                "Name a folder outside of it, such as ../my-course."
            )
        make_course(folder, kit, banks, tell=click.echo)
    except (NewCourseError, ContentError, BuildError) as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"{error.filename or folder}: {error.strerror or error}") from None
    click.echo(
        f"\nThe course is in {folder}.\n"
        f"  Change it:  edit the YAML files, then run 'changework lint' and 'changework build' there\n"
        f"  Assign it:  cd {folder} && nbgrader release_assignment LESSON, or hand out release/LESSON\n"
        f"  Grade it:   collect into submitted/, then run 'changework grade' there"
    )
