"""Spotting tasks: which turn, which mistake? A choice, and why, at once. Formative: a choice earns nothing."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from exercises.answerfile import NotSavedError, now
from exercises.content import LessonContent, Spot
from exercises.responses import ResponseStore


class SpottingState:
    """The spotting tasks on one dialogue. Choices are kept in `responses.spotting`, as "<dialogue>/<spot>"."""

    def __init__(self, content: LessonContent, dialogue: str, folder: Path, clock: Callable[[], str] = now) -> None:
        self.dialogue = dialogue
        self.spots: Mapping[str, Spot] = {spot.id: spot for spot in content.spotting.get(dialogue, ())}
        self.store = ResponseStore(folder, content.lesson, content.content, clock)
        kept = self.store.read()[0].spotting
        self.chosen = {
            id: kept[self._name(id)]
            for id, spot in self.spots.items()
            if 1 <= kept.get(self._name(id), 0) <= len(spot.options)
        }

    def _name(self, spot: str) -> str:
        return f"{self.dialogue}/{spot}"

    @property
    def content(self) -> dict[str, Any]:
        """The tasks, without their answers."""
        return {
            "dialogue": self.dialogue,
            "spots": [{"id": s.id, "ask": s.ask, "options": list(s.options)} for s in self.spots.values()],
        }

    @property
    def answer(self) -> dict[str, Any]:
        """What was chosen, and, only then, what is right and why."""
        return {
            "chosen": {
                id: {
                    "option": option,
                    "right": option == self.spots[id].answer,
                    "answer": self.spots[id].options[min(self.spots[id].answer, len(self.spots[id].options)) - 1],
                    "why": self.spots[id].why,
                }
                for id, option in self.chosen.items()
            }
        }

    def handle(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Take a choice. The reason is shown even when the choice cannot be saved."""
        reply: dict[str, Any] = {"kind": "saved", "client": message.get("client"), "n": message.get("n")}
        spot, option = self.spots.get(str(message.get("spot"))), message.get("option")
        if message.get("kind") != "choose" or spot is None or not isinstance(option, int):
            return reply | {"kind": "unknown"}
        if not 1 <= option <= len(spot.options):
            return reply | {"kind": "unknown"}
        self.chosen[spot.id] = option
        name = self._name(spot.id)
        try:
            self.store.change(lambda r: replace(r, spotting={**r.spotting, name: option}))
        except NotSavedError as error:
            return reply | {"kind": "not saved", "problem": str(error)}
        return reply


def spotting(content: LessonContent, dialogue: str, folder: Path) -> Any:
    """The spotting tasks on a dialogue, as a widget."""
    from exercises.view import View  # needs ipywidgets: only where it is shown

    return View("spotting", SpottingState(content, dialogue, folder), "Spotting: press Start to open this task.")
