"""Answers plainly, and gives the choice back."""

from autograders.move import Move, strong, weak

MOVE = Move(
    id="clarifies",
    why="A client who asks why may simply not have been told. A plain answer is respect, not pushing.",
    source="Bordin 1979; Swift and Callahan 2009 on preferences.",
    signs=(
        *strong(
            "good/fair question",
            "you are right to ask",
            "the reason",
            "because",
            "the point [is/of]",
            "what it ..3 does",
            "the idea is",
            "it is ..3 for",
            "i should have ..3 said/explained/told",
            "so that",
        ),
        *weak("it helps/works/teaches/lets/means"),
    ),
    found_in=("Fair question. We do it because the fear gets smaller when you stay with it.",),
    absent_from=("Let's just try it and see.",),
    hint="The client really asked something. Have you answered it, in a sentence, and handed back the choice?",
)
