"""Sentences that say a theme or a result in other words are found by their vectors; without encoders words go on alone."""

import numpy as np
import pytest

from nlp.analyse import Analyser
from nlp.learning import Label, learn_themes
from nlp.likeness import Likeness, likeness_of, luck
from nlp.model import pack_model, unpack_model
from nlp.types import LANGUAGES, ParticularSpec, ResultSpec, ThemeSpec

ANIMALS = ThemeSpec(
    code="animals", name={"en": "Animals", "ru": "Животные"}, seeds={"en": ("dog", "pet"), "ru": ("собака", "питомец")}
)
SCHOOL = ThemeSpec(
    code="school", name={"en": "School", "ru": "Школа"}, seeds={"en": ("class", "lesson"), "ru": ("класс", "урок")}
)
TRUST = ResultSpec(
    code="trust",
    general={"en": "A young person has an adult they trust"},
    particular=(ParticularSpec(code="calls", wording={"en": "Rings an adult when in trouble"}),),
)
WORK = ResultSpec(code="work", general={"en": "Young people find a job and earn their own money"})
RABBIT = "It was cold. Our neighbour gave me a rabbit and it sleeps beside my bed. I was glad."
PHONED = "I was scared at the station. I phoned my grandmother because I knew she would come for me."


@pytest.fixture
def vectors(with_encoders):
    if likeness_of([[("a dog", "en")]]) is None:
        pytest.skip("needs the encoders")


def scores(found) -> dict[str, float]:
    return {each.code: each.score for each in found}


def test_a_theme_is_seen_in_other_words(vectors):
    first, *_ = Analyser([ANIMALS, SCHOOL]).themes(RABBIT, "en")

    assert first.code == "animals"
    assert "rabbit" not in ANIMALS.seeds["en"]


def test_without_encoders_words_go_on_alone():
    found = scores(Analyser([ANIMALS, SCHOOL]).themes(RABBIT, "en"))

    assert found == {"animals": 0.0, "school": 0.0}


def test_the_sentence_most_like_a_theme_is_its_evidence(vectors):
    book = Analyser([ANIMALS, SCHOOL], thresholds={"animals": 0.05})

    (animals,) = [theme for theme in book.themes(RABBIT, "en") if theme.code == "animals"]

    (shown,) = animals.evidence
    assert RABBIT[shown.start : shown.end] == shown.text
    assert shown.text.startswith("Our neighbour")


def test_a_result_is_seen_in_other_words_with_its_particular_wording(vectors):
    first, *rest = Analyser(results=[TRUST, WORK]).links(PHONED, "en")

    assert (first.code, first.particular) == ("trust", "calls")
    assert "grandmother" in first.evidence[0].text
    assert all(other.score < first.score for other in rest)


def test_ordinary_sentences_are_usual_for_every_theme(vectors):
    from nlp.encoders import encode
    from nlp.wordlists import word_list

    groups = [[(seed, "en") for seed in theme.seeds["en"]] for theme in (ANIMALS, SCHOOL)]
    steps = Likeness(groups).to_groups(encode(word_list("en", "ordinary")["sentences"], "en"), "en")

    assert np.abs(steps.mean(axis=0)).max() < 0.05
    assert np.quantile(steps, 0.9) < 2


def test_the_best_of_many_sentences_is_lucky():
    assert luck(1) == 0
    assert luck(12) == pytest.approx(1.63, abs=0.02)  # the mean of the largest of 12 normal draws (Harter 1961)
    assert luck(20) == pytest.approx(1.87, abs=0.02)


def test_a_codebook_too_long_for_vectors_is_matched_by_its_words(vectors):
    long = [ThemeSpec(code=f"t{n}", name={"en": f"Theme {n}"}, seeds={"en": ("word",)}) for n in range(2500)]

    assert likeness_of([[(theme.name["en"], "en"), ("word", "en")] for theme in long]) is None


def test_a_model_learned_with_vectors_is_left_aside_without_them(vectors, monkeypatch):
    yes = ["My rabbit ran to me.", "The cat sleeps on my lap.", "We fed the horses.", "A parrot sat on my arm."]
    no = ["We wrote a test.", "I got a good mark.", "The teacher praised me.", "Homework took hours."]
    texts = {f"s{n}": (text, "en") for n, text in enumerate([*yes, *no])}
    labels = [Label(story=f"s{n}", code="animals", is_confirmed=n < 4) for n in range(8)]
    model = unpack_model(pack_model(learn_themes(texts, labels, [ANIMALS, SCHOOL])))
    learned = scores(Analyser([ANIMALS, SCHOOL], model=model).themes("The hamster is mine.", "en"))

    assert model.heads["animals"].vector
    assert learned["animals"] > 0.5 > learned["school"]

    monkeypatch.setenv("STORYNLP_MODELS", "nowhere")
    alone = scores(Analyser([ANIMALS, SCHOOL], model=model).themes("The hamster is mine.", "en"))
    assert (model.fits, alone["animals"]) == (False, 0.0)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["a" * 50_000, "👍" * 5_000, "слово " * 20_000, "A. " * 20_000, "\u200b" * 5_000, " "])
def test_a_nasty_text_is_read_with_vectors_too(vectors, text, language):
    found = Analyser([ANIMALS, SCHOOL], [TRUST, WORK]).analyse(text, language)

    assert all(0 <= each.score <= 1 for each in (*found.themes, *found.results))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_text_gives_the_same_scores_whatever_was_read_before(vectors, language):
    book, text = [ANIMALS, SCHOOL], {"en": RABBIT, "ru": "Соседка подарила мне кролика. Он спит у кровати."}[language]
    alone = Analyser(book).themes(text, language)

    busy = Analyser(book)
    busy.themes(PHONED, "en")

    assert busy.themes(text, language) == alone
