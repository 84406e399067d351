"""Themes, results, agreement, words in context and the language module's own page."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.coding import Tag
from storyapp.data.tables.house import Job
from storyapp.data.tables.programmes import Programme, SocialResult, Theme
from storyapp.data.tables.stories import StoryWords
from storyapp.rules.jobs import JobKind
from storyapp.rules.people import Role
from storyapp.rules.results import LinkDirection, OutcomeLevel
from storyapp.rules.stories import Direction
from storyapp.rules.tags import CoderKind
from storyapp.services import analysing, results_seen, tagging
from storyapp.services.jobs import Ticket
from storyapp.services.tagging import Coder, Evidence
from tests import builders

WORDS = "speak in class again"


@pytest.fixture
def coder(evaluator):
    return Coder(account_id=evaluator.id)


@pytest.fixture
def colleague(programme):
    return Coder(account_id=builders.an_account(Role.EVALUATOR, programme=programme).id)


def url(programme, rest: str) -> str:
    return f"/p/{programme.slug}/{rest}"


def exactly(client, programme, rest: str):
    """Open a page and ask for exact numbers on it."""
    client.get(url(programme, rest))
    return client.press({"en": "Show exact numbers", "ru": "Показать точные числа"}[client.language])


def row_of(page, words: str) -> list[str]:
    """Return the cells of the first table row that begins with these words."""
    for row in page.select("main table tbody tr"):
        cells = [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
        if cells[0] == words:
            return cells
    raise AssertionError(f"no row {words!r}")


@pytest.mark.parametrize("rest", ["themes", "results", "concordance", "language-module", "second-reading", "coding"])
def test_a_programme_without_anything_has_kind_pages(either, programme, rest):
    either.get(url(programme, rest))

    assert len(either.page.select("nav.tabs a[aria-current]")) == 1


def test_themes_show_counts_precision_and_directions(either, programme, theme, place, coder):
    stories = [builders.a_story(programme, direction=way) for way in (Direction.BETTER, Direction.WORSE)]
    tags = [builders.a_suggested_tag(story, theme, WORDS) for story in stories]
    tagging.confirm_tag(place(stories[0]), tags[0].id, coder)
    tagging.refuse_tag(place(stories[1]), tags[1].id, coder)

    page = exactly(either, programme, "themes")

    name = db.session.get(Theme, theme.id).name.say(either.language)
    counts = next(row for row in page.select("main > .table-wrap tbody tr") if name in row.get_text())
    assert [cell.get_text(strip=True) for cell in counts.select("td.number")][:3] == ["0", "1", "1"]
    assert page.select(".figure svg") and page.select(".figure-twin table")
    assert "1 of 2" in counts.get_text() or "1 из 2" in counts.get_text()


def test_a_theme_shows_the_confirmed_sentence_and_whether_it_may_be_quoted(either, programme, theme, place, coder):
    story = builders.a_story(programme, refused=(builders.Purpose.QUOTE,))
    tagging.confirm_tag(place(story), builders.a_suggested_tag(story, theme, WORDS).id, coder)

    page = either.get(url(programme, f"themes/{theme.id}"))

    assert page.find("blockquote").get_text() == story.happened
    assert page.select(".found .badge-bad")


def test_a_threshold_is_set_by_people(desk, programme, theme):
    desk.get(url(programme, f"themes/{theme.id}"))

    desk.submit({"threshold": "65"}, form="threshold-form")

    assert db.session.get(Theme, theme.id).threshold == 0.65


@pytest.mark.parametrize("typed", ["101", "-1", "", "a half"])
def test_a_threshold_that_is_no_share_comes_back(either, programme, theme, typed):
    either.get(url(programme, f"themes/{theme.id}"))

    either.submit({"threshold": typed}, form="threshold-form", status=422)

    assert either.page.select(".error-summary")


@pytest.mark.parametrize("rest", ["themes/{0}", "results/{1}"])
def test_themes_and_results_of_another_programme_are_not_found(desk, programme, rest):
    elsewhere = builders.a_programme()

    desk.get(url(programme, rest.format(builders.a_theme(elsewhere).id, builders.a_result(elsewhere).id)), status=404)


def test_the_threshold_of_a_foreign_theme_stays(desk, programme):
    foreign = builders.a_theme(builders.a_programme())
    desk.get(url(programme, "themes"))

    desk.post(url(programme, f"themes/{foreign.id}"), {"threshold": "10"}, status=404)

    assert db.session.get(Theme, foreign.id).threshold == 0.5


def test_a_second_reading_is_blind_and_compared(either, programme, theme, place, colleague):
    story = builders.a_story(programme)
    tagging.confirm_tag(place(story), builders.a_suggested_tag(story, theme, WORDS).id, colleague)
    page = either.get(url(programme, "second-reading"))
    blind = not page.select("mark") and not page.select(".desk .badge")

    either.post(f"/p/{programme.slug}/second-reading/{story.public_id}", {"answer": f"fits-not:{theme.id}"})
    page = either.get(url(programme, "themes"))

    assert blind
    assert len(page.select(".differences li")) == 1


def test_what_one_has_read_does_not_come_again(desk, programme, theme, place, colleague):
    story = builders.a_story(programme)
    tagging.confirm_tag(place(story), builders.a_suggested_tag(story, theme, WORDS).id, colleague)
    desk.get(url(programme, "second-reading"))

    desk.post(f"/p/{programme.slug}/second-reading/{story.public_id}", {"answer": f"fits:{theme.id}"})

    assert "Nothing to read a second time" in desk.text()


def test_ones_own_decisions_are_not_read_a_second_time(desk, programme, theme, place, coder):
    story = builders.a_story(programme)
    tagging.confirm_tag(place(story), builders.a_suggested_tag(story, theme, WORDS).id, coder)

    desk.get(url(programme, "second-reading"))

    assert "Nothing to read a second time" in desk.text()


@pytest.mark.parametrize("answer", ["", "fits", "fits:x", "maybe:1", "fits:999999"])
def test_an_answer_that_makes_no_sense_is_not_found(desk, programme, answer):
    story = builders.a_story(programme)
    desk.get(url(programme, "second-reading"))

    desk.post(f"/p/{programme.slug}/second-reading/{story.public_id}", {"answer": answer}, status=404)


def test_the_tree_and_its_outline_say_the_same(either, programme, place, coder):
    long = builders.a_result(programme, outcome_level=OutcomeLevel.LONG)
    short = builders.a_result(programme, parent_id=long.id)
    for way in LinkDirection:
        tagging.add_link(place(builders.a_story(programme)), short.id, coder, direction=way)

    page = exactly(either, programme, "results")

    links = [a["href"] for a in page.select(".results-tree svg a")]
    assert sorted(links) == sorted(a["href"] for a in page.select(".outline a"))
    assert len(page.select(".results-tree svg .bar")) == 3 and page.select(".results-tree svg path.link")


def test_a_result_shows_what_speaks_against_it_first(either, programme, place, coder):
    result = builders.a_result(programme, "Speaks up in class")
    for way in (LinkDirection.SUPPORTS, LinkDirection.CONTRADICTS):
        story = builders.a_story(programme)
        tagging.add_link(place(story), result.id, coder, direction=way, evidence=Evidence(words=WORDS))
    builders.a_story(programme)

    page = exactly(either, programme, f"results/{result.id}")

    assert [b["class"][-1] for b in page.select(".counter h2 .badge")] == ["badge-bad", "badge-good"]
    assert [n.get_text(strip=True) for n in page.select_one(".stat-row").select("dd")] == ["1", "0", "1", "1", "0"]


def test_small_numbers_by_age_are_hidden(desk, programme, place, coder):
    result = builders.a_result(programme)
    tagging.add_link(place(builders.a_story(programme)), result.id, coder, direction=LinkDirection.SUPPORTS)

    page = desk.get(url(programme, f"results/{result.id}"))

    assert row_of(page, "14–15 years")[1] == "fewer than 5"


def test_coverage_names_what_is_missing_and_what_nobody_intended(desk, programme, theme, place, coder):
    story = builders.a_story(programme, title="A dog came along")
    builders.a_result(programme)
    tagging.mark_story(place(story), coder, is_unplanned=True)

    text = desk.get(url(programme, "results")).get_text(" ", strip=True)

    assert "A dog came along" in text and "None: every" not in text


def test_stories_that_fit_no_result_are_counted_with_what_waits(either, programme, place, coder):
    builders.a_result(programme)
    dogs = [builders.a_story(programme, happened=f"The dog ran away, {n} of them.", matters="") for n in range(3)]
    by_hand = builders.a_story(programme, happened="I have friends now, and a job in a shop.", matters="")
    analysing.ask_for_reanalysis(programme.id, actor="shell")
    [tagging.mark_story(place(story), coder, is_unplanned=True) for story in (dogs[0], by_hand)]
    tagging.mark_story(place(dogs[1]), coder, is_unplanned=False)

    page = exactly(either, programme, "results")

    none = results_seen.none_seen(programme)
    assert (none.n_confirmed, none.n_refused, none.n_open) == (2, 1, 1)
    assert (none.n_right, none.n_decided) in (
        (1, 2),
        (2, 3),
    )  # of what stands by hand the module may have said the same
    assert page.select_one("#none-counts strong").get_text().endswith(" 2.")


def test_a_word_is_found_in_its_forms_with_its_neighbours(either, programme):
    story = builders.a_story(programme)
    with builders.act("shell"):
        db.session.add(StoryWords(story_id=story.id, lemmas="mentor come week begin speak class"))

    page = either.get(url(programme, "concordance?word=mentors"))

    assert [mark.get_text() for mark in page.select(".kwic mark")] == ["mentor"]
    assert page.select(".kwic-before")[0].get_text() == "Our"


@pytest.mark.parametrize("word", ["%22%20OR%201", "'; --", "*", "%", "«»", "a" * 500])
def test_odd_words_find_nothing_and_break_nothing(desk, programme, word):
    desk.get(url(programme, f"concordance?word={word}"))


def test_words_of_another_programme_are_not_found(desk, programme):
    story = builders.a_story(builders.a_programme())
    with builders.act("shell"):
        db.session.add(StoryWords(story_id=story.id, lemmas="mentor"))

    assert not desk.get(url(programme, "concordance?word=mentor")).select(".kwic mark")


def test_the_module_can_be_switched_off_and_on(either, programme):
    either.get(url(programme, "language-module"))

    either.post(url(programme, "language-module"), {"on": "0"})
    is_on = db.session.get(Programme, programme.id).is_analysed
    either.post(url(programme, "language-module"), {"on": "1"})

    assert not is_on and db.session.get(Programme, programme.id).is_analysed


def test_a_reading_can_be_asked_for_once_and_stopped(desk, programme, kit, monkeypatch):
    monkeypatch.setattr(type(kit.tasks), "wake", lambda self, ids: None)
    desk.get(url(programme, "language-module"))

    desk.post(url(programme, "language-module/again"))
    desk.post(url(programme, "language-module/again"))
    jobs = db.session.scalars(db.select(Job).where(Job.kind == JobKind.ANALYSE_MANY)).all()
    desk.post(url(programme, "language-module/stop"))

    assert [job.subject_id for job in jobs] == [programme.id]
    assert db.session.get(Job, jobs[0].id, populate_existing=True).stop_asked


def test_a_module_that_is_off_reads_nothing_again(desk, programme):
    desk.get(url(programme, "language-module"))
    desk.post(url(programme, "language-module"), {"on": "0"})

    desk.post(url(programme, "language-module/again"), status=409)

    assert "switched off" in desk.text()


def test_young_people_and_adults_are_compared_apart(desk, programme, theme, place, coder, colleague):
    story = builders.a_story(programme)
    tagging.confirm_tag(place(story), builders.a_suggested_tag(story, theme, WORDS).id, coder)
    young = Coder(account_id=colleague.account_id, kind=CoderKind.YOUNG_PERSON)
    tagging.second_reading(place(story), theme.id, young, fits=True)

    page = desk.get(url(programme, "themes"))

    assert "Young people and adults" in page.get_text() and "Too few to say anything" in page.get_text()


def decide_many(programme, theme, place, coder, scores):
    """Decide a suggestion for each score: it is right from 60 % on."""
    for score in scores:
        story = builders.a_story(programme)
        tag = builders.a_suggested_tag(story, theme, WORDS, score=score)
        decide = tagging.confirm_tag if score >= 0.6 else tagging.refuse_tag
        decide(place(story), tag.id, coder)


def test_a_threshold_is_chosen_on_the_curve(either, programme, theme, place, coder):
    decide_many(programme, theme, place, coder, [0.5, 0.52, 0.54, 0.56, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9])
    tagging.add_tag(place(builders.a_story(programme)), theme.id, coder)

    page = either.get(url(programme, f"themes/{theme.id}"))
    present = page.select_one("#point-form input[checked]")
    row = next(r for r in page.select(".figure-twin tbody tr") if r.th.get_text(strip=True).startswith("60"))
    either.submit({"threshold": "60"}, form="point-form")

    assert page.select(".figure svg line") and "◆" in page.select_one(".figure svg").get_text()
    assert present["value"] == "50"
    assert [cell.get_text(strip=True).rstrip("\xa0%") for cell in row.select("td")] == ["6", "100", "86"]
    assert db.session.get(Theme, theme.id).threshold == 0.6
    assert either.page.select_one("#point-form input[checked]")["value"] == "60"


def test_a_threshold_of_a_result_is_chosen_on_the_curve(either, programme, place, coder):
    result = builders.a_result(programme)
    for score in [0.5, 0.52, 0.54, 0.56, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9]:
        story = builders.a_story(programme)
        link = builders.a_suggested_link(story, result, WORDS, score=score)
        decide = tagging.confirm_link if score >= 0.6 else tagging.refuse_link
        decide(place(story), link.id, coder)
    tagging.add_link(place(builders.a_story(programme)), result.id, coder, direction=LinkDirection.SUPPORTS)

    page = either.get(url(programme, f"results/{result.id}"))
    present = page.select_one("#point-form input[checked]")
    row = next(r for r in page.select(".figure-twin tbody tr") if r.th.get_text(strip=True).startswith("60"))
    either.submit({"threshold": "60"}, form="point-form")

    assert present["value"] == "50" and page.select("#suggestions .figure svg line")
    assert [cell.get_text(strip=True).rstrip("\xa0%") for cell in row.select("td")] == ["6", "100", "86"]
    assert db.session.get(SocialResult, result.id).threshold == 0.6
    assert either.page.select_one("#point-form input[checked]")["value"] == "60"


def test_a_result_has_its_page_before_the_first_story(desk, programme):
    result = builders.a_result(programme)

    page = desk.get(url(programme, f"results/{result.id}"))

    assert "No story speaks of this result yet." in desk.text()
    assert "By age of the teller" not in page.get_text()


def test_a_threshold_of_a_result_that_is_no_share_is_refused(either, programme):
    result = builders.a_result(programme)
    either.get(url(programme, f"results/{result.id}"))

    either.submit({"threshold": "140"}, form="threshold-form", status=422)

    assert either.page.select_one("#threshold-form [name=threshold]")["value"] == "140"
    assert db.session.get(SocialResult, result.id).threshold == 0.5


def test_few_decisions_make_no_curve(desk, programme, theme, place, coder):
    decide_many(programme, theme, place, coder, [n / 100 for n in range(60, 69)])

    page = desk.get(url(programme, f"themes/{theme.id}"))

    assert not page.select(".figure svg") and "When ten suggestions" in desk.text()


def test_refusals_alone_make_no_curve(desk, programme, theme, place, coder):
    decide_many(programme, theme, place, coder, [n / 100 for n in range(40, 52)])

    page = desk.get(url(programme, f"themes/{theme.id}"))

    assert not page.select(".figure svg")


def test_themes_say_who_confirmed_how_much_and_where_people_differ_from_the_module(
    either, programme, theme, place, coder
):
    story = builders.a_story(programme, title="A title")
    tagging.refuse_tag(place(story), builders.a_suggested_tag(story, theme, WORDS).id, coder)

    page = either.get(url(programme, "themes"))

    said = {"en": "does not fit", "ru": "не подходит"}[either.language]
    name = db.session.get(builders.Account, coder.account_id).name
    assert any(name in row.get_text() and "0" in row.get_text() for row in page.select("main table tbody tr"))
    assert any(said in line.get_text() and line.find("a") for line in page.select(".differences li"))


def test_the_module_page_says_theme_by_theme_how_good_it_was(either, programme, theme, place, coder):
    story = builders.a_story(programme)
    tagging.confirm_tag(place(story), builders.a_suggested_tag(story, theme, WORDS).id, coder)

    page = either.get(url(programme, "language-module"))

    assert {"en": "1 of 1", "ru": "1 из 1"}[either.language] in page.select_one("main details li").get_text()


def test_off_means_off(desk, programme, theme):
    """No suggestion is made, and nothing is asked of a worker, while the module is switched off."""
    with builders.act("shell"):
        db.session.get(Theme, theme.id).seeds = {"en": ["mentor"], "ru": []}
    desk.get(url(programme, "language-module"))
    desk.post(url(programme, "language-module"), {"on": "0"})
    before = db.session.scalar(db.select(db.func.max(Job.id))) or 0

    story = builders.a_story(programme)
    analysing.analyse_story(
        Ticket(job_id=0, organisation_id=programme.organisation_id, subject_id=story.id, options={}, n_done=0)
    )
    for button in ("again", "learn"):
        desk.post(url(programme, f"language-module/{button}"), status=409)

    asked = {job.kind for job in db.session.scalars(db.select(Job).where(Job.id > before))}
    assert not asked & {JobKind.ANALYSE_MANY, JobKind.LEARN_THEMES, JobKind.DISCOVER}
    assert db.session.scalar(db.select(db.func.count(Tag.id))) == 0
