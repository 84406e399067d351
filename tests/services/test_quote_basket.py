"""The basket of quotes: consent decides what goes in and what stays, and reports print it first."""

import pytest

from storyapp.data.db import db
from storyapp.data.queries.quotes import quotes_of_story
from storyapp.data.queries.reporting import stories_told
from storyapp.data.tables.house import AuditEvent
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.quotes import ChosenQuote
from storyapp.data.tables.stories import Recall, Story
from storyapp.rules.coding import working_text
from storyapp.rules.consent import ConsentBy, Purpose
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import AgeBand, Role
from storyapp.rules.results import LinkDirection
from storyapp.rules.tags import CoderKind, TagState
from storyapp.services import erasing, quote_basket, reporting, screening
from storyapp.services.consents import change_consent, hold_story, withdraw_story
from storyapp.services.reports.gathering import gather
from storyapp.services.reports.material import Order
from storyapp.services.screening import Texts
from storyapp.services.transaction import SHELL, act
from tests import builders

SAID = "I hid behind the blue shed until the rain was over."
RUSSIAN = "Я спряталась за синим сараем и ждала, пока кончится дождь."
CONFIRMED = {"state": TagState.CONFIRMED, "decided_as": CoderKind.PERSON, "coder": CoderKind.PERSON}


@pytest.fixture
def programme(app):
    return builders.a_programme()


@pytest.fixture
def evaluator(programme):
    return builders.an_account(Role.EVALUATOR, programme=programme).id


@pytest.fixture
def theme(programme):
    return builders.a_theme(programme)


@pytest.fixture
def choose(programme, evaluator):
    """Put the sentence with these words into the basket."""

    def press(story, words=SAID, **subject):
        start = working_text(story.happened, story.matters).index(words)
        quote_basket.choose_quote(
            db.session.get(Programme, programme.id), story.public_id, start=start, end=start + len(words),
            text_version=story.text_version, account_id=evaluator, **subject,
        )  # fmt: skip

    return press


def told(programme, said=SAID, theme=None, **changes):
    """A story of which a person confirmed a sentence."""
    values = dict(happened=f"{said} Then I went home.", age_band=AgeBand.FROM_16_TO_17)
    story = builders.a_story(programme, **{**values, **changes})
    if theme is not None:
        builders.a_suggested_tag(story, theme, said, **CONFIRMED)
    return story


def basket(programme):
    """What the basket says, shelf by shelf."""
    shelves = quote_basket.shelves_of(db.session.get(Programme, programme.id))
    return [(shelf.theme.id if shelf.theme else None, [kept.text for kept in shelf.kept]) for shelf in shelves]


def order_of(programme, audience="inside"):
    """An English report of the first period."""
    return Order(language="en", audience=audience, length="full", period_ids=(builders.the_period(programme).id,))


def material_of(programme):
    """What a report is written from."""
    order, now = order_of(programme), db.session.get(Programme, programme.id)
    return gather(now, order, stories_told(now, order.period_ids))


def quoted_in_report(programme, audience="inside"):
    """The report, and its page."""
    one = reporting.build_now(db.session.get(Programme, programme.id), order_of(programme, audience), actor=SHELL)
    return one, reporting.download(one, "html").decode()


@pytest.mark.parametrize(("said", "language"), [(SAID, "en"), (RUSSIAN, "ru")])
def test_the_whole_sentence_goes_under_its_theme(programme, theme, choose, said, language):
    story = told(programme, said, theme, language=language)

    choose(story, said.split()[3], theme_id=theme.id)

    assert basket(programme) == [(theme.id, [said])]


def test_a_word_from_the_search_goes_to_the_theme_that_its_sentence_shows(programme, theme, choose):
    choose(told(programme, theme=theme), "shed")

    assert basket(programme) == [(theme.id, [SAID])]


def test_what_shows_nothing_stands_apart(programme, choose):
    choose(told(programme))

    assert basket(programme) == [(None, [SAID])]


def test_a_second_press_changes_nothing(programme, theme, choose):
    story = told(programme, theme=theme)

    choose(story, theme_id=theme.id)
    choose(story, "blue", theme_id=theme.id)

    assert basket(programme) == [(theme.id, [SAID])]


def test_a_refused_quote_never_goes_in(programme, theme, choose):
    story = told(programme, theme=theme, refused=(Purpose.QUOTE,))

    with pytest.raises(RuleBroken, match=r"basket\.not-now"):
        choose(story, theme_id=theme.id)

    assert db.session.scalars(db.select(ChosenQuote)).all() == []


def test_a_held_story_never_goes_in_and_the_sentence_does_not_say_why(programme, theme, choose):
    story = told(programme, theme=theme)
    with act(SHELL):
        hold_story(db.session.get(Story, story.id), today=builders.TODAY)

    with pytest.raises(RuleBroken, match=r"basket\.not-now"):
        choose(db.session.get(Story, story.id), theme_id=theme.id)


def test_a_story_of_another_programme_never_goes_in(programme, choose):
    with pytest.raises(RuleBroken, match=r"basket\.not-now"):
        choose(told(builders.a_programme()))


@pytest.mark.parametrize("lost", [Purpose.QUOTE, Purpose.ANALYSIS])
def test_a_narrowed_story_leaves_the_basket_for_good(programme, theme, choose, lost):
    story = told(programme, theme=theme)
    choose(story, theme_id=theme.id)

    with act(SHELL) as doing:
        own = db.session.get(Story, story.id)
        change_consent(doing, own, {lost: False}, by=ConsentBy.CHILD, today=builders.TODAY)

    assert basket(programme) == []
    assert quotes_of_story(story.id) == []


def test_a_withdrawn_story_leaves_the_basket_and_the_report_that_had_it_is_called_back(programme, theme, choose):
    story = told(programme, theme=theme)
    choose(story, theme_id=theme.id)
    quoted_in_report(programme)

    with act(SHELL) as doing:
        withdraw_story(doing, db.session.get(Story, story.id), by=ConsentBy.CHILD, today=builders.TODAY)

    assert basket(programme) == []
    assert "quoted" in {row.use for row in db.session.scalars(db.select(Recall))}


def test_a_held_story_is_not_seen_until_it_is_free_again(programme, theme, choose):
    story = told(programme, theme=theme)
    choose(story, theme_id=theme.id)

    with act(SHELL):
        hold_story(db.session.get(Story, story.id), today=builders.TODAY)
    while_held = basket(programme)
    with act(SHELL):
        db.session.get(Story, story.id).is_held = False

    assert while_held == []
    assert basket(programme) == [(theme.id, [SAID])]


def test_an_erased_story_leaves_no_quote_and_no_note(programme, theme, choose, evaluator):
    story = told(programme, theme=theme)
    choose(story, theme_id=theme.id)
    quote_basket.write_note(programme, quotes_of_story(story.id)[0].id, "Says it best", account_id=evaluator)

    erasing.erase_story(story.id, actor=SHELL, reason="ASKED")

    assert db.session.scalars(db.select(ChosenQuote)).all() == []


def reread(programme, story, happened, account_id):
    """Confirm another text for a story."""
    texts = Texts(title="", happened=happened, matters=story.matters, considered=())
    screening.confirm_working_text(
        db.session.get(Programme, programme.id), story.public_id, texts, account_id=account_id,
        seen_version=story.text_version, language="en", domain_id=story.domain_id,
    )  # fmt: skip


def test_a_quote_follows_its_sentence_into_a_new_text(programme, theme, choose, evaluator):
    story = told(programme, theme=theme)
    choose(story, theme_id=theme.id)

    reread(programme, story, f"In [place] it rained. 😊 {SAID} Then I went home.", evaluator)

    assert basket(programme) == [(theme.id, [SAID])]


def test_a_quote_that_was_covered_has_no_words_any_more(programme, theme, choose, evaluator):
    story = told(programme, theme=theme)
    choose(story, theme_id=theme.id)

    reread(programme, story, "I hid behind [place] until the rain was over. Then I went home.", evaluator)

    assert basket(programme) == [(theme.id, [""])]
    assert "blue shed" not in quoted_in_report(programme)[1]


def test_a_page_from_before_a_new_reading_chooses_nothing(programme, choose, evaluator):
    story = told(programme)
    seen = Story(
        public_id=story.public_id, happened=story.happened, matters=story.matters, text_version=story.text_version
    )
    reread(programme, story, "Nothing of that is here. Then I went home.", evaluator)

    with pytest.raises(RuleBroken, match=r"basket\.text-changed"):
        choose(seen)


def test_a_sentence_without_an_end_is_too_long_to_be_quoted(programme, choose):
    with pytest.raises(RuleBroken, match=r"basket\.no-good-length"):
        choose(told(programme, "and then we walked " * 20), "walked")


def test_notes_and_taking_out_are_audited_without_words(programme, theme, choose, evaluator):
    story = told(programme, theme=theme)
    choose(story, theme_id=theme.id)
    quote_id = quotes_of_story(story.id)[0].id

    quote_basket.write_note(db.session.get(Programme, programme.id), quote_id, "Says it best", account_id=evaluator)
    gone = quote_basket.take_out(db.session.get(Programme, programme.id), quote_id, account_id=evaluator)

    acts = db.session.execute(db.select(AuditEvent.act, AuditEvent.subject).where(AuditEvent.act.like("quote.%"))).all()
    assert gone and basket(programme) == []
    assert acts == [
        ("quote.chosen", f"story:{story.public_id}"),
        ("quote.note-written", f"story:{story.public_id}"),
        ("quote.taken-out", f"story:{story.public_id}"),
    ]


def test_another_programme_takes_nothing_out(programme, theme, choose, evaluator):
    story = told(programme, theme=theme)
    choose(story, theme_id=theme.id)

    assert not quote_basket.take_out(builders.a_programme(), quotes_of_story(story.id)[0].id, account_id=evaluator)


def test_a_report_prints_the_chosen_quotes_of_a_theme_before_drawn_ones(programme, theme, choose):
    for n in range(6):
        told(programme, f"On day {n} the whole street painted the old fence.", theme)
    chosen = told(programme, "The last fence was painted by my little brother.", theme)
    choose(chosen, "little brother", theme_id=theme.id)

    words = material_of(programme).by_theme[theme.id]
    _, page = quoted_in_report(programme)

    assert [one.is_chosen for one in words] == [True, False]
    assert words[0].text == "The last fence was painted by my little brother."
    assert "Evaluators chose quotes themselves for themes and results, and these stand first: 1." in page


def test_a_report_for_the_public_leaves_out_chosen_words_that_may_not_be_published(programme, theme, choose):
    choose(told(programme, theme=theme, refused=(Purpose.PUBLICATION,)), theme_id=theme.id)

    assert "blue shed" not in quoted_in_report(programme, audience="public")[1]


def test_a_report_prints_no_chosen_quote_where_nobody_confirmed_the_theme(programme, theme, choose):
    other = builders.a_theme(programme)
    choose(told(programme), theme_id=other.id)

    assert "blue shed" not in quoted_in_report(programme)[1]


def test_chosen_words_stand_on_their_side_of_a_result(programme, choose):
    result = builders.a_result(programme)
    story = told(programme)
    builders.a_suggested_link(story, result, SAID, direction=LinkDirection.CONTRADICTS, **CONFIRMED)

    choose(story, result_id=result.id)

    assert quote_basket.shelves_of(db.session.get(Programme, programme.id))[0].result.id == result.id
    assert "stand first: 1." in quoted_in_report(programme)[1]


@pytest.mark.parametrize(
    ("alone", "leaning", "language"),
    [(SAID, "But that rain never came to us again.", "en"), (RUSSIAN, "И тогда он показал мне дорогу домой.", "ru")],
)
def test_the_module_suggests_confirmed_sentences_that_stand_alone(programme, theme, alone, leaning, language):
    told(programme, alone, theme, language=language)
    told(programme, leaning, theme, language=language)
    told(programme, "Nobody may quote what I say about rain.", theme, language="en", refused=(Purpose.QUOTE,))

    suggested = quote_basket.suggested_for_theme(db.session.get(Programme, programme.id), theme.id)

    assert [one.sentence.text for one in suggested] == [alone]
