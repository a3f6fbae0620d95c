"""Puts this client's experience into words."""

from autograders.move import Move, strong, weak

MOVE = Move(
    id="reflects_experience",
    why="Being met comes before being changed. Words that fit show that someone has listened to this person.",
    source="Rogers 1957; Miller and Rollnick 2013 on reflective listening.",
    signs=(
        *strong(
            "it/that/this sounds/seems/feels [really/so/very/pretty/like/kind of] ..4 @feeling",
            "it sounds like you",
            "sounds like",
            "it seems like",
            "i can hear/see/tell how/that/you/the",
            "you are ... @feeling",
            "you ~feel ... @feeling",
            "so you",
            "no wonder",
            "makes sense",
            "i imagine",
            "i am hearing",
            "i hear how/that/you are",
            "anyone/anybody would",
            "that has got to",
            "must be/feel/have ..4 @feeling",
        ),
        *weak("@feeling", "you ... and/but you"),
    ),
    unless=(),
    found_in=("You're carrying all of it, and you're worn out.", "That sounds exhausting, doing it alone."),
    absent_from=("I see.", "Thank you for sharing that."),
    hint="Which of this client's own feelings or facts could you give back to them?",
)
