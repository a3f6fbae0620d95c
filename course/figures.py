"""The pictures of the course, by matplotlib, each drawn only when it is asked for.

They are drawn on paper of their own, so that they read the same on a light and on a dark page. What a picture shows
is also said in words beside it: the alternative text comes from the lesson.
"""

import base64
import html
import io
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PAPER = "#F6F1E7"
SHADE = "#E9E1D2"
INK = "#23313B"
QUIET = "#515C63"
TEAL = "#1C665C"  # what helps
RUST = "#9A3F18"  # what stalls
OCHRE = "#D39A2D"
SAGE = "#7FA083"
WOOD = "#B98B5E"

_SIZE = (8.4, 4.7)  # inches
_DPI = 150


@dataclass(frozen=True)
class Drawing:
    """A picture with its alternative text, as a notebook shows it."""

    png: bytes
    alt: str

    def bundle(self) -> dict[str, str]:
        """The output as Jupyter stores it: a picture that carries its own words."""
        data = base64.b64encode(self.png).decode()
        # escaped for an attribute; `$` too, so that nobody takes it for a formula
        alt = html.escape(self.alt).replace("$", "&#36;")
        return {
            "text/html": f'<img class="cw-figure" width="740" alt="{alt}" src="data:image/png;base64,{data}">',
            "image/png": data,  # for viewers that leave out HTML; Jupyter prefers the picture with its words
            "text/plain": self.alt or "A picture",
        }

    def _repr_mimebundle_(self, **_: Any) -> Mapping[str, str]:
        return self.bundle()


def draw(name: str, alt: str = "") -> Drawing:
    """Draw a picture by its name. Raises KeyError for a name that is not in FIGURES."""
    drawing = FIGURES[name]
    # "Building the font cache", said on stderr at the first picture ever, would look like a failure to a student.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    from matplotlib import rc_context, rcdefaults, rcParams
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    # The font that comes with matplotlib, and no setting of the user's: the same picture everywhere.
    with rc_context():
        rcdefaults()
        rcParams.update({"font.family": "DejaVu Sans", "font.size": 11, "text.color": INK})
        figure = Figure(figsize=_SIZE, dpi=_DPI, facecolor=PAPER)
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, 168), ylim=(0, 94))
        axes.set_aspect("equal")
        axes.axis("off")
        drawing(axes)
        written = io.BytesIO()
        figure.savefig(written, format="png", facecolor=PAPER, metadata={"Software": None})
    return Drawing(written.getvalue(), alt)


def stool(axes: "Axes") -> None:
    """The alliance as a stool: on one leg it tips, on three it holds."""
    _title(axes, "The alliance is a stool on three legs", "Warmth is one of them. Nobody sits well on one leg.")
    axes.plot([10, 158], [21, 21], color=SHADE, lw=2.5, solid_capstyle="round", zorder=1)
    _stool(axes, 40, tilt=13, standing=("bond",))
    _stool(axes, 118, tilt=0, standing=("bond", "goals", "tasks"))
    axes.annotate("", (70.5, 45), (70, 61), arrowprops=_arrow(RUST, "arc3,rad=-.35", lw=2.4))
    _say(axes, 38, 13.2, "Bond alone", RUST, weight="bold")
    _say(axes, 38, 7.2, "“We get on so well.” Nothing moves.", QUIET, size=10.2)
    for x, name, gloss in ((92, "Goals", "what it is for"), (118, "Bond", "we get on"), (144, "Tasks", "how, and why")):
        _say(axes, x, 13.2, name, TEAL, weight="bold")
        _say(axes, x, 7.2, gloss, QUIET, size=10.2)


def _stool(axes: "Axes", x: float, tilt: float, standing: tuple[str, ...]) -> None:
    """A stool over `x`, turned about its middle foot; legs that are missing are dashed."""
    from matplotlib.patches import Ellipse, FancyBboxPatch, Polygon, Rectangle
    from matplotlib.transforms import Affine2D

    turn = Affine2D().rotate_deg_around(x, 21, -tilt) + axes.transData
    for leg, top, foot in (("goals", -13, -26), ("bond", 0, 0), ("tasks", 13, 26)):
        outline = [(x + top - 2.4, 58), (x + top + 2.4, 58), (x + foot + 1.5, 21), (x + foot - 1.5, 21)]
        there = leg in standing
        look: dict[str, Any] = {"fc": WOOD, "ec": INK, "lw": 1.4, "zorder": 3}
        missing: dict[str, Any] = {"fc": "none", "ec": "#A79F92", "lw": 1.2, "ls": (0, (3, 3)), "zorder": 2}
        leg_shape = axes.add_patch(Polygon(outline, closed=True, transform=turn, **(look if there else missing)))
        leg_shape.set_clip_path(Rectangle((0, 20), 168, 74, transform=axes.transData))
    seat = FancyBboxPatch((x - 23, 56.5), 46, 5, boxstyle="round,pad=0,rounding_size=2.5", fc=WOOD, ec=INK, lw=1.4)
    seat.set(transform=turn, zorder=4)
    axes.add_patch(seat)
    axes.add_patch(Ellipse((x, 61.5), 44, 5, fc="#CFA577", ec=INK, lw=1.4, transform=turn, zorder=5))


def skipped_step(axes: "Axes") -> None:
    """Between telling and working there is a step: asking whether change is wanted. Both answers are good ends."""
    from matplotlib.patches import FancyBboxPatch

    _title(axes, "The step that gets skipped", "Telling you about a pain is not yet asking you to change it.")
    boxes = (
        (10, 30, 40, 21, "Telling", "“He makes me so\nangry, every time.”", SHADE, INK),
        (61, 30, 46, 21, "Asking", "“Is this something to work\non, or to be heard with?”", TEAL, "white"),
        (126, 30, 32, 21, "Working", "Together, and\nnobody pushes.", SHADE, INK),
        (61, 4.5, 46, 15, "Not today", "Being heard was the work.", SHADE, INK),
    )
    for x, y, width, height, name, words, fill, ink in boxes:
        shape = "round,pad=0,rounding_size=2.2"
        axes.add_patch(FancyBboxPatch((x, y), width, height, boxstyle=shape, fc=fill, ec="none"))
        axes.text(x + 4, y + height - 4.8, name, fontsize=12, weight="bold", color=ink, va="center")
        axes.text(x + 4, y + height - 8.8, words, fontsize=10.2, color=ink, va="top", linespacing=1.5)
    axes.annotate("", (60.4, 40.5), (50.6, 40.5), arrowprops=_arrow(TEAL, lw=2.6))
    axes.annotate("", (125.4, 40.5), (107.6, 40.5), arrowprops=_arrow(TEAL, lw=2.6))
    axes.annotate("", (84, 20), (84, 29.6), arrowprops=_arrow(TEAL, lw=2.6))
    _say(axes, 116, 44.8, "“Yes, let’s.”", TEAL, size=10.2)
    axes.annotate("", (142, 52), (30, 52), arrowprops=_arrow(RUST, "arc3,rad=-.24", lw=2.4, ls=(0, (4, 2.4))))
    _say(axes, 86, 70.5, "“Where do you feel that in your body?”", RUST, size=10.6, weight="bold")
    _say(axes, 86, 60.2, "the skipped step", RUST, size=10.2)


def push_pull(axes: "Axes") -> None:
    """A push meets a counter-push of the same size; naming the part turns both arrows the same way."""
    from matplotlib.patches import FancyBboxPatch

    _title(axes, "What a push does", "Each explanation calls up a stronger objection. In the middle, nothing moves.")
    centre = 84
    _say(axes, centre - 30, 71.5, "the therapist pushes", RUST, size=10.5, weight="bold")
    _say(axes, centre + 30, 71.5, "the client pulls back", INK, size=10.5, weight="bold")
    axes.plot([centre, centre], [34, 68], color=QUIET, lw=1.2, ls=(0, (2, 3)), zorder=1)
    rows = (
        (60, 22, "“This really does help.”", "“I’m just not sure.”"),
        (49, 42, "“Let me explain it again.”", "“But what if it doesn’t?”"),
        (38, 66, "“You have to trust the process.”", "“I knew this wasn’t for me.”"),
    )
    for y, length, push, pull in rows:
        axes.annotate("", (centre - 1.2, y), (centre - 1.2 - length, y), arrowprops=_arrow(RUST, lw=3.4))
        axes.annotate("", (centre + 1.2, y), (centre + 1.2 + length, y), arrowprops=_arrow(INK, lw=3.4))
        axes.text(centre - 5, y + 2.4, push, ha="right", fontsize=10.2, color=RUST)
        axes.text(centre + 5, y + 2.4, pull, ha="left", fontsize=10.2, color=INK)
    axes.add_patch(FancyBboxPatch((10, 4.5), 148, 24, boxstyle="round,pad=0,rounding_size=2.5", fc=SHADE, ec="none"))
    axes.text(15, 22.6, "Name the part instead", fontsize=11.5, weight="bold", color=TEAL, va="center")
    words = "“A part of you stepped in just now, as we began.\nI wonder what it is afraid would happen?”"
    axes.text(15, 12.8, words, fontsize=10.4, color=INK, va="center", linespacing=1.5)
    axes.annotate("", (154, 18.6), (116, 18.6), arrowprops=_arrow(TEAL, lw=3.4))
    axes.annotate("", (154, 13.4), (116, 13.4), arrowprops=_arrow(INK, lw=3.4))
    _say(axes, 135, 23.6, "both look the same way", QUIET, size=10.2)


def three_dials(axes: "Axes") -> None:
    """Three dials that the talk drifts on, and the nudge that turns each to where change can happen."""
    from matplotlib.patches import Wedge

    _title(axes, "Three dials", "What is outside, over, or vague cannot change in this room. A nudge turns the dial.")
    dials = (
        (34, "external", "internal", "“Why does she do that?”", "“What happens in you\nwhen she does?”"),
        (84, "past", "present", "“What did he say then?”", "“Is some of that\nhere right now?”"),
        (134, "vague", "specific", "“So things are difficult.”", "“What is one moment\nof it, this week?”"),
    )
    for x, drift, aim, stalls, helps in dials:
        y, radius = 40, 20
        axes.add_patch(Wedge((x, y), radius, 90, 180, width=5.5, fc="#E3C3B2", ec="none"))
        axes.add_patch(Wedge((x, y), radius, 0, 90, width=5.5, fc="#B5D2CF", ec="none"))
        axes.plot([x, x - 14.1], [y, y + 7], color=RUST, lw=2.2, ls=(0, (3, 2)), solid_capstyle="round")
        axes.plot([x, x + 14.1], [y, y + 7], color=TEAL, lw=4, solid_capstyle="round")
        axes.annotate("", (x + 6.5, y + 10.2), (x - 6.5, y + 10.2), arrowprops=_arrow(TEAL, "arc3,rad=-.3", lw=2))
        axes.plot([x], [y], marker="o", ms=9, color=INK)
        _say(axes, x - 17.2, 36, drift, RUST, size=10.8, weight="bold")
        _say(axes, x + 17.2, 36, aim, TEAL, size=10.8, weight="bold")
        _say(axes, x, 25.4, stalls, RUST, size=10.2)
        axes.annotate("", (x, 18.6), (x, 22.8), arrowprops=_arrow(QUIET, lw=1.4, scale=10))
        _say(axes, x, 12.2, helps, TEAL, size=10.4, weight="bold")


def four_mistakes(axes: "Axes") -> None:
    """The four mistakes as four questions on the way to change."""
    from matplotlib.patches import FancyBboxPatch

    _title(axes, "Four places where therapy stalls", "And the question that gets it moving again.")
    rows = (
        ("1", "Alliance", "Warmth alone", "Do we agree what for, and on how?"),
        ("2", "Motivation", "Working unasked", "Does the client want to work on this, today?"),
        ("3", "Resistance", "Pushing on", "What stepped in, and what does it protect?"),
        ("4", "Focus", "Fixing what is not here", "What happens inside, now, exactly?"),
    )
    for n, (number, name, stalls, asks) in enumerate(rows):
        y = 56 - n * 16.8
        axes.add_patch(
            FancyBboxPatch((10, y), 148, 13.6, boxstyle="round,pad=0,rounding_size=2.5", fc=SHADE, ec="none")
        )
        axes.plot([20], [y + 6.8], marker="o", ms=25, color=TEAL)
        axes.text(20, y + 6.5, number, ha="center", va="center", fontsize=13, weight="bold", color="white")
        axes.text(29, y + 8.9, name, va="center", fontsize=12, weight="bold", color=INK)
        axes.text(29, y + 4.0, stalls, va="center", fontsize=10.2, color=RUST)
        axes.annotate("", (78, y + 6.8), (70, y + 6.8), arrowprops=_arrow(QUIET, lw=1.6, scale=12))
        axes.text(80, y + 6.8, asks, va="center", fontsize=10.4, color=TEAL, weight="bold")


#: Every picture by the name that a lesson uses.
FIGURES: Mapping[str, Callable[["Axes"], None]] = {
    "four-mistakes": four_mistakes,
    "stool": stool,
    "skipped-step": skipped_step,
    "push-pull": push_pull,
    "three-dials": three_dials,
}


def _title(axes: "Axes", title: str, below: str) -> None:
    axes.text(10, 86, title, fontsize=17, weight="bold", color=INK, va="center")
    axes.text(10, 78.8, below, fontsize=11, color=QUIET, va="center")


def _say(
    axes: "Axes", x: float, y: float, words: str, color: str, *, size: float = 11.5, weight: str = "normal"
) -> None:
    axes.text(x, y, words, ha="center", va="center", fontsize=size, color=color, weight=weight, linespacing=1.4)


def _arrow(color: str, curve: str = "arc3", *, lw: float = 2.0, ls: Any = "solid", scale: float = 17) -> dict[str, Any]:
    return {
        "arrowstyle": "-|>",
        "connectionstyle": curve,
        "color": color,
        "lw": lw,
        "linestyle": ls,
        "mutation_scale": scale,
        "shrinkA": 0,
        "shrinkB": 0,
    }
