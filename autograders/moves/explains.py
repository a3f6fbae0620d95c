"""Explains: teaches, diagnoses, gives other people's reasons."""

from autograders.move import Move, strong, weak

MOVE = Move(
    id="explains",
    why="An explanation closes what a question would open. It is the therapist's, and the client can only nod.",
    source="Hill 2020 on information; Safran and Muran 2000 on intellectual talk as withdrawal.",
    signs=(
        *strong(
            "@group ..3 (often | usually | tend | sometimes | always | never | generally | find | have | get | do | feel | like | are | will | can | need | know | manage | did | had | used)",
            "(studies | research | evidence | science | statistics) ..3 (show | shows | says | say | suggest | proves | that | on)",
            "(it | that | this) is (a | an | the) ..2 (phase | illness | disease | normal | burnout | disorder | habit | process | sign | symptom | defence | defense | pattern of | generational | way of)",
            "(it | that | this) is ..2 (normal | common | natural | typical | burnout | depression | anxiety | called | known as | how)",
            "what you are describing is",
            "(probably | surely | likely | must have | may have | might have) ..2 (he | she | they | been | had | felt | just | because | wanted | jealous | under)",
            "(he | she | they | @relative | @name) ..1 (probably | surely | likely | just | simply | must | may | might) ..4",
            "(i suspect | i am sure | i bet | i expect | perhaps | maybe) (he | she | they | @name | your @relative | the) ..6",
            "(because | as | since) (he | she | they | your @relative | @name) ..6",
            "that is why (he | she | they | you | it)",
            "(his | her | their) way of ..3",
            "the brain ..4",
            "(let me explain | the reason we | the point of | what this does | what it does | how it works)",
            "(in | with) (dementia | depression | adolescence | trauma | grief | teenagers | menopause | addiction) ..4",
            "(men | women | managers | fathers | mothers | parents | bosses | boys | girls | professors) like that",
            "of (that | his | her) generation",
            "(nobody | no one | you) (could have | could not have) ..2 (known | done)",
            "for all (you | we) know",
            "the (illness | disease | drink | pain | hormones) ..1 talking",
            mood="statement",
        ),
        *weak("because", "it is normal", "@group"),
    ),
    unless=("part of you", "you ..1 feel", "wonder"),
    found_in=("He was probably under a lot of pressure.", "Teenagers do that, it's how they separate."),
    absent_from=("No wonder you're tired.",),
    hint="",
)
