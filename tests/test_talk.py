"""Moves in any line of talk: stutters, interruptions and short echoes, as people speak."""

import pytest

from autograders.talk import moves_in


def moves(text: str, *before: str) -> set[str]:
    return {f.move for f in moves_in(text, before)}


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("So you're tired of being the one who calls.", ()),
        ("It sounds like you miss her.", ()),
        ("What I'm hearing is that the evenings are the worst.", ("The evenings, mostly.",)),
        ("You-you, um, you feel you can't win with him.", ("Whatever I do, he's angry.",)),
        ("On the one hand you'd love to move, on the other you'd leave your mum.", ("I don't know what to do.",)),
        ("You left the garden alone?", ("I just left it, the whole garden, all summer.",)),
        ("Lonely, yeah.", ("The house is so empty now.",)),
        ("The empty house.", ("I come home to the empty house.",)),
    ],
)
def test_a_line_reflects(text: str, before: tuple[str, ...]) -> None:
    assert "reflection" in moves(text, *before)


@pytest.mark.parametrize(
    "text",
    [
        "Did you call her?",
        "Thanks for coming in today.",
        "That sounds great.",
        "We recommend two of these a day.",
        "I work on the third floor.",
        "Okay, right.",
        "You can find the form at the desk.",
    ],
)
def test_a_line_does_not_reflect(text: str) -> None:
    assert "reflection" not in moves(text, "I was at my sister's all week.")


def test_a_line_that_goes_on_after_an_interruption_reflects_as_what_it_goes_on_with() -> None:
    rest = "-and the quiet after nine."
    reflecting = ("I hate the nights.", "So you dread the nights-", "Mm-hmm.")
    informing = ("I hate the nights.", "We recommend the leaflets about sleep-", "Mm-hmm.")
    assert "reflection" in moves(rest, *reflecting)
    assert "reflection" not in moves(rest, *informing)


@pytest.mark.parametrize(
    "text",
    [
        "You really should talk to your brother first.",
        "I'd suggest you keep a diary.",
        "Maybe you could ask a neighbour.",
        "One thing you could do is leave the phone in the hall.",
        "What would you think about asking your aunt to help?",
        "Why don't you go for a walk?",
        "Have you tried writing to him?",
    ],
)
def test_a_line_advises(text: str) -> None:
    assert "advice" in moves(text)


@pytest.mark.parametrize(
    "text",
    [
        "You don't have to decide today.",
        "He tells you what you should eat.",
        "Why don't you tell me about your week?",
        "You must be worn out.",
        "Do you need to leave early?",
        "If you need to stop, say so.",
    ],
)
def test_a_line_does_not_advise(text: str) -> None:
    assert "advice" not in moves(text)


def test_a_number_is_no_open_answer() -> None:
    assert "open_question" not in moves("How many did you have?")
    assert "open_question" in moves("Wh-what, um, what happened then?")


def test_quotes_are_the_untouched_text() -> None:
    text = "Mm-hmm. So you-you're [laughs] not-- Well, you're not sure, um, about it. What else would help?"
    found = moves_in(text, ["I'm not sure."])
    assert {"reflection", "open_question"} <= {f.move for f in found}
    for f in found:
        assert text[f.evidence.start : f.evidence.end] == f.evidence.quote


@pytest.mark.parametrize("piece", ["you-", "a-a ", "[", "um, ", "- ", "so you ", "what ", "\n", "é-"])
def test_endless_repetition_is_read_to_the_end(piece: str) -> None:
    """A pattern that ran away would not come back from these."""
    text = piece * 20_000
    for found in moves_in(text, [text] * 12):
        assert text[found.evidence.start : found.evidence.end] == found.evidence.quote
