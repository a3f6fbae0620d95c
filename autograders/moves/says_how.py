"""Says what the part does, here."""

from autograders.move import Move, strong, weak

MOVE = Move(
    id="says_how",
    why="Seen in this room, just now, the pattern can be noticed. 'It gets in the way' shows nothing.",
    source="Safran and Muran 2000: metacommunication begins with what just happened.",
    signs=(
        *strong(
            "(every time | each time | whenever | as soon as | the closer | right when | right as | the moment | just as | when)",
            "~jump/~step/~come/~go/~steer/~bring/~pull/~take/~turn/~start/~keep/~grab/~change/~make ..5 @deed",
        ),
        *weak("@deed", "and then"),
    ),
    unless=("is getting in the way",),
    found_in=("It jumps in with a question each time we come close.",),
    absent_from=("A part of you is getting in the way.",),
    hint="What did you see it do in this conversation?",
)
