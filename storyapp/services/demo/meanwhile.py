"""What else happens in the demo's year: a link passed on, words put right, consent that ran out, changes nobody planned."""

from typing import Any

from storyapp.data.db import db
from storyapp.data.tables.programmes import PassedLink, Programme, StoryInvitation
from storyapp.data.tables.stories import ConsentEvent, Story
from storyapp.data.tables.unplanned import GroupedStory, UnplannedGroup
from storyapp.gateways.kit import Kit, kit
from storyapp.rules.consent import ConsentAct, teller_speaks_as
from storyapp.rules.method_changes import MethodPart
from storyapp.rules.people import AgeBand
from storyapp.rules.results import OutcomeLevel
from storyapp.rules.unplanned import ProposalKind
from storyapp.services import consents, light_edits, method_changes, proposing, screening
from storyapp.services.demo import content, set_up
from storyapp.services.demo.set_up import DemoHouse
from storyapp.services.proposing import Proposed
from storyapp.services.screening import Texts
from storyapp.services.transaction import SHELL, TELLER, act

MOST_LINKS, LITTLE_KNOWN = 12, 0.72


def go_on(house: DemoHouse, told: dict[str, int], own: Kit) -> None:
    """Store what happened beside the rounds."""
    book = content.read("meanwhile")
    _pass_on(told, book["chain"])
    for one in book["ran_out"]:
        _run_out(told[one["story"]], one, own)
    _find_group(house, told, book["group"], own)
    for one in content.read("method_changes")["changes"]:
        content.at(own, content.noon(one["written_on"]))
        method_changes.write_by_hand(
            house.programmes[one["programme"]], MethodPart[one["part"]], what=one["what"], reason=one["reason"],
            changed_on=one["changed_on"], by_id=house.people[one["by"]],
        )  # fmt: skip


def put_right(house: DemoHouse, told: dict[str, int], own: Kit) -> None:
    """Let readers put a few words right, and tellers agree: before a panel reads them."""
    for one in content.read("meanwhile")["put_right"]:
        content.at(own, content.noon(one["on"]))
        story = db.session.get_one(Story, told[one["story"]])
        programme, public_id = db.session.get_one(Programme, story.programme_id), story.public_id
        happened = story.happened.replace(one["before"], one["after"])
        light_edits.write(
            programme, public_id, Texts(title=story.title, happened=happened, matters=story.matters),
            account_id=house.people[one["by"]], seen_version=story.text_version,
        )  # fmt: skip
        content.at(own, content.noon(one["agreed_on"]))
        waiting = light_edits.waiting(db.session.get_one(Story, told[one["story"]]))
        assert waiting is not None
        light_edits.answer(told[one["story"]], agrees=True, seen=waiting.seen)
        version = db.session.get_one(Story, told[one["story"]]).text_version
        screening.approve_text(programme, public_id, seen_version=version, account_id=house.people[one["approved_by"]])


def _pass_on(told: dict[str, int], chain: dict[str, Any]) -> None:
    """Hang the links by which these stories came on one another, as tellers pass them on: depth by depth."""
    with act(SHELL):
        links = [
            (depth, db.session.get_one(StoryInvitation, db.session.get_one(Story, told[key]).invitation_id))
            for depth, keys in enumerate(chain["links"])
            for key in keys
        ]
        root = links[0][1]
        root.budget = MOST_LINKS
        for depth, invitation in links:
            invitation.label = chain["label"]
            db.session.add(PassedLink(invitation_id=invitation.id, root_id=root.id, depth=depth))


def _run_out(story_id: int, one: dict[str, Any], own: Kit) -> None:
    """Let what a teller agreed to end on its day, as it does by itself; some were asked again and said yes."""
    content.at(own, content.noon(one["on"]))
    agreed = db.select(ConsentEvent).where(ConsentEvent.story_id == story_id, ConsentEvent.act == ConsentAct.GRANT)
    with act(SHELL):
        events = list(db.session.scalars(agreed))
        for event in events:
            event.expires_on = one["on"]
        db.session.get_one(Story, story_id).consent_ends_on = one["on"]
        purposes = {event.purpose for event in events}
    consents.end_what_ran_out()
    if "again_on" not in one:
        return
    content.at(own, content.noon(one["again_on"]))
    with act(TELLER) as doing:
        story = db.session.get_one(Story, story_id)
        by = teller_speaks_as(story.age_band or AgeBand.ADULT)
        consents.change_consent(doing, story, dict.fromkeys(purposes, True), by=by, today=kit().clock().date())


def _find_group(house: DemoHouse, told: dict[str, int], one: dict[str, Any], own: Kit) -> None:
    """Store a group that a reader put together and proposed as a result of its own."""
    content.at(own, content.noon(one["found_on"]))
    with act(SHELL):
        group = UnplannedGroup(
            **set_up.ids(house, one["programme"]), language=one["language"], label=one["label"], phrases=one["phrases"],
            novelty=LITTLE_KNOWN, engine=proposing.ENGINE, found_at=kit().clock(), arranged_at=kit().clock(),
            n_stories=len(one["stories"]),
        )  # fmt: skip
        db.session.add(group)
        db.session.flush()
        for nearness, member in enumerate(one["stories"]):
            story = db.session.get_one(Story, told[member["story"]])
            start = f"{story.happened}\n\n{story.matters}".index(member["evidence"])
            db.session.add(
                GroupedStory(
                    group_id=group.id, story_id=story.id, nearness=nearness, text_version=story.text_version,
                    evidence=[{"start": start, "end": start + len(member["evidence"])}],
                )
            )  # fmt: skip
        group_id = group.id
    content.at(own, content.noon(one["proposed_on"]))
    proposing.propose(
        house.programmes[one["programme"]], group_id,
        Proposed(kind=ProposalKind.RESULT, words=content.words(one["words"]), outcome_level=OutcomeLevel[one["level"]]),
        account_id=house.people[one["by"]],
    )  # fmt: skip
