"""Words that a person must see soon."""

import pytest

from nlp.analyse import find_signals
from nlp.signals import patterns_of, plain_pattern, shipped_patterns
from nlp.types import SIGNAL_KINDS, SignalLists, SignalPhrase
from nlp.wordlists import word_list


def kinds(text, language):
    return {signal.kind for signal in find_signals(text, language) if signal.score >= 0.5}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("suicide", "Я больше не хочу жить."),
        ("suicide", "жить совсем не хочется"),
        ("suicide", "мне надоело жить, хочу уснуть и не проснуться"),
        ("suicide", "Думала спрыгнуть с крыши."),
        ("self_harm", "Я резала себе руки."),
        ("violence", "Отчим бьёт меня ремнём."),
        ("bullying", "В классе меня травят и обзывают."),
        ("sexual_abuse", "Он трогал меня и сказал, что это наш секрет."),
        ("neglect", "Мама пьёт, дома нечего есть."),
        ("exploitation", "Нас заставляли попрошайничать."),
        ("substance", "Мы пробовали спайс."),
        ("running_away", "Я хочу сбежать из дома."),
        ("help_request", "Помогите, я не знаю, что мне делать."),
    ],
)
def test_signals_in_russian(kind, text):
    assert kind in kinds(text, "ru")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("suicide", "I don't want to live anymore."),
        ("suicide", "i just wanna die"),
        ("suicide", "He said he would kill himself."),
        ("self_harm", "I cut myself last night."),
        ("violence", "My stepdad beats me."),
        ("bullying", "They bully me and call me names."),
        ("sexual_abuse", "He touched me and said it is our secret."),
        ("neglect", "There is no food at home."),
        ("exploitation", "They made us beg in the street."),
        ("substance", "We were smoking weed."),
        ("running_away", "I want to run away from home."),
        ("help_request", "Please help me, I do not know what to do."),
        ("help_request", "save me from this"),
        ("violence", "I got hit when I cried."),
        ("violence", "She was badly beaten by him."),
        ("exploitation", "He made me work all day."),
        ("exploitation", "They forced her to work without rest."),
        ("neglect", "I am always hungry."),
        ("neglect", "We go to bed hungry."),
        ("substance", "He got really drunk again."),
        ("substance", "She is addicted to pills."),
        ("bullying", "They took my lunch every day."),
    ],
)
def test_signals_in_english(kind, text):
    assert kind in kinds(text, "en")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Мы играли в футбол и ели мороженое.", "ru"),
        ("Мне понравилось в лагере, вожатые добрые.", "ru"),
        ("В кружке мне очень помогли, и я помог брату.", "ru"),
        ("They helped me a lot and I helped my brother.", "en"),
        ("We played football and ate ice cream.", "en"),
        ("The camp was fun and the leaders were kind.", "en"),
    ],
)
def test_ordinary_texts_give_no_signal(text, language):
    assert find_signals(text, language) == ()


@pytest.mark.parametrize(
    "text",
    [
        "The birthday was a big hit and I made it to work in time.",
        "I took my class to lunch, and it saved me money.",
        "The climb was high and the show was addicting.",
    ],
)
def test_words_that_only_sound_alike_are_below_what_is_shown(text):
    assert kinds(text, "en") == set()


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("хачу умиреть", "ru", "suicide"),
        ("атчим миня избиваит", "ru", "violence"),
        ("миня травят ф классе", "ru", "bullying"),
        ("i tryed drugz", "en", "substance"),
        ("he hitts me, im skared of my dad", "en", "violence"),
    ],
)
def test_a_word_written_as_it_sounds_is_read(text, language, kind):
    signal = next(each for each in find_signals(text, language) if each.kind == kind)

    assert all(text[each.start : each.end] == each.text for each in signal.evidence)


def test_a_name_is_not_read_as_a_misspelt_word():
    assert kinds("Больше всех забил Бобек.", "ru") == set()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Я чуть не умерла со смеху.", "ru"),
        ("Тренер учит нас бить по мячу.", "ru"),
        ("Наша собака сбежала.", "ru"),
        ("Теперь я сам поднимаю руку.", "ru"),
        ("Теперь на уроке я поднимала руку.", "ru"),
        ("I beat my brother in a game of chess.", "en"),
        ("Our dog ran away.", "en"),
        ("My grandad quit smoking.", "en"),
    ],
)
def test_what_only_sounds_alike_stays_listed_below_what_is_shown(text, language):
    signals = find_signals(text, language)

    assert signals and max(signal.score for signal in signals) < 0.5


def test_a_weak_word_said_twice_counts_once():
    once, twice = (find_signals(text, "en")[0].score for text in ("I had a beer.", "I had a beer and a beer."))

    assert once == twice


def test_a_cry_for_help_is_told_from_help_that_came():
    assert "help_request" in kinds("Помогите мне, кто-нибудь", "ru")
    assert "help_request" in kinds("Can someone help me", "en")


@pytest.mark.parametrize(
    ("said", "softer", "language"),
    [
        ("Я резал себя.", "Я не резал себя.", "ru"),
        ("Я хотела умереть.", "Она хотела умереть.", "ru"),
        ("I cut myself.", "I never cut myself.", "en"),
        ("I tried suicide.", "She tried suicide.", "en"),
        ("Я хотела умереть.", "Моя лучшая подруга хотела умереть.", "ru"),
        ("I wanted to die.", "My best friend wanted to die.", "en"),
        ("Я резала себя.", "Раньше я резала себя.", "ru"),
        ("I cut myself.", "I used to cut myself years ago.", "en"),
        ("Он сказал: я хочу умереть.", "Он сказал: «я хочу умереть».", "ru"),
        ("I said I want to die.", 'I said "I want to die".', "en"),
        ("Там самоубийство.", "В фильме самоубийство.", "ru"),
        ("It has suicide in it.", "The film has suicide in it.", "en"),
    ],
    ids=[
        "negated",
        "somebody else",
        "negated in English",
        "somebody else in English",
        "a friend",
        "a friend in English",
        "long ago",
        "long ago in English",
        "quoted",
        "quoted in English",
        "a tale",
        "a tale in English",
    ],
)
def test_a_softer_sentence_scores_lower_but_never_nothing(said, softer, language):
    sharp, soft = find_signals(said, language)[0], find_signals(softer, language)[0]

    assert sharp.kind == soft.kind
    assert 0 < soft.score < sharp.score


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Мой друг бьёт меня.", "ru"),
        ("Мой отчим бьёт маму.", "ru"),
        ("My friend and I want to die.", "en"),
        ("My father beats my mother.", "en"),
    ],
)
def test_who_is_in_it_oneself_or_at_home_is_not_softened(text, language):
    assert find_signals(text, language)[0].score >= 0.8


def test_evidence_quotes_the_words():
    text = "😀 Утром я снова не хочу больше жить, правда."

    signal = find_signals(text, "ru")[0]

    assert [each.text for each in signal.evidence] == ["не хочу больше жить"]
    assert text[signal.evidence[0].start : signal.evidence[0].end] == signal.evidence[0].text


@pytest.mark.parametrize("language", ["ru", "en"])
def test_each_kind_has_words_in_both_languages_with_source_and_date(language):
    lists = word_list(language, "signals")

    assert set(SIGNAL_KINDS) <= set(lists)
    assert lists["source"]
    assert lists["reviewed_on"].year >= 2026


def own(language, kind, *patterns, is_strong=True):
    return SignalLists(
        own=tuple(
            SignalPhrase(language=language, kind=kind, pattern=pattern, is_strong=is_strong) for pattern in patterns
        )
    )


@pytest.mark.parametrize(
    ("phrase", "text", "language"),
    [
        ("кислый", "Он дал мне кислого за гаражами.", "ru"),
        ("подняться по закладке", "Вчера поднялась по закладкам.", "ru"),
        ("взять … ягоду", "Я взяла у него ягоды.", "ru"),
        ("fizzing", "They sold us fizzings.", "en"),
        ("💊", "take one 💊 and smile", "en"),
        ("❄️", "снова ❄️ на районе", "ru"),
    ],
)
def test_own_words_are_met_in_all_their_forms(phrase, text, language):
    lists = own(language, "substance", plain_pattern(phrase))

    (signal,) = [one for one in find_signals(text, language, lists=lists) if one.kind == "substance"]

    assert signal.score >= 0.5
    assert [one.text for one in signal.evidence] != []


def test_own_words_are_softened_like_the_shipped_ones():
    lists = own("en", "substance", "fizzing")

    (said,) = find_signals("I took fizzing.", "en", lists=lists)
    (denied,) = find_signals("I never took fizzing.", "en", lists=lists)

    assert 0 < denied.score < said.score


def test_words_of_one_language_are_not_met_in_the_other():
    assert find_signals("They sold us fizzing.", "en", lists=own("ru", "substance", "fizzing")) == ()


def test_quiet_own_words_count_less():
    loud, quiet = (own("en", "substance", "fizzing", is_strong=is_strong) for is_strong in (True, False))

    scores = [find_signals("They sold us fizzing.", "en", lists=lists)[0].score for lists in (loud, quiet)]

    assert scores == [0.8, 0.29]


def test_a_phrase_put_aside_is_not_met_and_its_kind_stays():
    aside = (SignalPhrase(language="en", kind="help_request", pattern="cry|crying|cried"),)
    text = "The baby cried."

    assert [one.kind for one in find_signals(text, "en")] == ["help_request"]
    assert find_signals(text, "en", lists=SignalLists(aside=aside)) == ()


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("kind", SIGNAL_KINDS)
def test_no_list_silences_a_kind(language, kind):
    shipped = shipped_patterns(language, kind)
    aside = [SignalPhrase(language=language, kind=kind, pattern=p) for group in shipped.values() for p in group]

    assert patterns_of(language, kind, SignalLists(aside=tuple(aside))) == shipped


@pytest.mark.parametrize(
    "written", ["", "…", "я", "a|b", "=x", "Hello, world", "4:20", "a\u200db", "word " * 9, "x" * 81]
)
def test_what_could_not_be_met_makes_no_pattern(written):
    assert plain_pattern(written) == ""


@pytest.mark.parametrize(
    ("written", "pattern"),
    [("  Меф ", "меф"), ("взять ... ягоду…", "взять … ягоду"), ("… … снег", "снег"), ("don't care", "don't care")],
)
def test_what_is_typed_becomes_a_pattern(written, pattern):
    assert plain_pattern(written) == pattern
