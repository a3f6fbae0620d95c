"""Shows first that it has heard."""

from autograders.move import Move, strong, weak
from autograders.moves.reflects_experience import MOVE as REFLECTS

MOVE = Move(
    id="acknowledges",
    why="A nudge away from the story lands only when the story has been heard.",
    source="Rogers 1957; Greenberg 2002 on following before leading.",
    signs=(
        *REFLECTS.signs,
        *strong(
            "i [can/do/really] get/see/understand why/how/it/that",
            "i ..2 hear",
            "of course you/he/she/it",
            "(not | un) fair",
            "unfair/rotten/awful/painful/insulting/heartbreaking",
            "i am [so/really/very] sorry ..3 (he/she/you/they/that/it/this)",
            "(it is | that is) clear ..4",
            "(no kid | no one | nobody) should",
            "(wow | ouch | oh | gosh | ugh | lord | man) ..8 (you/he/she/they/four/that)",
            "i would be/feel ..3 too",
            "@name <,> ..2 (you/that/it)",
        ),
        *weak("you/your", mood="statement"),
    ),
    unless=("i ~hear you", "thank you for"),
    found_in=("That sounds so tiring, being sent from desk to desk.",),
    absent_from=("Okay. What happened next?",),
    hint="What did the client just tell you that your first words could give back?",
)
