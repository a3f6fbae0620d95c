"""The exercise as the judge sees it: who is spoken to, what they said, and what must not be copied."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from autograders.lists import words_of
from autograders.text import plain_words
from exercises.criteria import CRITERIA
from exercises.model import Exercise

_STOP = words_of("stop")


@cache
def _stemmer() -> Any:
    from nltk.stem.snowball import SnowballStemmer  # loads all of NLTK: only where something is judged

    return SnowballStemmer("english")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word without its endings, by Porter's English stemmer: enough to see that 'games' takes up 'game'."""
    return str(_stemmer().stem(word))


def content_stems(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning."""
    return frozenset(stem(w) for w in plain_words(text) if w not in _STOP and len(w) > 2)


@dataclass(frozen=True)
class Context:
    """What an exercise gives the judge to compare with; empty when talk is read without an exercise."""

    names: frozenset[str] = frozenset()
    goal: frozenset[str] = frozenset()  # content stems of the goal
    client: frozenset[str] = frozenset()  # … of what the people in the room said
    scene: frozenset[str] = frozenset()  # … of the description of the situation
    poor: frozenset[str] = frozenset()  # … of the poor line
    last: frozenset[str] = frozenset()  # … of the last line before the answer
    has_goal: bool = True
    drift: str = ""
    skill: str = ""
    special: tuple[str, ...] = ()  # criteria asked for by some exercises only: they change what a slip is


NOTHING = Context()


def names_in(texts: Collection[str]) -> frozenset[str]:
    """Names, as far as capitals tell: capitalised words that do not only open sentences."""
    found: set[str] = set()
    for text in texts:
        words = text.replace("“", " ").replace('"', " ").split()
        for before, word in zip([".", *words], words, strict=False):
            bare = word.strip(".,:;!?()'’")
            if bare.endswith(("'s", "’s")):
                bare = bare[:-2]
            if len(bare) > 1 and bare[0].isupper() and bare[1:].islower() and before[-1] not in ".?!:":
                found.add(bare.lower())
    return frozenset(found)


@lru_cache(maxsize=256)
def _of(key: tuple[str, int, str], exercise: "_ById") -> Context:
    ex = exercise.exercise
    people = [p.name for p in ex.people if p.name]
    spoken = [t.text for t in ex.dialogue if t.speaker != "therapist"]
    names = set(names_in([ex.client, ex.poor, ex.after, ex.goal or "", *(t.text for t in ex.dialogue)]))
    first = ex.client.split()[0].strip(".,:;'’") if ex.client.split() else ""
    names.update(n.lower() for name in [*people, first] for n in name.split())
    names.update(t.speaker.lower() for t in ex.dialogue)
    return Context(
        names=frozenset(names - _STOP - {"i"}),
        goal=content_stems(ex.goal or ""),
        client=content_stems(" ".join(spoken)),
        scene=content_stems(ex.client),
        poor=content_stems(ex.poor),
        last=content_stems(spoken[-1] if spoken else ""),
        has_goal=bool(ex.goal),
        drift=ex.drift or "",
        skill=ex.skill,
        special=tuple(c for c in ex.criteria if CRITERIA[c].skill is None and not CRITERIA[c].universal),
    )


@dataclass(frozen=True)
class _ById:
    """An exercise that caches compare by its identity: its id, version and client say which it is."""

    exercise: Exercise

    def __hash__(self) -> int:
        return hash((self.exercise.id, self.exercise.version))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and (self.exercise is other.exercise or self.exercise == other.exercise)


def context_of(exercise: Exercise) -> Context:
    """The context that an exercise gives; remembered, as a cohort answers the same few exercises."""
    return _of((exercise.id, exercise.version, exercise.poor), _ById(exercise))
