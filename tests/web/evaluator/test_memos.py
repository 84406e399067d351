"""Memos on the pages of coders, and themes that stand under each other."""

from storyapp.data.db import db
from storyapp.data.tables.memos import Memo
from storyapp.rules.people import Role
from storyapp.services import memos, tagging
from storyapp.services.memos import About
from storyapp.services.tagging import Coder
from tests import builders

WORDS = "speak in class again"


def on_theme(programme, theme) -> str:
    return f"/p/{programme.slug}/themes/{theme.id}"


def test_a_memo_on_marked_words_is_written_at_the_desk_and_stands_beside_the_theme(either, programme, theme):
    story = builders.a_story(programme)
    builders.a_suggested_tag(story, theme, WORDS)
    page = either.get(f"/p/{programme.slug}/coding/{story.public_id}")
    choices = [one["value"] for one in page.select("#memo-about option")]

    either.submit({"memo-about": choices[1], "memo-text": "Speech\nor courage?"}, form="memo-form")
    page = either.get(on_theme(programme, theme))

    assert len(choices) == 2
    assert page.select_one(".memos blockquote").get_text() == WORDS
    assert page.select_one(".memo-text").get_text() == "Speech\nor courage?"


def test_an_empty_memo_comes_back_kindly(either, programme, theme):
    story = builders.a_story(programme)
    builders.a_suggested_tag(story, theme, WORDS)
    either.get(f"/p/{programme.slug}/coding/{story.public_id}")

    either.submit({"memo-text": " "}, form="memo-form", status=422)

    assert either.page.select("#memos .error-summary") and db.session.scalars(db.select(Memo)).all() == []


def test_too_long_a_memo_is_not_lost(desk, programme, theme):
    desk.get(on_theme(programme, theme))

    desk.submit({"memo-text": "long " * 1000}, form="memo-form", status=422)

    assert desk.page.select_one("#memo-text").get_text().strip().startswith("long long")


def test_a_memo_is_taken_back_on_the_page_of_its_theme(either, programme, theme, evaluator):
    memos.write_memo(programme.id, About(theme_id=theme.id), "Mine.", Coder(account_id=evaluator.id))
    other = builders.an_account(Role.EVALUATOR, programme=programme).id
    memos.write_memo(programme.id, About(theme_id=theme.id), "Another's.", Coder(account_id=other))
    page = either.get(on_theme(programme, theme))
    [form] = page.select(".memos .post-button")

    page = either.post(form["action"], {"theme": str(theme.id)})

    assert [one.get_text() for one in page.select(".memo-text")] == ["Another's."]


def test_a_memo_on_a_foreign_theme_finds_nothing(desk, programme):
    foreign = builders.a_theme(builders.a_programme())
    desk.get(f"/p/{programme.slug}/themes")

    desk.post(f"/p/{programme.slug}/themes/{foreign.id}/memos", {"memo-text": "Hm."}, status=404)

    assert db.session.scalars(db.select(Memo)).all() == []


def test_themes_show_what_stands_below_them_with_own_and_common_numbers(either, programme, place, evaluator):
    top = builders.a_theme(programme)
    below = [builders.a_theme(programme, parent_id=top.id) for _ in range(2)]
    story = builders.a_story(programme)
    for theme in below:
        tagging.add_tag(place(story), theme.id, Coder(account_id=evaluator.id))

    either.get(f"/p/{programme.slug}/themes")
    asked = either.press({"en": "Show exact numbers", "ru": "Показать точные числа"}[either.language])
    rows = asked.select("main > .table-wrap tbody tr")
    page = either.get(on_theme(programme, top))

    numbers = [[cell.get_text(strip=True) for cell in row.select("td.number")][1:3] for row in rows[:3]]
    assert numbers == [["0", "1"], ["1", "–"], ["1", "–"]]
    assert [row.th.get("class") for row in rows[:3]] == [None, *[["theme-below", "theme-below-1"]] * 2]
    assert len(page.select(".ways a.theme-name")) == 2


def test_each_code_on_the_page_of_a_theme_says_whose_it_is(desk, programme, theme, place, evaluator):
    story = builders.a_story(programme)
    tagging.confirm_tag(
        place(story), builders.a_suggested_tag(story, theme, WORDS).id, Coder(account_id=evaluator.id)
    )  # fmt: skip

    page = desk.get(on_theme(programme, theme))

    assert "put by: Language module · confirmed by: Person" in page.select_one(".found").get_text(" ", strip=True)
