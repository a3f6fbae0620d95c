"""What the judge says: evidence, verdicts, and the mark. Plain values, nothing else."""

from dataclasses import dataclass
from typing import Any

from exercises.model import Status


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where it happened: offsets (code points) into the untouched text."""

    start: int
    end: int
    quote: str  # text[start:end]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One criterion decided. `confidence` is the estimated probability that the verdict is right (0.5 to 1)."""

    criterion: str
    met: bool
    confidence: float
    reason: str  # for the student: why, in a sentence
    evidence: tuple[Evidence, ...] = ()
    hint: str = ""  # for the student, when not met: where to look, without the answer
    doubts: tuple[str, ...] = ()  # what made it unsure, for the instructor


@dataclass(frozen=True, slots=True)
class Mark:
    """The whole answer judged.

    `score` is what the rules would give (caps and gates applied) and is provisional while `status` is
    "for your instructor". `why` says first what capped, gated or queued the answer. `id` is stable: a digest of
    the exercise with its version, the text and the versions of the rules.
    """

    id: str
    exercise: str
    status: Status
    score: float
    max_score: float
    verdicts: tuple[Verdict, ...]
    why: tuple[str, ...] = ()
    rules: str = ""  # version of rules, lists and weights
    content: str = ""  # "<exercise id>@<version>"

    @property
    def needs_review(self) -> bool:
        """Whether a person decides."""
        return self.status == "for your instructor"

    def to_json(self) -> dict[str, Any]:
        """The mark as plain JSON values, as `changework check` prints it (less the response's own id)."""
        return {
            "mark": self.id,
            "exercise": self.exercise,
            "status": self.status,
            "score": self.score,
            "max_score": self.max_score,
            "needs_review": self.needs_review,
            "rules": self.rules,
            "content": self.content,
            "why": list(self.why),
            "verdicts": [
                {
                    "criterion": v.criterion,
                    "met": v.met,
                    "confidence": round(v.confidence, 3),
                    "evidence": [{"start": e.start, "end": e.end, "quote": e.quote} for e in v.evidence],
                    "reason": v.reason,
                    "hint": v.hint,
                    "doubts": list(v.doubts),
                }
                for v in self.verdicts
            ],
        }
