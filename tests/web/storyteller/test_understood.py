"""Two questions after those about consent: they explain, they count, and they stop nobody."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.consenting import UnderstandingQuestion
from storyapp.rules.consent import Understanding, understanding_of
from storyapp.rules.wording import Wording
from storyapp.services import reporting
from storyapp.services.reports.material import Order
from storyapp.services.transaction import SHELL, act
from tests import builders
from tests.services.test_reporting import words_in
from tests.web.storyteller.walks import go_on, step_of, tell, the_story, walk

RIGHT = {"en": "Yes, with my code", "ru": "Да, по моему коду"}
WRONG = {"en": "No, never", "ru": "Нет, никогда"}
EXPLAINED = {"en": "You can, on any day.", "ru": "Можно, в любой день."}


@pytest.fixture
def programme(app):
    programme = builders.a_programme()
    with act(SHELL):
        db.session.add_all(
            UnderstandingQuestion(
                organisation_id=programme.organisation_id, programme_id=programme.id, position=n,
                wording=Wording(en=f"Question {n}?", ru=f"Вопрос {n}?"), right=Wording(**RIGHT), wrong=Wording(**WRONG),
                wrong_too=Wording(), explanation=Wording(**EXPLAINED),
            )
            for n in (1, 2)
        )  # fmt: skip
    return programme


@pytest.fixture
def token(programme):
    return builders.an_invitation(programme)[1]


def answers(client, *words):
    """What a browser sends who picks these words, one a question."""
    groups = client.page.find_all("fieldset")
    picked = {}
    for group, word in zip(groups, words, strict=True):
        label = next(one for one in group.find_all("label") if word in one.get_text())
        field = client.page.find(id=label["for"])
        picked[field["name"]] = field["value"]
    return picked


def test_a_wrong_answer_is_explained_and_stops_nobody(client, token):
    walk(client, token, to="understood")

    client.submit(answers(client, RIGHT["en"], WRONG["en"]))

    assert step_of(client) == "explained" and EXPLAINED["en"] in client.text()
    go_on(client)
    client.submit()
    assert the_story().understanding is Understanding.SOME


def test_the_page_speaks_russian_and_right_answers_go_straight_on(russian, token):
    walk(russian, token, to="understood")
    assert "Понятно ли мы объяснили?" in russian.text() and "тебя" in russian.text()

    russian.submit(answers(russian, RIGHT["ru"], RIGHT["ru"]))

    assert step_of(russian) == "range"


def test_no_answer_at_all_goes_on_and_is_counted_as_none_given(client, token):
    tell(client, token)

    assert the_story().understanding is Understanding.SKIPPED


def test_nothing_in_the_page_tells_which_answer_is_right(client, token):
    walk(client, token, to="understood")

    values = [field["value"] for field in client.page.find_all("input", type="radio")]
    assert set(values) == {"0", "1"} and "right" not in str(client.page.find("form", id="page-form"))


@pytest.mark.parametrize(
    ("given", "comes_to"),
    [
        ([], None),
        ([None, None], Understanding.SKIPPED),
        ([True, True], Understanding.ALL),
        ([True, None], Understanding.SOME),
        ([False, None], Understanding.NONE),
    ],
    ids=["nothing asked", "nothing answered", "all right", "one right, one left out", "one wrong, one left out"],
)
def test_what_the_answers_come_to(given, comes_to):
    assert understanding_of(given) is comes_to


def test_a_report_counts_how_many_understood(app):
    programme = builders.a_programme()
    for understood in [Understanding.ALL] * 6 + [Understanding.NONE] * 6:
        builders.a_story(programme, understanding=understood)
    order = Order(language="en", audience="inside", length="full", period_ids=(builders.the_period(programme).id,))

    one = reporting.build_now(programme, order, actor=SHELL)

    assert "All answers right: 6; some: 0; none: 6; not answered: 0." in words_in(one, "html")
