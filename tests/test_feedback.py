"""What people read of a mark, and that a student's text is shown so that nothing in it acts."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lesson_fixture import lesson

from autograders.feedback import INSTEAD, SHOW_AT_MOST, answer_html, escape, feedback, mark_html
from autograders.judge import judge
from autograders.mark import Evidence, Mark, Verdict
from exercises.criteria import CRITERIA, UNIVERSAL
from exercises.highlight import segments, visible

EXERCISE = lesson().exercises["night-shift"]
TEXT = "We could write the day down. Would you want to try that?"


def evidence(words: str, text: str = TEXT) -> Evidence:
    start = text.index(words)
    return Evidence(start, start + len(words), words)


def mark(missing: tuple[str, ...] = (), status: str = "scored", **quotes: str) -> Mark:
    """A mark in which all is met but what is named; `quotes` are the words in evidence."""
    verdicts = tuple(
        Verdict(
            criterion=c,
            met=c not in missing,
            confidence=0.95,
            reason=f"Because of {c}.",
            evidence=(evidence(quotes[c]),) if c in quotes else (),
            hint="" if c not in missing else f"Look at {c}.",
            doubts=("a rare word",) if c in missing else (),
        )
        for c in (*EXERCISE.criteria, *UNIVERSAL)
    )
    return Mark("abc123", EXERCISE.id, status, 6.0, 10.0, verdicts)  # type: ignore[arg-type]


# One thing to keep, one to change -----------------------------------------------------------------------------------


def test_keep_is_a_move_that_was_found_with_its_words() -> None:
    told = feedback(EXERCISE, TEXT, mark(invites_choice="Would you want to"))
    assert told.keep.label == "Asks, and means it"
    assert told.keep.evidence == (evidence("Would you want to"),)


def test_keep_never_praises_what_was_only_avoided() -> None:
    moves = tuple(c for c in EXERCISE.criteria if CRITERIA[c].kind == "move")
    assert feedback(EXERCISE, TEXT, mark(missing=moves)).keep.label == "You began"


def test_change_is_one_thing_said_as_an_offer_with_a_hint() -> None:
    told = feedback(EXERCISE, TEXT, mark(missing=("gives_rationale", "links_goal")))
    assert told.change.label == "Says why it could help"
    assert "I think you could say in half a sentence how it could help." in told.change.text
    assert told.change.text.endswith("Look at gives_rationale.")
    assert "links_goal" not in told.change.text


@pytest.mark.parametrize(
    ("missing", "first"),
    [
        (("names_task", "no_imposing", "respectful", "in_voice"), "in_voice"),
        (("names_task", "no_imposing", "respectful"), "respectful"),
        (("names_task", "no_imposing", "concise"), "no_imposing"),
        (("names_task", "concise"), "names_task"),
        (("concise",), "concise"),
    ],
)
def test_what_stands_in_the_way_of_all_else_is_the_change(missing: tuple[str, ...], first: str) -> None:
    assert feedback(EXERCISE, TEXT, mark(missing=missing)).change.label == INSTEAD.get(first, CRITERIA[first].label)


def test_a_slip_to_change_is_not_headed_by_the_praise_for_avoiding_it() -> None:
    slips = {c.id for c in CRITERIA.values() if c.kind == "slip"}
    assert set(INSTEAD) == slips
    assert feedback(EXERCISE, TEXT, mark(missing=("no_imposing",))).change.label == "An offer, not an order"


def test_when_all_is_met_there_is_nothing_to_change_but_to_make_it_ones_own() -> None:
    told = feedback(EXERCISE, TEXT, mark())
    assert told.all_met
    assert "sound like you" in told.change.text


def test_every_criterion_has_an_offer_of_change() -> None:
    for criterion in CRITERIA:
        whole = Mark("x", EXERCISE.id, "scored", 0, 10, (Verdict(criterion, False, 0.9, ""),))
        other = EXERCISE.model_copy(update={"criteria": {criterion: 1}})
        assert "I think you could" in feedback(other, TEXT, whole).change.text, criterion


def test_every_criterion_has_a_line_and_says_when_it_is_unsure() -> None:
    verdicts = tuple(Verdict(c, True, 0.6, "") for c in (*EXERCISE.criteria, *UNIVERSAL))
    told = feedback(EXERCISE, TEXT, Mark("x", EXERCISE.id, "scored", 0, 10, verdicts))
    assert [line.criterion for line in told.lines] == [*EXERCISE.criteria, *UNIVERSAL]
    assert all(line.unsure for line in told.lines)


def test_a_state_answers_to_its_label_whatever_kind_of_criterion_it_is() -> None:
    lines = {x.criterion: x.state for x in feedback(EXERCISE, TEXT, mark(missing=("names_task", "no_imposing"))).lines}
    assert (lines["names_task"], lines["no_imposing"]) == ("Not yet", "Not yet")
    assert (lines["invites_choice"], lines["respectful"]) == ("Found", "Yes")


def test_a_queued_answer_is_told_to_be_doubtful_unless_a_gate_says_why() -> None:
    assert feedback(EXERCISE, TEXT, mark(status="for your instructor")).doubtful
    assert not feedback(EXERCISE, TEXT, mark(missing=("original",), status="for your instructor")).doubtful


def test_the_judges_own_words_leave_room_for_being_wrong() -> None:
    told = feedback(EXERCISE, TEXT, judge(EXERCISE, TEXT))
    missing = [x for x in told.lines if not x.met and CRITERIA[x.criterion].kind == "move"]
    assert missing
    assert all("I couldn't find" in x.reason and "if it is there" in x.reason for x in missing)


# Shown so that nothing acts -----------------------------------------------------------------------------------------


class Page(HTMLParser):
    """What a browser would make of it: elements, attributes, text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"{tag} closes what was not open"

    def handle_data(self, data: str) -> None:
        self.text.append(data)


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</blockquote></section><h1>Full marks</h1>",
    "[click](javascript:alert(1)) **bold** `code` # head",
    "$\\href{javascript:alert(1)}{x}$ and \\(x^2\\) and \\begin{align}x\\end{align} $$y$$",
    "\x1b[31mred\x1b[0m \x1b]8;;https://example.org\x07link",
    "right \u202eot tfel\u202c, \u2066isolated\u2069, zero\u200bwidth, \ufeffmark, tag\U000e0041",
    "null \x00, half \ud800, bell \x07, delete \x7f, high \x9b",
    '" onmouseover="alert(1)',
    "&lt;b&gt; &amp;amp; &#60;i&#62;",
    "<!-- a comment --> <style>*{display:none}</style> <iframe src=//example.org>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_becomes_text(text: str) -> None:
    found = [(Evidence(0, 5, text[:5]), "1", True), (Evidence(3, 12, text[3:12]), "2", False)]
    html = answer_html(text, found)
    page = Page(html)
    assert set(page.tags) <= {"blockquote", "span", "mark", "sup"}
    assert set(page.attributes) <= {"class", "dir"}
    html.encode("utf-8")
    for forbidden in ("\x1b", "\x00", "\x07", "\x7f", "\x9b", "\u202e", "\u2066", "\u200b", "\ufeff", "\U000e0041"):
        assert forbidden not in html


@pytest.mark.parametrize("text", HOSTILE)
def test_no_formula_is_left_for_mathjax_to_find(text: str) -> None:
    html = answer_html(text)
    assert "tex2jax_ignore mathjax_ignore" in html
    assert "$" not in html
    assert "\\" not in html
    # in a browser too, each such sign stands alone in an element, and MathJax does not read across elements
    for piece in Page(html).text:
        assert not re.search(r"[$\\].", piece)


@given(st.text(max_size=200), st.lists(st.tuples(st.integers(-5, 210), st.integers(-5, 210), st.sampled_from("abc"))))
def test_cut_and_joined_again_it_is_the_text(text: str, spans: list[tuple[int, int, str]]) -> None:
    parts = segments(text, spans)
    assert "".join(part.text for part in parts) == text
    assert all(part.text for part in parts)


@given(st.text(max_size=100))
def test_what_is_shown_is_what_was_written_but_for_signs_that_act(text: str) -> None:
    plain = "".join(c for c in text if c.isprintable())
    assert plain == "".join(
        c for c, was in zip(visible(text.replace("\r", "")), text.replace("\r", ""), strict=True) if was.isprintable()
    )
    Page(escape(text))


def test_writing_that_is_not_english_is_shown_as_it_is() -> None:
    for text in ("你好，你愿意吗？", "هل تريد أن نجرب؟", "क्या आप चाहेंगे?", "👩‍⚕️ café naïve"):
        assert "".join(Page(answer_html(text)).text) == text


def test_overlapping_words_carry_both_numbers() -> None:
    found = [(evidence("write the day down"), "1", True), (evidence("the day down. Would you"), "2", True)]
    html = answer_html(TEXT, found)
    assert "<mark>the day down<sup>1</sup></mark>" in html
    assert "<mark>. Would you<sup>2</sup></mark>" in html


def test_words_of_a_slip_are_marked_apart_and_not_by_colour_alone() -> None:
    html = answer_html(TEXT, [(evidence("write"), "1", False)])
    assert '<mark class="cw-no">write<sup>1</sup></mark>' in html


def test_a_hundred_thousand_characters_are_cut_and_it_says_so() -> None:
    html = answer_html("$" * 100_000)
    assert "cut: 100,000 characters" in html
    assert html.count("&#36;") == SHOW_AT_MOST


# The whole mark -----------------------------------------------------------------------------------------------------


def test_the_mark_shows_text_status_points_verdicts_and_how_to_ask_for_a_person() -> None:
    html = mark_html(mark(missing=("links_goal",), invites_choice="Would you want to"), TEXT, EXERCISE)
    words = " ".join(Page(html).text)
    assert "scored" in words
    assert "6 of 10 points" in words
    assert "Ties it to the client's goal (2)" in words
    assert "○ Not yet" in words
    assert "✓ Found" in words
    assert "may be wrong" in words
    assert "abc123" in words
    assert not Page(html).open  # every element is closed


def test_only_the_instructor_sees_what_made_it_unsure() -> None:
    queued = mark(missing=("links_goal",), status="for your instructor")
    assert "a rare word" in mark_html(queued, TEXT, EXERCISE, instructor=True)
    student = mark_html(queued, TEXT, EXERCISE)
    assert "a rare word" not in student
    assert "for your instructor" in student


def test_the_instructor_reads_why_a_person_should_look_and_the_words_act_on_nothing() -> None:
    queued = mark(missing=("links_goal",), status="for your instructor")
    html = mark_html(queued, TEXT, EXERCISE, instructor=True, asked="I <b>meant</b> it $so$.")
    assert "Why you should look: I <b>meant</b> it $so$." in " ".join("".join(Page(html).text).split())
    assert "<b>" not in html
    assert "$so$" not in html


def test_an_answer_that_was_not_given_is_said_to_be_so() -> None:
    html = mark_html(judge(EXERCISE, "  "), "  ", EXERCISE)
    assert "not answered" in html
    assert "No text." in html
    assert "<table" not in html


@pytest.mark.parametrize("text", HOSTILE)
def test_the_whole_mark_of_a_hostile_text_acts_on_nothing(text: str) -> None:
    html = mark_html(
        judge(EXERCISE, text + " Would you want to try that?"), text + " Would you want to try that?", EXERCISE
    )
    page = Page(html)
    assert not {"script", "img", "iframe", "a", "h1", "i", "b"} & set(page.tags)
    assert not [name for name in page.attributes if name.startswith("on") or name in {"href", "src"}]
    assert html.count("<style>") == 1  # our own
    html.encode("utf-8")
