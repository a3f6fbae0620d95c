"""Asks before going further."""

from autograders.move import Move, strong, weak

MOVE = Move(
    id="asks_permission",
    why="Asking first makes the client a partner in what is looked at.",
    source="Miller and Rollnick 2013: elicit, provide, elicit.",
    signs=(
        *strong(
            "would it be ... okay/alright/fine/all ..3 if",
            "is it ... okay/alright/fine ..3 if",
            "may i",
            "can i ..3 share/say/tell/name/point/offer/check/ask/mention",
            "could i ..3 share/say/tell/name/point/offer/check/ask/mention",
            "do/would you mind if i/we",
            "would you be open/willing to hearing/hear",
            "would you like/want to hear",
            "okay with you if",
            "with your permission",
        ),
        *weak("okay if i/we"),
    ),
    found_in=("Would it be okay if I say what I notice?",),
    absent_from=("I notice that you laugh.",),
    hint="Before you say what you see, have you asked whether you may?",
)
