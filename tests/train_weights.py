"""Make the judge's weights: python tests/train_weights.py [--dry-run] [--errors CRITERION]

For each criterion a logistic regression with a Gaussian prior (a wider one for the moves' signs than for single
words) over every labelled answer that the repository holds. All figures printed are for exercises kept aside: whole
exercises are left out, never single answers. Needs scikit-learn, which nothing
else here does: pip install -e ".[train]".
"""

import argparse
import collections
import json
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from labelled_rows import Row, rows
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from autograders.context import NOTHING
from autograders.features import Reading, read
from autograders.judge import ALL_RIGHT, reading_of
from autograders.text import Utterance
from autograders.weigh import sigmoid
from course.agreement import held_out_figures

WEIGHTS = Path(__file__).resolve().parent.parent / "autograders" / "weights"
FOLDS = 6
PRIOR = 0.5  # variance of a weight, before the scale of its kind
MECHANICAL = {"concise", "original"}  # decided by counting and comparing, never learned
#: Fewer labelled answers than this, or fewer in the rarer class, and a criterion is left to its move's signs.
LEAST, LEAST_RARER = 36, 14
MOST = 2500  # answers of the commoner class to learn from; the figures are over all
DROP = 0.02  # weights smaller than this are left out of the file


def scale(feature: str, criterion: str) -> float:
    """How far the prior lets a feature of this kind go: the move's own signs far, single words not."""
    if feature.startswith("w: "):
        return 0.4
    if feature.startswith(("gate ", "asked for ")):
        return 1.5
    if feature.startswith("sign "):
        return 0.8 if feature.startswith(f"sign {criterion}:") else 0.35
    if feature.startswith(("takes up", "states")):
        return 0.6
    if feature.endswith((" strong", " weak", " twice", " excused")):
        return 1.2 if feature.startswith(f"{criterion} ") else 0.6
    return 0.5


def fit(x: csr_matrix, y: np.ndarray, prior: float = PRIOR) -> tuple[np.ndarray, float]:
    """Weights and bias of a logistic regression with a Gaussian prior of this variance on every weight."""
    model = LogisticRegression(C=prior, solver="lbfgs", max_iter=300, tol=1e-3).fit(x, y)
    return model.coef_[0], float(model.intercept_[0])


def platt(z: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Slope and intercept that turn held-out sums into probabilities (Platt 1999), with a little smoothing."""
    weights, bias = fit(csr_matrix(z[:, None] / 3), y, prior=9.0)
    return max(0.1, float(weights[0]) / 3), bias


def vocabulary(readings: Sequence[Reading], exercises: Sequence[str]) -> list[str]:
    """The features seen often enough, over enough exercises, to be learned from."""
    count: collections.Counter[str] = collections.Counter()
    where: dict[str, set[str]] = collections.defaultdict(set)
    for reading, exercise in zip(readings, exercises, strict=True):
        for feature in reading.features:
            count[feature] += 1
            where[feature].add(exercise)
    return sorted(f for f in count if (count[f] >= 4 and len(where[f]) >= 3 if f.startswith("w: ") else count[f] >= 2))


def matrix(readings: Sequence[Reading], features: Sequence[str], criterion: str) -> csr_matrix:
    """One row an answer, one column a feature, scaled by the width of its prior."""
    index = {f: i for i, f in enumerate(features)}
    scales = [scale(f, criterion) for f in features]
    values, columns, ends = [], [], [0]
    for reading in readings:
        for feature in reading.features:
            column = index.get(feature)
            if column is not None:
                columns.append(column)
                values.append(scales[column])
        ends.append(len(columns))
    return csr_matrix((values, columns, ends), shape=(len(readings), len(features)))


def fold_of(exercises: Sequence[str]) -> dict[str, int]:
    """Which part each exercise is kept aside with: the same on every run."""
    names = sorted(set(exercises))
    np.random.default_rng(7).shuffle(names)
    return {name: i % FOLDS for i, name in enumerate(names)}


def held_out(readings: Sequence[Reading], y: np.ndarray, groups: Sequence[str], criterion: str) -> np.ndarray:
    """The sum for every answer, by weights that never saw its group."""
    z = np.zeros(len(y))
    for group in sorted(set(groups)):
        test = np.array([g == group for g in groups])
        if len(set(y[~test])) < 2:
            continue
        train = [r for r, t in zip(readings, test, strict=True) if not t]
        features = vocabulary(train, [g for g, t in zip(groups, test, strict=True) if not t])
        kept = thin(y[~test])
        weights, bias = fit(matrix([train[i] for i in kept], features, criterion), y[~test][kept])
        z[test] = matrix([r for r, t in zip(readings, test, strict=True) if t], features, criterion) @ weights + bias
    return z


def thin(y: np.ndarray) -> np.ndarray:
    """Which answers to learn from: all of the rarer class, and at most MOST of the commoner one."""
    common = int(y.mean() > 0.5)
    chosen = [np.flatnonzero(y != common)]
    rest = np.flatnonzero(y == common)
    chosen.append(rest if len(rest) <= MOST else np.random.default_rng(5).choice(rest, MOST, replace=False))
    return np.sort(np.concatenate(chosen))


def kappa(truth: np.ndarray, said: np.ndarray) -> float:
    """Cohen's kappa of two yes/no ratings."""
    observed = (truth == said).mean()
    expected = truth.mean() * said.mean() + (1 - truth.mean()) * (1 - said.mean())
    return 1.0 if expected == 1 else float((observed - expected) / (1 - expected))


def main(arguments: Sequence[str]) -> None:
    """Train, report what held-out exercises say, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dry-run", action="store_true", help="report only")
    parser.add_argument("--errors", default="", help="print the held-out mistakes of this criterion")
    parser.add_argument("--by-source", action="store_true", help="keep whole sources aside, not exercises")
    parser.add_argument("--only", default="", help="these criteria only, separated by commas")
    options = parser.parse_args(arguments)
    everything = rows()
    readings = {}
    for row in everything:
        readings[id(row)] = (
            reading_of(row.exercise, row.text) if row.exercise else read(Utterance.read(row.text), NOTHING)
        )
    print(f"{len(everything)} answers:", dict(collections.Counter(r.source for r in everything)))
    folds = fold_of([r.group for r in everything])
    criteria = sorted({c for r in everything for c in r.labels} - MECHANICAL)
    means: dict[str, list[float]] = collections.defaultdict(list)
    chances: dict[int, dict[str, float]] = collections.defaultdict(dict)
    for criterion in criteria:
        if options.only and criterion not in options.only.split(","):
            continue
        mine = [r for r in everything if criterion in r.labels]
        y = np.array([int(r.labels[criterion]) for r in mine])
        rarer = int(min(y.sum(), len(y) - y.sum()))
        if len(y) < LEAST or rarer < LEAST_RARER:
            print(f"{criterion:24} too few answers to learn from: {len(y)}, {rarer} in the rarer class")
            continue
        found = [readings[id(r)] for r in mine]
        groups = [r.source if options.by_source else f"fold {folds[r.group]}" for r in mine]
        z = held_out(found, y, groups, criterion)
        slope, intercept = platt(z, y)
        chance = np.array([sigmoid(slope * v + intercept) for v in z])
        for row, value in zip(mine, chance, strict=True):
            chances[id(row)][criterion] = float(value)
        _report(criterion, mine, y, chance, means)
        if criterion == options.errors:
            _errors(mine, y, chance)
        if not options.dry_run:
            features = vocabulary(found, [r.group for r in mine])
            kept = thin(y)
            weights, bias = fit(matrix([found[i] for i in kept], features, criterion), y[kept])
            _write(criterion, features, weights, bias, (slope, intercept), len(y))
    _review(everything, chances)
    if not options.dry_run and not options.only and not options.by_source:
        _write_held_out(everything, chances)
    for source, values in means.items():
        print(f"mean held-out kappa, {source}: {np.mean(values):.3f} over {len(values)} criteria")


def never_read(row: Row) -> bool:
    """Whether nobody may tune signs on this answer: half of the sister sets, by exercise, is for measuring only."""
    return row.source.startswith("sister") and zlib.crc32(row.group.encode()) % 2 == 0


def _report(criterion: str, mine: list[Row], y: np.ndarray, chance: np.ndarray, means: dict[str, list[float]]) -> None:
    said = (chance > 0.5).astype(int)
    parts = []
    for source in sorted({r.source for r in mine}):
        here = np.array([r.source == source for r in mine])
        k = kappa(y[here], said[here])
        parts.append(f"{source} {k:5.2f} ({here.sum()})")
        means[source].append(k)
    here = np.array([never_read(r) for r in mine])
    if here.any():
        means["never read"].append(kappa(y[here], said[here]))
        parts.append(f"never read {means['never read'][-1]:5.2f} ({here.sum()})")
    here = np.array([r.exercise is not None for r in mine])
    means["answers"].append(kappa(y[here], said[here]))
    wrong = f"false met {((said == 1) & (y == 0)).sum()}, false not met {((said == 0) & (y == 1)).sum()}"
    print(f"{criterion:24} {means['answers'][-1]:5.2f}  {'  '.join(parts)}  {wrong}")


def _review(everything: list[Row], chances: dict[int, dict[str, float]]) -> None:
    """What the split between automatic marks and review achieves on honest answers kept aside."""
    answers = []
    for row in everything:
        found = chances[id(row)]
        if row.exercise and row.intent != "gaming" and found:
            sure = float(np.prod([max(c, 1 - c) for c in found.values()]))
            wrong = sum((c > 0.5) != row.labels[k] for k, c in found.items())
            answers.append((sure, wrong, len(found), sum(max(c, 1 - c) for c in found.values()), row.source))
    answers.sort(reverse=True)
    for source in sorted({a[4] for a in answers}):
        mine = [a for a in answers if a[4] == source]
        for limit in (0.35, 0.4, 0.45):
            kept = [a for a in mine if a[0] >= limit]
            print(
                f"  {source:18} below {limit:.2f}: review {1 - len(kept) / len(mine):4.0%}, criteria right "
                f"{1 - sum(a[1] for a in kept) / sum(a[2] for a in kept):.3f}, whole "
                f"{np.mean([a[1] == 0 for a in kept]):.3f}, within one {np.mean([a[1] <= 1 for a in kept]):.3f}"
            )
    said, right = sum(a[3] for a in answers), sum(a[2] - a[1] for a in answers)
    print(f"calibration: verdicts say {said:.0f} right, {right} are, of {sum(a[2] for a in answers)}")
    for share in (0, 0.2, 0.25, 0.3, 0.33, 0.35):
        kept = answers[: round(len(answers) * (1 - share))]
        n = sum(a[2] for a in kept)
        print(
            f"review {share:4.0%}: below {kept[-1][0]:.2f}; criteria right {1 - sum(a[1] for a in kept) / n:.3f}, "
            f"whole {np.mean([a[1] == 0 for a in kept]):.3f}, within one {np.mean([a[1] <= 1 for a in kept]):.3f}"
        )


def _write_held_out(everything: list[Row], chances: dict[int, dict[str, float]]) -> None:
    """Keep what was measured on exercises kept aside, for the rule book and the docs."""
    rows_ = [
        {
            "id": row.id, "exercise": row.group, "source": row.source, "persona": row.persona, "intent": row.intent,
            "text": row.text, "unread": never_read(row), "labels": row.labels,
            "chances": {c: round(v, 3) for c, v in chances[id(row)].items()},
        }
        for row in everything
        if row.exercise is not None and chances[id(row)]
    ]  # fmt: skip
    text = json.dumps(held_out_figures(rows_, ALL_RIGHT), indent=1, ensure_ascii=False) + "\n"
    (WEIGHTS / "held-out.json").write_text(text, encoding="utf-8", newline="\n")


def _errors(mine: list[Row], y: np.ndarray, chance: np.ndarray) -> None:
    for i in np.argsort(-np.abs(chance - y)):
        if (chance[i] > 0.5) != y[i] and not never_read(mine[i]):
            print(f"  {'MISSED' if y[i] else 'FALSE '} {chance[i]:.2f} {mine[i].id}: {mine[i].text}")


def _write(
    criterion: str, features: list[str], weights: np.ndarray, bias: float, calibration: tuple[float, float], n: int
) -> None:
    kept = {f: round(float(w) * scale(f, criterion), 3) for f, w in zip(features, weights, strict=True)}
    kept = {f: w for f, w in sorted(kept.items(), key=lambda p: (-abs(p[1]), p[0])) if abs(w) >= DROP}
    data = {
        "criterion": criterion,
        "answers": n,
        "bias": round(bias, 3),
        "calibration": {"slope": round(calibration[0], 3), "intercept": round(calibration[1], 3)},
        "weights": kept,
    }
    WEIGHTS.mkdir(exist_ok=True)
    text = json.dumps(data, indent=1, ensure_ascii=False) + "\n"
    (WEIGHTS / f"{criterion}.json").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
