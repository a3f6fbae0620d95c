"""Reaches for what the part protects from."""

from autograders.move import Move, strong, weak

_IT = "(it | he | she | they | that | part | you | side | one | voice | who | them | guard | them)"

MOVE = Move(
    id="seeks_pain",
    why="A part that works against the goal has a reason. Met with kindness, the reason can be told.",
    source="Schwartz 1995; Greenberg 2002.",
    signs=(
        *strong(
            "(~protect | ~guard | ~keep | ~save | ~shield | ~hide | ~spare | ~shelter | ~cover) ..6 (from | against | safe)",
            "(afraid | scared | worried | frightened | terrified | nervous | fear | fears | fearing | dread | dreads | worry) ..2 (of | that | you | it | it would | to | might | if | he | she | what | would | about | they | there | there would)",
            f"{_IT} ..3 (afraid | scared | worried | frightened | fear | fears | fearing | terrified | dreads)",
            "what ..6 (afraid | scared | worried | frightened | fear | fears | fearing | protecting | guarding | hiding | keeping | saving)",
            "what ..8 (~happen | ~happen) ..3 (if | without | when)",
            "what ..6 (~feel | felt | stuck with | left with | come up | go wrong) ..3 (if | without | when | in)",
            "(if | without) ..8 what ..5 (happen | feel | left | come)",
            "so [that] ..3 (you/it/he/she/nobody/we/nothing) ..3 (do not/does not/not/never/will not/would not/did not) ..2 (have | get | feel | touch | need | gets)",
            "(so | that) ..3 (not have to | never has to | never gets | not too)",
            "(not/never/avoid/instead of) ..4 (having to | have to) ..3 (feel | face | hear | beg | sit | cry | know | see | look)",
            "(too) (@feeling | much | close | real | loud | risky | exposed | sad | big)",
            "(~can | could) not ..2 (stand | bear | take | face | afford | let)",
            "(who | what | whom) ..4 (keeping | keep) out",
            "(hurt | pain | shame | loss | guilt | grief | sadness | loneliness | fear | humiliation | failure | disappointment | sorrow) ..6 (behind | under | beneath | underneath | there | you | it | of | that | in)",
            "(behind | under | beneath | underneath) ..3 (it | that | this | wall | joke | laugh | there)",
            "(might | could | would | may | maybe | perhaps | does | is | was) ..4 (hurt | hurts | scary | painful | frightening | lonely | risky | dangerous | unbearable | embarrassing | shameful | sad | overwhelming | guilt | scared | afraid)",
            "(feel | feels | feeling | felt) ..3 (dangerous | risky | exposed | unsafe | scary | weak | like you failed | like begging | unbearable | ashamed)",
            "(worst | hardest | scariest) ..4 (if | it | that | be | of | thing | happen | could)",
            "(what | who) ..3 (happens | happened) to you ..3 (if)",
            "(learned | learnt | found out) ..6 (that | early | way back)",
            "(missing | losing | lost | needing | longing | wanting) ..2 (him | her | them | someone | your | a | to be | it)",
            "(hurt | got hurt | been hurt) ..4 (before | once | bad | again)",
            "(what | which) ..3 (pain | hurt | feeling | fear) ..4",
            "(is | there) ..4 (feeling | hurt | fear | pain | grief) ..5 (stuck | behind | under | with | it | there | underneath)",
            "(what | how) (does | did | is | would) ..3 (not want | trying not) ..4",
            "(nothing | nobody) left to",
            "(think/thinks/figure/figures/reckon/believe/believes/imagine) ..2 (would | will | might | is) ..3 (happen | go | waiting | come)",
            "(look | looking | seem) ..2 (a failure | a bad | weak | stupid | foolish)",
            "(no use | good enough | not enough | unloved | unwanted | let down | alone | abandoned | left)",
            "keep/keeps/keeping you safe",
        ),
        *weak("@pain", "~protect"),
    ),
    unless=(
        "i am afraid/scared",
        "@name is hurt",
        "think @name feels",
        "run out of time",
        "pain is distracting",
        "back/chronic pain",
    ),
    found_in=("I wonder what it's afraid would happen.", "Maybe it keeps you from feeling that loss."),
    absent_from=("It keeps asking questions.",),
    hint="What might this part be keeping away? Guess, or ask.",
)
