"""Collects facts about others, the past, or the circumstances."""

from autograders.move import Move, strong, weak

MOVE = Move(
    id="asks_for_facts",
    why="Questions for facts feed the story. They can be needed, and they lead away from what happens in the client.",
    source="Hill 2020 on closed questions and questions for data.",
    signs=(
        *strong(
            "(what | how | when | where | why) (did | does | do | has | is | was | were | had | would) (he | she | they | it | @relative | @name) ..8",
            "(did | does | has | have | is | was | were | would | had) (he | she | they | it | @relative | @name) ..8",
            "what did your ..6",
            "how (many | old | often | long | much | far | big) ..6",
            "(did | do) you ..2 (tell | report | ask | know | remember | have | call | say | write | try | ever | speak | check | get) ..6",
            "(was | were | is | are) there ..6",
            "(was | is) (anyone | anybody | someone | somebody | it) ..6",
            "who ..1 (else | was | is | were | told | said) ..6",
            "when did ..8",
            "(what | which) ..1 (time | year | day | kind | sort | reason | grade | medication) ..4",
            "what happened ..2 (then | next | after | with)",
            "what (is | was) the ..4",
            "what (is | was) in ..4",
            "why do you think (he | she | they | @relative | @name) ..4",
            "what do you think (he | she | they | @relative | @name | is going on | was going on) ..6",
            "(tell me | can you tell me | say | tell us) ..1 (more | about) ..4",
            mood="question",
        ),
        *strong("tell me/us ..1 more about", "tell me/us about your/the"),
        *weak("when/where/who/why", mood="question"),
    ),
    unless=("in you", "feel", "inside", "notice in"),
    found_in=("How long has this been going on?", "And what did he say then?"),
    absent_from=("What happened in you when he said that?",),
    hint="",
)
