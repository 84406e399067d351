"""What nobody planned is found in stories that nothing explains, looked at by people, and kept with where it came from."""

import pytest
from sqlalchemy import func, select

from storyapp.data.db import db
from storyapp.data.queries import unplanned as queries
from storyapp.data.queries.unplanned import origins
from storyapp.data.tables.coding import CodedStory, ResultLink, Tag
from storyapp.data.tables.house import AuditEvent
from storyapp.data.tables.programmes import ParticularWording, Period, Programme, SocialResult, Theme
from storyapp.data.tables.stories import Story
from storyapp.data.tables.unplanned import GroupedStory, UnplannedGroup
from storyapp.gateways.kit import kit
from storyapp.rules.consent import ConsentBy, Purpose
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import Role
from storyapp.rules.results import LinkDirection, OutcomeLevel
from storyapp.rules.tags import CoderKind, TagState
from storyapp.rules.unplanned import AsideReason, GroupState, ProposalKind
from storyapp.rules.wording import Wording
from storyapp.services import consents, discovering, erasing, proposing, tagging
from storyapp.services.analysing import ask_for_reanalysis
from storyapp.services.proposing import Proposed
from storyapp.services.tagging import Coder, Place
from storyapp.services.transaction import act
from tests.builders import (
    TODAY,
    a_programme,
    a_result,
    a_story,
    a_suggested_link,
    a_suggested_tag,
    a_theme,
    an_account,
)

MONTHS = ("March", "May", "June", "July")
GARDEN = [f"In {month} our street planted a vegetable garden. Everybody laughed." for month in MONTHS]
BICYCLES = [f"In {month} I repaired bicycles for the neighbours. A bicycle is fast." for month in MONTHS]
WORDING = Wording(ru="Соседи вместе ухаживают за двором", en="Neighbours care for their yard together")


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def person(programme):
    return an_account(Role.EVALUATOR, programme=programme).id


@pytest.fixture
def stories(programme):
    """Four stories of a garden and four of bicycles, on which nothing stands."""
    return [a_story(programme, happened=text, matters="") for text in (*GARDEN, *BICYCLES)]


def search(programme, person, *, with_sentences=False):
    """Search all periods; tasks are done at once in tests."""
    programme = db.session.get(Programme, programme.id)
    ids = list(db.session.scalars(select(Period.id).where(Period.programme_id == programme.id)))
    discovering.ask_for_groups(programme, period_ids=ids, with_sentences=with_sentences, account_id=person)
    return board(programme)


def board(programme):
    return discovering.board_of(db.session.get(Programme, programme.id))


def grouped(seen):
    """Return the public ids of the stories of each group."""
    return {frozenset(one.story.public_id for one in group.stories) for group in seen}


def ids_of(stories):
    return frozenset(db.session.get(Story, story.id).public_id for story in stories)


def garden(board):
    return next(group for group in board.groups if "garden" in group.group.label.lower())


def propose(programme, group, person, kind, words=WORDING, **more):
    proposed = Proposed(kind=kind, words=words, **more)
    assert proposing.propose(programme.id, group.id, proposed, account_id=person)


def accepted(programme, group, person, kind, words=WORDING, **more):
    """Propose what a group becomes, accept it, and return the id of the theme or the result."""
    propose(programme, group, person, kind, words, **more)
    return proposing.accept(programme.id, group.id, account_id=person)[1]


def a_gardens_theme(programme, group, person, **more):
    return accepted(programme, group, person, ProposalKind.THEME, Wording(en="Gardens"), **more)


def test_stories_that_nothing_explains_are_grouped_with_a_name_and_their_sentences(programme, person, stories):
    found = search(programme, person)

    assert grouped(found.groups) == {ids_of(stories[:4]), ids_of(stories[4:])}
    assert all(group.group.label and group.group.phrases for group in found.groups)
    assert {sentence.text for quote in garden(found).quotes for sentence in quote.sentences} <= {
        text.split(". ")[0] + "." for text in GARDEN
    }
    assert len(garden(found).quotes) == 3


def test_groups_stand_in_the_order_in_which_the_search_found_them(programme):
    """The module puts first what is most worth a look: new, close and large at once. New alone says less."""
    with act("shell"):
        for label, novelty in (("a large group", 0.3), ("a small new one", 0.9)):
            db.session.add(
                UnplannedGroup(
                    organisation_id=programme.organisation_id, programme_id=programme.id, language="en", label=label,
                    phrases=[], novelty=novelty, engine="test", found_at=kit().clock(), n_stories=4,
                )
            )  # fmt: skip
            db.session.flush()

    assert [group.label for group in queries.groups_of(programme)] == ["a large group", "a small new one"]


def test_the_same_stories_give_the_same_groups_which_replace_the_earlier(programme, person, stories):
    first = [(one.group.id, one.group.label) for one in search(programme, person).groups]
    second = [(one.group.id, one.group.label) for one in search(programme, person).groups]

    assert [label for _, label in first] == [label for _, label in second]
    assert not {group_id for group_id, _ in first} & {group_id for group_id, _ in second}
    assert db.session.scalar(select(func.count(UnplannedGroup.id))) == 2


@pytest.mark.parametrize("state", [TagState.SUGGESTED, TagState.CONFIRMED])
@pytest.mark.parametrize("kind", ["theme", "result"])
def test_a_story_that_something_explains_is_left_out(programme, person, stories, kind, state):
    explained = a_story(programme, happened=GARDEN[0].replace("March", "April"), matters="")
    decided = {} if state is TagState.SUGGESTED else {"decided_as": CoderKind.PERSON}
    if kind == "theme":
        a_suggested_tag(explained, a_theme(programme), state=state, **decided)
    else:
        a_suggested_link(explained, a_result(programme), state=state, **decided)

    assert grouped(search(programme, person).groups) == {ids_of(stories[:4]), ids_of(stories[4:])}


def test_what_a_person_refused_explains_nothing(programme, person, stories):
    a_suggested_tag(stories[0], a_theme(programme), state=TagState.REFUSED, decided_as=CoderKind.PERSON)

    assert ids_of(stories[:4]) in grouped(search(programme, person).groups)


def test_a_story_that_fits_no_result_takes_part_whatever_its_themes(programme, person, stories):
    a_suggested_tag(stories[0], a_theme(programme), "garden")
    place = Place(programme_id=programme.id, public_id=stories[0].public_id)
    tagging.mark_story(place, Coder(account_id=person), is_unplanned=True)

    assert ids_of(stories[:4]) in grouped(search(programme, person).groups)
    assert db.session.scalar(select(func.count()).select_from(CodedStory)) == 1


def test_single_sentences_of_explained_stories_take_part_when_asked(programme, person, stories):
    theme = a_theme(programme)
    _ = [a_suggested_tag(story, theme, "laughed") for story in stories[:4]]
    _ = [a_suggested_tag(story, theme, "fast") for story in stories[4:]]

    without, with_sentences = search(programme, person), search(programme, person, with_sentences=True)

    assert without.groups == []
    assert grouped(with_sentences.groups) == {ids_of(stories[:4]), ids_of(stories[4:])}
    assert "laughed" not in str([one.group.phrases for one in with_sentences.groups])


def test_without_consent_to_analysis_a_story_is_in_no_group(programme, person, stories):
    a_story(programme, happened=GARDEN[0].replace("March", "April"), matters="", refused=(Purpose.ANALYSIS,))

    assert grouped(search(programme, person).groups) == {ids_of(stories[:4]), ids_of(stories[4:])}


def test_stories_of_other_periods_and_programmes_are_left_out(programme, person, stories):
    stranger = a_programme()
    a_story(stranger, happened=GARDEN[0], matters="")
    with act("shell"):
        db.session.get(Story, stories[0].id).period_id = None

    assert grouped(search(programme, person).groups) == {ids_of(stories[1:4]), ids_of(stories[4:])}


def test_a_held_story_leaves_its_group_at_once(programme, person, stories):
    search(programme, person)
    with act("shell"):
        db.session.get(Story, stories[0].id).is_held = True

    assert grouped(board(programme).groups) == {ids_of(stories[1:4]), ids_of(stories[4:])}


def test_a_withdrawn_story_leaves_its_group_at_once(programme, person, stories):
    search(programme, person)
    with act("teller") as doing:
        consents.withdraw_story(doing, db.session.get(Story, stories[0].id), by=ConsentBy.CHILD, today=TODAY)

    assert grouped(board(programme).groups) == {ids_of(stories[1:4]), ids_of(stories[4:])}


def test_an_erased_story_leaves_nothing_in_its_group(programme, person, stories):
    search(programme, person)

    erasing.erase_story(stories[0].id, actor="teller", reason="TELLER")

    assert stories[0].id not in db.session.scalars(select(GroupedStory.story_id)).all()


def test_a_group_of_two_is_shown_to_nobody_and_says_nothing(programme, person, stories):
    group_id = garden(search(programme, person)).group.id

    erasing.erase_story(stories[0].id, actor="teller", reason="TELLER")
    erasing.erase_story(stories[1].id, actor="teller", reason="TELLER")

    group = db.session.get(UnplannedGroup, group_id)
    assert (group.label, group.phrases) == ("", [])
    assert discovering.group_seen(db.session.get(Programme, programme.id), group_id) is None


def test_a_text_that_was_changed_is_not_quoted(programme, person, stories):
    search(programme, person)
    with act("shell"):
        story = db.session.get(Story, stories[0].id)
        story.happened, story.text_version = "We planted something else there.", 2

    shown = next(one for one in garden(board(programme)).stories if one.story.id == stories[0].id)
    assert shown.sentences == []


def test_where_the_module_is_off_nothing_is_searched(programme, person, stories):
    with act("shell"):
        db.session.get(Programme, programme.id).is_analysed = False

    with pytest.raises(RuleBroken, match=r"module\.switched-off"):
        search(programme, person)


def test_too_few_stories_are_said_to_be_too_few(programme, person):
    a_story(programme, happened=GARDEN[0], matters="")

    found = search(programme, person)

    assert (found.groups, dict(found.n_outside), found.has_enough) == ([], {"en": 1}, False)


def test_a_proposed_result_keeps_where_it_came_from_and_waits_for_people(programme, person, stories):
    group = garden(search(programme, person)).group

    result_id = accepted(programme, group, person, ProposalKind.RESULT, outcome_level=OutcomeLevel.MEDIUM)

    result = db.session.get(SocialResult, result_id)
    (origin,) = origins(db.session.get(Programme, programme.id))
    links = db.session.scalars(select(ResultLink).where(ResultLink.result_id == result_id)).all()
    assert (result.general, result.outcome_level) == (WORDING, OutcomeLevel.MEDIUM)
    assert (origin.result_id, origin.n_stories, origin.group_id) == (result_id, 4, group.id)
    assert origin.by.startswith("Person") and origin.at is not None
    assert {link.story_id for link in links} == {story.id for story in stories[:4]}
    assert {(link.state, link.coder, link.decided_as) for link in links} == {
        (TagState.SUGGESTED, CoderKind.PERSON, None)
    }
    assert all("garden" in link.evidence[0]["text"] for link in links)


def test_a_proposed_wording_stands_under_its_result(programme, person, stories):
    result, group = a_result(programme, "One"), garden(search(programme, person)).group

    accepted(programme, group, person, ProposalKind.WORDING, under_id=result.id)

    wordings = db.session.scalars(select(ParticularWording).order_by(ParticularWording.position)).all()
    links = db.session.scalars(select(ResultLink)).all()
    assert [one.wording.en for one in wordings] == ["One", WORDING.en]
    assert {(link.particular_id, link.direction) for link in links} == {(wordings[1].id, LinkDirection.SUPPORTS)}


def test_a_proposed_theme_keeps_its_seeds(programme, person, stories):
    group = garden(search(programme, person)).group

    theme_id = a_gardens_theme(programme, group, person, seeds={"en": ["garden"], "ru": []})

    assert db.session.get(Theme, theme_id).seeds["en"] == ["garden"]
    assert db.session.scalar(select(func.count(Tag.id)).where(Tag.theme_id == theme_id)) == 4


def test_another_reading_does_not_take_a_proposal_back(programme, person, stories):
    group = garden(search(programme, person)).group
    a_gardens_theme(programme, group, person)

    ask_for_reanalysis(programme.id, actor="shell")

    assert db.session.scalar(select(func.count(Tag.id)).where(Tag.coder == CoderKind.PERSON)) == 4


def test_what_was_proposed_does_not_come_back(programme, person, stories):
    group = garden(search(programme, person)).group
    a_gardens_theme(programme, group, person)

    found = search(programme, person, with_sentences=True)

    assert ids_of(stories[:4]) not in grouped(found.groups)
    assert grouped(found.accepted) == {ids_of(stories[:4])}


def test_a_group_that_was_put_aside_stays_aside(programme, person, stories):
    group = garden(search(programme, person)).group
    proposing.put_aside(programme.id, group.id, reason=AsideReason.NO_CHANGE, account_id=person)
    a_story(programme, happened=GARDEN[0].replace("March", "April"), matters="")

    found = search(programme, person)

    assert grouped(found.groups) == {ids_of(stories[4:])}
    assert [(one.group.reason, one.group.decided_by_id) for one in found.put_aside] == [(AsideReason.NO_CHANGE, person)]


def test_a_group_is_taken_up_again(programme, person, stories):
    group_id = garden(search(programme, person)).group.id
    proposing.put_aside(programme.id, group_id, reason=AsideReason.TOO_FEW, account_id=person)

    assert proposing.take_up_again(programme.id, group_id, account_id=person)

    assert db.session.get(UnplannedGroup, group_id).state is GroupState.OPEN


def test_who_says_that_a_group_belongs_somewhere_says_where(programme, person, stories):
    group_id, theme = garden(search(programme, person)).group.id, a_theme(programme)

    proposing.put_aside(programme.id, group_id, reason=AsideReason.BELONGS, theme_id=theme.id, account_id=person)

    assert db.session.get(UnplannedGroup, group_id).theme_id == theme.id
    assert origins(db.session.get(Programme, programme.id)) == []


@pytest.mark.parametrize("where", ["nowhere", "elsewhere"])
def test_a_group_belongs_to_a_theme_or_result_of_its_own_programme(programme, person, stories, where):
    group_id, foreign = garden(search(programme, person)).group.id, a_theme(a_programme())
    theme_id = None if where == "nowhere" else foreign.id

    with pytest.raises(RuleBroken, match=r"group\.belongs-nowhere"):
        proposing.put_aside(programme.id, group_id, reason=AsideReason.BELONGS, theme_id=theme_id, account_id=person)


def test_a_group_is_decided_once(programme, person, stories):
    group_id = garden(search(programme, person)).group.id
    proposing.put_aside(programme.id, group_id, reason=AsideReason.TOO_FEW, account_id=person)

    with pytest.raises(RuleBroken, match=r"group\.decided-already"):
        propose(programme, db.session.get(UnplannedGroup, group_id), person, ProposalKind.THEME)

    assert db.session.scalar(select(func.count(Theme.id))) == 0


def test_a_group_of_another_programme_is_not_there(programme, person, stories):
    group_id, elsewhere = garden(search(programme, person)).group.id, a_programme()

    theme = Proposed(kind=ProposalKind.THEME, words=WORDING)
    assert proposing.propose(elsewhere.id, group_id, theme, account_id=person) is False
    assert proposing.accept(elsewhere.id, group_id, account_id=person) is None
    assert proposing.put_aside(elsewhere.id, group_id, reason=AsideReason.TOO_FEW, account_id=person) is False


def test_the_audit_chain_says_who_proposed_and_carries_no_words(programme, person, stories):
    group = garden(search(programme, person)).group
    theme_id = a_gardens_theme(programme, group, person)

    lines = db.session.scalars(select(AuditEvent).where(AuditEvent.act.in_(["group.proposed", "group.accepted"]))).all()
    assert [(line.actor, line.subject, line.reason) for line in lines] == [
        (f"account:{person}", f"group:{group.id}", "THEME"),
        (f"account:{person}", f"theme:{theme_id}", f"group-{group.id}"),
    ]
