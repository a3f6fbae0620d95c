"""Tells the client what to do."""

from autograders.move import Move, strong, weak

MOVE = Move(
    id="orders",
    why="An order takes the choice away, also a kind one. What is only obeyed is not yet wanted.",
    source="Miller and Rollnick 2013 on the righting reflex.",
    signs=(
        *strong(
            "^ @verb !me !us !if !whether !no",
            mood="command",
        ),
        *strong(
            "you ..2 (must | need to | have to | got to | ought to | shall) @verb",
            "(he | she | they | everyone | everybody | nobody | both parties | @name) ..1 (will | is to | are to | must | shall) ..1 (@verb | be)",
            "(are | is) (hereby | required | requested | expected | obliged) ..3",
            "(here is | this is | that is) how ..1 (it | this | we) ..4 (go | goes | do | be)",
            "(i have decided | there is no alternative | no alternative | this is how | not taking no)",
            "(start | begin) (today | tomorrow | tonight | now)",
            "your homework ..4",
            "for homework ..3",
            "you will (stand | sit | write | go | keep | draw | press | wear | read | bring | say | do | greet | follow | stay | come | take | give | tell | hold | need) ..4",
            "from now on ..4",
            "(this | every | each) (week | day | morning | evening | night) ..2 you ..1 (will | @verb)",
            "@name <,> [please/just/try/now] @verb !me !us !if",
            "^ (do not | never) @verb",
            "^ (try | trying) ..2 (to | not | saying | telling | asking | repeating | picturing)",
            "and @verb ..2 (it | him | her | them | there | your | the | what | that)",
            "you (must | need to | have to | got to | ought to)",
            "(i want | i need | i would like | i expect) ..1 (you | everyone | both) ..2 to",
            "let's @verb !me",
            "(now | then | tomorrow | tonight | today | this week) ..1 you @verb",
            "you will ..2 (@verb | be) ..6 (now | tonight | by | until | every | this week)",
            "from the top",
            "(off | here) (you | we) go",
            "your turn",
        ),
        *weak("^ @verb", "please", "just"),
    ),
    unless=(
        "tell/let/help/correct/stop/forgive me/us",
        "take your time",
        "feel free",
        "take it or leave",
        "say if/no/whether",
        "would you",
        "could we",
        "if you ..2 like/want",
    ),
    found_in=("Write down every drink this week.", "Put a hand on your chest and breathe."),
    absent_from=("Tell me if that's too much.", "Would you like to write it down?"),
    hint="",
)
