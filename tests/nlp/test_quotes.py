"""Quotes: short, standing alone, near the theme, from as many tellers as there are, in both languages alike."""

import pytest

from nlp.errors import NlpError
from nlp.quotes import Told, find_quotes
from nlp.quoting import leans_back, stands_alone
from tests.nlp.samples import CODEBOOK, LIBRARY

ANNA = "Раньше у меня не было друзей. В клубе я нашла друга, с которым можно говорить обо всём."
BORIS = "Мой друг научил меня играть на гитаре и не бояться сцены. И тогда он стал моим лучшим другом навсегда."
CAROL = "😊 This year I made a friend who listens to me when things are hard. But that friend moved to another city."


def said(*texts, code="friends", top=12, **books):
    found = find_quotes(texts, code, top=top, **(books or {"codebook": CODEBOOK}))
    assert all(texts[one.place].text[one.start : one.end] == one.text for one in found)
    return [one.text for one in found]


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("But that friend left me at the station.", "en"),
        ("And then everything changed for our family.", "en"),
        ("She taught me how to speak in class.", "en"),
        ("That helped me a lot with my studies.", "en"),
        ("Because they helped me with my homework.", "en"),
        ("After that I was never afraid again.", "en"),
        ("И тогда он стал моим лучшим другом.", "ru"),
        ("Но это мне очень помогло в школе.", "ru"),
        ("Она научила меня говорить перед классом.", "ru"),
        ("Это помогло мне в школе и дома.", "ru"),
        ("Когда я пришла первый раз в клуб.", "ru"),
        ("После этого я больше не боялась школы.", "ru"),
    ],
)
def test_a_sentence_that_leans_on_the_one_before_is_no_quote(sentence, language):
    assert leans_back(sentence, language)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("This year I made a friend who listens.", "en"),
        ("Because of the club I speak up in class.", "en"),
        ("When I came to the club, I was afraid.", "en"),
        ("I've got a friend at school at last.", "en"),
        ("И мама, и папа пришли на мой концерт.", "ru"),
        ("Этим летом я научилась плавать без страха.", "ru"),
        ("Когда я пришла в клуб, мне было страшно.", "ru"),
        ("«Ты сможешь», — сказал друг перед концертом в школе.", "ru"),
    ],
)
def test_a_sentence_that_stands_alone_may_be_a_quote(sentence, language):
    assert stands_alone(sentence, language)


def test_quotes_of_both_languages_come_from_different_tellers_first():
    told = [Told(text=text, language=language) for text, language in ((ANNA, "ru"), (BORIS, "ru"), (CAROL, "en"))]

    assert set(said(*told, top=3)) == {
        "В клубе я нашла друга, с которым можно говорить обо всём.",
        "This year I made a friend who listens to me when things are hard.",
        "Мой друг научил меня играть на гитаре и не бояться сцены.",
    }


def test_one_teller_of_two_stories_is_heard_once_before_all_were_heard():
    told = [Told(text=ANNA, teller="anna"), Told(text=BORIS, teller="anna"), Told(text=CAROL)]

    assert len([words for words in said(*told, top=2) if words in CAROL]) == 1


def test_the_same_words_are_quoted_once():
    assert len(said(Told(text=CAROL), Told(text=CAROL))) == 1


def test_what_a_result_says_is_quoted_too():
    told = Told(text="Теперь подросток выступает перед классом без страха. Потом мы пили чай.")

    assert said(told, code="confidence", results=LIBRARY) == ["Теперь подросток выступает перед классом без страха."]


def test_a_text_without_marks_gives_no_piece_of_a_sentence():
    text = "и вот мой друг пришёл к нам домой " * 12

    assert said(Told(text=text, language="ru")) == []


def test_a_text_that_does_not_show_the_theme_gives_nothing():
    assert said(Told(text="We planted trees in the yard near the school house.")) == []


def test_an_unknown_code_is_told():
    with pytest.raises(NlpError, match="friendship"):
        find_quotes([], "friendship", codebook=CODEBOOK)
