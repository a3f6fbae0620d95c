"""Says openly that the talk is vague, and that being clearer would help."""

from autograders.move import Move, strong, weak

MOVE = Move(
    id="names_drift",
    why="Said kindly, as a shared matter, it makes the client a partner in getting clearer.",
    source="Safran and Muran 2000: metacommunication.",
    signs=(
        *strong(
            "(vague | general | foggy | fog | fuzzy | broad | circling | abstract | blurry | mist | unclear)",
            "in circles",
            "i am [a little/bit/kind of/getting] lost",
            "i am ... not ... following/sure/there",
            "hard/having ... time/trouble ... picturing/following/keeping",
            "can not picture/see/tell/make",
            "from really/so far away",
            "big words",
            "more concrete/specific/clear",
            "clearer",
            "get specific",
            "zoom in",
            "do not ... know what ..3 means",
        ),
        *weak("understand", "confused"),
    ),
    unless=("you are being",),
    found_in=("We're going in circles, and I think I could help more if we got clearer.",),
    absent_from=("When was the last time?",),
    hint="Have you said, kindly, that it is hard to see clearly yet, and why clearer would help?",
)
