"""The module learns links to results as it learns themes: after ten decisions, if no worse, and it forgets with a story."""

import pytest
from sqlalchemy import select

from nlp.model import RESULTS, unpack_model
from storyapp.data.db import db
from storyapp.data.tables.coding import Analysis, LearnedModel, ResultLink
from storyapp.data.tables.house import Job
from storyapp.data.tables.programmes import SocialResult
from storyapp.rules.consent import ConsentBy
from storyapp.rules.jobs import JobKind, JobState
from storyapp.rules.learning import LearnedKind
from storyapp.rules.people import Role
from storyapp.rules.results import LinkDirection
from storyapp.rules.wording import Wording
from storyapp.services import analysing, consents, learning, tagging
from storyapp.services.tagging import Coder, Place
from storyapp.services.transaction import act
from tests import builders
from tests.builders import TODAY
from tests.services import test_learning as themes
from tests.services.test_learning import MARKER, NO, YES, told


@pytest.fixture
def programme(app):
    return builders.a_programme()


@pytest.fixture
def result(programme):
    builders.a_result(programme, code="work", general=Wording(ru="Находит работу", en="Finds paid work"))
    return builders.a_result(programme, code="music", general=Wording(ru="Проявляет творчество", en="Shows creativity"))


@pytest.fixture
def coder(programme):
    return Coder(account_id=builders.an_account(Role.EVALUATOR, programme=programme).id)


def place_of(story):
    return Place(programme_id=story.programme_id, public_id=story.public_id)


def confirm(story, result, coder):
    tagging.add_link(place_of(story), result.id, coder, direction=LinkDirection.SUPPORTS)


def refuse(story, result, coder):
    tagging.refuse_link(place_of(story), builders.a_suggested_link(story, result).id, coder)


def decide_all(programme, result, coder, *, yes=YES, no=NO):
    """Return the stories that speak of the result, decided one by one at the desk, after those that do not."""
    without, with_it = [told(programme, one) for one in no], [told(programme, one) for one in yes]
    [refuse(story, result, coder) for story in without]
    [confirm(story, result, coder) for story in with_it]
    return with_it


def model_of(programme, kind=LearnedKind.RESULTS):
    db.session.rollback()
    mine = select(LearnedModel).where(LearnedModel.programme_id == programme.id, LearnedModel.kind == kind)
    return db.session.scalar(mine)


def lessons_of(programme):
    mine = select(Job).where(Job.kind == JobKind.LEARN_RESULTS, Job.subject_id == programme.id)
    return list(db.session.scalars(mine.order_by(Job.id)))


def read_all(programme):
    analysing.ask_for_reanalysis(programme.id, actor="shell")
    db.session.rollback()


def learn(programme, coder):
    learning.learn_now(programme.id, LearnedKind.RESULTS, account_id=coder.account_id)


def test_the_tenth_decision_about_results_asks_for_a_lesson(programme, result, coder, kit, monkeypatch):
    monkeypatch.setattr(type(kit.tasks), "wake", lambda self, ids: None)
    stories = [told(programme, one) for one in YES + NO]
    theme = builders.a_theme(programme)
    [tagging.add_tag(place_of(story), theme.id, coder) for story in stories[:5]]

    [confirm(story, result, coder) for story in stories[:9]]
    after_nine = lessons_of(programme)
    confirm(stories[9], result, coder)

    (job,) = lessons_of(programme)
    assert after_nine == [] and job.state is JobState.QUEUED


def test_new_links_come_from_what_was_learned_and_say_so(programme, result, coder):
    decide_all(programme, result, coder)
    learn(programme, coder)

    story = told(programme, "It rained. They gave me a guitar and a lamp. We left.")
    read_all(programme)

    links = db.session.scalars(select(ResultLink).where(ResultLink.story_id == story.id)).all()
    (link,) = [one for one in links if one.result_id == result.id]
    model = model_of(programme)
    (row,) = model.scores
    assert unpack_model(model.packed).kind == RESULTS
    assert (row["code"], row["n_confirmed"], row["n_refused"], row["source"]) == ("music", 8, 8, "learned")
    assert "learned-16" in link.engine and model.fingerprint in link.engine
    assert [piece["text"] for piece in link.evidence] == ["They gave me a guitar and a lamp."]


def test_a_lesson_is_the_same_for_the_same_decisions(programme, result, coder):
    decide_all(programme, result, coder)
    learn(programme, coder)
    first = model_of(programme).packed
    learning.forget(programme.id, LearnedKind.RESULTS, account_id=coder.account_id)

    learn(programme, coder)

    assert model_of(programme).packed == first


def test_a_story_is_read_once_by_one_engine_and_again_after_a_lesson(programme, result, coder):
    decide_all(programme, result, coder)
    learning.forget(programme.id, LearnedKind.RESULTS, account_id=coder.account_id)
    story = told(programme, "They gave me a guitar.")
    read_all(programme)
    read = select(Analysis).where(Analysis.story_id == story.id, Analysis.stage == "working")
    before = db.session.scalars(read).one().engine

    learn(programme, coder)
    read_all(programme)
    after = db.session.scalars(read).one().engine
    first = {link.id for link in db.session.scalars(select(ResultLink))}
    read_all(programme)

    assert before != after and "links-learned-16" in after
    assert {link.id for link in db.session.scalars(select(ResultLink))} == first


def test_themes_and_results_learn_and_forget_apart(programme, result, coder):
    theme = builders.a_theme(programme, "music", name=Wording(en="Creativity"))
    themes.decide_all(programme, theme, coder)
    decide_all(programme, result, coder)
    learning.learn_now(programme.id, LearnedKind.THEMES, account_id=coder.account_id)
    learn(programme, coder)
    themes_before = model_of(programme, LearnedKind.THEMES).packed

    learning.forget(programme.id, LearnedKind.RESULTS, account_id=coder.account_id)

    assert model_of(programme) is None
    assert model_of(programme, LearnedKind.THEMES).packed == themes_before


def test_a_withdrawn_story_takes_what_was_learned_of_results_with_it(programme, result, coder):
    story = decide_all(programme, result, coder, yes=[*YES[1:], f"A guitar and a {MARKER}"])[-1]
    learn(programme, coder)
    knew = MARKER in unpack_model(model_of(programme).packed).rarity

    with act("shell") as doing:
        consents.withdraw_story(doing, story, by=ConsentBy.CHILD, today=TODAY)

    model = model_of(programme)
    assert knew and model.n_decisions == 15
    assert MARKER not in unpack_model(model.packed).rarity


def test_a_threshold_of_a_result_decides_what_is_suggested(programme, result, coder):
    story = told(programme, "I have paid work now, in a shop.")
    suggested = select(db.func.count()).select_from(ResultLink).where(ResultLink.story_id == story.id)
    work = select(SocialResult).where(SocialResult.code == "work")
    read_all(programme)
    before = db.session.scalar(suggested)

    with act("shell"):
        db.session.scalars(work).one().threshold = 1.0
    read_all(programme)

    assert (before, db.session.scalar(suggested)) == (1, 0)


def test_that_no_result_fits_is_kept_with_its_score(programme, result):
    near = told(programme, "I have paid work now, in a shop.")
    far = told(programme, "The dog ran away and came home.")

    read_all(programme)

    none = {row.story_id: row.fits_none for row in db.session.scalars(select(Analysis)) if row.stage == "working"}

    assert none[far.id] > 0.5 > none[near.id]


def test_what_people_say_of_none_is_learned_and_ten_of_it_ask_for_a_lesson(programme, result, coder):
    decide_all(programme, result, coder)
    asked = db.session.scalars(select(Job).where(Job.kind == JobKind.LEARN_RESULTS).order_by(Job.id.desc())).first()
    before = asked.options["up_to_decision_id"]
    outside = [told(programme, f"The bus was late, {n}.") for n in range(10)]

    [tagging.mark_story(place_of(story), coder, is_unplanned=n < 6) for n, story in enumerate(outside)]

    asked = db.session.scalars(select(Job).where(Job.kind == JobKind.LEARN_RESULTS).order_by(Job.id.desc())).first()
    learn(programme, coder)
    seen = learning.learned_seen(programme, LearnedKind.RESULTS)
    assert asked.options["up_to_decision_id"] > before
    assert (seen.none.n_confirmed, seen.none.n_refused) == (6, 4)
    assert [one.name.en for one in seen.codes] == ["Shows creativity"]


def test_a_story_that_only_taught_that_none_fits_takes_the_model_with_it(programme, result, coder):
    decide_all(programme, result, coder)
    story = told(programme, "The bus was late.")
    tagging.mark_story(place_of(story), coder, is_unplanned=True)
    learn(programme, coder)
    before = model_of(programme).n_decisions

    with act("shell") as doing:
        consents.withdraw_story(doing, story, by=ConsentBy.CHILD, today=TODAY)

    assert (before, model_of(programme).n_decisions) == (17, 16)


def test_a_programme_without_results_says_nothing_of_what_fits(programme):
    told(programme, "The dog ran away and came home.")

    read_all(programme)

    assert {row.fits_none for row in db.session.scalars(select(Analysis))} == {None}
