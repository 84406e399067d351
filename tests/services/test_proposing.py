"""A proposal from a group waits for a decision; groups are put together and taken apart by people."""

import pytest
from sqlalchemy import func, select

from storyapp.data.db import db
from storyapp.data.queries.unplanned import origins
from storyapp.data.tables.coding import ResultLink
from storyapp.data.tables.house import AuditEvent
from storyapp.data.tables.people import Account
from storyapp.data.tables.programmes import Indicator, Programme, SocialResult
from storyapp.data.tables.unplanned import Proposal, UnplannedGroup
from storyapp.rules.errors import RuleBroken
from storyapp.rules.results import OutcomeLevel
from storyapp.rules.tags import TagState
from storyapp.rules.unplanned import GroupState, ProposalKind
from storyapp.rules.wording import Wording
from storyapp.services import arranging, discovering, erasing, proposing
from storyapp.services.proposing import Proposed
from tests.builders import a_programme, a_result, an_account
from tests.services.test_discovering import (
    WORDING,
    accepted,
    board,
    garden,
    grouped,
    ids_of,
    person,
    programme,
    propose,
    search,
    stories,
)

__all__ = ["person", "programme", "stories"]  # fixtures


@pytest.fixture
def group(programme, person, stories):
    """The group of four gardens."""
    return garden(search(programme, person)).group


def seen(programme, group):
    return discovering.group_seen(db.session.get(Programme, programme.id), group.id)


def n_results():
    return db.session.scalar(select(func.count(SocialResult.id)))


def public_ids(stories):
    return list(ids_of(stories))


def test_nothing_is_in_the_library_before_a_proposal_is_accepted(programme, person, group):
    propose(programme, group, person, ProposalKind.RESULT, outcome_level=OutcomeLevel.LONG)

    waits = seen(programme, group)
    assert (n_results(), db.session.scalar(select(func.count(ResultLink.id)))) == (0, 0)
    assert (waits.group.state, waits.proposal.proposal.words) == (GroupState.PROPOSED, WORDING)
    assert waits.proposal.by.startswith("Person") and len(waits.quotes) == 3
    assert [one.group.id for one in board(programme).proposed] == [group.id]


def test_another_person_accepts_and_both_are_named(programme, person, group):
    propose(programme, group, person, ProposalKind.RESULT, outcome_level=OutcomeLevel.LONG)
    colleague = an_account(programme=programme)

    kind, result_id = proposing.accept(programme.id, group.id, account_id=colleague.id)

    (origin,) = origins(db.session.get(Programme, programme.id))
    assert kind is ProposalKind.RESULT and db.session.get(SocialResult, result_id).outcome_level is OutcomeLevel.LONG
    assert origin.by == db.session.get(Account, colleague.id).name != origin.proposed_by
    assert origin.engine == group.engine


def test_an_indicator_comes_under_its_result_with_its_origin(programme, person, group):
    result = a_result(programme)

    result_id = accepted(programme, group, person, ProposalKind.INDICATOR, under_id=result.id)

    (indicator,) = db.session.scalars(select(Indicator))
    (origin,) = origins(db.session.get(Programme, programme.id))
    links = db.session.scalars(select(ResultLink)).all()
    assert (indicator.result_id, indicator.wording, result_id) == (result.id, WORDING, result.id)
    assert (origin.indicator_id, origin.is_of_result) == (indicator.id, False)
    assert {(link.result_id, link.state) for link in links} == {(result.id, TagState.SUGGESTED)} and len(links) == 4


@pytest.mark.parametrize("kind", [ProposalKind.WORDING, ProposalKind.INDICATOR])
def test_a_part_stands_under_a_result_of_its_own_programme(programme, person, group, kind):
    foreign = a_result(a_programme())

    proposed = Proposed(kind=kind, words=WORDING, under_id=foreign.id)

    assert proposing.propose(programme.id, group.id, proposed, account_id=person) is False
    assert seen(programme, group).group.state is GroupState.OPEN


def test_a_refusal_keeps_its_reason_and_the_group_can_be_taken_up_again(programme, person, group):
    propose(programme, group, person, ProposalKind.RESULT)

    proposing.refuse(programme.id, group.id, because="It says what they did.", account_id=person)
    refused = [one.proposal.proposal.refused_because for one in board(programme).refused]
    proposing.take_up_again(programme.id, group.id, account_id=person)
    propose(programme, group, person, ProposalKind.THEME, Wording(en="Gardens"))

    now = seen(programme, group)
    assert refused == ["It says what they did."] and n_results() == 0
    assert [one.proposal.refused_because for one in now.proposals] == ["", "It says what they did."]
    assert now.proposal.proposal.kind is ProposalKind.THEME


def test_a_refusal_without_a_reason_is_not_kept(programme, person, group):
    propose(programme, group, person, ProposalKind.RESULT)

    with pytest.raises(RuleBroken, match=r"proposal\.no-reason"):
        proposing.refuse(programme.id, group.id, because="No", account_id=person)

    assert seen(programme, group).group.state is GroupState.PROPOSED


def test_a_proposal_is_decided_once(programme, person, group):
    accepted(programme, group, person, ProposalKind.RESULT)

    with pytest.raises(RuleBroken, match=r"group\.decided-already"):
        proposing.accept(programme.id, group.id, account_id=person)
    with pytest.raises(RuleBroken, match=r"group\.decided-already"):
        proposing.refuse(programme.id, group.id, because="Too late for that.", account_id=person)

    assert n_results() == 1


def test_what_waits_or_was_refused_does_not_come_back_as_a_group(programme, person, stories, group):
    propose(programme, group, person, ProposalKind.RESULT)

    found = search(programme, person)

    assert grouped(found.groups) == {ids_of(stories[4:])} and grouped(found.proposed) == {ids_of(stories[:4])}


def test_two_groups_become_one_and_another_search_leaves_it_so(programme, person, stories, group):
    other = next(one.group for one in board(programme).groups if one.group.id != group.id)

    assert arranging.merge(programme.id, group.id, other.id, account_id=person)

    together = seen(programme, group)
    assert grouped([together]) == {ids_of(stories)} and together.group.n_stories == 8
    assert all(one.sentences for one in together.stories)
    assert db.session.get(UnplannedGroup, other.id) is None
    assert grouped(search(programme, person).groups) == {ids_of(stories)}
    assert db.session.scalar(select(func.count()).where(AuditEvent.act == "group.merged")) == 1


def test_a_group_of_two_things_becomes_two_and_another_search_leaves_it_so(programme, person, stories, group):
    other = next(one.group for one in board(programme).groups if one.group.id != group.id)
    arranging.merge(programme.id, group.id, other.id, account_id=person)

    own_id = arranging.split(programme.id, group.id, public_ids(stories[4:]), label="Bicycles", account_id=person)

    own = db.session.get(UnplannedGroup, own_id)
    assert (own.label, own.n_stories, db.session.get(UnplannedGroup, group.id).n_stories) == ("Bicycles", 4, 4)
    assert grouped([seen(programme, group), seen(programme, own)]) == {ids_of(stories[:4]), ids_of(stories[4:])}
    assert grouped(search(programme, person).groups) == {ids_of(stories[:4]), ids_of(stories[4:])}


@pytest.mark.parametrize("n_taken", [0, 2, 4], ids=["none", "too few taken", "none left"])
def test_both_parts_need_three_stories(programme, person, stories, group, n_taken):
    with pytest.raises(RuleBroken, match=r"group\.too-few-to-split"):
        arranging.split(programme.id, group.id, public_ids(stories[:n_taken]), label="", account_id=person)

    assert len(seen(programme, group).stories) == 4


def test_a_group_with_a_proposal_is_neither_merged_nor_split(programme, person, stories, group):
    other = next(one.group for one in board(programme).groups if one.group.id != group.id)
    propose(programme, group, person, ProposalKind.RESULT)

    with pytest.raises(RuleBroken, match=r"group\.decided-already"):
        arranging.merge(programme.id, other.id, group.id, account_id=person)
    with pytest.raises(RuleBroken, match=r"group\.decided-already"):
        arranging.split(programme.id, group.id, public_ids(stories[:3]), label="", account_id=person)


def test_a_group_is_arranged_in_its_own_programme_alone(programme, person, stories, group):
    elsewhere = a_programme()

    assert arranging.merge(elsewhere.id, group.id, group.id, account_id=person) is False
    assert arranging.split(elsewhere.id, group.id, public_ids(stories[:3]), label="", account_id=person) is None


def test_a_proposal_goes_with_the_stories_it_rests_on(programme, person, stories, group):
    propose(programme, group, person, ProposalKind.RESULT)

    [erasing.erase_story(story.id, actor="teller", reason="TELLER") for story in stories[:2]]

    assert db.session.scalars(select(Proposal)).all() == []
    assert seen(programme, group) is None
