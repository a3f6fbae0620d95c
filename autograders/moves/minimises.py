"""Makes it smaller than it is for the client."""

from autograders.move import Move, strong, weak

MOVE = Move(
    id="minimises",
    why="What is made small from outside gets lonelier inside.",
    source="Rogers 1957; APA 2017, principle E.",
    signs=(
        *strong(
            "at least ..3 (you | he | she | it | they | nobody | no | the | everyone | that | we)",
            "(it | that | this | they) (is | was | were) (only | just) ..4",
            "(it is | was) only ..3",
            "(just | only) a ..2",
            "(not | is not) (that | so | such) ..2 (bad | big | deal | serious | deep | hard)",
            "no big (deal | thing)",
            "(not the end | could be worse | bright side | happens to everyone | part of life | that is life)",
            "(other | some | plenty of | lots of | most | many) (people | men | women | couples | kids | wives | folks | husbands) ..3 (would | have | manage | kill | love | go)",
            "(would | be) ..2 (happy | glad | grateful) ..2 (to | for | if | with)",
            "(should be) ..1 (happy | glad | grateful | proud)",
            "(everyone | everybody) ..2 (gets | has | loses | is | goes | feels) ..3",
            "(cheer up | get over it | move on | let it go | get on with)",
            "(you will | you'll) (survive | get over | live | laugh) ..3",
            "it (was | is) ..2 (years | ages | long time) ago",
            "(it has been | it is been) ..3 (years | months)",
            "(look on | see) the ..2 side",
            "(nobody | no one) (is going to | will | cares | notices) ..4",
            "is not (hard | that hard | so hard | rocket)",
            "how hard can",
            "a phase",
        ),
        *weak("at least", "only", "everyone/everybody"),
    ),
    unless=("at least that is how", "not just", "not only", "if only"),
    found_in=("At least nobody died.", "It's only a dream."),
    absent_from=("It may look small from outside, and it isn't small to you.",),
    hint="",
)
