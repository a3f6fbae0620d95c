"""Says openly that the talk is vague, and that being clearer would help."""

from autograders.move import Move, strong, weak

_VAGUE = (
    "(vague | general | foggy | fog | fuzzy | broad | circling | abstract | blurry | mist | misty | unclear | wide | large | big "
    "| cloudy | clouds | surface | breezy | hazy | vaguely | generally | far away | frosted | murky | slippery | loose)"
)
_CLEAR = (
    "(clearer | clear | concrete | specific | closer | particular | exact | precise | nearer | ground | detail | details "
    "| picture | example | deeper | smaller | zoom | narrow)"
)

MOVE = Move(
    id="names_drift",
    why="Said kindly, as a shared matter, it makes the client a partner in getting clearer.",
    source="Safran and Muran 2000: metacommunication.",
    signs=(
        *strong(
            f"(we | i | it | word | words | this | that | us | we have | talk) ..8 {_VAGUE} ..12 {_CLEAR}",
            f"{_VAGUE}",
            "in/around [in] circles",
            "(going | go | talking) ..1 (around | round) ..8 (it | circles)",
            "i ..5 (lost | confused)",
            "lost the thread",
            "i am ..4 (not | having) ..5 (follow | following | sure | there | trouble | picture | with you | hard)",
            "(hard | trouble | difficulty | tough) ..6 (picturing | picture | following | follow | keeping | keep | see | seeing | grasp | help with)",
            "(can | could) not ..4 (picture | see | tell | make | follow | find | grasp | quite)",
            "do not ..4 (know | understand | see | get | have) ..4 (what | which | yet | picture | clear)",
            "not sure ..3 (what | which | the | we | i) ..6",
            "from ..3 far away",
            "big/large words",
            f"(more | get | be | got | gets | getting | being | were | something | something more | a bit) ..2 {_CLEAR}",
            "zoom in",
            "on the same page",
            "(help | helpful | useful | use | understand | better | further | somewhere | know where) ..8 (if | when | you | we)",
            "(if | when) we ..8 (help | help* | better | further | somewhere | change | useful | get)",
            "talk past",
            "guess wrongly/wrong",
            "nodding",
        ),
        *weak("understand", "confused", "lost", "help me"),
    ),
    unless=("you are being", "you are ..1 hiding", "would be lost too", "things are a lot"),
    found_in=("We're going in circles, and I think I could help more if we got clearer.",),
    absent_from=("When was the last time?",),
    hint="Have you said, kindly, that it is hard to see clearly yet, and why clearer would help?",
)
