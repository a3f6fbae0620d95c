"""The answer card: one exercise, a place to write, and what comes back. State here, view in `exercises.view`.

The state knows no browser: it takes messages as plain values and answers them with plain values, and what it shows
is in two mappings, `content` (the exercise) and `answer` (what the student made of it). The judge comes as a
callable, so that nothing here depends on how answers are judged.
"""

import getpass
import hashlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from exercises.answerfile import NotSavedError, now
from exercises.bank import ContentError, ContentProblem
from exercises.content import FILE_NAME, LessonContent
from exercises.criteria import CRITERIA
from exercises.highlight import segments, visible
from exercises.model import THERAPIST, Exercise
from exercises.practice import DIFFICULTIES, Difficulty, Practice, PracticeStore, Proposal, propose
from exercises.responses import SCHEMA, Answer, AnswerStore, ResponseStore, Saved, attempt

MAX_WHY = 500  # characters of "please have a person look"


class Quoted(Protocol):
    """Where it happened: offsets into the text."""

    @property
    def start(self) -> int:
        """First character."""

    @property
    def end(self) -> int:
        """Behind the last character."""

    @property
    def quote(self) -> str:
        """The words."""


class NoteLike(Protocol):
    """One thing to keep, or to change."""

    @property
    def label(self) -> str:
        """In a few words."""

    @property
    def text(self) -> str:
        """In a sentence or two."""

    @property
    def evidence(self) -> Sequence[Quoted]:
        """The words that it is about."""


class LineLike(Protocol):
    """One criterion."""

    @property
    def label(self) -> str:
        """Its name."""

    @property
    def met(self) -> bool:
        """Whether it is met."""

    @property
    def state(self) -> str:
        """Found, Yes, Not yet."""

    @property
    def reason(self) -> str:
        """Why."""

    @property
    def unsure(self) -> bool:
        """Whether the judge is unsure of it."""

    @property
    def evidence(self) -> Sequence[Quoted]:
        """The words that it rests on."""


class FeedbackLike(Protocol):
    """What a judge says to a student; `autograders.feedback.Feedback` is one."""

    @property
    def keep(self) -> NoteLike:
        """One thing to keep."""

    @property
    def change(self) -> NoteLike:
        """One thing to change."""

    @property
    def lines(self) -> Sequence[LineLike]:
        """Each criterion."""

    @property
    def doubtful(self) -> bool:
        """Whether a person should rather decide."""

    @property
    def all_met(self) -> bool:
        """Whether there is nothing to change."""


Judge = Callable[[Exercise, str], FeedbackLike]
Message = Mapping[str, Any]
Reply = dict[str, Any]


class CardState:
    """One slot of one lesson for one student.

    `handle` takes what the view sends and returns what it is told; it never raises for anything a student does.
    """

    def __init__(
        self, content: LessonContent, slot: str, folder: Path, judge: Judge, clock: Callable[[], str] = now
    ) -> None:
        self.lesson = content
        self.slot = content.slot(slot)
        missing = [e for e in self.slot.exercises if e not in content.exercises]
        if missing:
            said = f"the slot '{slot}' needs the exercise '{missing[0]}', which is not there. Fetch the lesson again."
            raise ContentError([ContentProblem(FILE_NAME, said)])
        self.judge = judge
        self.clock = clock
        self.responses = ResponseStore(folder, content.lesson, content.content, clock)
        self.practice = PracticeStore(content.lesson, clock)
        self.key = storage_key(folder, content.lesson, slot)
        self.feedback: dict[str, Any] | None = None
        self.proposal: Proposal | None = None
        self.writer = ""  # the view that wrote last: its next words follow on its own, whatever has been confirmed
        self.last: tuple[Any, Reply] = (None, {})
        record, problems = self._store.read()
        self.saved = record.slots.get(slot, Answer())
        self.problems = list(problems)
        if problems and record.schema <= SCHEMA:
            self.problems.append("That file is kept under another name as soon as you write here.")
        # What stood here when the card was opened is an attempt of its own, once it is changed.
        self.opened_with = self.saved.text
        asked = "" if self.slot.graded else self.responses.read()[0].slots.get(slot, Answer()).saved_at
        self.asked_at = asked
        self.felt: str = "" if self.slot.graded else self.practice.read()[0].difficulty.get(self.exercise.id, "")

    @property
    def _store(self) -> AnswerStore[Any]:
        return self.responses if self.slot.graded else self.practice

    @property
    def exercise(self) -> Exercise:
        """The exercise now in the card: the slot's first, or the alternative that was taken for it."""
        known = self.saved.exercise in self.slot.exercises
        return self.lesson.exercises[self.saved.exercise if known else self.slot.exercises[0]]

    @property
    def content(self) -> dict[str, Any]:
        """The exercise as the view shows it."""
        exercise = self.exercise
        place = self.slot.exercises.index(exercise.id)
        baseline = self.slot.id.startswith("baseline")
        return {
            "slot": self.slot.id,
            "heading": heading(self.slot.id),
            "key": self.key,
            "graded": self.slot.graded,
            "points": self.slot.points,
            "exercise": exercise.id,
            "title": exercise.title,
            "level": exercise.level,
            "setting": exercise.setting,
            "content_note": exercise.content_note or "",
            "client": exercise.client,
            "goal": exercise.goal or "",
            "to": names(exercise, exercise.addressed_to) if exercise.people else "the client",
            "dialogue": [
                {
                    "who": names(exercise, [turn.speaker]),
                    "therapist": turn.speaker == THERAPIST,
                    "emotion": turn.emotion or "",
                    "text": turn.text,
                }
                for turn in exercise.dialogue
            ],
            "poor": exercise.poor,
            "after": exercise.after,
            # a baseline asks what somebody does before the course has told them
            "asks": [] if baseline else [CRITERIA[c].asks for c in exercise.criteria if not CRITERIA[c].gate],
            "can_skip": place + 1 < len(self.slot.exercises) or not self.saved.skipped,
            "has_alternative": place + 1 < len(self.slot.exercises),
            "can_go_back": place > 0 or self.saved.skipped,
        }

    @property
    def answer(self) -> dict[str, Any]:
        """What the student made of it, as the view shows it."""
        tried = bool(self.saved.attempts)
        return {
            "text": self.saved.text,
            "rev": self.saved.rev,
            "saved_at": self.saved.saved_at,
            "skipped": self.saved.skipped,
            "confirmed_at": self._confirmed_at(),
            "attempts": len(self.saved.attempts),
            "ask_human": self.saved.ask_human,
            "asked_at": self.asked_at,
            "feedback": None if self.slot.graded else self.feedback,
            "felt": self.felt,
            "proposal": {"text": self.proposal.text, "slot": self.proposal.slot} if self.proposal else None,
            "examples": [
                {"text": e.text, "voice": e.voice, "why": e.why}
                for e in (self.exercise.examples if tried and not self.slot.graded else ())
            ],
            "problems": self.problems,
        }

    def handle(self, message: Message) -> Reply:
        """Do what the view asks. A message that comes twice (the view tries again) is done once."""
        mark = (message.get("client"), message.get("n"))
        if mark == self.last[0] and None not in mark:
            return dict(self.last[1])
        steps: dict[Any, Callable[[Message], Reply]] = {
            "save": self._save,
            "keep": self._keep,
            "check": self._check,
            "done": self._done,
            "skip": self._skip,
            "back": self._back,
            "rate": self._rate,
            "ask": self._ask,
        }
        step = steps.get(message.get("kind"))
        if step is None:
            return {"kind": "unknown", "client": mark[0], "n": mark[1]}
        try:
            reply = {"kind": "saved", **step(message)}
        except NotSavedError as error:
            reply = {"kind": "not saved", "problem": str(error)}
        reply |= {"client": mark[0], "n": mark[1], "rev": self.saved.rev, "at": self.saved.saved_at}
        if reply["kind"] == "saved":
            self.last = (mark, dict(reply))
        return reply

    def _save(self, message: Message) -> Reply:
        text = str(message.get("text", ""))
        client = str(message.get("client", ""))
        base = self.saved.rev if client == self.writer else _whole(message.get("base"))
        exercise = self.exercise.id
        if self._typed_for_another(message):
            return self._put_aside(str(message["exercise"]), text)
        if self.slot.graded and self.opened_with.strip() and not self.saved.attempts and text != self.opened_with:
            first, at = self.opened_with, self.saved.saved_at
            self._store.change_slot(self.slot.id, lambda answer: attempt(answer, first, at))
        saved = self._store.save_text(self.slot.id, exercise, text, base)
        self._took(saved, client)
        return {"other": saved.other, "notes": list(saved.notes)}

    def _keep(self, message: Message) -> Reply:
        """A copy that a browser kept, when something else has been saved since: kept among the attempts."""
        text = str(message.get("text", ""))
        if self._typed_for_another(message):
            return self._put_aside(str(message["exercise"]), text)
        if text == self.saved.text or any(text == a.text for a in self.saved.attempts):
            return {"other": ""}
        saved = self._store.change_slot(self.slot.id, lambda answer: attempt(answer, text, self.clock()))
        self._took(saved, self.writer)
        return {"other": text}

    def _check(self, message: Message) -> Reply:
        if self.slot.graded:
            return {"problem": "This one is handed in: what it shows comes back from your instructor."}
        reply: Reply
        try:
            reply = self._save(message)
        except NotSavedError as error:
            reply = {"kind": "not saved", "problem": str(error)}
        text = self.saved.text if reply.get("kind") != "not saved" else str(message.get("text", ""))
        if not text.strip():
            return {**reply, "problem": "Write what you would say first, as you would say it."}
        try:
            self.feedback = shown_feedback(text, self.judge(self.exercise, text))
        except Exception as error:  # whatever breaks in a judge must not cost a student the card
            said = f"{type(error).__name__}: {error}"
            return {**reply, "problem": f"The check could not be done ({said}). Please tell your instructor."}
        self.proposal = None
        if reply.get("kind") != "not saved":
            at = self.clock()
            self._took(self._store.change_slot(self.slot.id, lambda a: attempt(a, text, at)), self.writer)
        return reply

    def _done(self, message: Message) -> Reply:
        reply = self._save(message)
        text, at = self.saved.text, self.saved.saved_at
        if text.strip():
            self._took(self._store.change_slot(self.slot.id, lambda a: attempt(a, text, at)), self.writer)
        return reply

    def _skip(self, message: Message) -> Reply:
        place = self.slot.exercises.index(self.exercise.id)
        if place + 1 < len(self.slot.exercises):
            return self._turn_to(self.slot.exercises[place + 1], skipped=False)
        return self._turn_to(self.exercise.id, skipped=True)

    def _back(self, message: Message) -> Reply:
        place = self.slot.exercises.index(self.exercise.id)
        if self.saved.skipped:
            return self._turn_to(self.exercise.id, skipped=False)
        return self._turn_to(self.slot.exercises[max(0, place - 1)], skipped=False)

    def _turn_to(self, exercise: str, *, skipped: bool) -> Reply:
        """Another vignette. What was typed for this one is set aside in the learner's own record, not handed in."""
        left = replace(self.saved, exercise=self.exercise.id, skipped=False)
        if left.text.strip() or left.attempts:
            place = self._aside(left.exercise)
            self.practice.change(lambda record: replace(record, set_aside={**record.set_aside, place: left}))
        found = Answer(exercise)
        if not skipped:
            found = self.practice.read()[0].set_aside.get(self._aside(exercise), found)
        turned = replace(found, exercise=exercise, skipped=skipped, saved_at=self.clock())
        saved = self._store.change_slot(self.slot.id, lambda answer: replace(turned, rev=answer.rev + 1))
        if not self.slot.graded and left.ask_human:
            self.responses.change(lambda responses: responses.with_slot(self.slot.id, None))
        self._took(saved, self.writer)
        self.opened_with = self.saved.text
        self.feedback, self.proposal, self.felt = None, None, ""
        return {"turned": True}

    def _typed_for_another(self, message: Message) -> bool:
        """Whether a text belongs to a vignette of this slot that is no longer (or not yet) in the card."""
        typed_for = message.get("exercise", self.exercise.id)
        return typed_for != self.exercise.id and typed_for in self.slot.exercises

    def _put_aside(self, exercise: str, text: str) -> Reply:
        place = self._aside(exercise)

        def how(record: Practice) -> Practice:
            before = record.set_aside.get(place, Answer(exercise))
            kept = attempt(before, before.text, before.saved_at) if before.text != text else before
            return replace(record, set_aside={**record.set_aside, place: replace(kept, text=text)})

        self.practice.change(how)
        return {"other": ""}

    def _aside(self, exercise: str) -> str:
        return f"{self.slot.id}/{exercise}"

    def _rate(self, message: Message) -> Reply:
        word: Difficulty | None = next((d for d in DIFFICULTIES if d == message.get("felt")), None)
        if self.slot.graded or word is None:
            return {"problem": "Choose one of: " + ", ".join(DIFFICULTIES)}
        exercise = self.exercise.id
        record, _ = self.practice.change(lambda r: replace(r, difficulty={**r.difficulty, exercise: word}))
        self.felt = word
        self.proposal = propose(self.lesson, self.slot.id, exercise, word, record)
        return {}

    def _ask(self, message: Message) -> Reply:
        """Please have a person look; an empty line takes it back. A practice answer is handed in only by this."""
        why = " ".join(str(message.get("why", "")).split())[:MAX_WHY]
        if why and not self.saved.text.strip():
            return {"problem": "Write your answer first: a person looks at what you wrote."}
        if not self.slot.graded:
            handed = replace(self.saved, exercise=self.exercise.id, ask_human=why, attempts=(), saved_at=self.clock())
            self.responses.change(lambda r: r.with_slot(self.slot.id, handed if why else None))
            self.asked_at = handed.saved_at if why else ""
        exercise = self.exercise.id
        saved = self._store.change_slot(self.slot.id, lambda a: replace(a, exercise=exercise, ask_human=why))
        self._took(saved, self.writer)
        return {}

    def _took(self, saved: Saved, client: str) -> None:
        self.saved = saved.answer
        self.writer = client
        self.problems = list(saved.notes)

    def _confirmed_at(self) -> str:
        latest = self.saved.attempts[-1] if self.saved.attempts else None
        return latest.at if latest and latest.text == self.saved.text else ""


def shown_feedback(text: str, feedback: FeedbackLike) -> dict[str, Any]:
    """Feedback as plain values, with the text cut where its words are marked "keep" and "change"."""
    both = (("keep", feedback.keep), ("change", feedback.change))
    spans = [(e.start, e.end, label) for label, note in both for e in note.evidence]
    return {
        **{
            label: {"label": note.label, "text": note.text, "quotes": _quotes(note.evidence, note.text)}
            for label, note in both
        },
        "segments": [
            {"text": visible(part.text), "labels": list(part.labels), "ends": list(part.ends)}
            for part in segments(text, spans)
        ],
        "lines": [
            {
                "label": line.label,
                "met": line.met,
                "state": line.state,
                "reason": line.reason,
                "unsure": line.unsure,
                "quotes": _quotes(line.evidence, line.reason),
            }
            for line in feedback.lines
        ],
        "doubtful": feedback.doubtful,
        "all_met": feedback.all_met,
    }


def _quotes(evidence: Iterable[Quoted], said: str) -> list[str]:
    """The words in evidence, but for those that the sentence quotes already."""
    return list(dict.fromkeys(visible(e.quote) for e in evidence if e.quote not in said))[:4]


def _whole(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else -1


def heading(slot: str) -> str:
    """The slot's name as people read it: "Practice 3"."""
    return slot.replace("-", " ").capitalize()


def names(exercise: Exercise, ids: Iterable[str]) -> str:
    """The people of these ids, as people are called: by name, else by what they are here."""
    known = {p.id: p.name or p.role for p in exercise.people}
    called = [known.get(id, id)[:1].upper() + known.get(id, id)[1:] for id in ids]
    return " and ".join([", ".join(called[:-1]), called[-1]] if len(called) > 1 else called)


def storage_key(folder: Path, lesson: str, slot: str) -> str:
    """The name of the browser's own copy: this user, this folder, this slot, and nobody else's."""
    try:
        user = os.environ.get("JUPYTERHUB_USER") or getpass.getuser()
    except (KeyError, OSError, ImportError):  # no user name on this system
        user = ""
    place = hashlib.sha256(f"{user}\0{Path(folder).absolute()}".encode("utf-8", "replace")).hexdigest()[:16]
    return f"changework:{place}:{lesson}:{slot}"


def answer_card(content: LessonContent, slot: str, folder: Path, judge: Judge) -> Any:
    """The card of one slot, as a widget. Raises ContentError when the lesson has no such slot."""
    from exercises.view import View  # needs ipywidgets: only where a card is shown

    return View("card", CardState(content, slot, folder, judge), f"{heading(slot)}: press Start to open this card.")
