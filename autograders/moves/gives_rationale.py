"""Says what the task does, or why it could help."""

from autograders.move import Move, strong

MOVE = Move(
    id="gives_rationale",
    why="Agreeing on a task means knowing how it leads to the goal. Praise for a method is not yet a reason.",
    source="Bordin 1979; agreement on tasks presupposes that their bearing on the problem is understood.",
    signs=(
        *strong(
            "so that/your/you/he/she/they/it/we/the/next/his/her/maybe/both",
            "so when/if",
            "that way",
            "the idea is/being",
            "the reason",
            "because it/that/when/then/things",
            "since ... often/usually/can",
            "~help/~let/~teach/~give/~get/~make/~take/~train/~show/~remind/~loosen/~release/~lower/~settle ... you/your/him/her/them/us/the/it/people/muscles/body/brain/words/emotions ..5 "
            "to/out/down/off/less/more/how/where/what/that/see/notice/catch/find/hear/sleep/from",
            "(gets | get) easier",
            "(might | may | could | can | would | will) ... (loosen | ease | lower | quiet | calm | free | open | show | tell | help | make | give | let | take | shrink | soften)",
            "some/sometimes/often/usually/people/folks/couples/families find/notice",
            "it would be practice/like",
            "less/more of/likely/room/space/chance",
            "a chance/way/step to/of/for/towards/toward",
            "so/that ~feel/~feels/~gets/~get less/easier/lighter/smaller",
        ),
    ),
    unless=("evidence based", "research shows it works"),
    found_in=(
        "Writing it down gets it out of your head so you can sleep.",
        "When the words have been said once, they often press less.",
    ),
    absent_from=("It's a really powerful technique and many clients like it.",),
    hint="How would doing this change anything? Look for the link between the task and the trouble.",
)
