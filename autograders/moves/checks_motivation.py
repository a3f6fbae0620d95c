"""Asks whether, or what, the client wants to work on."""

from autograders.move import Move, strong, weak

MOVE = Move(
    id="checks_motivation",
    why="A client may tell something without wanting to change it. Asking keeps the work theirs.",
    source="Miller and Rollnick 2013; Norcross, Krebs and Prochaska 2011 on stages of change.",
    signs=(
        *strong(
            "is that/this/it/there ... something/anything ..4 you ..4 want/like/wish/care/hope",
            "do/would you [guys/both/two/even] ... want/like/wish/care/prefer ..5 ~work/~change/~do/~look/~talk/~focus/~deal/~get/~spend/~take/~open/~fix/~be/~mess/~chew/~go/~address",
            "what would/do/did you ..3 want/like/hope ..4 from/out/to/with/for/us/different",
            "what are/were you ... hoping/looking/wanting",
            "where do/would you want/like to go/start/take",
            "(want | like | wish | hoping) ... (to be | it to be | be) different",
            "want/wanting help",
            "interested in ... changing/getting/working/help",
            "are you ... wanting/hoping/looking ... to/for/us",
            "would it ... help/matter/useful/helpful ..4 if/to",
            "is that/it/this ... problem",
            "worth doing",
            "want to ..5 or",
            "~want us to",
            "want ... fixed/changed/sorted",
            "which ... want to work",
        ),
        *weak("~want to", "work on"),
    ),
    unless=("want to practice", "do you want to tell"),
    found_in=("Is this something you'd like to work on?", "What would you want from today?"),
    absent_from=("What did you feel when you saw him?",),
    hint="Does the client get asked whether they want anything to change?",
)
