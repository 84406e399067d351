"""A facilitator's day: what waits, links, papers, words from tellers, work of the machine."""

from datetime import date

import pytest

from storyapp.data.db import db
from storyapp.data.tables.house import Job
from storyapp.data.tables.outputs import ImportBatch
from storyapp.data.tables.programmes import Question, StoryInvitation, TargetGroup
from storyapp.data.tables.stories import ConsentEvent, Recall, Story, TellerMessage
from storyapp.gateways.kit import kit
from storyapp.rules.consent import ConsentBy, Light
from storyapp.rules.jobs import JobKind, JobState
from storyapp.rules.people import Role
from storyapp.rules.programmes import QuestionFamily, QuestionKind
from storyapp.rules.stories import Mode, StoryState
from storyapp.rules.wording import Wording
from storyapp.services.sealing import seal_words
from storyapp.services.transaction import act
from tests.builders import TODAY, a_programme, a_story, an_account, an_invitation, sign_in, the_period


@pytest.fixture
def programme(app):
    programme = a_programme()
    for _ in range(2):
        an_account(Role.SAFEGUARDING_LEAD, programme=programme)
    return programme


@pytest.fixture
def facilitator(programme, client, russian):
    account = an_account(Role.FACILITATOR, programme=programme)
    sign_in(client, account)
    sign_in(russian, account)
    return account


def a_word(story, kind="question", text="When will the panel meet?"):
    with act("teller"):
        db.session.add(
            TellerMessage(
                story_id=story.id, kind=kind, sealed=seal_words(story.id, text, "teller_messages/sealed"), said_on=TODAY
            )
        )


def test_home_says_what_waits_and_leads_there_in_one_click(client, russian, programme, facilitator):
    story = a_story(programme, screened=False)

    russian.get(f"/p/{programme.slug}")
    client.get(f"/p/{programme.slug}")
    client.get(client.link("new story to screen"))

    assert "новая история ждёт просмотра" in russian.text()
    assert client.url.endswith(story.public_id)


def test_home_is_calm_when_nothing_waits(client, programme, facilitator):
    client.get(f"/p/{programme.slug}")

    assert "Nothing waits" in client.text()


@pytest.fixture
def groups(programme):
    """Make three groups with a target of six: one was heard six times, one once, one not at all."""
    ids = {"organisation_id": programme.organisation_id, "programme_id": programme.id}
    with act("shell"):
        question = Question(
            **ids,
            code="group",
            family=QuestionFamily.TELLER,
            kind=QuestionKind.ONE_OF,
            wording=Wording(),
            hint=Wording(),
        )
        db.session.add_all(
            [
                question,
                *(
                    TargetGroup(**ids, code=c, name=Wording(en=c, ru=c), n_target=6)
                    for c in ("fosters", "families", "schools")
                ),
            ]
        )
    for _ in range(6):
        a_story(programme, answers={question.id: "families"})
    a_story(programme, answers={question.id: "fosters"})


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.EVALUATOR, Role.SAFEGUARDING_LEAD])
def test_who_reads_stories_sees_exactly_who_is_missing_when_they_ask(client, programme, groups, role):
    sign_in(client, an_account(role, programme=programme))

    client.get(f"/p/{programme.slug}")
    assert "fewer than 5" in client.text() and "1 of 6" not in client.text()
    client.press("Show exact numbers")

    assert "7 of 20" in client.text()
    assert "1 of 6 hoped for" in client.text() and "nobody yet" in client.text()
    assert "fewer than" not in client.text()


@pytest.mark.parametrize("role", [Role.COLLECTOR, Role.FUNDER_VIEWER, Role.ADMINISTRATOR])
def test_who_reads_no_stories_sees_no_small_numbers(client, programme, groups, role):
    sign_in(client, an_account(role, programme=programme))

    client.get(f"/p/{programme.slug}")

    assert "5 or more of 20" in client.text() and "Show exact numbers" not in client.text()
    assert "fewer than 5" in client.text() and "1 of 6" not in client.text()


@pytest.mark.parametrize(
    "role", [Role.EVALUATOR, Role.SAFEGUARDING_LEAD, Role.ADMINISTRATOR, Role.COLLECTOR, Role.FUNDER_VIEWER]
)
def test_home_opens_for_every_role(client, programme, role):
    a_story(programme, screened=False, wants_help=True)
    sign_in(client, an_account(role, programme=programme))

    client.get(f"/p/{programme.slug}")

    assert ("open case" in client.text()) == (role is Role.SAFEGUARDING_LEAD)


def test_a_link_is_made_shown_printed_and_revoked(client, programme, facilitator):
    client.get(f"/p/{programme.slug}/invitations/new")
    client.submit(
        {"label": "Wednesday group", "period_id": str(the_period(programme).id), "language": "en", "mode": "SELF"}
    )
    assert f"{kit().settings.base_url}/t/" in client.text() and client.page.find("svg", class_="segno")
    address = client.url

    client.get(f"{address}/sheet")
    assert client.h1 == "Tell what changed for you"
    client.get(address)
    client.post(f"{address}/revoke")

    assert "Revoked" in client.text()


def test_a_sheet_speaks_the_language_of_its_link(client, russian, programme, facilitator):
    invitation, _ = an_invitation(programme, language="ru")
    client.get(f"/p/{programme.slug}/invitations")
    russian.get(f"/p/{programme.slug}/invitations/{invitation.id}/sheet")

    assert russian.h1 == "Расскажи, что у тебя изменилось"


def test_a_link_of_another_programme_is_not_there(client, programme, facilitator):
    invitation, _ = an_invitation(a_programme())

    for path in ("", "/sheet"):
        client.get(f"/p/{programme.slug}/invitations/{invitation.id}{path}", status=404)
    client.post(f"/p/{programme.slug}/invitations/{invitation.id}/revoke", status=404)


def test_one_paper_lets_several_stories_go_on(client, russian, app):
    programme = a_programme(guardian_age=16)
    account = an_account(Role.FACILITATOR, programme=programme)
    sign_in(client, account)
    sign_in(russian, account)
    stories = [a_story(programme, screened=False) for _ in range(2)]
    russian.get(f"/p/{programme.slug}/consent")
    client.get(f"/p/{programme.slug}/consent")

    client.submit(
        {
            "stories": [s.public_id for s in stories],
            "number": "17",
            "signed_on": "2026-05-19",
            "purposes": ["ANALYSIS", "PANEL"],
        }
    )

    rows = db.session.scalars(db.select(Story)).all()
    assert {row.state for row in rows} == {StoryState.TOLD}
    assert {(row.may_panel, row.may_quote) for row in rows} == {(Light.YES, Light.NO)}
    papers = db.session.scalars(db.select(ConsentEvent.paper).where(ConsentEvent.by == ConsentBy.GUARDIAN)).all()
    assert set(papers) == {"17, 2026-05-19"}


def test_nothing_is_agreed_to_before_somebody_has_looked_at_the_paper(client, app):
    programme = a_programme(guardian_age=16)
    sign_in(client, an_account(Role.FACILITATOR, programme=programme))
    a_story(programme, screened=False)

    client.get(f"/p/{programme.slug}/consent")

    assert len(client.page.select("[name=purposes]")) == 6
    assert not client.page.select("[name=purposes][checked]")


@pytest.mark.parametrize(
    ("says", "words"),
    [({}, "Nothing is ticked"), ({"purposes": ["ANALYSIS"], "says_no": "y"}, "take one of them away")],
    ids=["nothing ticked", "both"],
)
def test_a_paper_that_says_nothing_clear_is_asked_about(client, app, says, words):
    programme = a_programme(guardian_age=16)
    sign_in(client, an_account(Role.FACILITATOR, programme=programme))
    story = a_story(programme, screened=False)
    client.get(f"/p/{programme.slug}/consent")

    client.submit({"stories": [story.public_id], "number": "18", "signed_on": "2026-05-19", **says}, status=422)

    assert words in client.text()
    assert client.page.find("input", attrs={"name": "number"})["value"] == "18"
    assert db.session.scalar(db.select(db.func.count(ConsentEvent.id)).where(ConsentEvent.paper != "")) == 0


def test_a_no_on_paper_keeps_the_story_shut_until_a_later_paper(client, app):
    programme = a_programme(guardian_age=16)
    sign_in(client, an_account(Role.FACILITATOR, programme=programme))
    story = a_story(programme, screened=False)
    paper = {"stories": [story.public_id], "signed_on": "2026-05-19"}

    client.get(f"/p/{programme.slug}/consent")
    client.submit({**paper, "number": "18", "says_no": "y"})
    said_no = "the guardian has said no" in client.text()
    is_shut = db.session.scalars(db.select(Story.state)).one() is StoryState.WAITING_FOR_GUARDIAN
    client.submit({**paper, "number": "19", "purposes": ["ANALYSIS", "QUOTE"]})

    assert said_no and is_shut
    row = db.session.scalars(db.select(Story).execution_options(populate_existing=True)).one()
    assert (row.state, row.may_quote, row.may_panel) == (StoryState.TOLD, Light.YES, Light.NO)


def test_a_later_paper_takes_back_what_an_earlier_one_allowed(client, app):
    programme = a_programme(guardian_age=16)
    sign_in(client, an_account(Role.FACILITATOR, programme=programme))
    story = a_story(programme, screened=False)
    paper = {"stories": [story.public_id], "signed_on": "2026-05-19"}
    client.get(f"/p/{programme.slug}/consent")
    client.submit({**paper, "number": "18", "purposes": ["ANALYSIS", "PANEL"]})

    client.get(client.link("changed their mind"))
    client.submit({**paper, "number": "19", "says_no": "y"})

    row = db.session.scalars(db.select(Story).execution_options(populate_existing=True)).one()
    assert (row.may_count, row.may_panel) == (Light.NO, Light.NO)


def test_a_paper_that_covers_no_story_is_asked_for_one(russian, app):
    programme = a_programme(guardian_age=16)
    sign_in(russian, an_account(Role.FACILITATOR, programme=programme))
    a_story(programme, screened=False)
    russian.get(f"/p/{programme.slug}/consent")

    russian.submit({"number": "17", "signed_on": "2026-05-19"}, status=422)

    assert "Выберите хотя бы одну историю." in russian.text()


def test_a_paper_from_the_future_is_refused(client, app):
    programme = a_programme(guardian_age=16)
    sign_in(client, an_account(Role.FACILITATOR, programme=programme))
    story = a_story(programme, screened=False)
    client.get(f"/p/{programme.slug}/consent")

    client.submit({"stories": [story.public_id], "number": "17", "signed_on": "2027-01-01", "says_no": "y"}, status=422)

    assert "cannot be signed in the future" in client.text()


def test_staff_record_what_was_agreed_on_paper_only_for_imported_stories(client, programme, facilitator):
    story = a_story(programme)
    with act("shell"):
        row = db.session.get(Story, story.id)
        db.session.execute(db.delete(ConsentEvent))
        row.may_quote, row.import_batch_id = Light.UNKNOWN, an_import(programme)
    client.get(f"/p/{programme.slug}/consent/imported")

    client.submit({"stories": [story.public_id], "number": "3", "signed_on": "2025-01-10", "purposes": ["QUOTE"]})

    assert db.session.get(Story, story.id).may_quote is Light.YES
    assert "No imported story is open" in client.text()


def an_import(programme):
    batch = ImportBatch(
        organisation_id=programme.organisation_id,
        programme_id=programme.id,
        file_name="old.csv",
        file_hash="0",
        created_at=db.session.scalar(db.select(Job.created_at)),
    )
    db.session.add(batch)
    db.session.flush()
    return batch.id


def test_a_question_is_answered(client, russian, programme, facilitator):
    story = a_story(programme)
    a_word(story)
    a_word(story, kind="help", text="Please help me.")
    russian.get(f"/p/{programme.slug}/messages")
    client.get(f"/p/{programme.slug}/messages")
    assert "When will the panel meet?" in client.text()
    assert "Please help me." not in client.text()
    message_id = db.session.scalars(db.select(TellerMessage.id).where(TellerMessage.kind == "question")).one()

    client.submit({f"m{message_id}-text": "On Friday. We will write what they say."}, form=f"answer-{message_id}")

    assert "Nothing waits for an answer" in client.text()
    kinds = db.session.scalars(db.select(TellerMessage.kind).order_by(TellerMessage.id)).all()
    assert kinds == ["question", "help", "answer"]


def test_an_answer_to_one_word_leaves_an_earlier_one_waiting(client, programme, facilitator):
    story = a_story(programme)
    a_word(story, text="Who will read it?")
    a_word(story, kind="reply", text="Thank you for the letter.")
    earlier, later = db.session.scalars(db.select(TellerMessage.id).order_by(TellerMessage.id)).all()
    client.get(f"/p/{programme.slug}/messages")

    client.submit({f"m{later}-text": "You are welcome, come again."}, form=f"answer-{later}")

    assert "Who will read it?" in client.text() and "Thank you for the letter." not in client.text()
    assert client.page.find("form", id=f"answer-{earlier}") is not None


def test_an_empty_answer_is_asked_for_again(client, programme, facilitator):
    a_word(a_story(programme))
    client.get(f"/p/{programme.slug}/messages")
    message_id = db.session.scalars(db.select(TellerMessage.id)).one()

    client.submit({f"m{message_id}-text": ""}, form=f"answer-{message_id}", status=422)

    assert "Please check these answers" in client.text()


def test_a_word_that_needs_no_answer_is_put_away(client, programme, facilitator):
    a_word(a_story(programme), kind="reply", text="Thank you all.")
    client.get(f"/p/{programme.slug}/messages")
    message_id = db.session.scalars(db.select(TellerMessage.id)).one()

    client.post(f"/p/{programme.slug}/messages/{message_id}/seen")

    assert "Thank you all." not in client.text()


def test_the_day_leads_to_what_has_to_be_called_back(client, russian, programme, facilitator):
    with act("shell"):
        db.session.add(Recall(organisation_id=programme.organisation_id, programme_id=programme.id, story_public_id="x", output="report", output_id=4, use="quoted", noted_on=date(2026, 5, 1)))  # fmt: skip
    russian.get(f"/p/{programme.slug}")
    client.get(f"/p/{programme.slug}")

    client.get(client.page.select_one("a.task-verb[href$=recalls]")["href"])

    assert client.h1 == "To call back"


def test_a_job_put_aside_is_tried_again(client, russian, programme, facilitator):
    story = a_story(programme)
    with act("shell"):
        job = db.session.scalars(
            db.select(Job).where(Job.kind == JobKind.ANALYSE_STORY, Job.subject_id == story.id)
        ).first()
        job.state = JobState.PARKED
    russian.get(f"/p/{programme.slug}/jobs")
    client.get(f"/p/{programme.slug}/jobs")

    client.post(f"/p/{programme.slug}/jobs/{job.id}/again")

    assert "Nothing was put aside" in client.text()


def test_links_to_type_in_stories_are_offered_to_collectors(client, programme):
    an_invitation(programme, label="Paper forms", mode=Mode.PAPER)
    sign_in(client, an_account(Role.COLLECTOR, programme=programme))

    client.get(f"/p/{programme.slug}/collecting")

    assert "/t/" in client.link("Type in one paper, page by page")


def test_quick_jobs_are_counted_and_only_long_ones_can_be_stopped(client, programme, facilitator):
    with act("shell") as doing:
        doing.ask(programme.organisation_id, JobKind.ANALYSE_MANY, programme.id)
        for _ in range(3):
            doing.ask(programme.organisation_id, JobKind.HARDEN_RECEIPT, 0)
        db.session.execute(db.update(Job).values(state=JobState.QUEUED))
        doing.jobs.clear()

    client.get(f"/p/{programme.slug}/jobs")

    assert "Hardening a receipt 3" in " ".join(client.text().split())
    assert len(client.page.find_all("button", string="Stop")) == 1


@pytest.mark.parametrize(
    ("form", "typed", "n_days", "n_stories"),
    [("longer-form", {"days": "10"}, 10, 0), ("more-form", {"more": "5"}, 0, 5)],
    ids=["longer alone", "more stories alone"],
)
def test_a_link_is_let_work_longer_or_carry_more_each_by_itself(
    client, programme, facilitator, form, typed, n_days, n_stories
):
    link, _ = an_invitation(programme)
    link_id, ends, budget = link.id, link.expires_at, link.budget
    client.get(f"/p/{programme.slug}/invitations/{link_id}")

    client.submit(typed, form=form)

    db.session.expire_all()
    now = db.session.get(StoryInvitation, link_id)
    assert (now.expires_at - ends).days == n_days and now.budget - budget == n_stories


def test_a_number_that_cannot_be_is_kindly_refused_and_stays(russian, programme, facilitator):
    link, _ = an_invitation(programme)
    russian.get(f"/p/{programme.slug}/invitations/{link.id}")

    russian.submit({"more": "0"}, form="more-form", status=422)

    assert russian.page.find("input", {"name": "more"})["value"] == "0"
    assert russian.page.select_one("#more-form .error-summary") and not russian.page.select_one("#longer-form .error")
