"""Offers its reading as a guess."""

from autograders.move import Move, strong

MOVE = Move(
    id="tentative",
    why="The client is the one who knows. A guess can be corrected; a verdict can only be accepted or fought.",
    source="Safran and Muran 2000; Rogers 1957.",
    signs=(
        *strong(
            "@hedge",
            "kind/sort of",
            "am i ... right/close/off/wrong",
            "i ... be/am ... wrong/off",
            "if i ... wrong",
            "does that ... fit/make/sound/match/come",
            "does it ... fit/make/sound/come",
            "do you think",
            "what do you think",
            "is that/it ... right/accurate",
            "i have ... feeling/hunch/guess",
            "something i observed",
            "looks like/as",
            "i get the sense",
            "what is/does it/he/she/that",
            "not sure",
        ),
    ),
    unless=(),
    found_in=("I wonder if a part of you is scared.", "Am I close?"),
    absent_from=("You joke because you are afraid.",),
    hint="Could the client correct you? Offer it as a guess, or ask.",
)
