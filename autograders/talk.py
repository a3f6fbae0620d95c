"""Moves in any line of talk, without an exercise: what `changework moves` lists.

Here nothing is at stake but attention, so only what stands on its own words counts: an excused or a weak sign is
no move. `before` (what was said just before) helps a reflection to be told from news.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from autograders.context import content_stems, stem
from autograders.mark import Evidence
from autograders.move import Hit, Sign
from autograders.moves import move
from autograders.pattern import compile_pattern
from autograders.text import Sentence, Utterance

#: The general moves of any therapy, and those of this course that mean something without an exercise.
LISTED = (
    "question",
    "open_question",
    "reflection",
    "advice",
    "labels_part",
    "checks_motivation",
    "offers_way_out",
    "names_drift",
    "seeks_pain",
)


@dataclass(frozen=True, slots=True)
class Found:
    """One move found in a line of talk."""

    move: str
    evidence: Evidence


def moves_in(text: str, before: Sequence[str] = ()) -> list[Found]:
    """The moves in a line of talk, in the order of the text; `before` holds the turns that came before it."""
    utterance = Utterance.read(text)
    heard = content_stems(" ".join(before[-3:]))
    found: list[Found] = []
    for sentence in utterance.questions:
        found.append(Found("question", _quote(utterance, sentence.first, sentence.last)))
    for hit in _first_of_each_sentence(utterance, _open(utterance)):
        found.append(Found("open_question", _quote(utterance, hit.first, hit.last)))
    for sentence in utterance.sentences:
        if _reflects(utterance, sentence, heard):
            found.append(Found("reflection", _quote(utterance, sentence.first, sentence.last)))
            break
    for name in ("advice", "labels_part", "checks_motivation", "offers_way_out", "names_drift", "seeks_pain"):
        found += [Found(name, _quote(utterance, h.first, h.last)) for h in _sure(name, utterance)]
    return sorted(found, key=lambda f: (f.evidence.start, f.move))


def _quote(utterance: Utterance, first: int, last: int) -> Evidence:
    start, end = utterance.span(first, last)
    return Evidence(start, end, utterance.text[start:end])


def _first_of_each_sentence(utterance: Utterance, hits: list[Hit]) -> list[Hit]:
    kept: dict[int, Hit] = {}
    for hit in sorted(hits, key=lambda h: h.first):
        sentence = utterance.sentence_of(hit.first)
        kept.setdefault(sentence.first if sentence else -1, hit)
    return list(kept.values())


def _open(utterance: Utterance) -> list[Hit]:
    return [h for h in move("open_question").find(utterance) if not h.excused]


def _reflects(utterance: Utterance, sentence: Sentence, heard: frozenset[str]) -> bool:
    words = [t.norm for t in utterance.tokens[sentence.first : sentence.last] if t.is_word]
    if len(words) < 3 or len(words) > 60:
        return False
    strong = [
        h
        for h in move("reflection").find(utterance)
        if h.sign.strength == "strong" and not h.excused and sentence.first <= h.first < sentence.last
    ]
    if strong and "you" in words:
        return True
    if sentence.mood != "statement" or {"i", "we"} & set(words[:3]):
        return False
    taken_up = {stem(w) for w in words} & heard
    speaks_of_them = bool({"you", "your"} & set(words))
    return bool(strong) or (len(taken_up) >= 1 and len(words) <= 25 and (speaks_of_them or len(taken_up) >= 2))


#: The signs by which the course's own moves stand without an exercise: few, and narrow.
_STANDS_ALONE = {
    "advice": (
        "you ..2 (need to | have to | must | should | ought to | got to)",
        "i think you ..4",
        "(i | we) ..2 (recommend | suggest | advise | encourage | would like you to)",
        "why do not you",
        "maybe you (should | could | need)",
        "i want you to",
    ),
    "labels_part": (
        "(a | another | one | this | that | some) ..1 (part | side | piece | voice) (of | in | inside) you",
        "(part | some) of you (that | who | wants | feels | is | says | does)",
    ),
    "checks_motivation": (
        "is (that | this | it) (something | anything) ..2 you ..3 (want | like) ..1 to (work | change | look | do)",
        "(do | would) you (want | like) to (work on | change) ..4",
        "what (do | would) you ..1 (want | like) to (work on | change | get out of | talk about) ..3",
    ),
    "offers_way_out": (
        "or would you (rather | prefer) ..4",
        "(you | we) (do not | never) have to ..2 (talk | work | do anything | change | decide | go into)",
        "no pressure",
        "(either | neither) ..3 (is | are) (fine | okay)",
        "it is (totally | completely | perfectly) (okay | fine) (if | not)",
    ),
    "names_drift": (
        "(we | this) ..3 (vague | general | circles | circling)",
        "(i am | i feel) ..1 (a bit | a little | kind of) lost",
    ),
    "seeks_pain": (
        "(it | part | side | voice) ..2 (afraid | scared | protecting | protects | trying to protect) ..2",
        "what (is it | are you) (afraid | scared) (of | would | might) ..2",
        "(afraid | scared) (of what | what) (would | might) happen ..2",
    ),
}


def _sure(name: str, utterance: Utterance) -> list[Hit]:
    found = []
    for source in _STANDS_ALONE[name]:
        for first, last in compile_pattern(source).find(utterance):
            sentence = utterance.sentence_of(first)
            if name == "advice" and sentence is not None and sentence.mood == "question":
                continue
            found.append(Hit(first, last, Sign(source)))
    return _first_of_each_sentence(utterance, found)
