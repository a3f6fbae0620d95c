"""Fingerprints of a text: hashed word 4-grams, which show a copy without showing the text."""

import hashlib
import re
import unicodedata

_WORD = re.compile(r"\w+(?:'\w+)*")
N = 4  # words in a row


def fingerprint(text: str) -> frozenset[str]:
    """The hashes of every four words in a row, in small letters, whatever the punctuation and the style of quotes.

    Of a text shorter than four words, one hash of all of them.
    """
    plain = unicodedata.normalize("NFKC", text).replace("’", "'").casefold()
    words = _WORD.findall(plain)
    runs = (words[i : i + N] for i in range(max(1, len(words) - N + 1)))
    return frozenset(hashlib.sha256(" ".join(run).encode()).hexdigest()[:12] for run in runs if run)
