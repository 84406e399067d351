"""A reader covers names and confirms the text that others will read."""

import pytest

from storyapp.data.db import db
from storyapp.data.queries import analyses
from storyapp.data.queries.stories import mask_suggestions, next_to_screen, story_by_public_id
from storyapp.data.tables.coding import Analysis
from storyapp.data.tables.stories import Story
from storyapp.rules.appearing import Appearing, Where, may_appear
from storyapp.rules.consent import Light, Purpose
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import Role
from storyapp.rules.stories import StoryState
from storyapp.rules.tags import CoderKind, TagState
from storyapp.services import cases, screening
from storyapp.services.screening import Texts, confirm_working_text, covered, desk, masked
from tests.builders import a_programme, a_story, a_suggested_tag, a_theme, an_account
from tests.conftest import NOW

TOLD = dict(
    title="Анна рассказывает", happened="Меня зовут Анна Петрова, и я снова хожу в нашу школу каждый день.",
    matters="Раньше я сидела дома и ни с кем не говорила целый год.", considered=("Анна Петрова стала петь",), language="ru",
)  # fmt: skip


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def reader(programme):
    return an_account(Role.FACILITATOR, programme=programme).id


def confirm(programme, story, texts, reader, *, seen_version=0, language="ru", domain_id=None):
    confirm_working_text(
        programme, story.public_id, texts, account_id=reader, seen_version=seen_version, language=language,
        domain_id=domain_id,
    )  # fmt: skip


def test_the_module_suggests_masks_in_the_original(programme):
    story = a_story(programme, screened=False, **TOLD)

    kinds = {row.kind for row in mask_suggestions(story.id)}

    assert "person" in kinds
    assert db.session.get(Analysis, (story.id, "original")).language == "ru"


def test_accepted_masks_cover_the_text_and_refused_ones_do_not(programme, reader):
    story = a_story(programme, screened=False, **TOLD)
    before = desk(programme, story.public_id, account_id=reader)
    name = next(s for s in before.suggestions if s.words == "Анна Петрова")

    taken = masked(before.texts, before.suggestions, {name.id: "[имя]"})
    left = masked(before.texts, before.suggestions, {})

    assert taken.happened.startswith("Меня зовут [имя], и я снова")
    assert taken.considered == ("[имя] стала петь",)
    assert left == before.texts


def test_a_mask_may_have_other_words_than_were_suggested(programme, reader):
    story = a_story(programme, screened=False, **TOLD)
    before = desk(programme, story.public_id, account_id=reader)
    name = next(s for s in before.suggestions if s.words == "Анна Петрова")

    assert "зовут Маша," in masked(before.texts, before.suggestions, {name.id: "Маша"}).happened


def test_typed_words_are_covered_in_every_part():
    texts = Texts(title="Наш клуб", happened="Клуб «Заря» и клуб.", matters="клуб", considered=("В клубе",))

    assert covered(texts, "клуб", "[место]") == Texts(
        title="Наш [место]", happened="[место] «Заря» и [место].", matters="[место]", considered=("В клубе",)
    )


def test_a_confirmed_text_is_what_others_read(programme, reader):
    story = a_story(programme, screened=False, **TOLD)

    confirm(programme, story, Texts(title="Снова в школе", happened="Я снова хожу в школу.", matters=""), reader)

    story = story_by_public_id(programme, story.public_id)
    assert (story.state, story.text_version, story.title) == (StoryState.SCREENED, 1, "Снова в школе")
    assert story.screened_by_id == reader
    assert db.session.get(Analysis, (story.id, "working")).text_version == 1


def test_screening_again_makes_a_new_version_and_keeps_the_original_shut(programme, reader):
    story = a_story(programme, screened=False, **TOLD)
    confirm(programme, story, Texts(happened="Я снова хожу в школу."), reader)

    again = desk(programme, story.public_id, account_id=reader)
    confirm(programme, story, Texts(happened="Я снова хожу в школу, и мне легко."), reader, seen_version=1)

    assert again.is_again and again.texts.happened == "Я снова хожу в школу." and not again.suggestions
    assert story_by_public_id(programme, story.public_id).text_version == 2


def test_words_covered_later_are_kept_in_no_evidence(programme, reader):
    story = a_story(programme, screened=False, **TOLD)
    confirm(programme, story, Texts(happened="Тренер Карим позвал меня. Я снова хожу в школу."), reader)
    story = story_by_public_id(programme, story.public_id)
    theme, other = a_theme(programme), a_theme(programme)
    for each, words in ((theme, "Тренер Карим"), (other, "Я снова")):
        a_suggested_tag(story, each, words, decided_as=CoderKind.PERSON, state=TagState.CONFIRMED, decided_at=NOW)

    confirm(programme, story, Texts(happened="[Тренер] позвал меня. Я снова хожу в школу."), reader, seen_version=1)

    kept = {code.theme_id: [one["text"] for one in code.evidence] for code in analyses.codes_of(story.id)}
    assert (kept[theme.id], kept[other.id]) == ([], ["Я снова"])


def test_of_two_readers_one_is_first_and_the_other_is_told(programme, reader):
    story = a_story(programme, screened=False, **TOLD)
    confirm(programme, story, Texts(happened="Я снова хожу в школу."), reader)

    with pytest.raises(RuleBroken) as broken:
        confirm(programme, story, Texts(happened="Совсем другой текст здесь."), reader)

    assert broken.value.code == "story.changed-meanwhile"
    assert story_by_public_id(programme, story.public_id).happened == "Я снова хожу в школу."


def test_a_domain_of_another_programme_is_not_taken(programme, reader):
    foreign = a_story(a_programme())
    story = a_story(programme, screened=False, **TOLD)

    confirm(programme, story, Texts(happened="Я снова хожу в школу."), reader, domain_id=foreign.domain_id)

    assert story_by_public_id(programme, story.public_id).domain_id is None


def test_a_story_that_waits_for_a_guardian_is_not_screened(app):
    programme = a_programme(guardian_age=16)
    reader = an_account(Role.FACILITATOR, programme=programme).id
    story = a_story(programme, screened=False, **TOLD)

    with pytest.raises(RuleBroken) as broken:
        desk(programme, story.public_id, account_id=reader)

    assert broken.value.code == "story.waiting-for-guardian"


def test_a_story_handed_over_leaves_the_queue_and_the_rounds(programme, reader):
    story = a_story(programme, screened=False, **TOLD)

    cases.hand_over(programme, story.public_id, "She writes about her home.", account_id=reader)

    story = story_by_public_id(programme, story.public_id)
    facts = Appearing(state=StoryState.SCREENED, is_held=story.is_held, lights={Purpose.PANEL: Light.YES})
    assert next_to_screen(programme) is None
    assert not may_appear(facts, Where.PANEL)


def test_the_queue_goes_round(programme):
    first, second = a_story(programme, screened=False), a_story(programme, screened=False)

    assert screening.next_story(programme).id == first.id
    assert screening.next_story(programme, after=first.public_id).id == second.id
    assert screening.next_story(programme, after=second.public_id).id == first.id


def test_the_made_up_name_is_offered_from_the_original_and_kept_when_it_is_confirmed(programme, reader):
    story = a_story(programme, screened=False, pseudonym="Third Step")
    offered = desk(programme, story.public_id, account_id=reader).texts.made_up_name

    confirm(programme, story, Texts(happened="I came back.", made_up_name=offered), reader)

    assert offered == "Third Step"
    assert db.session.get(Story, story.id).made_up_name == "Third Step"
    assert desk(programme, story.public_id, account_id=reader).texts.made_up_name == "Third Step"


@pytest.mark.parametrize("name", ["Марья", "марья ивановна", "Марьей"])
def test_a_made_up_name_that_was_covered_in_the_text_is_refused(programme, reader, name):
    story = a_story(programme, screened=False, happened="Я ездила с Марьей Ивановной к морю.")

    with pytest.raises(RuleBroken, match=r"story\.name-was-covered"):
        confirm(programme, story, Texts(happened="Я ездила с [имя] к морю.", made_up_name=name), reader)

    assert db.session.get(Story, story.id).text_version == 0
