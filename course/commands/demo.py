"""`changework demo`: a whole course for a cohort of twelve, from assignment to feedback."""

from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default="demo")
@click.option("--lab", is_flag=True, help="Open JupyterLab in the demo's course, as the instructor.")
@click.option("--student", is_flag=True, help="Open JupyterLab as one of the demo's students.")
def command(folder: Path, lab: bool, student: bool) -> None:
    """Run the main job in FOLDER (default: demo) with twelve fictional students.

    A course is made, assigned, answered, handed in, graded and returned by nbgrader's own steps. Nothing outside of
    FOLDER is touched. With --lab or --student, JupyterLab opens there (the demo is run first if it is not there yet).
    """
    from course import demo
    from course.new import kit_checkout

    try:
        if not (lab or student) or not demo.is_there(folder):
            result = demo.run(folder, kit_checkout(), click.echo)
            click.echo("\n" + demo.summary(result))
        if lab:
            demo.open_lab(folder / "course")
        elif student:
            demo.open_lab(demo.first_student(folder))
    except demo.DemoError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"{error.filename or folder}: {error.strerror or error}") from None
