"""Names something the client can picture doing."""

from autograders.move import Move, strong, weak

MOVE = Move(
    id="names_task",
    why="A client can only agree to a task that they can picture. 'Some work around that' leaves them nothing to agree to.",
    source="Bordin 1979: the alliance rests on agreed goals and agreed tasks, not on the bond alone.",
    signs=(
        *strong(
            "@method",
            "role play/playing/plays",
            "(empty | body | speaker | thought | two) chair/scan/record/log/listener",
            "i statement/statements",
            "act/acted/acting out",
            "statues/statue",
            "muscle/belly/box/slow ... breathing/relax/relaxation/breathe",
            "tense/tighten and relax/release",
        ),
        *weak(
            "~write/~record/~note/~list/~track/~draw/~tell/~say/~read/~speak/~talk/~turn/~address/~keep/~rehearse/~practice/~practise",
            "@gerund",
            "out loud",
            "~put/~drop/~mark ... in/on ... phone/paper/calendar/jar/fridge",
            "~face/~turn to/toward/towards @name/him/her/each",
            "~stand/~place/~position/~set ... in/where",
            "~finish the sentence",
            "~close your eyes",
        ),
    ),
    unless=("what/how did you say", "you said you"),
    found_in=(
        "We could put your worry into a letter that you never send.",
        "Would you want to say that to her directly, here?",
    ),
    absent_from=("I'd like to try something that may help you two.", "We could do some work around that together."),
    hint="Could the client picture what exactly they would do? Look for the thing itself, not that it would be done.",
)
