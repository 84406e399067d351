"""The language module suggests, once for each text; what people decided stays."""

import pytest
from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.queries.cases import open_case_of
from storyapp.data.queries.stories import mask_suggestions
from storyapp.data.tables.coding import Analysis, Case, ResultLink, Tag
from storyapp.data.tables.house import Job
from storyapp.data.tables.programmes import ParticularWording, SocialResult, Theme
from storyapp.data.tables.stories import Story, StoryWords
from storyapp.rules.consent import Purpose
from storyapp.rules.jobs import JobKind, JobState
from storyapp.rules.people import Role
from storyapp.rules.tags import CoderKind, TagState
from storyapp.rules.wording import Wording
from storyapp.services import cases
from storyapp.services.analysing import analyse_story, ask_for_reanalysis
from storyapp.services.jobs import Ticket
from storyapp.services.transaction import act
from tests.builders import a_programme, a_story, an_account, screen_as_is


def a_codebook(programme):
    """Store two themes and a result whose words stand in the builders' story."""
    ids = {"organisation_id": programme.organisation_id, "programme_id": programme.id}
    with act("shell"):
        db.session.add_all([
            Theme(**ids, code="voice", name=Wording(ru="Голос", en="Speaking up"), description=Wording(),
                  seeds={"en": ["speak", "silent", "class"], "ru": ["говорить", "молчать"]}),
            Theme(**ids, code="garden", name=Wording(ru="Сад", en="Garden"), description=Wording(),
                  seeds={"en": ["garden", "flower"], "ru": ["сад", "цветок"]}),
        ])  # fmt: skip
        result = SocialResult(
            **ids, code="speaks", general=Wording(ru="Ребёнок говорит на уроках", en="The child speaks in class")
        )
        db.session.add(result)
        db.session.flush()
        db.session.add(
            ParticularWording(
                **ids,
                result_id=result.id,
                code="speaks-1",
                wording=Wording(ru="Говорит в классе", en="Speaks in class again without shaking"),
            )
        )


def read(story, stage="working"):
    analyse_story(
        Ticket(job_id=0, organisation_id=story.organisation_id, subject_id=story.id, options={"stage": stage}, n_done=0)
    )


def tags_of(story):
    return {tag.theme_id: tag for tag in db.session.scalars(select(Tag).where(Tag.story_id == story.id))}


@pytest.fixture
def programme(app):
    programme = a_programme()
    a_codebook(programme)
    return programme


def test_themes_and_results_are_suggested_with_their_words(programme):
    story = a_story(programme)

    read(story)

    (tag,) = tags_of(story).values()
    text = f"{story.happened}\n\n{story.matters}"
    assert (tag.coder, tag.state, tag.text_version) == (CoderKind.MODEL, TagState.SUGGESTED, 1)
    assert [text[e["start"] : e["end"]] for e in tag.evidence] == [e["text"] for e in tag.evidence] != []
    link = db.session.scalars(select(ResultLink)).one()
    assert link.particular_id is not None and link.evidence


def test_the_same_text_is_read_once(programme):
    story = a_story(programme)
    read(story)
    before = {tag.id for tag in tags_of(story).values()}

    read(story)

    assert {tag.id for tag in tags_of(story).values()} == before


def test_what_a_person_confirmed_survives_another_reading(programme):
    story = a_story(programme)
    read(story)
    person = an_account(Role.EVALUATOR, programme=programme).id
    with act("shell"):
        tag = db.session.scalars(select(Tag)).one()
        tag.state, tag.decided_as, tag.decided_by_id = TagState.CONFIRMED, CoderKind.PERSON, person
        story = db.session.get(Story, story.id)
        story.happened, story.text_version = story.happened + " I planted a flower in the garden.", 2

    read(story)

    states = {tag.state for tag in tags_of(story).values()}
    assert states == {TagState.CONFIRMED, TagState.SUGGESTED}
    assert db.session.get(Analysis, (story.id, "working")).text_version == 2


def test_a_suggestion_that_no_longer_holds_is_taken_back(programme):
    story = a_story(programme)
    read(story)
    with act("shell"):
        story = db.session.get(Story, story.id)
        story.happened, story.matters, story.text_version = "We went home by bus together.", "", 2

    read(story)

    assert tags_of(story) == {}


def test_without_consent_to_analysis_nothing_is_suggested_or_found(programme):
    story = a_story(programme, refused=(Purpose.ANALYSIS,))

    read(story)

    assert tags_of(story) == {}
    assert db.session.get(StoryWords, story.id) is None


def test_a_signal_in_the_original_opens_a_case_and_holds_the_story(programme):
    story = a_story(
        programme,
        screened=False,
        happened="Я больше не хочу жить и думаю о самоубийстве каждый вечер.",
        matters="",
        language="ru",
    )

    case = open_case_of(story.id)

    assert case.opened_by == "model"
    assert "suicide" in {signal["kind"] for signal in case.signals}
    assert set(case.signals[0]) == {"kind", "score"}
    assert db.session.get(Story, story.id).is_held


def test_an_ordinary_story_opens_no_case(programme):
    a_story(programme, screened=False)

    assert db.session.scalars(select(Case)).all() == []


def test_a_signal_that_two_leads_have_settled_opens_no_second_case(programme):
    story = a_story(
        programme,
        screened=False,
        happened="Я больше не хочу жить и думаю о самоубийстве каждый вечер.",
        matters="",
        language="ru",
    )
    with act("shell"):
        case = open_case_of(story.id)
        case.outcome, case.closed_at = "no_risk", case.opened_at
        db.session.execute(db.delete(Analysis))

    read(story, "original")

    assert open_case_of(story.id) is None
    assert cases.settled_signals(story.id)


def test_a_whole_programme_is_read_again_after_its_codebook_changed(programme):
    stories = [a_story(programme) for _ in range(3)]

    ask_for_reanalysis(programme.id, actor="shell")

    job = db.session.scalars(select(Job).where(Job.kind == JobKind.ANALYSE_MANY)).one()
    assert (job.state, job.n_done, job.n_total) == (JobState.DONE, 3, 3)
    assert all(len(tags_of(story)) == 1 for story in stories)


def test_a_module_switched_off_suggests_nothing_and_words_are_still_found(programme):
    with act("shell"):
        db.session.get(type(programme), programme.id).is_analysed = False
    story = a_story(programme, screened=False, happened="My name is Anna Petrova and I do not want to live.")

    screen_as_is(story)
    read(story)

    assert mask_suggestions(story.id) == [] and open_case_of(story.id) is None
    assert tags_of(story) == {}
    assert "petrova" in db.session.get(StoryWords, story.id).lemmas
