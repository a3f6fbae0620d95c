"""A text read once: words that know where they stood, sentences and their mood.

People type "u ok w/ that?", "wanna", "dont" and "Would you be willing to ...?" and mean the same move. So every
word is read twice: as it stands in the text (for quoting) and as what it says (`norm`: contractions opened,
phone typing and common misspellings spelled out). Patterns look at the second and quote the first.
"""

import bisect
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Literal

from autograders.lists import TAG, load_lists, load_typed

Mood = Literal["question", "command", "statement"]

#: Texts are read up to here. An answer is at most 90 words; 4,000 characters are about 700.
READ_AT_MOST = 4_000

_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"'})
_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*|'[a-z]{2,4}(?![^\W_])|\.{2,}|[.!?…]|_{2,}|[^\w\s]|_|\n")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*'?")
_ENDS = frozenset(".!?…\n")

#: Endings of contractions, as the words that they stand for.
_ENDING = {"'re": "are", "'ll": "will", "'ve": "have", "'m": "am", "'d": "would"}
_HOST_OF_IS = frozenset(
    [
        "it",
        "that",
        "there",
        "here",
        "what",
        "who",
        "how",
        "where",
        "when",
        "why",
        "he",
        "she",
        "this",
        "everything",
        "everyone",
        "something",
        "one",
    ]
)
_IRREGULAR_NOT = {
    "can't": ("can", "not"),
    "won't": ("will", "not"),
    "shan't": ("shall", "not"),
    "ain't": ("is", "not"),
    "cannot": ("can", "not"),
}


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it reads (`norm`), with the place in the untouched text where it stood."""

    norm: str
    start: int
    end: int
    tags: str = ""  # one character for each word list that holds it
    is_word: bool = True


@dataclass(frozen=True, slots=True)
class Sentence:
    """A run of tokens up to an end mark: `first` to before `last`."""

    first: int
    last: int
    mood: Mood
    ends_in_question_mark: bool


@cache
def expand(raw: str) -> tuple[str, ...]:
    """One typed word as the words that it says: wanna -> want to, u -> you, they're -> they are."""
    typed = load_typed().get(raw)
    if typed is not None:
        return typed
    if "'" in raw:
        if raw in _IRREGULAR_NOT:
            return _IRREGULAR_NOT[raw]
        if raw.endswith("n't"):
            return (raw[:-3], "not")
        head, _, tail = raw.rpartition("'")
        if raw == "let's":
            return ("let's",)
        if tail == "s":
            return (head, "is") if head in _HOST_OF_IS else (head, "'s")
        word = _ENDING.get("'" + tail)
        if word and head:
            return (*expand(head), word)
    return (raw,)


@dataclass(frozen=True)
class Utterance:
    """A text read once. `text` is untouched; all offsets are code points into it."""

    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    code: str = field(repr=False)  # what patterns run over: " word|tags", " ," and " ^" at a sentence's start
    _starts: tuple[int, ...] = field(repr=False)  # where in `code` each token begins

    @classmethod
    def read(cls, text: str, names: Collection[str] = (), *, gloss: bool = False) -> "Utterance":
        """Read a text. `names` (lower case) are the people who may be spoken to.

        `gloss` reads the words of some other languages as English ones, word by word.
        """
        return _read(text, names, gloss)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Every word, as it reads."""
        return tuple(t.norm for t in self.tokens if t.is_word)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word and every tag: what a pattern may ask for before it runs."""
        found = set(self.words)
        for token in self.tokens:
            found.update("@" + tag for tag in token.tags)
        return frozenset(found)

    @cached_property
    def questions(self) -> tuple[Sentence, ...]:
        """The sentences that ask, with or without a question mark."""
        return tuple(s for s in self.sentences if s.mood == "question")

    def token_at(self, code_offset: int) -> int:
        """The index of the token that covers this place in `code`."""
        return max(0, bisect.bisect_right(self._starts, code_offset) - 1)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where tokens `first` to before `last` stood in the text."""
        return self.tokens[first].start, self.tokens[max(first, last - 1)].end

    def sentence_of(self, token: int) -> Sentence | None:
        """The sentence that holds a token."""
        for sentence in self.sentences:
            if sentence.first <= token < sentence.last:
                return sentence
        return None


def count_words(text: str) -> int:
    """Words by the codebook: maximal runs of letters, digits and apostrophes."""
    return len(_WORD.findall(text.translate(_STRAIGHT)))


def plain_words(text: str) -> list[str]:
    """Lower-cased words without punctuation: what copies are compared by."""
    return re.findall(r"[^\W_]+", text[: READ_AT_MOST * 4].translate(_STRAIGHT).replace("'", "").lower())


def _tokens(text: str, names: Collection[str], gloss: Mapping[str, tuple[str, ...]]) -> list[Token]:
    lists = load_lists()
    found: list[Token] = []
    for match in _TOKEN.finditer(text.lower() if len(text.lower()) == len(text) else text):
        raw, start, end = match.group(), match.start(), match.end()
        if not (raw[0].isalnum() or (raw[0] == "'" and len(raw) > 1)):
            found.append(Token(raw, start, end, "", False))
            continue
        if raw.endswith("in") and len(raw) > 4 and text[end : end + 1] == "'" and not text[end + 1 : end + 2].isalnum():
            raw += "g"  # fixin', comin'
        for word in gloss.get(raw) or expand(raw):
            tags = lists.get(word, "")
            if word in names:
                tags += TAG["name"]
            found.append(Token(word, start, end, tags))
    return found


_AUX = "do|does|did|is|are|am|was|were|can|could|would|will|should|shall|may|might|have|has|had|must"
_WH = "what|how|who|whom|whose|when|where|which|why"
_SUBJECT = (
    r"i|you|he|she|it|we|they|this|that|there|these|those|any|anything|anyone|anybody|everyone|everybody|your|my|the"
)
_LEAD = (
    r"(?: (?:so|okay|ok|and|but|or|well|now|then|um|hm|hmm|oh|also|maybe|just|because|alright|yeah|ah|right|first"
    rf"|if)\|\S*| [^ |]+\|[^ ]*{TAG['name']}[^ ]*| ,| -)*"
)
_ASKS_BY_FORM = re.compile(
    rf" \^{_LEAD}(?: (?:{_AUX})\|\S*(?: not\|\S*)? (?:{_SUBJECT})\||"
    rf" (?:{_WH})\|\S*(?: [^ |]+\|\S*)? (?:{_AUX})\|\S* (?:{_SUBJECT})\||"
    r" (?:what|how)\|\S* about\||"
    rf" (?:want|wanna|care|fancy|mind|ready)\|\S* (?:to|a|doing|trying)\|)"
)
_COMMANDS_BY_FORM = re.compile(
    rf" \^{_LEAD}(?: (?:please|just|always|never|kindly|go\|\S* ahead\|\S* and)\|\S*)*"
    rf"(?: do\|\S* not\|\S*)? [^ |]+\|[^ ]*{TAG['verb']}[^ ]*"
    r"(?! (?:,|:|is\||are\||was\||has\||of\||can\||will\||would\||i\||you\||we\||he\||she\|))"
)


def _read(text: str, names: Collection[str], gloss: bool) -> Utterance:
    read = text[:READ_AT_MOST].translate(_STRAIGHT)
    tokens = _tokens(read, names, load_typed("gloss") if gloss else {})
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    bounds: list[tuple[int, int]] = []  # sentences as token ranges
    begin = 0
    for index, token in enumerate(tokens):
        if not token.is_word and token.norm[0] in _ENDS:
            follows = tokens[index + 1] if index + 1 < len(tokens) else None
            if follows is not None and not follows.is_word and (follows.norm[0] in _ENDS or follows.norm in "\"')"):
                continue  # ?!  ."  end with the last mark
            bounds.append((begin, index + 1))
            begin = index + 1
    if begin < len(tokens):
        bounds.append((begin, len(tokens)))
    opens = {first for first, _ in bounds}
    for index, token in enumerate(tokens):
        piece = " ^" if index in opens else ""
        if token.is_word:
            piece += f" {token.norm}|{token.tags}"
        elif token.norm == "\n":
            piece += " ."
        else:
            piece += " " + token.norm[0]
        starts.append(length)
        parts.append(piece)
        length += len(piece)
    code = "".join(parts)
    sentences = []
    for first, last in bounds:
        if not any(tokens[i].is_word for i in range(first, last)):
            continue
        stretch = code[starts[first] : starts[last] if last < len(tokens) else len(code)]
        mark = any(tokens[i].norm.startswith("?") for i in range(max(first, last - 3), last))
        mood: Mood = "statement"
        if mark or _ASKS_BY_FORM.match(stretch):
            mood = "question"
        elif _COMMANDS_BY_FORM.match(stretch):
            mood = "command"
        sentences.append(Sentence(first, last, mood, mark))
    return Utterance(text, tuple(tokens), tuple(sentences), code, tuple(starts))


def ngrams(words: Sequence[str], n: int) -> Iterable[tuple[str, ...]]:
    """Runs of `n` words."""
    return zip(*(words[i:] for i in range(n)), strict=False)
