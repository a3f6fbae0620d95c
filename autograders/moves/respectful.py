"""The mistake of blame, shame, minimising or labels."""

from autograders.move import Move, strong, weak

MOVE = Move(
    id="respectful",
    why="Blame makes a client defend; what has to be defended cannot be looked at.",
    source="APA 2017, principle E; Safran and Muran 2000.",
    signs=(
        *strong(
            "at least",
            "(selfish | stubborn | immature | controlling | defensive | lazy | childish | dramatic | silly | stupid | manipulative | weak)",
            "you are ..3 (avoiding | resistant | resisting | overreacting | blaming)",
            "in denial",
            "(not | be) that bad",
            "could be ..2 worse",
            "excuses",
            "you use humor/humour",
            "you must accept",
            "that is exactly the problem",
            "do you see how",
            "should not have to",
            "what did you expect",
            "why did not you",
            "classic",
            "take responsibility/taking",
            "kind of avoiding",
            "making excuses",
            "just avoiding",
            "get over it",
            "grow up",
        ),
        *weak("i need you to", "you keep"),
    ),
    unless=("not selfish", "not weak"),
    found_in=("You're being defensive.", "At least he still calls you."),
    absent_from=("I can see how hard you have tried.",),
    hint="Would the client feel blamed, labelled or made small by any of these words?",
)
