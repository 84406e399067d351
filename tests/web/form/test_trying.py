"""The form on a phone, before anybody answers it; the list before opening; the guide on paper."""

import pytest
from sqlalchemy import func, select

from storyapp.data.db import db
from storyapp.data.tables.programmes import FormVersion, StoryInvitation
from storyapp.data.tables.stories import Draft, Story
from storyapp.rules.people import Role
from storyapp.rules.programmes import QuestionFamily, QuestionKind
from storyapp.rules.wording import Wording
from tests.builders import a_programme, a_question, an_account, sign_in

YES_NO = [{"code": "yes", "ru": "Да", "en": "Yes"}, {"code": "no", "ru": "Нет", "en": "No"}]


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def place(client, russian, programme):
    facilitator = an_account(Role.FACILITATOR, programme=programme)
    sign_in(client, facilitator)
    sign_in(russian, facilitator)
    return f"/p/{programme.slug}/form"


@pytest.fixture
def camp(programme):
    return a_question(
        programme, "camp", family=QuestionFamily.STORY, options=YES_NO, wording=Wording(ru="Лагерь?", en="A camp?"),
        easy=Wording(ru="Лагерь был?", en="Camp?"), settings={"prompt": {"ru": "Какой?", "en": "Which one?"}},
    )  # fmt: skip


@pytest.fixture
def when(programme, camp):
    return a_question(
        programme, "when", family=QuestionFamily.STORY, kind=QuestionKind.MONTH, options=[],
        wording=Wording(ru="Когда?", en="When?"), condition={"question": "camp", "test": "ANY_OF", "values": ["yes"]},
    )  # fmt: skip


def n_rows():
    return [db.session.scalar(select(func.count()).select_from(table)) for table in (Draft, Story, FormVersion, StoryInvitation)]  # fmt: skip


def test_the_preview_walks_all_pages_and_keeps_nothing(client, place, camp, when):
    before = n_rows()
    client.get(f"{place}/preview/page?step=questions&language=en")
    client.submit({f"question_{camp.id}": "yes"})
    asked_next = client.text()
    client.submit({f"question_{when.id}": ["3", "2026"]})
    client.submit({"title": "Mine"})
    looked_over = client.text()
    client.submit()

    assert "When?" in asked_next
    assert client.h1 == "That is all a teller is asked"
    assert "March 2026" in looked_over
    assert n_rows() == before


def test_the_preview_leaves_out_what_the_answer_does_not_lead_to(client, place, camp, when):
    client.get(f"{place}/preview/page?step=questions&language=en")

    client.submit({f"question_{camp.id}": "no"})

    assert "When?" not in client.text() and client.page.find("input", attrs={"name": "title"})


def test_the_preview_speaks_both_languages_whatever_the_staff_reads(client, russian, place, camp):
    russian.language = "en"
    russian.get(f"{place}/preview/page?step=questions&language=en")
    in_english = russian.text()
    client.language = "ru"
    client.get(f"{place}/preview/page?step=questions&language=ru")

    assert "A camp?" in in_english
    assert "Лагерь?" in client.text()


@pytest.mark.parametrize(("query", "shown", "hidden"), [
    ("band=10-13", "Camp?", "A camp?"), ("band=16-17", "A camp?", "Which one?"), ("way=interview", "Which one?", "Camp? Yes"),
])  # fmt: skip
def test_the_preview_shows_what_each_would_see(client, place, camp, query, shown, hidden):
    client.get(f"{place}/preview/page?step=questions&{query}")

    assert shown in client.text() and hidden not in client.text()


def test_what_is_carried_along_and_is_no_answer_breaks_nothing(client, place, camp):
    client.get(f"{place}/preview/page?step=questions")

    for junk in ("[]", "{", '{"questions": 7, "age": {"band": "x"}}', '{"questions": {"question_1": {"a": 1}}}'):
        client.submit({"so_far": junk, f"question_{camp.id}": "yes"})
        client.get(f"{place}/preview/page?step=questions")


def test_only_the_preview_may_be_framed_and_only_by_us(client, place, camp):
    client.get(f"{place}/preview")
    outer = client.response.headers["Content-Security-Policy"]
    client.get(f"{place}/preview/page")
    inner = client.response.headers
    client.get(place)

    assert "frame-src 'self'" in outer and "frame-ancestors 'none'" in outer
    assert "frame-ancestors 'self'" in inner["Content-Security-Policy"] and inner["X-Frame-Options"] == "SAMEORIGIN"
    assert client.response.headers["X-Frame-Options"] == "DENY"


def test_the_list_before_opening_says_what_is_missing(client, russian, place, programme, camp):
    a_question(programme, "half", wording=Wording(en="Only English?"))
    client.get(f"{place}/checklist")
    russian.get(f"{place}/checklist")

    lines = [one.get_text(" ", strip=True) for one in client.page.select(".lines li")]
    assert "1 text has no Russian words yet. missing" in lines
    assert "Everything can be read in English. ready" in lines
    assert "There is no number to call yet. missing" in lines
    assert "1 question has no short words for the youngest. would be good" in lines
    assert any(line.startswith("It takes about ") and line.endswith("ready") for line in lines)
    assert "1 текст ещё не написан по-русски." in russian.text()


def test_a_long_form_is_called_too_long_before_it_opens(client, place, programme):
    for n in range(8):
        a_question(programme, f"long-{n}", kind=QuestionKind.LONG_TEXT, options=[])

    client.get(f"{place}/checklist")

    assert "more than 15 is too long for most" in client.text()


def test_the_guide_says_what_to_ask_and_how_to_ask_on(client, russian, place, camp, when):
    client.get(f"{place}/guide")
    russian.get(f"{place}/guide")

    text = client.text()
    assert "A camp?" in text and "To ask on: Which one?" in text
    assert "Only if the answer to “A camp?” is: Yes" in text
    assert "Do not help with the answer" in text and "Tell what happened" in text
    assert "Лагерь?" in russian.text() and "Какой?" in russian.text()


def test_the_guide_for_the_youngest_has_the_short_words(client, place, camp):
    client.get(f"{place}/guide?band=10-13")

    assert "Camp?" in client.text() and "A camp?" not in client.text()


def test_a_prompt_is_written_with_its_question(client, place, camp):
    client.get(f"{place}/questions/{camp.id}")

    client.submit({"prompt_en": "Where was it?"})

    db.session.expire_all()
    assert db.session.merge(camp).settings == {"prompt": {"ru": "Какой?", "en": "Where was it?"}}


@pytest.mark.parametrize(("look", "answered"), [("dark", "(min-width: 0px)"), ("light", "(max-width: 0px)")])
def test_the_phone_is_light_or_dark_whatever_the_screen_is(client, place, look, answered):
    page = client.get(f"{place}/preview/page?look={look}")
    sheets = [link["href"] for link in page.find_all("link", rel="stylesheet")]

    css = "".join(client.http.get(sheet).get_data(as_text=True) for sheet in sheets)

    assert len(sheets) >= 2 and answered in css and "prefers-color-scheme" not in css
    assert client.http.get(f"{place}/preview/dark/rounds.css").status_code == 404
