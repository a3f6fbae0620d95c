"""`changework agreement`: how far the judge agrees with a program's own labels."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from course.agreement import Rated


@click.command()
@click.argument("labels", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--exercises", "where", default="exercises/bank", show_default=True, type=click.Path(path_type=Path),
    help="The exercises that the answers belong to: a file or a folder.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="The figures as JSON.")
@click.option(
    "--held-out",
    is_flag=True,
    help="Print the kit's own figures, measured on exercises kept aside (docs/agreement.md).",
)
def command(labels: Path | None, where: Path, as_json: bool, held_out: bool) -> None:
    """Judge labelled answers and say how far the judge agrees with the labels.

    LABELS has one JSON object a line: {"id", "exercise", "text", "labels": {criterion: true or false}}, and may say
    who wrote it ("persona"), so that groups of writers can be compared. Fifty answers to each of some exercises,
    marked by two of your instructors, tell you more about your cohort than any figure of ours.
    """
    from course.agreement import by_criterion, fairness, split
    from course.agreement_page import held_out_page, table_of

    if held_out:
        click.echo(held_out_page(), nl=False)
        return
    if labels is None:
        raise click.UsageError("name a file of labelled answers, or ask for --held-out")
    rated, problems = _judge_all(labels, where)
    for problem in problems:
        click.echo(f"error: {problem}", err=True)
    if not rated:
        raise click.ClickException(f"{labels} holds no labelled answer that could be judged")
    figures = {"criteria": by_criterion(rated), "split": split(rated), "fairness": fairness(rated)}
    click.echo(json.dumps(figures, indent=1) if as_json else table_of(figures))
    if problems:
        raise SystemExit(1)


def _judge_all(labels: Path, where: Path) -> "tuple[list[Rated], list[str]]":
    from autograders.judge import judge
    from course.agreement import Rated
    from exercises.bank import Bank, ContentError
    from exercises.criteria import CRITERIA

    try:
        bank = Bank.load(where, lenient=True)
    except ContentError as error:
        raise click.ClickException(str(error)) from None
    rated, problems = [], []
    for number, line in enumerate(labels.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
        if not line.strip():
            continue
        place = f"{labels}, line {number}"
        try:
            row = json.loads(line)
            exercise, text, given = row["exercise"], row["text"], row["labels"]
            unknown = sorted(set(given) - set(CRITERIA))
        except (ValueError, TypeError, KeyError):
            problems.append(f'{place}: expected {{"exercise", "text", "labels": {{criterion: true or false}}}}')
            continue
        if exercise not in bank or not isinstance(text, str) or unknown:
            what = ", ".join(unknown) or (f"exercise '{exercise}'" if exercise not in bank else "'text'")
            problems.append(f"{place}: {what} is not known here")
            continue
        mark = judge(bank[exercise], text)
        rated.append(
            Rated(
                exercise, {c: bool(v) for c, v in given.items()}, {v.criterion: v.met for v in mark.verdicts},
                mark.needs_review, row.get("intent") == "gaming", str(row.get("persona", "")),
                mark.score >= 0.5 * mark.max_score,
            )
        )  # fmt: skip
    return rated, problems
