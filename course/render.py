"""What a lesson says, as Markdown cells: readable without running anything, in JupyterLab and in nbgrader's pages.

Both show Markdown with HTML in it, and JupyterLab drops styles, scripts and ARIA from it. So the meaning is in the
words and in plain elements (ordered lists, quotations); class names only add a look, where `lesson.css` is there.
"""

import html
import re
from collections.abc import Iterable, Iterator

from course.model import Dialogue, Lesson
from exercises.content import Spot
from exercises.model import THERAPIST

_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/)?(\b10\.\d{4,9}/[^\s,;·]*[^\s,;·.)])")
_SCHEME = re.compile(r"\](\(|:)(?=\s*<?\s*(?!https?:|mailto:)[a-zA-Z][\w+.\-]*:)")
_STRAY_BACKSLASH = re.compile(r"\\(?=[A-Za-z\\])")

#: Known and stable numbers, for where risk is mentioned; the last line holds everywhere.
CRISIS_LINES = (
    ("United States and Canada", "988, by call or text"),
    ("United Kingdom and Ireland", "Samaritans, 116 123"),
    ("Australia", "Lifeline, 13 11 14"),
    ("New Zealand", "1737, by call or text"),
    ("Elsewhere", "your local emergency number, or findahelpline.com"),
)


def plain(text: str) -> str:
    """An author's words as HTML that shows exactly them: no tags, no Markdown, no formulas; line breaks kept."""
    return "<br>".join(_inline(line.strip()) for line in text.strip().splitlines() if line.strip())


def _inline(text: str) -> str:
    """As `plain`, for a piece of a line.

    MathJax reads what a browser shows, so escaping `$` is not enough; but it finds no formula across an element's edge.
    """
    shown = html.escape(text).replace("\\", "<span>&#92;</span>").replace("$", "<span>&#36;</span>")
    for sign in "*_`[":
        shown = shown.replace(sign, f"&#{ord(sign)};")
    return shown


def attribute(text: str) -> str:
    """An author's words for an HTML attribute, on one line."""
    return html.escape(" ".join(text.split())).replace("$", "&#36;").replace("\\", "&#92;")


def markdown(text: str) -> str:
    """An author's Markdown, without HTML, formulas, or links that run something."""
    safe = text.strip().replace("<", "&lt;")
    safe = _SCHEME.sub(lambda m: "]&#40;" if m[1] == "(" else "]&#58;", safe)
    safe = _STRAY_BACKSLASH.sub("<span>&#92;</span>", safe)
    return safe.replace("$", "<span>&#36;</span>")


def opening(lesson: Lesson, graded: int, points: int, spare: bool) -> str:
    """The top of a lesson: title, objectives, minutes, Start, and what a student should know before starting.

    `graded` is the number of graded slots, `points` what they add up to; `spare` says that every slot, practice too,
    has another exercise for those who skip its first.
    """
    work = "rewrite" if lesson.skill else "baseline answer"
    lines = [
        f"# {plain(lesson.title)}",
        "",
        markdown(lesson.summary),
        "",
        '<p class="cw-start"><button data-commandlinker-command="notebook:run-all-cells" '
        'data-commandlinker-args="{}">Start</button></p>',
        "",
        f"*About {lesson.minutes} minutes. Press **Start** once: it brings up the cards you write in. JupyterLab may "
        "ask whether to run it: choose **Run Once**. If nothing happens, choose Run › Run All Cells in the menu.*",
        "",
        "**At the end you can**",
        "",
        *(f"- {markdown(one)}" for one in lesson.objectives),
        "",
        "**The way there**",
        "",
        '<ol class="cw-way">',
        *(f"<li>{plain(chunk.title)}, {chunk.minutes} min</li>" for chunk in lesson.chunks),
        "</ol>",
        "",
        "*Practice with invented people, not supervision. Please write nothing from real sessions. Feedback is by "
        "rules and may be wrong; your instructor decides.*",
        "",
        f'<details class="cw-know"{"" if lesson.skill else " open"}>'
        "<summary><b>Before you start: what is handed in, and what is yours</b></summary>",
        "<ul>",
        f"<li><b>Handed in:</b> your {_count(graded, 'graded ' + work)} ({points} points in all), each with its first "
        "attempt; your choices in the spotting questions, which carry no points; your reflection; and any note to "
        "your instructor (from a practice card, that one answer goes along). Nothing else.</li>"
        if graded
        else "<li><b>Handed in:</b> your choices in the spotting questions and your reflection. No points.</li>",
        "<li><b>Yours alone:</b> every practice attempt, and how hard you found it. They stay in your own files.</li>",
        "<li><b>You may skip</b> any scene, without giving a reason and without losing points: "
        f"for every {'one' if spare else 'graded one'} you get another.</li>",
        "<li><b>A simulation.</b> This is practice with words. It is not supervision, and it certifies nothing.</li>",
        "<li><b>Nothing from real sessions.</b> Everybody in these scenes is invented. Please keep clients out of "
        "what you write here.</li>",
        "<li><b>Feedback comes from rules,</b> not from a person and not from an AI service, and it may be wrong. You "
        "can ask for a person to look at any answer; your instructor has the last word. Write in your own words: your "
        "program’s policy on AI tools applies here too.</li>",
        "</ul></details>",
    ]
    return "\n".join(lines)


def chunk_heading(lesson: Lesson, number: int) -> str:
    """The heading of a chunk, counted from 0, with its minutes and what is left from here."""
    chunk = lesson.chunks[number]
    left = sum(later.minutes for later in lesson.chunks[number:])
    after = lesson.chunks[number + 1].title if number + 1 < len(lesson.chunks) else "handing in"
    return (
        f"## {number + 1} · {plain(chunk.title)}\n\n"
        f'<p class="cw-time"><small>{chunk.minutes} minutes here · {left} left in the lesson · '
        f"next: {plain(after)}</small></p>"
    )


def dialogue(shown: Dialogue) -> str:
    """An annotated dialogue as one block of HTML: an ordered list of turns, a quotation under each with its note."""
    rows = ['<section class="cw-dialogue">', f"<h3>{plain(shown.title)}</h3>"]
    if shown.content_note:
        rows.append(f'<p class="cw-content-note"><b>Content note:</b> {plain(shown.content_note)}</p>')
    rows.append(f'<p class="cw-people">{plain(shown.people)}</p>')
    if shown.goal:
        rows.append(f'<p class="cw-goal"><b>What they came for:</b> {plain(shown.goal)}</p>')
    rows.append('<ol class="cw-turns">')
    for number, turn in enumerate(shown.turns, start=1):
        kind = "mistake" if number in shown.mistake_at else "repair" if number in shown.repair_at else ""
        who = "therapist" if turn.speaker.casefold() == THERAPIST else "client"
        emotion = f' <i class="cw-emotion">({plain(turn.emotion)})</i>' if turn.emotion else ""
        classes = f"cw-turn cw-{who}" + (f" cw-{kind}" if kind else "")
        rows.append(
            f'<li class="{classes}"><p><b class="cw-speaker">{plain(turn.speaker)}</b>{emotion}<br>'
            f'<span class="cw-says">{plain(turn.text)}</span></p>{"".join(_note(kind, turn.note))}</li>'
        )
    rows += ["</ol>", "</section>"]
    return "\n".join(rows)


def _note(kind: str, note: str | None) -> Iterator[str]:
    tag = {"mistake": "The mistake.", "repair": "The repair."}.get(kind, "")
    if tag or note:
        said = " ".join(part for part in (f'<b class="cw-tag">{tag}</b>' if tag else "", plain(note or "")) if part)
        yield f'<blockquote class="cw-note">{said}</blockquote>'


def spotting(spots: Iterable[Spot]) -> str:
    """Spotting questions to be read without a kernel: each answer is folded away."""
    return "\n<hr>\n".join(_spot(spot) for spot in spots)


def _spot(spot: Spot) -> str:
    options = "\n".join(f"<li>{plain(option)}</li>" for option in spot.options)
    answer = f"<p><b>{spot.answer}.</b> {plain(spot.why)}</p>"
    return (
        f'<section class="cw-spot">\n<h4>{plain(spot.ask)}</h4>\n<ol>\n{options}\n</ol>\n'
        f"<details><summary>See the answer</summary>{answer}</details>\n</section>"
    )


def say_aloud(text: str) -> str:
    """A prompt to say something aloud, before or after writing it."""
    return f"### Say it aloud\n\n{markdown(text)}"


def sources(references: Iterable[str]) -> str:
    """The reading behind a lesson, with its DOIs as links."""
    items = "\n".join(f"<li>{_linked(reference)}</li>" for reference in references)
    return (
        '<details class="cw-sources"><summary><b>The reading behind this lesson</b></summary>\n'
        f"<ul>\n{items}\n</ul></details>"
    )


def crisis_lines() -> str:
    """Where to turn, for lessons in which risk is mentioned."""
    items = "\n".join(f"<li>{html.escape(place)}: {html.escape(line)}</li>" for place, line in CRISIS_LINES)
    return (
        '<details class="cw-crisis"><summary><b>If something here touches your own life</b></summary>\n'
        "<p>You need not go on. Skip what you like, and talk to somebody you trust. In a crisis:</p>\n"
        f"<ul>\n{items}\n</ul></details>"
    )


def _linked(reference: str) -> str:
    """A reference with its DOIs as links."""
    shown, end = "", 0
    for found in _DOI.finditer(reference):
        doi = found[1]
        shown += _inline(reference[end : found.start()])
        shown += f'<a href="https://doi.org/{attribute(doi)}">{_inline(doi)}</a>'
        end = found.end()
    return shown + _inline(reference[end:])


def _count(number: int, what: str) -> str:
    words = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}
    return f"{words.get(number, str(number))} {what}{'' if number == 1 else 's'}"


def slot_heading(kind: str, number: str, total: int, points: int | None) -> str:
    """The heading above an answer card; `points` are None where nothing is graded."""
    name = {"practice": "Practice", "rewrite": "Graded rewrite", "baseline": "Baseline"}[kind]
    return f"### {name} {number} of {total}" + (f" · {points} points" if points is not None else "")


def comment_place(kind: str, number: str) -> str:
    """What stands in the cell that holds the instructor's comment on a graded answer."""
    name = {"rewrite": "graded rewrite", "baseline": "baseline answer"}[kind]
    return f"*Your instructor’s comment on {name} {number} goes here.*"


def reflection(question: str) -> str:
    """The question of the reflection; it carries no points, and an instructor may answer it."""
    after = "*A few lines are enough. They carry no points; your instructor reads them.*"
    return f"### Look back\n\n{markdown(question)}\n\n{after}"


def handing_in(graded: int) -> str:
    """The words above the panel that shows what is answered and packs the file."""
    revise = "You can revise until you hand in, and an answer may stay open. " if graded else "Nothing here is graded. "
    return (
        f"## Hand in\n\nEverything you wrote is saved already, in this lesson’s folder. {revise}"
        "Then submit as your course does it: with the button below, which packs one file for you to upload, or in "
        "JupyterLab’s Assignment List."
    )


def reader_opening(lesson: Lesson) -> str:
    """The top of a lesson notebook that is only read."""
    return "\n".join(
        [
            f"# {plain(lesson.title)}",
            "",
            markdown(lesson.summary),
            "",
            "*To read: nothing needs to be run. You practise in this lesson’s assignment. The scenes are invented; "
            "they are a simulation, not supervision, and the four mistakes are a working map, not a tested typology.*",
            "",
            "**After this lesson you can**",
            "",
            *(f"- {markdown(one)}" for one in lesson.objectives),
        ]
    )


def reader_closing() -> str:
    """Where a lesson notebook that is only read sends its reader."""
    return (
        "## Practise\n\nReading about a move is not yet making it. In this lesson’s assignment you write six lines of "
        "your own, with feedback at once, and two to hand in."
    )
