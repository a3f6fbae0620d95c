"""Asks whether, or what, the client wants to work on."""

from autograders.move import Move, strong, weak

_WANT = "(want | wants | wanting | like | wish | care | hope | hoping | prefer | fancy | looking | interested | rather | keen)"
_WORK = (
    "(~work | ~change | ~do | ~look | ~talk | ~focus | ~deal | ~get | ~spend | ~take | ~open | ~fix | ~be | ~mess | ~chew "
    "| ~go | ~address | ~have | ~use | ~tackle | ~figure | ~bring | ~explore | ~stay | ~start | ~make | ~sort | ~touch | ~help)"
)

MOVE = Move(
    id="checks_motivation",
    why="A client may tell something without wanting to change it. Asking keeps the work theirs.",
    source="Miller and Rollnick 2013; Norcross, Krebs and Prochaska 2011 on stages of change.",
    signs=(
        *strong(
            f"(is | was | would | does) ..6 (something | anything | thing | one | part | piece | some) ..8 {_WANT}",
            f"(do | would | did | are | is | were) (you | y'all | ya | we | anyone | that) [guys/both/two/even/all/also/really/maybe] ..5 {_WANT} ..6 {_WORK}",
            f"(do | would | are) you ..3 {_WANT} ..3 (something | anything | help | this | that | us | it | me) ..5",
            "what/which/where ..3 (do/would/did/are/were) you ..5 (want | like | hope | hoping | wanting | wish | looking | prefer)",
            "what is it [that] you want",
            "what, ..3 if anything",
            "tell me what you want",
            "what are you ..3 after/here for",
            "where do/would you ..3 (want | like) ..3 (go | start | take)",
            "where are you at/with",
            "(to be | it | them | things | be | something | anything | any | that) ..3 different",
            "(want | wanting | wants | like | need | use) ..3 help ..3",
            "(interested | interest) in ..4 (changing | getting | working | help | looking | doing | that)",
            "(would | is) it ..3 (help | matter | useful | helpful | worth | good | something) ..6 (to | if | for | we | us)",
            "is/are ..6 (problem | trouble | issue | bother* | goal) ..6 (or | for | you | to | <?>)",
            "worth ..3 (doing | looking | working | our | time | talking | something)",
            "~want/like/wish/prefer ..5 or ..8 <?>",
            "~want us/me to",
            "(want | like) ..3 (fixed | changed | sorted | mended | dealt | on the agenda)",
            "(do | should | shall) we ..6 (work | look | take | talk | stay | do) ..6 (or | <?>)",
            "(here | is it there) for us to",
            "what (can | could | should) ..3 (we/i/us) ..3 (do | be | help) ..4",
            "how do you want to use/spend",
            "what ..6 (use | spend) ..4 (time | session | hour | today)",
            "(have | did) you ... come ... (to | for | hoping | wanting)",
            "why/reason you ~come",
            "any wish/desire/part of/appetite",
            "(you | u) ~want/wanna/wish/want ..8 <?>",
            "(want | fancy | care) to ..10 <?>",
            "did you ... just/only want/need ...",
            "(were | was) (you | that) ..3 (hoping | wanting | looking)",
            "anything there",
            "(is | are) (it | there) ..4 (or | just) ..8",
            "(would | might | could) ..3 (matter | help) ..2 (you | to)",
            "(ask | asking) ..3 (whether | if | what) you ..2 want",
            "(not sure | check | checking | curious | wondering | wonder | see) ..2 (if | whether) ..4 (you | this | that | there | it) ..5",
            "which is it",
            "have you <?>",
            "bring into our work",
            "on the agenda",
        ),
        *weak("~want to", "work on", "hoping", "anything you", "to/today/tonight <?>"),
    ),
    unless=(
        "want to practice/try/start/do ... with me",
        "how do you think",
        "what did you want",
        "did you want to throw",
        "you do not have to talk",
    ),
    found_in=("Is this something you'd like to work on?", "What would you want from today?"),
    absent_from=("What did you feel when you saw him?",),
    hint="Does the client get asked whether they want anything to change?",
)
