"""The page about the language module says what was learned, from how many decisions, and how good it is."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.coding import LearnedModel
from storyapp.data.tables.house import Job
from storyapp.data.tables.programmes import Programme
from storyapp.rules.jobs import JobKind, JobState
from storyapp.rules.learning import LearnedKind
from storyapp.rules.people import Role
from storyapp.rules.wording import Wording
from storyapp.services import learning
from storyapp.services.tagging import Coder
from tests import builders
from tests.services import test_learning_results
from tests.services.test_learning import decide_all


def url(programme, rest=""):
    return f"/p/{programme.slug}/language-module{rest}"


@pytest.fixture
def coder(programme):
    return Coder(account_id=builders.an_account(Role.EVALUATOR, programme=programme).id)


@pytest.fixture
def decided(programme, coder):
    """A theme with enough decisions, and one with none."""
    theme = builders.a_theme(programme, "music", name=Wording(ru="Творчество", en="Creativity"))
    builders.a_theme(programme, "rain", name=Wording(ru="Дождь", en="Rain"))
    decide_all(programme, theme, coder)
    learning.forget(programme.id, LearnedKind.THEMES, account_id=coder.account_id)
    return theme


def test_before_the_first_lesson_the_page_says_so(either, programme):
    page = either.get(url(programme))

    assert "Пока он ничему не научился" in either.text() or "learned nothing yet" in either.text()
    assert not page.select(f'form[action="{url(programme, "/forget")}"]')


def test_a_lesson_is_asked_for_and_its_scores_are_shown_beside_the_words(either, programme, decided):
    either.get(url(programme))

    either.post(url(programme, "/learn"))

    page = either.get(url(programme))
    facts, (row,) = page.find(class_="facts").get_text(" "), page.select("#learned ~ div tbody tr")
    cells = [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
    assert "16" in facts and "2026" in facts
    assert cells[0] in ("Creativity", "Творчество") and cells[1:3] == ["8", "8"]
    assert cells[3].count("0") == 3 and cells[4].count("100") == 2
    assert cells[5] in ("what was learned", "выученное")


def test_what_was_learned_of_results_is_told_and_forgotten_beside_themes(either, programme, coder):
    result = builders.a_result(programme, code="music", general=Wording(ru="Творчество", en="Creativity"))
    test_learning_results.decide_all(programme, result, coder)
    learning.forget(programme.id, LearnedKind.RESULTS, account_id=coder.account_id)
    either.get(url(programme))

    either.post(url(programme, "/learn"), {"kind": "RESULTS"})

    page = either.get(url(programme))
    together, row = page.select("#learned-results ~ div tbody tr")
    cells = [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
    assert together.th.get_text() in ("All results together", "Все результаты вместе")
    assert cells[:3] == [result.general.say(either.language), "8", "8"]
    assert cells[5] in ("what was learned", "выученное")
    either.post(url(programme, "/forget"), {"kind": "RESULTS"})
    db.session.rollback()
    assert db.session.scalar(db.select(LearnedModel)) is None


def test_nothing_else_can_be_learned(desk, programme):
    desk.get(url(programme))

    desk.post(url(programme, "/learn"), {"kind": "DRAGONS"}, status=404)


def test_what_was_learned_is_forgotten_by_a_button(either, programme, decided, coder):
    learning.learn_now(programme.id, LearnedKind.THEMES, account_id=coder.account_id)
    either.get(url(programme))

    either.post(url(programme, "/forget"))

    db.session.rollback()
    assert db.session.scalar(db.select(LearnedModel)) is None
    assert not either.get(url(programme)).select(f'form[action="{url(programme, "/forget")}"]')


def test_a_lesson_under_way_is_told_and_not_asked_for_twice(desk, programme, kit, monkeypatch):
    monkeypatch.setattr(type(kit.tasks), "wake", lambda self, ids: None)
    desk.get(url(programme))

    desk.post(url(programme, "/learn"))
    desk.post(url(programme, "/learn"))

    jobs = db.session.scalars(db.select(Job).where(Job.kind == JobKind.LEARN_THEMES)).all()
    assert len(jobs) == 1
    desk.get(url(programme))
    assert "It is learning now." in desk.text()


def test_a_lesson_that_was_given_up_is_told(desk, programme, kit, monkeypatch):
    monkeypatch.setattr(type(kit.tasks), "wake", lambda self, ids: None)
    desk.get(url(programme))
    desk.post(url(programme, "/learn"))
    with builders.act("shell"):
        db.session.scalars(db.select(Job)).one().state = JobState.PARKED

    desk.get(url(programme))

    assert "The last lesson failed." in desk.text()


def test_a_module_that_is_off_learns_nothing(desk, programme):
    with builders.act("shell"):
        db.session.get(Programme, programme.id).is_analysed = False
    page = desk.get(url(programme))

    assert not page.select(f'form[action="{url(programme, "/learn")}"]')
    desk.post(url(programme, "/learn"), status=409)


def test_a_colleague_of_another_programme_neither_learns_nor_forgets_here(desk, programme):
    other = builders.a_programme(builders.an_organisation())
    desk.get(url(programme))

    desk.post(url(other, "/learn"), status=404)
    desk.post(url(other, "/forget"), status=404)

    assert db.session.scalars(db.select(Job)).all() == []


def test_after_a_lesson_open_suggestions_are_made_anew_with_one_press(desk, programme, decided, evaluator):
    learning.learn_now(programme.id, LearnedKind.THEMES, account_id=evaluator.id)
    page = desk.get(url(programme))
    [button] = [one for one in page.select("#learned ~ div button") if "Suggest anew" in one.get_text()]

    desk.post(button.find_parent("form")["action"])

    asked = db.session.scalars(db.select(Job.kind).order_by(Job.id.desc())).first()
    assert asked is JobKind.ANALYSE_MANY
    assert "Suggest anew" not in desk.get(url(programme)).get_text()
