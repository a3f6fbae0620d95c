"""Brings it into this moment."""

from autograders.move import Move, strong, weak

MOVE = Move(
    id="turns_present",
    why="The past cannot be changed; what it stirs now can be met.",
    source="Safran and Muran 2000; Stern 2004 on the present moment.",
    signs=(
        *strong(
            "right now",
            "just now",
            "right here",
            "as/while/when you ..3 ~tell/~say/~talk/~speak/~share/~sit/~remember/~describe",
            "as we ..2 ~talk/~sit/~listen",
            "at this/the moment/minute/second",
            "in this moment/room/chair",
            "this very/minute/moment/evening/afternoon/morning/second",
            "here with/in/and/together",
            "in here",
            "with me/us",
            "tonight",
            "today",
            "here now",
            "a second ago",
            "take a second/minute/moment/breath",
        ),
        *weak("here", "now"),
    ),
    unless=("how do you think it", "relationships today"),
    found_in=("What do you notice right now, as you tell me?",),
    absent_from=("How did you feel back then?",),
    hint="When is your question about? Bring it to this room, this minute.",
)
