"""A facilitator asks a room; people answer by a link, without a name; the result stands when it is closed."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.polls import Poll
from storyapp.rules.polls import PollKind
from storyapp.services import polls
from tests import builders
from tests.pages import PageClient
from tests.services.poll_builders import FILM, TALK, WALK, AskedGroup

OPTIONS = {
    "question_ru": "Что делаем в мае?", "question_en": "What do we do in May?", "n_invited": "6",
    "options_ru": "Кино\nПоход", "options_en": "Film\nWalk",
}  # fmt: skip


@pytest.fixture
def staff(app) -> PageClient:
    return PageClient(app, language="ru")


def open_poll(staff, kind="one", **changes):
    programme = builders.a_programme()
    builders.sign_in(staff, builders.an_account(builders.Role.FACILITATOR, programme=programme))
    staff.get(f"/p/{programme.slug}/polls/new/{kind}")
    staff.submit({**OPTIONS, **changes})
    return programme, db.session.scalars(db.select(Poll)).one()


def enter(client, group_or_poll):
    client.get(f"/poll/enter/{polls.asked(*group_or_poll).token}")


def test_a_facilitator_asks_and_a_person_answers(staff, client):
    programme, poll = open_poll(staff)
    link = staff.link("/poll/enter/")

    client.get(link[link.index("/poll/enter/") :])
    client.submit({"item-0": "1"})

    assert client.url == "/poll"
    assert client.h1 == "Thank you, your answer is in"
    assert "1 of 6 took part (17%)" in client.text()
    db.session.expire_all()
    assert [option.n_chosen for option in polls.asked(programme, poll.id).options] == [0, 1]


def test_the_result_is_hidden_while_open_and_shown_with_its_base_when_closed(staff, client):
    group = AskedGroup()
    group.answers({FILM: 1}, times=6)
    group.answers({WALK: 1}, times=2)
    builders.sign_in(staff, group.facilitator)
    staff.get(f"/p/{group.programme.slug}/polls/{group.id}")
    while_open = staff.text()

    staff.post(f"/p/{group.programme.slug}/polls/{group.id}/close")

    assert "75" not in while_open
    assert "Ответили 8 из 12 (67\xa0%)" in staff.text()
    assert "6 · 75\xa0%" in staff.text()
    enter(client, (group.programme, group.id))
    assert "6 · 75%" in client.text()


def test_under_k_the_facilitator_sees_how_many_but_not_what(staff):
    group = AskedGroup()
    group.answers({TALK: 1}, times=4)
    group.close()
    builders.sign_in(staff, group.facilitator)

    staff.get(f"/p/{group.programme.slug}/polls/{group.id}")

    assert "Ответили 4 из 12" in staff.text()
    assert "Результат скрыт" in staff.text()
    assert "100" not in staff.text()


def test_a_pulse_is_for_the_facilitator_alone_from_three_answers_on(staff, client):
    group = AskedGroup(PollKind.PULSE)
    for _ in range(3):
        enter(client, (group.programme, group.id))
        client.submit({"item-0": "0", "item-2": "2"})
        client.post("/poll/next")
    builders.sign_in(staff, group.facilitator)
    group.close()

    staff.get(f"/p/{group.programme.slug}/polls/{group.id}")
    client.get("/poll")

    assert staff.text().count("3 · 100\xa0%") == 2
    assert "скрыт" in staff.text()  # nobody answered the second question
    assert "100" not in client.text()


def test_the_loyalty_index_stands_with_its_range_and_number(staff):
    group = AskedGroup(PollKind.LOYALTY)
    group.answers({(0, 10): 1}, times=6)
    group.answers({(0, 7): 1}, times=2)
    group.answers({(0, 3): 1}, times=2)
    group.close()
    builders.sign_in(staff, group.facilitator)

    staff.get(f"/p/{group.programme.slug}/polls/{group.id}")

    assert "Индекс лояльности: 40 " in staff.text()
    assert "ответов: 10" in staff.text()


def test_too_many_dots_are_said_kindly_and_stay_where_they_were(client):
    group = AskedGroup(PollKind.DOTS)
    enter(client, (group.programme, group.id))

    client.submit({"dots-0": "3", "dots-2": "1"}, status=422)

    assert "You gave 4 dots; there are 3." in client.text()
    chosen = client.page.find("select", attrs={"name": "dots-0"}).find("option", selected=True)
    assert chosen["value"] == "3"
    client.submit({"dots-2": ""})
    assert group.asked.options[0].n_chosen == 3


def test_several_may_be_chosen(client):
    group = AskedGroup(PollKind.SEVERAL)
    enter(client, (group.programme, group.id))

    client.submit({"item-0": ["0", "2"]})

    assert [option.n_chosen for option in group.asked.options] == [1, 0, 1]


def test_nothing_chosen_is_said_kindly_and_not_counted(russian):
    group = AskedGroup()
    enter(russian, (group.programme, group.id))

    russian.submit(status=422)

    assert "Сначала выбери что-нибудь." in russian.text()
    assert group.asked.poll.n_answers == 0


def test_changing_the_language_sends_nothing_and_keeps_the_choice(client):
    group = AskedGroup()
    enter(client, (group.programme, group.id))
    client.language = "ru"

    client.submit({"item-0": "1", "switch_language": "ru"})

    assert client.page.find("input", attrs={"name": "item-0", "checked": True})["value"] == "1"
    assert group.asked.poll.n_answers == 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"question_ru": "", "question_en": ""}, "на одном языке"),
        ({"options_ru": "Кино\nПоход\nРазговор"}, "строк 3, по-английски 2"),
        ({"options_ru": "Кино", "options_en": ""}, "от 2 до 12 ответов"),
        ({"n_invited": "4"}, "с 5 ответов"),
    ],
    ids=["no question", "lines that do not belong together", "one answer only", "fewer people than k"],
)
def test_what_makes_no_poll_is_said_and_kept(staff, changes, said):
    programme = builders.a_programme()
    builders.sign_in(staff, builders.an_account(builders.Role.FACILITATOR, programme=programme))
    staff.get(f"/p/{programme.slug}/polls/new/one")

    staff.submit({**OPTIONS, **changes}, status=422)

    assert said in staff.text()
    assert db.session.scalar(db.select(db.func.count(Poll.id))) == 0


def test_a_poll_is_asked_again_and_held_beside_the_first(staff):
    group = AskedGroup()
    group.answers({FILM: 1}, times=5)
    group.close()
    builders.sign_in(staff, group.facilitator)
    staff.get(f"/p/{group.programme.slug}/polls/{group.id}/again")

    staff.submit({"n_invited": "9"})
    second = db.session.scalar(db.select(db.func.max(Poll.id)))
    staff.post(f"/p/{group.programme.slug}/polls/{second}/close")

    assert "Как менялось" in staff.text()
    assert "5 / 12" in staff.text()


def test_a_dead_link_says_what_to_do(client):
    client.get("/poll/enter/nothing-like-it")

    assert client.url == "/poll/none"


def test_the_screen_shows_the_code_and_how_many_but_no_answer(staff):
    group = AskedGroup()
    group.answers({FILM: 1}, times=5)
    builders.sign_in(staff, group.facilitator)

    staff.get(f"/p/{group.programme.slug}/polls/{group.id}/screen")

    assert staff.page.find("svg", attrs={"role": "img"}) is not None
    assert "Ответили 5 из 12" in staff.text()
    assert "Кино" not in staff.text()
