"""The mistake of imposing: a command or pressure."""

from autograders.move import Move, strong, weak

MOVE = Move(
    id="no_imposing",
    why="A command may be followed and still not be agreed to. It uses up the bond that it leans on.",
    source="Bordin 1979; Safran and Muran 2000 on ruptures.",
    signs=(
        *strong(
            "you [just/really/do] need to",
            "you [just/will/would] have to",
            "you [just] have got to",
            "you [really/just] should",
            "you must",
            "everybody/everyone needs to",
            "trust me",
            "have to trust",
            "i am going to have you",
            "i want you to",
            "i need you to",
            "let's have you",
            "we will do [it] for",
            "it is imperative",
            "^ just/please ... @act",
            "^ go ahead",
            "^ come on/up",
            "^ go on",
            "everybody/everyone up",
            "ready <?>",
            "you are going to @act",
            "(we | you) ... make now",
        ),
        *weak("^ @act you/your/the/him/her/it/this/one/down/by/out/in/on/at/with/each/for/up", mood="command"),
    ),
    unless=("do not have to", "do not need to", "not going to make you", "would you"),
    found_in=("Just close your eyes and start.", "You need to write this down every day.", "Trust me on this one."),
    absent_from=("Would you be willing to write it down?", "You don't have to."),
    hint="Read it as the client: is there a sentence that leaves them no room?",
)
