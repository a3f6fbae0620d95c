"""The pages and tables that show figures of agreement, and the rule book made from the moves."""

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from autograders.judge import ALL_RIGHT
from autograders.moves import NAMES, move
from exercises.criteria import CRITERIA, SKILLS

_SOURCES = {
    "dev": "the benchmark's 24 exercises (480 answers of model trainees)",
    "gold": "the bank's own gold rewrites",
    "sister-alliance": "further answers to the bank's alliance exercises",
    "sister-motivation": "further answers to the bank's motivation exercises",
    "sister-resistance": "further answers to the bank's resistance exercises",
    "sister-focus": "further answers to the bank's focus exercises",
    "workshop": "twelve small exercises written to test the rules",
    "slips": "answers written around the slips",
    "finer": "answers written around fine distinctions",
    "example": "the bank's examples (good by definition, so that kappa says little)",
}


def held_out() -> dict[str, Any]:
    """What was measured on exercises kept aside when the weights were made."""
    path = files("autograders") / "weights" / "held-out.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _percent(value: float) -> str:
    return f"{100 * value:.0f} %"


def table_of(figures: Mapping[str, Any]) -> str:
    """Figures of agreement for the terminal."""
    lines = [f"{'criterion':24} kappa   95 % interval  answers  met  false met  false not met"]
    for criterion, f in figures["criteria"].items():
        lines.append(
            f"{criterion:24} {f['kappa']:5.2f}  [{f['low']:5.2f}, {f['high']:5.2f}]  {f['answers']:7}  {f['met']:3}"
            f"  {f['false_met']:9}  {f['false_not_met']:13}"
        )
    s = figures["split"]
    lines += [
        "",
        f"honest answers {s['honest']}: {_percent(s['reviewed'])} go to an instructor; of the others, "
        f"{_percent(s['criteria_right'])} of the criteria are right, {_percent(s['whole_right'])} of the answers on "
        f"every criterion, {_percent(s['within_one'])} on all but one",
        f"gamed answers {s['gamed']}: {s['gamed_accepted']} would get half their points or more unseen",
        "",
        "how often something that is there is called missing, by how the answer is written:",
    ]
    lines += [
        f"  {g:20} {f['answers']:5} answers  {_percent(f['false_not_met'])}" for g, f in figures["fairness"].items()
    ]
    return "\n".join(lines)


def held_out_page() -> str:
    """docs/agreement.md: every figure in it was measured when the weights were made."""
    d = held_out()
    out = [
        "# How far the judge agrees with the codebook",
        "",
        "Made by `changework agreement --held-out`; do not edit. Every figure is *agreement with model readers of the "
        "codebook*: the labels were written by language models acting as supervisors, not by clinicians. All figures "
        "are for **exercises kept aside**: the weights that judged an answer had not seen any answer to its exercise. "
        "The moves' signs, though, were written by people who had read part of these answers; the column *unread* "
        "holds those that nobody read while writing signs, and is the fairest guess at answers to come. A program can "
        "measure its own cohort: `changework agreement LABELS`.",
        "",
        "## By criterion",
        "",
        "| criterion | kappa | 95 % interval | answers | of them met | called met, wrongly | called not met, wrongly | unread |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for c, f in d["criteria"].items():
        unread = "–" if f["unread"] is None else f"{f['unread']:.2f}"
        out.append(
            f"| {c} | {f['kappa']:.2f} | {f['low']:.2f} to {f['high']:.2f} | {f['answers']} | {f['met']} | {f['false_met']} "
            f"| {f['false_not_met']} | {unread} |"
        )
    missing = [c for c in CRITERIA if c not in d["criteria"] and c not in {"concise", "original"}]
    out += [
        "",
        *_too_few(missing),
        "`concise` and `original` are mechanical.",
        "",
        "## By source, and what going to an instructor achieves",
        "",
        f"An answer goes to an instructor when the chance that all its verdicts are right is below {ALL_RIGHT}. Gamed answers "
        "are left out here: their gates send them to the instructor.",
        "",
        "| source | answers | mean kappa | to an instructor | of the rest: criteria right | whole answers right | within one |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    rows = [("all", d["all"]), ("unread", d["unread"]), *((_SOURCES.get(k, k), v) for k, v in d["sources"].items())]
    for name, f in rows:
        out.append(
            f"| {name} | {f['answers']} | {f['mean_kappa']:.2f} | {_percent(f['reviewed'])} | {100 * f['criteria_right']:.1f} % "
            f"| {_percent(f['whole_right'])} | {_percent(f['within_one'])} |"
        )
    out += [
        "",
        "## Is the confidence honest?",
        "",
        "| confidence | verdicts | mean confidence | right |",
        "| --- | --- | --- | --- |",
    ]
    out += [
        f"| from {b['from']:.2f} | {b['verdicts']} | {100 * b['said']:.1f} % | {100 * b['right']:.1f} % |"
        for b in d["calibration"]
    ]
    out += [
        "",
        "## Is it fair?",
        "",
        "How often something that is there is called missing (false “not met”), by how the answer is written.",
        "",
        "| written | benchmark: answers | false not met | all sources: answers | false not met |",
        "| --- | --- | --- | --- | --- |",
    ]
    for group, f in d["fairness_all"].items():
        dev = d["fairness_dev"].get(group)
        first = f"{dev['answers']} | {100 * dev['false_not_met']:.1f} %" if dev else "– | –"
        out.append(f"| {group} | {first} | {f['answers']} | {100 * f['false_not_met']:.1f} % |")
    out += ["", "## On answers that nobody trained or tuned on", "", *_sealed()]
    out += ["", "## On real therapists' speech", "", *_real_talk()]
    out += ["", "## The ten most frequent kinds of mistake", ""]
    for number, m in enumerate(d["mistakes"], start=1):
        out.append(
            f"{number}. **{m['criterion']}** {m['kind']}, {m['count']} times. For example: “{_plain(m['example'])}”"
        )
    return "\n".join(out) + "\n"


def _too_few(criteria: list[str]) -> list[str]:
    """What is said of criteria that have no weights."""
    if not criteria:
        return []
    return [
        f"Too few labelled answers to learn from: {', '.join(criteria)}. They are decided by their moves' signs alone, with "
        "little confidence, so that answers that hang on them go to an instructor."
    ]


def _sealed() -> list[str]:
    """A set kept aside from everything, as `tests/measure_sealed.py` measured it."""
    sealed = json.loads((files("autograders") / "weights" / "sealed.json").read_text(encoding="utf-8"))
    table, s = sealed["criteria"], sealed["split"]
    enough = [f for f in table.values() if f["answers"] >= 100 and min(f["met"], f["answers"] - f["met"]) >= 30]
    mean = sum(f["kappa"] for f in table.values()) / len(table)
    return [
        f"`tests/sealed`: {sealed['answers']} answers to 16 exercises of their own, written and labelled by a model reader "
        f"who did not see the rules, measured with the rules {sealed['rules']}. No row of it was used or tuned on; its figures "
        f"by criterion were looked at once while the rules were made, and told where more labelled answers were needed "
        f"(`finer`). Mean kappa **{mean:.2f}**. "
        f"{_percent(s['reviewed'])} of the honest answers go to an instructor; of the rest {100 * s['criteria_right']:.1f} % "
        f"of the criteria are right, {_percent(s['whole_right'])} of the answers on every criterion, "
        f"{_percent(s['within_one'])} on all but one. Of {s['gamed']} gamed answers {s['gamed_accepted']} would get half of "
        f"their points unseen. Most criteria have few answers here, so that single figures are uncertain"
        + (f" ({len(enough)} of {len(table)} have at least 100, with 30 in the rarer class)." if enough else "."),
        "",
        "| criterion | kappa | 95 % interval | answers | called met, wrongly | called not met, wrongly |",
        "| --- | --- | --- | --- | --- | --- |",
        *(
            f"| {c} | {f['kappa']:.2f} | {f['low']:.2f} to {f['high']:.2f} | {f['answers']} | {f['false_met']} "
            f"| {f['false_not_met']} |"
            for c, f in table.items()
        ),
    ]


def _real_talk() -> list[str]:
    """The moves of any talk (`changework moves`) against the experts' labels of a public set of transcripts."""
    talk = json.loads((files("autograders") / "weights" / "real-talk.json").read_text(encoding="utf-8"))
    k, goals = talk["kappa"], {"question": 0.85, "open_question": 0.70, "reflection": 0.50, "advice": 0.45}
    human = {"question": 0.92, "open_question": 0.78, "reflection": 0.77, "advice": 0.63}
    return [
        f"`changework moves` on {talk['turns']} turns of therapists (AnnoMI; Wu et al. 2022, 10.1109/ICASSP43922.2022.9746035).",
        "",
        "| general move | kappa with the experts | goal | on sessions kept unread | one expert against nine |",
        "| --- | --- | --- | --- | --- |",
        *(f"| {n} | {k[n]:.2f} | {goals[n]:.2f} | {talk['kappa_unread'][n]:.2f} | {human[n]:.2f} |" for n in goals),
        "",
        "The goals are for all turns. The signs were last revised by reading every second session; the other half, of "
        "which only the figures were seen, is the fairest guess at speech to come, and there only questions reach their "
        "goal. Such talk comes in fragments, what reflects depends on turns that rules read badly, and advice is rare "
        "(76 turns of all).",
        "",
        "Rare moves found there, each read by hand: "
        + "; ".join(f"{n} {talk['found'][n]} (false alarms {talk['false'][n]})" for n in talk["found"])
        + ". The goal is under 3 false alarms in 1,000 turns.",
    ]


def rule_book() -> str:
    """docs/rules.md: every move with its reason, signs and examples, and how well it agrees."""
    measured = held_out()["criteria"]
    out = [
        "# The rule book",
        "",
        "Made from `autograders/moves/` by `changework rules`; do not edit. A *sign* is a pattern over words (how to read it: "
        "`autograders/pattern.py`); it counts unless one of the *unless* cues stands in the same sentence. Signs do not decide "
        "alone: they are weighed with the words around them (`autograders/weights/`), and every verdict quotes what it rests on.",
        "",
    ]
    sections: list[tuple[str, list[str]]] = [
        (skill.capitalize(), [c.id for c in CRITERIA.values() if c.skill == skill]) for skill in SKILLS
    ]
    sections.append(
        ("Asked for by some exercises", [c.id for c in CRITERIA.values() if c.skill is None and not c.universal])
    )
    sections.append(("Asked of every response", [c.id for c in CRITERIA.values() if c.universal]))
    sections.append(("Helping moves", [n for n in NAMES if n not in CRITERIA]))
    for title, names in sections:
        out += [f"## {title}", ""]
        for name in names:
            out += _chapter(name, measured.get(name))
    return "\n".join(out)


def _chapter(name: str, measured: Mapping[str, Any] | None) -> list[str]:
    criterion = CRITERIA.get(name)
    out = [f"### {name}" + (f": {criterion.label}" if criterion else ""), ""]
    if criterion:
        out += [criterion.asks, ""]
    if name not in NAMES:
        return [*out, "Mechanical: decided by counting words and questions, or by comparing word runs.", ""]
    chosen = move(name)
    out += [f"*Why.* {chosen.why}", "", f"*Source.* {chosen.source}", ""]
    slip = criterion is not None and criterion.kind == "slip"
    for strength in ("strong", "weak"):
        signs = [s for s in chosen.signs if s.strength == strength]
        if signs:
            out += [f"*{'Signs of the slip' if slip else 'Signs'} ({strength}).*", ""]
            out += [f"- `{s.pattern}`" + (f" (in a {s.mood})" if s.mood else "") for s in signs]
            out.append("")
    if chosen.unless:
        out += ["*Unless.* " + "; ".join(f"`{u}`" for u in chosen.unless), ""]
    if chosen.found_in:
        out += ["*Found in.* " + " · ".join(f"“{_plain(t)}”" for t in chosen.found_in), ""]
    if chosen.absent_from:
        out += ["*Absent from.* " + " · ".join(f"“{_plain(t)}”" for t in chosen.absent_from), ""]
    if measured:
        out += [
            f"*Measured on exercises kept aside.* kappa {measured['kappa']:.2f} ({measured['low']:.2f} to {measured['high']:.2f}), "
            f"{measured['answers']} answers. Known failures:",
            "",
        ]
        out += [f"- {f['kind']}: “{_plain(f['text'])}”" for f in measured["failures"]]
        out.append("")
    return out


def _plain(text: str) -> str:
    """A text in one line, with nothing that Markdown or HTML would act on."""
    line = " ".join(text.split())
    for mark in "\\`*_[]<>$|":
        line = line.replace(mark, "\\" + mark)
    return line
