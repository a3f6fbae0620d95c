"""Reassures, praises, cheers on."""

from autograders.move import Move, strong, weak

MOVE = Move(
    id="reassures",
    why="Praise and comfort are kind, and they can pass over what was just said.",
    source="Hill 2020 on reassurance; Harris's reading of the bond that is taken for the whole.",
    signs=(
        *strong(
            "(do not | don't) ..1 (worry | stress | be afraid | overthink)",
            "(you have got this | you can do it | you are doing ..2 (great | well | amazing) | well done | good job | you did great)",
            "(i am | so) ..1 (proud | glad | honoured | honored | touched | happy | moved | impressed) ..3",
            "(thank you | thanks) ..4",
            "(i promise | i believe in you | trust me | believe me | you will see)",
            "(it | that | this) (will | is going to | gets) ..2 (be fine | be okay | get better | be all right | easier | work out | pass)",
            "(everything | it) will be ..2",
            "(no worries | never mind | no problem)",
            "(you are | you have been) ..2 (brave | strong | amazing | wonderful | honest | open)",
            "(it is | that is) (okay | fine | great | totally normal | wonderful | all right) ..3",
            "(such | what) a ..2 (good | great | wonderful | lovely | brave) ..3",
            "(safe | great) (space | place)",
            "(i am here | we are here) for you",
            "(i appreciate | i admire) ..4",
        ),
        *weak("great/wonderful/amazing/awesome/lovely"),
    ),
    unless=("either", "if not", "if you"),
    found_in=("You've got this, I believe in you!",),
    absent_from=("You've carried that alone for a year.",),
    hint="",
)
