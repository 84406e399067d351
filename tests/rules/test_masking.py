"""Words are covered in place, and offsets hold."""

import pytest

from storyapp.rules.masking import Mask, apply_masks, cover_words, pieces, stands_covered

TEXT = "Маша учится в школе 5. 😀 Masha smiled."


def test_masks_are_laid_over_the_text():
    masked = apply_masks(
        TEXT, [Mask(start=14, end=21, replacement="одной школе"), Mask(start=0, end=4, replacement="[имя]")]
    )

    assert masked == "[имя] учится в одной школе. 😀 Masha smiled."


def test_of_two_masks_that_overlap_the_longer_wins():
    masked = apply_masks(
        "Anna Petrova came", [Mask(start=0, end=4, replacement="A"), Mask(start=0, end=12, replacement="a girl")]
    )

    assert masked == "a girl came"


@pytest.mark.parametrize(
    ("words", "covered"),
    [("masha", "[X] and Mashas, [X]!"), ("nobody", "Masha and Mashas, MASHA!"), ("  ", "Masha and Mashas, MASHA!")],
    ids=["all whole words whatever their capitals", "words that are not there", "no words"],
)
def test_typed_words_are_covered_everywhere(words, covered):
    assert cover_words("Masha and Mashas, MASHA!", words, "[X]") == covered


def test_letters_that_grow_when_lowered_do_not_move_offsets():
    assert cover_words("İİ Anna", "anna", "[X]") == "İİ [X]"


def test_a_text_is_cut_into_pieces_that_give_it_back():
    cut = pieces(TEXT, [Mask(start=0, end=4, replacement="x"), Mask(start=25, end=30, replacement="y")])

    assert "".join(piece.text for piece in cut) == TEXT
    assert [piece.mask for piece in cut] == [0, None, 1, None]


def test_a_mask_outside_the_part_is_left_out():
    assert [p.text for p in pieces("one two three", [Mask(start=0, end=3, replacement="x")], start=4)] == ["two three"]


def test_a_mask_that_lies_outside_the_text_does_nothing():
    assert apply_masks("short", [Mask(start=3, end=90, replacement="x")]) == "short"


@pytest.mark.parametrize(
    ("name", "before", "after", "is_covered"),
    [
        ("Аня", "К Ане пришли гости.", "К [имя] пришли гости.", True),
        ("Серёжа", "У Сережи день рождения.", "У [мальчика] день рождения.", True),
        ("Anna", "Anna's room was cold.", "[name]'s room was cold.", True),
        ("Сатурн", "Кольца Сатурна на шторе.", "Кольца Сатурна на шторе.", False),
        ("Второй ряд", "Аня села рядом.", "[имя] села рядом.", False),
        ("", "Anna came.", "[name] came.", False),
    ],
    ids=["another case", "ё and е", "a possessive", "a word that stays", "no word of it", "no name"],
)
def test_a_name_is_known_by_the_words_that_were_covered(name, before, after, is_covered):
    assert stands_covered(name, before=before, after=after) is is_covered
