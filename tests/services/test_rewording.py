"""A teller changes the own words after sending: sealed, screened anew, and nothing that was read is rewritten."""

from datetime import timedelta

import pytest

from storyapp.data.db import db
from storyapp.data.queries import recalls as recall_queries
from storyapp.data.queries.appearing import appears_in
from storyapp.data.tables.coding import Analysis
from storyapp.data.tables.consenting import KeptWording, Rewording
from storyapp.data.tables.house import AuditEvent
from storyapp.data.tables.outputs import IssuedReport
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Recall, Story
from storyapp.gateways.kit import kit
from storyapp.rules.appearing import Where
from storyapp.rules.errors import RuleBroken
from storyapp.rules.light_edits import Kind
from storyapp.rules.people import Role
from storyapp.rules.stories import Mode, ReadBack, StoryState
from storyapp.rules.tags import CoderKind, TagState
from storyapp.services import (
    cases,
    erasing,
    light_edits,
    minutes_file,
    my_story,
    quote_basket,
    reading,
    reporting,
    rewording,
    screening,
)
from storyapp.services.reporting import Order
from storyapp.services.rewording import Words
from storyapp.services.screening import Texts
from storyapp.services.transaction import SHELL
from tests import builders
from tests.services.round_builders import Table

TOLD = "Our mentor Zylofonkvark came every week and I speak in class now."
COVERED = "Our mentor [name] came every week and I speak in class now."
NEW = "Our mentor Zylofonkvark came twice a month and I sometimes speak in class."
NEW_COVERED = "Our mentor [name] came twice a month and I sometimes speak in class."
CONFIRMED = {"state": TagState.CONFIRMED, "decided_as": CoderKind.PERSON, "coder": CoderKind.PERSON}


@pytest.fixture
def programme(app):
    return builders.a_programme()


@pytest.fixture
def readers(programme):
    return [builders.an_account(Role.FACILITATOR, programme=programme).id for _ in range(2)]


@pytest.fixture
def story(programme, readers):
    told = builders.a_story(programme, screened=False, title="Class", matters="", happened=TOLD)
    screen(programme, told, readers[0], version=0)
    return fresh(told)


def screen(programme, story, reader, *, version, words=COVERED, **more):
    screening.confirm_working_text(
        programme, story.public_id, Texts(title="Class", happened=words), account_id=reader, seen_version=version,
        language="en", domain_id=None, **more,
    )  # fmt: skip


def change(story, words=NEW):
    seen = rewording.own_words(fresh(story)).version
    rewording.reword(story.id, Words(title="Class", happened=words), seen_version=seen)


def fresh(story):
    db.session.expire_all()
    return db.session.get(Story, story.id)


def test_new_words_are_sealed_and_the_former_ones_are_kept_beside_them(story):
    agreed = my_story.agreed_now(story)

    change(story)

    story = fresh(story)
    assert reading.newest_original(story.id)["happened"] == NEW
    assert [one.words.happened for one in rewording.earlier(story)] == [TOLD]
    assert (story.state, story.reworded_on) == (StoryState.SCREENED, kit().clock().date())
    assert my_story.agreed_now(story) == agreed
    rows = db.session.scalars(db.select(AuditEvent).where(AuditEvent.act == "story.reworded")).all()
    assert [(row.actor, row.reason) for row in rows] == [("teller", "")]


def test_no_new_panel_and_no_quote_has_either_text_before_somebody_has_screened_it(programme, readers, story):
    screening.approve_text(programme, story.public_id, seen_version=1, account_id=readers[1])
    places = Where.PANEL, Where.QUOTES, Where.PUBLIC_QUOTES, Where.EXCHANGE
    assert all(appears_in(fresh(story), place) for place in places)

    change(story)

    assert not any(appears_in(fresh(story), place) for place in places)
    with pytest.raises(RuleBroken, match=r"story\.changed-meanwhile"):
        screening.approve_text(programme, story.public_id, seen_version=1, account_id=readers[1])
    assert screening.next_story(programme).public_id == story.public_id

    screen(programme, story, readers[0], version=1, words=NEW_COVERED)

    assert fresh(story).happened == NEW_COVERED and appears_in(fresh(story), Where.PANEL)
    assert not appears_in(fresh(story), Where.PUBLIC_QUOTES)  # a second person looks again
    assert screening.next_story(programme) is None


def test_the_desk_lays_out_the_new_words_and_what_is_different(programme, readers, story):
    change(story)

    desk = screening.desk(programme, story.public_id, account_id=readers[0])

    assert desk.texts.happened == NEW and not desk.is_again
    assert "twice a month" in " ".join(one.text for one in desk.changed.happened if one.kind is Kind.IN)


def test_marks_of_the_former_words_are_not_laid_over_the_new_ones(programme, readers):
    told = builders.a_story(programme, screened=False, happened=TOLD)
    assert screening.desk(programme, told.public_id, account_id=readers[0]).suggestions

    change(told)
    with builders.act("shell"):  # as if the module had not come round to the new words yet
        db.session.get(Analysis, (told.id, "original")).text_version = 1

    desk = screening.desk(programme, told.public_id, account_id=readers[0])
    assert not desk.is_read_by_module and desk.suggestions == ()


def test_whoever_screens_while_the_teller_changes_the_words_is_told(programme, readers, story):
    told = builders.a_story(programme, screened=False, happened=TOLD)
    seen = screening.desk(programme, told.public_id, account_id=readers[0]).told_version
    change(told)

    with pytest.raises(RuleBroken, match=r"story\.changed-meanwhile"):
        screen(programme, told, readers[0], version=0, told_version=seen)
    assert fresh(told).text_version == 0


def test_after_screening_the_difference_never_shows_a_covered_name(programme, readers, story):
    change(story)
    screen(programme, story, readers[0], version=1, words=NEW_COVERED)

    shown = rewording.changed(fresh(story))

    assert "Zylofonkvark" not in repr(shown)
    assert "every week" in " ".join(one.text for one in shown.happened if one.kind is Kind.OUT)


def test_an_open_round_goes_on_with_what_it_read_and_keeps_its_fingerprint(programme, readers, story):
    table = Table(programme=programme, stories=[story, builders.a_story(programme)])
    change(story)
    read = next(one for one in table.sitting.on_table if one.row.story_id == story.id)
    assert (read.story.happened, read.story.public_id) == (COVERED, story.public_id)

    table.vote("Owl", 1)
    table.vote("Moth", 1)
    table.decide(1)
    before = minutes_file.fingerprint_of(table.sitting)
    screen(programme, story, readers[0], version=1, words=NEW_COVERED)
    change(story, NEW + " And I laugh.")

    read = next(one for one in table.sitting.on_table if one.row.story_id == story.id)
    assert read.story.happened == COVERED
    assert minutes_file.fingerprint_of(table.sitting) == before


def test_a_round_that_opens_later_reads_the_new_words(programme, readers, story):
    change(story)
    screen(programme, story, readers[0], version=1, words=NEW_COVERED)

    table = Table(programme=programme, stories=[fresh(story), builders.a_story(programme)])

    assert NEW_COVERED in [one.story.happened for one in table.sitting.on_table]


def test_a_round_from_outside_keeps_a_text_that_two_people_had_read(programme, readers, story):
    screening.approve_text(programme, story.public_id, seen_version=1, account_id=readers[1])
    table = Table(programme=programme, stories=[fresh(story), builders.a_story(programme)], is_outside=True)

    change(story)
    screen(programme, story, readers[0], version=1, words=NEW_COVERED)

    assert COVERED in [one.story.happened for one in table.sitting.on_table]


def test_taking_consent_back_takes_the_former_words_off_the_table_too(programme, story):
    table = Table(programme=programme, stories=[story, builders.a_story(programme)])
    change(story)

    my_story.withdraw(story.id)

    assert story.id not in [one.row.story_id for one in table.sitting.on_table]


def test_a_report_that_quoted_it_is_recalled_and_the_list_names_the_round(programme, story):
    Table(programme=programme, stories=[story, builders.a_story(programme)])
    story_id, public_id = story.id, story.public_id
    quote(programme, fresh(story))
    reporting.build_now(
        db.session.get(Programme, programme.id),
        Order(language="en", audience="inside", length="full", period_ids=(builders.the_period(programme).id,)),
        actor=SHELL,
    )
    assert any(use == "quoted" for _, _, use in recall_queries.report_uses(db.session.get(Story, story_id)))
    assert rewording.own_words(db.session.get(Story, story_id)).n_reports == 1

    change(db.session.get(Story, story_id))

    assert db.session.scalars(db.select(IssuedReport.state)).all() == ["recalled"]
    uses = {(one.output, one.use) for one in db.session.scalars(db.select(Recall))}
    assert ("round", "reworded") in uses and ("report", "quoted") in uses
    assert {one.story_public_id for one in db.session.scalars(db.select(Recall))} == {public_id}


def quote(programme, story):
    theme = builders.a_theme(programme)
    builders.a_suggested_tag(story, theme, COVERED, **CONFIRMED)
    story = fresh(story)
    quote_basket.choose_quote(
        db.session.get(Programme, programme.id), story.public_id, start=0, end=len(COVERED),
        text_version=story.text_version, theme_id=theme.id,
        account_id=builders.an_account(Role.EVALUATOR, programme=programme).id,
    )  # fmt: skip


def test_a_light_edit_that_waits_goes_and_none_is_written_before_screening(programme, readers, story):
    texts = Texts(title="Class", happened=COVERED.replace("came", "did come"))
    light_edits.write(programme, story.public_id, texts, account_id=readers[0], seen_version=1)

    change(story)

    assert light_edits.waiting(fresh(story)) is None
    with pytest.raises(RuleBroken, match=r"edit\.reworded"):
        light_edits.write(programme, story.public_id, texts, account_id=readers[0], seen_version=1)


def test_a_story_taken_back_or_erased_is_not_changed(story):
    my_story.withdraw(story.id)
    assert rewording.own_words(fresh(story)) is None
    with pytest.raises(RuleBroken, match=r"story\.taken-back"):
        rewording.reword(story.id, Words(happened=NEW), seen_version=1)

    erasing.erase_story(story.id, actor="teller", reason="TELLER_ASKED")

    with pytest.raises(RuleBroken, match=r"rewording\.too-late"):
        rewording.reword(story.id, Words(happened=NEW), seen_version=1)


def test_erasing_leaves_nothing_of_the_former_words(programme, story):
    Table(programme=programme, stories=[story, builders.a_story(programme)])
    change(story)

    erasing.erase_story(story.id, actor="teller", reason="TELLER_ASKED")

    db.session.expire_all()
    assert db.session.scalar(db.select(db.func.count(Rewording.id))) == 0
    assert db.session.scalar(db.select(db.func.count()).select_from(KeptWording)) == 0


def test_the_words_are_changed_three_times_a_day_and_not_without_a_change(story, clock):
    with pytest.raises(RuleBroken, match=r"edit\.nothing-changed"):
        change(story, TOLD)
    for n in range(3):
        change(story, f"{NEW} {n}")

    with pytest.raises(RuleBroken, match=r"rewording\.too-often-today"):
        change(story, NEW)
    clock.now += timedelta(days=1)
    change(story, NEW)
    assert reading.newest_original(story.id)["happened"] == NEW


def test_words_that_were_changed_in_another_window_are_not_lost(story):
    seen = rewording.own_words(story).version
    change(story)

    with pytest.raises(RuleBroken, match=r"rewording\.meanwhile"):
        rewording.reword(story.id, Words(happened=TOLD + " Yes."), seen_version=seen)


def test_a_safeguarding_lead_still_reads_what_was_told_first(programme):
    told = builders.a_story(programme, screened=False, happened=TOLD, wants_help=True)
    case_id = cases.case_list(programme)[0].row.case.id

    change(told)

    assert [one.words.happened for one in cases.earlier_words(programme, case_id)] == [TOLD]
    assert fresh(told).is_held


def test_what_a_teller_writes_alone_with_the_code_is_what_was_told(programme):
    told = builders.a_story(programme, screened=False, happened=TOLD)
    with builders.act("shell"):
        row = db.session.get(Story, told.id)
        row.mode, row.read_back = Mode.PEER, ReadBack.DISPUTED

    change(told)

    assert fresh(told).read_back is ReadBack.BY_CODE
