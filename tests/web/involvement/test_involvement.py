"""Facilitators and evaluators look at involvement itself, and write down what the house cannot count."""

import pytest

from storyapp.rules.people import Role
from storyapp.rules.polls import PollKind
from storyapp.rules.programmes import AddressForm
from tests import builders
from tests.pages import PageClient
from tests.services.poll_builders import AskedGroup
from tests.services.round_builders import Table

ACTIVITY = {
    "method": "Sat on the board that chose the psychologist", "held_on": "2026-03-02", "level": "STRATEGIC",
    "role": "CONSULTANT", "degree": "DECIDED_TOGETHER", "n_people": "2", "hours": "6",
    "contribution": "Two questions of theirs were asked of every candidate.", "source": "Minutes of the board, page 3",
}  # fmt: skip


@pytest.fixture
def staff(app) -> PageClient:
    return PageClient(app, language="en")


def at(programme, *more: str) -> str:
    return "/".join([f"/p/{programme.slug}/involvement", *more])


def signed_in(staff, programme, role: Role = Role.FACILITATOR) -> None:
    builders.sign_in(staff, builders.an_account(role, programme=programme))


def test_the_matrix_is_there_without_anybody_writing_it(staff):
    table = Table(is_young=True, is_youth=True)
    signed_in(staff, table.programme)
    staff.get(f"/p/{table.programme.slug}/rounds")

    staff.get(staff.link("Involvement"))

    assert "Chose stories on panels" in staff.text()
    assert "Counted here" in staff.text()


def test_an_activity_is_written_down_with_its_source_and_changed(staff):
    programme = builders.a_programme()
    signed_in(staff, programme, Role.EVALUATOR)
    staff.get(at(programme, "new"))
    staff.submit(ACTIVITY)
    first = staff.text()

    staff.get(at(programme, "1"))
    staff.submit({**ACTIVITY, "n_people": "3"})

    assert "Minutes of the board, page 3" in first
    assert "They decided together with adults" in staff.text()
    assert "6 h" in first


def test_without_a_source_it_is_asked_for_kindly_and_nothing_is_lost(staff):
    programme = builders.a_programme()
    signed_in(staff, programme)
    staff.get(at(programme, "new"))

    staff.submit({**ACTIVITY, "source": "list"}, status=422)

    assert "Please say where the number can be looked up" in staff.text()
    assert staff.page.find("textarea", id="contribution").text.strip() == ACTIVITY["contribution"]


def test_where_young_people_are_only_asked_the_page_says_so(staff):
    programme = builders.a_programme()
    builders.a_story(programme)
    signed_in(staff, programme)

    staff.get(at(programme))

    assert "That is honest consultation, and should be called so." in staff.text()


def test_people_answer_the_five_questions_without_a_name_and_the_page_counts_them(staff, client):
    group = AskedGroup(PollKind.INVOLVEMENT)
    group.answers({(item, 0): 1 for item in range(5)}, times=4)
    client.get(f"/poll/enter/{group.asked.token}")
    client.submit({f"item-{item}": "1" for item in range(5)})
    builders.sign_in(staff, group.facilitator)

    staff.post(f"/p/{group.programme.slug}/polls/{group.id}/close")
    staff.get(at(group.programme))

    assert staff.text().count("Yes: 4, partly: 1, no: 0; 5 answered.") == 5
    assert "Did it turn out as you were told it would?" in staff.text()


def test_young_people_are_asked_in_the_form_of_address_of_their_programme(app):
    group = AskedGroup(PollKind.INVOLVEMENT, programme=builders.a_programme(address_form=AddressForm.TY))
    phone = PageClient(app, language="ru")

    phone.get(f"/poll/enter/{group.asked.token}")

    assert "Всё было так, как тебе обещали?" in phone.text()
    assert "Вам" not in phone.text()


def test_words_of_people_stand_beside_what_is_counted(staff):
    programme = builders.a_programme()
    signed_in(staff, programme)
    staff.get(at(programme, "words", "purpose"))

    staff.submit({"text": "We read the purpose aloud at every first meeting."})

    assert "We read the purpose aloud at every first meeting." in staff.text()


def test_who_only_reads_reports_does_not_come_in(staff):
    programme = builders.a_programme()
    signed_in(staff, programme, Role.FUNDER_VIEWER)

    staff.get(at(programme), status=403)
