"""Asks so that more than a yes or a number can come back."""

from autograders.move import Move, strong

MOVE = Move(
    id="open_question",
    why="An open question leaves the client the choice of what to say.",
    source="Hill 2020; Miller and Rollnick 2013.",
    signs=(
        *strong(
            "what (do | does | did | is | are | was | were | would | will | could | can | have | has | might | should | else | kind | kinds | sort | sorts | made | makes | happens | happened | other | brings | brought | about | things | concerns | worries | led | got | gets | if anything)",
            "how !about !old ..1 (do | does | much | many | long | often | important | confident | ready | did | would | will | are | is | was | were | can | could | might | come | has | have | about)",
            "why (do | does | did | would | is | are | was | not)",
            "(tell | walk | talk) (me | us) ..2 (about | through | more | what | how | a bit | a little)",
            "(describe | explain | elaborate) ..3",
            "(wonder | wondering | curious) ..3 (what | how | why | about)",
            "where (do | did | would | are) you ..6",
            "what (what | would | is it) ..3",
            "anything else ..3",
            "(any | some) (thoughts | ideas | questions | concerns | other) ..3",
            "who ..3 (do | is | would | can | are) ..3",
            "which ..1 (of | one | part) ..4",
            "(in what way | what way)",
            mood="question",
        ),
        *strong("^ (tell | walk) (me | us) ..4 (about | more | what | how | through)", "^ (describe | explain) ..2"),
    ),
    unless=("what if", "what time", "you know what", "guess what"),
    found_in=("What would you want from today?", "Tell me about your week."),
    absent_from=("Did you sleep?", "How many did you have?"),
    hint="",
)
