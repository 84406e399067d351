"""What nobody planned: from the button to a result on the results page, in both languages, without JavaScript."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.coding import ResultLink
from storyapp.data.tables.house import Job
from storyapp.data.tables.programmes import ParticularWording, Programme, SocialResult, Theme
from storyapp.data.tables.stories import Story
from storyapp.data.tables.unplanned import UnplannedGroup
from storyapp.rules.jobs import JobKind, JobState
from storyapp.rules.people import Role
from storyapp.rules.stories import Direction
from storyapp.rules.unplanned import GroupState
from storyapp.services import discovering
from tests import builders

TIMES = {"ru": ("Утром", "Днём", "Вечером", "Зимой"), "en": ("In March", "In May", "In June", "In July")}
SAID = {
    "ru": ("{} мы сажали новые деревья во дворе.", "{} я кормил бездомных собак у вокзала."),
    "en": ("{} our street planted a vegetable garden.", "{} I repaired old bicycles for the neighbours."),
}
FIRST = {"ru": "Новые деревья", "en": "Vegetable garden"}


def board(programme) -> str:
    return f"/p/{programme.slug}/not-planned"


def tell(programme, language: str) -> None:
    """Let eight people tell of two things that nobody planned."""
    for said in SAID[language]:
        for time in TIMES[language]:
            builders.a_story(
                programme, language=language, happened=said.format(time), matters="", direction=Direction.BETTER,
                title="",
            )  # fmt: skip


def search(browser, programme) -> None:
    browser.get(board(programme))
    browser.submit({}, form="page-form")


def accept(browser) -> None:
    """Press the button that takes what is proposed into the library."""
    browser.post(browser.page.select_one("form[action$='/accept']")["action"], {})


def group_named(words: str) -> UnplannedGroup:
    groups = db.session.scalars(db.select(UnplannedGroup)).all()
    return next(one for one in groups if words.lower() in one.label.lower())


def test_from_the_button_to_a_proposed_result(either, programme):
    tell(programme, either.language)

    search(either, programme)
    cards = either.page.select(".group-cards > li")
    group = group_named(FIRST[either.language])
    either.get(f"{board(programme)}/{group.id}")
    words = either.page.find("input", attrs={"name": f"result-words_{either.language}"})["value"]
    either.submit({"result-level": "MEDIUM"}, form="result-form")
    n_before = len(db.session.scalars(db.select(SocialResult)).all())
    accept(either)
    result_page = either.text()
    results_page = either.get(f"/p/{programme.slug}/results").get_text(" ", strip=True)

    result = db.session.scalar(db.select(SocialResult))
    assert n_before == 0 and len(cards) == 2 and all(len(card.select("blockquote")) == 3 for card in cards)
    assert words == group.label == result.general.say(either.language)
    assert {"en": "Proposed from 4 stories", "ru": "Предложено по 4 историям"}[either.language] in result_page
    assert db.session.scalar(db.select(builders.Account.name)) in result_page
    assert {"en": "proposed from 4 stories", "ru": "предложено по 4 историям"}[either.language] in results_page
    assert result.general.say(either.language) in results_page
    assert len(db.session.scalars(db.select(ResultLink)).all()) == 4


def test_the_stories_of_a_proposed_result_wait_in_the_queue(desk, programme):
    tell(programme, "en")
    search(desk, programme)
    desk.get(f"{board(programme)}/{group_named(FIRST['en']).id}")
    desk.submit({}, form="result-form")
    accept(desk)

    page = desk.get(f"/p/{programme.slug}/coding")

    assert len(page.select("li.suggestion")) == 1
    assert "vegetable garden" in page.select_one("mark.is-suggested").get_text()


def test_a_card_says_how_many_which_way_and_where_its_ends_are(either, programme):
    tell(programme, either.language)

    search(either, programme)

    card = either.page.select_one(".group-cards > li")
    said = card.get_text(" ", strip=True)
    assert {"en": "4 stories", "ru": "4 истории"}[either.language] in said
    assert {"en": "It got better", "ru": "Стало лучше"}[either.language] in said
    assert {"en": "Most distant:", "ru": "Самая далёкая:"}[either.language] in said
    assert card.select("a[href*='/coding/']")


def test_a_wording_is_proposed_under_a_result(either, programme):
    result = builders.a_result(programme)
    tell(programme, either.language)
    search(either, programme)
    either.get(f"{board(programme)}/{group_named(FIRST[either.language]).id}")

    said = {"result-kind": "WORDING", "result-under": str(result.id), "result-words_en": "Yards are cared for"}
    either.submit(said, form="result-form")
    accept(either)

    assert either.url == f"/p/{programme.slug}/results/{result.id}"
    assert db.session.scalar(db.select(ParticularWording)).wording.en == "Yards are cared for"
    assert {"en": "Proposed from 4 stories", "ru": "Предложено по 4 историям"}[either.language] in either.text()


def test_an_indicator_is_proposed_under_a_result_and_shows_where_it_comes_from(either, programme):
    result = builders.a_result(programme)
    tell(programme, either.language)
    search(either, programme)
    group_id = group_named(FIRST[either.language]).id
    either.get(f"{board(programme)}/{group_id}")

    said = {
        "result-kind": "INDICATOR",
        "result-under": str(result.id),
        f"result-words_{either.language}": "How many yards are cared for",
    }
    either.submit(said, form="result-form")
    waiting = either.text()
    accept(either)

    assert "How many yards are cared for" in waiting and result.general.say(either.language) in waiting
    assert either.url == f"/p/{programme.slug}/results/{result.id}"
    assert "How many yards are cared for" in either.text()
    assert either.page.select(f"main li a[href$='/not-planned/{group_id}']")


def test_a_wording_under_nothing_comes_back(either, programme):
    builders.a_result(programme)
    tell(programme, either.language)
    search(either, programme)
    either.get(f"{board(programme)}/{group_named(FIRST[either.language]).id}")

    either.submit({"result-kind": "INDICATOR", "result-words_en": "Yards"}, form="result-form", status=422)

    assert either.page.select(".error-summary")
    assert either.page.find("input", attrs={"name": "result-words_en"})["value"] == "Yards"


def test_a_refusal_is_shown_with_its_reason_and_leaves_the_library_alone(either, programme):
    tell(programme, either.language)
    search(either, programme)
    group_id = group_named(FIRST[either.language]).id
    either.get(f"{board(programme)}/{group_id}")
    either.submit({}, form="result-form")

    either.submit({"refusal-because": "No"}, form="refusal-form", status=422)
    kept = either.page.find("textarea", attrs={"name": "refusal-because"}).get_text(strip=True)
    either.submit({"refusal-because": "It says what they did."}, form="refusal-form")
    page = either.get(board(programme)).get_text(" ", strip=True)

    assert kept == "No" and "It says what they did." in page
    assert db.session.scalar(db.select(SocialResult)) is None
    assert db.session.get(UnplannedGroup, group_id).state is GroupState.REFUSED


def test_groups_are_put_together_and_taken_apart(either, programme):
    tell(programme, either.language)
    search(either, programme)
    first = group_named(FIRST[either.language])
    other = next(one for one in db.session.scalars(db.select(UnplannedGroup)) if one.id != first.id)
    either.get(f"{board(programme)}/{first.id}")

    either.submit({"merge-other": str(other.id)}, form="merge-form")
    together = len(either.page.select("[name='split-stories']"))
    taken = [one["value"] for one in either.page.select("[name='split-stories']")][4:]
    either.submit({"split-stories": taken[:2]}, form="split-form", status=422)
    either.submit({"split-stories": taken, "split-label": "ABC"}, form="split-form")

    assert together == 8 and either.h1 == "ABC"
    assert len(either.get(board(programme)).select(".group-cards > li")) == 2


def test_a_theme_is_proposed_with_its_seeds(either, programme):
    tell(programme, either.language)
    search(either, programme)
    group = group_named(FIRST[either.language])
    phrases = list(group.phrases)
    either.get(f"{board(programme)}/{group.id}")

    either.submit({}, form="theme-form")
    accept(either)

    theme = db.session.scalar(db.select(Theme))
    assert either.url == f"/p/{programme.slug}/themes/{theme.id}"
    assert theme.seeds[either.language] == phrases
    assert {"en": "Proposed from 4 stories", "ru": "Предложено по 4 историям"}[either.language] in either.text()


def test_a_proposal_without_words_comes_back(either, programme):
    tell(programme, either.language)
    search(either, programme)
    either.get(f"{board(programme)}/{group_named(FIRST[either.language]).id}")

    either.submit({"result-words_ru": "", "result-words_en": " "}, form="result-form", status=422)

    assert either.page.select(".error-summary")
    assert db.session.scalar(db.select(SocialResult)) is None


def test_a_group_is_put_aside_stays_there_and_can_be_taken_up_again(either, programme, theme):
    tell(programme, either.language)
    search(either, programme)
    group_id = group_named(FIRST[either.language]).id
    either.get(f"{board(programme)}/{group_id}")

    either.submit({"aside-reason": "BELONGS", "aside-belongs": f"theme-{theme.id}"}, form="aside-form")
    search(either, programme)
    n_cards = len(either.page.select(".group-cards > li"))
    belongs = either.page.select(f"main a[href$='/themes/{theme.id}']")
    either.get(f"{board(programme)}/{group_id}")
    again = either.page.select_one("form[action$='/again']")
    either.post(again["action"], {})

    assert n_cards == 1 and belongs
    assert db.session.get(UnplannedGroup, group_id).state is GroupState.OPEN


@pytest.mark.parametrize("sent", [{}, {"aside-reason": "BELONGS"}], ids=["no reason", "belongs nowhere"])
def test_putting_aside_without_a_reason_comes_back(either, programme, sent):
    tell(programme, either.language)
    search(either, programme)
    either.get(f"{board(programme)}/{group_named(FIRST[either.language]).id}")

    either.submit(sent, form="aside-form", status=422)

    assert either.page.select(".error-summary")


def test_before_the_first_search_the_page_says_so(either, programme):
    page = either.get(board(programme))

    assert {"en": "Nobody has looked yet", "ru": "Здесь ещё не искали"}[either.language] in page.get_text()


def test_too_few_stories_are_said_to_be_too_few(either, programme):
    builders.a_story(programme)

    search(either, programme)

    assert {"en": "Too few stories yet", "ru": "Историй пока слишком мало"}[either.language] in either.text()


def test_a_search_without_a_period_comes_back(either, programme):
    either.get(board(programme))

    either.submit({"periods": []}, form="page-form", status=422)

    assert either.page.select(".error-summary")


def test_while_the_search_runs_the_page_says_how_far_it_is_and_can_stop_it(either, programme):
    with builders.act("shell"):
        db.session.add(
            Job(
                organisation_id=programme.organisation_id, kind=JobKind.DISCOVER, subject_id=programme.id,
                state=JobState.RUNNING, n_total=8, due_at=builders.kit().clock(), created_at=builders.kit().clock(),
            )
        )  # fmt: skip

    page = either.get(board(programme))
    bar = page.find("progress")["max"]
    either.post(page.select_one("form[action$='/stop']")["action"], {})

    assert bar == "8" and not page.select("#page-form")
    assert db.session.scalar(db.select(Job).where(Job.kind == JobKind.DISCOVER)).stop_asked


def test_where_the_module_is_off_the_page_says_so(either, programme):
    with builders.act("shell"):
        db.session.get(Programme, programme.id).is_analysed = False

    page = either.get(board(programme))

    assert page.select("main a[href$='/language-module']") and not page.select("#page-form")


def test_a_group_that_somebody_decided_meanwhile_is_shown_as_they_left_it(desk, programme):
    tell(programme, "en")
    search(desk, programme)
    group_id = group_named(FIRST["en"]).id
    desk.get(f"{board(programme)}/{group_id}")
    desk.submit({"aside-reason": "TOO_FEW"}, form="aside-form")

    desk.post(f"{board(programme)}/{group_id}/theme", {"theme-words_en": "Gardens"})

    assert "Somebody has decided about this group" in desk.text()
    assert db.session.scalar(db.select(Theme)) is None


@pytest.mark.parametrize(
    "rest", ["", "/result", "/theme", "/accept", "/refuse", "/merge", "/split", "/aside", "/again"]
)
def test_a_group_of_another_programme_is_not_found(desk, programme, evaluator, rest):
    elsewhere = builders.a_programme()
    tell(elsewhere, "en")
    discovering.ask_for_groups(
        db.session.get(Programme, elsewhere.id), period_ids=[builders.the_period(elsewhere).id], with_sentences=False,
        account_id=evaluator.id,
    )  # fmt: skip
    address = f"{board(programme)}/{group_named(FIRST['en']).id}{rest}"
    desk.get(board(programme))

    ask = desk.post if rest else desk.get
    ask(address, status=404)

    assert db.session.scalar(db.select(SocialResult)) is None


def test_a_story_that_is_held_is_on_no_page_of_the_board(desk, programme):
    tell(programme, "en")
    search(desk, programme)
    group_id = group_named(FIRST["en"]).id
    with builders.act("shell"):
        held = db.session.scalar(db.select(Story).where(Story.happened.contains("March our street")))
        held.is_held, public_id = True, held.public_id

    page = desk.get(f"{board(programme)}/{group_id}")

    assert public_id not in str(page) and len(page.select("main section .found blockquote")) == 3


def test_a_facilitator_does_not_decide_what_is_a_result(client, programme):
    builders.sign_in(client, builders.an_account(Role.FACILITATOR, programme=programme))

    client.get(board(programme), status=403)
