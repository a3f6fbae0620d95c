"""A move: something one can do with words, and the signs by which it is known."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from autograders.pattern import compile_pattern
from autograders.text import Mood, Utterance

Strength = Literal["strong", "weak"]


@dataclass(frozen=True, slots=True)
class Sign:
    """Words that show a move. A weak sign alone does not decide."""

    pattern: str
    strength: Strength = "strong"
    mood: Mood | None = None  # only in a question, a command, a statement


@dataclass(frozen=True, slots=True)
class Hit:
    """A sign found: where, which, and whether an *unless* cue excuses it."""

    first: int
    last: int
    sign: Sign
    excused: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """A move that a rewrite makes (or, for a slip, should not make).

    For a slip the signs are signs of the mistake, and `found_in` are answers that make it.
    """

    id: str
    why: str
    source: str
    signs: tuple[Sign, ...]
    unless: tuple[str, ...] = ()  # cues that excuse a sign in the same sentence
    found_in: tuple[str, ...] = ()
    absent_from: tuple[str, ...] = ()
    hint: str = ""  # for a student who has not made it (or has slipped): where to look, without the answer

    def find(self, utterance: Utterance) -> Iterator[Hit]:
        """Every sign of the move in the utterance, excused ones included and marked."""
        yield from self.hits(utterance, self.signs)

    def hits(self, utterance: Utterance, signs: Iterable[Sign]) -> Iterator[Hit]:
        """As `find`, for some of the signs."""
        excuses: list[tuple[int, int]] | None = None
        for sign in signs:
            for first, last in compile_pattern(sign.pattern).find(utterance):
                sentence = utterance.sentence_of(first)
                if sign.mood is not None and (sentence is None or sentence.mood != sign.mood):
                    continue
                if excuses is None:
                    excuses = [span for cue in self.unless for span in compile_pattern(cue).find(utterance)]
                bounds = (sentence.first, sentence.last) if sentence else (first, last)
                excused = any(bounds[0] <= f < bounds[1] for f, _ in excuses)
                yield Hit(first, last, sign, excused)


def strong(*patterns: str, mood: Mood | None = None) -> tuple[Sign, ...]:
    """Signs that each suffice."""
    return tuple(Sign(p, "strong", mood) for p in patterns)


def weak(*patterns: str, mood: Mood | None = None) -> tuple[Sign, ...]:
    """Signs that need company."""
    return tuple(Sign(p, "weak", mood) for p in patterns)
