"""The coding desk: decisions by plain forms, one story after the other, in both languages."""

import pytest
from sqlalchemy import event

from storyapp.data.db import db
from storyapp.data.tables.coding import CodedStory, ResultLink, Tag
from storyapp.data.tables.house import AuditEvent
from storyapp.data.tables.programmes import Theme
from storyapp.rules.jobs import JobKind
from storyapp.rules.people import Role
from storyapp.rules.results import LinkDirection
from storyapp.rules.tags import CoderKind, TagState
from storyapp.services import analysing, tagging
from storyapp.services.tagging import Coder, Place
from tests import builders

WORDS = "speak in class again"


def queue(programme) -> str:
    return f"/p/{programme.slug}/coding"


def of_story(programme, story) -> str:
    return f"/p/{programme.slug}/coding/{story.public_id}"


def press(browser, words: str):
    """Press the decision button with these words."""
    for button in browser.page.find_all("button", attrs={"name": "decision"}):
        if button.get_text(" ", strip=True).startswith(words):
            return browser.post(button.find_parent("form")["action"], {"decision": button["value"]})
    raise AssertionError(f"no button {words!r}")


def press_form(browser, words: str):
    """Press a button that is a form of its own."""
    for button in browser.page.find_all("button"):
        if button.get_text(" ", strip=True).startswith(words):
            form = button.find_parent("form")
            values = {i["name"]: i["value"] for i in form.find_all("input")}
            return browser.post(form["action"], values)
    raise AssertionError(f"no button {words!r}")


def test_the_queue_shows_a_story_with_its_suggestions(either, programme, theme):
    story = builders.a_story(programme)
    builders.a_suggested_tag(story, theme, WORDS)
    builders.a_suggested_link(story, builders.a_result(programme, "Speaks up in class"), "began to speak")

    page = either.get(queue(programme))

    assert [mark.get_text() for mark in page.select("mark.marked-theme-1.is-suggested")] == [
        " in class again",
        "speak",
    ][::-1]
    assert len(page.select("li.suggestion")) == 2
    assert [b["data-key"] for b in page.select(".suggestion button[data-key]")] == ["1", "shift+1", "2", "shift+2"]
    assert page.find("progress")["max"] == "1"


def test_an_empty_queue_says_so(either, programme):

    page = either.get(queue(programme))

    assert page.select(".empty")


def test_the_next_story_appears_at_once(desk, programme, theme):
    first, second = builders.a_story(programme, title="The first"), builders.a_story(programme, title="The second")
    tags = [builders.a_suggested_tag(story, theme, WORDS) for story in (first, second)]
    desk.get(queue(programme))

    press(desk, "Fits")

    assert db.session.get(Tag, tags[0].id).state is TagState.CONFIRMED
    assert "The second" in desk.text() and "1 of 2 stories coded" in desk.text()


def test_a_story_stays_while_something_is_open(desk, programme, theme):
    story = builders.a_story(programme, title="The only one")
    builders.a_suggested_tag(story, theme, WORDS)
    builders.a_suggested_tag(story, builders.a_theme(programme), "silent")
    desk.get(queue(programme))

    press(desk, "Does not fit")

    assert "The only one" in desk.text() and len(desk.page.select("li.suggestion")) == 1


def test_undo_brings_the_story_back(desk, programme, theme):
    story = builders.a_story(programme, title="The only one")
    tag = builders.a_suggested_tag(story, theme, WORDS)
    desk.get(queue(programme))
    press(desk, "Fits")

    press_form(desk, "Undo")

    assert db.session.get(Tag, tag.id).state is TagState.SUGGESTED
    assert desk.url == of_story(programme, story)


def test_who_comes_second_is_shown_the_decision_of_the_first(desk, programme, theme):
    story = builders.a_story(programme)
    tag = builders.a_suggested_tag(story, theme, WORDS)
    other = builders.an_account(Role.EVALUATOR, programme=programme).id
    desk.get(of_story(programme, story))
    tagging.refuse_tag(Place(programme_id=programme.id, public_id=story.public_id), tag.id, Coder(account_id=other))

    press(desk, "Fits")

    assert "Somebody decided this a moment ago" in desk.text()
    assert db.session.get(Tag, tag.id).state is TagState.REFUSED


def test_a_decided_story_can_be_seen_and_changed(either, programme, evaluator, theme):
    story = builders.a_story(programme)
    tag = builders.a_suggested_tag(story, theme, WORDS)
    place = Place(programme_id=programme.id, public_id=story.public_id)
    tagging.confirm_tag(place, tag.id, Coder(account_id=evaluator.id))
    either.get(of_story(programme, story))

    press(either, {"en": "Does not fit", "ru": "Не подходит"}[either.language])

    assert db.session.get(Tag, tag.id).state is TagState.REFUSED


def test_another_direction_is_one_press(desk, programme):
    story = builders.a_story(programme)
    link = builders.a_suggested_link(story, builders.a_result(programme), WORDS)
    desk.get(of_story(programme, story))

    press(desk, "Contradicts")

    kept = db.session.get(ResultLink, link.id)
    assert (kept.direction, kept.state) == (LinkDirection.CONTRADICTS, TagState.CONFIRMED)


def test_a_theme_by_hand_with_words_from_the_text(desk, programme, theme):
    story = builders.a_story(programme)
    desk.get(of_story(programme, story))

    desk.submit({"theme-theme": str(theme.id), "theme-words": WORDS}, form="theme-form")

    tag = db.session.scalar(db.select(Tag))
    assert (tag.coder, tag.evidence[0]["text"]) == (CoderKind.PERSON, WORDS)
    assert desk.page.select("mark.marked-theme-1.is-confirmed")


def test_words_marked_in_the_second_part_count_from_there(desk, programme, theme):
    story = builders.a_story(programme)
    desk.get(of_story(programme, story))

    desk.submit({"theme-theme": str(theme.id), "start": "0", "end": "10", "part": "matters"}, form="theme-form")

    assert db.session.scalar(db.select(Tag)).evidence[0]["text"] == story.matters[:10]


def test_words_that_are_not_in_the_text_come_back_with_a_sentence(either, programme, theme):
    story = builders.a_story(programme)
    either.get(of_story(programme, story))

    either.submit({"theme-theme": str(theme.id), "theme-words": "not a word of it"}, form="theme-form", status=422)

    assert either.page.find("textarea", attrs={"name": "theme-words"}).get_text(strip=True) == "not a word of it"
    assert either.page.select(".error-summary")


def test_a_result_by_hand(either, programme):
    story, result = builders.a_story(programme), builders.a_result(programme, "Speaks up in class")
    wording = db.session.scalar(db.select(builders.ParticularWording))
    either.get(of_story(programme, story))

    either.submit({"result-result": f"{result.id}-{wording.id}", "result-direction": "MIXED"}, form="result-form")

    link = db.session.scalar(db.select(ResultLink))
    assert (link.direction, link.particular_id, link.coder) == (LinkDirection.MIXED, wording.id, CoderKind.PERSON)


def test_a_story_that_fits_no_result_is_marked_and_coded(desk, programme):
    story = builders.a_story(programme)
    desk.get(of_story(programme, story))

    press_form(desk, "Fits no result")

    assert db.session.get(CodedStory, story.id).is_unplanned
    assert "All stories are coded" in desk.text()


def test_while_the_module_reads_nobody_is_told_that_all_is_coded(desk, programme):
    story = builders.a_story(programme)
    desk.get(of_story(programme, story))
    press_form(desk, "Fits no result")
    with builders.act("shell") as doing:
        doing.ask(programme.organisation_id, JobKind.ANALYSE_MANY, programme.id)
        doing.jobs = []  # no worker takes it

    desk.get(f"/p/{programme.slug}/coding")

    assert "The module is reading" in desk.text() and "All stories are coded" not in desk.text()


def test_a_learned_suggestion_says_that_it_was_learned(either, programme):
    story = builders.a_story(programme)
    engine = "storynlp-1+links-learned-90210/abc"
    builders.a_suggested_link(story, builders.a_result(programme), WORDS, engine=engine)
    builders.a_suggested_link(story, builders.a_result(programme), WORDS)

    page = either.get(of_story(programme, story))

    whys = [one.get_text(" ", strip=True) for one in page.select(".suggestions details")]
    assert ["90210" in one for one in whys] == [True, False]


def test_that_no_result_fits_is_an_answer_with_its_score(either, programme):
    story = builders.a_story(programme, happened="The dog ran away and came home.", matters="")
    builders.a_result(programme)
    analysing.ask_for_reanalysis(programme.id, actor="shell")

    page = either.get(of_story(programme, story))
    sure = float(page.select_one("#fits-none meter")["value"])
    either.post(of_story(programme, story), {"decision": "confirm-none::SUGGESTED"})

    assert 0.5 < sure <= 1
    assert db.session.get(CodedStory, story.id).is_unplanned
    assert not either.get(of_story(programme, story)).select("#fits-none")


def test_that_no_result_fits_waits_among_the_suggestions_and_is_refused_with_a_key(either, programme):
    story = builders.a_story(programme, happened="The dog ran away and came home.", matters="")
    builders.a_result(programme)
    analysing.ask_for_reanalysis(programme.id, actor="shell")

    page = either.get(f"/p/{programme.slug}/coding")
    keys = [one["data-key"] for one in page.select(".suggestions #fits-none button")]
    either.post(of_story(programme, story), {"decision": "refuse-none::SUGGESTED"})

    mark = db.session.get(CodedStory, story.id)
    assert keys == ["f", "shift+f"]
    assert mark.is_unplanned is False and mark.score >= 0.5
    assert not either.get(of_story(programme, story)).select("#fits-none")


def test_who_was_second_to_decide_that_none_fits_is_told_so(desk, programme):
    story = builders.a_story(programme, happened="The dog ran away and came home.", matters="")
    builders.a_result(programme)
    analysing.ask_for_reanalysis(programme.id, actor="shell")
    other = builders.an_account(Role.EVALUATOR, programme=programme)
    place = tagging.Place(programme_id=programme.id, public_id=story.public_id)
    tagging.mark_story(place, tagging.Coder(account_id=other.id), is_unplanned=True)

    desk.post(of_story(programme, story), {"decision": "refuse-none::SUGGESTED"})

    assert db.session.get(CodedStory, story.id).is_unplanned is True
    assert "decided" in desk.text()


def test_a_young_co_evaluator_codes_as_one(desk, programme, theme):
    story = builders.a_story(programme)
    tag = builders.a_suggested_tag(story, theme, WORDS)
    desk.get(of_story(programme, story))
    press_form(desk, "Code as a young co-evaluator")

    press(desk, "Fits")

    assert db.session.get(Tag, tag.id).decided_as is CoderKind.YOUNG_PERSON


def test_the_decision_on_a_foreign_tag_is_not_found(desk, programme, theme):
    story = builders.a_story(programme)
    elsewhere = builders.a_programme()
    tag = builders.a_suggested_tag(builders.a_story(elsewhere), builders.a_theme(elsewhere), WORDS)
    desk.get(of_story(programme, story))

    desk.post(of_story(programme, story), {"decision": f"confirm-theme:{tag.id}:SUGGESTED"}, status=404)

    assert db.session.get(Tag, tag.id).state is TagState.SUGGESTED


@pytest.mark.parametrize(
    "decision",
    [
        "",
        "confirm-theme",
        "confirm-theme:x:SUGGESTED",
        "confirm-theme:1:NEVER",
        "turn-link:1:SUGGESTED:UP",
        "a:1:SUGGESTED",
        "confirm-theme:²:SUGGESTED",
    ],
)
def test_a_decision_that_makes_no_sense_is_not_found(desk, programme, decision):
    story = builders.a_story(programme)
    desk.get(of_story(programme, story))

    desk.post(of_story(programme, story), {"decision": decision}, status=404)


def test_a_foreign_story_is_not_found(desk, programme):
    story = builders.a_story(builders.a_programme())

    desk.get(of_story(programme, story), status=404)


def test_a_story_that_may_not_be_counted_is_not_on_the_desk(desk, programme):
    story = builders.a_story(programme, refused=(builders.Purpose.ANALYSIS,))

    desk.get(of_story(programme, story), status=404)


def test_a_facilitator_does_not_code(client, programme):
    builders.sign_in(client, builders.an_account(Role.FACILITATOR, programme=programme))

    client.get(queue(programme), status=403)


def test_a_page_of_the_queue_asks_the_database_few_things(app, desk, programme, theme):
    story = builders.a_story(programme)
    builders.a_suggested_tag(story, theme, WORDS)
    for _ in range(5):
        builders.a_suggested_tag(story, builders.a_theme(programme), WORDS)
        builders.a_suggested_link(story, builders.a_result(programme, "One", "Two"), WORDS)
    asked = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))

    desk.get(queue(programme))

    assert len([q for q in asked if q.startswith("SELECT")]) <= 14, asked


def test_what_teaches_most_comes_first_and_says_why(either, programme, theme):
    sure, unsure = builders.a_story(programme, title="Sure"), builders.a_story(programme, title="Unsure")
    builders.a_suggested_tag(sure, theme, WORDS, score=0.98)
    builders.a_suggested_tag(unsure, theme, WORDS, score=0.53)

    page = either.get(queue(programme))

    reasons = [one.get_text(" ", strip=True) for one in page.select(".queue-order li")]
    assert page.find(id="story-title").get_text(strip=True) == "Unsure"
    assert len(reasons) == 3 and "53" in reasons[1] and "50" in reasons[1]
    assert db.session.get(Theme, theme.id).name.say(either.language) in reasons[1]


def test_stories_come_by_age_where_somebody_asks_for_it(either, programme, theme):
    sure, unsure = builders.a_story(programme, title="Sure"), builders.a_story(programme, title="Unsure")
    builders.a_suggested_tag(sure, theme, WORDS, score=0.98)
    builders.a_suggested_tag(unsure, theme, WORDS, score=0.53)
    either.get(queue(programme))

    press_form(either, {"en": "Oldest first", "ru": "Лучше начать со старых"}[either.language])
    by_age = either.page.find(id="story-title").get_text(strip=True)
    press_form(either, {"en": "What teaches most", "ru": "Лучше начать с тех"}[either.language])

    assert (by_age, either.page.find(id="story-title").get_text(strip=True)) == ("Sure", "Unsure")


def test_stories_left_for_later_come_round_again(desk, programme, theme):
    for title, score in (("One", 0.53), ("Two", 0.6), ("Three", 0.7)):
        builders.a_suggested_tag(builders.a_story(programme, title=title), theme, WORDS, score=score)

    seen = [desk.get(queue(programme)).find(id="story-title").get_text(strip=True)]
    for _ in range(3):
        desk.get(desk.page.select_one(".desk-head a.button")["href"])
        seen.append(desk.page.find(id="story-title").get_text(strip=True))

    assert seen == ["One", "Two", "Three", "One"]


def test_several_steps_are_taken_back_one_after_the_other(desk, programme, theme):
    tags = [builders.a_suggested_tag(builders.a_story(programme), theme, WORDS).id for _ in range(2)]
    desk.get(queue(programme))
    press(desk, "Fits")
    press(desk, "Does not fit")

    press_form(desk, "Undo")
    press_form(desk, "Undo")

    undone = db.session.scalars(db.select(AuditEvent).where(AuditEvent.act == "coding.undone")).all()
    assert {db.session.get(Tag, tag).state for tag in tags} == {TagState.SUGGESTED}
    assert [one.reason for one in undone] == ["REFUSED", "CONFIRMED"]
