"""Options that several sub-commands share."""

from pathlib import Path

import click

#: The course root to work in, as `root`.
in_course = click.option(
    "--course",
    "root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    metavar="DIR",
    help="The course's folder; by default the current one.",
)

#: Folders of private exercises, as `banks`.
with_banks = click.option(
    "--bank",
    "banks",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    metavar="DIR",
    help="A folder of further, private exercises; may be given more than once.",
)
