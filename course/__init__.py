"""What people read and run: lessons, dialogues, figures, and the few names that a notebook imports.

A notebook writes `from course import card`; each name is loaded when it is first asked for, with no more than it
needs: never nbgrader or nbformat, and matplotlib only to draw.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from course.notebook import card, figure, panel, reflection, score, spotting, start

__all__ = ["card", "figure", "panel", "reflection", "score", "spotting", "start"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'course' has no attribute '{name}'")
    from course import notebook

    return getattr(notebook, name)
