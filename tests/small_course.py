"""A small course that lint has nothing to say about: an orientation and one lesson, for tests to build and to spoil."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

REPOSITORY = Path(__file__).resolve().parents[1]
LESSON = "lessons/alliance.yaml"
DIALOGUE = "dialogues/the-lake.yaml"

ALLIANCE = {"names_task": 2, "gives_rationale": 2, "links_goal": 2, "invites_choice": 2, "no_imposing": 2}


def write_yaml(path: Path, data: Any) -> None:
    """Write a file as an author would lay it out."""
    path.parent.mkdir(parents=True, exist_ok=True)
    yaml = YAML()
    yaml.width = 4000
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(data, file)


def read_yaml(path: Path) -> Any:
    """Read a file for changing it."""
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


def change(path: Path, how: Any) -> None:
    """Read a file, let `how` change what is in it, and write it back."""
    data = read_yaml(path)
    how(data)
    write_yaml(path, data)


def exercise(id: str, **changes: Any) -> dict[str, Any]:
    """An exercise on the alliance."""
    return {
        "id": id,
        "skill": "alliance",
        "setting": "individual",
        "title": f"A title ({id})",
        "client": "Ana, 40, sleeps badly.",
        "goal": "I want to sleep.",
        "dialogue": [{"speaker": "client", "emotion": "tired", "text": f"I lie awake, and think of {id}."}],
        "poor": "Just relax now.",
        "after": "She looks away.",
        "criteria": dict(ALLIANCE),
        "examples": [
            {
                "text": f"One idea, for {id}: shall we write the day down, if you like?",
                "voice": "plain",
                "why": "Asks.",
            },
            {"text": f"I wonder about {id}, slowly: would you want to try?", "voice": "warm", "why": "Leaves room."},
        ],
        "gold": [{"text": f"Gold of {id}, for nobody's eyes.", "verdicts": dict.fromkeys(ALLIANCE, False)}],
        **changes,
    }


def dialogue() -> dict[str, Any]:
    """A dialogue of twelve turns."""
    turns = [
        {"speaker": "Therapist" if n % 2 == 0 else "Ana", "text": f"Line {n + 1}.", "note": f"Note {n + 1}."}
        for n in range(12)
    ]
    return {
        "id": "the-lake",
        "title": "The lake",
        "skill": "alliance",
        "people": "Ana, 40, who sleeps badly.",
        "turns": turns,
        "mistake_at": [3],
        "repair_at": [7],
        "spotting": [{"id": "spot-1", "ask": "Which turn?", "options": ["3", "7"], "answer": 1, "why": "It pushes."}],
    }


def orientation() -> dict[str, Any]:
    """The orientation: four graded slots."""
    return {
        "slug": "orientation",
        "title": "Begin here",
        "summary": "What this is.",
        "objectives": ["Know the way", "Know the rules"],
        "chunks": [
            {"title": f"Part {n}", "minutes": 12, "parts": [{"kind": "slot", "slot": f"baseline-{n}"}]}
            for n in range(1, 4)
        ]
        + [
            {
                "title": "Part 4",
                "minutes": 12,
                "parts": [{"kind": "slot", "slot": "baseline-4"}, {"kind": "reflection", "text": "What do you hope?"}],
            }
        ],
        "slots": [
            {"id": f"baseline-{n}", "graded": True, "exercises": [f"baseline-{n}", f"baseline-{n}-other"]}
            for n in range(1, 5)
        ],
    }


def lesson() -> dict[str, Any]:
    """A lesson on the alliance: six practice items, two graded rewrites."""
    return {
        "slug": "alliance",
        "title": "Warmth is one leg",
        "skill": "alliance",
        "summary": "What warmth does not do.",
        "objectives": ["Name a task", "Ask, and mean it"],
        "chunks": [
            {
                "title": "Read",
                "minutes": 10,
                "parts": [
                    {"kind": "text", "text": "Some **prose**, which costs $5 or $6."},
                    {"kind": "figure", "figure": "stool", "alt": "Two stools, one of which tips."},
                    {"kind": "dialogue", "dialogue": "the-lake"},
                    {"kind": "spotting", "dialogue": "the-lake"},
                ],
            },
            {
                "title": "Practise",
                "minutes": 15,
                "parts": [{"kind": "slot", "slot": f"practice-{n}"} for n in range(1, 7)],
            },
            {
                "title": "Hand in",
                "minutes": 15,
                "parts": [
                    {"kind": "say-aloud", "text": "Say it to a wall."},
                    {"kind": "slot", "slot": "rewrite-1"},
                    {"kind": "slot", "slot": "rewrite-2"},
                ],
            },
            {"title": "Look back", "minutes": 10, "parts": [{"kind": "reflection", "text": "What was hard?"}]},
        ],
        "slots": [{"id": f"practice-{n}", "exercises": [f"practice-{n}", f"practice-{n}-other"]} for n in range(1, 7)]
        + [{"id": f"rewrite-{n}", "graded": True, "exercises": [f"rewrite-{n}", f"rewrite-{n}-other"]} for n in (1, 2)],
        "sources": ["Bordin (1979). Psychotherapy, 16(3). https://doi.org/10.1037/h0085885"],
    }


def write_course(root: Path) -> Path:
    """Write the course's content into `root`; nothing is built."""
    course = root / "course"
    weeks = [{"week": 1, "lesson": "orientation"}, {"week": 2, "lesson": "alliance"}]
    write_yaml(course / "syllabus.yaml", {"title": "A small course", "about": "Two weeks.", "weeks": weeks})
    write_yaml(course / "lessons/orientation.yaml", orientation())
    write_yaml(course / LESSON, lesson())
    write_yaml(course / DIALOGUE, dialogue())
    for kind, numbers in (("baseline", range(1, 5)), ("practice", range(1, 7)), ("rewrite", range(1, 3))):
        for number in numbers:
            for id in (f"{kind}-{number}", f"{kind}-{number}-other"):
                write_yaml(root / "exercises/bank/alliance" / f"{id}.yaml", exercise(id))
    (root / "nbgrader_config.py").write_bytes((REPOSITORY / "nbgrader_config.py").read_bytes())
    return root
