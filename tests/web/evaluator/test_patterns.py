"""Tables of one's own choice: what is counted, what stays hidden, where a number leads; and what goes with a result."""

import pytest

from storyapp.rules.factors import Verdict, factors_of
from storyapp.rules.people import AgeBand
from storyapp.rules.results import LinkDirection
from storyapp.rules.stories import Direction
from storyapp.services import tagging
from storyapp.services.tagging import Coder
from tests import builders

WORDS = "speak in class again"


def told(programme, n, **changes):
    values = {"age_band": AgeBand.FROM_16_TO_17, **changes}
    return [builders.a_story(programme, title=f"Title {i}", **values) for i in range(n)]


def coded(programme, stories, theme, place):
    coder = Coder(account_id=builders.an_account(programme=programme).id)
    for story in stories:
        tagging.confirm_tag(place(story), builders.a_suggested_tag(story, theme, WORDS).id, coder)


def rows_of(page, n=0):
    table = page.select("main .table-wrap table")[n]
    return [[cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])] for row in table.select("tbody tr")]


def url(programme, **asked):
    return f"/p/{programme.slug}/patterns?" + "&".join(f"{key}={value}" for key, value in asked.items())


def test_a_table_without_stories_is_kind(either, programme):
    either.get(url(programme))

    assert either.page.select_one(".empty")


def test_themes_stand_by_direction_with_shares_of_the_column(desk, programme, theme, place):
    better, worse = told(programme, 12), told(programme, 12, direction=Direction.WORSE)
    coded(programme, better[:6] + worse[:5], theme, place)

    page = desk.get(url(programme, rows="theme", columns="direction"))

    [row, below] = rows_of(page)
    assert row[1:] == ["6 (50%)", "5 (42%)"]
    assert below[1:] == ["12", "12"]
    assert page.select("main svg")


def test_a_small_number_is_hidden_and_leads_nowhere(desk, programme, theme, place):
    coded(programme, told(programme, 12)[:2], theme, place)

    page = desk.get(url(programme, rows="theme", columns="direction"))

    assert rows_of(page)[0][1] == "fewer than 5"
    assert not page.select("main .table-wrap td a")
    desk.get(f"/p/{programme.slug}/patterns/stories?rows=theme&columns=direction&row={theme.id}&column=BETTER")
    assert not desk.page.select(".found-list li") and desk.page.select_one(".empty")


def test_a_number_leads_to_its_stories(desk, programme, theme, place):
    stories = told(programme, 12)
    coded(programme, stories[:6], theme, place)
    page = desk.get(url(programme, rows="theme", columns="direction"))

    listed = desk.get(page.select_one("main .table-wrap td a")["href"])

    assert len(listed.select(".found-list li")) == 6


def test_answers_to_a_choice_can_be_rows_and_columns(desk, programme):
    question = builders.a_question(programme)
    for value in ["female"] * 6 + ["male"] * 7:
        told(programme, 1, answers={question.id: value})

    page = desk.get(url(programme, rows="direction", columns=f"q-{question.id}"))

    assert rows_of(page)[-1][1:] == ["6", "7"]


def test_what_nobody_offered_is_answered_with_the_usual_table(desk, programme):
    told(programme, 1)

    page = desk.get(url(programme, rows="<script>", columns="q-999999999999"))

    assert page.select_one("select[name=rows] option[selected]")["value"] == "teller_role"


@pytest.mark.parametrize(("groups", "verdicts"), [
    ({"a": (10, 9), "b": (10, 1)}, [Verdict.MORE_OFTEN, Verdict.LESS_OFTEN]),
    ({"a": (10, 5), "b": (10, 5)}, [Verdict.NO_SIGN, Verdict.NO_SIGN]),
    ({"a": (7, 7), "b": (20, 0)}, [Verdict.TOO_FEW, Verdict.TOO_FEW]),
], ids=["plainly apart", "alike", "seven are too few"])  # fmt: skip
def test_groups_are_held_against_all_others(groups, verdicts):
    n, n_for = (sum(pair[i] for pair in groups.values()) for i in (0, 1))

    found = factors_of(groups, n=n, n_for=n_for)

    assert [one.verdict for one in found] == verdicts


def test_what_goes_with_a_result_is_said_and_never_what_caused_it(desk, programme, place):
    result = builders.a_result(programme)
    coder = Coder(account_id=builders.an_account(programme=programme).id)
    younger, older = told(programme, 12), told(programme, 12, age_band=AgeBand.FROM_18_TO_23)
    for story in younger[:6] + older:
        tagging.add_link(place(story), result.id, coder, direction=LinkDirection.SUPPORTS)

    page = desk.get(url(programme, result=result.id, by="age_band"))

    rows = rows_of(page, 1)
    assert rows[0][1:3] == ["12", "6"] and rows[0][3].startswith("50% (")
    assert rows[0][4] == "goes with it less often than chance would"
    assert "need not have caused it" in page.find("main").get_text()
