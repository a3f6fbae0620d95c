"""The page that a student gets back: what to keep, what to change, what the instructor said, and good examples.

One file that needs nothing from anywhere: it opens offline, prints, follows a dark theme, and reads in the same order
without its styles. Pure: values in, HTML out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from autograders.feedback import escape, mark_html
from autograders.mark import Mark
from exercises.card import names
from exercises.model import Example, Exercise


@dataclass(frozen=True, slots=True)
class Graded:
    """One graded slot, as it came back."""

    slot: str
    exercise: Exercise
    text: str
    mark: Mark
    score: float | None  # as it stands in the gradebook; None: nothing does yet
    by_hand: bool = False  # the score is an instructor's
    waiting: bool = False  # for an instructor's decision
    comment: str = ""  # the instructor's
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Returned:
    """One student's lesson, as it came back."""

    title: str
    student: str
    graded: Sequence[Graded]
    penalty: float = 0.0  # for handing in late
    reflection: str = ""
    reflection_comment: str = ""


def feedback_page(returned: Returned) -> str:
    """The whole page."""
    slots = "".join(map(_slot, returned.graded))
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>Feedback: {escape(returned.title)}</title><style>{STYLE}</style></head><body>"
        f'<main class="page">{_opening(returned)}{slots}{_reflection(returned)}{_closing()}</main></body></html>\n'
    )


def _opening(returned: Returned) -> str:
    most = sum(one.mark.max_score for one in returned.graded)
    total = sum(one.score or 0.0 for one in returned.graded) - returned.penalty
    waiting = sum(one.waiting for one in returned.graded)
    lines = [f'<p class="total"><strong>{total:g}</strong> of {most:g} points</p>']
    if waiting:
        what = "One answer waits" if waiting == 1 else f"{waiting} answers wait"
        lines.append(f'<p class="pending">{what} for your instructor, so this number is not final.</p>')
    if returned.penalty:
        lines.append(f"<p>{returned.penalty:g} points were taken off for handing in late.</p>")
    return (
        f'<header><p class="eyebrow">Feedback for {escape(returned.student)}</p><h1>{escape(returned.title)}</h1>'
        f"{''.join(lines)}</header>"
    )


def _slot(one: Graded) -> str:
    name = one.slot.replace("-", " ").capitalize()
    comment = ""
    if one.comment.strip():
        comment = f'<section class="comment"><h3>Your instructor</h3>{_paragraphs(one.comment)}</section>'
    return (
        f'<article class="slot"><p class="eyebrow">{escape(name)}</p><h2>{escape(one.exercise.title)}</h2>'
        f"{_standing(one)}{comment}{situation(one.exercise)}"
        f"<h3>Your answer, and what the rules saw in it</h3>{mark_html(one.mark, one.text, one.exercise)}"
        f"{_examples(one)}</article>"
    )


def _standing(one: Graded) -> str:
    points = f"{one.score or 0:g} of {one.mark.max_score:g} points"
    if one.by_hand:
        again = " They have it before them once more." if one.waiting else ""
        return f'<p class="standing decided"><strong>{points}</strong>, decided by your instructor.{again}</p>'
    if one.waiting:
        said = "A person decides this one; rules alone do not."
        return f'<p class="standing pending"><strong>For your instructor</strong> ({points} so far). {said}</p>'
    if one.mark.status == "not answered":
        return f'<p class="standing"><strong>Not answered</strong>, {points}.</p>'
    return f'<p class="standing"><strong>{points}</strong>, scored by rules. They may be wrong.</p>'


#: A page's own styles (formgrader's) may hide the sign that something is folded here.
_FOLDED = '<summary style="display:list-item;cursor:pointer">'


def situation(exercise: Exercise) -> str:
    """What the answer answers, folded, as HTML in one line."""
    turns = "".join(
        f"<dt>{escape(names(exercise, [turn.speaker]))}</dt><dd>{escape(turn.text)}</dd>" for turn in exercise.dialogue
    )
    goal = f"<p><strong>Wants:</strong> {escape(exercise.goal)}</p>" if exercise.goal else ""
    return (
        f"<details>{_FOLDED}The situation again</summary><p>{escape(exercise.client)}</p>{goal}<dl>{turns}"
        f"<dt>Therapist (to be rewritten)</dt><dd>{escape(exercise.poor)}</dd></dl><p>{escape(exercise.after)}</p>"
        "</details>"
    )


def _examples(one: Graded) -> str:
    if not one.examples:
        return ""
    shown = "".join(
        f'<figure><blockquote>{escape(example.text)}</blockquote><figcaption><span class="voice">'
        f"{escape(example.voice)}</span> {escape(example.why)}</figcaption></figure>"
        for example in one.examples
    )
    return (
        f'<details class="examples"><summary>How others might say it ({len(one.examples)})</summary>'
        f"<p>There is no single right answer; these have different voices, and yours is another.</p>{shown}</details>"
    )


def _reflection(returned: Returned) -> str:
    if not returned.reflection.strip() and not returned.reflection_comment.strip():
        return ""
    own = f'<blockquote class="own" dir="auto">{escape(returned.reflection)}</blockquote>'
    said = ""
    if returned.reflection_comment.strip():
        said = f'<section class="comment"><h3>Your instructor</h3>{_paragraphs(returned.reflection_comment)}</section>'
    return f'<article class="slot"><h2>Your reflection</h2>{own if returned.reflection.strip() else ""}{said}</article>'


def _closing() -> str:
    return (
        "<footer><h2>If something here seems wrong</h2><p>The rules look for words, and good answers can be put in "
        "words they do not know. If you think a verdict is wrong, write to your instructor and name the mark "
        "(the code under your answer): a person looks, and decides.</p>"
        "<p>What is scored is this one line of practice: not you, and not the therapist you are becoming.</p></footer>"
    )


def _paragraphs(text: str) -> str:
    blocks = [block.strip() for block in text.replace("\r\n", "\n").split("\n\n")]
    return "".join(f"<p>{escape(block).replace(chr(10), '<br>')}</p>" for block in blocks if block)


STYLE = """
:root{color-scheme:light dark;--bg:#fbfaf7;--card:#fff;--fg:#1d2321;--muted:#565d5a;--edge:#dde3e0;--accent:#1c665c;
--tint:#f1f6f4;--warn:#96400f;--warn-tint:#fbf3ec}
@media (prefers-color-scheme:dark){:root{--bg:#141716;--card:#1c201f;--fg:#eef1f0;--muted:#b2bab7;--edge:#3b4441;
--accent:#7fd0c0;--tint:#1f2d29;--warn:#f0a679;--warn-tint:#2d221b}
.cw-mark mark,.cw-mark mark.cw-no{color:#fff!important}.cw-mark mark{background:#5a4a12!important}
.cw-mark mark.cw-no{background:#66301a!important}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--fg);font:1.0625rem/1.6 system-ui,-apple-system,"Segoe UI",sans-serif}
.page{max-width:46rem;margin:0 auto;padding:2.5rem 1.25rem 4rem;overflow-wrap:anywhere}
h1,h2,h3{line-height:1.25;margin:0 0 .5rem;font-weight:650}
h1{font-size:1.9rem}
h2{font-size:1.35rem}
h3{font-size:1.05rem;margin-top:1.5rem}
p{margin:0 0 .75rem}
.eyebrow{margin:0 0 .2rem;color:var(--accent);font-size:.875rem;font-weight:600}
header{margin-bottom:2rem}
.total{font-size:1.15rem;margin:.75rem 0 .25rem}
.total strong{font-size:2.1rem;color:var(--accent);margin-right:.15rem}
.pending{color:var(--warn)}
.slot{background:var(--card);border:1px solid var(--edge);border-radius:12px;padding:1.6rem 1.75rem 1.4rem;
margin:0 0 1.5rem}
.standing{background:var(--tint);border-left:4px solid var(--accent);border-radius:0 6px 6px 0;padding:.55rem .9rem;
color:var(--fg)}
.standing.pending{background:var(--warn-tint);border-color:var(--warn)}
.comment{border:1px solid var(--accent);border-radius:8px;padding:.9rem 1.1rem .4rem;margin:1rem 0}
.comment h3{margin:0 0 .35rem;color:var(--accent)}
details{border-top:1px solid var(--edge);padding:.7rem 0;margin-top:1rem}
summary{cursor:pointer;font-weight:600;color:var(--accent)}
summary:focus-visible{outline:3px solid var(--accent);outline-offset:3px;border-radius:3px}
details>*:not(summary){margin-top:.75rem}
dl{margin:.75rem 0}
dt{font-weight:600;font-size:.9rem;color:var(--muted)}
dd{margin:0 0 .6rem}
figure{margin:1rem 0;padding:0}
blockquote{margin:0;padding:.7rem 1rem;background:var(--tint);border-radius:8px}
.own{white-space:pre-wrap}
figcaption{color:var(--muted);font-size:.94rem;margin:.4rem 0 0 1rem}
.voice{display:inline-block;border:1px solid var(--edge);border-radius:999px;padding:0 .6rem;margin-right:.35rem;
color:var(--fg)}
.cw-mark .cw-status{display:none}
.cw-mark blockquote.cw-answer{background:none;border-radius:0;border-left:4px solid var(--accent)!important;
font-size:1.08rem}
.cw-mark .cw-answer+p,.cw-mark .cw-answer+p+p{border-radius:8px;padding:.65rem .9rem;background:var(--tint)}
.cw-mark .cw-answer+p+p{background:none;box-shadow:inset 0 0 0 1px var(--edge)}
footer{border-top:1px solid var(--edge);padding-top:1.25rem;color:var(--muted)}
footer h2{font-size:1.05rem;color:var(--fg)}
@media (max-width:34rem){.slot{padding:1.1rem 1rem}.cw-mark th{width:auto}}
@media print{body{background:#fff;font-size:11pt}.slot{border-color:#bbb}.page{padding:0}}
""".strip()
