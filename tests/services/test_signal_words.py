"""Leads keep the words of the signals; waiting stories are read again; nothing is let go."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.queries.cases import open_case_of
from storyapp.data.tables.coding import Analysis, Case
from storyapp.data.tables.house import AuditEvent, Job
from storyapp.data.tables.people import Organisation
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.signals import SignalPhrase, SignalTrial
from storyapp.data.tables.stories import Story
from storyapp.rules.cases import CaseOutcome
from storyapp.rules.errors import RuleBroken
from storyapp.rules.jobs import JobKind, JobState
from storyapp.rules.people import Role
from storyapp.services import cases, signal_trials, signal_words
from storyapp.services.transaction import act
from tests.builders import a_programme, a_story, an_account, an_organisation

FIZZ = "An older boy gave me fizzings behind the school."
CRY = "cry|crying|cried"


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def lead(programme):
    return an_account(Role.SAFEGUARDING_LEAD, programme=programme).id


def told(programme, happened=FIZZ, **changes):
    return a_story(programme, screened=False, happened=happened, matters="", **changes)


def add(programme, lead, words="fizzing", **changes):
    signal_words.add_phrase(programme, "en", "substance", words, **{"is_strong": True, "account_id": lead, **changes})


def kinds(story):
    db.session.rollback()
    case = open_case_of(story.id)
    return [signal["kind"] for signal in case.signals] if case else []


def readings():
    db.session.rollback()
    return list(db.session.scalars(select(Job).where(Job.kind == JobKind.READ_SIGNALS).order_by(Job.id)))


def test_own_words_open_a_case_about_a_story_that_waits_already(programme, lead):
    story = told(programme)
    before = kinds(story)

    add(programme, lead)

    assert (before, kinds(story)) == ([], ["substance"])
    assert db.session.get(Story, story.id).is_held


def test_own_words_are_met_in_every_story_from_then_on(programme, lead):
    add(programme, lead)

    assert kinds(told(programme)) == ["substance"]


def test_a_neighbour_programme_hears_nothing_of_it(programme, lead):
    neighbour = a_programme(db.session.get(Organisation, programme.organisation_id))
    add(programme, lead)

    assert kinds(told(neighbour)) == []


def test_words_taken_out_let_no_story_go(programme, lead):
    story = told(programme)
    add(programme, lead)

    signal_words.take_back(programme, db.session.scalars(select(SignalPhrase.id)).one(), account_id=lead)

    assert kinds(story) == ["substance"]
    assert db.session.get(Story, story.id).is_held


def test_a_phrase_put_aside_lets_no_story_go(programme, lead):
    story = told(programme, "Please help me, nobody else does.")
    strong = signal_words.kind_seen(programme, "en", "help_request").strong
    assert "help_request" in kinds(story)

    signal_words.put_aside(programme, "en", "help_request", strong[0], "Heard too often here", account_id=lead)

    assert "help_request" in kinds(story)
    seen = signal_words.kind_seen(programme, "en", "help_request")
    assert strong[0] not in seen.strong and [row.pattern for row in seen.aside] == [strong[0]]


def test_what_two_leads_have_settled_is_not_opened_again_by_a_change_of_words(programme, lead):
    story = told(programme)
    add(programme, lead)
    case_id, second = open_case_of(story.id).id, an_account(Role.SAFEGUARDING_LEAD, programme=programme).id
    cases.acknowledge(programme, case_id, account_id=lead)
    cases.propose_outcome(programme, case_id, CaseOutcome.NO_RISK, "It was lemonade, we asked.", account_id=lead)
    cases.close_case(programme, case_id, account_id=second)

    add(programme, lead, "lemonade")

    assert kinds(story) == []


def test_a_quiet_signal_of_a_closed_case_may_still_become_loud(programme, lead):
    story = told(programme)
    with act("worker") as doing:
        heard = [{"kind": "violence", "score": 0.9}, {"kind": "substance", "score": 0.35}]
        case = cases.open_case(doing, db.session.get_one(Story, story.id), opened_by="model", signals=heard)
        case.closed_at, case.outcome = case.opened_at, "no_risk"

    add(programme, lead)

    assert "substance" in kinds(story)


def test_screened_stories_are_not_read_again(programme, lead):
    story = a_story(programme, happened=FIZZ)

    add(programme, lead)

    assert kinds(story) == []


def test_what_is_too_quiet_for_a_case_is_still_listed(programme, lead):
    story = told(programme, "I never cut myself and I am fine.")

    (line,) = cases.quiet_list(programme)

    assert kinds(story) == []
    assert (line.public_id, [one["kind"] for one in line.signals]) == (story.public_id, ["self_harm"])
    assert 0 < line.signals[0]["score"] < 0.5
    assert cases.quiet_list(a_programme()) == []


def test_a_case_names_its_quiet_kinds_too(programme, lead):
    story = told(programme, "My stepdad beats me. I never cut myself.")

    assert set(kinds(story)) >= {"violence", "self_harm"}
    assert cases.quiet_list(programme) == []
    assert db.session.get(Analysis, (story.id, "original")).quiet == []


def test_several_changes_ask_for_one_reading(programme, lead, kit, monkeypatch):
    monkeypatch.setattr(type(kit.tasks), "wake", lambda self, ids: None)
    add(programme, lead)
    add(programme, lead, "lemonade")

    assert [job.state for job in readings()] == [JobState.QUEUED]
    assert signal_words.words_seen(programme).is_read_again


def test_the_same_lists_are_not_read_twice(programme, lead):
    story = told(programme)
    add(programme, lead)
    before = db.session.get(Analysis, (story.id, "original")).engine
    signal_words.take_back(programme, db.session.scalars(select(SignalPhrase.id)).one(), account_id=lead)
    add(programme, lead)

    assert db.session.get(Analysis, (story.id, "original")).engine == before
    assert len(db.session.scalars(select(Case)).all()) == 1


def test_where_the_module_is_off_nothing_is_read(programme, lead):
    with act("shell"):
        db.session.get(Programme, programme.id).is_analysed = False

    add(programme, lead)

    assert readings() == []


@pytest.mark.parametrize(
    ("words", "code"),
    [("a|b", "signals.phrase-unclear"), (" Fizzing", "signals.phrase-known"), ("", "signals.phrase-unclear")],
)
def test_words_that_cannot_be_added(programme, lead, words, code):
    add(programme, lead)

    with pytest.raises(RuleBroken) as broken:
        add(programme, lead, words)

    assert broken.value.code == code


def test_shipped_words_are_not_added_once_more_even_when_put_aside(programme, lead):
    signal_words.put_aside(programme, "en", "substance", "rehab", "Heard too often here", account_id=lead)

    with pytest.raises(RuleBroken):
        add(programme, lead, "rehab")


def test_the_last_strong_words_of_a_kind_stay(programme, lead):
    *others, last = signal_words.kind_seen(programme, "en", "neglect").strong
    for pattern in others:
        signal_words.put_aside(programme, "en", "neglect", pattern, "Heard too often here", account_id=lead)

    with pytest.raises(RuleBroken) as broken:
        signal_words.put_aside(programme, "en", "neglect", last, "Heard too often here", account_id=lead)

    assert broken.value.code == "signals.kind-silent"


def test_a_lead_of_another_programme_takes_nothing_back(programme, lead):
    add(programme, lead)
    phrase_id = db.session.scalars(select(SignalPhrase.id)).one()

    assert signal_words.take_back(a_programme(), phrase_id, account_id=lead) is None
    assert db.session.get(SignalPhrase, phrase_id) is not None


def test_the_chain_says_what_was_done_and_never_the_words(programme, lead):
    add(programme, lead)
    signal_words.put_aside(programme, "en", "help_request", CRY, "Babies cry here", account_id=lead)
    for phrase_id in db.session.scalars(select(SignalPhrase.id)).all():
        signal_words.take_back(programme, phrase_id, account_id=lead)
    signal_words.note_review(programme, account_id=lead)

    lines = db.session.scalars(select(AuditEvent).where(AuditEvent.act.startswith("signals."))).all()

    assert [line.act.removeprefix("signals.") for line in lines] == [
        "phrase-added", "phrase-put-aside", "phrase-removed", "phrase-taken-up-again", "reviewed",
    ]  # fmt: skip
    assert not [line for line in lines if "fizz" in line.subject + line.reason or "Babies" in line.reason]


def test_a_review_lasts_a_year(programme, lead, clock):
    clock.now = clock.now.replace(year=2027)
    signal_words.note_review(programme, account_id=lead)
    after = signal_words.words_seen(programme)
    clock.now += timedelta(days=366)

    assert (after.is_due, after.due_on.year) == (False, 2028)
    assert after.reviewed_by.startswith("Person")
    assert signal_words.is_review_due(programme)


def test_a_sentence_is_tried_by_the_worker_with_the_own_words(programme, lead):
    add(programme, lead)

    signal_trials.try_sentence(programme, FIZZ, account_id=lead)

    seen = signal_trials.trial_seen(programme, lead)
    (heard,) = seen.heard
    assert (seen.language, heard.kind, heard.is_loud, heard.words) == ("en", "substance", True, ["fizzings"])
    assert b"fizz" not in db.session.scalars(select(SignalTrial.sealed)).one()
    assert db.session.scalar(select(Case.id)) is None


def test_a_tried_sentence_is_for_its_lead_alone_and_replaced_by_the_next(programme, lead):
    other = an_account(Role.SAFEGUARDING_LEAD, programme=programme).id
    signal_trials.try_sentence(programme, FIZZ, account_id=lead)
    signal_trials.try_sentence(programme, "My stepdad beats me.", account_id=lead)

    assert signal_trials.trial_seen(programme, other) is None
    assert signal_trials.trial_seen(a_programme(an_organisation()), lead) is None
    assert signal_trials.trial_seen(programme, lead).sentence == "My stepdad beats me."


def test_a_tried_sentence_is_gone_after_a_day(programme, lead, clock):
    signal_trials.try_sentence(programme, FIZZ, account_id=lead)
    clock.now += timedelta(hours=25)

    assert signal_trials.trial_seen(programme, lead) is None
    assert signal_trials.sweep_trials() == 1


def test_a_language_that_is_not_ours_is_said_to_be_unheard(programme, lead):
    signal_trials.try_sentence(programme, "Ich bin nicht da und es ist gut so.", account_id=lead)

    seen = signal_trials.trial_seen(programme, lead)

    assert (seen.language, list(seen.heard)) == ("other", [])


def test_own_words_that_are_shipped_later_may_still_be_put_aside(programme, lead, monkeypatch):
    monkeypatch.setattr(signal_words, "_known", lambda language, kind: set())
    add(programme, lead, "rehab")

    signal_words.put_aside(programme, "en", "substance", "rehab", "Heard too often here", account_id=lead)

    seen = signal_words.kind_seen(programme, "en", "substance")
    assert [row.pattern for row in (*seen.own, *seen.aside)] == ["rehab", "rehab"]


def test_what_is_put_aside_already_is_said_to_be_gone(programme, lead):
    signal_words.put_aside(programme, "en", "substance", "rehab", "Heard too often here", account_id=lead)

    with pytest.raises(RuleBroken) as broken:
        signal_words.put_aside(programme, "en", "substance", "rehab", "Heard too often here", account_id=lead)

    assert broken.value.code == "setup.gone"
    assert len(db.session.scalars(select(AuditEvent).where(AuditEvent.act == "signals.phrase-put-aside")).all()) == 1
