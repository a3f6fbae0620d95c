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
