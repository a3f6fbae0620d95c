"""The judge: an exercise and an answer in, a mark out. Pure: no files but its own lists, no clock, no randomness."""

import hashlib
import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from autograders.context import NOTHING, context_of
from autograders.features import Reading, Span, read
from autograders.gates import Gate, copied_from, not_speech, other_language, speaks_of_safety
from autograders.mark import Evidence, Mark, Verdict
from autograders.move import Hit
from autograders.moves import NAMES, move
from autograders.reasons import words_for
from autograders.text import Utterance, count_words, plain_words
from autograders.weigh import Weighed, heaviest, weigh, weighed_runs
from exercises.criteria import CRITERIA, OWN_SLIP, UNIVERSAL
from exercises.model import Exercise, Status

MOST_WORDS = 90
MOST_QUESTIONS = 3
#: A sign of fewer words than the first is quoted with its clause, up to the second.
LEAST_QUOTED, MOST_QUOTED = 4, 12
#: An answer goes to the instructor when the chance that all its verdicts are right is below this. Chosen on
#: exercises kept aside, so that well under a third of honest answers goes to a person (docs/agreement.md).
ALL_RIGHT = 0.4


@cache
def rules_version() -> str:
    """A digest of the moves, lists and weights: it changes when any of them does."""
    digest = hashlib.sha256()
    root = files("autograders")
    for folder in ("moves", "words", "weights"):
        for entry in sorted(root.joinpath(folder).iterdir(), key=lambda e: e.name):
            # of the weights only those of criteria: the figures beside them judge nothing
            if entry.name.endswith((".py", ".txt")) or entry.name.removesuffix(".json") in CRITERIA:
                digest.update(entry.name.encode() + entry.read_bytes().replace(b"\r\n", b"\n"))
    for name in (
        "text.py",
        "pattern.py",
        "gates.py",
        "judge.py",
        "context.py",
        "lists.py",
        "move.py",
        "features.py",
        "weigh.py",
    ):
        digest.update(root.joinpath(name).read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:12]


def judge(
    exercise: Exercise,
    text: str,
    *,
    ask_human: str = "",
    skipped: bool = False,
    fingerprints: Collection[str] = (),
) -> Mark:
    """Judge one answer by the codebook.

    `ask_human` is the line with which a student asks for a person; `skipped` marks an exercise that was passed over;
    `fingerprints` are the hashed 4-grams of stored examples that do not travel with the exercise.
    """
    content = f"{exercise.id}@{exercise.version}"
    rules = rules_version()
    mark_id = _mark_id(content, text, rules)
    if not plain_words(text):
        nothing = "This one was skipped." if skipped else "There is no answer yet."
        blank = tuple(Verdict(c, False, 1.0, "There is no answer yet.") for c in _asked(exercise))
        return Mark(
            mark_id, exercise.id, "not answered", 0.0, float(exercise.points), blank, (nothing,), rules, content
        )

    seen = _see(exercise, text, fingerprints, weighed_runs())
    reading, copied, silent, language = seen.reading, seen.copied, seen.silent, seen.language
    verdicts = tuple(_verdict(c, reading, text, copied, silent) for c in _asked(exercise))
    score, caps = _score(exercise, verdicts)

    why: list[str] = []
    queued: list[str] = []
    for gate in (
        silent,
        language,
        Gate("copy", "original", f"This is nearly the same as {copied}.") if copied else None,
    ):
        if gate is not None:
            score = 0.0
            queued.append(gate.why + " It earns no points yet; your instructor will look at it.")
    safety = speaks_of_safety(reading.utterance)
    if safety is not None:
        queued.append(f"It speaks of safety (“{safety.quote}”); a person reads that, always.")
    if exercise.expects_human:
        queued.append("The right answer here is not for rules; a person reads it.")
    if ask_human.strip():
        queued.append("You asked for a person to look at it.")
    unsure = _unsure(exercise, verdicts)
    if unsure and not queued:
        names = ", ".join(f"“{CRITERIA[c].label}”" for c in unsure)
        queued.append(f"The rules are not sure about {names}.")
    why += caps if not queued or score else []
    why += queued
    status: Status = "for your instructor" if queued else "scored"
    return Mark(mark_id, exercise.id, status, score, float(exercise.points), verdicts, tuple(why), rules, content)


@dataclass(frozen=True, slots=True)
class _Seen:
    """An answer read, with the gates that it did not pass."""

    reading: Reading
    copied: str
    silent: Gate | None
    language: Gate | None


def _see(exercise: Exercise, text: str, fingerprints: Collection[str], runs: Collection[str] | None = None) -> _Seen:
    context = context_of(exercise)
    language = other_language(exercise, text)
    utterance = Utterance.read(text, context.names, gloss=language is not None)
    copied = copied_from(exercise, text, fingerprints)
    silent = not_speech(utterance)
    gates = [gate.id for gate in (silent, language) if gate is not None]
    if copied:
        gates.append(f"copy of {copied}")
    return _Seen(read(utterance, context, gates, runs), copied, silent, language)


def reading_of(exercise: Exercise, text: str) -> Reading:
    """An answer as the weights see it."""
    return _see(exercise, text, ()).reading


def _mark_id(content: str, text: str, rules: str) -> str:
    return hashlib.sha256("\x1f".join((content, text, rules)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@lru_cache(maxsize=512)
def _asked_of(criteria: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*criteria, *UNIVERSAL)))


def _asked(exercise: Exercise) -> tuple[str, ...]:
    """The criteria of an exercise, then the universal ones."""
    return _asked_of(tuple(exercise.criteria))


def _matters(exercise: Exercise, verdict: Verdict) -> bool:
    """Whether the verdict could change the score."""
    return exercise.criteria.get(verdict.criterion, 0) > 0 or verdict.criterion in {"respectful", "in_voice"}


def _unsure(exercise: Exercise, verdicts: tuple[Verdict, ...]) -> list[str]:
    """The criteria that send an answer to the instructor: none when the verdicts are sure enough together."""
    counted = [v for v in verdicts if _matters(exercise, v)]
    if math.prod(v.confidence for v in counted) < ALL_RIGHT:
        doubted = sorted(counted, key=lambda v: v.confidence)
        return [v.criterion for v in doubted[:3] if v.confidence < 0.9] or [doubted[0].criterion]
    return []


def _score(exercise: Exercise, verdicts: tuple[Verdict, ...]) -> tuple[float, list[str]]:
    """Points by the codebook: silence earns nothing, slips cap at half."""
    met = {v.criterion: v.met for v in verdicts}
    points = {c: p for c, p in exercise.criteria.items() if not CRITERIA[c].gate}
    moved = any(met[c] for c in points if CRITERIA[c].kind == "move")
    score = float(sum(p for c, p in points.items() if met[c] and (CRITERIA[c].kind == "move" or moved)))
    caps = []
    half = exercise.points / 2
    own = OWN_SLIP[exercise.skill]
    reasons = {v.criterion: v.reason for v in verdicts}
    for slip in (own, "respectful"):
        if slip in met and not met[slip]:
            caps.append(f"At most half of the points: {reasons[slip]}")
            score = min(score, half)
    if not moved and score == 0 and any(met[c] for c in points):
        caps.append("Points for what an answer avoids come with the first move it makes.")
    return score, caps


def _verdict(criterion: str, reading: Reading, text: str, copied: str, silent: Gate | None) -> Verdict:
    if criterion == "concise":
        return _concise(reading.utterance, text)
    if criterion == "original":
        if copied:
            return Verdict(
                criterion, False, 0.95, f"This is nearly the same as {copied}.", hint="Say it in your own words."
            )
        return Verdict(criterion, True, 0.97, "It is your own.")
    if criterion == "in_voice":
        if silent is not None:
            return Verdict(criterion, False, 0.9, silent.why, silent.evidence, move("in_voice").hint)
        return Verdict(criterion, True, 0.97, "It is spoken to the client.")
    return _decide(criterion, reading)


def _concise(utterance: Utterance, text: str) -> Verdict:
    words, questions = count_words(text), len(utterance.questions)
    if words > MOST_WORDS or questions > MOST_QUESTIONS:
        reason = f"It has {words} words and {questions} questions; {MOST_WORDS} and {MOST_QUESTIONS} are the most."
        return Verdict("concise", False, 0.98, reason, hint="What could go without a loss?")
    return Verdict("concise", True, 0.98, f"{words} words, {questions} questions.")


def _decide(criterion: str, reading: Reading) -> Verdict:
    """A criterion decided: what its move's signs and the answer's words say together."""
    weighed = weigh(criterion, reading)
    hits = reading.hits.get(criterion, [])
    live = [h for h in hits if not h.excused]
    strong = [h for h in live if h.sign.strength == "strong"]
    slip = CRITERIA[criterion].kind == "slip"
    if weighed is None:  # too few labelled answers to learn from: its signs alone decide
        found = bool(strong) or len(live) > 1
        chance = (0.8 if strong else 0.65) if found else (0.35 if hits else 0.25)
        chance = 1 - chance if slip else chance
    else:
        chance = weighed.chance
    met = chance > 0.5
    confidence = max(chance, 1 - chance)
    doubts = () if confidence >= 0.9 else _doubts(reading, hits, met != slip)
    shown = met != slip  # something was found: the move, or the slip
    evidence: tuple[Evidence, ...] = ()
    if shown:
        evidence = _apart(_quote(reading.utterance, h) for h in _best(criterion, strong or live, weighed))
        if not evidence and weighed is not None:
            span = heaviest(reading, weighed.contributions, -1 if slip else 1)
            evidence = (_evidence(reading.utterance, span),) if span else ()
    reason, hint = words_for(criterion, met, evidence)
    return Verdict(criterion, met, confidence, reason, evidence, hint, doubts)


def _best(criterion: str, hits: list[Hit], weighed: Weighed | None) -> list[Hit]:
    """Up to three signs to quote: the weightiest, none within another, in the order of the text."""
    weight = weighed.contributions if weighed is not None else {}
    ranked = sorted(
        hits, key=lambda h: (-abs(weight.get(f"sign {criterion}: {h.sign.pattern}", 0.0)), h.first - h.last, h.first)
    )
    kept: list[Hit] = []
    for hit in ranked:
        if all(hit.last <= k.first or hit.first >= k.last for k in kept):
            kept.append(hit)
        if len(kept) == 3:
            break
    return sorted(kept, key=lambda h: h.first)


def _doubts(reading: Reading, hits: list[Hit], shown: bool) -> tuple[str, ...]:
    """What makes a verdict unsure, in words. `shown`: the move, or the slip, was taken to be there."""
    live = [h for h in hits if not h.excused]
    strong = [h for h in live if h.sign.strength == "strong"]
    doubts = []
    if shown and not strong:
        doubts.append(
            "only weak signs of it" if live else "no sign that the rules know, yet the wording as a whole suggests it"
        )
    if not shown and strong:
        doubts.append("conflicting signs: some words look like it, the rest does not")
    if len(hits) > len(live):
        doubts.append("a sign that other words may excuse")
    if not shown and not hits:
        doubts.append("no sign of it, in an answer that otherwise looks as if it might do it")
    length = len(reading.utterance.words)
    if length < 8:
        doubts.append("an unusually short answer")
    elif length > 90:
        doubts.append("an unusually long answer")
    return tuple(doubts) or ("the words point both ways",)


def _evidence(utterance: Utterance, span: Span) -> Evidence:
    start, end = utterance.span(*span)
    return Evidence(start, end, utterance.text[start:end])


def _apart(quotes: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The quotations that do not overlap an earlier one."""
    kept: list[Evidence] = []
    for quote in quotes:
        if all(quote.start >= k.end or quote.end <= k.start for k in kept):
            kept.append(quote)
    return tuple(kept)


def _quote(utterance: Utterance, hit: Hit) -> Evidence:
    """A sign's words; a short sign with the rest of its clause, as "I guess" alone tells a reader little."""
    first, last = hit.first, hit.last
    sentence = utterance.sentence_of(first)
    if sentence is not None and last - first < LEAST_QUOTED:
        most = first + MOST_QUOTED
        while first > sentence.first and utterance.tokens[first - 1].is_word and last - first < MOST_QUOTED:
            first -= 1
        while last < min(sentence.last, most) and utterance.tokens[last].is_word and last - first < MOST_QUOTED:
            last += 1
    return _evidence(utterance, (first, last))


def warm_up() -> int:
    """Load every move, list and pattern now rather than with the first answer. Returns how many moves there are."""
    rules_version()
    reading = read(Utterance.read("Would you like that?"), NOTHING)
    for criterion in CRITERIA:
        weigh(criterion, reading)
    return len(NAMES)
