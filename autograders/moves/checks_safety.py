"""Asks about safety, or puts it first."""

from autograders.move import Move, strong

MOVE = Move(
    id="checks_safety",
    why="Where someone may be hurt, nothing else comes first.",
    source="APA 2017, principle A; domain notes of the course.",
    signs=(
        *strong(
            "safe/safety/unsafe",
            "danger/dangerous",
            "~hurt yourself/you",
            "kill/killing/suicide/suicidal",
            "end/ending your life",
            "not want to be here/alive",
            "hit/hits/hitting you",
            "~threaten",
            "harm*",
            "afraid/scared/frightened of him/her/them",
            "thoughts of ..3 dying/death",
            "drive/driving ..4 drunk/drinking/drinks",
        ),
    ),
    found_in=("Before anything else: are you safe at home tonight?",),
    absent_from=("How do you feel about him?",),
    hint="Is there something in the story that has to be asked about before anything else?",
)
