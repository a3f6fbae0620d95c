"""`changework rules`: the rule book, made from the moves."""

from pathlib import Path

import click


@click.command()
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write it to a file (docs/rules.md).")
def command(output: Path | None) -> None:
    """Print the rule book: for each criterion why it matters, its signs, examples, and how well the judge agrees."""
    from course.agreement_page import rule_book

    book = rule_book()
    if output is None:
        click.echo(book, nl=False)
        return
    try:
        output.write_text(book, encoding="utf-8", newline="\n")
    except OSError as error:
        raise click.ClickException(f"{output}: {error.strerror or error}") from None
