"""Weighing the evidence: a small logistic regression for each criterion, over features that can be read.

The weights stand as JSON in `autograders/weights/`, the heaviest first; `tests/train_weights.py` made them. They weigh
the moves' signs and the answer's words into one probability; they do not replace reasons: a verdict quotes the words
that weighed most.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from autograders.features import Reading, Span
from exercises.criteria import CRITERIA


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned for one criterion."""

    bias: float
    weights: Mapping[str, float]  # by feature
    slope: float  # calibration of the sum, from exercises kept aside
    intercept: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """One criterion weighed: the chance that it is met, and what spoke for and against."""

    chance: float  # calibrated probability that the criterion is met
    contributions: Mapping[str, float]  # by feature found


@cache
def weights_of(criterion: str) -> Weights | None:
    """The weights of a criterion; None where too few labelled answers ask for it."""
    path = files("autograders") / "weights" / f"{criterion}.json"
    if not path.is_file():
        return None
    data = json.loads(path.read_text(encoding="utf-8"))
    calibration = data["calibration"]
    return Weights(
        data["bias"], MappingProxyType(data["weights"]), calibration["slope"], calibration["intercept"]
    )  # fmt: skip


@cache
def weighed_runs() -> frozenset[str]:
    """The runs of words that any criterion's weights know."""
    learned = [weights_of(criterion) for criterion in CRITERIA]
    return frozenset(f for w in learned if w is not None for f in w.weights if f.startswith("w: "))


def weigh(criterion: str, reading: Reading) -> Weighed | None:
    """Weigh what was found in an answer; None where a criterion has no weights."""
    learned = weights_of(criterion)
    if learned is None:
        return None
    known = learned.weights
    found = {feature: known[feature] for feature in reading.features if feature in known}
    total = learned.bias + sum(found.values())
    return Weighed(sigmoid(learned.slope * total + learned.intercept), found)


def sigmoid(x: float) -> float:
    """The logistic function, safe at both ends."""
    if x < -40:
        return 0.0
    return 1.0 / (1.0 + math.exp(-x)) if x < 40 else 1.0


def heaviest(reading: Reading, contributions: Mapping[str, float], sign: int) -> Span | None:
    """The sentence of the answer that speaks most for (+1) or against (-1) a criterion, as a token range."""
    best: tuple[float, Span] | None = None
    for sentence in reading.utterance.sentences:
        weight = 0.0
        for feature, value in contributions.items():
            span = reading.features[feature]
            if span is not None and sentence.first <= span[0] < sentence.last:
                weight += value * sign
        if best is None or weight > best[0]:
            best = (weight, (sentence.first, sentence.last))
    return best[1] if best else None
