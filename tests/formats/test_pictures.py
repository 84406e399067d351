"""Pictures: valid, the same every time, readable in colour, in grey and by ear."""

from xml.etree import ElementTree

import pytest

from storyapp.formats.drawing import COLOURS, TONE_COLOURS, TONE_SHAPES, shortened, width_of, wrapped
from storyapp.formats.picture_png import png
from storyapp.formats.pictures import picture
from storyapp.rules.report import Figure, FigureKind, Series
from tests.formats.samples import a_table

SVG = "{http://www.w3.org/2000/svg}"


def a_figure(kind, *series, labels=("First", "Second"), **changes):
    series = series or (Series(name="All", values=(3, 5)),)
    held = {"code": "f", "caption": "A <caption>", "reading": "The second is larger.", "twin": a_table(code="twin")}
    return Figure(**{**held, "kind": kind, "labels": labels, "series": series, **changes})


def texts(svg):
    return [element.text for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("kind", list(FigureKind))
@pytest.mark.parametrize(
    "values",
    [((1, 2),), ((0, 0),), ((None, None),), ((1, None), (1000000, 0.5)), tuple((n, 9 - n) for n in range(8))],
    ids=["one", "all nought", "all hidden", "uneven", "many"],
)
def test_every_kind_draws_every_shape_of_data_inside_its_frame(kind, values):
    series = [Series(name=f"Series {n}", values=pair) for n, pair in enumerate(values)]

    root = ElementTree.fromstring(picture(a_figure(kind, *series), language="ru"))
    width = float(root.get("width"))

    assert root.find(f"{SVG}title").text == "A <caption>"
    assert root.find(f"{SVG}desc").text == "The second is larger."
    assert all(float(rect.get("x")) + float(rect.get("width")) <= width + 1 for rect in root.iter(f"{SVG}rect"))
    assert all(-1 <= float(text.get("x")) <= width for text in root.iter(f"{SVG}text"))


def test_hidden_values_are_said_in_words():
    figure = a_figure(FigureKind.BARS, Series(name="All", values=(None, 7), shown=("fewer than 5", "")))

    assert texts(picture(figure, language="en")) == ["First", "fewer than 5", "Second", "7"]


@pytest.mark.parametrize("colour", COLOURS)
def test_colours_stand_out_on_paper_on_a_dark_screen_and_under_white_words(colour):
    assert contrast(colour, "#ffffff") >= 4.5
    assert contrast(colour, "#1b1a18") >= 3


def test_each_meaning_has_a_colour_and_a_shape_of_its_own():
    assert len(set(TONE_COLOURS.values())) == len(set(TONE_SHAPES.values())) == len(TONE_COLOURS)


def test_pictures_need_no_styles():
    svg = picture(a_figure(FigureKind.STACKED), language="en")

    assert "style" not in svg
    assert "<script" not in svg


@pytest.mark.parametrize("n", [2, 9, 40])
def test_stories_on_one_spot_of_a_map_keep_their_place_and_each_its_letter(n):
    letters = tuple(f"{chr(65 + place % 26)}{place // 26 or ''}" for place in range(n))
    where = [Series(name="put higher", values=(0.5,) * n), Series(name="readers stand apart", values=(1,) * n)]

    svg = picture(a_figure(FigureKind.MAP, *where, labels=letters), language="en")
    spots = list(ElementTree.fromstring(svg).iter(f"{SVG}rect"))

    assert {*letters, "↑ readers stand apart", "put higher →"} <= set(texts(svg))
    assert len(spots) == 1
    assert float(spots[0].get("y")) < 40  # nobody stands lower, where readers agree


def test_a_map_fits_a_phone_as_it_is():
    where = [Series(name="put higher", values=(0.5, 1)), Series(name="readers stand apart", values=(1, 0))]

    svg = ElementTree.fromstring(picture(a_figure(FigureKind.MAP, *where, labels=("A", "B")), language="en"))

    assert float(svg.get("width")) <= 328


def test_a_picture_becomes_a_png_with_letters_in_it():
    with_words = png(picture(a_figure(FigureKind.BARS, labels=("Доверие", "Дружба")), language="ru"), width=400)
    without = png(picture(a_figure(FigureKind.BARS, labels=(" ", " ")), language="ru"), width=400)

    assert with_words.startswith(b"\x89PNG")
    assert len(with_words) > len(without)


def test_text_that_does_not_fit_is_cut_with_a_sign():
    assert shortened("a very long label", 60).endswith("…")
    assert width_of(shortened("a very long label", 60)) <= 60
    assert wrapped("one two three four five six", 70, lines=2)[-1].endswith("…")
    assert wrapped("", 70) == [""]
