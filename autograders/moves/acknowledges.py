"""Shows first that it has heard."""

from autograders.move import Move, strong
from autograders.moves.reflects_experience import MOVE as REFLECTS

MOVE = Move(
    id="acknowledges",
    why="A nudge away from the story lands only when the story has been heard.",
    source="Rogers 1957; Greenberg 2002.",
    signs=(
        *REFLECTS.signs,
        *strong(
            "i get why",
            "i ... hear",
            "of course you",
            "not fair",
            "unfair",
            "that is ... lot/long/hard/tough",
            "i am [so] sorry he/she/you/they/that",
            "clear ... you",
        ),
    ),
    found_in=("That sounds so tiring, being sent from desk to desk.",),
    absent_from=("Okay. What happened next?",),
    hint="What did the client just tell you that your first words could give back?",
)
