"""Ties the proposal to what this client wants."""

from autograders.move import Move, strong, weak

MOVE = Move(
    id="links_goal",
    why="The goal is the client's own. A task that serves it is theirs too; one that floats free is the therapist's.",
    source="Bordin 1979: agreement on goals.",
    signs=(
        *strong(
            "you [both/all/guys/two] [have/had/once] ~tell/~told me/us [that/how] you/your",
            "you [both/all/guys/have/also] ~say/~said/~mention/~mentioned ..3 (want | wanted | wanting | would | hope | hoping | wish | like | goal | came | to be)",
            "what you ~say/~said you ~want",
            "(what | where | why) you ..3 (want | wanted | came | hope) ..2 (out | in | for | to | from | here)",
            "(since | as | because | if) ... you ..2 (want | hope | wish | would like | are hoping | hoping | came | trying)",
            "you [all/both/two/really/do/guys] ~want/~hope/~wish [to/them/him/her/those/one/a/your/for/that/it/this/peace/more/less/us] !that !do",
            "you would ..2 like/love [to/one/a/your/it/that/more]",
            "you/all [both/two/guys/all] ~come/came [here/in/to] ~want/because/so/to/for/with/wanting/hoping",
            "~bring/brought you/@name/all ..2 here/in",
            "(what | which) ..3 would you ..3 (want | like | hope) ..3 (be/different/change/here/out/from/first/instead)",
            "(is | would) that/this/it ..3 (goal | what you want | worth | job | hope)",
            "your/the/our/@name ..2 goal/goals/wish/hope/aim/dream",
            "your own words",
            "you are ..2 hoping/wanting/trying/looking/wishing [to/for]",
            "what matters [most] to you",
            "what are you hoping",
            "what [do/would] you want [out] ..3",
            "never asked ..3 want",
            "closer to ..3",
            "(get | gets | got | getting) [you] back to",
            "~want/wants/wanted ..5 (dinner | meal | sleep | night | home | games | saturday | back | together | side | peace)",
            "for/with/toward/towards ..3 (saturday | dinner | bedtime | games | nights | mornings | wedding | goal)",
            "~hope/hopes for",
        ),
        *weak("so/and you can", "next time", "in mind", "so ..3 (stay | keep | be | get | sleep | talk | ask | go)"),
    ),
    unless=("would you want to do", "if you want to", "do you want to", "feel better", "your whole life"),
    found_in=("You said you want to stop snapping at the kids.", "What brought you here was the nights."),
    absent_from=("This will help you feel better.",),
    hint="What did this client say they came for? Look at their own words.",
)
