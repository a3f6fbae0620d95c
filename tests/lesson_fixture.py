"""A small lesson for the tests of cards: two practice items, two graded rewrites, spotting, a reflection."""

from exercises.content import ContentChunk, LessonContent, Spot
from exercises.model import Example, Exercise, Person, Turn

ALLIANCE = {"names_task": 2, "gives_rationale": 2, "links_goal": 2, "invites_choice": 2, "no_imposing": 2}


def exercise(id: str, *, level: str = "beginner", note: str | None = None, example: str = "") -> Exercise:
    """An exercise on the alliance, with a client called Maya."""
    return Exercise(
        id=id,
        skill="alliance",
        level=level,
        setting="individual",
        title=f"The night shift ({id})",
        client="Maya, 34, a nurse on nights. She has not slept through since the spring, and has come three times.",
        people=(Person(id="client", role="client", name="Maya"),),
        goal="I want to sleep without lying there going over the day.",
        dialogue=(
            Turn(speaker="client", emotion="worn out", text="I lie there and go over it all. Every single thing."),
            Turn(speaker="therapist", text="And it has been like that since the spring."),
            Turn(speaker="client", text="Since the spring. I just want it to stop, honestly."),
        ),
        poor="Okay, close your eyes, we are going to do a body scan now.",
        after="Maya closes her eyes, opens them again, and asks how long this takes.",
        criteria=ALLIANCE,
        content_note=note,
        examples=(Example(text=example, voice="plain", why="It asks before it begins."),) if example else (),
    )


EXAMPLE = (
    "There is a way of handing the day over to paper: ten minutes, a pen, and then the notebook is shut. It keeps what "
    "you would otherwise keep awake for. Since sleep is what you came for, I thought of it. How does that strike you?"
)

EXERCISES = (
    exercise("night-shift", example=EXAMPLE),
    exercise("night-shift-other", note="A child in hospital."),
    exercise("night-shift-harder", level="intermediate"),
    exercise("graded-one", note="A death in the family."),
    exercise("graded-one-other"),
    exercise("graded-two"),
    exercise("graded-two-other"),
)


def lesson() -> LessonContent:
    """The lesson, as it stands in `content.json`."""
    return LessonContent.assemble(
        lesson="alliance",
        title="Agree on goal and task",
        chunks=[
            ContentChunk(title="Read", minutes=10),
            ContentChunk(title="Practise", minutes=20, slots=("practice-1", "practice-2")),
            ContentChunk(title="Hand in", minutes=20, slots=("rewrite-1", "rewrite-2")),
        ],
        slots=[
            ("practice-1", False, ["night-shift", "night-shift-other"]),
            ("practice-2", False, ["night-shift-harder"]),
            ("rewrite-1", True, ["graded-one", "graded-one-other"]),
            ("rewrite-2", True, ["graded-two", "graded-two-other"]),
        ],
        bank={e.id: e for e in EXERCISES},
        withheld={"graded-one", "graded-one-other", "graded-two", "graded-two-other"},
        spotting={
            "two-legs": [
                Spot(
                    id="spot-1",
                    ask="At which turn does the mistake happen?",
                    options=("Turn 2", "Turn 4", "Turn 6"),
                    answer=2,
                    why="At turn 4 the exercise begins before she has said that she wants it.",
                )
            ]
        },
        reflection="What will you listen for this week?",
    )
