"""Guardians of the demo who answered on paper, and the scan that a facilitator kept with it."""

from importlib import import_module
from io import BytesIO
from typing import Any

from storyapp.data.db import db
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Story
from storyapp.gateways.kit import Kit
from storyapp.rules.consent import ASKED_WHEN_TELLING
from storyapp.services import papers
from storyapp.services.demo import content
from storyapp.services.demo.set_up import DemoHouse
from storyapp.services.papers import Paper

SHEET, MARGIN, FIRST_LINE, LINE = (900, 1270), 90, 250, 92
INK, PENCIL, SHEET_COLOUR = "#30353d", "#2f4f8f", "#fbfaf5"


def number_of(guardian: dict[str, Any]) -> str:
    """Return the number of a guardian's paper, which says nothing of whose it is."""
    return f"№ {guardian['agreed_on']:%d-%m/%Y}"


def record(house: DemoHouse, story: dict[str, Any], story_id: int, own: Kit, *, screener: int) -> None:
    """Record the paper that came for a story that waited, with its scan."""
    guardian, row = story["guardian"], db.session.get_one(Story, story_id)
    content.at(own, content.noon(guardian["agreed_on"]))
    paper = Paper(
        number=number_of(guardian), signed_on=guardian["agreed_on"], agreed=dict.fromkeys(ASKED_WHEN_TELLING, True)
    )
    programme = db.session.get_one(Programme, house.programmes[story["programme"]])
    papers.record_guardian_papers(programme, [row.public_id], paper, account_id=screener, scan=_a_sheet())


def _a_sheet() -> bytes:
    """Draw a sheet with ticks and a signature in a few strokes; nobody's name stands on it."""
    image_module: Any = import_module("PIL.Image")
    draw_module: Any = import_module("PIL.ImageDraw")
    sheet = image_module.new("RGB", SHEET, SHEET_COLOUR)
    pen, right = draw_module.Draw(sheet), SHEET[0] - MARGIN
    pen.rectangle((MARGIN, 90, 560, 118), fill=INK)
    pen.rectangle((MARGIN, 140, 420, 152), fill=INK)
    for n in range(len(ASKED_WHEN_TELLING)):
        top = FIRST_LINE + n * LINE
        pen.rectangle((MARGIN, top, MARGIN + 34, top + 34), outline=INK, width=3)
        pen.line([(MARGIN + 5, top + 16), (MARGIN + 15, top + 30), (MARGIN + 42, top - 12)], fill=PENCIL, width=6)
        pen.rectangle((MARGIN + 70, top + 4, right - 40 * (n % 3), top + 14), fill="#9aa0a8")
        pen.rectangle((MARGIN + 70, top + 26, right - 220 - 30 * (n % 2), top + 36), fill="#c3c7cc")
    pen.line([(480, 1150), (right, 1150)], fill=INK, width=2)
    swing = [(500 + 16 * n, 1128 + (-26 if n % 2 else 20) * (1 - n / 24)) for n in range(18)]
    pen.line(swing, fill=PENCIL, width=5, joint="curve")
    out = BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()
