"""Turns to what happens inside the client."""

from autograders.move import Move, strong, weak

MOVE = Move(
    id="turns_inward",
    why="Other people cannot be changed from here; what they stir in the client can be worked with.",
    source="Greenberg 2002; Hayes, Strosahl and Wilson 2012.",
    signs=(
        *strong(
            "(what | how) ..4 you ..3 feel/feeling [!about]",
            "in/inside/within [of] you",
            "inside",
            "in your body/chest/stomach/gut/throat/heart",
            "your own heart",
            "what ... comes/coming/come up [for] you",
            "what ... happens/happening/going/goes ... [on] for/in/inside/on you",
            "what is it/that like [for/to]",
            "what was that like",
            "do to you",
            "does to you",
            "how are you doing ..3 emotionally",
            "goes through your mind about yourself",
            "what do you need",
            "needing",
            "what are you scared/afraid",
            "your gut/heart/chest/stomach/body",
            "tell yourself",
            "telling yourself",
            "about yourself/yourself",
            "say* about you",
            "kind of feeling",
            "a feeling",
            "calling yourself",
            "some sadness/hurt/fear",
        ),
        *weak("@body", mood="question"),
    ),
    unless=("how did he", "how do you think", "inside @name", "going on inside @name"),
    found_in=("And what happens in you when he yells?", "Where do you notice that in your chest?"),
    absent_from=("How did he react?",),
    hint="Whom is your question about? Turn it to what goes on in the client.",
)
