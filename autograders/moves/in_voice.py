"""The mistake of describing, listing, or commenting, where one should speak."""

from autograders.move import Move, strong

MOVE = Move(
    id="in_voice",
    why="Saying it is the practice. Describing it trains something else.",
    source="Deliberate practice: Rousmaniere 2016.",
    signs=(
        *strong(
            "i would [first/then/gently/try to/also] (validate | reflect | explain | ask | name | explore | acknowledge | use | redirect | label | bring)",
            "the therapist/counselor/counsellor ..2 (should | would | could | acknowledges | asks | gives | has)",
            "therapist acknowledges/asks/gives/names/reflects/should",
            "this response/answer",
            "full credit/marks/points",
            "note to ..2 grader",
            "(the client | client's)",
            "stages of change",
            "according to",
            "(validate | validation | rationale | attunement | motivation check | consent)",
        ),
    ),
    found_in=("I would first validate her and then ask about her feelings.",),
    absent_from=("I can see how tired you are.",),
    hint="Write the words that you would say to the client, as you would say them.",
)
