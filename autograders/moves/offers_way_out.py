"""Leaves a real way out."""

from autograders.move import Move, strong, weak

MOVE = Move(
    id="offers_way_out",
    why="A yes means something only where no is welcome.",
    source="Miller and Rollnick 2013: support for autonomy.",
    signs=(
        *strong(
            "or would you rather/prefer/sooner",
            "no pressure",
            "(either | both | neither) ... (fine | okay | good | cool | right)",
            "totally/perfectly/completely/also/just okay/fine/alright",
            "that/it is okay/fine/alright ... [if/too/also/not]",
            "we can leave/drop/skip",
            "leave/let it be/alone/there",
            "if not",
            "if you say no",
            "if it is not",
            "if the answer is no/nothing",
            "you can [always] say no/nah",
            "or not [really] <?>",
            "or is/was/did it/you [just/only]",
            "do not have to",
            "not going to make/push",
            "your pick/call/choice",
            "just need* to ... say/vent/tell/be/get/complain/talk",
            "or shall we",
            "or should i",
            "or should we",
            "whatever/whichever you/two decide/choose/one",
            "no ... wrong/right answer/place",
            "stay with",
        ),
        *weak("or", mood="question"),
    ),
    unless=(),
    found_in=("Or would you rather just be heard today?", "Either is fine."),
    absent_from=("What would you like to change?",),
    hint="What happens if the client doesn't want to? Say that this would be fine.",
)
