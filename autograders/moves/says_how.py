"""Says what the part does, here."""

from autograders.move import Move, strong, weak

_WHEN = (
    "(every time | each time | whenever | as soon as | the closer | right when | right as | right before | the moment | the second "
    "| the minute | just as | just when | just before | any time | both times | twice | the instant | once | exactly when | when | at the very)"
)

MOVE = Move(
    id="says_how",
    why="Seen in this room, just now, the pattern can be noticed. 'It gets in the way' shows nothing.",
    source="Safran and Muran 2000: metacommunication begins with what just happened.",
    signs=(
        *strong(
            f"{_WHEN} ..12 (part | side | something | somebody | someone | you | it | voice | he | she | we | comes | goes | then | up | one | them)",
            f"(part | side | something | somebody | someone | you | it | voice | he | she | we | one | up | @deed) ..8 {_WHEN}",
            "(~jump | ~step | ~swoop | ~march | ~barge | ~hop | ~rush | ~hurry | ~bound | ~leap | ~stand | ~show | ~pop) ..2 (in | up | forward | on | to | out)",
            "(~take | ~took | ~grab | ~seize) ..3 (over | mic | microphone | wheel | floor | question | away | us | lines)",
            "(~go | ~turn | ~switch | ~change | ~move | ~shift | ~jump | ~run | ~reach | ~head | ~get | ~come | ~end | ~start) ..3 (to | into | for | back | on | up | with | off | over) ..4 (@deed | facts | blame | him | theo | numbers | patients | past | plan | work | boss | subject | details | everyone | others | laptop)",
            "(~keep | ~keeps | ~kept | keeps | always | constantly) ..2 (~ask | ~correct | ~change | ~joke | ~explain | ~apologize | ~check | ~say | ~take | ~make | ~answer | ~count | ~go | ~bring | ~turn | ~talk | ~fix | ~plan | @deed)",
            "~change/~changes ..2 (subject | topic | channel)",
            "~crack/~make/~tell ..2 (joke | jokes | funny | it funny)",
            "(goes | went | go | going | gone | turns | turn | whites | wipes) ..3 (blank | white | quiet | foggy | empty | silent | page)",
            "(pulls | pull | drops | draws) ..3 (curtain | blind | shutter | door | plug)",
            "(shuts | closes | slams) ..3 (door | down)",
            "(and | but) then ..8 (@deed | another | it | you | something | other)",
            "(came | comes | come) ..2 (out | in | along | up | by) ..3",
            "(you | it | part | one | he | she | side | that) ..3 (asked | ask | asks | joked | jokes | laughed | laugh | corrected | corrects | corrects | explained | blamed | blames | attacked | attacks | switched | started | starts | brought | brings | turned | turns | reached | grabbed | answered | answers | cancelled | cancels | undo | undid | asks | checks | checked | measured | measuring | edits | fixes | interrupts | apologized | listed | lists)",
            "(half | other | another | one | side) ..3 (hits | asks | edits | corrects | talks | counts | timing | rests | listens | fixes | carrying | answering | takes)",
            "(~list | ~count | ~measure | ~check | ~quote | ~correct | ~fix | ~edit) ..4",
            "(with | into) ..2 (questions | jokes | facts | details | stories | numbers | blame)",
            "(rather | instead) ..2 than ..6",
            "(so/until) ..4 (we | nobody | i) ..2 (never | do not | can not)",
            "(away from | off) ..3 (it | him | her | feeling | sad | you | the)",
            "(looked | look | looks) ..4 (like | as if) ..6 (when | right | as)",
            "(first | and now) ..3 (it was | the | now)",
            "(gets | get | got) ..4 (words/far) ..3 (in | as)",
            "(keeping | keeps) us ..2 (busy | away | from)",
        ),
        *weak("@deed", "and then", "when", "takes up client 3"),
    ),
    unless=("is getting in the way", "is not ready/fully", "has trouble/hard", "try", "let's", "could you", "remember"),
    found_in=(
        "It jumps in with a question each time we come close.",
        "You got as far as 'lonely', and then it went to his boss.",
    ),
    absent_from=("A part of you is getting in the way.",),
    hint="What did you see it do in this conversation?",
)
