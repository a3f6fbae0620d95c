"""What keeps an answer from being scored by rules alone: gates, safety words, and what was not answered.

No gate calls anybody names: a gated answer goes to the instructor, with what was seen.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from autograders.lists import words_of
from autograders.mark import Evidence
from autograders.text import READ_AT_MOST, Utterance, plain_words
from exercises.fingerprints import fingerprint
from exercises.model import Exercise


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate that an answer did not pass: which verdict it concerns (if any), and why, for the student."""

    id: str
    criterion: str  # "in_voice", "original", or "" when no verdict hangs on it
    why: str
    evidence: tuple[Evidence, ...] = ()


def _evidence(text: str, start: int, end: int) -> Evidence:
    return Evidence(start, end, text[start:end])


# --- copies -----------------------------------------------------------------------------------------------------


def _grams(words: list[str]) -> list[tuple[str, ...]]:
    return list(zip(words, words[1:], words[2:], words[3:], strict=False))


@lru_cache(maxsize=2048)
def _given(line: str) -> tuple[list[str], frozenset[tuple[str, ...]]]:
    """A given line's words and 4-grams; remembered, as every answer to an exercise is compared with the same ones."""
    words = plain_words(line)
    return words, frozenset(_grams(words))


def is_copy(text: str, line: str) -> bool:
    """Whether `text` is (nearly) `line`, by the codebook's mechanical rule.

    Copy: at least 80 % of the answer's word 4-grams occur in the line, or a token-set similarity of 90 or more
    (answers of under eight words: equality).
    """
    words = plain_words(text)
    given, known = _given(line)
    if not words or not given:
        return False
    if len(words) < 8:
        return words == given
    grams = _grams(words)
    if sum(g in known for g in grams) >= 0.8 * len(grams):
        return True
    from rapidfuzz.fuzz import token_set_ratio

    # A token-set ratio calls any subset a copy: a short line inside a long answer is a quotation, not a copy.
    if len(given) < 0.6 * len(words):
        return False
    return bool(token_set_ratio(" ".join(words), " ".join(given)) >= 90)


def given_lines(exercise: Exercise) -> Iterator[tuple[str, str]]:
    """The lines that an answer may not copy, each with what it is."""
    yield "the line that was to be rewritten", exercise.poor
    for turn in exercise.dialogue:
        yield "a line of the dialogue", turn.text
    for speaker in {t.speaker for t in exercise.dialogue}:
        yield "the dialogue", " ".join(t.text for t in exercise.dialogue if t.speaker == speaker)
    yield "the text of the exercise", f"{exercise.client} {exercise.goal or ''}"
    yield "the text of the exercise", exercise.after
    for example in exercise.examples:
        yield "a stored example", example.text


def copied_from(exercise: Exercise, text: str, fingerprints: Collection[str]) -> str:
    """What the answer copies, in words; empty when it is the student's own."""
    for name, line in given_lines(exercise):
        if is_copy(text, line):
            return name
    if fingerprints and len(plain_words(text)) >= 8:
        mine = fingerprint(text[:READ_AT_MOST])
        if mine and len(mine & frozenset(fingerprints)) >= 0.8 * len(mine):
            return "a stored example"
    return ""


# --- not speech ---------------------------------------------------------------------------------------------------

_BLANK = re.compile(
    r"_{2,}|\[[^\]\n]{1,40}\]|<[a-z][a-z ]{1,30}>|\{[^}\n]{1,40}\}|\.{6,}|(?<!\w)X{2,}(?!\w)"
    r"|\((?:insert\b[^)\n]{0,30}|name|thing|goal|task|reason|feeling|emotion|body part|other person|problem)\)",
    re.I,
)
_TO_GRADER = re.compile(
    r"""
    \b(?:full|maximum|all|top)\s+(?:credit|marks?|points?|score)\b
    | \bnote\ to\ (?:the\ )?(?:grader|instructor|teacher|judge)\b | \bdear\ (?:grader|instructor|professor)\b
    | \bthis\ (?:is\ an?\ (?:good|great|full)\ (?:\w+\ )?|)(?:response|answer|rewrite|reply)\s+
      (?:\w+\s+)?(?:names|gives|links|invites|reflects|checks|offers|labels|says|acknowledges|acknowledges|meets|satisf\w+
      |includes|does|should|proposes|avoids|which)\b
    | \bignore\ (?:all\ |the\ |any\ )?(?:previous\ |prior\ |above\ )?(?:instructions|rules|criteria|rubric|codebook)\b
    | \b(?:mark|grade|score|rate)\ (?:this|me|every|all|everything)\b.{0,30}\b(?:as|correct|full|10|met|high|pass)\b
    | \b(?:all|every)\ (?:the\ )?(?:criteria|criterion)\b | \bas\ an?\ (?:ai|language\ model)\b | \b(?:please\ )?award\b
    | \bgive\ (?:me\ |this\ |it\ |my\ answer\ )?(?:10|ten|the\ full|\d+)\ (?:points|out)\b | \bten\ out\ of\ ten\b
    | \bhand\ (?:this|it)\ (?:one\ )?in\b | \bthis\ exercise\ (?:was|is)\b | \bsame\ as\ the\ \w+\ example\b
    | \b(?:this\ )?week's\ reading\b | \bmy\ own\ practice\b | \bthe\ codebook\b
    """,
    re.I | re.X,
)
_DESCRIBES = re.compile(
    r"""
    ^\W*(?:here\ |first,?\ |then\ |as\ the\ therapist,?\ |in\ my\ reply\ )*
      i(?:'d|'ll|\ would|\ will|\ might|\ could|\ want\ to|\ plan\ to|\ make\ sure|)[ ]
      (?:want\ to\ |\w+ly\ |first\ |try\ to\ |then\ |start\ (?:off\ )?by\ |begin\ by\ )*
      (?:validat\w*|reflect|acknowledg\w*|explain|explor\w+|nam(?:e|ing)|label|redirect|normali[sz]e|empathi[sz]e
      |introduc\w+|link|connect|assess|externali[sz]e|hypothesi[sz]e|point\ out|slow\ \w+\ down|join\ with|mention
      |thank\ \w+|interrupt\ the|identify
      |ask\ (?:him|her|them|the\ client|if\ (?:he|she|they))|use\ an?|have\ (?:him|her|them)|help\ (?:him|her|them)
      |tell\ (?:him|her|them|the\ client)
      |bring\ (?:him|her|them)|let\ (?:him|her|them)|make\ sure\ (?:he|she|they)|invite\ (?:him|her|them)
      |check\ (?:if|whether)\ (?:he|she|they))\b
    | \b(?:the|a|an|skilled|good)\ (?:therapist|counsell?or|clinician|psychotherapist)s?\b
    | ^\W*(?:therapist|counsell?or)\ \w+s\b(?!:)
    | \btherapists\ (?:are|should|may|can)\b
    | \bthe\ client(?:'s)?\b | \b(?:my|the)\ (?:response|intervention|reply)\ (?:would|should|is|here)\b
    | \bin\ this\ (?:scenario|exercise|vignette|dialogue|case)\b
    | \bthe\ (?:important|key|main)\ (?:thing|point)\ here\ is\b
    | \b(?:stages?\ of\ change|precontemplation|according\ to\ \w+\ \(|motivational\ interviewing|therapeutic\ alliance
      |countertransference|informed\ consent|psychoeducation|risk\ assessment|family\ systems)\b
    | \([^()]{0,30}\d{4}\)
    """,
    re.I | re.X,
)
_LISTED = re.compile(r"(?:^|\s)(?:1|A|a)[.)]\s.*?\s(?:2|B|b)[.)]\s", re.S)
_SEPARATED = re.compile(r"\s/\s|\s?->\s?|\s[-–—=]\s|(?<!\w)#\w|;\s|\s\+\s|^\s*[-*•]\s", re.M)
_SECOND_PERSON = words_of("second-person")
_VERBS_OF_SPEECH = words_of("finite")
_JARGON = words_of("jargon")
#: Jargon that is also plain speech: it makes a list of key words, never an essay.
_ALSO_SPOKEN = words_of("also-spoken")


def not_speech(utterance: Utterance) -> Gate | None:
    """The gate that an answer meets when it is not what the therapist says."""
    text = utterance.text[:READ_AT_MOST]
    straight = text.replace("’", "'")
    words = plain_words(text)
    for pattern, gate, why in (
        (_TO_GRADER, "to the grader", "Part of this speaks to whoever marks it, not to the client."),
        (_BLANK, "template", "There are blanks or placeholders left to fill in."),
        (_DESCRIBES, "description", "This seems to describe what to say. Write it as you would say it to the client."),
    ):
        match = pattern.search(straight)
        if match:
            return Gate(gate, "in_voice", why, (_evidence(utterance.text, match.start(), match.end()),))
    speaks_to = bool(_SECOND_PERSON & set(words))
    jargon = sum(w in _JARGON for w in words)
    fragments = [f for f in re.split(r"[.!?\n]+|,|;|\s[/–—+=-]\s|->|#", straight) if f.strip()]
    bare = [f for f in fragments if not _VERBS_OF_SPEECH & set(plain_words(f))]
    separated = len(_SEPARATED.findall(straight))
    if (_LISTED.search(straight) and not speaks_to) or (
        len(fragments) >= 3
        and len(bare) >= 0.6 * len(fragments)
        and (jargon >= 2 or separated >= 2)
        and (jargon >= 0.12 * len(words) or separated >= 2)
    ):
        return Gate(
            "key words", "in_voice", "This reads like a list of key words rather than something said to a person."
        )
    if len(words) <= 2 and not speaks_to:
        return Gate("too short", "in_voice", "This is too short to be an answer yet.")
    parts = [f.split() for f in straight.split(",")]
    if len(parts) >= 4 and not re.search(r"[.!?]", straight) and len(words) <= 5 * len(parts):
        return Gate(
            "key words", "in_voice", "This reads like a list of key words rather than something said to a person."
        )
    hard = sum(w in _JARGON and w not in _ALSO_SPOKEN for w in words)
    if not speaks_to and "?" not in straight and hard >= 2 and hard >= 0.08 * len(words):
        return Gate("essay", "in_voice", "This is about the client or about therapy; it isn't said to the client yet.")
    return None


# --- language ------------------------------------------------------------------------------------------------------

_ENGLISH = words_of("common-english")
_OTHER = words_of("common-other") - _ENGLISH


def other_language(exercise: Exercise, text: str) -> Gate | None:
    """The gate for an answer in another language than the exercise's."""
    if exercise.language.split("-")[0] != "en":
        return None
    words = plain_words(text)
    if not words:
        return None
    letters = [c for c in text[:READ_AT_MOST] if c.isalpha()]
    foreign_script = sum(ord(c) > 0x24F for c in letters)
    english = sum(w in _ENGLISH for w in words)
    other = sum(w in _OTHER for w in words)
    if (letters and foreign_script > 0.3 * len(letters)) or (len(words) >= 4 and other > english and other >= 2):
        return Gate(
            "language", "", "This seems to be in another language than the exercise; your instructor will read it."
        )
    return None


# --- safety ---------------------------------------------------------------------------------------------------------

_SAFETY = re.compile(
    r"""\b(?:
      suicid\w* | self[-\ ]?harm\w* | kill(?:ing)?\ (?:your|him|her|them|my)sel\w* | end(?:ing)?\ your\ (?:own\ )?life
    | (?:hurt|harm|cut)(?:ting|ing)?\ yoursel\w* | thoughts\ of\ (?:dying|death|hurting) | better\ off\ dead
    | not\ want(?:ing)?\ to\ (?:live|be\ alive|be\ here\ any)
    | abus(?:e|ed|es|ing|ive) | violen\w+ | threaten\w* | weapon | guns? | stalk(?:s|ed|ing|er)
    | raped? | assault\w* | molest\w*
    | (?:hits?|hitting|beats?|beating|chok\w+)\ (?:you|her|him|them|the\ kids)\b(?=.{0,40}\?)
    | (?:your|her|his|their|the\ kids'?|everyone's)\ (?:\w+\ )?safety | safety\ (?:plan|first)
    | (?:are|is|be|stay|get|being|somewhere|somewhere\ really|not|you're)[ ]
      (?:you\ |she\ |he\ |it\ |they\ |the\ \w+\ |everyone\ |y'all\ )?
      (?:all\ )?(?:un)?safe\b(?!\ (?:place|space|from|to\ (?:say|cry|try|share|talk)|enough))
    | safe\ (?:at\ home|tonight|with\ him|with\ her|to\ (?:be\ with|go\ home|drive))
    | in\ danger | emergency | crisis\ line | hotline | 988 | 911 | police | restraining\ order | women's\ shelter
    | fall(?:ing|en)?\ asleep\ at\ the\ wheel | driving\ (?:drunk|the\ children\ this) | (?:who's|who\ is)\ driving
    | discriminat\w+ | racis[mt]\w* | racial(?:ly)? | harass\w* | (?:mandated|have\ to)\ report\w*
    | report\ (?:it|this|him|her|them)\ to
    | advocate | title\ ix | child\ protective | cps
    )\b""",
    re.I | re.X,
)


def speaks_of_safety(utterance: Utterance) -> Evidence | None:
    """The words by which an answer speaks of safety, danger, abuse, discrimination, a report or an advocate."""
    match = _SAFETY.search(utterance.text[:READ_AT_MOST])
    return _evidence(utterance.text, match.start(), match.end()) if match else None
