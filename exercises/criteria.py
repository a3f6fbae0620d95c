"""The criteria of the codebook: what each asks for, in the words a student reads.

The codebook is the authority; this table only names what the graders decide. A *move* is something a good
answer does, a *slip* something it avoids: a slip is "met" when it is avoided.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Skill = Literal["alliance", "motivation", "resistance", "focus"]
Drift = Literal["external", "past", "vague"]
Kind = Literal["move", "slip"]

SKILLS: tuple[Skill, ...] = ("alliance", "motivation", "resistance", "focus")

#: The slip that is the very mistake of its skill; making it caps the score at half of the points.
OWN_SLIP: Mapping[Skill, str] = MappingProxyType(
    {
        "alliance": "no_imposing",
        "motivation": "no_early_intervention",
        "resistance": "no_pushing",
        "focus": "no_fixing",
    }
)


@dataclass(frozen=True, slots=True)
class Criterion:
    """What a good rewrite does (a move) or avoids (a slip), by the codebook."""

    id: str
    kind: Kind
    skill: Skill | None  # None: asked for by some exercises of any skill, or of every response
    label: str  # short, for a heading: "Says why it could help"
    asks: str  # one plain sentence for students
    universal: bool = False  # asked of every response
    gate: bool = False  # carries no points: an answer that fails it goes to the instructor


def _all() -> tuple[Criterion, ...]:
    def move(id: str, skill: Skill | None, label: str, asks: str) -> Criterion:
        return Criterion(id, "move", skill, label, asks)

    def slip(id: str, skill: Skill, label: str, asks: str) -> Criterion:
        return Criterion(id, "slip", skill, label, asks)

    return (
        # Skill 1
        move(
            "names_task",
            "alliance",
            "Names the task",
            "Proposes something the client could picture doing: a named method, or a concrete act.",
        ),
        move(
            "gives_rationale",
            "alliance",
            "Says why it could help",
            "Says what the task does, how it works, or why it could help.",
        ),
        move(
            "links_goal",
            "alliance",
            "Ties it to the client's goal",
            "Connects the proposal to what this client said they want or came with; "
            "where no goal was stated, asks for one.",
        ),
        move(
            "invites_choice",
            "alliance",
            "Asks, and means it",
            "Asks whether the client wants to, or what they think, so that no is a possible answer.",
        ),
        slip("no_imposing", "alliance", "Imposes nothing", "Does not command or pressure."),
        # Skill 2
        move(
            "reflects_experience",
            "motivation",
            "Shows what was heard",
            "Puts something of this client's feeling, meaning or situation into words.",
        ),
        move(
            "checks_motivation",
            "motivation",
            "Asks whether they want to work on it",
            "Asks whether, or what, the client wants to change or work on, now or today.",
        ),
        move("offers_way_out", "motivation", "Leaves a way out", "Makes it plain that not working on it is fine too."),
        slip(
            "no_early_intervention",
            "motivation",
            "Starts no change unasked",
            "Starts no technique, probe, interpretation or advice before the client has asked for change.",
        ),
        # Skill 3
        move(
            "labels_part",
            "resistance",
            "Speaks of a part",
            "Speaks of what gets in the way as one part or side of the client, not as the whole person.",
        ),
        move(
            "says_how",
            "resistance",
            "Says what the part does here",
            "Says what that part did, in this conversation, that works against the goal.",
        ),
        move(
            "seeks_pain",
            "resistance",
            "Reaches for what it protects",
            "Guesses at, or asks about, the fear or hurt that the part protects from.",
        ),
        move(
            "tentative", "resistance", "Offers it as a guess", "Offers its reading so that the client can correct it."
        ),
        slip(
            "no_pushing",
            "resistance",
            "Does not push",
            "Does not explain again, persuade, reassure, bargain, insist, or simply carry on.",
        ),
        # Skill 4
        move("acknowledges", "focus", "Hears first", "First shows that it has heard what this client just said."),
        move("turns_inward", "focus", "Turns inward", "Asks about, or points to, what happens inside the client."),
        move("turns_present", "focus", "Turns to now", "Brings it into this moment, here in the room."),
        move(
            "asks_specific", "focus", "Asks for one specific thing", "Asks for one concrete instance, detail or word."
        ),
        move(
            "names_drift",
            "focus",
            "Names the drift",
            "Says openly and kindly that the talk is vague or circling, and that being clearer would help.",
        ),
        slip(
            "no_fixing",
            "focus",
            "Fixes nothing outside",
            "Gives no advice, solution or explanation for the outside or past matter, and collects no more of it.",
        ),
        # Asked for by some exercises only
        move(
            "clarifies",
            None,
            "Answers plainly",
            "Answers, briefly, the question or objection that the client really has, and gives the choice back.",
        ),
        move(
            "asks_permission",
            None,
            "Asks permission",
            "Asks before naming a pattern, going deeper, or giving information.",
        ),
        move(
            "names_pattern",
            None,
            "Names the pattern",
            "Says what happens, without blame and without speaking of a part.",
        ),
        move(
            "checks_safety", None, "Puts safety first", "Asks about safety, or puts it first, where there is reason to."
        ),
        # Asked of every response
        Criterion(
            "in_voice",
            "move",
            None,
            "Speaks to the client",
            "Is what the therapist says, to the client, in the client's presence.",
            universal=True,
            gate=True,
        ),
        Criterion(
            "respectful",
            "slip",
            None,
            "Stays respectful",
            "Avoids blame, shame, sarcasm, minimising, labels for the client's character, and taking sides.",
            universal=True,
        ),
        Criterion(
            "concise", "slip", None, "Stays short", "Uses at most 90 words and at most 3 questions.", universal=True
        ),
        Criterion(
            "original",
            "slip",
            None,
            "Is your own",
            "Is not, or nearly, the poor line, the client's line, the exercise's text or a stored example.",
            universal=True,
            gate=True,
        ),
    )


#: Every criterion by its id, in the codebook's order.
CRITERIA: Mapping[str, Criterion] = MappingProxyType({criterion.id: criterion for criterion in _all()})

#: The criteria decided for every response, whether or not its exercise lists them.
UNIVERSAL: tuple[str, ...] = tuple(c.id for c in CRITERIA.values() if c.universal)
