"""Asks something."""

from autograders.move import Move, strong

MOVE = Move(
    id="question",
    why="A question steers. One that serves the client is asked to learn, one at a time.",
    source="Hill 2020 on open and closed questions; Miller and Rollnick 2013.",
    signs=(*strong("..40 <?>", mood="question"),),
    found_in=("Did you sleep?", "what would u like to do"),
    absent_from=("You didn't sleep.",),
    hint="",
)
