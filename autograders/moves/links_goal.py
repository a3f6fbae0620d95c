"""Ties the proposal to what this client wants."""

from autograders.move import Move, strong, weak

MOVE = Move(
    id="links_goal",
    why="The goal is the client's own. A task that serves it is theirs too; one that floats free is the therapist's.",
    source="Bordin 1979: agreement on goals.",
    signs=(
        *strong(
            "you [both/all/guys] [have] ~tell me/us [that/how] you/your",
            "you [both/all/guys] ~say you [really] ~want/would/do",
            "what you ~say you ~want",
            "what you ~want out",
            "(since | if | because) ... you [do] ~want/~hope",
            "you ~want [to/them/him/her/one/a/your] !that",
            "you would like [to/one/a/your]",
            "you/y'all/all [both/two] ~come [here/in] ~want/because/so/to",
            "what would you want/like [to] be/different",
            "is that a goal",
            "your goal",
            "the goal",
        ),
        *weak("so/and you can", "next time"),
    ),
    unless=("would you want to do", "if you want to", "do you want to"),
    found_in=("You said you want to stop snapping at the kids.",),
    absent_from=("This will help you feel better.",),
    hint="What did this client say they came for? Look at their own words.",
)
