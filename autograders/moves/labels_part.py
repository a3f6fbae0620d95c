"""Speaks of the resistance as a part."""

from autograders.move import Move, strong, weak

MOVE = Move(
    id="labels_part",
    why="'A part of you' leaves the rest of the person on the side of the goal. 'You are resisting' makes an opponent of them.",
    source="Schwartz 1995; Emotion-focused work on interrupting parts (Greenberg 2002).",
    signs=(
        *strong(
            "a/some/one/another/this/that/the/any [little/small/big/protective/certain/funny] part/side/piece/bit/half [of/in] you",
            "part/parts/side/some/half of you",
            "part/side/voice/piece in/inside you",
            "one/another/other side/part/half",
            "side of you",
            "something in/inside [of] you",
            "somebody/someone in/inside [of] you",
            "in/inside [of] you ... that/who/is",
            "(a | the | this | that | some | your | an) [@name/old/certain/kind/little/small/protective/inner] @part ... in/inside/within [of] you",
            "protective/protector/guardian/bodyguard",
            "two sides",
            "that/this part/side/voice/one",
            "(two | couple) ... you/@name/of",
        ),
        *weak(
            "@part",
        ),
    ),
    unless=("the hard part", "the part where", "for my part", "part of the", "last part"),
    found_in=("A part of you steps in and asks for details.", "Something in you goes quiet."),
    absent_from=("You are resisting.", "The hard part is starting."),
    hint="Who in the client does this? Speak of it as one side, not the whole person.",
)
