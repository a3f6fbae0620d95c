"""A student's text made fit to be shown: words marked where something was found, and no character that acts."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

#: Shown at most; a longer text is cut, and says so.
SHOW_AT_MOST = 10_000

# Characters that turn the direction of what follows, or that nobody sees, could make a text read differently from
# what it is. Marks and joiners that real writing needs (U+200C to U+200F) stay.
_UNSEEN = {0x200B, 0x2060, 0xFEFF, 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of the text: `labels` name what was found in it, `ends` what was found that ends with it."""

    text: str
    labels: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()


def segments(text: str, spans: Iterable[tuple[int, int, str]]) -> tuple[Segment, ...]:
    """The text cut where a span (start, end, label) begins or ends; joined again, it is the text.

    Spans may overlap, and stand in any order; what reaches outside of the text is cut off.
    """
    size = len(text)
    known = [(max(0, start), min(size, end), label) for start, end, label in spans]
    known = [span for span in dict.fromkeys(known) if span[0] < span[1]]
    cuts = sorted({0, size, *(edge for start, end, _ in known for edge in (start, end))})
    return tuple(
        Segment(
            text[here:there],
            tuple(dict.fromkeys(label for start, end, label in known if start <= here and there <= end)),
            tuple(dict.fromkeys(label for _, end, label in known if end == there)),
        )
        for here, there in pairwise(cuts)
    )


def visible(text: str) -> str:
    """The text with control characters (terminal codes, nulls, direction switches) as signs that do nothing."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c if c in "\n\t" or c.isprintable() else _sign(c) for c in text)


def _sign(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)  # the picture of the control character: ␛ for escape
    if code == 0x7F:
        return "␡"
    category = unicodedata.category(character)
    if code in _UNSEEN or category in {"Cc", "Cs", "Cn"} or 0xE0000 <= code <= 0xE007F:
        return "�"
    return " " if category.startswith("Z") else character
