"""Figures of agreement: how often the judge says what a person said, for a program's own labelled answers too."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from exercises.criteria import CRITERIA

#: How an answer is written, told from the words that describe its writer; the first group that fits is taken.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("second language", ("second-language", "second language", "esl", "translat")),
    ("dialect or regional", ("southern", "british", "northern", "nigerian", "indian", "scots", "scottish", "irish",
                             "australian", "aave", "yorkshire", "welsh", "caribbean", "singapor", "dialect")),
    ("phone-typed", ("phone", "typo", "texting")),
    ("terse", ("terse", "minim", "clever", "brief", "one word", "short")),
)  # fmt: skip
PLAIN = "plain"


def group_of(persona: str) -> str:
    """The group of writers that a description belongs to."""
    words = persona.lower()
    return next((name for name, signs in GROUPS if any(s in words for s in signs)), PLAIN)


@dataclass(frozen=True, slots=True)
class Rated:
    """One answer with a person's verdicts and the judge's."""

    exercise: str
    labels: Mapping[str, bool]
    said: Mapping[str, bool]
    reviewed: bool = False
    gaming: bool = False
    persona: str = ""
    half: bool = False  # earns at least half of its points


def kappa(pairs: Sequence[tuple[bool, bool]]) -> float:
    """Cohen's kappa (1960) of two yes/no ratings; 1 where both say the same throughout."""
    n = len(pairs)
    if not n:
        return float("nan")
    observed = sum(a == b for a, b in pairs) / n
    first, second = sum(a for a, _ in pairs) / n, sum(b for _, b in pairs) / n
    expected = first * second + (1 - first) * (1 - second)
    return 1.0 if expected == 1 else (observed - expected) / (1 - expected)


def interval(by_exercise: Mapping[str, Sequence[tuple[bool, bool]]], rounds: int = 400) -> tuple[float, float]:
    """A 95 % interval of kappa: whole exercises are drawn again and again, as answers to one are alike."""
    draw = random.Random(3)  # noqa: S311 - a bootstrap, not a secret; the same figures on every run
    groups = list(by_exercise.values())
    values = sorted(kappa([p for _ in groups for p in draw.choice(groups)]) for _ in range(rounds))
    return values[int(0.025 * rounds)], values[int(0.975 * rounds)]


def by_criterion(rated: Iterable[Rated]) -> dict[str, dict[str, float]]:
    """For each criterion: kappa, its interval, how many answers, how many met, and the mistakes each way."""
    pairs: dict[str, dict[str, list[tuple[bool, bool]]]] = defaultdict(lambda: defaultdict(list))
    for answer in rated:
        for criterion, truth in answer.labels.items():
            pairs[criterion][answer.exercise].append((truth, answer.said.get(criterion, not truth)))
    table = {}
    for criterion in [c for c in CRITERIA if c in pairs]:
        every = [p for group in pairs[criterion].values() for p in group]
        low, high = interval(pairs[criterion])
        table[criterion] = {
            "kappa": round(kappa(every), 3),
            "low": round(low, 3),
            "high": round(high, 3),
            "answers": len(every),
            "met": sum(a for a, _ in every),
            "false_met": sum(b and not a for a, b in every),
            "false_not_met": sum(a and not b for a, b in every),
        }
    return table


def split(rated: Iterable[Rated]) -> dict[str, float]:
    """What going to a person achieves: the share that goes, and how right the rest is. Gamed answers apart."""
    answers = list(rated)
    honest = [a for a in answers if not a.gaming]
    kept = [[a.said.get(c, not t) != t for c, t in a.labels.items()] for a in honest if not a.reviewed]
    verdicts = [wrong for answer in kept for wrong in answer]
    gamed = [a for a in answers if a.gaming]
    return {
        "honest": len(honest),
        "reviewed": _share([a.reviewed for a in honest]),
        "criteria_right": _share([not wrong for wrong in verdicts]),
        "whole_right": _share([not any(answer) for answer in kept]),
        "within_one": _share([sum(answer) <= 1 for answer in kept]),
        "gamed": len(gamed),
        "gamed_accepted": sum(a.half and not a.reviewed for a in gamed),
    }


def fairness(rated: Iterable[Rated]) -> dict[str, dict[str, float]]:
    """For each group of writers: how often something that is there is called missing (false "not met")."""
    found: dict[str, list[bool]] = defaultdict(list)
    count: Counter[str] = Counter()
    for answer in rated:
        if answer.gaming:
            continue
        name = group_of(answer.persona)
        for group in (name, "all"):
            count[group] += 1
            found[group] += [not answer.said.get(c, False) for c, truth in answer.labels.items() if truth]
    order = ["all", PLAIN, *(name for name, _ in GROUPS)]
    return {g: {"answers": count[g], "false_not_met": _share(found[g])} for g in order if count[g]}


def _share(values: Sequence[bool]) -> float:
    return round(sum(values) / len(values), 3) if values else float("nan")


# --- what was measured on exercises kept aside --------------------------------------------------------------------


def held_out_figures(rows: Sequence[Mapping[str, Any]], all_right: float) -> dict[str, Any]:
    """The figures for answers whose exercises the weights had not seen, from the chances given to them then.

    A row has `id`, `exercise`, `source`, `persona`, `intent`, `text`, `unread`, `labels` and `chances`.
    """
    rated = {source: _rated(rows, all_right, lambda r, s=source: r["source"] == s) for source in _sources(rows)}  # type: ignore[misc]
    every = _rated(rows, all_right, lambda _: True)
    table: dict[str, dict[str, Any]] = dict(by_criterion(every).items())
    unread = by_criterion(_rated(rows, all_right, lambda r: bool(r["unread"])))
    for criterion, figures in table.items():
        figures["unread"] = unread.get(criterion, {}).get("kappa")
        figures["failures"] = _failures(rows, criterion)
    return {
        "criteria": table,
        "sources": {source: _of_source(answers) for source, answers in rated.items()},
        "all": _of_source(every),
        "unread": _of_source(_rated(rows, all_right, lambda r: bool(r["unread"]))),
        "fairness_dev": fairness(rated.get("dev", [])),
        "fairness_all": fairness(every),
        "calibration": _calibration(rows),
        "mistakes": _mistakes(rows),
    }


def _sources(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    return sorted({r["source"] for r in rows})


def _rated(
    rows: Sequence[Mapping[str, Any]], all_right: float, wanted: Callable[[Mapping[str, Any]], bool]
) -> list[Rated]:
    found = []
    for row in rows:
        if not wanted(row):
            continue
        sure = 1.0
        for chance in row["chances"].values():
            sure *= max(chance, 1 - chance)
        labels = {c: row["labels"][c] for c in row["chances"]}
        said = {c: chance > 0.5 for c, chance in row["chances"].items()}
        found.append(Rated(row["exercise"], labels, said, sure < all_right, row["intent"] == "gaming", row["persona"]))
    return found


def _of_source(answers: Sequence[Rated]) -> dict[str, float]:
    table = by_criterion(answers)
    mean = sum(f["kappa"] for f in table.values()) / len(table) if table else float("nan")
    figures = {k: v for k, v in split(answers).items() if not k.startswith("gamed")}
    return {"answers": len(answers), "mean_kappa": round(mean, 3), **figures}


def _failures(rows: Sequence[Mapping[str, Any]], criterion: str) -> list[dict[str, str]]:
    """Three of the surest mistakes, from answers that may be read."""
    wrong = [
        (abs(r["chances"][criterion] - r["labels"][criterion]), r["id"], r)
        for r in rows
        if criterion in r["chances"] and not r["unread"] and (r["chances"][criterion] > 0.5) != r["labels"][criterion]
    ]
    wrong.sort(key=lambda w: (-w[0], w[1]))
    kinds = ((False, "called met"), (True, "called not met"))
    return [
        {"kind": words, "text": row["text"]}
        for truth, words in kinds
        for row in [w[2] for w in wrong if w[2]["labels"][criterion] == truth][:2]
    ]


def _calibration(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, float]]:
    """How often verdicts of a given confidence are right."""
    bins: dict[float, list[tuple[float, bool]]] = defaultdict(list)
    for row in rows:
        for criterion, chance in row["chances"].items():
            confidence = max(chance, 1 - chance)
            right = (chance > 0.5) == row["labels"][criterion]
            low = next(b for b in (0.95, 0.9, 0.8, 0.7, 0.6, 0.5) if confidence >= b)
            bins[low].append((confidence, right))
    return [
        {
            "from": low,
            "verdicts": len(found),
            "said": round(sum(c for c, _ in found) / len(found), 3),
            "right": _share([r for _, r in found]),
        }
        for low, found in sorted(bins.items())
    ]


def _mistakes(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The ten most frequent kinds of mistake, each with an example that may be read."""
    found: dict[tuple[str, bool], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        for criterion, chance in row["chances"].items():
            truth = row["labels"][criterion]
            if (chance > 0.5) != truth:
                found[criterion, truth].append(row)
    ranked = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))[:10]
    return [
        {
            "criterion": criterion,
            "kind": "called not met" if truth else "called met",
            "count": len(wrong),
            "example": next((r["text"] for r in wrong if not r["unread"]), ""),
        }
        for (criterion, truth), wrong in ranked
    ]
