"""Puts this client's experience into words."""

from autograders.move import Move, strong, weak

_HOW = "@feeling"

MOVE = Move(
    id="reflects_experience",
    why="Being met comes before being changed. Words that fit show that someone has listened to this person.",
    source="Rogers 1957; Miller and Rollnick 2013 on reflective listening.",
    signs=(
        *strong(
            "it/that/this/there [really/just] sounds/seems/feels/looks [really/so/very/pretty/like/kind of/a/to me] ..5 @feeling",
            "(sounds | seems | looks | feels) like/as/that ..2 (you/your/he/she/it/there/a/the/one/they/this/that/nothing/everything/somebody/like)",
            "^ sounds/seems ..4",
            "i can ..1 (hear | see | tell | feel | imagine | picture | understand) ..2 (how/that/the/you/why/what/it/in/so/a)",
            "i can ..1 hear/see/tell/feel/imagine/picture",
            "you are ..6 @feeling",
            "you ~feel/felt ..4 @feeling",
            "you/your ..6 (@feeling) ",
            "no wonder",
            "(it | that | which) [all/also/really/totally/completely] makes/make [a/total/perfect/complete] [lot] [of] sense",
            "makes sense ..2 (that/you/to)",
            "i [would] imagine/guess/suspect/gather/bet/sense",
            "i am hearing/getting/sensing/picking/struck",
            "i ~hear/heard how/that/you are/the/so/in/a",
            "(anyone/anybody/most people) would",
            "that/it/this [has] ~got/must/gotta [to/have] ..2 (be/feel/have/been/sting/hurt/wear)",
            "(must/has to/got to) be/feel/have ..4 @feeling",
            "what a [long/hard/lot/lonely/kick/way/week/year]",
            "that is ..4 (lot | hard | tough | long | rough | real | lonely | tiring | kick | tired | heavy | big | unfair | painful | exhausting | lonesome | blow | sting | weight) ",
            "(after | all) ..2 (years | day | week | those | that) ..10 (you | still | and)",
            "(nobody/no one/not one) ..6 (you | for you)",
            "you ~work/have/had/been/keep/kept/go/went/cooked/carry/carried/drove/sat/smiled/passed/gave/get/got/do/did/wanted/miss/lost/made/stood/put/held/swallowed ..10 (and | but | while | then | still | alone | yourself | without | nobody | every | all) ",
            "on the one hand",
            "part of you ..8 (and | but | other)",
            "so ..2 (you | it | there | for you | he | she) ..8",
            "when you say ..6",
            "you said/say ..8",
            "(hurts | hurt | stings | sting | wears | costs) ..4 (to | you | being | when)",
            "for you ..4 (it | not | that | the)",
            "(by/all by) yourself",
            "on your own",
            "being ..8 (you | nobody | alone | one | by | after | without)",
        ),
        *weak("@feeling", "you ... and/but you", "alone/lonely/tired/exhausting/worn", "@hard"),
    ),
    unless=(
        "i see",
        "thank/thanks you/for",
        "that must be hard",
        "sorry for your loss",
        "not really ... it is your",
        "underneath",
    ),
    found_in=("You're carrying all of it, and you're worn out.", "That sounds exhausting, doing it alone."),
    absent_from=("I see.", "Thank you for sharing that."),
    hint="Which of this client's own feelings or facts could you give back to them?",
)
