"""Asks so that more than a yes or a number can come back."""

from autograders.move import Move, strong

MOVE = Move(
    id="open_question",
    why="An open question leaves the client the choice of what to say.",
    source="Hill 2020; Miller and Rollnick 2013.",
    signs=(
        *strong(
            "what",
            "how !many !old !often !long !far",
            "why",
            "(tell | walk | talk) (me | us) ..2 (about | through | more | what | how | a bit | a little)",
            "(describe | explain) ..3",
            "(wonder | wondering | curious) ..3 (what | how | why | about)",
            "where (do | did | would | are) you ..6",
            "who ..4",
            "which ..4",
            mood="question",
        ),
        *strong("^ (tell | walk) (me | us) ..4 (about | more | what | how | through)", "^ (describe | explain) ..2"),
    ),
    unless=("what if", "what time", "how about", "what about that <?>", "you know what", "guess what"),
    found_in=("What would you want from today?", "Tell me about your week."),
    absent_from=("Did you sleep?", "How many did you have?"),
    hint="",
)
