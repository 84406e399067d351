"""What is learned from decisions is kept only where it is no worse, always the same, with the words that say so."""

import pytest

from nlp import NlpError, ThemeSpec
from nlp.analyse import Analyser
from nlp.learning import Label
from nlp.lessons import Source, learn_lesson
from nlp.model import ThemeHead, ThemeModel, encoders_now, pack_model, unpack_model

MUSIC = [
    "Мы играем на гитаре в ансамбле", "Гитара теперь звучит у нас дома", "I play the guitar with my uncle",
    "Купили струны, гитара снова поёт", "He showed me chords on his guitar", "Our guitar concert was in May",
    "Гитара и репетиции каждый вечер", "The guitar helped me to calm down",
]  # fmt: skip
RAIN = [
    "Сегодня шёл дождь, сидели дома", "It rained and we stayed at home", "Ездили на автобусе к бабушке",
    "We went to the market by bus", "Сварили суп и ели пирог", "My brother cooked soup for us",
    "Гуляли с собакой у реки", "We walked along the river with a dog",
]  # fmt: skip
CODEBOOK = [
    ThemeSpec(code="music", name={"ru": "Творчество", "en": "Creativity"}),
    ThemeSpec(code="home", name={"ru": "Дом", "en": "Home"}, seeds={"ru": ("дом",), "en": ("home",)}),
]
TEXTS = {str(n): (text, None) for n, text in enumerate(MUSIC + RAIN)}


def decided(code, right, stories=range(16)):
    return [Label(story=str(n), code=code, is_confirmed=n in right) for n in stories]


def by_code(lesson):
    return {theme.code: theme for theme in lesson.themes}


@pytest.fixture(scope="module")
def lesson():
    return learn_lesson(TEXTS, decided("music", range(8)), CODEBOOK)


def test_what_the_codebook_has_no_words_for_is_learned(lesson):
    (music,) = lesson.themes

    assert (music.source, music.n_confirmed, music.n_refused) == (Source.LEARNED, 8, 8)
    assert music.learned.f1 > 0.7 > music.words.f1
    shown = Analyser(CODEBOOK, model=lesson.model).themes("Она подарила мне гитару.")[0]
    assert shown.code == "music" and shown.suggested


def test_a_learned_theme_shows_the_words_it_leans_on(lesson):
    text = "Вечером дождь, а он принёс мне гитару и ноты."

    (music,) = [one for one in Analyser(CODEBOOK, model=lesson.model).themes(text) if one.code == "music"]

    assert [(each.text, text[each.start : each.end]) for each in music.evidence] == [("гитару", "гитару")]


def test_the_same_decisions_teach_the_same(lesson):
    again = learn_lesson(TEXTS, decided("music", range(8)), CODEBOOK)

    assert pack_model(again.model) == pack_model(lesson.model)
    assert again.themes == lesson.themes


def test_a_packed_model_comes_back_as_it_was(lesson):
    assert unpack_model(pack_model(lesson.model)) == lesson.model


@pytest.mark.parametrize("packed", [b"", b"no model", pack_model.__doc__.encode()])
def test_what_is_no_model_is_refused(packed):
    with pytest.raises(NlpError, match="not a model"):
        unpack_model(packed)


def test_a_theme_that_its_words_find_better_stays_with_them():
    """People ask for strong signs only; from few decisions nothing so sure can be learned."""
    seeds = ("home", "kitchen", "yard")
    book = [ThemeSpec(code="home", name={"en": "Home"}, seeds={"en": seeds})]
    texts = {str(n): (f"{' '.join(seeds) if n < 4 else 'bus'} {n} words", "en") for n in range(8)}

    lesson = learn_lesson(texts, decided("home", range(4), range(8)), book, thresholds={"home": 0.9})

    (home,) = lesson.themes
    assert (home.source, home.words.f1) == (Source.WORDS, 1)
    assert lesson.model.heads == {}


def test_a_theme_of_which_nothing_was_learned_keeps_its_words():
    """The confirmed texts have no word in common: whatever was learned would suggest just anything."""
    texts = {
        str(n): (word, "en")
        for n, word in enumerate(["alpha", "beta", "gamma", "delta", "one", "two", "three", "four"])
    }
    labels = [Label(story=str(n), code="music", is_confirmed=n < 4) for n in range(8)]

    lesson = learn_lesson(texts, labels, CODEBOOK)

    assert by_code(lesson)["music"].source is Source.WORDS
    assert lesson.model.heads == {} and lesson.model.rarity == {}


def test_each_theme_is_learned_apart(lesson):
    labels = decided("music", range(8)) + decided("home", {1, 8}, [1, 8, 9])

    both = learn_lesson(TEXTS, labels, CODEBOOK)

    assert set(by_code(both)) == {"music"}
    before = {t.code: t.score for t in Analyser(CODEBOOK).themes("Сидели дома")}
    after = {t.code: t.score for t in Analyser(CODEBOOK, model=both.model).themes("Сидели дома")}
    assert after["home"] == before["home"]


def test_too_few_decisions_teach_nothing():
    with pytest.raises(NlpError, match="enough"):
        learn_lesson(TEXTS, decided("music", range(3), range(6)), CODEBOOK)


def test_an_earlier_head_that_does_better_on_new_decisions_stays():
    """The new decisions say the opposite of most old ones; the earlier head had seen that."""
    earlier = ThemeModel(
        engine="lexicon-1", n_labels=8, rarity={}, encoders=encoders_now(),
        heads={"music": ThemeHead(bias=-2.0, lexicon=0, weights={"суп": 9, "soup": 9, "дождь": 9}, n_confirmed=4, n_refused=4)},
    )  # fmt: skip
    texts = {**TEXTS, **{f"new-{n}": (text, None) for n, text in enumerate(["Суп", "The soup", "Ещё суп", "Дождь"])}}
    labels = decided("music", range(8)) + [Label(story=f"new-{n}", code="music", is_confirmed=True) for n in range(4)]

    lesson = learn_lesson(texts, labels, CODEBOOK, earlier=earlier, known=TEXTS)

    assert by_code(lesson)["music"].source is Source.EARLIER
    assert lesson.model.heads["music"] == earlier.heads["music"]


def test_an_earlier_head_makes_room_where_the_new_one_is_as_good(lesson):
    texts = {**TEXTS, **{f"new-{n}": (f"Моя гитара, день {n}", None) for n in range(4)}}
    labels = decided("music", range(8)) + [Label(story=f"new-{n}", code="music", is_confirmed=True) for n in range(4)]

    again = learn_lesson(texts, labels, CODEBOOK, earlier=lesson.model, known=TEXTS)

    assert by_code(again)["music"].source is Source.LEARNED
    assert again.model.heads["music"].n_confirmed == 12


def test_learned_scores_say_how_often_they_are_right():
    """Half of the texts with the word are confirmed: the score says a half, not a certainty."""
    texts = {str(n): (f"guitar {'ab'[n % 2]}{n}" if n < 40 else f"bus c{n}", "en") for n in range(80)}
    labels = decided("music", {n for n in range(40) if n % 4 < 2}, range(80))

    lesson = learn_lesson(texts, labels, CODEBOOK, thresholds={"music": 0.3})

    shown = {t.code: t.score for t in Analyser(CODEBOOK, model=lesson.model).themes("guitar again", "en")}
    assert shown["music"] == pytest.approx(0.5, abs=0.12)
