"""Agreement between coders, with honest words about small numbers."""

import pytest

from storyapp.rules.people import Role
from storyapp.rules.tags import CoderKind
from storyapp.services import agreement, tagging
from storyapp.services.agreement import Pair, Strength, strength_of
from storyapp.services.tagging import Coder, Place
from tests import builders


@pytest.fixture
def programme(app):
    return builders.a_programme()


@pytest.fixture
def adult(programme):
    return Coder(account_id=builders.an_account(Role.EVALUATOR, programme=programme).id)


@pytest.fixture
def young(programme):
    account_id = builders.an_account(Role.EVALUATOR, programme=programme).id
    return Coder(account_id=account_id, kind=CoderKind.YOUNG_PERSON)


def of_pair(programme, pair):
    return next((one for one in agreement.agreements_of(programme).pairs if one.pair is pair), None)


@pytest.mark.parametrize(
    ("kappa", "n", "strength"),
    [
        (1.0, 9, Strength.TOO_FEW), (None, 500, Strength.TOO_FEW), (1.0, 29, Strength.HINT), (0.39, 30, Strength.WEAK),
        (0.5, 30, Strength.MODERATE), (0.67, 30, Strength.GOOD),
    ],
    ids=["nine pairs say nothing", "no kappa says nothing", "below thirty a hint", "weak", "moderate", "good"],
)  # fmt: skip
def test_a_kappa_gets_its_name(kappa, n, strength):
    assert strength_of(kappa, n=n) is strength


def test_without_codes_nothing_is_compared(programme):
    assert agreement.agreements_of(programme).pairs == []


def test_young_people_and_adults_are_compared_on_what_both_read(programme, adult, young):
    theme = builders.a_theme(programme)
    stories = [builders.a_story(programme) for _ in range(3)]
    places = [Place(programme_id=programme.id, public_id=story.public_id) for story in stories]
    for place in places:
        tagging.add_tag(place, theme.id, adult)
    tagging.second_reading(places[0], theme.id, young, fits=True)
    tagging.second_reading(places[1], theme.id, young, fits=False)

    compared = of_pair(programme, Pair.YOUNG_AND_ADULT)

    assert (compared.n, compared.n_agreed, compared.strength) == (2, 1, Strength.TOO_FEW)


def test_who_says_otherwise_later_is_counted_once(programme, adult, young):
    theme, story = builders.a_theme(programme), builders.a_story(programme)
    place = Place(programme_id=programme.id, public_id=story.public_id)
    tagging.add_tag(place, theme.id, adult)
    tagging.second_reading(place, theme.id, young, fits=False)
    tagging.second_reading(place, theme.id, young, fits=True)

    compared = of_pair(programme, Pair.YOUNG_AND_ADULT)

    assert (compared.n, compared.n_agreed) == (1, 1)


def test_people_and_the_module_are_compared_over_all_themes(programme, adult):
    right, wrong, missed, quiet = (builders.a_theme(programme) for _ in range(4))
    story = builders.a_story(programme)
    place = Place(programme_id=programme.id, public_id=story.public_id)
    tagging.confirm_tag(place, builders.a_suggested_tag(story, right).id, adult)
    tagging.refuse_tag(place, builders.a_suggested_tag(story, wrong).id, adult)
    tagging.add_tag(place, missed.id, adult)

    compared = of_pair(programme, Pair.PERSON_AND_MODEL)

    assert (compared.n, compared.n_agreed, compared.kappa.estimate) == (4, 2, 0.0)
    assert quiet.is_active


def test_stories_with_open_suggestions_are_not_compared_with_the_module(programme, adult):
    story = builders.a_story(programme)
    place = Place(programme_id=programme.id, public_id=story.public_id)
    tagging.confirm_tag(place, builders.a_suggested_tag(story, builders.a_theme(programme)).id, adult)
    builders.a_suggested_tag(story, builders.a_theme(programme))

    assert of_pair(programme, Pair.PERSON_AND_MODEL) is None


def test_suggestions_are_judged_coder_by_coder_and_theme_by_theme(programme, adult, young):
    theme, other = builders.a_theme(programme), builders.a_theme(programme)
    story = builders.a_story(programme)
    place = Place(programme_id=programme.id, public_id=story.public_id)
    first, second = builders.a_suggested_tag(story, theme).id, builders.a_suggested_tag(story, other).id
    tagging.confirm_tag(place, first, adult)
    tagging.refuse_tag(place, second, young)

    found = agreement.precision_by_coder(programme)
    of_other = agreement.precision_by_coder(programme, theme_id=other.id)

    assert {(one.kind, one.n_right, one.n_decided) for one in found} == {
        (CoderKind.PERSON, 1, 1), (CoderKind.YOUNG_PERSON, 0, 1),
    }  # fmt: skip
    assert [(one.kind, one.n_decided) for one in of_other] == [(CoderKind.YOUNG_PERSON, 1)]


def test_where_people_decide_otherwise_than_the_module_each_story_is_listed(programme, adult):
    themes = [builders.a_theme(programme) for _ in range(3)]
    story = builders.a_story(programme)
    place = Place(programme_id=programme.id, public_id=story.public_id)
    refused, confirmed = (builders.a_suggested_tag(story, theme).id for theme in themes[:2])
    tagging.refuse_tag(place, refused, adult)
    tagging.confirm_tag(place, confirmed, adult)
    tagging.add_tag(place, themes[2].id, adult)

    listed = agreement.agreements_of(programme).against_module

    assert {tag.theme_id for _, tag in listed} == {themes[0].id, themes[2].id}


def test_people_and_module_have_kappa_and_alpha_with_their_ranges(programme, adult):
    theme = builders.a_theme(programme)
    for fits in (True, True, False):
        story = builders.a_story(programme)
        place = Place(programme_id=programme.id, public_id=story.public_id)
        decide = tagging.confirm_tag if fits else tagging.refuse_tag
        decide(place, builders.a_suggested_tag(story, theme).id, adult)
    tagging.add_tag(Place(programme_id=programme.id, public_id=builders.a_story(programme).public_id), theme.id, adult)

    compared = of_pair(programme, Pair.PERSON_AND_MODEL)

    assert compared.kappa.low <= compared.kappa.estimate <= compared.kappa.high
    assert compared.alpha.low <= compared.alpha.estimate <= compared.alpha.high
