import pytest

from nlp.analyse import find_masks, find_signals


def found(text, language):
    return [(mask.text, mask.kind) for mask in find_masks(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "spans"),
    [
        ("Наш район, Заречье, все ругают.", "ru", ["Заречье"]),
        ("Мы снимали про нас с Брыкаловым.", "ru", ["Брыкаловым"]),
        ("People say Easterhouse is bad.", "en", ["Easterhouse"]),
        ("Our Storytellers sing in the Lark choir.", "en", []),
        ("Он сказал: «Приходи», и Вам спасибо.", "ru", []),
        ("ВСЕ ПРИШЛИ НА ПРАЗДНИК И ПЕЛИ", "ru", []),
        ("Вчера мама испекла пирог. Сестра ела.", "ru", []),
    ],
)
def test_a_capital_inside_a_sentence_is_shown_though_no_list_knows_the_name(text, language, spans):
    assert [text for text, _ in found(text, language)] == spans


def test_a_name_known_by_its_capital_alone_is_the_least_sure():
    (mask,) = find_masks("People say Easterhouse is bad.", "en")

    assert mask.score == 0.5


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("We lived at 12 Oak Street, Leeds, LS1 4AB. Then we left.", ["12 Oak Street, Leeds, LS1 4AB"]),
        ("We met at 12 Oak Street, and sang.", ["12 Oak Street"]),
        ("Send it to 971 Kesk 53\nSuite 343\nPärnu\nEstonia", ["971 Kesk 53\nSuite 343\nPärnu\nEstonia"]),
        ("i stay at 37 fourth avenue flat 12 now", ["37 fourth avenue flat 12"]),
        ("We drove 2 hours on the road.", []),
        ("Call 001-518-640-0854x123 now.", ["001-518-640-0854x123"]),
        ("Звони 8 912 345-67-89 доб. 12.", ["8 912 345-67-89 доб. 12"]),
        ("Look at school57.ru or mysite.info.", ["school57.ru", "mysite.info"]),
        ("Я пошёл домой.по дороге пел.", []),
        ("My card is 3782-822463-10005.", ["3782-822463-10005"]),
        ("The server was 2001:0db8:85a3:0000:0000:8a2e:0370:7334.", ["2001:0db8:85a3:0000:0000:8a2e:0370:7334"]),
    ],
)
def test_addresses_and_contacts_are_covered_to_their_end(text, covered):
    assert [mask.text for mask in find_masks(text)] == covered


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("Меня выгнали, и идти мне некуда.", "ru", "running_away"),
        ("Холодильник пустой, мы доедаем за другими.", "ru", "neglect"),
        ("Они кричат мне вслед обидные слова.", "ru", "bullying"),
        ("I packed a rucksack so that nobody sees me.", "en", "running_away"),
        ("My brother uses and steals from us.", "en", "substance"),
        ("I want to fall asleep and never wake up.", "en", "suicide"),
    ],
)
def test_what_is_said_in_a_roundabout_way_is_listed(text, language, kind):
    assert kind in {signal.kind for signal in find_signals(text, language)}


def test_two_everyday_words_together_are_no_alarm():
    signals = find_signals("We had a beer and my uncle smoked outside.", "en")

    assert all(signal.score < 0.5 for signal in signals)
    assert signals
