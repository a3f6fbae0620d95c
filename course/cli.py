"""The command line: `changework`, with sub-commands that load only what they need."""

import importlib

import click

#: Sub-commands in the order in which a course meets them. Each lives in `course.commands.<name>` as `command`.
COMMANDS = (
    "new",
    "build",
    "lint",
    "check",
    "moves",
    "rules",
    "agreement",
    "grade",
    "collect",
    "export",
    "demo",
)


class _Commands(click.Group):
    """Loads a sub-command when it is called for: `changework check` need not wait for nbgrader."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"course.commands.{cmd_name}").command
        return command


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="changework")
def main() -> None:
    """Changework: a course on the four mistakes that make therapy stall, and its graders."""
