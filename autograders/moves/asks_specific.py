"""Asks for one concrete instance, detail or word."""

from autograders.move import Move, strong

MOVE = Move(
    id="asks_specific",
    why="One scene can be worked with; 'everything' cannot.",
    source="Beck 2020 on working with specific situations.",
    signs=(
        *strong(
            "(last | most recent | recent) time/one/thing",
            "most recently",
            "a time",
            "one time/moment/thing/example/scene/word/evening/day/thought/instance/piece/particular",
            "an example",
            "what exactly",
            "when exactly",
            "which ... part/one/day/evening/word/thing/moment/particular",
            "what part/day/hour/time/word/part",
            "first thing/piece/little",
            "what was the last",
            "last night",
            "yesterday",
            "walk me/us through",
            "take me to",
            "at which",
            "what did you/she/he say/see/do/notice ..3 last",
            "what does ..4 mean",
            "what specifically",
            "pick <,>/:/school",
        ),
    ),
    unless=("tell me more",),
    found_in=("Can you take me to the last time?", "What exactly did you notice?"),
    absent_from=("Tell me more about that.", "How does that make you feel overall?"),
    hint="Could the answer to your question be one scene, one moment, one word?",
)
