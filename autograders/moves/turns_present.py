"""Brings it into this moment."""

from autograders.move import Move, strong, weak

MOVE = Move(
    id="turns_present",
    why="The past cannot be changed; what it stirs now can be met.",
    source="Safran and Muran 2000; Stern 2004 on the present moment.",
    signs=(
        *strong(
            "(right | just | even | here | is | are) now",
            "right here",
            "(as | while | when) (you | u | we | i) ..4 (tell | telling | say | saying | talk | talking | speak | speaking | share | sharing | sit | sitting | remember | describe | look | looking | listen | ask | hear | go back)",
            "as you/we/i ..6",
            "~tell/telling/saying/talking ..4 (me | us | this | it) ..4 (now | today | here | afternoon | out loud)",
            "(at | in) this/the (moment | minute | second | very)",
            "(in | at) this (moment | room | chair | circle | very | session)",
            "this very/minute/moment/evening/afternoon/morning/second/room",
            "here (with | in | and | together | now | today | tonight)",
            "(in | back | to) here",
            "~sit/sitting ..2 (here | there | with me | with us | across | in that | with that)",
            "with (me | us) ..1 (here | now | today | in)?",
            "tonight/today",
            "a (second | moment | minute) ago",
            "(take | taking | have | give) ..2 (second | minute | moment | breath | pause) ",
            "(pause | stop | slow | stay) ..4 (here | second | sec | moment | with | down | there)",
            "still (here | in | now | with) ..3",
            "(your | her | his) (hands | face | eyes | voice | breath | shoulders | jaw) ..6",
            "(i notice | i noticed | i saw | i am noticing | i see) ..6 (your | you) ..6 (hand | hands | face | eyes | voice | breath | shoulders | just | sleeves | looking | went)",
            "(you | your) ..4 just (now | did | went | got | laughed)",
            "is (it | that | feeling | he | she) ..3 (here | there now | around | present | in the room)",
        ),
        *weak("here", "now", "is there"),
    ),
    unless=("how do you think it", "relationships today", "here and now <,>", "right now i/let's", "the here and now"),
    found_in=("What do you notice right now, as you tell me?",),
    absent_from=("How did you feel back then?",),
    hint="When is your question about? Bring it to this room, this minute.",
)
