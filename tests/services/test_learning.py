"""The module learns from what people decided, keeps only what is no worse, and forgets with the story."""

import subprocess
import sys

import pytest
from sqlalchemy import select

from nlp.model import unpack_model
from storyapp.data.db import db
from storyapp.data.tables.coding import LearnedModel, LearnedStory, Tag
from storyapp.data.tables.house import AuditEvent, Job
from storyapp.data.tables.programmes import Programme, Theme
from storyapp.data.tables.stories import Story
from storyapp.gateways import nlp
from storyapp.rules.consent import ConsentBy, Purpose
from storyapp.rules.errors import RuleBroken
from storyapp.rules.jobs import JobKind, JobState
from storyapp.rules.learning import LearnedKind
from storyapp.rules.people import Role
from storyapp.rules.tags import TagState
from storyapp.rules.wording import Wording
from storyapp.services import analysing, consents, erasing, learning, papers, screening, tagging
from storyapp.services.papers import Paper
from storyapp.services.screening import Texts
from storyapp.services.tagging import Coder, Place
from storyapp.services.transaction import act
from tests import builders
from tests.builders import TODAY

YES = [
    f"{who} played guitar {when}" for who in ("Uncle", "Father", "Nobody", "Everybody") for when in ("often", "late")
]
NO = [
    f"{who} watched trains {when}" for who in ("Uncle", "Father", "Nobody", "Everybody") for when in ("often", "late")
]
MARKER = "zylofonkvark"


@pytest.fixture
def programme(app):
    return builders.a_programme()


@pytest.fixture
def theme(programme):
    return builders.a_theme(programme, "music", name=Wording(ru="Творчество", en="Creativity"))


@pytest.fixture
def coder(programme):
    return Coder(account_id=builders.an_account(Role.EVALUATOR, programme=programme).id)


def told(programme, happened):
    return builders.a_story(programme, happened=happened, matters="")


def place_of(story):
    return Place(programme_id=story.programme_id, public_id=story.public_id)


def confirm(story, theme, coder):
    tagging.add_tag(place_of(story), theme.id, coder)


def refuse(story, theme, coder):
    tagging.refuse_tag(place_of(story), builders.a_suggested_tag(story, theme).id, coder)


def decide_all(programme, theme, coder, *, yes=YES, no=NO):
    """Return the stories with and without the theme, decided one by one at the desk."""
    with_it, without = [told(programme, one) for one in yes], [told(programme, one) for one in no]
    [confirm(story, theme, coder) for story in with_it]
    [refuse(story, theme, coder) for story in without]
    return with_it, without


def model_of(programme):
    db.session.rollback()
    return db.session.scalar(select(LearnedModel).where(LearnedModel.programme_id == programme.id))


def lessons_of(programme):
    query = select(Job).where(Job.kind == JobKind.LEARN_THEMES, Job.subject_id == programme.id)
    return list(db.session.scalars(query.order_by(Job.id)))


def words_behind(model):
    return set(unpack_model(model.packed).rarity)


def learn(programme, coder):
    learning.learn_now(programme.id, LearnedKind.THEMES, account_id=coder.account_id)


def test_the_tenth_decision_asks_for_a_lesson_in_the_same_act(programme, theme, coder, kit, monkeypatch):
    monkeypatch.setattr(type(kit.tasks), "wake", lambda self, ids: None)
    stories = [told(programme, one) for one in YES + NO]

    [confirm(story, theme, coder) for story in stories[:9]]
    after_nine = lessons_of(programme)
    [confirm(story, theme, coder) for story in stories[9:]]

    (job,) = lessons_of(programme)
    assert after_nine == [] and job.state is JobState.QUEUED
    assert set(job.options) == {"up_to_decision_id"}


def test_each_ten_decisions_bring_one_lesson(programme, theme, coder):
    decide_all(programme, theme, coder)
    after_sixteen = len(lessons_of(programme))

    decide_all(programme, theme, coder, yes=YES[:2], no=NO[:2])

    assert (after_sixteen, len(lessons_of(programme))) == (1, 2)


def test_second_readings_and_steps_taken_back_do_not_count(programme, theme, coder):
    stories = [told(programme, one) for one in YES + NO]
    [confirm(story, theme, coder) for story in stories[:9]]
    tagging.second_reading(place_of(stories[0]), theme.id, coder, fits=True)
    tagging.undo(programme.id, coder)
    tagging.undo(programme.id, coder)

    confirm(stories[10], theme, coder)

    assert lessons_of(programme) == []


def test_what_was_learned_is_kept_with_its_scores(programme, theme, coder):
    decide_all(programme, theme, coder)

    learn(programme, coder)

    model, (job, *_) = model_of(programme), lessons_of(programme)[::-1]
    assert job.state is JobState.DONE
    (row,) = model.scores
    assert (model.n_decisions, row["code"], row["n_confirmed"], row["n_refused"]) == (16, "music", 8, 8)
    assert row["source"] == "learned" and row["learned"][1] > row["words"][1] == 0
    assert db.session.scalar(select(db.func.count()).select_from(LearnedStory)) == 16


def test_new_suggestions_come_from_what_was_learned_and_say_so(programme, theme, coder):
    decide_all(programme, theme, coder)
    learn(programme, coder)

    story = told(programme, "They gave me a guitar and a lamp.")
    analysing.ask_for_reanalysis(programme.id, actor="shell")

    tag = db.session.scalars(select(Tag).where(Tag.story_id == story.id)).one()
    assert (tag.theme_id, tag.state) == (theme.id, TagState.SUGGESTED)
    assert "learned-16" in tag.engine and model_of(programme).fingerprint in tag.engine
    assert [piece["text"] for piece in tag.evidence] == ["guitar"]


def test_a_theme_with_too_few_decisions_is_suggested_by_its_words(programme, theme, coder):
    builders.a_theme(programme, "rain", name=Wording(ru="Дождь", en="Rain"))
    decide_all(programme, theme, coder)
    learn(programme, coder)

    story = told(programme, "The rain did not end.")
    analysing.ask_for_reanalysis(programme.id, actor="shell")

    tag = db.session.scalars(select(Tag).where(Tag.story_id == story.id)).one()
    assert "learned" not in tag.engine
    assert [piece["text"] for piece in tag.evidence] == ["rain"]


def test_a_lesson_that_is_worse_than_the_words_changes_no_suggestion(programme, coder):
    words = {"en": ["home", "kitchen", "yard"]}
    theme = builders.a_theme(programme, "home", seeds=words, threshold=0.9)
    yes = [f"home kitchen yard {n} words are here" for n in range(5)]
    decide_all(programme, theme, coder, yes=yes, no=[f"bus {n} words are here" for n in range(5)])

    (row,) = model_of(programme).scores

    assert row["source"] == "words" and row["words"] == [1, 1, 0]
    assert words_behind(model_of(programme)) == set()
    assert "learned" not in analysing.library_of(programme.id).codebook.engine


def test_too_few_decisions_leave_nothing(programme, theme, coder):
    decide_all(programme, theme, coder, yes=YES[:3], no=NO[:3])

    learn(programme, coder)

    assert model_of(programme) is None and lessons_of(programme)[0].state is JobState.DONE


def test_only_stories_that_may_be_analysed_teach(programme, theme, coder):
    decide_all(programme, theme, coder, yes=[*YES[1:], f"A guitar and a {MARKER}"])
    with act("shell") as doing:
        hidden = db.session.scalar(select(Story).where(Story.happened.contains(MARKER)))
        consents.change_consent(doing, hidden, {Purpose.ANALYSIS: False}, by=ConsentBy.CHILD, today=TODAY)

    learn(programme, coder)

    assert model_of(programme).n_decisions == 15
    assert MARKER not in words_behind(model_of(programme))


def a_model_with_a_marked_story(programme, theme, coder):
    """Return the story whose rare word was learned."""
    with_it, _ = decide_all(programme, theme, coder, yes=[*YES[1:], f"A guitar and a {MARKER}"])
    learn(programme, coder)
    assert MARKER in words_behind(model_of(programme))
    return with_it[-1]


def test_an_erased_story_takes_what_was_learned_with_it(programme, theme, coder, kit, monkeypatch):
    story = a_model_with_a_marked_story(programme, theme, coder)
    monkeypatch.setattr(type(kit.tasks), "wake", lambda self, ids: None)

    erasing.erase_story(story.id, actor="shell", reason="TEST")

    assert model_of(programme) is None
    assert lessons_of(programme)[-1].state is JobState.QUEUED
    assert "module.forgot" in set(db.session.scalars(select(AuditEvent.act)))


def test_what_is_learned_after_an_erasing_knows_nothing_of_the_story(programme, theme, coder):
    story = a_model_with_a_marked_story(programme, theme, coder)

    erasing.erase_story(story.id, actor="shell", reason="TEST")

    model = model_of(programme)
    assert model.n_decisions == 15 and MARKER not in words_behind(model)


def test_a_withdrawn_story_takes_what_was_learned_with_it(programme, theme, coder):
    story_id = a_model_with_a_marked_story(programme, theme, coder).id

    with act("shell") as doing:
        consents.withdraw_story(doing, db.session.get(Story, story_id), by=ConsentBy.CHILD, today=TODAY)

    assert MARKER not in words_behind(model_of(programme))


def test_a_guardian_who_says_no_on_paper_takes_what_was_learned_too(programme, theme, coder):
    story = a_model_with_a_marked_story(programme, theme, coder)
    with act("shell"):
        db.session.get(Story, story.id).guardian_needed = True
    no = Paper(number="7", signed_on=TODAY, agreed={Purpose.ANALYSIS: False})

    papers.record_guardian_papers(programme, [story.public_id], no, account_id=coder.account_id)

    assert MARKER not in words_behind(model_of(programme))


def test_a_name_that_is_covered_later_is_not_remembered(programme, theme, coder):
    story = a_model_with_a_marked_story(programme, theme, coder)
    texts = Texts(title="", happened="A guitar and a [name]", matters="", considered=())

    screening.confirm_working_text(
        programme, story.public_id, texts, account_id=coder.account_id, seen_version=1, language="en", domain_id=None
    )

    assert MARKER not in words_behind(model_of(programme))


def test_a_story_withdrawn_during_a_lesson_is_not_learned(programme, theme, coder, monkeypatch):
    with_it, _ = decide_all(programme, theme, coder, yes=[*YES[1:], f"A guitar and a {MARKER}"])
    story_id, learn_at_ease = with_it[-1].id, nlp.learn

    def withdrawn_meanwhile(*args, **kwargs):
        monkeypatch.setattr(nlp, "learn", learn_at_ease)
        with act("shell") as doing:
            consents.withdraw_story(doing, db.session.get(Story, story_id), by=ConsentBy.CHILD, today=TODAY)
        return learn_at_ease(*args, **kwargs)

    monkeypatch.setattr(nlp, "learn", withdrawn_meanwhile)
    learn(programme, coder)

    model = model_of(programme)
    assert model.n_decisions == 15 and MARKER not in words_behind(model)


def test_another_programme_learns_and_forgets_for_itself(programme, theme, coder):
    other = builders.a_programme()
    other_theme = builders.a_theme(other, "music")
    other_coder = Coder(account_id=builders.an_account(Role.EVALUATOR, programme=other).id)
    decide_all(other, other_theme, other_coder)
    learn(other, other_coder)
    before = model_of(other).packed
    story = a_model_with_a_marked_story(programme, theme, coder)

    erasing.erase_story(story.id, actor="shell", reason="TEST")
    learning.forget(programme.id, LearnedKind.THEMES, account_id=coder.account_id)

    assert model_of(programme) is None
    assert model_of(other).packed == before and MARKER not in words_behind(model_of(other))


def test_what_was_learned_can_be_forgotten_with_what_was_asked_for(programme, theme, coder, kit, monkeypatch):
    decide_all(programme, theme, coder)
    learn(programme, coder)
    monkeypatch.setattr(type(kit.tasks), "wake", lambda self, ids: None)
    learn(programme, coder)

    learning.forget(programme.id, LearnedKind.THEMES, account_id=coder.account_id)

    assert model_of(programme) is None
    assert lessons_of(programme)[-1].state is JobState.STOPPED
    assert all(tag.state is not TagState.SUGGESTED for tag in db.session.scalars(select(Tag)))


def test_a_module_that_is_off_does_not_learn(programme, theme, coder):
    with act("shell"):
        db.session.get(Programme, programme.id).is_analysed = False

    decide_all(programme, theme, coder)

    assert lessons_of(programme) == []
    with pytest.raises(RuleBroken, match=r"module\.switched-off"):
        learn(programme, coder)


def test_a_lesson_is_the_same_for_the_same_decisions(programme, theme, coder):
    decide_all(programme, theme, coder)
    learn(programme, coder)
    first = model_of(programme).packed
    learning.forget(programme.id, LearnedKind.THEMES, account_id=coder.account_id)

    learn(programme, coder)

    assert model_of(programme).packed == first


def test_a_theme_that_was_put_aside_is_not_learned(programme, theme, coder):
    decide_all(programme, theme, coder)
    with act("shell"):
        db.session.get(Theme, theme.id).is_active = False
    learning.forget(programme.id, LearnedKind.THEMES, account_id=coder.account_id)

    learn(programme, coder)

    assert model_of(programme) is None


def test_a_web_process_loads_nothing_that_reads_or_learns():
    code = (
        "import sys, storyapp.app, storyapp.web.wings, storyapp.services.learning;"
        "print(sorted({'spacy', 'onnxruntime', 'sklearn', 'scipy', 'numpy', 'openpyxl'} & set(sys.modules)))"
    )

    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "[]"
