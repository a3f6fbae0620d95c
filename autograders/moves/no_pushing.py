"""The mistake of pushing on."""

from autograders.move import Move, strong, weak

MOVE = Move(
    id="no_pushing",
    why="A push meets a counter-push. What works against the goal stays unseen, and grows.",
    source="Beutler, Harwood, Michelson, Song and Holman 2011 on reactance; Miller and Rollnick 2013.",
    signs=(
        *strong(
            "it ... works",
            "i promise",
            "studies/research/evidence ... show/are/on",
            "let's @act/try/do/go/commit/set/have/put",
            "so let's",
            "try it/again/to/repeating/picturing",
            "(once | one) more [time/try]",
            "do you want to go again",
            "^ go ahead",
            "back to it",
            "you [just] ... have/need/got to",
            "i need you",
            "can you [just] ..2 try/do/say/repeat",
            "could you [just] ..2 try/do/say/repeat",
            "it gets easier",
            "the exercise",
            "important",
            "please",
            "remember",
            "how about",
            "it is ..4 helpful/useful",
            "you have got this",
            "do not worry/stress",
            "(we will | i will) ... begin/start/print/make",
            "it will feel",
            "we can leave",
        ),
        *weak("^ @act", mood="command"),
    ),
    unless=(),
    found_in=("Remember, it works if you just try it again.",),
    absent_from=("What is that part worried about?",),
    hint="Is there a sentence that goes on with the task, or argues for it?",
)
