"""Words put right, on narrow screens, light and dark: written by staff, agreed by the teller, seen by a panel."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.tables.rounds import RoundStory
from storyapp.data.tables.stories import Story
from tests.browser.rounds import give_a_new_code, links_of, the_open_round
from tests.demo_house import cookies_of

NARROW, OTHER = 360, "42"
PUT_RIGHT = {"en": "What was put right", "ru": "Что поправлено"}
YES = {"en": "Yes, let it be so", "ru": "Да, пусть будет так"}


@dataclass(frozen=True, kw_only=True)
class Edited:
    """A story on the open table, its teller's code, the words after and a panellist's link."""

    public_id: str
    code: str
    after: str
    link: str


def a_story_on_the_table(language: str) -> Edited:
    round_id = the_open_round()
    query = select(Story).join(RoundStory, RoundStory.story_id == Story.id).where(RoundStory.round_id == round_id)
    story = db.session.scalars(query.where(Story.language == language).order_by(Story.id)).first()
    words = story.happened.split(" ")
    public_id = story.public_id
    link = next(link for spoken, link in links_of(round_id) if spoken == language)
    return Edited(
        public_id=public_id, after=" ".join([words[0], OTHER, *words[2:]]), link=link,
        code=give_a_new_code(story.id),
    )  # fmt: skip


def find_the_story(phone):
    """Turn the pages of the stories until the one whose words were put right."""
    phone.press(phone.page.locator("a[href='/panel/read/1']").first)
    n = 1
    while phone.page.locator("ins", has_text=OTHER).count() == 0:
        n += 1
        phone.press(phone.page.locator(f"a[href='/panel/read/{n}']"))


@pytest.mark.parametrize(
    ("language", "colours"), [("ru", "dark"), ("en", "light")], ids=["Russian, dark", "English, light"]
)
def test_words_are_put_right_and_everybody_can_see_which(open_browser, house, app, language, colours):
    story = house.ask(lambda: a_story_on_the_table(language))
    desk, teller, phone = (
        open_browser(language=language, javascript=has_script, width=NARROW, color_scheme=colours)
        for has_script in (True, False, True)
    )
    desk.let_in(**house.ask(lambda: cookies_of(app, "staff, facilitator")))
    desk.go(f"/p/mentors/stories/{story.public_id}/put-right")
    desk.fill("happened", story.after)
    desk.send()
    desk.go(f"/p/mentors/stories/{story.public_id}/put-right")
    expect(desk.page.locator("ins").first).to_contain_text(OTHER)

    teller.go("/my-story")
    teller.fill("code", story.code)
    teller.send()
    teller.is_at("/my-story/view")
    expect(teller.page.locator("ins").first).to_contain_text(OTHER)
    teller.press(teller.page.get_by_role("button", name=YES[language]))

    phone.go(story.link)
    find_the_story(phone)
    expect(phone.page.locator("ins", has_text=OTHER)).to_be_hidden()
    phone.page.locator("summary", has_text=PUT_RIGHT[language]).click()
    phone.look()
    expect(phone.page.locator("ins", has_text=OTHER)).to_be_visible()
    expect(phone.page.locator("del").first).to_be_visible()
