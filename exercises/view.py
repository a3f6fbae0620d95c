"""The view of a card: one small widget (anywidget) that shows a state and passes messages. No state of its own."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Protocol

import anywidget
import traitlets

_STATIC = files("exercises") / "static"


class State(Protocol):
    """What a view shows, and whom it asks."""

    @property
    def content(self) -> dict[str, Any]:
        """What is asked."""

    @property
    def answer(self) -> dict[str, Any]:
        """What was made of it."""

    def handle(self, message: Mapping[str, Any], /) -> dict[str, Any]:
        """Do what the view asks; `data` in the reply is sent as bytes."""


class View(anywidget.AnyWidget):  # type: ignore[misc]  # anywidget is read without its types
    """Shows `state` as a card, a spotting task, a reflection or a panel."""

    # as text, not as paths: anywidget may watch a path with a thread, and in the browser's Python there are none
    _esm = (_STATIC / "cards.js").read_text(encoding="utf-8")
    _css = (_STATIC / "cards.css").read_text(encoding="utf-8")

    kind = traitlets.Unicode().tag(sync=True)
    content = traitlets.Dict().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)

    def __init__(self, kind: str, state: State, instead: str) -> None:
        self._state = state
        self._instead = instead
        super().__init__(kind=kind, content=state.content, answer=state.answer)
        self.on_msg(self._heard)

    def __repr__(self) -> str:
        """What stands in its place where no widget can be shown."""
        return self._instead

    def _heard(self, _: Any, message: Any, __: Any) -> None:
        reply = self._state.handle(message if isinstance(message, dict) else {})
        data = reply.pop("data", None)
        self.content = self._state.content
        self.answer = self._state.answer
        self.send(reply, [data] if data else None)
