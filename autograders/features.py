"""What the weights weigh: the moves found in an answer, its shape, what it takes up from its exercise, its words.

Every feature has a name that can be read, and a place in the text, so that a verdict can quote what it rests on:

    sign labels_part: a/some part of you      a sign of a move
    labels_part strong, tentative weak        a move found, surely or weakly
    2 questions, ends in a question           the answer's shape
    takes up goal 2                           words shared with the goal (the client's words, the scene, the poor line)
    w: if you NAME                            a run of words, with names, and words from the exercise, put generally
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from autograders.context import Context, stem
from autograders.lists import TAG
from autograders.move import Hit
from autograders.moves import find_moves
from autograders.text import Sentence, Utterance

Span = tuple[int, int]  # tokens: first, before last


@dataclass(frozen=True)
class Reading:
    """An answer read with its exercise: every feature with the token range where it was first found."""

    utterance: Utterance
    features: Mapping[str, Span | None]
    hits: Mapping[str, list[Hit]]  # by move


def read(
    utterance: Utterance, context: Context, gates: Collection[str] = (), runs: Collection[str] | None = None
) -> Reading:
    """Find every feature of an answer. `gates` are the ids of the gates that it did not pass.

    `runs`: only these runs of words matter (None: all do, as when weights are learned).
    """
    features: dict[str, Span | None] = {f"gate {gate}": None for gate in gates}
    hits = find_moves(utterance)
    for name, found in hits.items():
        _of_hits(name, found, features)
    _of_shape(utterance, features)
    forms = general_forms(utterance, context)
    _of_context(utterance, context, features)
    for feature, span in _runs(utterance, forms):
        if runs is None or feature in runs:
            features.setdefault(feature, span)
    return Reading(utterance, features, hits)


def _of_hits(name: str, found: list[Hit], features: dict[str, Span | None]) -> None:
    signs: set[str] = set()
    for hit in found:
        span = (hit.first, hit.last)
        if hit.excused:
            features.setdefault(f"{name} excused", span)
            continue
        features.setdefault(f"{name} {hit.sign.strength}", span)
        features.setdefault(f"sign {name}: {hit.sign.pattern}", span)
        if hit.sign.strength == "strong":
            signs.add(hit.sign.pattern)
    if len(signs) > 1:
        features.setdefault(f"{name} strong twice", features[f"{name} strong"])


def _of_shape(utterance: Utterance, features: dict[str, Span | None]) -> None:
    sentences = utterance.sentences
    if not sentences:
        return
    count = len(utterance.words)
    for most in (6, 12, 20, 30, 45, 65, 90):
        if count <= most:
            features[f"at most {most} words"] = None
    questions = len(utterance.questions)
    features[f"{min(questions, 4)} questions"] = None
    commands = [s for s in sentences if s.mood == "command"]
    if commands:
        features["a command"] = (commands[0].first, commands[0].last)
        if len(commands) > 1:
            features["commands"] = (commands[0].first, commands[0].last)
    features[f"begins as a {sentences[0].mood}"] = None
    features[f"ends as a {sentences[-1].mood}"] = None
    if len(sentences) == 1:
        features["one sentence"] = None
    if sentences[0].mood == "question" and len(sentences) == questions:
        features["only questions"] = None
    for sentence in sentences:
        told = _of_whom(utterance, sentence)
        features.setdefault(f"a {sentence.mood} {told}", (sentence.first, sentence.last))
    features[f"begins as a {sentences[0].mood} {_of_whom(utterance, sentences[0])}"] = None
    features[f"ends as a {sentences[-1].mood} {_of_whom(utterance, sentences[-1])}"] = None


_YOU = frozenset({"you", "your", "yours", "yourself", "yourselves"})
_I = frozenset({"i", "me", "my", "mine", "we", "us", "our", "let's"})
_OTHERS = frozenset({"he", "she", "they", "him", "her", "them", "his", "their", "hers"})


def _of_whom(utterance: Utterance, sentence: Sentence) -> str:
    """Whom a sentence speaks of: you, me (or us), others, or nobody."""
    tokens = utterance.tokens[sentence.first : sentence.last]
    words = {t.norm for t in tokens}
    if words & _YOU:
        return "of you and others" if words & _OTHERS else "of you"
    if words & _I:
        return "of me or us"
    others = words & _OTHERS or any(TAG["relative"] in t.tags or TAG["name"] in t.tags for t in tokens)
    return "of others" if others else "of nobody"


def general_forms(utterance: Utterance, context: Context) -> list[str]:
    """Each token in its general form: NAME for people, marks for sentence ends, words otherwise."""
    forms = []
    for token in utterance.tokens:
        if not token.is_word:
            mark = token.norm[0]
            forms.append("." if mark in ".!…\n" else mark)
        elif TAG["name"] in token.tags:
            forms.append("NAME")
        else:
            forms.append(token.norm)
    return forms


_KINDS = ("goal", "client", "last", "scene", "poor")


def _of_context(utterance: Utterance, context: Context, features: dict[str, Span | None]) -> None:
    known = {kind: getattr(context, kind) for kind in _KINDS}
    if not any(known.values()):
        return
    seen: dict[str, set[str]] = {kind: set() for kind in _KINDS}
    stated: set[str] = set()
    content = 0
    for sentence in utterance.sentences:
        for index in range(sentence.first, sentence.last):
            token = utterance.tokens[index]
            if not token.is_word or TAG["name"] in token.tags or len(token.norm) < 3:
                continue
            root = stem(token.norm)
            content += 1
            for kind in _KINDS:
                if root in known[kind]:
                    if not seen[kind]:
                        features[f"takes up {kind}"] = (index, index + 1)
                    seen[kind].add(root)
                    if kind == "client" and sentence.mood == "statement":
                        stated.add(root)
    for kind in _KINDS:
        for least in (2, 3, 5):
            if len(seen[kind]) >= least:
                features[f"takes up {kind} {least}"] = features[f"takes up {kind}"]
    for least in (1, 2, 3):
        if len(stated) >= least:
            features[f"states client {least}"] = features.get("takes up client")
    if known["goal"] and len(seen["goal"]) >= 0.5 * len(known["goal"]):
        features["takes up half the goal"] = features["takes up goal"]
    if not context.has_goal:
        features["no goal stated"] = None
    for criterion in context.special:
        features[f"asked for {criterion}"] = None
    if context.drift:
        features[f"drift {context.drift}"] = None
        for name in ("asks_for_facts strong", "advice strong", "explains strong", "asks_specific strong"):
            if name in features:
                features[f"{name}, drift {context.drift}"] = features[name]


def _runs(utterance: Utterance, forms: list[str]) -> Iterator[tuple[str, Span]]:
    """Runs of one to three words, within sentences; with tags in the place of listed words."""
    for sentence in utterance.sentences:
        first, last = sentence.first, sentence.last
        roots = ["^", *(stem(f) if len(f) > 4 else f for f in forms[first:last])]
        tagged = [
            "^",
            *(_class(utterance.tokens[i].tags) or r for i, r in zip(range(first, last), roots[1:], strict=True)),
        ]
        end = len(roots)
        for i in range(end):
            at = max(first, first + i - 1)
            if i:
                yield f"w: {roots[i]}", (at, at + 1)
                if tagged[i] != roots[i]:
                    yield f"w: {tagged[i]}", (at, at + 1)
            if i + 1 < end:
                span = (at, first + i + 1)
                yield f"w: {roots[i]} {roots[i + 1]}", span
                if tagged[i] != roots[i] or tagged[i + 1] != roots[i + 1]:
                    yield f"w: {tagged[i]} {tagged[i + 1]}", span
            if i + 2 < end:
                span = (at, first + i + 2)
                yield f"w: {roots[i]} {roots[i + 1]} {roots[i + 2]}", span
                general = f"w: {tagged[i]} {tagged[i + 1]} {tagged[i + 2]}"
                yield general, span


_CLASSES = {TAG[n]: n.upper() for n in ("feeling", "body", "hedge", "method", "relative", "time", "deed", "gerund")}


def _class(tags: str) -> str:
    for tag in tags:
        if tag in _CLASSES:
            return _CLASSES[tag]
    return ""
