"""A small pattern language over words, so that a move's signs can be read by someone who teaches the move.

    would you be open/willing/up to/for     words, and alternatives with a slash
    ~want                                   any form of a verb: want, wants, wanted, wanting
    scar*                                   any word that begins so
    @feeling                                any word of a list in `autograders/words/`
    (a bit of | some of)                    alternatives of several words
    [kind of]   (very | so)?                may be there or not
    ...   ..6                               up to three (six) other words, within the sentence
    ^                                       where a sentence or a clause begins; names and "so, well, and" may precede
    !not                                    the next word is not this one
    <?> <,>                                 a question mark, a comma

A pattern becomes a regular expression over `Utterance.code`; gaps are short and bounded, so none can run away.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from autograders.lists import TAG, words_of
from autograders.text import Utterance, expand

_IRREGULAR = {
    "be": "be am is are was were been being",
    "have": "have has had having",
    "do": "do does did done doing",
    "go": "go goes went gone going",
    "say": "say says said saying",
    "tell": "tell tells told telling",
    "feel": "feel feels felt feeling",
    "keep": "keep keeps kept keeping",
    "get": "get gets got gotten getting",
    "come": "come comes came coming",
    "take": "take takes took taken taking",
    "make": "make makes made making",
    "give": "give gives gave given giving",
    "see": "see sees saw seen seeing",
    "hear": "hear hears heard hearing",
    "think": "think thinks thought thinking",
    "know": "know knows knew known knowing",
    "hold": "hold holds held holding",
    "leave": "leave leaves left leaving",
    "let": "let lets letting",
    "put": "put puts putting",
    "shut": "shut shuts shutting",
    "hit": "hit hits hitting",
    "run": "run runs ran running",
    "stand": "stand stands stood standing",
    "sit": "sit sits sat sitting",
    "lose": "lose loses lost losing",
    "find": "find finds found finding",
    "show": "show shows showed shown showing",
    "speak": "speak speaks spoke spoken speaking",
    "write": "write writes wrote written writing",
    "draw": "draw draws drew drawn drawing",
    "bring": "bring brings brought bringing",
    "begin": "begin begins began begun beginning",
    "try": "try tries tried trying",
    "worry": "worry worries worried worrying",
    "carry": "carry carries carried carrying",
    "hide": "hide hides hid hidden hiding",
    "hurt": "hurt hurts hurting",
    "mean": "mean means meant meaning",
    "slip": "slip slips slipped slipping",
    "stop": "stop stops stopped stopping",
    "step": "step steps stepped stepping",
    "jump": "jump jumps jumped jumping",
    "pull": "pull pulls pulled pulling",
    "drop": "drop drops dropped dropping",
    "grab": "grab grabs grabbed grabbing",
    "steer": "steer steers steered steering",
    "spin": "spin spins spun spinning",
    "fight": "fight fights fought fighting",
    "break": "break breaks broke broken breaking",
    "bear": "bear bears bore bearing",
    "lead": "lead leads led leading",
    "turn": "turn turns turned turning",
    "start": "start starts started starting",
    "help": "help helps helped helping",
    "happen": "happen happens happened happening",
    "open": "open opens opened opening",
    "guard": "guard guards guarded guarding",
    "lie": "lie lies lay lain lying",
    "wake": "wake wakes woke woken waking",
    "sleep": "sleep sleeps slept sleeping",
    "swallow": "swallow swallows swallowed swallowing",
    "plan": "plan plans planned planning",
    "throw": "throw throws threw thrown throwing",
    "catch": "catch catches caught catching",
    "pay": "pay pays paid paying",
}
_DOUBLES = re.compile(r"[^aeiou][aeiou][bdgklmnprt]$")


@cache
def forms(verb: str) -> tuple[str, ...]:
    """The forms of a verb: its irregular ones, or by the rules of spelling."""
    if verb in _IRREGULAR:
        return tuple(_IRREGULAR[verb].split())
    if verb.endswith("e"):
        return (verb, verb + "s", verb + "d", verb[:-1] + "ing")
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return (verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
    third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
    stem = verb + verb[-1] if len(verb) <= 4 and _DOUBLES.search(verb) else verb
    return (verb, third, stem + "ed", stem + "ing")


_ONE = r"[^ |]+\|\S*"  # any word
_PIECES = re.compile(r"\.\.\.|\.\.\d+|<\?>|<,>|[()\[\]|^?]|!?[@~]?[^\s()\[\]|^?]+")
#: What may stand between the start of a clause and its first word of weight.
_OPENING = (
    r"(?: \^| ,| ;| :| -| –| —| and\|\S*| but\|\S*| so\|\S*| or\|\S*| \"| \()"
    rf"(?: (?:so|ok|okay|and|but|or|well|now|then|please|just|maybe|perhaps|kindly|also|first|next|today|um|oh"
    rf"|yes|right|alright|because|honestly|instead|therapist)\|\S*| [^ |]+\|[^ ]*{TAG['name']}[^ ]*| [,:\"'(-])*"
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern, and the sets of words of which an utterance must hold one each to be worth running over."""

    source: str
    expression: str
    needs: tuple[frozenset[str], ...]  # the rarest first

    def may_be_in(self, utterance: Utterance) -> bool:
        """Whether the words that it cannot do without are all there."""
        return not any(map(utterance.vocabulary.isdisjoint, self.needs))

    def find(self, utterance: Utterance) -> Iterator[tuple[int, int]]:
        """Token ranges (first, before last) where the pattern is found, without overlap."""
        if not self.may_be_in(utterance):
            return
        for match in _compiled(self.expression).finditer(utterance.code):
            if match.end() > match.start():
                first = utterance.token_at(match.start())
                last = utterance.token_at(match.end() - 1) + 1
                while first < last - 1 and not utterance.tokens[first].is_word:
                    first += 1
                yield first, last


@cache
def compile_pattern(source: str) -> Pattern:
    """Compile a pattern, or say what is wrong with it."""
    pieces = _PIECES.findall(source)
    regex, needs, rest = _sequence(pieces, 0, source)
    if rest != len(pieces):
        raise ValueError(f"pattern '{source}': unexpected '{pieces[rest]}'")
    return Pattern(source, regex, tuple(sorted(needs, key=_how_common)))


def _how_common(words: frozenset[str]) -> tuple[int, int, list[str]]:
    """For sorting: sets with a very common word, or a whole list, come last."""
    common = sum(w.startswith("@") or w in words_of("stop") for w in words)
    return common, len(words), sorted(words)


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    """Compiled when first needed: most answers need few of the patterns."""
    return re.compile(expression)


def _sequence(pieces: list[str], at: int, source: str) -> tuple[str, list[frozenset[str]], int]:
    """One run of elements: its expression, the sets of words of each of which it must hold one, where it ends."""
    out: list[str] = []
    needs: list[frozenset[str]] = []  # one for each element; empty where it needs nothing
    while at < len(pieces) and pieces[at] not in {")", "]", "|"}:
        piece = pieces[at]
        at += 1
        wanted: frozenset[str] = frozenset()
        if piece == "?":
            if not out:
                raise ValueError(f"pattern '{source}': nothing stands before '?'")
            out[-1], needs[-1] = f"(?:{out[-1]})?", frozenset()
            continue
        if piece in {"(", "["}:
            branches: list[str] = []
            wants: list[frozenset[str]] = []
            close = ")" if piece == "(" else "]"
            while True:
                branch, want, at = _sequence(pieces, at, source)
                branches.append(branch)
                wants.append(min(want, key=_how_common, default=frozenset()))
                if at >= len(pieces):
                    raise ValueError(f"pattern '{source}': a '{piece}' is never closed")
                at += 1
                if pieces[at - 1] == close:
                    break
            expression = f"(?:{'|'.join(branches)})" + ("?" if piece == "[" else "")
            if piece == "(" and all(wants):
                wanted = frozenset().union(*wants)
        elif piece.startswith(".."):
            most = 3 if piece == "..." else int(piece[2:])
            expression = rf"(?:(?: [,'\"])? {_ONE}(?: ')?){{0,{most}}}?(?: [,\"])?"
        elif piece == "^":
            expression = _OPENING
        elif piece == "<?>":
            expression = r" \?"
        elif piece == "<,>":
            expression = " ,"
        elif piece.startswith("!"):
            expression = f"(?!{_words(piece[1:], source)[0]})"
        else:
            expression, wanted = _words(piece, source)
        out.append(expression)
        needs.append(wanted)
    return "".join(out), [n for n in needs if n], at


def _words(piece: str, source: str) -> tuple[str, frozenset[str]]:
    """One element that stands for one word (or for the words of a contraction)."""
    if any("'" in word and word not in {"let's", "'s"} for word in piece.split("/")):
        words = expand(piece)
        if len(words) < 2 or "/" in piece:
            raise ValueError(f"pattern '{source}': write '{piece}' out, as it is read")
        return "".join(rf" {re.escape(w)}\|\S*" for w in words), frozenset(words[-1:])
    options: list[str] = []
    wanted: set[str] = set()
    open_ended = False
    for word in piece.split("/"):
        if word.startswith("@"):
            tag = TAG[word[1:]]
            options.append(rf"[^ |]+\|[^ ]*{tag}[^ ]*")
            wanted.add("@" + tag)
        elif word.startswith("~"):
            options.append(rf"(?:{'|'.join(map(re.escape, forms(word[1:])))})\|\S*")
            wanted.update(forms(word[1:]))
        elif word.endswith("*"):
            options.append(rf"{re.escape(word[:-1])}[^ |]*\|\S*")
            open_ended = True
        else:
            options.append(rf"{re.escape(word)}\|\S*")
            wanted.add(word)
    joined = options[0] if len(options) == 1 else f"(?:{'|'.join(options)})"
    return " " + joined, frozenset() if open_ended else frozenset(wanted)
