"""From a mark to what a person reads: one thing to keep, one to change, then each criterion; and as HTML.

The form is that of deliberate-practice supervision (one thing that worked, then "I think you could …" with one
change, then again); no verdict is told as certain. What is shown of a student's text acts on no page: every
character that HTML, MathJax, a terminal or the direction of writing would obey is escaped or made visible.
"""

import html
from collections.abc import Iterable
from dataclasses import dataclass

from autograders.mark import Evidence, Mark, Verdict
from exercises.criteria import CRITERIA, OWN_SLIP, UNIVERSAL
from exercises.highlight import SHOW_AT_MOST, segments, visible
from exercises.model import Exercise

#: Below this confidence a line says that it is unsure.
SURE = 0.8

#: "I think you could …": one change for each criterion that is not met.
_COULD = {
    "names_task": "say what exactly you would do together, so that they can picture it.",
    "gives_rationale": "say in half a sentence how it could help.",
    "links_goal": "tie it to what they said they want; where they said nothing yet, ask.",
    "invites_choice": "ask whether they want to, and mean it.",
    "no_imposing": "turn the order into an offer.",
    "reflects_experience": "first put into words what this is like for them.",
    "checks_motivation": "ask whether, or on what, they want to work today.",
    "offers_way_out": "make it plain that leaving it is fine too.",
    "no_early_intervention": "keep the intervention until they have said that they want something to change.",
    "labels_part": "speak of one part or side of them, not of all of them.",
    "says_how": "say what that part just did here.",
    "seeks_pain": "wonder aloud what it is afraid of, or protects.",
    "tentative": "offer it as a guess that they may correct.",
    "no_pushing": "stop explaining, and be curious about what stands in the way.",
    "acknowledges": "first show that you heard what was just said.",
    "turns_inward": "ask what happens inside them when it happens.",
    "turns_present": "bring it into this moment, here in the room.",
    "asks_specific": "ask for one concrete moment, detail or word.",
    "names_drift": "say kindly that it is hard to get hold of, and that being clearer would help.",
    "no_fixing": "leave the outside matter unsolved for now, and ask no more about it.",
    "clarifies": "answer their question plainly and briefly, and give the choice back.",
    "asks_permission": "ask first whether it is all right to say what you notice.",
    "names_pattern": "say what happens, without blame.",
    "checks_safety": "ask about safety first.",
    "in_voice": "say it to them, in the words you would speak.",
    "respectful": "say it so that nobody could feel blamed, labelled or made small.",
    "concise": "say it shorter: at most 90 words, and at most three questions.",
    "original": "find words of your own.",
}

#: A slip is labelled by what to do ("Imposes nothing"); as a thing to change it needs another heading.
INSTEAD = {
    "no_imposing": "An offer, not an order",
    "no_early_intervention": "Not yet an intervention",
    "no_pushing": "Less push",
    "no_fixing": "No fixing for now",
    "respectful": "Kinder",
    "concise": "Shorter",
    "original": "Your own words",
}

_STATE = {
    ("move", True): "Found",
    ("move", False): "Not yet",
    ("slip", True): "Yes",
    ("slip", False): "Not yet",
}


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to keep, or to change: what, and the words of the answer that it is about."""

    label: str
    text: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion, as its reader sees it. `state` answers to the label: Found, Yes, Not yet."""

    criterion: str
    label: str
    asks: str
    met: bool
    state: str
    reason: str
    evidence: tuple[Evidence, ...] = ()
    unsure: bool = False
    points: int = 0  # what the exercise gives for it
    doubts: tuple[str, ...] = ()  # for instructors


@dataclass(frozen=True, slots=True)
class Feedback:
    """A mark in the words of a supervisor. `why` says first what capped, gated or queued the answer.

    `doubtful`: rules alone would not decide it, and nothing in `change` says why.
    """

    keep: Note
    change: Note
    lines: tuple[Line, ...]
    why: tuple[str, ...] = ()
    all_met: bool = False
    doubtful: bool = False
    mark: str = ""


def feedback(exercise: Exercise, text: str, mark: Mark) -> Feedback:
    """Put a mark into words for the person who wrote `text`. Pure."""
    verdicts = {v.criterion: v for v in mark.verdicts}
    asked = [c for c in exercise.criteria if c in verdicts]
    also = [c for c in UNIVERSAL if c in verdicts and c not in exercise.criteria]
    return Feedback(
        keep=_keep(exercise, [verdicts[c] for c in asked], text),
        change=_change(exercise, [verdicts[c] for c in (*asked, *also)]),
        lines=tuple(_line(exercise, verdicts[c]) for c in (*asked, *also)),
        why=mark.why,
        all_met=bool(mark.verdicts) and all(verdicts[c].met for c in (*asked, *also)),
        doubtful=mark.needs_review and all(v.met for v in mark.verdicts if CRITERIA[v.criterion].gate),
        mark=mark.id,
    )


def _keep(exercise: Exercise, verdicts: list[Verdict], text: str) -> Note:
    moves = [v for v in verdicts if v.met and CRITERIA[v.criterion].kind == "move" and v.evidence]
    if moves:
        best = max(moves, key=lambda v: (exercise.criteria[v.criterion], v.confidence))
        return Note(CRITERIA[best.criterion].label, best.reason or CRITERIA[best.criterion].asks, best.evidence)
    if text.strip():
        return Note("You began", "You put words to it. From here it is one change at a time.")
    return Note("Nothing written yet", "Write what you would say, as you would say it. It need not be good.")


def _change(exercise: Exercise, verdicts: list[Verdict]) -> Note:
    missing = sorted(
        (v for v in verdicts if not v.met),
        key=lambda v: (_urgency(exercise, v.criterion), -exercise.criteria.get(v.criterion, 0)),
    )
    if not missing:
        return Note("Make it yours", "I have nothing to change. Say it aloud: does it sound like you?")
    first = missing[0]
    hint = "" if CRITERIA[first.criterion].gate else first.hint  # a gate's reason says what to do already
    words = [first.reason, f"I think you could {_COULD[first.criterion]}", hint]
    label = INSTEAD.get(first.criterion, CRITERIA[first.criterion].label)
    return Note(label, " ".join(w for w in words if w), first.evidence)


def _urgency(exercise: Exercise, criterion: str) -> int:
    """What stands in the way of everything else comes first."""
    if CRITERIA[criterion].gate:
        return 0
    if criterion == "respectful":
        return 1
    if criterion == OWN_SLIP[exercise.skill]:
        return 2
    return 4 if criterion == "concise" else 3


def _line(exercise: Exercise, verdict: Verdict) -> Line:
    criterion = CRITERIA[verdict.criterion]
    return Line(
        criterion=criterion.id,
        label=criterion.label,
        asks=criterion.asks,
        met=verdict.met,
        state=_STATE[criterion.kind, verdict.met],
        reason=verdict.reason,
        evidence=verdict.evidence,
        unsure=verdict.confidence < SURE,
        points=0 if criterion.gate else exercise.criteria.get(criterion.id, 0),
        doubts=verdict.doubts,
    )


# As HTML -----------------------------------------------------------------------------------------------------------

#: MathJax reads $ and \( in any text that it finds; it looks neither into these classes nor across elements.
_IGNORE = "tex2jax_ignore mathjax_ignore"

#: A few quiet rules; without them the block reads in the same order. Widths in em: formgrader's rem is 10 px.
STYLE = (
    ".cw-mark{max-width:52em;line-height:1.5;overflow-wrap:anywhere}"
    ".cw-mark .cw-answer{white-space:pre-wrap;margin:.75rem 0;padding:.6rem 1rem;border-left:3px solid #6f8f86;"
    "unicode-bidi:isolate}"
    ".cw-mark mark{background:#fff0b8;color:#1d2321;padding:.1em 0}"
    ".cw-mark mark.cw-no{background:#fde0d3}.cw-mark mark sup{font-size:.7em;margin-left:.1em}"
    ".cw-mark table{border-collapse:collapse;width:100%;margin:.75rem 0;font-size:.95em}"
    ".cw-mark caption{color:inherit;text-align:left;font-weight:600;padding:.25rem 0}"
    ".cw-mark th,.cw-mark td{text-align:left;vertical-align:top;padding:.35rem .6rem .35rem 0;"
    "border-top:1px solid #8884}"
    ".cw-mark th{font-weight:600;width:30%}.cw-mark .cw-state{white-space:nowrap}"
    ".cw-mark .cw-small{font-size:.9em;opacity:.85}.cw-mark code{color:inherit;background:none;padding:0}"
)


def escape(text: str) -> str:
    """Text as HTML that shows it and obeys none of it: markup, formulas, terminal codes, switches of direction."""
    return _still(html.escape(visible(text)))


def _still(escaped: str) -> str:
    # The reference alone would do in Markdown; in HTML MathJax sees the character, so it stands in an element.
    return escaped.replace("\\", "<span>&#92;</span>").replace("$", "<span>&#36;</span>").replace("`", "&#96;")


def answer_html(text: str, found: Iterable[tuple[Evidence, str, bool]] = ()) -> str:
    """The answer with the words marked that something was found in: (evidence, its label, whether it was met).

    Labels are printed behind the words, so that nothing hangs on colour.
    """
    known = list(found)
    wrong = {label for _, label, met in known if not met}
    shown = text[:SHOW_AT_MOST]
    parts = []
    for part in segments(shown, ((e.start, e.end, label) for e, label, _ in known)):
        words = escape(part.text)
        if not part.labels:
            parts.append(words)
            continue
        kind = ' class="cw-no"' if wrong.issuperset(part.labels) else ""
        behind = f"<sup>{html.escape(', '.join(part.ends))}</sup>" if part.ends else ""
        parts.append(f"<mark{kind}>{words}{behind}</mark>")
    if len(text) > SHOW_AT_MOST:
        parts.append(f" … <em>(cut: {len(text):,} characters, the first {SHOW_AT_MOST:,} are shown)</em>")
    return f'<blockquote class="cw-answer {_IGNORE}" dir="auto">{"".join(parts)}</blockquote>'


def mark_html(mark: Mark, text: str, exercise: Exercise, *, instructor: bool = False, asked: str = "") -> str:
    """The whole mark for formgrader and for the feedback page: answer, status, keep, change, each criterion.

    `instructor` adds what made a verdict unsure, and speaks to whoever decides; `asked` is the student's line on why
    a person should look.
    """
    told = feedback(exercise, text, mark)
    judged = mark.status != "not answered"
    rows = [x for x in told.lines if judged and (x.points or not x.met or x.criterion in exercise.criteria)]
    found = [(e, str(n), line.met) for n, line in enumerate(rows, start=1) for e in line.evidence]
    parts = [f'<section class="cw-mark {_IGNORE}"><style>{STYLE}</style>', _status(mark)]
    if told.why:
        parts.append("<ul>" + "".join(f"<li>{escape(why)}</li>" for why in told.why) + "</ul>")
    if asked.strip():
        parts.append(f'<p class="cw-asked" dir="auto"><strong>Why you should look:</strong> {escape(asked)}</p>')
    parts.append(answer_html(text, found) if text.strip() else "<p><em>No text.</em></p>")
    if rows:
        parts += [_note("Keep", told.keep), _note("Change", told.change), _table(rows, instructor)]
    parts.append(f'<p class="cw-small">{_last_word(mark, bool(rows), instructor)}</p></section>')
    return "".join(parts)


def _status(mark: Mark) -> str:
    score = f"{mark.score:g} of {mark.max_score:g} points"
    if mark.status == "for your instructor":
        return f'<p class="cw-status"><strong>for your instructor</strong>: a person decides (rules alone: {score})</p>'
    return f'<p class="cw-status"><strong>{escape(mark.status)}</strong>: {score}</p>'


def _last_word(mark: Mark, judged: bool, instructor: bool) -> str:
    code = f"<code>{escape(mark.id)}</code>"
    if instructor:
        decided = "Rules decided this, and rules may be wrong. " if judged else ""
        return f"{decided}A score that you type stands. A student who objects names mark {code}."
    decided = "Rules decided this, and rules may be wrong. If you think they are," if judged else "If this is not so,"
    return f"{decided} ask your instructor to look, and name mark {code}. Their decision is final."


def _note(what: str, note: Note) -> str:
    quoted = " ".join(f"“{escape(e.quote)}”" for e in note.evidence[:2] if e.quote not in note.text)
    return f"<p><strong>{what}: {escape(note.label)}.</strong> {escape(note.text)} {quoted}</p>"


def _table(rows: list[Line], instructor: bool) -> str:
    cells = []
    for number, line in enumerate(rows, start=1):
        worth = f" ({line.points})" if line.points else ""
        notes = [escape(line.reason)]
        if line.unsure:
            notes.append("<em>I am not sure of this one.</em>")
        if instructor and line.doubts:
            notes.append(f"<em>Unsure because: {escape('; '.join(line.doubts))}</em>")
        cells.append(
            f'<tr><th scope="row">{number}&ensp;{escape(line.label)}{worth}</th>'
            f'<td class="cw-state">{"✓" if line.met else "○"} {line.state}</td><td>{" ".join(notes)}</td></tr>'
        )
    return f"<table><caption>Each criterion (points)</caption><tbody>{''.join(cells)}</tbody></table>"
