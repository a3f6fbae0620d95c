"""Moves in any line of talk, without an exercise: what `changework moves` lists.

Here nothing is at stake but attention, so only what stands on its own words counts: an excused or a weak sign is
no move. `before` (what was said just before, turn about) helps a reflection to be told from news.

Spoken lines stutter ("you-you're"), break off and go on after an "mm-hmm". So they are read without such noise, and
a line that goes on where the speaker was interrupted is read as part of what it goes on with.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from autograders.context import content_stems
from autograders.lists import TAG
from autograders.mark import Evidence
from autograders.move import Hit, Sign
from autograders.moves import move
from autograders.pattern import compile_pattern
from autograders.text import READ_AT_MOST, Sentence, Utterance

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
    utterance = _heard(text)
    found: list[Found] = []
    for sentence in utterance.questions:
        found.append(Found("question", _quote(text, utterance, sentence.first, sentence.last)))
    for hit in _first_of_each_sentence(utterance, _open(utterance)):
        found.append(Found("open_question", _quote(text, utterance, hit.first, hit.last)))
    score, reflected = _most_reflecting(text, before)
    if reflected is not None and score >= _REFLECTS_FROM:
        found.append(Found("reflection", _quote(text, utterance, reflected.first, reflected.last)))
    for name in ("advice", "labels_part", "checks_motivation", "offers_way_out", "names_drift", "seeks_pain"):
        found += [Found(name, _quote(text, utterance, h.first, h.last)) for h in _sure(name, utterance)]
    return sorted(found, key=lambda f: (f.evidence.start, f.move))


#: Remarks of whoever wrote the line down, hesitations, and the first try of a word that is said again.
_NOISE = re.compile(
    r"\[[^\]]{0,40}\]|\b(?:um|uh|mm|hmm|mmh|er|ah)\b(?:-+(?:hmm|mm|huh))*,?|\byou know,|\bI mean,"
    r"|(?<!\w)(\w{1,30})-{1,2} ?(?=\1\b)|(?<!\w)(\w{1,30} \w{1,30})-{1,2} ?(?=\2\b)|\b\w{1,3}-(?=\w)",
    re.IGNORECASE,
)
_BROKEN_OFF = re.compile(r"--(?= ?[A-Z])")


def _heard(text: str) -> Utterance:
    """A spoken line read without its noise; every word keeps its place in the text."""
    text = _BROKEN_OFF.sub(". ", text[:READ_AT_MOST])
    return Utterance.read(_NOISE.sub(lambda m: " " * len(m.group()), text))


def _quote(text: str, utterance: Utterance, first: int, last: int) -> Evidence:
    start, end = utterance.span(first, last)
    return Evidence(start, end, text[start:end])


def _first_of_each_sentence(utterance: Utterance, hits: list[Hit]) -> list[Hit]:
    kept: dict[int, Hit] = {}
    for hit in sorted(hits, key=lambda h: h.first):
        sentence = utterance.sentence_of(hit.first)
        kept.setdefault(sentence.first if sentence else -1, hit)
    return list(kept.values())


#: Asked with an open word, answered by a number or a name.
_CLOSED = (
    "how many ..1",
    "how much ..1 (do | does | did | are | is) you",
    "(which | who) ..2",
    "what would you think ..2",
)
#: Open questions that a line of talk asks and that no exercise needs.
_ALSO_OPEN = (
    "what ..1 idea/ideas/plan/plans/step/steps/thoughts/changes ..2 do/did/could/can/would/have",
    "(what | how) ..6 do you (think | feel | see | want) ..2",
    "who (could | would | can | might) (help | support) ..2",
    "(say | tell me) ..2 more",
    "(can | could | would) you ..1 (tell | say | share | describe | explain) ..2",
)


def _open(utterance: Utterance) -> list[Hit]:
    closed = [span for source in _CLOSED for span in compile_pattern(source).find(utterance)]
    hits = [h for h in move("open_question").find(utterance) if not h.excused]
    hits += _hits(_ALSO_OPEN, utterance)
    return [h for h in hits if not any(first <= h.first < last for first, last in closed)]


#: A sentence reflects from this sum on.
_REFLECTS_FROM = 2
#: What speaks for a reflection and what against it, each counted once a sentence. The numbers are set by hand, for a
#: statement that says something at all has one point and each word taken up from the client adds one; a sign that
#: nearly names the move ("it sounds like") suffices alone, one of self, of news or of courtesy takes the point away.
_REFLECTION_SIGNS: tuple[tuple[int, str], ...] = (
    (3, "(sounds | seems | feels) (like | as)"),
    (2, "(it | that) ..1 (sounds | seems) ..1"),
    (2, "i ..2 (hear | heard | hearing)"),
    (2, "on ..2 (one | other) (hand | side)"),
    (2, "at the same time"),
    (2, "(part | side) of you"),
    (1, "kind/sort of"),
    (1, "^ so you"),
    (1, "^ you"),
    (1, "you do not"),
    (1, "you ~feel"),
    (1, "(important | hard | tough | difficult | scary | frustrating) ..3 you"),
    (1, "(that | it) must"),
    (1, "@pain"),
    (1, "(not sure | unsure)"),
    (1, "(good | great | cool | smart | amazing | impressive) ..5 you"),
    (1, "you ..8 you ..8 you"),
    (-4, "(sounds | looks | sound) ..1 (good | great | nice | fine)"),
    (-1, "i (think | would | will | am going to | want | need | know)"),
    (-1, "^ i ..1 (have | work | do | did | was)"),
    (-1, "(we | let's | us)"),
    (-1, "my"),
    (-3, "(thank | thanks | welcome | glad | appreciate)"),
    (-2, "recommend/suggest/risk/risks/guidelines/research/studies/information/appointment/percent"),
    (-3, "you ..1 (indicated | checked | marked | filled)"),
    (-1, "you (can | could | might | may | should | need to | have to)"),
    (-1, "if you"),
    (-1, "people"),
    (-1, "there are"),
    (-2, "tell me"),
    (-3, "what/where/how/which/who/why ..2 do/does/did/are/is/would/could/can you/it/that/your ..20 <?>"),
)


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


#: Words that open or fill a line and say nothing of their own.
_FILLERS = _words(
    "so okay ok well and but yeah yes right oh now then all alright hmm no great sure really also just good"
)
#: A turn of such words only lets the other go on.
_LETS_GO_ON = _words(
    "yeah yes no mm hmm mmh okay ok right yep yup sure um uh so well huh exactly definitely absolutely oh all ah true "
    "correct i do is it that s and like course of"
)
_ASKING = _words("what how who whom when where which why")
_AUXILIARY = _words("do does did is are am was were can could would will should have has had may might")
_SUBJECT = _words("you i he she it they we that this there your the any")
_GOES_ON = re.compile(r"\s*(?:-|and\b|[a-z])")
#: How many interruptions back a line is followed.
_INTERRUPTIONS = 4


@dataclass(frozen=True, slots=True)
class _Client:
    """What the client said, for a reflection to take up."""

    last: frozenset[str]  # the words of the last turn
    taken_from: frozenset[str]  # the stems of the last turn that says something
    earlier: frozenset[str]  # the stems of the last turns

    lets_go_on: bool  # the last turn only lets the other go on

    @classmethod
    def before(cls, before: Sequence[str]) -> "_Client":
        """The client's words, when they and the therapist spoke turn about."""
        turns = [_heard(turn).words for turn in before[-5::2]]
        last = turns[-1] if turns else ()
        lets_go_on = bool(turns) and _LETS_GO_ON.issuperset(last)
        said = turns[-2:] if lets_go_on else turns[-1:]
        return cls(frozenset(last), _stems(*said), _stems(*turns), lets_go_on)


def _stems(*turns: Sequence[str]) -> frozenset[str]:
    return content_stems(" ".join(word for turn in turns for word in turn))


def _most_reflecting(text: str, before: Sequence[str], depth: int = 0) -> tuple[int, Sentence | None]:
    """The sentence that speaks most for a reflection, and its sum (see `_REFLECTION_SIGNS`)."""
    utterance = _heard(text)
    client = _Client.before(before)
    start = 1 if before else 0  # a first line is more often a greeting
    if client.lets_go_on and len(before) >= 2 and depth < _INTERRUPTIONS:
        goes_on = bool(_GOES_ON.match(text))
        if _most_reflecting(before[-2], before[:-2], depth + 1)[0] >= _REFLECTS_FROM:
            start += 3 if goes_on else 1
        elif goes_on:
            start -= 1
    signs = [(points, [at for at, _ in compile_pattern(s).find(utterance)]) for points, s in _REFLECTION_SIGNS]
    asked = any(_asks(utterance, s) for s in utterance.sentences)
    best: tuple[int, Sentence | None] = (-99, None)
    for sentence in utterance.sentences:
        if not _asks(utterance, sentence):
            score = start - 2 * asked + _own_score(utterance, sentence, signs, client)
            if score > best[0]:
                best = (score, sentence)
    return best


def _own_score(
    utterance: Utterance,
    sentence: Sentence,
    signs: Sequence[tuple[int, Sequence[int]]],
    client: _Client,
) -> int:
    """What a sentence's own words say for a reflection, beside what the client said.

    `signs` are the points of each sign found in the line, with the tokens where it begins.
    """
    tokens = [t for t in utterance.tokens[sentence.first : sentence.last] if t.is_word]
    while tokens and tokens[0].norm in _FILLERS:
        del tokens[0]
    says = _stems([t.norm for t in tokens])
    score = {0: -3, 1: -1}.get(len(says), 0)
    taken_up = len(says & client.taken_from)
    score += min(2, taken_up) + (taken_up > 0 and len(says) <= 4)
    score += len(says & client.earlier) > taken_up
    if tokens and len(tokens) <= 6 and client.last.issuperset(t.norm for t in tokens):
        score += 1 if says else 2  # an echo
    if len(tokens) <= 3 and any(TAG["feeling"] in t.tags for t in tokens):
        score += 2  # a feeling alone: "Lonely, yeah."
    score -= sentence.ends_in_question_mark
    return score + sum(p for p, places in signs if any(sentence.first <= at < sentence.last for at in places))


def _asks(utterance: Utterance, sentence: Sentence) -> bool:
    """Whether a sentence has the form of a question; "So you went?" has not, and may reflect."""
    words = [t.norm for t in utterance.tokens[sentence.first : sentence.last] if t.is_word]
    while words and words[0] in _FILLERS:
        del words[0]
    if words[:2] == ["what", "i"]:
        return False  # what I hear is ...
    if words and words[0] in _ASKING:
        pairs = pairwise(words[1:4])
        return sentence.ends_in_question_mark or any(a in _AUXILIARY and b in _SUBJECT for a, b in pairs)
    return len(words) > 1 and words[0] in _AUXILIARY and words[1] in _SUBJECT


#: The signs by which the course's own moves stand without an exercise: few, and narrow.
_STANDS_ALONE = {
    "advice": (
        "you really/definitely/also/just/probably/still/do/then? (need to | should | ought to | [have] got to)",
        "you must !be !feel !have ..1",
        "^ you (really | also | just)? have to",
        "(he | she | they) ..1 (need to | needs to)",
        "i think you ..2 (should | could | need | would) ..2",
        "i think if you ..3",
        "(i | we) ..2 (recommend | suggest | advise | encourage | would like you to)",
        "(maybe | perhaps) ..1 you ..1 (should | could | can | need)",
        "you could (maybe | also | just | always | try)",
        "you (might | may) (want to | consider | try)",
        "you (might | could) find ..2 (help | helpful | helps)",
        "i want you to (try | stop | start | keep | go | take | make | do)",
        "i (hope | wish) you ..2 (consider | try | stop | listen | think)",
        "one/another/good/best ..1 option/thing/idea/way/step ..2 (you could/can | would/might be | is to) ..2",
        "(just | please) (tell | ask | avoid | remember | try) ..2",
        "^ avoid ..2",
        "(think about | consider | try) @gerund ..2",
        "i would like to see you ..2",
        "you (had better | better | want to make sure) ..2",
        "^ do not (let | give | forget | go | do | try | use | take | worry) ..2",
        "(if i were you | my advice)",
        "(it | that) (might | would) (help to | help if | be worth)",
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


#: Advice in the dress of a question.
_ADVICE_ASKED = (
    "what would you think (about | of | if) ..3",
    "(what | how) about ..8 you could ..2",
    "have you ..1 (thought about | considered | tried) @gerund",
    "what if you ..3",
    "why do not you !tell !start !say !share !describe !fill ..1",
)
#: What is no advice: a condition, a rule of the house, a question whether one must, whatever one might want.
_NO_ADVICE = (
    "if/because/when/what/that/so/do/how/whether/which/who you ..1 (need/have/ought/got to | should | must)",
    "(any | anything | something | changes | things | what) ..1 you (might | may | could) ..1",
    "you will (need to | have to)",
)


def _advice(utterance: Utterance) -> list[Hit]:
    excused = [span for source in _NO_ADVICE for span in compile_pattern(source).find(utterance)]
    found = []
    for asked, sources in ((False, _STANDS_ALONE["advice"]), (True, _ADVICE_ASKED)):
        for hit in _hits(sources, utterance):
            sentence = utterance.sentence_of(hit.first)
            fits = sentence is None or (sentence.mood == "question") == asked
            if fits and not any(first <= hit.first < last for first, last in excused):
                found.append(hit)
    return found


def _hits(sources: Sequence[str], utterance: Utterance) -> list[Hit]:
    return [Hit(first, last, Sign(s)) for s in sources for first, last in compile_pattern(s).find(utterance)]


def _sure(name: str, utterance: Utterance) -> list[Hit]:
    hits = _advice(utterance) if name == "advice" else _hits(_STANDS_ALONE[name], utterance)
    return _first_of_each_sentence(utterance, hits)
