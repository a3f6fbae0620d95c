"""Reading a text once: words as they read, offsets into what was typed, sentences and their mood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograders.pattern import compile_pattern, forms
from autograders.text import READ_AT_MOST, Utterance, count_words


def reads(text: str) -> str:
    return " ".join(Utterance.read(text).words)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("You're tired, aren't you?", "you are tired are not you"),
        ("I’d like that", "i would like that"),
        ("dont u wanna try", "do not you want to try"),
        ("she can't, he won't", "she can not he will not"),
        ("what's it like", "what is it like"),
        ("I'm fixin' to go", "i am fixing to go"),
        ("Let's see", "let's see"),
        ("Rafa's chair", "rafa 's chair"),
        ("thru w/ it rn", "through with it right now"),
        ("ur kinda lonley", "your kind of lonely"),
    ],
)
def test_words_read_as_what_they_say(typed: str, says: str) -> None:
    assert reads(typed) == says


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("Do you want to?", "question"),
        ("do u want 2 do anything abt it", "question"),
        ("What would you like", "question"),
        ("So, would that be okay", "question"),
        ("You're tired.", "statement"),
        ("Close your eyes.", "command"),
        ("Okay, now write it down.", "command"),
        ("Please don't explain.", "command"),
        ("Work, then home.", "statement"),
    ],
)
def test_a_sentence_has_a_mood_with_or_without_its_mark(text: str, mood: str) -> None:
    assert [s.mood for s in Utterance.read(text).sentences] == [mood]


def test_a_name_before_a_command_does_not_hide_it() -> None:
    assert Utterance.read("Marcus, turn to Theo.", {"marcus", "theo"}).sentences[0].mood == "command"


def test_sentences_end_where_a_reader_would_end_them() -> None:
    moods = [s.mood for s in Utterance.read("You wait. And wait?! Tell me… no.").sentences]
    assert moods == ["statement", "question", "command", "statement"]


@given(st.text(max_size=300))
def test_every_word_stands_where_it_says(text: str) -> None:
    utterance = Utterance.read(text)
    for token in utterance.tokens:
        assert 0 <= token.start < token.end <= len(text)
        if token.is_word:
            assert text[token.start : token.end].strip()


@given(st.text(alphabet="you dont? wanna.’'\" \n!ñéЖ😀", max_size=200))
def test_reading_twice_gives_the_same(text: str) -> None:
    assert Utterance.read(text) == Utterance.read(text)


def test_a_very_long_text_is_read_up_to_a_limit() -> None:
    utterance = Utterance.read("word " * 100_000)
    assert utterance.tokens[-1].end <= READ_AT_MOST


def test_words_are_counted_by_the_codebook() -> None:
    assert count_words("I don't know… that's 2 things") == 6


# --- patterns ---


def found(pattern: str, text: str, names: tuple[str, ...] = ()) -> list[str]:
    utterance = Utterance.read(text, names)
    return [text[slice(*utterance.span(*span))] for span in compile_pattern(pattern).find(utterance)]


@pytest.mark.parametrize(
    ("pattern", "text", "quotes"),
    [
        ("would you be open/willing", "Would you be willing to?", ["Would you be willing"]),
        ("~want to", "She wanted to, he wants to.", ["wanted to", "wants to"]),
        ("you ..3 tired", "You look so very tired.", ["You look so very tired"]),
        ("you ..3 tired", "You. She is tired.", []),
        ("(a part | some) of you", "Some of you stays; a part of you goes.", ["Some of you", "a part of you"]),
        ("you [really] should", "You should, you really should.", ["You should", "you really should"]),
        ("(very)? sad", "very sad", ["very sad"]),
        ("feel @feeling", "you feel lonely", ["feel lonely"]),
        ("want to !talk", "want to talk, want to go", ["want to"]),
        ("i don't know", "I do not know. i dont know", ["I do not know", "i dont know"]),
        ("scar* <?>", "Are you scared?", ["scared?"]),
        ("^ breathe", "Okay, Ann, breathe. You breathe.", ["Okay, Ann, breathe"]),
    ],
)
def test_a_pattern_finds_what_it_says(pattern: str, text: str, quotes: list[str]) -> None:
    assert [q.strip(" ,.") for q in found(pattern, text, ("ann",))] == quotes


@pytest.mark.parametrize("pattern", ["(a | b", "a)", "? a", "you're/we're here"])
def test_a_pattern_that_makes_no_sense_says_so(pattern: str) -> None:
    with pytest.raises(ValueError, match="pattern"):
        compile_pattern(pattern)


def test_verbs_have_their_forms() -> None:
    assert set(forms("carry")) >= {"carry", "carries", "carried", "carrying"}
    assert set(forms("plan")) >= {"planned", "planning"}
    assert set(forms("tell")) >= {"told", "telling"}
    assert set(forms("guess")) >= {"guesses", "guessed"}
