"""Links learn from what people confirmed and refused: how far to trust words and likeness, then each result apart."""

import pytest

from nlp import NlpError
from nlp.analyse import Analyser
from nlp.learning import Label
from nlp.lessons import Source
from nlp.likeness import likeness_of
from nlp.link_lessons import learn_links
from nlp.linking import SHIPPED
from nlp.model import NONE_MOVED, RESULTS, SHIFT, pack_model, read_model, unpack_model, write_model
from nlp.types import NO_RESULT, ResultSpec

MUSIC = ResultSpec(code="music", general={"en": "Shows creativity", "ru": "Проявляет творчество"})
WORK = ResultSpec(code="work", general={"en": "Finds paid work", "ru": "Находит работу"})
FRIENDS = ResultSpec(code="friends", general={"en": "Has friends of the same age", "ru": "Есть друзья-ровесники"})
LIBRARY = [MUSIC, WORK, FRIENDS]
YES = [
    f"{who} played the guitar {when}."
    for who in ("Uncle", "Father", "Nobody", "Everybody")
    for when in ("often", "late")
]
NO = [
    f"{who} watched trains {when}." for who in ("Uncle", "Father", "Nobody", "Everybody") for when in ("often", "late")
]
TEXTS = {str(n): (text, "en") for n, text in enumerate(YES + NO)}
LABELS = [Label(story=str(n), code="music", is_confirmed=n < 8) for n in range(16)]


@pytest.fixture
def vectors(with_encoders):
    if likeness_of([[("a dog", "en")]]) is None:
        pytest.skip("needs the encoders")


def scores(text, model=None):
    return {each.code: each for each in Analyser(results=LIBRARY, links_model=model).links(text, "en")}


def test_what_no_wording_says_is_learned_for_a_result_with_enough_decisions():
    lesson = learn_links(TEXTS, LABELS, LIBRARY)

    (music,) = lesson.results
    assert (music.source, music.n_confirmed, music.n_refused) == (Source.LEARNED, 8, 8)
    assert "music" not in scores("They gave me a guitar.")
    assert scores("They gave me a guitar.", lesson.model)["music"].suggested


def test_a_learned_link_shows_the_sentence_it_leans_on():
    lesson = learn_links(TEXTS, LABELS, LIBRARY)

    found = scores("It rained all day. They gave me a guitar! We went home.", lesson.model)["music"]

    assert [each.text for each in found.evidence] == ["They gave me a guitar!"]
    assert found.particular is None


def test_few_decisions_on_many_results_teach_how_far_to_trust_the_wordings(vectors):
    """People refuse whatever is only somewhat near, so that less is suggested from now on, of every result."""
    near = [
        "My cousin plays the drums.",
        "I met a boy at the lake.",
        "Mum came home late from the factory.",
        "We sang.",
    ]
    right = [
        "I found paid work in a shop.",
        "I have friends of my age now.",
        "I got paid work, at last.",
        "I paint: it is creativity.",
    ]
    texts = {str(n): (text, "en") for n, text in enumerate(near + right)}
    codes = ["music", "friends", "work", "music", "work", "friends", "work", "music"]
    labels = [Label(story=str(n), code=code, is_confirmed=n >= 4) for n, code in enumerate(codes)]

    lesson = learn_links(texts, labels, LIBRARY)

    assert lesson.model.n_labels == 8 and lesson.model.heads == {}
    assert lesson.after.f1 >= lesson.before.f1
    assert lesson.is_weighed == bool(lesson.model.mix)
    assert lesson.model.mix.get(SHIFT, SHIPPED[SHIFT]) != SHIPPED[SHIFT] or not lesson.is_weighed


def test_the_same_decisions_teach_the_same(vectors):
    first, second = (learn_links(TEXTS, LABELS, LIBRARY) for _ in range(2))

    assert pack_model(first.model) == pack_model(second.model)


def test_a_model_of_links_is_packed_and_no_model_of_themes(tmp_path):
    model = learn_links(TEXTS, LABELS, LIBRARY).model
    write_model(model, tmp_path / "m.json")

    assert unpack_model(pack_model(model)) == model == read_model(tmp_path / "m.json", kind=RESULTS)
    with pytest.raises(NlpError, match="has learned results; themes are asked for"):
        read_model(tmp_path / "m.json")


@pytest.mark.parametrize("yes", [range(3), range(13)], ids=["three confirmed", "three refused"])
def test_too_few_decisions_of_a_kind_teach_nothing(yes):
    labels = [Label(story=str(n), code="music", is_confirmed=n in yes) for n in range(16)]

    with pytest.raises(NlpError, match="not enough labels"):
        learn_links(TEXTS, labels, LIBRARY)


def test_contradictory_decisions_change_no_suggestion():
    labels = [Label(story=str(n), code="music", is_confirmed=n % 4 in (0, 3)) for n in range(16)]

    lesson = learn_links(TEXTS, labels, LIBRARY)

    assert lesson.model.heads == {} and not lesson.is_weighed


def test_that_no_result_fits_is_an_answer_with_a_score(vectors):
    analyser = Analyser(results=LIBRARY)

    nothing = analyser.weighed_links("The bus was late and smelled of wet dog.", "en")
    work = analyser.weighed_links("At last I found work that is paid.", "en")

    assert nothing.none > 0.5 > work.none
    assert work.results[0].code == "work" and work.results[0].suggested
    assert all(1 - each.score >= links.none - 1e-4 for links in (nothing, work) for each in links.results)


def test_a_text_near_every_result_speaks_of_none_in_particular(vectors):
    """What all results have in common says for none of them."""
    alone = Analyser(results=[WORK]).links("A young person finds paid work with friends and creativity.", "en")
    among = scores("A young person finds paid work with friends and creativity.")

    assert among["work"].score < alone[0].score


OUTSIDE = [
    f"{what} {when}."
    for what in ("The bus was late", "We ate soup", "It rained on the tent", "My dog ran away")
    for when in ("again", "that week", "in June")
]
INSIDE = [
    f"{who} {what}."
    for who in ("My brother", "A boy I know", "The eldest of us")
    for what in ("found paid work", "has friends of the same age", "shows creativity", "finds work")
]


def said_of_none(yes, no):
    texts = {str(n): (text, "en") for n, text in enumerate([*yes, *no])}
    labels = [Label(story=str(n), code=NO_RESULT, is_confirmed=n < len(yes)) for n in range(len(texts))]
    decided = [Label(story=str(len(yes) + n), code="work", is_confirmed=n % 2 == 0) for n in range(len(no))]
    return texts, [*labels, *decided]


def test_when_people_say_otherwise_the_module_learns_when_no_result_fits(vectors):
    """Whoever holds the library's wordings strictly finds none where the shipped score finds a result."""
    adults = [
        f"{who} {what}."
        for who in ("Mum", "Father", "The cook")
        for what in ("helps in a shop", "earns a little", "works late", "has a van")
    ]

    lesson = learn_links(*said_of_none([*OUTSIDE, *adults], INSIDE), LIBRARY)

    shipped, learned = Analyser(results=LIBRARY), Analyser(results=LIBRARY, links_model=lesson.model)
    before, after = (one.weighed_links("My aunt helps in a shop.", "en").none for one in (shipped, learned))
    assert (lesson.none.source, lesson.none.n_confirmed, lesson.none.n_refused) == (Source.LEARNED, 24, 12)
    assert before < 0.5 < after
    assert learned.weighed_links("At last I found work that is paid.", "en").none < 0.5


def test_what_is_said_of_none_at_random_changes_nothing(vectors):
    mixed = [*OUTSIDE[::2], *INSIDE[::2]], [*OUTSIDE[1::2], *INSIDE[1::2]]

    lesson = learn_links(*said_of_none(*mixed), LIBRARY)

    assert lesson.none.source is Source.WORDS
    assert NONE_MOVED not in lesson.model.mix


def test_of_too_few_stories_nothing_is_learned_about_none():
    assert learn_links(TEXTS, LABELS, LIBRARY).none is None
