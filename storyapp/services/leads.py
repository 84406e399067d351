"""Safeguarding leads: with fewer than two nothing more is collected, and no case stays with somebody who has left."""

from collections import defaultdict

from sqlalchemy import select, update

from storyapp.data.db import db
from storyapp.data.queries.telling import Place
from storyapp.data.tables.coding import Case, CaseNote
from storyapp.data.tables.people import Account, Membership
from storyapp.data.tables.programmes import Programme, StoryInvitation
from storyapp.gateways.kit import kit
from storyapp.rules.cases import LEADS_NEEDED, CaseStep
from storyapp.rules.people import Role
from storyapp.services import cases
from storyapp.services.transaction import Act


def rests(place: Place) -> bool:
    """Tell whether nobody can begin to tell by a link: too few people would see a case. Test links go on."""
    return place.programme.is_short_of_leads and not place.invitation.is_test


def settle(doing: Act, organisation_id: int) -> None:
    """After a change of people: shut or open collection, and give the cases of who is a lead no more to the others.

    Call inside the act that changed roles or accounts, after its changes.
    """
    db.session.flush()
    leads = _leads_of(organisation_id)
    collecting = _collecting(organisation_id)
    for programme in db.session.scalars(select(Programme).where(Programme.organisation_id == organisation_id)):
        is_short = len(leads[programme.id] | leads[None]) < LEADS_NEEDED
        if programme.is_short_of_leads is not is_short and (programme.id in collecting or not is_short):
            programme.is_short_of_leads = is_short
            act = "collection.rests" if is_short else "collection.goes-on"
            doing.note(organisation_id, act, f"programme:{programme.id}")
    _hand_over(doing, organisation_id, leads)


def _hand_over(doing: Act, organisation_id: int, leads: dict[int | None, set[int]]) -> None:
    """Let cases wait again whose lead has left; their clocks go on, so the others see them first."""
    held = select(Case).where(
        Case.organisation_id == organisation_id, Case.closed_at.is_(None), Case.acknowledged_by_id.is_not(None)
    )
    left = [
        case
        for case in db.session.scalars(held.order_by(Case.id))
        if case.acknowledged_by_id not in leads[case.programme_id] | leads[None]
    ]
    now = kit().clock()
    for programme_id in sorted({case.programme_id for case in left}):
        cases.tell_leads(doing, organisation_id, programme_id)
    for case in left:
        db.session.add(CaseNote(case_id=case.id, account_id=None, act=CaseStep.HANDED_OVER.value, noted_at=now))
        doing.note(organisation_id, "case.handed-over", f"case:{case.id}")
    db.session.execute(
        update(Case)
        .where(Case.id.in_([case.id for case in left]))
        .values(acknowledged_at=None, acknowledged_by_id=None)
    )


def _collecting(organisation_id: int) -> set[int]:
    """Return the programmes by whose links somebody can tell now."""
    query = select(StoryInvitation.programme_id).where(
        StoryInvitation.organisation_id == organisation_id, StoryInvitation.revoked_at.is_(None),
        StoryInvitation.expires_at > kit().clock(), StoryInvitation.is_test.is_(False),
    )  # fmt: skip
    return set(db.session.scalars(query.distinct()))


def _leads_of(organisation_id: int) -> dict[int | None, set[int]]:
    """Return accounts of leads by programme; under None those of the whole organisation."""
    query = (
        select(Membership.programme_id, Membership.account_id)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.organisation_id == organisation_id, Membership.role == Role.SAFEGUARDING_LEAD,
            Account.is_disabled.is_(False),
        )
    )  # fmt: skip
    leads: dict[int | None, set[int]] = defaultdict(set)
    for programme_id, account_id in db.session.execute(query):
        leads[programme_id].add(account_id)
    return leads
