"""The pictures: drawn only when asked for, the same every time, whole, legible, and with words for who cannot see."""

import base64
import struct
import subprocess
import sys
from itertools import combinations

import pytest
from small_course import REPOSITORY

from course import figures
from course.figures import FIGURES, PAPER, SHADE, draw
from course.model import FigurePart
from course.root import Course, parts


@pytest.mark.parametrize("name", FIGURES)
def test_a_picture_is_drawn_the_same_every_time(name: str) -> None:
    png = draw(name).png
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    assert (width, height) == (1260, 705)
    assert draw(name).png == png
    assert b"Software" not in png


@pytest.mark.parametrize("name", FIGURES)
def test_no_words_are_cut_off_and_none_lie_on_others(name: str) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.text import Annotation

    figure = Figure(figsize=figures._SIZE, dpi=figures._DPI)
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 168), ylim=(0, 94))
    axes.set_aspect("equal")
    FIGURES[name](axes)
    renderer = canvas.get_renderer()
    words = [text for text in axes.texts if text.get_text() and not isinstance(text, Annotation)]
    boxes = {text.get_text(): text.get_window_extent(renderer) for text in words}
    assert len(boxes) >= 5
    for said, box in boxes.items():
        assert box.x0 > 15, said
        assert box.x1 < 1260 - 15, said
        assert box.y0 > 10, said
        assert box.y1 < 705 - 10, said
    over = [(a, b) for (a, x), (b, y) in combinations(boxes.items(), 2) if x.overlaps(y)]
    assert over == []


def luminance(color: str) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(color[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("ink", [figures.INK, figures.QUIET, figures.TEAL, figures.RUST])
@pytest.mark.parametrize("ground", [PAPER, SHADE])
def test_words_stand_out_from_their_ground(ink: str, ground: str) -> None:
    light, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_a_picture_carries_its_words_and_they_cannot_break_out() -> None:
    bundle = draw("stool", 'Two stools, "one" costs $5 <script>').bundle()
    assert bundle["text/plain"] == 'Two stools, "one" costs $5 <script>'
    assert 'alt="Two stools, &quot;one&quot; costs &#36;5 &lt;script&gt;"' in bundle["text/html"]
    assert "data:image/png;base64," in bundle["text/html"]


def test_a_reader_s_settings_do_not_change_a_picture() -> None:
    import matplotlib

    expected = draw("stool").png
    with matplotlib.rc_context({"font.size": 30, "savefig.dpi": 40, "axes.facecolor": "red"}):
        assert draw("stool").png == expected


def test_nothing_is_loaded_before_a_picture_is_drawn() -> None:
    code = (
        "import sys, course.figures as f; assert not any(m.startswith('matplotlib') for m in sys.modules);"
        "f.draw('stool'); assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_lesson_s_picture_exists_and_every_picture_is_in_a_lesson() -> None:
    course = Course.load(REPOSITORY)
    used = {
        part.figure
        for lesson in course.lessons.values()
        for _, _, part in parts(lesson)
        if isinstance(part, FigurePart)
    }
    assert used == set(FIGURES)


def test_a_viewer_that_leaves_out_html_still_finds_the_picture():
    bundle = draw("stool", "A stool").bundle()
    assert base64.b64decode(bundle["image/png"]).startswith(b"\x89PNG")
