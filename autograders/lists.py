"""The word lists: one file a family of words, and what people type on a phone.

A list file holds words separated by white space; lines that begin with `#` say what the list is for.
`typed.txt` and `gloss.txt` hold one `typed = words` a line.
"""

from functools import cache
from importlib.resources import files

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

#: The lists, in the order that gives each its tag letter. `name` has no file: the exercise names its people.
LISTS = (
    "name",
    "feeling",
    "body",
    "hedge",
    "part",
    "method",
    "pain",
    "hard",
    "relative",
    "time",
    "deed",
    "gerund",
    "verb",
    "harsh",
    "group",
)
TAG = {name: _LETTERS[i] for i, name in enumerate(LISTS)}


@cache
def load_lists() -> dict[str, str]:
    """Every listed word with the tags of the lists that hold it."""
    tags: dict[str, str] = {}
    for name in LISTS[1:]:
        for word in words_of(name):
            tags[word] = tags.get(word, "") + TAG[name]
    return tags


@cache
def words_of(name: str) -> frozenset[str]:
    """The words of one list."""
    text = (files("autograders") / "words" / f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(w for line in text.splitlines() if not line.startswith("#") for w in line.split())


@cache
def load_typed(name: str = "typed") -> dict[str, tuple[str, ...]]:
    """What is typed, as the words it stands for: phone typing and dialect, or (`gloss`) words of other languages."""
    text = (files("autograders") / "words" / f"{name}.txt").read_text(encoding="utf-8")
    pairs = (line.split("=", 1) for line in text.splitlines() if "=" in line and not line.startswith("#"))
    return {typed.strip(): tuple(says.split()) for typed, says in pairs}
