"""Themes and social results of a text, with the words that show them."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from nlp.analyse import Analyser
from tests.nlp.samples import CODEBOOK, LIBRARY


@pytest.fixture(scope="module")
def analyser():
    return Analyser(CODEBOOK, LIBRARY)


def suggested(analyser, text, language=None):
    return {theme.code for theme in analyser.themes(text, language) if theme.suggested}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("У меня появились друзья.", {"friends"}),
        ("I made two friends.", {"friends"}),
        ("У меня нет друзей.", set()),
        ("I have no friends.", set()),
        ("Я стала лучше учиться, полюбила учёбу и уроки.", {"school"}),
        ("I like my school now.", {"school"}),
        ("Мы играли в football.", {"sport"}),
        ("Сегодня шёл дождь.", set()),
        ("It rained today.", set()),
    ],
    ids=[
        "a seed in another form", "a seed in English", "negated", "negated in English", "no seeds: its name",
        "no seeds: its name in English", "seeds of the other language", "nothing", "nothing in English",
    ],
)  # fmt: skip
def test_themes_of_a_text(analyser, text, codes):
    assert suggested(analyser, text) == codes


def test_every_theme_has_a_score_between_nought_and_one(analyser):
    themes = analyser.themes("друг друзья подружиться лучший друг школа учёба уроки " * 20)

    assert len(themes) == 3
    assert all(0 <= theme.score <= 1 for theme in themes)
    assert [theme.score for theme in themes] == sorted((theme.score for theme in themes), reverse=True)


def test_evidence_is_quoted_from_the_text_in_code_points(analyser):
    text = "😀😀 Пришла моя подруга, потом друзья."

    theme = analyser.themes(text)[0]

    assert [each.text for each in theme.evidence] == ["друзья"]
    assert all(text[each.start : each.end] == each.text for each in theme.evidence)


def test_a_theme_has_its_own_threshold():
    strict = Analyser(CODEBOOK, thresholds={"friends": 0.95})

    assert suggested(strict, "У меня появились друзья.") == set()


@pytest.mark.parametrize(
    ("text", "code", "particular", "direction"),
    [
        ("Я выступала перед классом и не дрожала.", "confidence", "speaks", "supports"),
        ("I spoke in front of the whole class.", "confidence", "speaks", "supports"),
        ("Я больше не выступаю перед классом, стало хуже.", "confidence", "speaks", "contradicts"),
        ("I never speak in front of the class, it only got worse.", "confidence", "speaks", "contradicts"),
        ("С родителями мы стали меньше ссориться, ссор почти нет.", "quarrels", "less", "supports"),
        ("Ссор с родителями стало только больше.", "quarrels", "less", "contradicts"),
        ("There are more quarrels with my parents.", "quarrels", "less", "contradicts"),
        ("Стало лучше выступать перед классом, но перед классом чужих я не могу.", "confidence", "speaks", "mixed"),
    ],
)
def test_the_result_and_direction_of_a_sentence(analyser, text, code, particular, direction):
    first = analyser.links(text)[0]

    assert (first.code, first.particular, first.direction) == (code, particular, direction)


def test_the_evidence_of_a_link_is_its_sentence(analyser):
    text = "Утром шёл снег. Я выступала перед классом без страха! Потом мы гуляли."

    first = analyser.links(text, top=1)[0]

    assert first.evidence[0].text == "Я выступала перед классом без страха!"


def test_a_text_about_nothing_known_links_to_nothing(analyser):
    assert analyser.links("Сегодня шёл дождь.") == ()


def test_an_unknown_language_is_not_assessed(analyser):
    analysis = analyser.analyse("Ich wohne hier und meine Mail ist anna@example.org, ich bin nicht da.")

    assert (analysis.language, analysis.is_assessed) == ("other", False)
    assert [mask.kind for mask in analysis.masks] == ["mail"]
    assert (analysis.themes, analysis.results, analysis.signals) == ((), (), ())


def test_an_analysis_tells_all_and_by_which_engine(analyser):
    analysis = analyser.analyse("Мой друг Ваня помог мне. Я выступала перед классом.", "ru")

    assert analysis.engine == "hybrid-5"
    assert (analysis.language, analysis.is_assessed, analysis.n_words) == ("ru", True, 9)
    assert len(analysis.sentences) == 2
    assert analysis.key_phrases
    assert analysis.masks[0].text == "Ваня"


def test_the_script_of_a_text_is_trusted_more_than_the_language_it_was_said_to_be(analyser):
    assert analyser.analyse("I made two friends and we play together.", "ru").language == "en"


def test_threads_share_an_analyser(analyser):
    texts = [f"У меня появился друг номер {n}. I was made happy {n}." for n in range(120)]
    alone = [analyser.analyse(text) for text in texts]

    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(analyser.analyse, texts))

    assert together == alone


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Раньше я не выступала перед классом, а теперь выступаю.", "supports"),
        ("I had never told the class anything, and now I speak in front of the class.", "supports"),
        ("Я больше не боюсь выступать перед классом.", "supports"),
        ("I am not afraid to speak in front of the class any more.", "supports"),
        ("Перед классом я выступаю, но до сих пор краснею.", "mixed"),
        ("I speak in front of the class, but I still blush.", "mixed"),
        ("Перед классом выступаю так же, как раньше, ничего не изменилось.", "contradicts"),
        ("Nobody lets me speak in front of the class.", "contradicts"),
    ],
    ids=[
        "not before, but now", "not before, but now, in English", "a fear that is over", "a fear that is over, in English",
        "yes, but", "yes, but, in English", "the same as ever", "nobody",
    ],
)  # fmt: skip
def test_what_was_before_and_what_is_over_do_not_speak_against(analyser, text, direction):
    first = analyser.links(text)[0]

    assert (first.code, first.direction) == ("confidence", direction)
