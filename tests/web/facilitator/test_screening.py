"""The screening desk, as a reader uses it without JavaScript."""

import pytest

from storyapp.data.db import db
from storyapp.data.queries.stories import story_by_public_id
from storyapp.data.tables.coding import Case
from storyapp.rules.people import Role
from storyapp.rules.stories import StoryState
from storyapp.services import my_story
from tests.builders import a_programme, a_story, an_account, domains, sign_in

HAPPENED = "My name is Anna Petrova and I came back to school every day. Anna sings now."


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def reader(programme, client):
    account = an_account(Role.FACILITATOR, programme=programme)
    sign_in(client, account)
    return account


def a_new_story(programme, **changes):
    return a_story(
        programme, screened=False, **{"happened": HAPPENED, "matters": "I was alone before.", "title": "", **changes}
    )


def mask_of(client, words):
    """Return the number of the mask that covers these words, as its fields are called."""
    for n, item in enumerate(client.page.select("li.suggestion")):
        if item.strong.get_text() == words:
            return n
    raise AssertionError(f"no mask for {words!r}")


def test_suggested_masks_stand_in_the_text_and_are_laid_over_the_fields(client, programme, reader):
    story = a_new_story(programme)

    client.get(f"/p/{programme.slug}/screening")

    assert client.url.endswith(story.public_id)
    assert "Anna Petrova" in [mark.get_text() for mark in client.page.find_all("mark")]
    assert "Anna Petrova" not in client.page.find("textarea", attrs={"name": "happened"}).get_text()


def test_a_confirmed_text_is_written_and_the_next_story_comes(client, programme, reader):
    first, second = a_new_story(programme), a_new_story(programme)
    client.get(f"/p/{programme.slug}/screening/{first.public_id}")

    client.submit({"step": "confirm", "domain_id": str(domains(programme)[1].id), "title": "Back at school"})

    story = story_by_public_id(programme, first.public_id)
    assert (story.state, story.title, story.domain_id) == (
        StoryState.SCREENED,
        "Back at school",
        domains(programme)[1].id,
    )
    assert client.url.endswith(second.public_id)


def test_a_refused_mask_leaves_the_words(client, programme, reader):
    story = a_new_story(programme)
    client.get(f"/p/{programme.slug}/screening/{story.public_id}")
    n = mask_of(client, "Anna Petrova")

    client.submit({f"masks-{n}-is_taken": [], "step": "apply"})

    assert "Anna Petrova" in client.page.find("textarea", attrs={"name": "happened"}).get_text()
    assert "is-refused" in str(client.page.find("mark"))


def test_masks_changed_and_not_applied_are_shown_before_anything_is_saved(client, programme, reader):
    story = a_new_story(programme)
    client.get(f"/p/{programme.slug}/screening/{story.public_id}")
    n = mask_of(client, "Anna Petrova")

    client.submit({f"masks-{n}-replacement": "a girl", "step": "confirm"}, status=422)
    assert "My name is a girl" in client.page.find("textarea", attrs={"name": "happened"}).get_text()
    assert story_by_public_id(programme, story.public_id).text_version == 0
    client.submit({"step": "confirm"})

    assert story_by_public_id(programme, story.public_id).happened.startswith("My name is a girl and")


def test_typed_words_are_covered_and_own_changes_stay(client, programme, reader):
    story = a_new_story(programme)
    client.get(f"/p/{programme.slug}/screening/{story.public_id}")

    client.submit(
        {
            "happened": "I came back to school and it was fine.",
            "cover_words": "school",
            "cover_with": "a place",
            "step": "cover",
        }
    )

    assert (
        client.page.find("textarea", attrs={"name": "happened"}).get_text().strip()
        == "I came back to a place and it was fine."
    )


def test_enter_in_the_words_to_cover_covers_them(client, programme, reader):
    story = a_new_story(programme)
    client.get(f"/p/{programme.slug}/screening/{story.public_id}")
    first = client.page.select_one("#page-form button[type=submit]")["value"]  # what Enter presses

    client.submit(
        {"happened": "I came back to school.", "cover_words": "school", "cover_with": "a place", "step": first}
    )

    assert client.page.find("textarea", attrs={"name": "happened"}).get_text().strip() == "I came back to a place."


def test_the_number_before_a_suggestion_is_the_key_that_ticks_it(client, programme, reader):
    story = a_new_story(programme, happened=HAPPENED)
    client.get(f"/p/{programme.slug}/screening/{story.public_id}")

    lines = client.page.select(".suggestion")

    assert lines
    assert [line.select_one("kbd").get_text() for line in lines] == [
        line.select_one("input[type=checkbox]")["data-key"] for line in lines
    ]


def test_words_chosen_in_the_text_are_covered(client, programme, reader):
    story = a_new_story(programme, happened="We sing in the Lark choir on Fridays, all of us.")
    client.get(f"/p/{programme.slug}/screening/{story.public_id}")

    client.submit({"part": "happened", "start": "15", "end": "25", "cover_with": "a choir", "step": "cover-chosen"})

    assert "We sing in the a choir on" in client.page.find("textarea", attrs={"name": "happened"}).get_text()


@pytest.mark.parametrize("part", [{"part": "key"}, {"part": "happened", "start": "x", "end": "9"}, {}])
def test_a_choice_that_makes_no_sense_changes_nothing(client, programme, reader, part):
    story = a_new_story(programme)
    client.get(f"/p/{programme.slug}/screening/{story.public_id}")

    client.submit({**part, "step": "cover-chosen"}, status=422)

    assert "Please type the words to cover." in client.text()


def test_switching_the_language_keeps_what_was_typed(client, programme, reader):
    story = a_new_story(programme)
    client.get(f"/p/{programme.slug}/screening/{story.public_id}")
    client.language = "ru"

    client.submit({"happened": "Typed by hand.", "switch_language": "ru"})

    assert client.h1 == "Просмотр историй"
    assert client.page.find("textarea", attrs={"name": "happened"}).get_text().strip() == "Typed by hand."


def test_of_two_readers_the_slower_keeps_own_words_and_sees_why(client, russian, programme, reader):
    story = a_new_story(programme)
    sign_in(russian, an_account(Role.FACILITATOR, programme=programme))
    client.get(f"/p/{programme.slug}/screening/{story.public_id}")
    russian.get(f"/p/{programme.slug}/screening/{story.public_id}")
    client.submit({"happened": "The first text that holds.", "step": "confirm"})

    russian.submit({"happened": "Second words, kept.", "step": "confirm"}, status=422)

    assert "другой человек подтвердил текст" in russian.text()
    assert russian.page.find("textarea", attrs={"name": "happened"}).get_text().strip() == "Second words, kept."
    assert "The first text that holds." in russian.text()


def test_a_worried_reader_hands_the_story_over_and_sees_no_more_than_that(client, programme, reader):
    story = a_new_story(programme)
    client.get(f"/p/{programme.slug}/screening/{story.public_id}/hand-over")

    client.submit({"reason": "She writes that she is beaten at home."})
    assert client.h1 == "Screening" and "No story waits" in client.text()
    client.get(f"/p/{programme.slug}/stories/{story.public_id}")

    assert "handed this story to the safeguarding lead" in client.text()
    assert db.session.scalars(db.select(Case)).one().opened_by == "reader"


def test_a_story_of_another_programme_is_not_screened(client, programme, reader):
    story = a_new_story(a_programme())

    client.get(f"/p/{programme.slug}/screening/{story.public_id}", status=404)
    client.get(f"/p/{programme.slug}/screening/{story.public_id}/hand-over", status=404)


def test_a_text_in_another_language_stays_in_it(client, programme, reader):
    story = a_new_story(programme, language="other", happened="Ich gehe wieder zur Schule.", matters="")
    client.get(f"/p/{programme.slug}/screening/{story.public_id}")

    client.submit({"step": "confirm"})

    assert story_by_public_id(programme, story.public_id).language == "other"


def test_a_story_sent_twice_is_flagged_with_the_way_to_the_other(client, programme, reader):
    first = a_story(programme, happened=HAPPENED, matters="I was alone before.")
    again = a_new_story(programme, happened=HAPPENED.replace("sings now", "sings today"))

    client.get(f"/p/{programme.slug}/screening/{again.public_id}")

    assert "nearly the same words" in client.text()
    assert client.link("Read the other story").endswith(first.public_id)


@pytest.mark.parametrize("elsewhere", [True, False])
def test_no_other_programme_and_no_withdrawn_story_is_named(client, programme, reader, elsewhere):
    home = a_programme() if elsewhere else programme
    first = a_story(home, happened=HAPPENED, matters="I was alone before.")
    again = a_new_story(programme)
    if not elsewhere:
        my_story.withdraw(first.id)

    client.get(f"/p/{programme.slug}/screening/{again.public_id}")

    assert "nearly the same words" not in client.text()


def test_another_story_is_no_copy(client, programme, reader):
    a_story(programme)
    story = a_new_story(programme)

    client.get(f"/p/{programme.slug}/screening/{story.public_id}")

    assert "nearly the same words" not in client.text()


def test_a_made_up_name_is_confirmed_with_the_text_and_refused_where_it_may_be_the_real_one(client, programme, reader):
    story = a_new_story(programme, pseudonym="Anna P.")
    page = client.get(f"/p/{programme.slug}/screening/{story.public_id}")
    offered = page.find("input", attrs={"name": "made_up_name"})["value"]

    client.submit({"step": "confirm"}, status=422)
    error = client.page.find("input", attrs={"name": "made_up_name"}).find_parent(class_="has-error")
    client.submit({"step": "confirm", "made_up_name": "Third Step"})

    assert offered == "Anna P." and error is not None
    assert story_by_public_id(programme, story.public_id).made_up_name == "Third Step"


def test_a_text_in_a_language_that_the_module_does_not_know_is_kept_marked_and_read_for_what_any_language_has(
    client, programme, reader
):
    said = "Ich war in der Schule und habe mit Anna gespielt, es war sehr schön. Meine Nummer ist +49 151 23456789."
    story = a_new_story(programme, happened=said)

    client.get(f"/p/{programme.slug}/screening/{story.public_id}")

    covered = [item.strong.get_text() for item in client.page.select("li.suggestion")]
    assert covered == ["+49 151 23456789"]
    assert "knows Russian and English only" in client.page.select_one(".note-warn").get_text()
    assert story_by_public_id(programme, story.public_id).state is StoryState.TOLD


def test_the_desk_asks_who_else_could_be_recognised_and_notes_what_was_said(client, programme, reader):
    story = a_new_story(programme)
    client.get(f"/p/{programme.slug}/screening/{story.public_id}")
    assert "Could anybody else be recognised" in client.text()

    client.submit({"step": "confirm", "others": "NOT_RECOGNISABLE"})
    client.get(f"/p/{programme.slug}/stories/{story.public_id}")

    assert "Others are spoken of, and nobody would know them by this text" in client.text()
