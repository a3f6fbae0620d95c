"""Speaks of the resistance as a part."""

from autograders.move import Move, strong, weak

_OF_YOU = "(of you | in you | inside you | inside of you | within you | in there)"

MOVE = Move(
    id="labels_part",
    why="'A part of you' leaves the rest of the person on the side of the goal. 'You are resisting' makes an opponent of them.",
    source="Schwartz 1995 on parts; Greenberg 2002 on parts that interrupt.",
    signs=(
        *strong(
            f"(a | some | one | another | this | that | the | any | your | an) ..3 (part | side | piece | bit | half | corner | sliver | streak | voice) {_OF_YOU}",
            "(part | parts | side | some | half | bit | most | rest) of you",
            f"@part ..2 {_OF_YOU}",
            f"(something | somebody | someone | somewhere | one | there) ..2 {_OF_YOU}",
            f"{_OF_YOU} ..2 (that | who | is | there | steps | goes | gets | keeps | wants | comes | jumps)",
            f"(a | the | this | that | some | your | an) ..4 {_OF_YOU} ..1 (who | that | which | steps | is | gets)",
            f"(there is | there may | there might | i see | i hear | i sense | and) ..6 {_OF_YOU}",
            "the ..2 (you | @name) (who | that)",
            "(one | another | other | first | second | helper | that) (@name)",
            "@name <,>? the ..3",
            "(two | couple | both) ..3 (you | @name | sides | parts | halves | people | voices)",
            "one (part | side | half | voice | bit | of you)",
            "(another | other | second | next) (part | side | half | voice | bit | one | of you | piece)",
            "a/the protective/protector/guardian/bodyguard/bouncer/guard/sentry/watchman/gatekeeper",
            "protective/cautious/careful/critical/funny/helpful/controlling/scared/younger/little/wary/fixer/caretaker ..1 (part | side | voice | piece | bit | one)",
            "(that | this | the) (part | side | voice | one | piece | bit) ..3 (is | wants | does | thinks | afraid | scared | worried | protect | might | would | could | protects | who | that | think | trying)",
            "your ..1 (funny | helpful | careful | critical | cautious | protective | busy) ..1 (side | part | voice)",
            "(kind | sort) of ..2 (wall | shield | guard | bodyguard | soldier | bouncer | alarm | bouncer)",
            "(like | as if | as though) ..4 (wall | shield | guard | bodyguard | soldier | bouncer | alarm | hand | door) ..6",
            "(in | inside) you ..4 (there | is | lives | sits | a)",
            "(your | the | this | that | a) ..2 (lawyer | comedian | clown | editor | cook | teacher | coach | sponsor | helper | fixer | joker | professor | soldier | guardian | bouncer | caretaker | nurse | planner | manager | critic | judge | mother | accountant | inspector) ..8",
            "who is (asking | speaking | talking | doing)",
            "@name who/that",
            "(mom | dad | man | woman | guy | fella | fellow | kid | girl | boy) ..2 (who | that | in you | inside)",
        ),
        *weak("@part", "something ..3 (steps | comes | pulls | takes | jumps | gets)", "some of"),
    ),
    unless=(
        "the hard/best/worst part",
        "the part where",
        "for my part",
        "part of the",
        "last part",
        "lonely part",
        "part of why",
        "nice and simple part",
        "take part",
        "other side of",
    ),
    found_in=(
        "A part of you steps in and asks for details.",
        "Something in you goes quiet.",
        "There's a bouncer in there.",
    ),
    absent_from=("You are resisting.", "The hard part is starting."),
    hint="Who in the client does this? Speak of it as one side, not the whole person.",
)
