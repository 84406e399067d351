"""A story is held against the world: planned, the teller asked first, checked by somebody else, counted, contradicted."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.evidence import OtherEvidence, OthersCounted, StoryCheck
from storyapp.data.tables.house import AuditEvent
from storyapp.data.tables.stories import Story, StoryKey, TellerMessage
from storyapp.rules.evidence import EvidenceItem, Verification
from storyapp.rules.people import Role
from storyapp.rules.report import tables_of
from storyapp.rules.stories import Mode, ReadBack, StoryState
from storyapp.rules.verifying import WhyChecked
from storyapp.services import erasing, evidence_cards, reporting
from storyapp.services.reports.material import Order
from storyapp.services.transaction import SHELL, act
from tests import builders
from tests.pages import PageClient
from tests.services.round_builders import Table

FOUND = {
    "facts": "CONFIRMED", "significance": "PARTLY", "how": "PEOPLE", "note": "Her teacher says that she speaks now.",
}  # fmt: skip


@pytest.fixture
def staff(app) -> PageClient:
    return PageClient(app, language="ru")


@pytest.fixture
def table(app) -> Table:
    """A decided round: the first of three stories was chosen; a fourth lay on no table."""
    table = Table()
    for label in ("Owl", "Moth"):
        table.vote(label, 1)
    table.decide(1)
    builders.a_story(table.programme, title="Title 4")
    return table


def at(table, page, n=0):
    return f"/p/{table.programme.slug}/stories/{table.public_ids[n]}/{page}"


def checks():
    db.session.expire_all()
    return {check.story_id: check for check in db.session.scalars(db.select(StoryCheck))}


def verifier(table):
    return builders.an_account(Role.EVALUATOR, programme=table.programme)


def test_last_choices_and_a_stated_share_come_into_the_plan(staff, table):
    builders.sign_in(staff, verifier(table))
    staff.get(f"/p/{table.programme.slug}/verification")

    staff.submit({"percent": "34"})

    assert sorted(check.why.name for check in checks().values()) == ["CHOSEN", "DRAWN", "DRAWN"]
    assert checks()[table.story_ids[0]].why is WhyChecked.CHOSEN
    assert f"{table.programme.slug}/spring" in staff.text()


def test_the_teller_is_asked_before_an_outcome_can_be_written(staff, table):
    builders.sign_in(staff, verifier(table))
    staff.get(at(table, "verification"))
    staff.post(at(table, "verification/add"))
    assert staff.page.find("form", id="page-form") is None
    staff.post(at(table, "verification"), FOUND, status=422)

    staff.submit(form="ask-form")
    staff.submit(FOUND)

    check = checks()[table.story_ids[0]]
    assert (check.facts, check.significance) == (Verification.CONFIRMED, Verification.PARTLY)
    assert db.session.scalar(db.select(TellerMessage.kind)) == "question"
    assert staff.url == at(table, "evidence") and FOUND["note"] in staff.text()
    assert {"check.added", "check.teller-asked", "check.outcome-written"} <= set(
        db.session.scalars(db.select(AuditEvent.act))
    )


def test_who_collected_a_story_does_not_verify_it(staff, table):
    collector = verifier(table)
    with act(SHELL):
        db.session.get_one(Story, table.story_ids[0]).collector_id = collector.id
    builders.sign_in(staff, collector)
    staff.get(at(table, "verification"))
    staff.post(at(table, "verification/add"))
    staff.submit(form="ask-form")

    staff.post(at(table, "verification"), FOUND, status=422)

    assert checks()[table.story_ids[0]].checked_on is None


def test_how_many_others_stands_beside_the_story(staff, table):
    builders.sign_in(staff, verifier(table))
    staff.get(at(table, "counts"))
    count = {"question": "I speak in class now.", "method": "POLL", "who": "The club", "n_yes": "19", "n_asked": "14"}
    staff.submit(count, status=422)
    assert staff.page.find("input", attrs={"name": "question"})["value"] == "I speak in class now."

    staff.submit({**count, "n_yes": "9"})

    assert "9 из 14" in staff.text()
    staff.get(f"/p/{table.programme.slug}/stories/{table.public_ids[0]}")
    assert "9 из 14" in staff.text()


def test_what_speaks_against_a_story_has_the_same_place(staff, table):
    builders.sign_in(staff, verifier(table))
    staff.get(at(table, "beside"))
    staff.submit(
        {"stance": "CONTRADICTS", "kind": "SECOND_STORY", "text": "Another teller says otherwise."}, status=422
    )

    staff.submit({"stance": "CONTRADICTS", "kind": "SECOND_STORY", "other_story": table.public_ids[1]})

    sides = [section.get_text(" ", strip=True) for section in staff.page.select(".split > section")]
    assert len(sides) == 2 and "Another teller says otherwise." in sides[1] and "Title 2" in sides[1]
    staff.post(staff.page.select_one("form[action*='/beside/']")["action"])
    assert db.session.scalar(db.select(db.func.count(OtherEvidence.id))) == 0


def test_a_result_is_counted_too(staff, table):
    result = builders.a_result(table.programme)
    builders.sign_in(staff, verifier(table))
    staff.get(f"/p/{table.programme.slug}/results/{result.id}/counts")

    staff.submit({"question": "Families in the register.", "method": "REGISTRY", "n_yes": "11", "n_asked": "40"})

    assert db.session.scalars(db.select(OthersCounted)).one().result_id == result.id
    assert "11 из 40" in staff.text()


def test_the_evidence_card_is_reached_from_round_story_and_report(staff, table):
    reader = builders.an_account(Role.EVALUATOR, Role.FACILITATOR, programme=table.programme)
    order = Order(
        language=staff.language, audience="inside", length="full",
        period_ids=(builders.the_period(table.programme).id,),
    )  # fmt: skip
    report = reporting.build_now(table.programme, order, actor=SHELL)
    builders.sign_in(staff, reader)
    pages = (
        f"/p/{table.programme.slug}/rounds/{table.id}",
        f"/p/{table.programme.slug}/stories/{table.public_ids[0]}",
        f"/p/{table.programme.slug}/reports/{report.public_id}",
    )

    leading = [page for page in pages if at(table, "evidence") in str(staff.get(page))]

    assert leading == list(pages)
    assert len(staff.get(at(table, "evidence")).select(".evidence-card > div")) == 11


def test_a_story_taken_back_has_no_card_and_one_erased_leaves_no_check(staff, table):
    builders.sign_in(staff, verifier(table))
    for n in (0, 1):
        staff.get(at(table, "verification", n))
        staff.post(at(table, "verification/add", n))
    staff.get(at(table, "beside"))
    staff.submit(
        {"stance": "SUPPORTS", "kind": "SECOND_STORY", "text": "Both say the same.", "other_story": table.public_ids[1]}
    )
    with act(SHELL):
        db.session.get_one(Story, table.story_ids[0]).state = StoryState.WITHDRAWN
    erasing.erase_story(table.story_ids[1], actor=SHELL, reason="TELLER_ASKED")

    staff.get(at(table, "evidence"), status=404)

    assert db.session.get(StoryKey, table.story_ids[1]) is None
    assert list(checks()) == [table.story_ids[0]]
    assert db.session.scalar(db.select(db.func.count(OtherEvidence.id))) == 0


def test_the_report_says_what_was_verified_and_how_many_others(staff, table):
    builders.sign_in(staff, verifier(table))
    staff.get(at(table, "verification"))
    staff.post(at(table, "verification/add"))
    staff.submit(form="ask-form")
    staff.submit(FOUND)
    staff.get(at(table, "counts"))
    staff.submit({"question": "I speak in class now.", "method": "POLL", "n_yes": "12", "n_asked": "30"})
    order = Order(
        language="en", audience="inside", length="full", period_ids=(builders.the_period(table.programme).id,)
    )

    content = reporting.content_of(reporting.build_now(table.programme, order, actor=SHELL))

    tables = {placed.table.code: placed.table for placed in tables_of(content)}
    assert tables["others-table"].rows[0][:3] == ("I speak in class now.", "12 (40%)", 30)
    assert tables["cards-table"].rows[0][:2] == ("Title 1", "Partly")
    assert len(tables["verified-table"].rows) == 2


@pytest.mark.parametrize(
    ("said", "means"),
    [
        (ReadBack.TICKED, "pass"),
        (ReadBack.BY_CODE, "pass"),
        (ReadBack.AWAITED, "partly"),
        (ReadBack.DISPUTED, "no"),
        (None, "no"),
    ],
)
def test_the_evidence_card_knows_what_was_read_back(table, said, means):
    story = db.session.get(Story, table.story_ids[0])
    with act(SHELL):
        story.mode, story.read_back = Mode.PEER, said

    card = {found.item: found.answer for found in evidence_cards.card_of_story(table.programme, story)}

    assert card[EvidenceItem.READ_BACK].value == means
