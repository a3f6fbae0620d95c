"""Gives back what the client said or meant."""

from autograders.move import Move, strong, weak

MOVE = Move(
    id="reflection",
    why="A reflection shows that one has listened, and lets the client hear what they said, and go on.",
    source="Miller and Rollnick 2013 on reflective listening; Hill 2020 on restatements and reflections of feeling.",
    signs=(
        *strong(
            "(sounds | seems | looks | feels) like ..2",
            "it sounds ..4",
            "(so | and | but) you (are | have | feel | felt | want | think | would | will | do | did | were | had | can | could | really | just | like | need | know | said | see | also | say | get | got | find | found | go | went | started | decided | enjoy | love | hate | care | wish) ..2",
            "^ you (are | have | feel | felt | want | think | would | do | did | were | had | really | just | like | need | said | also | find | found | enjoy | love | hate | care | wish | kind | sort | recognize | believe | understand | notice | mentioned) ..2",
            "what i (am hearing | hear) ..3",
            "i am hearing ..2",
            "i hear you saying ..2",
            "you are (saying | feeling | worried | thinking | wondering | concerned | looking | hoping | trying | not | really | kind | pretty | ready | willing | interested | having | getting | doing | at | in | doing) ..2",
            "(it is | that is | this is) ..2 (important | hard | frustrating | scary | tough | upsetting | difficult | stressful | overwhelming | annoying | big) ..2 (to | for) you",
            "on the one hand",
            "part of you ..2",
            "(makes | made) you ..3",
            "(for | to) you <,>? ..2 (it is | that is)",
            "i (can | could) ..1 (hear | see | tell | imagine) ..2",
            "you ..4 (and | but) ..2 you ..3",
            "your ..4 (is | are) ..2 (important | really | a)",
            mood="statement",
        ),
        *strong(
            "(sounds | seems) like ..2",
            "so you (are | have | feel | want | think | would | do | did)",
            "you are saying",
        ),
        *weak("you ~feel/~want/~think/~like", "so"),
    ),
    unless=(
        "(do | did | can | could | would | will) you",
        "(you know | thank you)",
        "(you can | you could | you should | you need to | you might | you may)",
        "(if | when) you ..3 (need | want) ..4 (call | come)",
    ),
    found_in=("So you're tired of being the one who calls.", "It sounds like you miss her."),
    absent_from=("Did you call her?", "You should call her."),
    hint="",
)
