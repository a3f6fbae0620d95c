"""Says what happens, without blame."""

from autograders.move import Move, strong, weak

MOVE = Move(
    id="names_pattern",
    why="A pattern that is named as something that happens can be looked at by both.",
    source="Safran and Muran 2000; Johnson 2004 on naming the cycle.",
    signs=(
        *strong(
            "each/every time",
            "whenever",
            "as soon as",
            "i ~notice that/how/we/when",
            "what ..3 happens is",
            "it ~happen again",
            "again and again",
            "the closer",
            "when ..5 we/you/it ..6 then",
            "the two of you",
            "~keep ..2 happening",
            "a pattern",
        ),
        *weak("when", "seems to"),
    ),
    found_in=("Each time we come near your dad, we both start laughing.",),
    absent_from=("Tell me about your dad.",),
    hint="What happens, and when? Say it as something that happens, not as a fault.",
)
