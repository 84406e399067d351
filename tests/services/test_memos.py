"""Memos stand beside a theme or beside words of a story, and go where the words go."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.memos import Memo
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Story
from storyapp.rules.consent import ConsentBy
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import Role
from storyapp.rules.tags import CoderKind
from storyapp.services import erasing, memos, screening, tagging
from storyapp.services.consents import withdraw_story
from storyapp.services.memos import About
from storyapp.services.screening import Texts
from storyapp.services.tagging import Coder, Evidence, Place
from storyapp.services.themes_seen import themes_seen
from storyapp.services.transaction import SHELL, act
from tests import builders

WORDS = "speak in class again"


@pytest.fixture
def programme(app):
    return builders.a_programme()


@pytest.fixture
def coder(programme):
    return Coder(account_id=builders.an_account(Role.EVALUATOR, programme=programme).id)


@pytest.fixture
def theme(programme):
    return builders.a_theme(programme)


@pytest.fixture
def about(programme, theme, coder):
    """A story with the theme on words of it, and what a memo on these words is about."""
    story = builders.a_story(programme)
    tagging.add_tag(
        Place(programme_id=programme.id, public_id=story.public_id), theme.id, coder, evidence=Evidence(words=WORDS)
    )
    start = story.happened.index(WORDS)
    return About(theme_id=theme.id, public_id=story.public_id, span=(start, start + len(WORDS)), text_version=1)


def seen(programme, theme, coder):
    return memos.memos_of_theme(
        db.session.get(Programme, programme.id), theme.id, account_id=coder.account_id
    )  # fmt: skip


def story_of(about) -> Story:
    return db.session.scalars(db.select(Story).where(Story.public_id == about.public_id)).one()


def screened_again(programme, about, happened: str, coder) -> None:
    texts = Texts(happened=happened, matters=builders.MATTERS)
    screening.confirm_working_text(
        db.session.get(Programme, programme.id), about.public_id, texts, account_id=coder.account_id, seen_version=1,
        language="en", domain_id=None,
    )  # fmt: skip


def test_a_memo_says_who_thought_it_as_what_and_when(programme, theme, coder):
    young = Coder(account_id=coder.account_id, kind=CoderKind.YOUNG_PERSON)
    memos.write_memo(programme.id, About(theme_id=theme.id), "Only where the teller says so.", young)

    [one] = seen(programme, theme, coder)

    assert (one.memo.text, one.memo.written_as) == ("Only where the teller says so.", CoderKind.YOUNG_PERSON)
    assert one.author and one.is_own and one.memo.written_at is not None and one.story is None


def test_a_memo_on_words_shows_these_words(programme, theme, coder, about):
    memos.write_memo(programme.id, about, "Speech or courage?", coder)

    assert [one.words for one in seen(programme, theme, coder)] == [WORDS]


def test_words_that_the_theme_does_not_rest_on_take_no_memo(programme, theme, coder, about):
    elsewhere = About(theme_id=theme.id, public_id=about.public_id, span=(0, 3), text_version=1)

    assert not memos.write_memo(programme.id, elsewhere, "Here?", coder)


def test_a_memo_follows_its_words_into_a_new_text(programme, theme, coder, about):
    memos.write_memo(programme.id, about, "Speech or courage?", coder)

    screened_again(programme, about, f"In spring. {builders.HAPPENED}", coder)

    assert [one.words for one in seen(programme, theme, coder)] == [WORDS]


def test_a_memo_whose_words_were_covered_stays_without_them(programme, theme, coder, about):
    memos.write_memo(programme.id, about, "Speech or courage?", coder)

    screened_again(programme, about, builders.HAPPENED.replace(WORDS, "do something"), coder)

    [one] = seen(programme, theme, coder)
    assert one.words_are_gone and one.words == "" and one.memo.text == "Speech or courage?"


def test_a_withdrawn_story_takes_its_memos_from_sight_and_an_erased_one_for_good(programme, theme, coder, about):
    memos.write_memo(programme.id, about, "Speech or courage?", coder)
    story_id = story_of(about).id
    with act(SHELL) as doing:
        withdraw_story(doing, db.session.get(Story, story_id), by=ConsentBy.CHILD, today=builders.TODAY)
    hidden = seen(programme, theme, coder)

    erasing.erase_story(story_id, actor=SHELL, reason="WITHDRAWN")

    assert hidden == []
    assert db.session.scalars(db.select(Memo)).all() == []


def test_only_who_wrote_a_memo_takes_it_back(programme, theme, coder):
    other = builders.an_account(Role.EVALUATOR, programme=programme).id
    memos.write_memo(programme.id, About(theme_id=theme.id), "Mine.", coder)
    memo_id = seen(programme, theme, coder)[0].memo.id

    by_other, by_self = (memos.take_back(programme.id, memo_id, one) for one in (other, coder.account_id))

    assert (by_other, by_self, seen(programme, theme, coder)) == (False, True, [])


@pytest.mark.parametrize(("text", "code"), [("  ", "memo.empty"), ("x" * 4001, "memo.too-long")])
def test_a_memo_of_no_use_is_refused(programme, theme, coder, text, code):
    with pytest.raises(RuleBroken, match=code):
        memos.write_memo(programme.id, About(theme_id=theme.id), text, coder)


def test_a_theme_above_counts_each_story_below_once(programme, coder):
    top = builders.a_theme(programme, position=1)
    below = [builders.a_theme(programme, parent_id=top.id, position=n) for n in (5, 3)]
    deepest = builders.a_theme(programme, parent_id=below[0].id, position=2)
    both, one = builders.a_story(programme), builders.a_story(programme)
    for story, theme in ((both, below[0]), (both, deepest), (both, below[1]), (one, deepest)):
        tagging.add_tag(Place(programme_id=programme.id, public_id=story.public_id), theme.id, coder)
    refused = builders.a_suggested_tag(builders.a_story(programme), below[1])
    place = Place(programme_id=programme.id, public_id=db.session.get(Story, refused.story_id).public_id)
    tagging.refuse_tag(place, refused.id, coder)

    shown = themes_seen(db.session.get(Programme, programme.id))

    assert [(one.theme.id, one.depth, one.n_confirmed, one.n_rolled_up) for one in shown] == [
        (top.id, 0, 0, 2), (below[1].id, 1, 1, 1), (below[0].id, 1, 1, 2), (deepest.id, 2, 2, 2),
    ]  # fmt: skip
