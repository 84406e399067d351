"""From which age no guardian is asked: what the law of a country says, and who decided to ask fewer of them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.tables.consenting import GuardianWaiver
from storyapp.data.tables.people import Account
from storyapp.data.tables.programmes import Programme
from storyapp.gateways.kit import kit
from storyapp.rules.ages import AgeRule, is_below_the_law, rule_on
from storyapp.rules.errors import RuleBroken
from storyapp.rules.sentences import is_sentence
from storyapp.services.transaction import Act
from storyapp.words.ages import age_rules


@dataclass(frozen=True, kw_only=True)
class Decided:
    """One decision to ask fewer guardians: who took it, when and why, and when it ended."""

    name: str
    why: str
    decided_on: date
    ended_on: date | None


def rule_of(country: str, day: date | None = None) -> AgeRule | None:
    """Return the rule of a country that is in force today, or on a day."""
    return rule_on(age_rules(), country, day or kit().clock().date())


def decisions_of(programme: Programme) -> list[Decided]:
    """Return the decisions of a programme, the newest first."""
    rows = db.session.execute(
        select(GuardianWaiver, Account.name)
        .outerjoin(Account, Account.id == GuardianWaiver.decided_by_id)
        .where(
            GuardianWaiver.organisation_id == programme.organisation_id, GuardianWaiver.programme_id == programme.id
        )
        .order_by(GuardianWaiver.id.desc())
    )  # fmt: skip
    return [
        Decided(name=name or "", why=row.why, decided_on=row.decided_on, ended_on=row.ended_on) for row, name in rows
    ]


def settle_guardians(
    doing: Act, programme: Programme, *, guardian_age: int, country: str, why: str, by_id: int
) -> None:
    """Write down who decides that fewer guardians are asked than the law names, or none; call inside an act.

    Raises RuleBroken where such a step has no reason. Nothing is asked where the programme stood there before.
    """
    standing = _standing(programme)
    if not is_below_the_law(guardian_age, rule_of(country)):
        if standing is not None:
            standing.ended_on, standing.ended_by_id = kit().clock().date(), by_id
            doing.note(programme.organisation_id, "guardians.asked-again", f"programme:{programme.id}")
        return
    if guardian_age >= programme.guardian_age and country == programme.country:
        return
    if not is_sentence(why, shortest=3):
        raise RuleBroken("setup.why-no-guardian")
    db.session.add(
        GuardianWaiver(
            organisation_id=programme.organisation_id, programme_id=programme.id, why=why.strip(),
            decided_by_id=by_id, decided_on=kit().clock().date(),
        )
    )  # fmt: skip
    doing.note(programme.organisation_id, "guardians.not-asked", f"programme:{programme.id}")


def _standing(programme: Programme) -> GuardianWaiver | None:
    query = select(GuardianWaiver).where(GuardianWaiver.programme_id == programme.id, GuardianWaiver.ended_on.is_(None))
    return db.session.scalar(query.order_by(GuardianWaiver.id.desc()).limit(1))
