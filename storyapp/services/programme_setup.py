"""A programme begins: with sensible words and lists that stand already, and a list of what is still missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from storyapp.data.db import db
from storyapp.data.tables.consenting import UnderstandingQuestion
from storyapp.data.tables.instruments import Instrument
from storyapp.data.tables.people import Helpline, Organisation
from storyapp.data.tables.programmes import (
    ConsentText,
    Domain,
    Introduction,
    Period,
    Programme,
    Question,
    SocialResult,
    TargetGroup,
    Theme,
)  # fmt: skip
from storyapp.gateways.kit import kit
from storyapp.rules.cases import LEADS_NEEDED
from storyapp.rules.codes import check_code, code_of, free_code
from storyapp.rules.consent import ASKED_WHEN_TELLING
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import TELLER_BANDS
from storyapp.rules.programmes import AddressForm, DomainKind
from storyapp.rules.wording import LANGUAGES, Wording
from storyapp.services import invitations, method_changes
from storyapp.services import programme_defaults as defaults
from storyapp.services.ages import settle_guardians
from storyapp.services.consent_texts import a_text
from storyapp.services.transaction import account_actor, act


@dataclass(frozen=True, kw_only=True)
class FirstPeriod:
    """When the first stories are gathered, and how many are hoped for."""

    name: Wording
    starts_on: date
    ends_on: date
    n_expected: int = 0


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of the set-up: how many there are, and a code for what is missing ("" where nothing is)."""

    name: str
    n: int
    missing: str = ""


def new_programme(
    organisation_id: int, slug: str, name: Wording, *, actor: str, guardian_age: int = 14,
    address_form: AddressForm = AddressForm.TY, purpose: Wording | None = None, period: FirstPeriod | None = None,
) -> int:  # fmt: skip
    """Make a programme with domains, questions, introductions and consent texts that can be used at once.

    An empty slug is made of the name. Returns the programme's id.
    """
    if slug:
        check_code(slug)
    try:
        with act(actor) as doing:
            programme = Programme(
                organisation_id=organisation_id, slug=slug or _free_slug(name), name=name, guardian_age=guardian_age,
                address_form=address_form, purpose=purpose or Wording(), audience=Wording(),
                will_do=defaults.WILL_DO, will_not_do=defaults.WILL_NOT_DO, created_on=kit().clock().date(),
            )  # fmt: skip
            db.session.add(programme)
            db.session.flush()
            for row in _first_rows(address_form, period):
                row.organisation_id, row.programme_id = organisation_id, programme.id
                db.session.add(row)
            doing.note(organisation_id, "programme.made", f"programme:{programme.id}")
            return programme.id
    except IntegrityError as twice:
        raise RuleBroken("setup.address-taken") from twice


def edit_programme(programme: Programme, values: Mapping[str, Any], *, by_id: int) -> None:
    """Change what a programme says of itself."""
    programme_id = programme.id
    with act(account_actor(by_id)) as doing:
        row = db.session.get_one(Programme, programme_id)
        settle_guardians(
            doing, row, guardian_age=values.get("guardian_age", row.guardian_age),
            country=values.get("country", row.country), why=values.get("why_fewer", ""), by_id=by_id,
        )  # fmt: skip
        for name, value in values.items():
            if name != "why_fewer":
                setattr(row, name, value)
        doing.note(row.organisation_id, "programme.saved", f"programme:{row.id}")


def edit_organisation(organisation_id: int, values: Mapping[str, Any], *, by_id: int) -> None:
    """Change what an organisation says of itself."""
    with act(account_actor(by_id)) as doing:
        row = db.session.get_one(Organisation, organisation_id)
        for name, value in values.items():
            setattr(row, name, value)
        doing.note(row.id, "organisation.saved", f"organisation:{row.id}")


def sections_of(programme: Programme) -> list[Section]:
    """Return the parts of the set-up in the order in which one fills them, each with what is missing."""
    kinds = set(db.session.scalars(_own(programme, Domain.kind, Domain).where(Domain.is_active)))
    n_texts = len(ASKED_WHEN_TELLING) * len(TELLER_BANDS) * len(LANGUAGES)
    n_bands = _n(programme, Introduction, Introduction.band.in_(TELLER_BANDS))
    n_periods = _n(programme, Period)
    n_open = _n(programme, Period, Period.is_open)
    n_domains = _n(programme, Domain, Domain.is_active)
    n_consents = _n(
        programme, ConsentText, ConsentText.is_current, ConsentText.purpose.in_(ASKED_WHEN_TELLING),
        ConsentText.band.in_(TELLER_BANDS),
    )  # fmt: skip
    n_lines, n_leads = _n_helplines(programme), invitations.n_leads(programme)
    return [
        Section(name="programme", n=1, missing="purpose" if programme.purpose.is_empty else ""),
        Section(name="ages", n=1),
        Section(name="kept", n=1),
        Section(name="introductions", n=n_bands, missing="bands" if n_bands < len(TELLER_BANDS) else ""),
        Section(name="periods", n=n_periods, missing="" if n_open else "open-period"),
        Section(name="domains", n=n_domains, missing="" if set(DomainKind) <= kinds else "domain-kinds"),
        Section(name="target-groups", n=_n(programme, TargetGroup)),
        Section(name="questions", n=_n(programme, Question, Question.is_active)),
        Section(name="consent", n=n_consents, missing="consent-texts" if n_consents < n_texts else ""),
        Section(
            name="understanding",
            n=_n(programme, UnderstandingQuestion, UnderstandingQuestion.is_active),
        ),
        Section(name="themes", n=_n(programme, Theme, Theme.is_active)),
        Section(name="results", n=_n(programme, SocialResult, SocialResult.is_active)),
        Section(name="instruments", n=_n(programme, Instrument, Instrument.is_active)),
        Section(name="helplines", n=n_lines, missing="" if n_lines else "helpline"),
        Section(name="leads", n=n_leads, missing="" if n_leads >= LEADS_NEEDED else "leads"),
        Section(name="changes", n=1, missing="reasons" if method_changes.n_to_explain(programme) else ""),
    ]


def _first_rows(address_form: AddressForm, period: FirstPeriod | None) -> list[Any]:
    rows: list[Any] = [
        Introduction(
            band=band, text=defaults.introduction(band, address_form), will_not=defaults.will_not(band, address_form)
        )
        for band in TELLER_BANDS
    ]  # fmt: skip
    rows += [
        Domain(code=code, kind=kind, name=name, question=question, position=position)
        for position, (code, kind, name, question) in enumerate(defaults.DOMAINS)
    ]
    rows += [
        Question(
            code=q.code, family=q.family, kind=q.kind, wording=q.said(address_form), hint=Wording(),
            options=[dict(option) for option in q.options], position=position,
        )
        for position, q in enumerate(defaults.QUESTIONS)
    ]  # fmt: skip
    rows += [
        UnderstandingQuestion(position=position, **{name: said.to(address_form) for name, said in one.items()})
        for position, one in enumerate(defaults.UNDERSTANDING)
    ]
    for purpose, band in ((purpose, band) for purpose in ASKED_WHEN_TELLING for band in TELLER_BANDS):
        text, readers = defaults.consent_words(purpose, band, address_form)
        rows += [a_text(purpose, band, code, getattr(text, code), getattr(readers, code)) for code in LANGUAGES]
    if period is not None:
        rows.append(
            Period(
                code=code_of(period.name.en, period.name.ru) or "first", name=period.name, starts_on=period.starts_on,
                ends_on=period.ends_on, n_expected=period.n_expected,
            )
        )  # fmt: skip
    return rows


def _free_slug(name: Wording) -> str:
    return free_code(code_of(name.en, name.ru) or "programme", set(db.session.scalars(select(Programme.slug))))


def _own(programme: Programme, what: Any, table: Any) -> Any:
    return select(what).where(table.organisation_id == programme.organisation_id, table.programme_id == programme.id)


def _n(programme: Programme, table: Any, *conditions: Any) -> int:
    return db.session.scalar(_own(programme, func.count(), table).select_from(table).where(*conditions)) or 0


def _n_helplines(programme: Programme) -> int:
    query = select(func.count()).where(Helpline.organisation_id == programme.organisation_id)
    return db.session.scalar(query) or 0
