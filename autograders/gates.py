"""What keeps an answer from being scored by rules alone: gates, safety words, and what was not answered.

No gate calls anybody names: a gated answer goes to the instructor, with what was seen.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

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


def is_copy(text: str, line: str) -> bool:
    """Whether `text` is (nearly) `line`, by the codebook's mechanical rule.

    Copy: at least 80 % of the answer's word 4-grams occur in the line, or a token-set similarity of 90 or more
    (answers of under eight words: equality).
    """
    words, given = plain_words(text), plain_words(line)
    if not words or not given:
        return False
    if len(words) < 8:
        return words == given
    grams = _grams(words)
    known = set(_grams(given))
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

_BLANK = re.compile(r"_{2,}|\[[^\]\n]{1,40}\]|<[a-z][a-z ]{1,30}>|\{[^}\n]{1,40}\}|\.{6,}|(?<!\w)X{2,}(?!\w)")
_TO_GRADER = re.compile(
    r"\b(?:full|maximum|all|top|the)\s+(?:credit|marks?|points?|score)\b|\bnote to (?:the )?(?:grader|instructor|teacher|judge)"
    r"|\bdear (?:grader|instructor|professor)|\bthis (?:response|answer|rewrite)\s+(?:\w+\s+)?(?:names|gives|links|invites|reflects|checks|"
    r"offers|labels|says|acknowledges|meets|satisf\w+|includes|does|is|has|should)|\bignore (?:all |the |any )?(?:previous |prior |above )?"
    r"(?:instructions|rules|criteria)|\b(?:mark|grade|score|rate) (?:this|me|it)\b.{0,30}\b(?:as|correct|full|10|met|high|pass)"
    r"|\ball (?:the )?criteria\b|\bas an? (?:ai|language model)\b|\b(?:please )?award\b",
    re.I,
)
_DESCRIBES = re.compile(
    r"^\W*(?:here )?i (?:would|will|'d|d|might|could|want to|plan to|'m going to)\s+(?:\w+ly\s+|first\s+|try to\s+|probably\s+|then\s+|start (?:off )?by\s+|begin by\s+)*"
    r"(?:validat|reflect|acknowledg|explain|explor|nam(?:e|ing)\b|label|redirect|normaliz|empathi[sz]|introduc|link|connect|assess|ask (?:him|her|them|the client)|"
    r"use an?\b|have (?:him|her|them)|help (?:him|her|them)|tell (?:him|her|them|the client)|bring (?:him|her|them)|let (?:him|her|them)|make sure (?:he|she|they)|invite (?:him|her|them)|check (?:if|whether) (?:he|she|they))"
    r"|\b(?:the )?(?:therapist|counsell?or|clinician)\s+(?:should|would|could|must|needs? to|might|has to|acknowledg|asks?\b|gives?\b|names?\b|reflects?\b|validates?\b|invites?\b|offers?\b|explains?\b)"
    r"|\bthe client\b|\bthe client's\b|\bmy response (?:would|should|is)\b|\bin this (?:scenario|exercise|vignette|dialogue)\b|\bthe (?:important|key|main) (?:thing|point) here is\b"
    r"|\b(?:stages of change|precontemplation|according to \w+ \(|motivational interviewing|therapeutic alliance|countertransference)\b|\(\d{4}\)",
    re.I,
)
_LISTED = re.compile(r"(?:^|\s)1[.)]\s.*?\s2[.)]\s", re.S)
_VERBLESS_OK = frozenset(
    """i you we he she it they is are was were do does did can could would will want wants feel feels sounds seems let's am have has
    what how when where why who your my me us""".split()
)
_JARGON = frozenset(
    """validate validation validating empathy attunement rationale goal goals task tasks consent alliance reflect reflection label labels
    tentative explore acknowledge attachment internal external soften mindfulness resistance avoidance part protector specific
    specificity intervention motivation psychoeducation rapport normalize normalise normalizing unconditional regard congruence open-ended
    hold space somatic body feelings heart need needs fear wonder maybe choice emdr eft act dbt cbt""".split()
)


def not_speech(exercise: Exercise, utterance: Utterance) -> Gate | None:
    """The gate that an answer meets when it is not what the therapist says."""
    text = utterance.text[:READ_AT_MOST]
    words = plain_words(text)
    match = _TO_GRADER.search(text)
    if match:
        return Gate(
            "to the grader", "in_voice", "Part of this speaks to whoever marks it, not to the client.",
            (_evidence(utterance.text, match.start(), match.end()),),
        )  # fmt: skip
    match = _BLANK.search(text)
    if match:
        return Gate(
            "template", "in_voice", "There are blanks or placeholders left to fill in.",
            (_evidence(utterance.text, match.start(), match.end()),),
        )  # fmt: skip
    match = _DESCRIBES.search(text)
    if match:
        return Gate(
            "description", "in_voice", "This seems to describe what to say. Write it as you would say it to the client.",
            (_evidence(utterance.text, match.start(), match.end()),),
        )  # fmt: skip
    listed = _LISTED.search(text)
    sentences = re.split(r"[.!?\n]+|,|;", text)
    fragments = [s for s in sentences if s.strip()]
    bare = [s for s in fragments if not _VERBLESS_OK & set(plain_words(s))]
    jargon = sum(w in _JARGON for w in words)
    if (listed and "you" not in words) or (
        len(fragments) >= 4 and len(bare) >= 0.6 * len(fragments) and jargon >= 0.15 * len(words) and jargon >= 2
    ):
        return Gate(
            "key words", "in_voice", "This reads like a list of key words rather than something said to a person."
        )
    if len(words) <= 2 and not (set(words) & {"you", "your", "u"}):
        return Gate("too short", "in_voice", "This is too short to be an answer yet.")
    if (
        words
        and not {"you", "your", "u", "ur", "yours", "we", "us", "our", "yourself", "y", "ya", "youre", "yall"}
        & set(words)
        and jargon >= 2
        and len(words) < 40
        and jargon >= 0.12 * len(words)
    ):
        return Gate("key words", "in_voice", "This names moves instead of making them.")
    return None


# --- language ------------------------------------------------------------------------------------------------------

_COMMON = {
    "en": frozenset(
        """the a to you i it that and of is in for what do we this be on have not if so with are me like was your or can as
        would at how u ur just about there when want one my but""".split()
    ),
    "other": frozenset(
        """que de la el en y a los se un por con no una su para es al lo como más pero sus le ya o este sí porque esta te tu
        le les des est et je vous nous pas pour dans qui sur une ce il ne au du avec tout mais ich sie und der die das nicht ist ein
        zu den mit auf für wir du es wie dem von che di non per è sono mi ti si un del della ho hai eu você não uma com os as
        het een ik je van niet dat zijn på och att det som är jag""".split()
    ),
}


def other_language(exercise: Exercise, text: str) -> Gate | None:
    """The gate for an answer in another language than the exercise's."""
    if exercise.language.split("-")[0] != "en":
        return None
    words = plain_words(text)
    if not words:
        return None
    letters = [c for c in text[:READ_AT_MOST] if c.isalpha()]
    foreign_script = sum(ord(c) > 0x24F for c in letters)
    english = sum(w in _COMMON["en"] for w in words)
    other = sum(w in _COMMON["other"] and w not in _COMMON["en"] for w in words)
    if (letters and foreign_script > 0.3 * len(letters)) or (len(words) >= 4 and other > english and other >= 2):
        return Gate(
            "language", "", "This seems to be in another language than the exercise; your instructor will read it."
        )
    return None


# --- safety ---------------------------------------------------------------------------------------------------------

_SAFETY = re.compile(
    r"\b(?:suicid\w*|self[- ]?harm\w*|kill(?:ing)? (?:your|him|her|them|my)sel\w*|kill yourself|end(?:ing)? your (?:own )?life|"
    r"(?:hurt|harm|cut)(?:ting|ing)? yoursel\w*|thoughts of (?:dying|death|hurting)|not want(?:ing)? to (?:live|be alive|be here any)|better off dead|"
    r"abus(?:e|ed|es|ing|ive)|violen\w+|domestic|threaten\w*|weapon|gun|guns|stalk\w*|rape\w*|assault\w*|molest\w*|"
    r"is he hurting|(?:hits?|hitting|hurts?|beats?|beating|chok\w+) (?:you|her|him|them|the kids)\b(?=.{0,40}\?)|"
    r"(?:your|you|her|the kids'?|everyone'?s|their) (?:\w+ )?safety|safety (?:plan|first)|(?:are|feel|be|is|stay|keep|keeping|get|being|you're|you) (?:\w+ )?(?:un)?safe\b(?! (?:place|space|enough to (?:say|cry|try|share)))|"
    r"in danger|dangerous|emergency|crisis line|hotline|988|911|police|restraining order|shelter|"
    r"discriminat\w+|racis[mt]\w*|harass\w*|report (?:it|this|him|her|them)|(?:mandated|have to) report\w*|advocate|hr department|title ix|child protective|cps)\b",
    re.I,
)


def speaks_of_safety(utterance: Utterance) -> Evidence | None:
    """The words by which an answer speaks of safety, danger, abuse, discrimination, a report or an advocate."""
    match = _SAFETY.search(utterance.text[:READ_AT_MOST])
    return _evidence(utterance.text, match.start(), match.end()) if match else None
