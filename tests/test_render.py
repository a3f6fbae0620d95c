"""What a lesson says in Markdown: it shows exactly an author's words, and means the same without any styling."""

import re
from html import unescape

import pytest
from small_course import dialogue, lesson

from course import render
from course.model import Dialogue, Lesson
from exercises.content import Spot

NASTY = '<script>alert(1)</script> costs $5 or $6 \\(x\\) \\begin{y} *not* _thin_ [a](javascript:b) `c` "quoted" & done'


def shown(html: str) -> str:
    """What a browser shows of a piece of HTML."""
    return unescape(re.sub(r"<[^>]*>", "", html.replace("<br>", "\n")))


def markdown_it(source: str) -> str:
    """The source as nbconvert, and so formgrader, renders it."""
    from nbconvert.filters.markdown_mistune import markdown2html_mistune

    return str(markdown2html_mistune(source))


def test_an_author_s_words_are_shown_exactly() -> None:
    assert shown(render.plain(NASTY)) == NASTY
    assert "<script" not in render.plain(NASTY)


def test_no_formula_can_begin_in_them() -> None:
    # MathJax reads each run of text between two tags for itself
    for text in re.split(r"<[^>]*>", render.plain("it costs $5 or $6, \\(x\\), \\begin{y}")):
        assert not re.search(r"\$.+\$|\\\(|\\begin", unescape(text))


def test_they_are_shown_exactly_in_a_markdown_heading_too() -> None:
    assert shown(markdown_it(f"# {render.plain(NASTY)}")).strip().removesuffix("¶") == NASTY


def test_line_breaks_are_kept_and_an_empty_line_does_not_end_the_block() -> None:
    assert render.plain("one\n\n two ") == "one<br>two"


def test_an_author_s_markdown_keeps_its_form_and_nothing_else() -> None:
    said = render.markdown(
        "Some *thin* and **fat** words.\n\n- one\n- two\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n> quoted"
    )
    html = markdown_it(said)
    for form in ("<em>thin</em>", "<strong>fat</strong>", "<li>one</li>", "<td>1</td>", "<blockquote>"):
        assert form in html


@pytest.mark.parametrize(
    "bad",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a]( javascript:alert(1))",
        "[a](<javascript:alert(1)>)",
        "[a](data:text/html,x)",
        "[a]: javascript:alert(1)\n\n[a]",
        "![a](vbscript:x)",
        "<javascript:alert(1)>",
    ],
)
def test_an_author_s_markdown_runs_nothing(bad: str) -> None:
    html = markdown_it(render.markdown(bad))
    assert not re.search(r"<script|<img|onerror=[^&]*>(?!.*&lt;)|(href|src)=\"?\s*(javascript|data|vbscript):", html)


def test_links_to_pages_stay_links() -> None:
    html = markdown_it(render.markdown("See [the page](https://example.org/a) and [there](mailto:a@example.org)."))
    assert 'href="https://example.org/a"' in html
    assert 'href="mailto:a@example.org"' in html


def test_money_in_markdown_is_not_a_formula() -> None:
    html = markdown_it(render.markdown("It costs $5 or $6."))
    assert shown(html).strip() == "It costs $5 or $6."
    assert "math" not in html


def test_a_dialogue_numbers_its_turns_and_names_mistake_and_repair_in_words() -> None:
    html = render.dialogue(Dialogue.model_validate(_tuples(dialogue())))
    assert "\n\n" not in html, "an empty line would end the block of HTML"
    assert html.count("<li ") == 12
    assert html.count("<ol") == 1
    turns = html.split("<li ")[1:]
    assert "The mistake." in turns[2]
    assert "The repair." in turns[6]
    assert sum("The mistake." in turn or "The repair." in turn for turn in turns) == 2
    assert "Note 5." in turns[4]


def test_a_dialogue_keeps_to_what_jupyterlab_lets_through() -> None:
    html = render.dialogue(Dialogue.model_validate(_tuples(dialogue())))
    assert set(re.findall(r"<(\w+)", html)) <= {"section", "h3", "p", "b", "i", "ol", "li", "br", "span", "blockquote"}
    assert set(re.findall(r" ([\w-]+)=", html)) == {"class"}
    assert "style=" not in html


def test_a_nasty_dialogue_is_shown_and_not_obeyed() -> None:
    data = dialogue()
    data["turns"][0]["text"] = data["turns"][0]["note"] = data["title"] = data["people"] = data["goal"] = NASTY
    html = markdown_it(render.dialogue(Dialogue.model_validate(_tuples(data))))
    assert "<script" not in html
    assert shown(html).count(NASTY) == 5


def test_spotting_without_a_kernel_folds_its_answer_away() -> None:
    spot = Spot(id="spot-1", ask="Which?", options=("Turn 1", "Turn 2"), answer=2, why="It pushes.")
    before, _, after = render.spotting([spot]).partition("<details>")
    assert "It pushes." not in before
    assert "<b>2.</b> It pushes." in after


def test_the_opening_says_what_a_student_must_know() -> None:
    said = render.opening(Lesson.model_validate(_tuples(lesson())), graded=2, points=20, spare=True)
    for needed in (
        "50 minutes",
        'data-commandlinker-command="notebook:run-all-cells"',
        "Run › Run All Cells",
        "Handed in:",
        "two graded rewrites (20 points in all)",
        "Yours alone:",
        "not supervision",
        "Nothing from real sessions.",
        "may be wrong",
        "without losing points",
        "policy on AI",
    ):
        assert needed in said


def test_the_opening_promises_another_scene_only_where_there_is_one() -> None:
    shaped = Lesson.model_validate(_tuples(lesson()))
    assert "for every one you get another" in render.opening(shaped, graded=2, points=20, spare=True)
    assert "for every graded one you get another" in render.opening(shaped, graded=2, points=20, spare=False)


def test_chunks_say_their_minutes_what_is_left_and_what_is_next() -> None:
    shaped = Lesson.model_validate(_tuples(lesson()))
    assert "10 minutes here · 50 left in the lesson · next: Practise" in render.chunk_heading(shaped, 0)
    assert "10 minutes here · 10 left in the lesson · next: handing in" in render.chunk_heading(shaped, 3)


def test_dois_become_links_once() -> None:
    html = render.sources(
        ["Bordin (1979). https://doi.org/10.1037/h0085885.", "Beutler 2018, 10.1002/jclp.22682, d = .79"]
    )
    assert html.count("<a href=") == 2
    assert '<a href="https://doi.org/10.1037/h0085885">10.1037/h0085885</a>.' in html
    assert '<a href="https://doi.org/10.1002/jclp.22682">10.1002/jclp.22682</a>, d = .79' in html


def _tuples(value: object) -> object:
    """Lists as tuples, as strict models want them."""
    if isinstance(value, list):
        return tuple(_tuples(one) for one in value)
    return {key: _tuples(one) for key, one in value.items()} if isinstance(value, dict) else value
