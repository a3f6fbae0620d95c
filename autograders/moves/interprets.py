"""Says what it really means, beyond what the client said."""

from autograders.move import Move, strong, weak

MOVE = Move(
    id="interprets",
    why="An interpretation goes beyond what was said. Offered early it starts a work nobody asked for.",
    source="Hill 2020 on interpretation; Norcross, Krebs and Prochaska 2011.",
    signs=(
        *strong(
            "(is | are | it is | that is) ..1 (really | actually | truly) ..1 (about | your | that you | a)",
            "(is not | are not) ..1 really ..6 (it | but)",
            "is not the ..4 (it is | but)",
            "(stands | stand) for ..4",
            "(underneath | beneath | deep down | behind that | behind the | under all) ..4",
            "(before | so that) (he | she | they | anyone | nobody) could ..6",
            "because you (are | were | never | do not | did not | can not | feel | want) ..4",
            "(just | same) ..1 (as | like) with your ..3",
            "(as | like) (your | with your) (father | mother | dad | mum | mom | brother) ..4",
            "(you learned | you learnt) ..4",
            "(when you were | as a) ..1 (child | little | small | young | kid | boy | girl) ..3",
            "(inner | superego | defence | defense | schema | attachment | unconscious | repressed | projection | projecting | trauma) ..2",
            "you (do | did | are doing) (that | it | this) (because | so | to) ..4",
            "(could it be | i wonder | i think | i suspect | maybe | perhaps) ..3 (punishing | grieving for | jealous | angry at | afraid of being | scared of losing | avoiding | protecting)",
            "(a way of | your way of) ..2 @gerund",
            "(a way to | your way to) ..4",
            "you ..2 (use | act | joke | smile | laugh) ..4 (so | to) ..4 (do not | nobody | avoid | hide | protect)",
            "i think what ..6",
            "what you are really ..4",
        ),
        *weak("really", "because you"),
    ),
    unless=("it sounds like", "part of you"),
    found_in=("It isn't the shirts that you're angry about.", "I think it's really about your mother."),
    absent_from=("That sounds lonely.",),
    hint="",
)
