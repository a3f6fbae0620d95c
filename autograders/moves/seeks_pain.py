"""Reaches for what the part protects from."""

from autograders.move import Move, strong, weak

MOVE = Move(
    id="seeks_pain",
    why="A part that works against the goal has a reason. Met with kindness, the reason can be told.",
    source="Schwartz 1995; Greenberg 2002.",
    signs=(
        *strong(
            "~protect/~guard/~keep/~save/~shield/~hide ..6 from",
            "afraid/scared/worried/frightened/fear/worry",
            "~protect",
            "what ..8 ~happen if/without",
            "what ..5 ~feel if",
            "so [that] you/it/he/she ... do/does/will/would not have/get/feel",
            "too @feeling/much",
            "not/never ..3 have to ..2 feel/face/hear/beg",
            "hurt/pain/shame/loss/guilt/grief",
        ),
        *weak("@pain"),
    ),
    unless=(),
    found_in=("I wonder what it's afraid would happen.", "Maybe it keeps you from feeling that loss."),
    absent_from=("It keeps asking questions.",),
    hint="What might this part be keeping away? Guess, or ask.",
)
