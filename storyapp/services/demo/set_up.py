"""The demo's organisation, people, programmes, books."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from storyapp.data.db import db
from storyapp.data.tables.consenting import UnderstandingQuestion
from storyapp.data.tables.house import AuditHead
from storyapp.data.tables.people import Account, Helpline, Membership, Organisation
from storyapp.data.tables.programmes import (
    ConsentText,
    Domain,
    Indicator,
    Introduction,
    ParticularWording,
    Period,
    Programme,
    Question,
    SocialResult,
    StoryInvitation,
    TargetGroup,
    Theme,
)  # fmt: skip
from storyapp.gateways.kit import kit
from storyapp.gateways.vault import new_token
from storyapp.rules.audit_chain import START
from storyapp.rules.consent import Purpose
from storyapp.rules.helplines import Spoken
from storyapp.rules.people import ConsentBand, Role
from storyapp.rules.programmes import AddressForm, DomainKind, QuestionFamily, QuestionKind
from storyapp.rules.results import OutcomeLevel
from storyapp.rules.stories import Mode
from storyapp.rules.wording import Wording
from storyapp.services.consents import text_hash
from storyapp.services.demo import asked
from storyapp.services.demo.content import words
from storyapp.services.invitations import TOKEN_PLACE
from storyapp.services.transaction import SHELL, Act, act

OPENED_ON = date(2025, 8, 25)
OPEN_LABELS = ("Клуб по средам", "Wednesday club")
BANDS = {
    "10-13": [ConsentBand.CHILD],
    "14-17": [ConsentBand.TEENAGER],
    "18+": [ConsentBand.YOUNG_ADULT, ConsentBand.ADULT],
    "guardian": [ConsentBand.GUARDIAN],
}


@dataclass
class DemoHouse:
    """Ids by the demo's own keys."""

    organisation_id: int = 0
    people: dict[str, int] = field(default_factory=dict)
    programmes: dict[str, int] = field(default_factory=dict)
    periods: dict[tuple[str, str], int] = field(default_factory=dict)
    domains: dict[tuple[str, str], int] = field(default_factory=dict)
    questions: dict[tuple[str, str], tuple[int, QuestionKind]] = field(default_factory=dict)
    reworded: dict[int, Wording] = field(default_factory=dict)  # question → how it is asked after the first period
    themes: dict[tuple[str, str], int] = field(default_factory=dict)
    results: dict[tuple[str, str], int] = field(default_factory=dict)
    particulars: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)  # → particular id, result id
    indicators: dict[tuple[str, str], int] = field(default_factory=dict)
    texts: dict[tuple[str, ConsentBand, str, Purpose], str] = field(default_factory=dict)


def set_up(organisation: dict[str, Any], people: dict[str, Any]) -> DemoHouse:
    """Store the organisation, its helplines, people and programmes."""
    house = DemoHouse()
    with act(SHELL) as doing:
        _organisation(house, organisation)
        for programme in organisation["programmes"]:
            _programme(house, programme, organisation["consent_texts"])
        for person in people["people"]:
            _person(house, person)
        doing.note(
            house.organisation_id, "organisation.founded", f"organisation:{house.organisation_id}", reason="DEMO"
        )
    return house


def add_books(house: DemoHouse, codebook: dict[str, Any], results: dict[str, Any]) -> None:
    """Store the theme codebook and the results tree of each programme."""
    with act(SHELL) as doing:
        for code in house.programmes:
            _themes(house, code, codebook["themes"])
            _results(house, code, [one for one in results["results"] if code in one["programmes"]])
        doing.note(house.organisation_id, "programme.set-up", f"organisation:{house.organisation_id}", reason="DEMO")


def new_invitation(doing: Act, house: DemoHouse, programme: str, period: str, **values: Any) -> StoryInvitation:
    """Store an invitation to tell; call inside an act."""
    token = new_token()
    invitation = StoryInvitation(
        **ids(house, programme), period_id=house.periods[programme, period], created_at=kit().clock(),
        token_hash=kit().vault.fingerprint(token, "invitation"),
        token_sealed=kit().vault.seal_for_house(token, TOKEN_PLACE), **values,
    )  # fmt: skip
    db.session.add(invitation)
    return invitation


def open_invitations(house: DemoHouse) -> None:
    """Store the two links by which a visitor of the demo tells: one in Russian, one in English."""
    with act(SHELL) as doing:
        for label, language in zip(OPEN_LABELS, ("ru", "en"), strict=True):
            new_invitation(
                doing, house, "mentors", "spring-2026", label=label, language=language, mode=Mode.SELF, budget=1000,
                expires_at=kit().clock() + timedelta(days=3650),
            )  # fmt: skip


def ids(house: DemoHouse, programme: str) -> dict[str, int]:
    """Return the ids that every row of a programme carries."""
    return {"organisation_id": house.organisation_id, "programme_id": house.programmes[programme]}


def _organisation(house: DemoHouse, content: dict[str, Any]) -> None:
    about = content["organisation"]
    row = Organisation(
        slug=about["code"], name=words(about["name"]), default_language=about["default_language"], created_on=OPENED_ON
    )
    db.session.add(row)
    db.session.flush()
    house.organisation_id = row.id
    db.session.add(AuditHead(organisation_id=row.id, chain_hash=START))
    for position, line in enumerate(content["helplines"]):
        db.session.add(
            Helpline(
                organisation_id=row.id, name=words(line["name"]), phone=line["phone"], note=words(line["note"]),
                country=line["country"], spoken=Spoken(line["spoken"]), position=position, checked_on=line["checked_on"],
            )
        )  # fmt: skip


def _programme(house: DemoHouse, content: dict[str, Any], texts: list[dict[str, Any]]) -> None:
    adult = next(one for one in content["explained"] if one["ages"] == "18+")
    row = Programme(
        organisation_id=house.organisation_id, slug=content["code"], name=words(content["name"]),
        purpose=words(content["purpose"]), audience=words(content["audience"]), will_do=words(adult["will_do"]),
        will_not_do=words(adult["will_not_do"]), guardian_age=content["guardian_age"], address_form=AddressForm.TY,
        is_pilot=content["is_pilot"], takes_pictures=True, takes_voices=True, created_on=OPENED_ON,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    code, house.programmes[content["code"]] = content["code"], row.id
    own = ids(house, code)
    for explained in content["explained"]:
        for band in BANDS[explained["ages"]]:
            db.session.add(
                Introduction(
                    **own, band=band, text=words(explained["will_do"]), will_not=words(explained["will_not_do"])
                )
            )
    for period in content["periods"]:
        _keep(house.periods, code, period["code"], Period(
            **own, code=period["code"], name=words(period["name"]), starts_on=period["starts_on"],
            ends_on=period["ends_on"], n_expected=period["n_expected"], is_open=period["is_open"],
        ))  # fmt: skip
    for domain in content["domains"]:
        _keep(house.domains, code, domain["code"], Domain(
            **own, code=domain["code"], name=words(domain["name"]), question=words(domain["question"]),
            kind=DomainKind[domain["kind"]], position=domain["position"],
        ))  # fmt: skip
    for position, group in enumerate(content["target_groups"]):
        db.session.add(
            TargetGroup(
                **own, code=group["code"], name=words(group["name"]), n_target=group["target"], position=position
            )
        )
    for question in content["questions"]:
        _question(house, code, question)
    for position, one in enumerate(content.get("comprehension", ())):
        _understanding(house, code, one, position)
    house.questions.update(asked.add_sections(own, code))
    _consent_texts(house, code, texts)


def _understanding(house: DemoHouse, programme: str, content: dict[str, Any], position: int) -> None:
    right = next(one for one in content["answers"] if one["is_right"])
    wrong, wrong_too = (one for one in content["answers"] if not one["is_right"])
    db.session.add(
        UnderstandingQuestion(
            **ids(house, programme), position=position, wording=words(content["text"]), right=words(right["label"]),
            wrong=words(wrong["label"]), wrong_too=words(wrong_too["label"]), explanation=words(content["explanation"]),
        )
    )  # fmt: skip


def _question(house: DemoHouse, programme: str, content: dict[str, Any]) -> None:
    kind = QuestionKind[content["kind"]]
    row = Question(
        **ids(house, programme), code=content["code"], family=QuestionFamily[content["family"]], kind=kind,
        wording=words(content.get("text_before", content["text"])), hint=words(content.get("hint")), options=_options(content),
        position=content["position"],
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    house.questions[programme, content["code"]] = row.id, kind
    if "text_before" in content:
        house.reworded[row.id] = words(content["text"])


def _options(content: dict[str, Any]) -> list[dict[str, str]]:
    if "scale" in content:
        scale = content["scale"]
        ends = {1: scale["low"], scale["steps"]: scale["high"]}
        return [
            {"code": str(n), **{lang: f"{n} · {ends[n][lang]}" if n in ends else str(n) for lang in ("ru", "en")}}
            for n in range(1, scale["steps"] + 1)
        ]
    helps = [
        {"code": f"{kind}-{n}", **one}
        for kind in ("starter", "example")
        for n, one in enumerate(content.get(f"{kind}s", ()), start=1)
    ]
    return helps + [{"code": option["code"], **option["label"]} for option in content.get("options", ())]


def _consent_texts(house: DemoHouse, programme: str, texts: list[dict[str, Any]]) -> None:
    for entry in texts:
        for band in BANDS.get(entry["ages"], ()):
            for language in ("ru", "en"):
                text = entry["text"][language].strip()
                house.texts[programme, band, language, Purpose[entry["purpose"]]] = text_hash(text)
                db.session.add(
                    ConsentText(
                        **ids(house, programme), purpose=Purpose[entry["purpose"]], band=band, language=language,
                        version=entry["version"], text=text, readers=entry["readers"][language].strip(),
                        text_hash=text_hash(text), created_on=OPENED_ON,
                    )
                )  # fmt: skip


def _person(house: DemoHouse, content: dict[str, Any]) -> None:
    row = Account(
        email=content["email"], name=content["name"][content["language"]], password_hash=None,
        created_at=kit().clock(), language=content["language"],
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    house.people[content["key"]] = row.id
    for role in content["roles"]:
        db.session.add(
            Membership(
                organisation_id=house.organisation_id, account_id=row.id, role=Role[role["role"]],
                programme_id=house.programmes.get(role.get("programme", "")),
            )
        )  # fmt: skip


def _themes(house: DemoHouse, programme: str, themes: list[dict[str, Any]]) -> None:
    rows = {}
    for position, theme in enumerate(themes):
        rows[theme["code"]] = Theme(
            **ids(house, programme), code=theme["code"], name=words(theme["name"]),
            description=words(theme["description"]), seeds=theme["seeds"], position=position,
        )  # fmt: skip
        _keep(house.themes, programme, theme["code"], rows[theme["code"]])
    for theme in themes:
        if "parent" in theme:
            rows[theme["code"]].parent_id = house.themes[programme, theme["parent"]]


def _results(house: DemoHouse, programme: str, results: list[dict[str, Any]]) -> None:
    own, rows = ids(house, programme), {}
    for position, result in enumerate(results):
        row = SocialResult(
            **own, code=result["code"], general=words(result["general"]), position=position,
            outcome_level=OutcomeLevel[result["level"].upper()],
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        rows[result["code"]], house.results[programme, result["code"]] = row, row.id
        for n, one in enumerate(result["particular"]):
            part = ParticularWording(**own, result_id=row.id, code=one["code"], wording=words(_plain(one)), position=n)
            db.session.add(part)
            db.session.flush()
            house.particulars[programme, one["code"]] = part.id, row.id
        for n, one in enumerate(result["indicators"]):
            sign = Indicator(**own, result_id=row.id, wording=words(_plain(one)), position=n)
            _keep(house.indicators, programme, one["code"], sign)
    for result in results:
        if result.get("parent") in rows:
            rows[result["code"]].parent_id = rows[result["parent"]].id


def _plain(one: dict[str, str]) -> dict[str, str]:
    return {language: one[language] for language in ("ru", "en")}


def _keep(into: dict[tuple[str, str], int], programme: str, code: str, row: Any) -> None:
    db.session.add(row)
    db.session.flush()
    into[programme, code] = row.id
