"""The drawn parts, byte by byte."""

from __future__ import annotations

import pytest
from jinja2 import UndefinedError

from lakehouse.portal.drawn.axis import Axis, Bar
from lakehouse.portal.drawn.calibration import Dot
from lakehouse.portal.drawn.charts import DotMap, Sparkline
from lakehouse.portal.drawn.plots import Mark, Plot
from lakehouse.portal.pages import environment, speaking
from lakehouse.portal.said.wording import Words


def drawn(words: Words, call: str, file: str = "macros", **values: object) -> str:
    source = f'{{% import "{file}.html" as m with context %}}{{{{ m.{call} }}}}'
    return environment().from_string(source).render(speaking(words) | values)


def test_interval(words: Words) -> None:
    bar = Bar(25, 75, 50)
    style = 'style="--a:25;--b:75;--m:50"'
    assert drawn(words, "interval(bar)", bar=bar) == f"<i {style}></i>"
    assert drawn(words, "interval(bar, 'solid')", bar=bar) == f'<i class="solid" {style}></i>'


def test_a_chance_is_number_and_word(words: Words) -> None:
    assert drawn(words, "chance_word('>99', 'firm')") == "<b>&gt;99%</b> firm"
    assert drawn(words, "chance_word('55', 'close')") == "<b>55%</b> close call"


@pytest.mark.parametrize(
    ("key", "said"),
    [("ok", "● up to date"), ("undated", "● delivered"), ("late", "◆ late"), ("none", "○ none")],
)
def test_a_status_is_shape_and_word(words: Words, key: str, said: str) -> None:
    assert drawn(words, "status(key)", key=key) == f'<span class="st {key}">{said}</span>'


def test_held_back_rows_get_a_mark_only_where_there_are_any(words: Words) -> None:
    assert drawn(words, "held('7', true)") == '<span class="st held">▲ 7</span>'
    assert drawn(words, "held('0', false)") == "0"


def test_axis(words: Words) -> None:
    assert drawn(words, "axis(ticks)", ticks=[(0, 0), (100, 40)]) == (
        '<span class="ax" aria-hidden="true"><span style="--x:0">0</span>'
        '<span style="--x:100">40</span></span>'
    )


def test_sparkline(words: Words) -> None:
    lines = {"ours": Sparkline("M0 1L9 2", "M0 1h0"), "lot": Sparkline("M0 5L9 5", "M0 5h0")}
    assert drawn(words, "sparkline(lines, 'a < b')", lines=lines) == (
        '<svg class="spark" role="img" aria-label="a &lt; b" viewBox="0 0 1000 100" '
        'preserveAspectRatio="none">\n'
        '<path class="l ours" d="M0 1L9 2"/><path class="d ours" d="M0 1h0"/>\n'
        '<path class="l lot" d="M0 5L9 5"/>\n</svg>'
    )


def test_calibration_dots(words: Words) -> None:
    dots = [Dot(0.2, 0.1, None, None), Dot(0.4, 0.4, 0.3, 0.5)]
    made = drawn(words, "calibration_dots(dots, 0.5, 'x')", dots=dots)
    assert '<circle cx="116" cy="164" r="5"/>' in made
    assert '<path class="span" d="M196 84V4"/>\n<circle cx="196" cy="44" r="5"/>' in made
    assert made.count("span") == 1


def test_map(words: Words) -> None:
    placed = DotMap(200, 100, "M1 2h0", "M3 4h0", 1.5, 10)
    assert drawn(words, "dots_on_map(map, 'x')", map=placed) == (
        '<svg class="map" role="img" aria-label="x" viewBox="-4 -4 208 108">'
        '<path class="every" d="M1 2h0"/><path class="rim" d="M3 4h0"/>'
        '<path class="top1" d="M3 4h0"/></svg>'
    )


def test_a_name_that_a_template_lacks_is_refused(words: Words) -> None:
    with pytest.raises(UndefinedError):
        drawn(words, "interval(absent)")


def test_plot(words: Words) -> None:
    marks = (Mark(50, 10, "alert"), Mark(100, 20, "end", "7"))
    plot = Plot(
        (("band", "M0 0z"), ("ln", "M0 1L9 2")), marks, Axis(8, ((0, "0"), (100, "8"))), "a", "b"
    )
    made = drawn(words, "plot(plot, 'x < y')", "charts", plot=plot)
    assert 'role="img" aria-label="x &lt; y"' in made
    assert '<path class="band" d="M0 0z"/><path class="ln" d="M0 1L9 2"/></svg>' in made
    assert '<span class="sign end" style="--x:100;--y:20" aria-hidden="true">7</span>' in made
    assert made.index(">8</span>") < made.index(">0</span>")


def test_a_tag_is_colour_and_word(words: Words) -> None:
    made = '<p class="tag city-services"><i></i>City services · Streets</p>'
    assert drawn(words, "tag('city services', 'Streets')") == made
    assert drawn(words, "tag('noise')") == '<p class="tag noise"><i></i>noise</p>'
