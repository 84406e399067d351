"""Reports in the browser: asked for, read, taken along, taken back."""

import re

import pytest
from bs4 import BeautifulSoup

from storyapp.data.db import db
from storyapp.data.tables.house import AuditEvent
from storyapp.data.tables.outputs import IssuedReport, ReportUse
from storyapp.data.tables.stories import Story
from storyapp.rules.consent import ConsentBy, Purpose
from storyapp.rules.people import Role
from storyapp.services import cases, exchange, feedback, reporting
from storyapp.services.consents import withdraw_story
from storyapp.services.reports.material import Order
from storyapp.services.transaction import SHELL, act
from tests import builders
from tests.pages import PageClient, check_language
from tests.services.round_builders import Table

READERS = (Role.ADMINISTRATOR, Role.FACILITATOR, Role.EVALUATOR, Role.FUNDER_VIEWER)
BUILDERS = (Role.EVALUATOR,)
CALLERS_BACK = (Role.FACILITATOR, Role.EVALUATOR)


@pytest.fixture
def programme(app):
    return builders.a_programme()


def signed_in(client, programme, *roles):
    builders.sign_in(client, builders.an_account(*roles, programme=programme))


def built(programme, *, language="en", audience="inside", length="full"):
    order = Order(language=language, audience=audience, length=length, period_ids=(builders.the_period(programme).id,))
    return reporting.build_now(programme, order, actor=SHELL)


def test_an_evaluator_asks_for_a_report_and_reads_it(client, programme):
    builders.a_story(programme)
    signed_in(client, programme, Role.EVALUATOR)
    client.get(f"/p/{programme.slug}/reports")

    client.submit({"language": "en", "audience": "inside", "length": "full"})

    assert client.h1 == "Stories of change: evaluation report"
    assert "Stories that are counted here: fewer than 5." in client.text()
    assert len(client.page.select(".report .contents")) == 1


def test_a_russian_page_of_a_russian_report_has_no_english_left(russian, programme):
    table = Table(programme=programme)
    table.vote("Owl", 1, "Это про доверие.")
    table.vote("Moth", 2, "А это честнее.")
    table.vote("Fern", 1, "Я так чувствую.")
    table.decide(1, dissent="Вторая история труднее.")
    signed_in(russian, programme, Role.EVALUATOR)

    for length in ("full", "summary"):
        one = built(programme, language="ru", length=length)
        russian.get(f"/p/{programme.slug}/reports/{one.public_id}")

    assert russian.h1 == "Истории изменений: краткий отчёт"


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_file_speaks_one_language(programme, language):
    builders.a_story(programme)

    page = BeautifulSoup(reporting.download(built(programme, language=language), "html"), "html.parser")

    check_language(page, language, "report.html")


@pytest.mark.parametrize("role", list(Role))
def test_the_doors_of_the_wing(client, programme, role):
    one = built(programme, audience="funder")
    signed_in(client, programme, role)

    opened = {
        path: client.http.get(f"/p/{programme.slug}/{path}").status_code
        for path in ("reports", f"reports/{one.public_id}", f"reports/{one.public_id}/file.html", "recalls")
    }

    reads, calls_back = (200 if role in READERS else 403), (200 if role in CALLERS_BACK else 403)
    assert list(opened.values()) == [reads, reads, reads, calls_back]


@pytest.mark.parametrize("role", [role for role in READERS if role not in BUILDERS])
def test_only_evaluators_ask_for_reports(client, programme, role):
    signed_in(client, programme, role)
    client.get(f"/p/{programme.slug}/reports")

    client.post(f"/p/{programme.slug}/reports", {"language": "en", "audience": "public", "length": "full"}, status=403)

    assert db.session.scalar(db.select(IssuedReport)) is None


def test_a_funder_finds_no_report_for_the_inside(client, programme):
    inside, public = built(programme), built(programme, audience="public")
    inside_id, public_id = inside.public_id, public.public_id
    signed_in(client, programme, Role.FUNDER_VIEWER)

    page = client.get(f"/p/{programme.slug}/reports")

    assert public_id in str(page) and inside_id not in str(page)
    client.get(f"/p/{programme.slug}/reports/{inside_id}", status=404)
    client.get(f"/p/{programme.slug}/reports/{inside_id}/file.json", status=404)


def test_a_report_of_another_programme_does_not_exist(client, programme):
    foreign = built(builders.a_programme()).public_id
    signed_in(client, programme, Role.EVALUATOR)

    client.get(f"/p/{programme.slug}/reports/{foreign}", status=404)


@pytest.mark.parametrize("name", ["html", "docx", "xlsx", "csv", "json"])
def test_a_report_is_taken_along_under_a_name_that_tells_nothing(client, programme, name):
    one = built(programme)
    one_id, public_id = one.id, one.public_id
    signed_in(client, programme, Role.EVALUATOR)

    answer = client.http.get(f"/p/{programme.slug}/reports/{public_id}/file.{name}")

    assert answer.headers["Content-Disposition"] == f'attachment; filename="report-{one_id}.{name}"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(answer.data) > 1000


def test_an_unknown_format_is_told_kindly(client, programme):
    one = built(programme).public_id
    signed_in(client, programme, Role.EVALUATOR)

    client.get(f"/p/{programme.slug}/reports/{one}/file.exe", status=409)


def test_a_report_that_was_taken_back_says_why(client, russian, programme):
    story = builders.a_story(programme)
    one = built(programme).public_id
    with act(SHELL) as doing:
        withdraw_story(doing, db.session.get_one(Story, story.id), by=ConsentBy.CHILD, today=builders.TODAY)
    for browser in (client, russian):
        signed_in(browser, programme, Role.EVALUATOR)
        browser.get(f"/p/{programme.slug}/reports/{one}")

    client.get(f"/p/{programme.slug}/reports/{one}/file.html")

    assert client.h1 == "This report was taken back"
    assert russian.h1 == "Этот отчёт отозван"


def taken_back(story):
    with act(SHELL) as doing:
        withdraw_story(doing, db.session.get_one(Story, story.id), by=ConsentBy.CHILD, today=builders.TODAY)


def held(programme, story):
    lead = builders.an_account(Role.SAFEGUARDING_LEAD, programme=programme).id
    cases.hand_over(programme, story.public_id, "This sounds dangerous to me.", account_id=lead)


@pytest.mark.parametrize(
    ("language", "button"), [("en", "Make it anew without the story"), ("ru", "Сделать заново без этой истории")]
)
def test_a_report_that_was_taken_back_is_made_anew_as_it_was_asked_for(app, programme, language, button):
    story = builders.a_story(programme)
    old = built(programme, language="ru", audience="funder", length="summary")
    asked_for, old_id = (old.language, old.audience, old.length, old.tellers, old.period_ids), old.id
    taken_back(story)
    browser = PageClient(app, language=language)
    signed_in(browser, programme, Role.EVALUATOR)
    browser.get(f"/p/{programme.slug}/reports/{old.public_id}")

    browser.press(button)

    new = db.session.scalars(db.select(IssuedReport).order_by(IssuedReport.id.desc())).first()
    assert new.id != old_id and browser.url.endswith(new.public_id)
    assert (new.language, new.audience, new.length, new.tellers, new.period_ids) == asked_for
    assert db.session.get(IssuedReport, old_id).state == "recalled"


def test_coded_stories_that_were_taken_back_are_put_together_anew(client, programme):
    stays, story = (builders.a_story(programme) for _ in range(2))
    account = builders.an_account(Role.EVALUATOR, programme=programme)
    old = exchange.put_together(programme, language_of_file="en", account_id=account.id)
    taken_back(db.session.get_one(Story, story.id))
    builders.sign_in(client, account)
    client.get(f"/p/{programme.slug}/reports/{old}")

    client.press("Make it anew")

    new = db.session.scalars(db.select(IssuedReport).order_by(IssuedReport.id.desc())).first()
    used = db.session.scalars(db.select(ReportUse.story_id).where(ReportUse.report_id == new.id)).all()
    assert new.public_id != old and used == [stays.id]


def test_where_nothing_is_left_that_may_go_the_page_says_so(client, programme):
    story = builders.a_story(programme)
    account = builders.an_account(Role.EVALUATOR, programme=programme)
    old = exchange.put_together(programme, language_of_file="en", account_id=account.id)
    taken_back(story)
    builders.sign_in(client, account)
    client.get(f"/p/{programme.slug}/reports/{old}")

    client.press("Make it anew")

    assert client.url.endswith(old) and client.page.select_one(".note-bad")


def test_whoever_builds_no_reports_is_offered_none_anew(client, programme):
    story = builders.a_story(programme)
    old = built(programme).public_id
    taken_back(story)
    signed_in(client, programme, Role.FACILITATOR)

    client.get(f"/p/{programme.slug}/reports/{old}")

    assert "Make it anew" not in client.text()


def recall_page(client, programme):
    return words_on(client.get(f"/p/{programme.slug}/recalls"))


def words_on(page):
    return " ".join(page.select_one("main").get_text(" ").split())


@pytest.mark.parametrize("role", CALLERS_BACK)
def test_what_has_to_be_called_back_is_listed_and_marked_by_name(client, programme, role):
    story = builders.a_story(programme)
    one = built(programme).id
    taken_back(story)
    account = builders.an_account(role, programme=programme)
    name = account.name
    builders.sign_in(client, account)
    assert f"Report {one}" in recall_page(client, programme)

    client.post(client.page.select_one("form[action*=called-back]")["action"])

    assert "Nothing to call back" in client.text()
    assert f"Called back by {name}" in words_on(client.page)


def test_whoever_saved_a_report_as_a_file_is_named(client, programme):
    story = builders.a_story(programme)
    one = built(programme)
    one_id, public_id = one.id, one.public_id
    account = builders.an_account(Role.EVALUATOR, programme=programme)
    name = account.name
    builders.sign_in(client, account)
    client.http.get(f"/p/{programme.slug}/reports/{public_id}/file.docx")

    taken_back(story)

    assert f"Saved files of a report {one_id}" in recall_page(client, programme)
    assert f"Who has it {name}" in recall_page(client, programme)


def test_an_answer_that_was_written_is_called_back_with_its_round(client, programme):
    table = Table(programme=programme, name="Spring round")
    for label in ("Owl", "Moth", "Fern"):
        table.vote(label, 1)
    table.decide(1)
    answer = feedback.Answer(valued="You kept going for so long.")
    feedback.answer_teller(programme, table.id, table.public_ids[0], answer, account_id=table.facilitator.id)
    taken_back(db.session.get_one(Story, table.story_ids[0]))
    signed_in(client, programme, Role.FACILITATOR)

    shown = recall_page(client, programme)

    assert "Selection round Spring round" in shown
    assert "Answer to a teller in a round Spring round" in shown


def test_a_held_story_is_recalled_in_the_words_of_one_that_was_withdrawn(client, programme, app):
    """Whoever reads the list cannot tell a case from a no."""
    other = builders.a_programme()
    for place, goes in ((programme, taken_back), (other, lambda story: held(other, story))):
        story = builders.a_story(place)
        built(place)
        goes(story)
    pages = []
    for place in (programme, other):
        signed_in(client, place, Role.EVALUATOR)
        pages.append(re.sub(r"Report \d+", "Report", recall_page(client, place)))

    assert pages[0] == pages[1]
    assert not re.search("case|held|safeguard|danger", pages[1], re.IGNORECASE)


def test_a_line_that_joined_later_is_not_called_back_unseen(client, programme):
    stories = [builders.a_story(programme) for _ in range(2)]
    built(programme)
    taken_back(stories[0])
    signed_in(client, programme, Role.EVALUATOR)
    recall_page(client, programme)
    seen = client.page.select_one("form[action*=called-back]")["action"]
    taken_back(db.session.get_one(Story, stories[1].id))

    client.post(seen)

    assert "Nothing to call back" not in client.text()


def test_numbers_lead_to_their_stories_only_where_the_door_is_open(client, programme):
    builders.a_story(programme)
    one = built(programme).public_id
    links = []
    for role in (Role.EVALUATOR, Role.ADMINISTRATOR):
        signed_in(client, programme, role)
        links.append(len(client.get(f"/p/{programme.slug}/reports/{one}").select(".report td a, .report th a")))

    assert links[0] > 5 and links[1] == 0


def test_a_report_for_others_leads_nowhere(client, programme):
    builders.a_story(programme)
    one = built(programme, audience="funder").public_id
    signed_in(client, programme, Role.EVALUATOR)

    page = client.get(f"/p/{programme.slug}/reports/{one}")

    assert page.select(".report td a, .report th a") == []


def test_a_form_without_a_period_is_sent_back(client, programme):
    signed_in(client, programme, Role.EVALUATOR)
    client.get(f"/p/{programme.slug}/reports")

    client.post(f"/p/{programme.slug}/reports", {"language": "en", "audience": "inside", "length": "full"}, status=422)

    assert "Please choose at least one period." in client.text()


def test_what_a_form_misses_is_said_in_russian(russian, programme):
    signed_in(russian, programme, Role.EVALUATOR)
    russian.get(f"/p/{programme.slug}/reports")

    russian.post(f"/p/{programme.slug}/reports", {"language": "en", "audience": "inside", "length": "full"}, status=422)

    assert "Выберите хотя бы один период." in russian.text()


def test_a_story_without_a_yes_to_quotes_is_in_no_page(client, programme):
    builders.a_story(programme, refused=(Purpose.QUOTE,), title="Speaking again")
    one = built(programme).public_id
    signed_in(client, programme, Role.EVALUATOR)

    client.get(f"/p/{programme.slug}/reports/{one}")

    assert "Speaking again" not in client.text()


def test_who_took_a_report_away_is_written_down(client, programme):
    one = built(programme)
    signed_in(client, programme, Role.EVALUATOR)

    client.http.get(f"/p/{programme.slug}/reports/{one.public_id}/file.csv")

    lines = db.session.scalars(db.select(AuditEvent).where(AuditEvent.act == "report.downloaded"))
    assert [line.reason for line in lines] == ["CSV"]
