"""What may tell who or where somebody is."""

from itertools import pairwise

import pytest

from nlp.analyse import find_masks
from nlp.types import MASK_KINDS, MaskLists


def found(text, language=None, **lists):
    return [(mask.text, mask.kind) for mask in find_masks(text, language, lists=MaskLists(**lists))]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("Мы были у Серёжи дома.", [("Серёжи", "person")]),
        ("Я говорила с Марьей Ивановной.", [("Марьей Ивановной", "person")]),
        ("Потом пришёл Иван Петров.", [("Иван Петров", "person")]),
        ("Меня зовут катя.", [("катя", "person")]),
        ("Нам помогла тётя Галя.", [("Галя", "person")]),
        ("Мы гуляли с Верой.", [("Верой", "person")]),
        ("Вера в себя растёт, надежда есть.", []),
        ("Мне понравился роман.", []),
        ("Мы учимся в нашей 57-й школе.", [("57-й школе", "school")]),
        ("Он ходит в лицей №239.", [("лицей №239", "school")]),
        ("Я жил в школе-интернате № 5.", [("школе-интернате № 5", "school")]),
        ("Это школа имени Гагарина.", [("школа имени Гагарина", "school")]),
        ("Наша школа хорошая, школе 5 лет.", []),
        ("Мы ездили в Тверь.", [("Тверь", "place")]),
        ("Летом были в Нижнем Новгороде.", [("Нижнем Новгороде", "place")]),
        ("Россия большая.", []),
        ("Мне помог фонд «Дорога».", [("фонд «Дорога»", "organisation")]),
        ("Живу на улице Садовой, дом 5, кв. 12.", [("улице Садовой, дом 5, кв. 12", "address")]),
        ("Звоните 8 (912) 345-67-89.", [("8 (912) 345-67-89", "phone")]),
        ("Звоните +79123456789.", [("+79123456789", "phone")]),
        ("Телефон 345-67-89.", [("345-67-89", "phone")]),
        (
            "Номер восемь девятьсот двенадцать триста сорок пять шестьдесят семь.",
            [("восемь девятьсот двенадцать триста сорок пять шестьдесят семь", "phone")],
        ),
        ("Пиши на vanya@example.ru.", [("vanya@example.ru", "mail")]),
        ("Я в телеге @vanya_2009.", [("@vanya_2009", "handle")]),
        ("Вот vk.com/id12345 моя.", [("vk.com/id12345", "handle")]),
        ("Паспорт 45 08 123456 лежал дома.", [("45 08 123456", "document")]),
        ("Родилась 12 мая 2009 года.", [("12 мая 2009", "birth_date")]),
        ("С 2010 по 2015 было 1000000 рублей.", []),
        ("Учитель А. Ф. Гильфердинг пришёл.", [("А. Ф. Гильфердинг", "person")]),
        ("Ваня Б. пришёл. Потом ушёл.", [("Ваня Б.", "person")]),
        ("С праздником, Ирочка!", [("Ирочка", "person")]),
        ("Я говорил с марьей ивановной.", [("марьей ивановной", "person")]),
        ("Нам помогла Марьиванна.", [("Марьиванна", "person")]),
        ("Он из села Малые Вязёмы.", [("села Малые Вязёмы", "place")]),
        ("Я в кадетском корпусе «Патриот» учусь.", [("кадетском корпусе «Патриот»", "school")]),
        ("Живу в общежитии Лесного колледжа.", [("Лесного колледжа", "school")]),
        ("Он лежал в областной детской больнице.", [("областной детской больнице", "organisation")]),
        ("Мы были в больнице, в музее и в лагере.", []),
        ("Вчера читали рассказ «Весна» в библиотеке имени Бажова.", [("библиотеке имени Бажова", "organisation")]),
        ("Из Псковской области приехали.", [("Псковской области", "place")]),
        ("Лагерь стоит у озера Тихое.", [("озера Тихое", "place")]),
        ("Мы выросли в Заболотовке, там тихо.", [("Заболотовке", "place")]),
        ("В питере дождь.", [("питере", "place")]),
        ("Столовую открыли на Первомайской.", [("Первомайской", "address")]),
        ("Живём на ул лесная 14.", [("ул лесная 14", "address")]),
        ("Дом 7 по Лесной улице.", [("Дом 7 по Лесной улице", "address")]),
        ("Переулок Зелёный д 3 кв 4", [("Переулок Зелёный д 3 кв 4", "address")]),
        ("Живу на ул. Мира 10-15.", [("ул. Мира 10-15", "address")]),
        ("Мой паспорт серия 4510 номер 123456.", [("4510 номер 123456", "document")]),
        ("Мой др 5 июня 2011.", [("5 июня 2011", "birth_date")]),
        ("Телефоны 8(3412)45-67-89, 22-33-44.", [("8(3412)45-67-89", "phone"), ("22-33-44", "phone")]),
        ("Мой вк id12345 и тг vanya_2009.", [("id12345", "handle"), ("vanya_2009", "handle")]),
        ("Моя инста @katya.cat", [("@katya.cat", "handle")]),
        ("Программа «Наставник» помогла, проект «Путь» тоже.", []),
    ],
)
def test_masks_in_russian(text, spans):
    assert found(text, "ru") == spans


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("My friend Emily came.", [("Emily", "person")]),
        ("We asked Mr. Smith about it.", [("Smith", "person")]),
        ("It was Anna's idea.", [("Anna", "person")]),
        ("Then Grace helped me, and I hope it lasts.", [("Grace", "person")]),
        ("I will go there in May.", []),
        ("My teacher Zorblat was kind.", [("Zorblat", "person")]),
        ("I study at School No. 57.", [("School No. 57", "school")]),
        ("I went to Lincoln High School.", [("Lincoln High School", "school")]),
        ("The School is big and our school is good.", []),
        ("We moved to Boston.", [("Boston", "place")]),
        ("I live in Springfield.", [("Springfield", "place")]),
        ("The Bright Future Foundation helped.", [("Bright Future Foundation", "organisation")]),
        ("He works at Elm Street Surgery.", [("Elm Street Surgery", "organisation")]),
        ("I went to Lakeside Elementary.", [("Lakeside Elementary", "school")]),
        ("i go to greenhill primary school, class 4b", [("greenhill primary school", "school")]),
        ("My old primary school was nice, and the church and the court are near.", []),
        ("I was at st marys till year six.", [("st marys", "organisation")]),
        ("Our church, St Luke's, has a choir.", [("St Luke's", "organisation")]),
        ("My brother stayed in Kabul.", [("Kabul", "place")]),
        ("We stayed in Chipping Norton.", [("Chipping Norton", "place")]),
        ("i'm from peckham and proud", [("peckham", "place")]),
        ("We meet on Victory Square.", [("Victory Square", "address")]),
        ("In Maths and in Year six I was bad at English.", []),
        ("We live at 12 Oak Street.", [("12 Oak Street", "address")]),
        ("Call me at 555-123-4567.", [("555-123-4567", "phone")]),
        ("Write to anna@example.org.", [("anna@example.org", "mail")]),
        ("My page is https://example.org/me", [("https://example.org/me", "handle")]),
        ("My SSN is 123-45-6789.", [("123-45-6789", "document")]),
        ("I was born on May 12, 2009.", [("May 12, 2009", "birth_date")]),
        ("In 2010 there were 1000000 people.", []),
        ("my friend alex and me", [("alex", "person")]),
        ("me and mr wilson", [("wilson", "person")]),
        ("Mrs O'Connor teaches us.", [("O'Connor", "person")]),
        ("Then J. K. Smith and Ryan P. Costa came.", [("J. K. Smith", "person"), ("Ryan P. Costa", "person")]),
        ("I told Coach Daniels about it.", [("Daniels", "person")]),
        ("Aisha and Krisztián are siblings.", [("Aisha", "person"), ("Krisztián", "person")]),
        ("The Mentor Programme changed my life. Our Storytellers are great.", []),
        ("I was so Happy when They said Yes.", []),
        ("We sing in the Lark choir on Fridays.", []),
        ("Thank you Jesus. On Monday we had Maths and English.", []),
        ("We waited for the water to boil and chased a leaf.", []),
        ("My address is 9931 Iliou 14 Apt. 5", [("9931 Iliou 14 Apt. 5", "address")]),
        ("She lives at Vestergade 12.", [("Vestergade 12", "address")]),
        ("We met on 12 May 2015 and in 2010 Anna was 12.", [("Anna", "person")]),
        ("It is Rue de Rivoli 5.", [("Rue de Rivoli 5", "address")]),
        ("They answer at 99 668 472 office.", [("99 668 472", "phone")]),
    ],
)
def test_masks_in_english(text, spans):
    assert found(text, "en") == spans


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("yesterday dariusz and me went to the pool", "dariusz"),
        ("we were at the lake with tunde and his brother", "tunde"),
        ("Thanks Oluwaseun for the cake", "Oluwaseun"),
    ],
)
def test_a_name_that_no_capital_or_list_tells_is_known_by_its_place(with_encoders, text, span):
    assert (span, "person") in found(text, "en")


def test_without_an_encoder_names_are_found_by_lists_and_capitals(monkeypatch):
    monkeypatch.setenv("STORYNLP_MODELS", "nowhere")

    assert found("My friend Emily came with alex.", "en")[0] == ("Emily", "person")


@pytest.mark.parametrize(
    ("text", "replacement"),
    [
        ("Я учусь в 57-й школе.", "[школе]"),
        ("Я ушла из 57-й школы.", "[школы]"),
        ("Мы жили в Твери.", "[месте]"),
        ("Пришёл Ваня.", "[имя]"),
        ("Мой телефон 89123456789.", "[телефон]"),
    ],
)
def test_a_replacement_stands_in_the_case_of_what_it_covers(text, replacement):
    assert find_masks(text, "ru")[0].replacement == replacement


def test_one_person_keeps_one_number_through_a_story():
    text = "Мы с Марьей Ивановной ждали Серёжу. Потом Сергей обнял Марью Ивановну."

    assert [mask.replacement for mask in find_masks(text)] == ["[имя 1]", "[имя 2]", "[имя 2]", "[имя 1]"]


def test_one_person_keeps_one_number_through_an_english_story():
    text = "I met Alex Morgan and Kate. Then Katherine helped Mr. Morgan, and Alex's mother thanked Kate."

    numbers = [mask.replacement for mask in find_masks(text)]

    assert numbers == ["[name 1]", "[name 2]", "[name 2]", "[name 1]", "[name 1]", "[name 2]"]


def test_a_name_typed_small_is_less_sure_than_one_with_a_capital():
    small, capital, mail = find_masks("my friend alex met Emily and wrote to a@example.org", "en")

    assert small.score < capital.score < mail.score < 1


def test_a_name_of_the_programme_is_sure():
    assert find_masks("звали бублика", "ru", lists=MaskLists(names=("Бублик",)))[0].score == 1


def test_a_surname_told_beside_a_first_name_is_known_alone():
    assert found("Quibble came late. We like Emily Quibble.", "en")[0] == ("Quibble", "person")


def test_a_name_told_once_inside_a_sentence_is_known_at_the_head_of_another():
    assert found("Вера пришла. Мы с Верой подружились.", "ru") == [("Вера", "person"), ("Верой", "person")]


def test_the_programme_says_what_is_never_masked_and_what_always():
    text = "Мы с Димой из Твери звали Бублика в наш лагерь."

    assert found(text, "ru", never=("Тверь",), names=("Бублик",)) == [("Димой", "person"), ("Бублика", "person")]


def test_masks_never_overlap_and_quote_the_text():
    text = "Anna, anna@example.org, Иван Петров, улица Ивана Петрова, дом 3, школа № 3, +7 912 345 67 89 @anna_3 " * 20

    masks = find_masks(text, "ru")

    assert all(before.end <= after.start for before, after in pairwise(masks))
    assert all(text[mask.start : mask.end] == mask.text and mask.kind in MASK_KINDS for mask in masks)
