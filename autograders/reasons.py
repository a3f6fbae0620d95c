"""Reasons and hints in a student's words: kind, exact, and never the answer itself."""

from autograders.mark import Evidence
from autograders.moves import move
from exercises.criteria import CRITERIA

#: What was found, for the sentence "… : “quote”", by criterion.
_FOUND = {
    "names_task": "You name something to do",
    "gives_rationale": "You say why it could help",
    "links_goal": "You tie it to what they want",
    "invites_choice": "You ask, and no is possible",
    "reflects_experience": "You put into words what they live with",
    "checks_motivation": "You ask whether they want to work on it",
    "offers_way_out": "You leave a way out",
    "labels_part": "You speak of a part",
    "says_how": "You say what it does here",
    "seeks_pain": "You reach for what it protects from",
    "tentative": "You offer it as a guess",
    "acknowledges": "You show first that you heard",
    "turns_inward": "You turn to what happens inside",
    "turns_present": "You bring it to this moment",
    "asks_specific": "You ask for one specific thing",
    "names_drift": "You say openly that it is not clear yet",
    "clarifies": "You answer what was asked",
    "asks_permission": "You ask first",
    "names_pattern": "You name what happens",
    "checks_safety": "You put safety first",
    "in_voice": "You speak to the client",
}
_MISSING = {
    "names_task": "something that the client could picture doing",
    "gives_rationale": "how the task would help",
    "links_goal": "a link to what this client wants",
    "invites_choice": "a question to which no is a possible answer",
    "reflects_experience": "your words for this client's own feeling or situation",
    "checks_motivation": "a question whether they want to work on it",
    "offers_way_out": "a way out for the client",
    "labels_part": "a part of the client that you speak of",
    "says_how": "what that part does, here in this conversation",
    "seeks_pain": "a guess or a question about what it protects from",
    "tentative": "words that let the client correct you",
    "acknowledges": "first words that give back what they said",
    "turns_inward": "a turn to what happens inside the client",
    "turns_present": "a turn to this moment, here",
    "asks_specific": "a question for one scene, moment or word",
    "names_drift": "open words for how unclear it still is, and for what clearer would bring",
    "clarifies": "a plain answer to what the client asked",
    "asks_permission": "a question whether you may",
    "names_pattern": "words, without blame, for what keeps happening",
    "checks_safety": "a question about safety",
    "in_voice": "the words that you would say to the client",
}
_SLIPPED = {
    "no_imposing": "This may sound like an order or a push",
    "no_early_intervention": "This may already start the work, before it was asked for",
    "no_pushing": "This may carry on, explain or persuade",
    "no_fixing": "This may give advice, explain, or collect more of the story",
    "respectful": "This may land as blame, a label, or making it small",
}
_AVOIDED = {
    "no_imposing": "I found nothing imposed.",
    "no_early_intervention": "I found nothing that starts change unasked.",
    "no_pushing": "I found no push.",
    "no_fixing": "I found no fixing.",
    "respectful": "I found nothing disrespectful.",
}


def words_for(criterion: str, met: bool, evidence: tuple[Evidence, ...]) -> tuple[str, str]:
    """The reason for a verdict and, where it is not met, a hint where to look."""
    quote = f": “{_short(evidence[0].quote)}”" if evidence else ""
    if CRITERIA[criterion].kind == "move":
        if met:
            return f"{_FOUND[criterion]}{quote}.", ""
        return (
            f"I couldn't find {_MISSING[criterion]} yet. Show me where it is, if it is there.",
            move(criterion).hint,
        )
    if met:
        return _AVOIDED[criterion], ""
    return f"{_SLIPPED[criterion]}{quote}.", move(criterion).hint


def _short(quote: str) -> str:
    """A quotation short enough for a sentence."""
    words = quote.split()
    return " ".join(words) if len(words) <= 16 else " ".join(words[:15]) + " …"
