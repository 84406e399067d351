"""The board of the system and lines over periods: what one sees, what stays hidden, where a line stops."""

from datetime import date

import pytest

from storyapp.data.db import db
from storyapp.data.tables.programmes import Period
from storyapp.data.tables.stories import Story
from storyapp.rules.method_changes import MethodPart
from storyapp.rules.people import AgeBand
from storyapp.rules.report import Figure, blocks_of, tables_of
from storyapp.rules.stories import Direction
from storyapp.rules.tags import CoderKind
from storyapp.rules.wording import Wording
from storyapp.services import method_changes, reporting, tagging
from storyapp.services.reports.material import Order
from storyapp.services.tagging import Coder
from storyapp.services.transaction import SHELL, act
from tests import builders
from tests.services.round_builders import Table

ENOUGH = 6


@pytest.fixture
def autumn(programme):
    """An earlier period."""
    with act(SHELL):
        row = Period(
            organisation_id=programme.organisation_id, programme_id=programme.id, code="autumn",
            name=Wording(ru="Осень", en="Autumn"), starts_on=date(2025, 9, 1), ends_on=date(2025, 12, 31),
        )  # fmt: skip
        db.session.add(row)
    return row.id


def told(programme, n, *, period_id=None, **changes):
    stories = [
        builders.a_story(programme, age_band=AgeBand.FROM_16_TO_17, title=f"Title {i}", **changes) for i in range(n)
    ]
    if period_id is not None:
        with act(SHELL):
            for story in stories:
                db.session.get_one(Story, story.id).period_id = period_id
    return stories


def decided(programme, stories, chosen=1):
    table = Table(programme=programme, stories=stories)
    for label in ("Owl", "Moth", "Fern"):
        table.vote(label, chosen)
    table.decide(chosen)
    return table


def table_of(page, words):
    caption = next(one for one in page.select("main caption") if words in one.get_text())
    rows = caption.find_parent("table").select("tr")
    return [[cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])] for row in rows]


def report_of(programme, *period_ids, audience="inside"):
    order = Order(language="en", audience=audience, length="full", period_ids=period_ids)
    return reporting.content_of(reporting.build_now(programme, order, actor=SHELL))


def test_the_board_says_how_far_stories_came(desk, programme):
    decided(programme, told(programme, ENOUGH))
    told(programme, ENOUGH)

    page = desk.get(f"/p/{programme.slug}/system")

    [head, spring] = table_of(page, "How far stories came")
    assert dict(zip(head, spring, strict=True)) | {"Chosen": "–"} == {
        "Period": "Spring", "Told": "12", "Read by a panel": "6", "Discussed": "fewer than 5", "Chosen": "–",
        "Checked": "0", "Teller has an answer": "0", "Teller has seen it": "0",
    }  # fmt: skip


def test_a_small_number_is_shown_nowhere_on_the_board(desk, programme):
    decided(programme, told(programme, ENOUGH) + told(programme, 2, direction=Direction.WORSE))

    page = desk.get(f"/p/{programme.slug}/system")

    worse = table_of(page, "as far as others")
    assert worse[1][:2] == ["Told", "fewer than 5"]
    assert "2" not in {cell for row in worse[1:] for cell in row}


def test_where_nobody_says_that_anything_got_worse_the_board_asks_why(desk, programme):
    told(programme, ENOUGH)

    page = desk.get(f"/p/{programme.slug}/system")

    assert "Ask whether people could say so" in page.select_one(".warning").get_text()


def test_stories_of_what_got_worse_that_stand_behind_are_named(desk, programme):
    decided(programme, told(programme, 12) + told(programme, 5, direction=Direction.WORSE))
    told(programme, 5, direction=Direction.WORSE)

    page = desk.get(f"/p/{programme.slug}/system")

    assert "stand behind the others here: read by a panel" in page.find("main").get_text()


def test_a_line_joins_periods_that_were_worked_in_alike(desk, programme, autumn):
    told(programme, 12, period_id=autumn)
    told(programme, 12)

    page = desk.get(f"/p/{programme.slug}/over-time")

    assert "no change of domains" in page.find("main").get_text()
    assert "≠" not in page.find("main").get_text()


def test_a_line_stops_where_domains_were_changed_and_the_reason_stands_beside_it(desk, programme, autumn):
    told(programme, 12, period_id=autumn)
    told(programme, 12)
    method_changes.write_by_hand(
        programme.id, MethodPart.DOMAINS, what="School and home are one now", reason="Nobody could part them",
        changed_on=date(2026, 1, 10), by_id=builders.an_account(programme=programme).id,
    )  # fmt: skip

    page = desk.get(f"/p/{programme.slug}/over-time")

    drawn = {one["aria-labelledby"].split("-title")[0]: one for one in page.select("main svg")}
    assert "≠" in drawn["p-trend-better"].get_text() and "≠" not in drawn["p-trend-told"].get_text()
    assert "Nobody could part them" in page.find("main").get_text()


def test_each_point_has_its_number_beside_it_and_none_is_drawn_of_few(desk, programme, autumn):
    told(programme, 12, period_id=autumn)
    told(programme, 10)
    told(programme, 2, direction=Direction.WORSE)

    page = desk.get(f"/p/{programme.slug}/over-time")

    text = page.find("main").get_text(" ")
    assert "100% · n 12" in text
    assert "17%" not in text and "83%" not in text


def test_a_theme_can_be_followed(desk, programme, autumn, place, theme):
    for story in told(programme, 12, period_id=autumn)[:6] + told(programme, 12)[:7]:
        tagging.confirm_tag(
            place(story), builders.a_suggested_tag(story, theme, "speak in class again").id,
            Coder(account_id=builders.an_account(programme=programme).id, kind=CoderKind.PERSON),
        )  # fmt: skip

    page = desk.get(f"/p/{programme.slug}/over-time?of=theme-{theme.id}")

    rows = table_of(page, "Share of stories with")
    assert [row[1:3] for row in rows[1:]] == [["6", "12"], ["7", "12"]]


def test_a_theme_of_another_programme_is_not_followed(desk, programme, autumn):
    told(programme, 2)
    other = builders.a_theme(builders.a_programme())

    page = desk.get(f"/p/{programme.slug}/over-time?of=theme-{other.id}")

    assert not page.select("option[selected]")


def test_the_report_has_the_board_the_lines_and_the_log(programme, autumn):
    told(programme, 12, period_id=autumn)
    decided(programme, told(programme, 12))
    method_changes.write_by_hand(
        programme.id, MethodPart.COLLECTING, what="Peers ask", reason="Freer talk", changed_on=date(2026, 1, 10),
        by_id=builders.an_account(programme=programme).id,
    )  # fmt: skip

    report = report_of(programme, autumn, builders.the_period(programme).id)

    figures = {block.code: block for block in blocks_of(report) if isinstance(block, Figure)}
    assert figures["trend-better"].breaks == (0,)
    assert "board" in figures
    log = next(one.table for one in tables_of(report) if one.table.code == "method-changes-table")
    assert log.rows[0][2:] == ("Peers ask", "Freer talk")


def test_a_report_for_everybody_says_what_was_changed_without_words_of_staff(programme, autumn):
    told(programme, 12, period_id=autumn)
    method_changes.write_by_hand(
        programme.id, MethodPart.COLLECTING, what="Peers ask", reason="Freer talk", changed_on=date(2026, 1, 10),
        by_id=builders.an_account(programme=programme).id,
    )  # fmt: skip

    report = report_of(programme, autumn, builders.the_period(programme).id, audience="public")

    log = next(one.table for one in tables_of(report) if one.table.code == "method-changes-table")
    assert "Freer talk" not in log.rows[0]
