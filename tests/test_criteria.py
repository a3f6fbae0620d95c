from exercises.criteria import CRITERIA, OWN_SLIP, SKILLS, UNIVERSAL


def test_every_skill_has_moves_and_its_own_slip():
    for skill in SKILLS:
        kinds = {c.kind for c in CRITERIA.values() if c.skill == skill}
        assert kinds == {"move", "slip"}
        assert CRITERIA[OWN_SLIP[skill]].skill == skill
        assert CRITERIA[OWN_SLIP[skill]].kind == "slip"


def test_gates_are_the_two_of_the_codebook():
    assert {c.id for c in CRITERIA.values() if c.gate} == {"in_voice", "original"}
    assert set(UNIVERSAL) == {"in_voice", "respectful", "concise", "original"}
