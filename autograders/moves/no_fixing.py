"""The mistake of fixing, or collecting more of, what lies outside."""

from autograders.move import Move, strong, weak

MOVE = Move(
    id="no_fixing",
    why="Advice and more facts train nothing in the room; the client leaves with the same experience.",
    source="Harris, The four mistakes; Greenberg 2002.",
    signs=(
        *strong(
            "have you [ever/also] ... tried/asked/thought/talked/considered",
            "you could/should/might/need",
            "i would try/suggest/get/recommend/definitely/also",
            "i ... suggest/recommend",
            "i ... like you both to",
            "let's @act/work/come/list/do",
            "maybe you/we",
            "why did/do/does/not",
            "what did he/she/they/@name",
            "did you/your/he/she/they",
            "do you have",
            "do they/he/she",
            "is it/there",
            "was there anyone",
            "was it",
            "how many/old/often/long",
            "tell me more about",
            "would ... help you",
            "helps a lot",
            "feel free",
            "it could be",
            "what reason",
            "you can not change",
            "it was nothing to do",
            "would it help",
            "do you think",
        ),
        *weak("^ @act", mood="command"),
    ),
    unless=("do you feel", "did you feel", "in you", "is there ..4 feeling/sadness/hurt/fear"),
    found_in=("Have you tried writing to the manager?", "What did she say then?"),
    absent_from=("What happens in you when she says that?",),
    hint="Is there a sentence that solves, explains or collects more of what is outside?",
)
