"""The page of exchange: coded stories out as a report, codebooks out and in, in both languages."""

import io
import zipfile

import pytest

from storyapp.data.db import db
from storyapp.data.tables.programmes import Theme
from storyapp.rules.people import Role
from tests import builders

QDC = """<?xml version="1.0" encoding="utf-8"?><CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>
<Code guid="5215cc69-b628-4e02-afb9-9beeaee55808" name="Смелость" isCodable="true"/></Codes></CodeBook>""".encode()


def bring(browser, data, **others):
    values = {"file": (io.BytesIO(data), "book.qdc")}
    return browser.submit(values, form="codebook-form", content_type="multipart/form-data", **others)


def test_the_coded_stories_are_taken_along_from_the_themes(either, programme, theme):
    builders.a_story(programme)
    page = either.get(f"/p/{programme.slug}/themes")
    page = either.get(next(one["href"] for one in page.select("a") if one["href"].endswith("/exchange")))

    page = either.post(f"/p/{programme.slug}/exchange/take-along")
    links = [one["href"] for one in page.select(".report-files a")][:2]
    project, codebook = (either.http.get(one) for one in links)

    assert page.select_one("h1").get_text(strip=True) in ("Coded stories", "Размеченные истории")
    assert "project.qde" in zipfile.ZipFile(io.BytesIO(project.data)).namelist()
    assert codebook.data.startswith(b"<?xml") and "no-store" in project.headers["Cache-Control"]
    assert project.headers["Content-Disposition"].endswith('.qdpx"')


def test_with_no_story_the_page_says_so_kindly(desk, programme):
    desk.post(f"/p/{programme.slug}/exchange/take-along")

    assert "No story may go to another program yet" in desk.text()


def test_a_codebook_is_brought_and_becomes_themes(either, programme):
    either.get(f"/p/{programme.slug}/exchange")

    bring(either, QDC)

    assert [theme.name.ru for theme in db.session.scalars(db.select(Theme))] == ["Смелость"]


@pytest.mark.parametrize("sent", [b"", b"not a codebook"], ids=["nothing", "something else"])
def test_a_wrong_file_is_answered_in_words(either, programme, sent):
    either.get(f"/p/{programme.slug}/exchange")

    page = bring(either, sent, status=422)

    assert page.select_one(".error, .error-summary") is not None
    assert db.session.scalar(db.select(db.func.count(Theme.id))) == 0


def test_who_only_reads_stories_takes_nothing_along(client, programme):
    builders.sign_in(client, builders.an_account(Role.FACILITATOR, programme=programme))

    assert client.http.get(f"/p/{programme.slug}/exchange").status_code in (403, 404)
