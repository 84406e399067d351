"""Invented people, programmes and stories for tests; name only what the test is about."""

import itertools
from datetime import date, timedelta
from typing import Any

from storyapp.data.db import db
from storyapp.data.tables.coding import ResultLink, Tag
from storyapp.data.tables.house import AuditHead
from storyapp.data.tables.people import Account, Membership, Organisation
from storyapp.data.tables.programmes import (
    Domain,
    ParticularWording,
    Period,
    Programme,
    Question,
    SocialResult,
    StoryInvitation,
    Theme,
)  # fmt: skip
from storyapp.data.tables.stories import Receipt, Story
from storyapp.gateways.kit import kit
from storyapp.gateways.vault import new_token
from storyapp.rules.audit_chain import START
from storyapp.rules.consent import ASKED_WHEN_TELLING, Purpose
from storyapp.rules.people import AgeBand, Role
from storyapp.rules.programmes import DomainKind, QuestionFamily, QuestionKind
from storyapp.rules.results import LinkDirection
from storyapp.rules.stories import Direction
from storyapp.rules.tags import CoderKind, TagState
from storyapp.rules.wording import Wording
from storyapp.services import receipts, submission
from storyapp.services.sealing import open_original
from storyapp.services.sessions import begin_staff_visit
from storyapp.services.submission import StoryTold
from storyapp.services.transaction import act

_number = itertools.count(1)
HAPPENED = "Our mentor came every week and I began to speak in class again without shaking."
MATTERS = "It matters because before that I stayed silent for a whole year."
TODAY = date(2026, 5, 20)


def an_organisation(slug: str = "") -> Organisation:
    """Return a stored organisation with an audit chain of its own."""
    n = next(_number)
    with act("shell"):
        organisation = Organisation(
            slug=slug or f"org-{n}", name=Wording(ru=f"Организация {n}", en=f"Organisation {n}"), created_on=TODAY
        )
        db.session.add(organisation)
        db.session.flush()
        db.session.add(AuditHead(organisation_id=organisation.id, chain_hash=START))
    return organisation


def a_programme(organisation: Organisation | None = None, **changes: Any) -> Programme:
    """Return a stored programme with an open period and three domains (normal, any other, lessons)."""
    organisation = organisation or an_organisation()
    n, organisation_id = next(_number), organisation.id
    values = dict(
        organisation_id=organisation_id, slug=f"programme-{n}", name=Wording(ru=f"Программа {n}", en=f"Programme {n}"),
        purpose=Wording(), audience=Wording(), will_do=Wording(), will_not_do=Wording(), guardian_age=0,
        created_on=TODAY,
    )  # fmt: skip
    with act("shell"):
        programme = Programme(**{**values, **changes})
        db.session.add(programme)
        db.session.flush()
        ids = {"organisation_id": organisation_id, "programme_id": programme.id}
        db.session.add(
            Period(
                **ids, code="spring", name=Wording(ru="Весна", en="Spring"), starts_on=date(2026, 3, 1),
                ends_on=date(2026, 6, 30), n_expected=20,
            )
        )  # fmt: skip
        for position, kind in enumerate(DomainKind):
            db.session.add(
                Domain(
                    **ids, code=kind.value, kind=kind, position=position, question=Wording(),
                    name=Wording(ru=f"Область {position}", en=f"Domain {position}"),
                )
            )  # fmt: skip
    return programme


def the_period(programme: Programme) -> Period:
    """Return the programme's first period."""
    return db.session.scalars(db.select(Period).where(Period.programme_id == programme.id).order_by(Period.id)).first()


def domains(programme: Programme) -> list[Domain]:
    """Return the programme's domains in order."""
    query = db.select(Domain).where(Domain.programme_id == programme.id).order_by(Domain.position)
    return list(db.session.scalars(query))


def an_invitation(programme: Programme, **changes: Any) -> tuple[StoryInvitation, str]:
    """Return a stored story invitation and the secret of its link."""
    token, now, period_id = new_token(), kit().clock(), the_period(programme).id
    values = dict(
        organisation_id=programme.organisation_id, programme_id=programme.id, period_id=period_id, label="Club",
        language="en", token_hash=kit().vault.fingerprint(token, "invitation"),
        token_sealed=kit().vault.seal_for_house(token, "story_invitations/token"), created_at=now,
        expires_at=now + timedelta(days=30),
    )  # fmt: skip
    with act("shell"):
        invitation = StoryInvitation(**{**values, **changes})
        db.session.add(invitation)
    return invitation, token


def a_story(programme: Programme, *, refused: tuple[Purpose, ...] = (), screened: bool = True, **changes: Any) -> Story:
    """Return a story told through the real door; screened unless said otherwise."""
    invitation, _ = an_invitation(programme)
    values = dict(
        submission_key=new_token(), language="en", age_band=AgeBand.FROM_14_TO_15, happened=HAPPENED, matters=MATTERS,
        title="Speaking again", direction=Direction.BETTER, domain_id=domains(programme)[0].id,
        consents={purpose: purpose not in refused for purpose in ASKED_WHEN_TELLING},
    )  # fmt: skip
    told = StoryTold(**{**values, **changes})
    submission.submit_story(invitation.id, told, receipts.fresh_code())
    story = submission.story_of_press(told.submission_key)
    if screened:
        screen_as_is(story)
    return story


def a_new_code(story: Story) -> str:
    """Give a story another receipt, and return its code."""
    code = receipts.fresh_code()
    with act("shell"):
        db.session.execute(db.delete(Receipt).where(Receipt.story_id == story.id))
        db.session.add(Receipt(**receipts.receipt_values(story.id, code)))
    return code.digits


def screen_as_is(story: Story) -> None:
    """Confirm the text as it was told as the working text, without the screening pages."""
    with act("shell"):
        original = open_original(story.id)
        story = db.session.get(Story, story.id)
        story.title, story.happened, story.matters = original["title"], original["happened"], original["matters"]
        story.considered, story.text_version, story.screened_on = original["considered"], 1, TODAY
        story.approved_version = 1
        story.state = type(story.state).SCREENED


def an_account(
    *roles: Role, programme: Programme | None = None, organisation: Organisation | None = None, **changes: Any
) -> Account:
    """Return an account with roles in a programme, or in a whole organisation; the password is "a long password"."""
    n = next(_number)
    organisation_id = programme.organisation_id if programme is not None else (organisation or an_organisation()).id
    programme_id = programme.id if programme is not None and organisation is None else None
    changes.setdefault("password_hash", kit().vault.hash_password("a long password"))
    with act("shell"):
        account = Account(
            email=f"person-{n}@example.org", name=f"Person {n}", created_at=kit().clock(), **changes,
        )  # fmt: skip
        db.session.add(account)
        db.session.flush()
        for role in roles:
            db.session.add(
                Membership(account_id=account.id, organisation_id=organisation_id, programme_id=programme_id, role=role)
            )
    return account


def sign_in(client: Any, account: Account, *, second_factor: bool = True) -> None:
    """Sign an account in, in a test's browser, without the sign-in pages."""
    client.http.set_cookie("staff", begin_staff_visit(account.id, has_second_factor=second_factor))


def a_theme(programme: Programme, code: str = "", **changes: Any) -> Theme:
    """Return a stored theme of a programme's codebook."""
    n = next(_number)
    values = dict(
        organisation_id=programme.organisation_id, programme_id=programme.id, code=code or f"theme-{n}", position=n,
        name=Wording(ru=f"Тема {n}", en=f"Theme {n}"), description=Wording(),
    )  # fmt: skip
    with act("shell"):
        theme = Theme(**{**values, **changes})
        db.session.add(theme)
    return theme


def a_result(programme: Programme, *particular: str, code: str = "", **changes: Any) -> SocialResult:
    """Return a stored social result with its particular wordings."""
    n = next(_number)
    ids = {"organisation_id": programme.organisation_id, "programme_id": programme.id}
    values = dict(code=code or f"result-{n}", position=n, general=Wording(ru=f"Результат {n}", en=f"Result {n}"))
    with act("shell"):
        result = SocialResult(**ids, **{**values, **changes})
        db.session.add(result)
        db.session.flush()
        for position, words in enumerate(particular):
            db.session.add(
                ParticularWording(
                    **ids, result_id=result.id, code=f"{result.code}-{position}", position=position,
                    wording=Wording(ru=f"Формулировка {n}-{position}", en=words),
                )
            )  # fmt: skip
    return result


def a_suggested_tag(story: Story, theme: Theme, words: str = "", **changes: Any) -> Tag:
    """Return a theme that the language module suggests for a story, with the words that made it say so."""
    with act("shell"):
        tag = Tag(theme_id=theme.id, **_suggested(story, words, changes))
        db.session.add(tag)
    return tag


def a_suggested_link(story: Story, result: SocialResult, words: str = "", **changes: Any) -> ResultLink:
    """Return a result that the language module suggests for a story."""
    changes = {"direction": LinkDirection.SUPPORTS, **changes}
    with act("shell"):
        link = ResultLink(result_id=result.id, **_suggested(story, words, changes))
        db.session.add(link)
    return link


def _suggested(story: Story, words: str, changes: dict[str, Any]) -> dict[str, Any]:
    text = f"{story.happened}\n\n{story.matters}"
    at = text.index(words)
    values = dict(
        organisation_id=story.organisation_id, programme_id=story.programme_id, story_id=story.id,
        coder=CoderKind.MODEL, state=TagState.SUGGESTED, score=0.7, engine="test-1", text_version=1,
        evidence=[{"start": at, "end": at + len(words), "text": words}] if words else [],
    )  # fmt: skip
    return {**values, **changes}


def a_question(programme: Programme, code: str = "gender", **changes: Any) -> Question:
    """Return a stored question of a programme: about the teller, one of two answers unless said otherwise."""
    ids = {"organisation_id": programme.organisation_id, "programme_id": programme.id}
    values = dict(
        code=code, family=QuestionFamily.TELLER, kind=QuestionKind.ONE_OF, wording=Wording(ru="Пол", en="Gender"),
        hint=Wording(),
        options=[{"code": "female", "ru": "Женский", "en": "Female"}, {"code": "male", "ru": "Мужской", "en": "Male"}],
    )  # fmt: skip
    with act("shell"):
        question = Question(**ids, **{**values, **changes})
        db.session.add(question)
    return question
