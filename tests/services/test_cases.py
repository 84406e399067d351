"""Cases go from step to step; two leads close them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storyapp.data.db import db
from storyapp.data.queries.cases import open_case_of, timeline
from storyapp.data.tables.house import AuditEvent, Letter
from storyapp.data.tables.outputs import IssuedReport
from storyapp.data.tables.stories import Recall, Story
from storyapp.gateways.kit import use_kit
from storyapp.rules.cases import CaseOutcome, CaseStanding
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import Role
from storyapp.services import cases, my_story, reporting
from storyapp.services.reports.material import Order
from storyapp.services.transaction import SHELL, act
from tests.builders import a_programme, a_story, an_account, the_period
from tests.services.round_builders import Table


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def leads(programme):
    return [an_account(Role.SAFEGUARDING_LEAD, programme=programme).id for _ in range(2)]


@pytest.fixture
def case_id(programme):
    return open_case_of(a_story(programme, wants_help=True).id).id


def decide(programme, case_id, lead, outcome=CaseOutcome.NO_RISK):
    cases.acknowledge(programme, case_id, account_id=lead)
    cases.propose_outcome(programme, case_id, outcome, "She is safe and has somebody to talk to.", account_id=lead)


def is_held():
    return db.session.scalars(db.select(Story)).one().is_held


def test_a_second_lead_closes_the_case_and_the_story_goes_back(programme, leads, case_id):
    decide(programme, case_id, leads[0])

    cases.close_case(programme, case_id, account_id=leads[1])

    assert cases.case_page(programme, case_id).standing is CaseStanding.CLOSED
    assert not is_held()


@pytest.mark.parametrize(("outcome", "keep_held"), [(CaseOutcome.REFERRED, False), (CaseOutcome.NO_RISK, True)])
def test_a_story_stays_held_where_danger_is_left_or_a_lead_says_so(programme, leads, case_id, outcome, keep_held):
    decide(programme, case_id, leads[0], outcome)

    cases.close_case(programme, case_id, account_id=leads[1], keep_held=keep_held)

    assert is_held()


def test_who_proposed_does_not_close(programme, leads, case_id):
    decide(programme, case_id, leads[0])

    with pytest.raises(RuleBroken) as broken:
        cases.close_case(programme, case_id, account_id=leads[0])

    assert broken.value.code == "case.second-lead-needed"
    assert is_held()


def test_a_case_is_not_closed_without_an_outcome(programme, leads, case_id):
    cases.acknowledge(programme, case_id, account_id=leads[0])

    with pytest.raises(RuleBroken) as broken:
        cases.close_case(programme, case_id, account_id=leads[1])

    assert broken.value.code == "case.no-outcome"


def test_a_reopened_case_holds_the_story_again(programme, leads, case_id):
    decide(programme, case_id, leads[0])
    cases.close_case(programme, case_id, account_id=leads[1])

    cases.reopen_case(programme, case_id, "The school has called us again.", account_id=leads[1])

    page = cases.case_page(programme, case_id)
    assert page.standing is CaseStanding.IN_HAND and page.outcome is None
    assert is_held()


def built(programme):
    order = Order(language="en", audience="inside", length="full", period_ids=(the_period(programme).id,))
    return reporting.build_now(programme, order, actor=SHELL).id


def recalled():
    return {(row.output, row.output_id, row.use) for row in db.session.scalars(db.select(Recall))}


def test_what_had_used_a_story_that_is_held_later_is_recalled(programme, leads):
    table = Table(programme=programme)
    for label in ("Owl", "Moth", "Fern"):
        table.vote(label, 1)
    table.decide(1)
    report_id = built(programme)

    cases.hand_over(programme, table.public_ids[0], "This sounds dangerous to me.", account_id=leads[0])

    report = db.session.get_one(IssuedReport, report_id)
    assert (report.state, report.content) == ("recalled", None)
    assert recalled() >= {("report", report_id, "counted"), ("round", table.id, "chosen")}
    assert set(db.session.scalars(db.select(Recall.story_public_id))) == {table.public_ids[0]}


def test_only_the_lead_reads_in_the_case_what_was_recalled(programme, leads):
    story = a_story(programme)
    built(programme)
    cases.hand_over(programme, story.public_id, "This sounds dangerous to me.", account_id=leads[0])

    page = cases.case_page(programme, open_case_of(story.id).id)

    assert page.n_recalled == 1


def test_no_line_of_the_chain_ties_a_recall_to_a_case(programme, leads):
    story = a_story(programme)
    built(programme)
    with act("worker") as doing:
        cases.open_case(doing, db.session.get_one(Story, story.id), opened_by="model", signals=[])

    lines = db.session.scalars(db.select(AuditEvent.act)).all()

    assert not [line for line in lines if "recall" in line or line.startswith("case.")]


def test_what_used_a_story_before_it_was_held_again_is_recalled(programme, leads, case_id):
    decide(programme, case_id, leads[0])
    cases.close_case(programme, case_id, account_id=leads[1])
    report_id = built(programme)

    cases.reopen_case(programme, case_id, "The school has called us again.", account_id=leads[1])

    assert db.session.get_one(IssuedReport, report_id).state == "recalled"


def test_a_case_closed_without_letting_the_story_go_recalls_what_is_left(programme, leads, case_id):
    """A house that held the story before holding recalled anything has such uses."""
    with act("shell"):
        db.session.scalars(db.select(Story)).one().is_held = False
    report_id = built(programme)
    decide(programme, case_id, leads[0], CaseOutcome.REFERRED)

    cases.close_case(programme, case_id, account_id=leads[1])

    assert db.session.get_one(IssuedReport, report_id).state == "recalled"
    assert is_held()


def test_notes_are_sealed_and_opened_for_leads(programme, leads, case_id):
    cases.add_note(programme, case_id, "Called the school today.", account_id=leads[0], escalates=True)

    (note, _), *_ = timeline(case_id)
    assert b"school" not in note.sealed
    assert cases.case_page(programme, case_id).steps[0].text == "Called the school today."


def test_the_chain_names_the_case_and_never_the_story(programme, leads, case_id):
    decide(programme, case_id, leads[0])
    cases.read_original(programme, case_id, account_id=leads[0])

    lines = db.session.scalars(db.select(AuditEvent).where(AuditEvent.act.startswith("case."))).all()

    assert [line.act for line in lines] == ["case.acknowledged", "case.proposed", "case.original-read"]
    assert {line.subject for line in lines} == {f"case:{case_id}"}


def test_late_cases_come_first(programme, leads, case_id, clock):
    clock.now = clock.now.replace(day=21)
    newer = open_case_of(a_story(programme, wants_help=True).id).id

    lines = cases.case_list(programme)

    assert [(line.row.case.id, line.standing.is_late) for line in lines] == [(case_id, True), (newer, False)]
    assert cases.n_late(programme) == 1


def test_a_case_of_another_programme_is_not_there(programme, case_id):
    assert cases.case_page(a_programme(), case_id) is None


def test_a_second_worry_joins_the_open_case(programme, leads, case_id):
    story = db.session.scalars(db.select(Story)).one()

    cases.hand_over(programme, story.public_id, "This sounds dangerous to me.", account_id=leads[0])

    kinds = {signal["kind"] for signal in open_case_of(story.id).signals}
    assert kinds == {"help_request", "reader"}


class Post:
    """A post office that keeps what it is given."""

    is_on = True

    def __init__(self):
        self.sent = []

    def send(self, mail):
        self.sent.append(mail)


@pytest.fixture
def post(kit):
    post = Post()
    use_kit(replace(kit, post=post))
    return post


def model_opens_a_case(story):
    with act("worker") as doing:
        cases.open_case(doing, story, opened_by="model", signals=[{"kind": "violence", "score": 0.9}])


def test_each_lead_gets_a_letter_that_says_nothing(programme, post):
    leads = [an_account(Role.SAFEGUARDING_LEAD, programme=programme, language=said) for said in ("ru", "en")]
    an_account(Role.SAFEGUARDING_LEAD, programme=programme, is_disabled=True)
    an_account(Role.SAFEGUARDING_LEAD, programme=a_programme())
    an_account(Role.FACILITATOR, programme=programme)

    story = a_story(programme, wants_help=True, pseudonym="Owl")

    assert [mail.to for mail in post.sent] == [lead.email for lead in leads]
    assert post.sent[0].text.startswith("Здравствуйте") and post.sent[1].text.startswith("Hello")
    told = [story.public_id, story.title, story.happened[:20], "Owl", programme.slug, "case", "safeguard"]
    for mail in post.sent:
        assert mail.text.count("http") == 1
        assert not [words for words in told if words in mail.subject + mail.text]


def test_a_worried_reader_and_each_call_for_help_send_a_letter(programme, leads, post):
    story = a_story(programme)
    cases.hand_over(programme, story.public_id, "This sounds dangerous to me.", account_id=leads[0])
    assert len(post.sent) == 2

    my_story.write(story.id, kind="help", text="Please call somebody, I am afraid.")

    assert len(post.sent) == 4
    assert "afraid" not in post.sent[-1].subject + post.sent[-1].text


def test_cases_that_the_module_opens_together_share_a_letter(programme, leads, post, clock):
    stories = [a_story(programme) for _ in range(3)]
    model_opens_a_case(stories[0])
    model_opens_a_case(stories[1])
    assert len(post.sent) == 2

    clock.now += timedelta(hours=2)
    model_opens_a_case(stories[2])

    assert len(post.sent) == 4


def test_without_e_mail_no_letter_is_written(programme, leads):
    a_story(programme, wants_help=True)

    assert db.session.scalar(db.select(Letter.id)) is None
