"""Migrations lead to the tables of the code, up and down, with child rows, on both databases."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select, text

from storyapp.config import shipped_folder
from storyapp.data.db import db
from storyapp.data.tables.coding import Analysis, LearnedModel, LearnedStory
from storyapp.data.tables.consenting import GuardianWaiver, KeptWording, Rewording, TextApproval, TextEdit
from storyapp.data.tables.evidence import PracticeStatement, StoryCheck
from storyapp.data.tables.memos import Memo
from storyapp.data.tables.programmes import SocialResult
from storyapp.data.tables.quotes import ChosenQuote
from storyapp.data.tables.rounds import BallotCast, Seat
from storyapp.data.tables.stories import LastingAnswer, Story, TellerMessage
from storyapp.data.tables.unplanned import GroupedStory, Proposal, UnplannedGroup
from storyapp.gateways.kit import kit
from storyapp.rules.lasting import Lasted
from storyapp.rules.learning import LearnedKind
from storyapp.rules.panels import MemberRole, PanelSay, Preparation
from storyapp.rules.people import AgeBand, Role
from storyapp.rules.practice import Dimension, EvidenceLevel
from storyapp.rules.rounds import Method
from storyapp.rules.tags import CoderKind
from storyapp.rules.unplanned import GroupState, ProposalKind
from storyapp.rules.verifying import WhyChecked
from storyapp.rules.wording import Wording
from storyapp.services import (
    form_versions,
    guardians,
    my_story,
    panels,
    practice,
    round_tree,
    rounds,
    shares,
    signal_trials,
    signal_words,
    voting,
)
from storyapp.services.migrating import downgrade, is_current, upgrade
from storyapp.services.panels import MemberPlan, PanelPlan
from storyapp.services.practice import Statement
from tests import builders
from tests.rebuilding import rebuild_stories
from tests.services.round_builders import Table

FOLDER = shipped_folder("migrations")


def test_the_newest_migration_is_the_shape_of_the_tables(app):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_object": lambda o, name, kind, *_: (
                    not (kind == "table" and name.startswith(("story_search", "alembic")))
                ),
            },
        )
        differences = [
            d
            for d in compare_metadata(context, db.metadata)
            if "uq_accounts_email_lower" not in str(d) and "ix_story_words_search" not in str(d)
        ]

    assert differences == []


def test_named_checks_stand_in_the_database(app):
    names = {
        check["name"]
        for table in ("stories", "tags", "rounds", "cases")
        for check in inspect(db.engine).get_check_constraints(table)
    }

    assert {
        "ck_stories_sealed_until_screened",
        "ck_tags_the_model_never_decides",
        "ck_rounds_a_choice_has_its_reason",
        "ck_cases_two_leads_close",
    } <= names


def test_down_and_up_again_leaves_an_empty_house(app):
    builders.a_story(builders.a_programme())
    db.session.remove()

    downgrade(FOLDER)
    tables_left = set(inspect(db.engine).get_table_names()) - {"alembic_version"}
    upgrade(FOLDER)

    assert tables_left == set()
    assert is_current(FOLDER)
    assert db.session.scalar(select(db.func.count(Story.id))) == 0


def test_chosen_quotes_go_down_and_up_and_leave_their_story(app):
    story = builders.a_story(builders.a_programme())
    facts = {"organisation_id": story.organisation_id, "programme_id": story.programme_id, "story_id": story.id}
    with builders.act("shell"):
        db.session.add(ChosenQuote(**facts, start=0, end=9, text_version=1, chosen_at=kit().clock()))
    db.session.remove()

    downgrade(FOLDER, "b2d1")
    is_gone = "chosen_quotes" not in inspect(db.engine).get_table_names()
    upgrade(FOLDER)

    assert is_gone and is_current(FOLDER)
    assert db.session.scalar(select(db.func.count(Story.id))) == 1
    assert db.session.scalar(select(db.func.count(ChosenQuote.id))) == 0


def test_memos_go_down_and_up_and_leave_their_story(app):
    programme = builders.a_programme()
    theme, story = builders.a_theme(programme), builders.a_story(programme)
    facts = {"organisation_id": story.organisation_id, "programme_id": story.programme_id, "story_id": story.id}
    with builders.act("shell"):
        db.session.add(
            Memo(**facts, theme_id=theme.id, text="Why?", written_as=CoderKind.PERSON, written_at=kit().clock())
        )
    db.session.remove()

    downgrade(FOLDER, "f4a1")
    is_gone = "memos" not in inspect(db.engine).get_table_names()
    upgrade(FOLDER)

    assert is_gone and is_current(FOLDER)
    assert db.session.scalar(select(db.func.count(Story.id))) == 1
    assert db.session.scalar(select(db.func.count(Memo.id))) == 0


def test_a_rebuilt_table_keeps_its_children(app, database_kind):
    """Rebuilding a parent on SQLite with cascades on would silently empty its children."""
    if database_kind != "sqlite":
        pytest.skip("only SQLite rebuilds tables")
    builders.a_story(builders.a_programme())
    db.session.remove()

    rebuild_stories(db.engine)

    with db.engine.connect() as connection:
        counts = [
            connection.execute(text(f"SELECT count(*) FROM {t}")).scalar()
            for t in ("stories", "sealed_originals", "consent_events")
        ]
    assert counts[0] == 1
    assert counts[1] == 1
    assert counts[2] > 0


def test_own_words_of_signals_come_and_go_beside_what_was_read(app):
    programme = builders.a_programme()
    story = builders.a_story(programme, happened="I never cut myself and I am fine.")
    lead = builders.an_account(Role.SAFEGUARDING_LEAD, programme=programme).id
    signal_words.add_phrase(programme, "en", "substance", "fizzing", is_strong=True, account_id=lead)
    signal_words.note_review(programme, account_id=lead)
    signal_trials.try_sentence(programme, "They sold us fizzing.", account_id=lead)
    story_id = story.id
    db.session.remove()

    downgrade(FOLDER, "b2d1")
    tables_left = set(inspect(db.engine).get_table_names())
    upgrade(FOLDER)

    analysis = db.session.get(Analysis, (story_id, "original"))
    assert not tables_left & {"signal_phrases", "signal_reviews", "signal_trials"}
    assert (analysis.text_version, analysis.quiet) == (1, [])
    assert db.session.get(Story, story_id) is not None


def test_what_was_learned_of_results_goes_down_and_what_was_learned_of_themes_stays(app):
    programme = builders.a_programme()
    story_id, result_id = builders.a_story(programme).id, builders.a_result(programme).id
    ids = {"organisation_id": programme.organisation_id, "programme_id": programme.id}
    facts = {**ids, "learned_at": kit().clock(), "n_decisions": 1, "packed": b"", "fingerprint": ""}
    with builders.act("shell"):
        models = [LearnedModel(**facts, kind=kind) for kind in LearnedKind]
        db.session.add_all(models)
        db.session.flush()
        db.session.add_all(LearnedStory(model_id=model.id, story_id=story_id) for model in models)
    db.session.remove()

    downgrade(FOLDER, "r5a1")
    upgrade(FOLDER)

    (kept,) = db.session.scalars(select(LearnedModel))
    assert kept.kind is LearnedKind.THEMES
    assert [row.model_id for row in db.session.scalars(select(LearnedStory))] == [kept.id]
    assert db.session.get(SocialResult, result_id).threshold == 0.5


def test_a_group_of_which_something_stands_in_the_library_is_accepted_and_goes_back(app, database_kind):
    programme = builders.a_programme()
    story_id = builders.a_story(programme).id
    facts = dict(
        organisation_id=programme.organisation_id, programme_id=programme.id, language="en", label="", novelty=1,
        engine="", found_at=kit().clock(), n_stories=1,
    )  # fmt: skip
    with builders.act("shell"):
        groups = [
            UnplannedGroup(**facts, state=GroupState.ACCEPTED, decided_at=kit().clock()),
            UnplannedGroup(**facts, state=GroupState.REFUSED, decided_at=kit().clock()),
        ]
        db.session.add_all(groups)
        db.session.flush()
        db.session.add(GroupedStory(group_id=groups[0].id, story_id=story_id, nearness=0, text_version=1))
        proposal = {
            "group_id": groups[1].id,
            "kind": ProposalKind.THEME,
            "words": Wording(),
            "proposed_at": kit().clock(),
        }
        db.session.add(Proposal(**{k: facts[k] for k in ("organisation_id", "programme_id")}, **proposal))
    db.session.remove()

    downgrade(FOLDER, "c3a3")
    with db.engine.connect() as connection:
        before = [state for (state,) in connection.execute(text("SELECT state FROM unplanned_groups ORDER BY id"))]
    upgrade(FOLDER)

    after = list(db.session.scalars(select(UnplannedGroup.state).order_by(UnplannedGroup.id)))
    checks = {check["name"] for check in inspect(db.engine).get_check_constraints("unplanned_groups")}
    assert before == ["PROPOSED", "OPEN"] and after == [GroupState.ACCEPTED, GroupState.OPEN]
    assert db.session.scalar(select(db.func.count(GroupedStory.story_id))) == 1
    assert "ck_unplanned_groups_put_aside_with_a_reason" in checks
    if database_kind == "sqlite":  # a number is never used again
        made = db.session.scalar(text("SELECT sql FROM sqlite_master WHERE name = 'unplanned_groups'"))
        assert "AUTOINCREMENT" in made


def test_checks_and_counts_come_and_go_and_leave_their_story(app):
    story = builders.a_story(builders.a_programme())
    facts = {"organisation_id": story.organisation_id, "programme_id": story.programme_id, "story_id": story.id}
    with builders.act("shell"):
        db.session.add(StoryCheck(**facts, why=WhyChecked.BY_HAND, planned_on=builders.TODAY))
    db.session.remove()

    downgrade(FOLDER, "c7b8")
    tables_left = set(inspect(db.engine).get_table_names())
    upgrade(FOLDER)

    assert not tables_left & {"verification_plans", "story_checks", "others_counted", "other_evidence"}
    assert db.session.scalar(select(db.func.count(Story.id))) == 1
    assert db.session.scalar(select(db.func.count(StoryCheck.story_id))) == 0


def test_ballots_of_all_methods_go_down_and_up_and_votes_for_one_story_stay(app):
    open_round, secret, scored = Table(), Table(method=Method.SECRET), Table(method=Method.SCORING)
    open_round.vote("Owl", 1)
    secret.vote("Owl", 1)
    voting.cast(scored.seat("Owl").id, marks={scored.story_ids[0]: 4}, reason="It stays with me.", turn=1)
    db.session.remove()

    downgrade(FOLDER, "c7b8")
    tables_left = set(inspect(db.engine).get_table_names())
    upgrade(FOLDER)

    assert not tables_left & {"ballot_marks", "comparisons", "seat_turns"}
    assert [row.story_id for row in db.session.scalars(select(BallotCast))] == [open_round.story_ids[0]]
    assert db.session.scalar(select(db.func.count(Seat.id))) == 9


def test_cards_for_guardians_go_down_and_up_and_leave_their_story(app):
    story_id = builders.a_story(
        builders.a_programme(guardian_age=14), screened=False, age_band=AgeBand.FROM_10_TO_13
    ).id
    guardians.make_card(story_id)
    guardians.open_card(guardians.card_of(story_id).token)
    db.session.remove()

    downgrade(FOLDER, "c7b8")
    tables_left = set(inspect(db.engine).get_table_names())
    upgrade(FOLDER)

    assert not {"guardian_links", "guardian_visits"} & tables_left
    assert db.session.scalar(select(db.func.count(Story.id))) == 1
    assert guardians.card_of(story_id) is None


def test_versions_of_the_form_go_down_and_up_and_leave_their_story(app):
    programme = builders.a_programme()
    with builders.act("shell") as doing:
        version_id = form_versions.settle(doing, programme)
    builders.a_story(programme, form_version_id=version_id)
    db.session.remove()

    downgrade(FOLDER, "p5a1")
    tables_left = set(inspect(db.engine).get_table_names())
    upgrade(FOLDER)

    assert "form_versions" not in tables_left
    assert [story.form_version_id for story in db.session.scalars(select(Story))] == [None]


def test_what_stands_around_consent_goes_down_and_up_and_leaves_its_story(app):
    programme = builders.a_programme()
    story = builders.a_story(programme)
    story_id, facts = story.id, {"organisation_id": story.organisation_id, "programme_id": story.programme_id}
    with builders.act("shell"):
        db.session.add(GuardianWaiver(**facts, why="The law lets them.", decided_on=builders.TODAY))
        db.session.add(TextApproval(story_id=story_id, text_version=1, approved_on=builders.TODAY))
    db.session.remove()

    downgrade(FOLDER, "c3a1")
    tables_left = set(inspect(db.engine).get_table_names())
    upgrade(FOLDER)

    assert not tables_left & {"guardian_waivers", "text_approvals", "understanding_questions", "destructions"}
    assert (db.session.get(Story, story_id).approved_version, is_current(FOLDER)) == (0, True)


def test_standing_panels_go_down_and_up_and_leave_their_rounds(app):
    programme = builders.a_programme()
    facilitator = builders.an_account(Role.FACILITATOR, programme=programme).id
    plan = PanelPlan(name="Voices", is_youth=True, say=PanelSay.VETO)
    panel = panels.panel_of(programme, panels.keep_panel(programme, plan, account_id=facilitator))
    facts = dict(label="Owl", role=MemberRole.CHAIR, is_young=True, language="en", joined_on=builders.TODAY)
    wanted = MemberPlan(**facts, prepared=frozenset({Preparation.PURPOSE}))
    member_id = panels.keep_member(panel, wanted, account_id=facilitator)
    panels.log_hours(
        panel, member_id, worked_on=builders.TODAY, minutes=30, what="", compensation="", account_id=facilitator
    )
    table = Table(programme=programme, panel_id=panel.id)
    table.vote("Owl", 1)
    db.session.remove()

    downgrade(FOLDER, "k4a1")
    tables_left = set(inspect(db.engine).get_table_names())
    upgrade(FOLDER)

    assert not {"panels", "panel_members", "prepared_steps", "panel_hours"} & tables_left
    assert table.one.panel_id is None and len(table.sitting.cast) == 1


def test_moved_domains_come_and_go_and_leave_their_story(app):
    programme = builders.a_programme()
    story = builders.a_story(programme)
    facilitator = builders.an_account(Role.FACILITATOR, programme=programme).id
    elsewhere = builders.domains(programme)[1].id
    round_tree.move_domain(programme, story.public_id, elsewhere, "It tells of something else.", account_id=facilitator)
    story_id = story.id
    db.session.remove()

    downgrade(FOLDER, "r5a1")
    tables_left = set(inspect(db.engine).get_table_names())
    upgrade(FOLDER)

    assert "domain_moves" not in tables_left
    assert db.session.get(Story, story_id).domain_id == elsewhere


def test_a_deal_goes_down_and_seats_and_ballots_stay(app):
    table = Table(is_open=False, method=Method.SCORING)
    shares.deal_out(table.programme, table.id, 2, account_id=table.facilitator.id)
    rounds.open_round(table.programme, table.id, account_id=table.facilitator.id)
    voting.cast(table.seat("Owl").id, reason="None of them stays with me.", turn=1)
    db.session.remove()

    downgrade(FOLDER, "f7a1")
    is_gone = "shares" not in inspect(db.engine).get_table_names()
    upgrade(FOLDER)

    assert is_gone and is_current(FOLDER)
    assert db.session.scalar(select(db.func.count(Seat.id))) == 3
    assert db.session.scalar(select(db.func.count(BallotCast.id))) == 1


def test_who_was_understood_wrong_has_replied_where_the_house_knows_no_more(app):
    programme = builders.a_programme()
    story = builders.a_story(programme)
    my_story.write(story.id, kind="misread", text="It was me, not the mentor.", may_print=True)
    account_id = builders.an_account(Role.EVALUATOR, programme=programme).id
    said = Statement(level=EvidenceLevel.BASIC, source="Register, entry 12")
    practice.state_level(programme, Dimension.REGULATED, said, account_id=account_id)
    db.session.remove()

    downgrade(FOLDER, "d7a1")
    kinds = db.session.scalars(text("SELECT kind FROM teller_messages")).all()
    db.session.remove()
    upgrade(FOLDER)

    assert kinds == ["reply"]
    assert is_current(FOLDER)
    assert db.session.scalars(select(TellerMessage.may_print)).all() == [False]
    assert db.session.scalar(select(db.func.count(PracticeStatement.id))) == 0


def test_light_edits_go_down_and_up_and_leave_their_story(app):
    story, today = builders.a_story(builders.a_programme()), kit().clock().date()
    words = {"title": "", "happened": "It was so.", "matters": "", "written_on": today, "text_version": 1}
    with builders.act("shell"):
        db.session.add(TextEdit(story_id=story.id, is_waiting=True, **words))
        db.session.add(TextEdit(story_id=story.id, is_waiting=False, agreed_on=today, **words))
    db.session.remove()

    downgrade(FOLDER, "g7a2")
    is_gone = "text_edits" not in inspect(db.engine).get_table_names()
    upgrade(FOLDER)

    assert is_gone and is_current(FOLDER)
    assert db.session.scalar(select(db.func.count(Story.id))) == 1
    assert db.session.scalar(select(db.func.count()).select_from(TextEdit)) == 0


def test_changed_words_go_down_and_leave_a_text_that_rests(app):
    table, today = Table(), kit().clock().date()
    with builders.act("shell"):
        story = db.session.get(Story, table.story_ids[0])
        story.reworded_on = today
        row = Rewording(
            story_id=story.id,
            original_version=2,
            text_version=1,
            former_sealed=b"x",
            was_approved=False,
            reworded_on=today,
        )
        db.session.add(row)
        db.session.flush()
        db.session.add(KeptWording(round_id=table.id, story_id=story.id, rewording_id=row.id))
    db.session.remove()

    downgrade(FOLDER, "d8b1")
    rests = db.session.execute(text("SELECT count(*) FROM stories WHERE text_objected_on IS NOT NULL")).scalar()
    tables = inspect(db.engine).get_table_names()
    db.session.remove()
    upgrade(FOLDER)

    assert rests == 1 and not {"rewordings", "kept_wordings"} & set(tables) and is_current(FOLDER)
    assert db.session.scalar(select(db.func.count(Story.id))) == 3
    assert db.session.scalar(select(db.func.count()).select_from(Rewording)) == 0


def test_what_was_said_months_later_comes_and_goes_beside_its_story(app):
    story = builders.a_story(builders.a_programme(lasting_months=6))
    db.session.add(
        LastingAnswer(story_id=story.id, lasted=Lasted.STILL, ratings={"1": {"a": 2}}, answered_on=builders.TODAY)
    )
    db.session.commit()
    db.session.remove()

    downgrade(FOLDER, "c8o1")
    upgrade(FOLDER)

    assert is_current(FOLDER)
    assert db.session.scalar(select(db.func.count(Story.id))) == 1
    assert db.session.scalar(select(db.func.count(LastingAnswer.story_id))) == 0
